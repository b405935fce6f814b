"""The table of checks: what each looks for, how much it weighs, and who may acknowledge it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storyarchive.content.archive import Archive
from storyarchive.content.identity import jigsaw, numbers, people, places, safeguarding
from storyarchive.content.identity.looking import Finder
from storyarchive.content.identity.telling import Telling
from storyarchive.errors import Severity


class Ack(StrEnum):
    """Who may say that a finding is a false alarm."""

    NONE = "none"
    """Nobody: the story has to change."""
    EDITOR = "editor"
    """Any editor."""
    REVIEWER = "reviewer"
    """A second person, who did not edit the story."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the words of a narrative."""

    id: str
    what: str
    """What it finds, as a message begins."""
    severity: Severity
    ack: Ack
    remedy: str = "Change it, or take it out."
    """What to do about a true find, a sentence."""
    english: bool = False
    """Whether it knows English words only, and passes over stories in other languages."""
    old_books: Severity | None = None
    """How much it weighs in an old book, whose people cannot be found any more; None: it is not asked."""
    quiet: bool = False
    """Whether reports show nothing at all of what was found."""

    def applies_to(self, telling: Telling) -> bool:
        if self.english and not telling.is_english:
            return False
        return self.old_books is not None or not telling.is_old_book


_TAKE_OUT = "Take it out: it names one person."
_NAME = "Use a made-up name and list it under names with changed: yes, or take it out."
_PLACE = "Say what kind of place it is, not which: 'a court', 'a prison up north'."
_BLUR = "Say it less exactly, or take it out."
_ADVICE = "Stop and take advice before going on; the archive cannot keep it from the law."

_E, _W = Severity.ERROR, Severity.WARNING
_NO, _ED, _RE = Ack.NONE, Ack.EDITOR, Ack.REVIEWER

RULES: tuple[Rule, ...] = (
    Rule("id.uk-nino", "UK National Insurance number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.nhs-number", "NHS number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.prison-number", "England and Wales prison number", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.crn", "Probation case reference (CRN)", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.pnc", "Police National Computer ID", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.cro", "Criminal Records Office number", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.uk-postcode", "Full UK postcode", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.uk-phone", "Phone number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.us-phone", "North American phone number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.email", "Email address", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.handle", "Social media handle", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule(
        "id.url",
        "Web address in a story",
        _W,
        _ED,
        "Take it out, or tell what it is about.",
        old_books=_W,
    ),
    Rule("id.card", "Bank card number", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.bank-uk", "Sort code with account number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.uk-vehicle", "UK vehicle registration", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.uk-driving", "GB driving licence number", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.us-ssn", "US Social Security number", _E, _NO, _TAKE_OUT, old_books=_E),
    Rule("id.us-bop", "US federal register number", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.us-doc", "US state inmate or booking number", _E, _RE, _TAKE_OUT),
    Rule("id.us-zip", "US ZIP code with state or +4", _E, _RE, _TAKE_OUT, old_books=_E),
    Rule("id.dob", "Date of birth", _E, _NO, "Say about how old, not when born."),
    Rule("id.full-date", "A full date", _W, _ED, "A season or a year is enough."),
    Rule("id.address", "House number and street", _E, _RE, "Take it out: it leads to a door."),
    Rule("who.titled-name", "Title and name", _E, _ED, _NAME, english=True),
    Rule("who.related-name", "Relation and name", _E, _ED, _NAME, english=True),
    Rule("who.cap-run", "Two or more capitalised words", _W, _ED, _NAME),
    Rule("who.cap-single", "A capitalised word that may be a name", _W, _ED, _NAME),
    Rule("place.court", "Named court", _E, _NO, _PLACE),
    Rule("place.prison", "Named prison", _W, _RE, _PLACE),
    Rule("jigsaw.media", "Sign that the case was in the news", _W, _RE, _BLUR, english=True),
    Rule("jigsaw.unique", "Only, first, youngest claim", _W, _RE, _BLUR, english=True),
    Rule("jigsaw.exact", "Exact sentence, count or sum", _W, _ED, _BLUR, english=True),
    Rule("jigsaw.body", "Mark on the body", _W, _ED, _BLUR, english=True),
    Rule("legal.unreported", "Possible unreported crime", _E, _RE, _ADVICE, english=True),
    Rule(
        "legal.live-case",
        "Possible live case",
        _E,
        _RE,
        "Do not publish until it is over.",
        english=True,
    ),
    Rule(
        "legal.sexual-offence",
        "Sexual offence word near a person",
        _E,
        _RE,
        "Nothing may lead to who was harmed: not a name, not what one was to the other.",
        english=True,
        old_books=_W,
    ),
    Rule(
        "legal.child-detail",
        "Child with age, school or date",
        _W,
        _RE,
        "Say 'my little one', 'at school'; no child may be found by it.",
        english=True,
        old_books=_W,
    ),
    Rule(
        "safe.suicide-method",
        "Words for a method or a dose",
        _E,
        _NO,
        "Say that it happened, not how: such words can bring a reader to harm.",
        english=True,
        old_books=_E,
        quiet=True,
    ),
    Rule(
        "safe.retaliation",
        "Sign that the narrator could be in danger",
        _E,
        _RE,
        "Speak with the narrator and a safeguarding lead before going on.",
        english=True,
    ),
    Rule(
        "lang.label",
        "Label in an editor's field",
        _W,
        _ED,
        "Say the person first: 'a man who had been in prison'.",
        english=True,
        old_books=_W,
    ),
    Rule("risk.k-anon", "Rare mix of facts about the narrator", _W, _RE),
    Rule("risk.too-many", "Four or more facts about the narrator", _E, _RE),
    Rule("risk.media-data", "Hidden data in a media file", _E, _NO, old_books=_E),
    Rule("risk.file-name", "Name or title in a file name", _E, _NO, old_books=_E),
    Rule(
        "id.private-word",
        "A word of your own private list",
        _E,
        _NO,
        "Take it out: it is on the list of what must never be here.",
        old_books=_E,
        quiet=True,
    ),
)
RULE: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


def finders(archive: Archive) -> Mapping[str, Finder]:
    """Give what looks for each check through the words of a narrative: id → finder."""
    known = people.people(archive)
    return {
        "id.uk-nino": numbers.UK_NINO,
        "id.nhs-number": numbers.NHS_NUMBER,
        "id.prison-number": numbers.PRISON_NUMBER,
        "id.crn": numbers.CRN,
        "id.pnc": numbers.PNC,
        "id.cro": numbers.CRO,
        "id.uk-postcode": numbers.UK_POSTCODE,
        "id.uk-phone": numbers.uk_phone,
        "id.us-phone": numbers.US_PHONE,
        "id.email": numbers.EMAIL,
        "id.handle": numbers.HANDLE,
        "id.url": numbers.URL,
        "id.card": numbers.card,
        "id.bank-uk": numbers.BANK_UK,
        "id.uk-vehicle": numbers.UK_VEHICLE,
        "id.uk-driving": numbers.UK_DRIVING,
        "id.us-ssn": numbers.US_SSN,
        "id.us-bop": numbers.US_BOP,
        "id.us-doc": numbers.US_DOC,
        "id.us-zip": numbers.US_ZIP,
        "id.dob": numbers.DOB,
        "id.full-date": numbers.FULL_DATE,
        "id.address": numbers.ADDRESS,
        "who.titled-name": known.titled_name,
        "who.related-name": known.related_name,
        "place.court": places.COURT,
        "place.prison": places.prison,
        "jigsaw.media": jigsaw.MEDIA,
        "jigsaw.unique": jigsaw.UNIQUE,
        "jigsaw.exact": jigsaw.EXACT,
        "jigsaw.body": jigsaw.BODY,
        "legal.unreported": safeguarding.UNREPORTED,
        "legal.live-case": safeguarding.LIVE_CASE,
        "legal.sexual-offence": safeguarding.sexual_offence,
        "legal.child-detail": safeguarding.child_detail,
        "safe.suicide-method": safeguarding.suicide_method,
        "safe.retaliation": safeguarding.RETALIATION,
        "lang.label": safeguarding.label,
        # Last, for they stand back where another check has said it.
        "who.cap-run": known.cap_run,
        "who.cap-single": known.cap_single,
    }
