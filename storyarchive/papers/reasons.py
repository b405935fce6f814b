"""Why an edition does not show a story, in words for the person who told it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from storyarchive.content.library import Days
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Edition
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.papers.words import SCOPES, day, listed, plain

OTHERWISE = "It is held back for now. Ask us why."
"""What is said of a rule that has no words of its own yet: never that the story is shown."""

STATUSES: Mapping[str, str] = {
    "draft": "It is not finished yet.",
    "consented": "It is waiting to be put in.",
    "paused": "It is on hold. We leave it out of all that we make.",
    "expired": "The time that was agreed is over.",
    "withdrawn": "It has been stopped for good.",
}
"""Status → why nothing is shown while it lasts."""


@dataclass(frozen=True, slots=True)
class Case:
    """A narrative that an edition does not show."""

    narrative: Narrative
    edition: Edition
    days: Days
    vocabulary: Vocabulary


def why_not(rules: Iterable[str], case: Case) -> tuple[str, ...]:
    """Say in plain words why an edition does not show a story.

    rules: names of the rules that refuse it. A story that is not published is told that alone, for
    whatever else is missing is on its way; and one whose time is over that alone, for nothing else counts any more.
    """
    names = tuple(dict.fromkeys(rules))
    for alone in ("not-published", "expired"):
        if alone in names:
            names = (alone,)
    return tuple(dict.fromkeys(_said(name, case) for name in names))


def _said(rule: str, case: Case) -> str:
    words = WORDS.get(rule, OTHERWISE)
    return words if isinstance(words, str) else words(case)


def _not_published(case: Case) -> str:
    return STATUSES.get(case.narrative.fields.status or "", OTHERWISE)


def _scopes(case: Case) -> str:
    agrees = case.narrative.consent.agrees
    missing = [scope for scope in case.edition.scopes if not agrees(scope)]
    names = listed([f"“{SCOPES[scope].name}”" for scope in missing])
    return f"There is no yes to {names}."


def _notes(case: Case) -> str:
    dropped = [
        plain(case.vocabulary.note[note.id].label).lower()
        for note in case.narrative.fields.content_notes or ()
        if note.id in case.edition.drop_notes
    ]
    return f"This copy leaves out stories with: {listed(dropped)}."


def _cooling_off(case: Case) -> str:
    first = case.days.shown_from
    until = f" It can be shown from {day(first)}." if first else ""
    return f"There is time for you to think first.{until}"


def _expired(case: Case) -> str:
    last = case.days.last
    return f"The yes ended on {day(last)}." if last else STATUSES["expired"]


def _ends_before_the_copy(case: Case) -> str:
    ends = f" The yes ends before that, on {day(case.days.last)}." if case.days.last else ""
    return f"A copy made today may be used until {day(case.days.copies_until)}.{ends}"


_NOTES_DO_NOT_FIT = "Our notes about it do not fit together. We must put them right first."
_MISSING = "Our notes about it are not complete. We must put that right first."

WORDS: Mapping[str, str | Callable[[Case], str]] = {
    "withdrawn": STATUSES["withdrawn"],
    "not-published": _not_published,
    "incomplete": _MISSING,
    "basis-not-accepted": "This library does not take stories of this kind.",
    "wrong-record": _NOTES_DO_NOT_FIT,
    "not-free": "Whoever asked for the yes has a say over your life. We must ask again in a fairer way.",
    "not-told": "You were not told all that you must know first. We must do that and ask again.",
    "no-capacity": "We must ask again at a better time for you.",
    "text-changed": "The words are not the ones that you approved. We must ask you again.",
    "no-custody-permission": "You were in custody. We have no note that it was allowed.",
    "unsafe": "Someone could come to harm, or could find out who you are. We must look into that first.",
    "history-out-of-step": _NOTES_DO_NOT_FIT,
    "impossible-step": _NOTES_DO_NOT_FIT,
    "never-consented": "Our notes do not say that you said yes. We must ask you first.",
    "not-reviewed": "A second person must look at it first.",
    "intruder-test-too-old": "We must try once more whether anyone could find out who you are.",
    "no-new-consent": "The yes ended. Nobody has asked you for a new one.",
    "published-too-soon": "It was put in too soon. We must put that right first.",
    "published-later": "It is to be put in on a later day.",
    "name-not-agreed": "Someone’s real name is in it. We have no note that they said yes.",
    "cooling-off": _cooling_off,
    "review-overdue": "It was time to ask you again. We have no note that we did. We leave it out until we do.",
    "expired": _expired,
    "scope-not-agreed": _scopes,
    "ends-before-the-copy": _ends_before_the_copy,
    "note-dropped": _notes,
    "translation-not-agreed": "It is a translation, and the story it was made from is held back.",
}
"""Rule of consent → why it says no."""
