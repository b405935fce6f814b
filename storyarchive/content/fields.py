"""The table of fields of a narrative: for the reader, the checks, the rules of consent and the guide."""

from storyarchive.content.groups import Field, Group, Many, Named, OneOrMany
from storyarchive.content.kinds import (
    ADDRESS,
    LANGUAGE,
    Choice,
    Date,
    Ignored,
    Number,
    Shaped,
    Text,
    YesNo,
)
from storyarchive.content.narrative import (
    Acknowledged,
    Checks,
    Consent,
    Facts,
    Fields,
    IntruderTest,
    NamedPerson,
    Provenance,
    Recording,
    Safety,
    SourceWork,
    Step,
)
from storyarchive.content.story import Quote, StoryNote

BASES = (
    "living-consent",
    "estate-permission",
    "public-domain",
    "licensed-work",
    "composite",
    "fictional",
)
STATUSES = ("draft", "consented", "published", "paused", "expired", "withdrawn")
SCOPES = (
    "public-web",
    "search-engines",
    "mentor-edition",
    "print",
    "offline",
    "audio",
    "translation",
    "excerpts",
    "research",
    "syndication",
    "ai-training",
)
FIXED = {"bases": BASES, "statuses": STATUSES, "scopes": SCOPES}
"""Lists whose values the rules of consent are written for, so an archive cannot change them."""

REASONS = ("teller", "expired", "safeguarding", "legal", "error")
"""Why a story is stopped: all that is ever written down about it."""

REASON_LETTERS = 300
"""The longest reason for answering a check."""

_TOLD_HERE = ("living-consent", "composite")
_GIVEN = (*_TOLD_HERE, "estate-permission")
_PUBLISHED = ("public-domain", "licensed-work")
"""Bases by what they need: a conversation with the narrator, somebody's yes, a published work."""

APPROVED = _GIVEN
"""Bases of which somebody approves the text."""

ID = "s-[23456789abcdefghjkmnpqrstvwxyz]{5}"
"""Opaque and permanent: no letter or digit that is easily taken for another."""

TOLD = (
    "can-stop-any-time",
    "no-effect-on-support",
    "copies-may-survive",
    "print-cannot-be-called-back",
)
TAKERS = ("independent-advocate", "archive-worker", "peer-worker", "researcher")
NOT_FREE = ("supervising-officer", "prison-officer", "employer", "line-manager")
_FREE = (
    "Consent must be free: nobody with power over the narrator may take it. "
    f"Ask again through one of: {', '.join(TAKERS)}."
)


_id = Shaped(ID, "an id: s- and 5 of 23456789abcdefghjkmnpqrstvwxyz, such as s-4k7p2")
_editor = Shaped("(editor|reviewer)-[0-9]+", "an editor without a name, such as editor-1")
WHO = "(editor|reviewer|lead)-[0-9]+|teller|unknown"
"""Who took a step; real names are in the register."""

_anyone = Shaped(
    WHO,
    "who it was without a name: editor-1, reviewer-2, lead-1 (for safeguarding), teller or unknown",
)
_recording = Shaped(
    ID + r"(-[a-z0-9]+)?\.(mp3|m4a|ogg|opus|mp4|webm|pdf)",
    "a file named by the id, such as s-4k7p2.mp3 (mp3, m4a, ogg, opus, mp4, webm or pdf)",
)
_captions = Shaped(ID + r"(-[a-z0-9]+)?\.vtt", "a file named by the id, such as s-4k7p2.vtt")
_transcript = Shaped(
    rf"body|{ID}(-[a-z0-9]+)?\.txt", "body, or a file named by the id, such as s-4k7p2.txt"
)

CONSENT = Group(
    Consent,
    must=False,
    fields=(
        Field(
            "record",
            OneOrMany(Shaped("CR-[0-9]+|none-fictional", "CR- and digits, or none-fictional")),
            "The record in the locked register, outside Git; a list of them for a composite.",
            "CR-0042",
            needed_for=(*_GIVEN, "fictional"),
        ),
        Field(
            "form_version",
            Text(40),
            "Which consent form the narrator saw.",
            '"2026-03"',
            needed_for=_TOLD_HERE,
        ),
        Field("form_language", LANGUAGE, "The language of that form.", "en", needed_for=_TOLD_HERE),
        Field(
            "given_on",
            Date(),
            "The day consent was given; a story is shown 14 days after it at the earliest.",
            "2026-04-14",
            needed_for=_GIVEN,
        ),
        Field(
            "method",
            Choice("methods", ("in-person", "phone", "video", "post")),
            "How consent was given.",
            "in-person",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "read_aloud",
            YesNo(),
            "Whether the form was read aloud; offer it always.",
            "yes",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "taken_by_role",
            Choice("takers", TAKERS, NOT_FREE, _FREE),
            "The role, never the name, of who asked.",
            "independent-advocate",
            needed_for=_GIVEN,
        ),
        Field(
            "witness_role",
            Choice("witnesses", (*TAKERS, "none"), NOT_FREE, _FREE),
            "The role of who witnessed it, or none.",
            "peer-worker",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "capacity_checked",
            YesNo(),
            "Whether the narrator was well, sober and understood what 'public' means.",
            "yes",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "told",
            Many(Choice("told", TOLD)),
            "What the narrator was told; all four are needed.",
            f"[{', '.join(TOLD)}]",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "approved_text",
            Shaped("sha256:[0-9a-f]{64}", "sha256: and 64 hexadecimal digits"),
            "The mark of the text that the narrator approved; a changed text needs a new approval.",
            needed_for=_GIVEN,
        ),
        Field(
            "approved_on",
            Date(),
            "The day the narrator approved the text.",
            "2026-05-04",
            needed_for=_GIVEN,
        ),
        Field("review_by", Date(), "When to ask again whether all is still well.", "2028-04-14"),
        Field(
            "expires_on",
            Date(),
            "The last day on which the story may be shown.",
            "2031-04-14",
            needed_for=_GIVEN,
        ),
        Field(
            "in_custody",
            YesNo(),
            "Whether the narrator was in custody then.",
            "no",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "custody_permission",
            Shaped("PR-[0-9]+", "PR- and digits"),
            "The reference of the permission, where they were in custody.",
            "PR-0007",
        ),
        Field(
            "payment",
            Choice("payments", ("none", "expenses-only", "fee")),
            "What the narrator was paid; some laws forbid profit from a crime story.",
            "expenses-only",
            needed_for=_TOLD_HERE,
        ),
        Field(
            "scopes",
            Named(Choice("scopes"), YesNo()),
            "What the narrator allows, each yes or no; one not listed is a no.",
            "{public-web: yes, print: no}",
            needed=True,
            absent={},
        ),
    ),
)

FIELDS = Group(
    Fields,
    must=False,
    fields=(
        Field("id", _id, "Names the story for ever; the file is named by it.", "s-4k7p2", True),
        Field(
            "pseudonym",
            Text(40),
            "A made-up first name, not the narrator's own.",
            "Dee",
            needed=True,
        ),
        Field(
            "title",
            Text(70),
            "The title, with no label and no harm given away.",
            "The day they gave me the keys",
            needed=True,
        ),
        Field("summary", Text(300), "What it tells, in plain words.", needed=True),
        Field("language", LANGUAGE, "The language of the story.", "en-GB", needed=True),
        Field("translation_of", _id, "The story that this one translates.", "s-4k7p2"),
        Field("format", Choice("formats"), "What the story is.", "text", needed=True),
        Field(
            "media",
            Group(
                Recording,
                must=False,
                fields=(
                    Field(
                        "file", _recording, "The recording, beside the story.", "s-4k7p2.mp3", True
                    ),
                    Field(
                        "transcript",
                        _transcript,
                        "Where its words are: body, or a file.",
                        "body",
                        needed=True,
                    ),
                    Field("captions", _captions, "The captions of a video."),
                    Field("voice_changed", YesNo(), "Whether the voice was changed.", "yes", True),
                    Field("minutes", Number(1, 600), "How long it is, in minutes.", "9", True),
                ),
            ),
            "A recording that goes with the story; needed for audio and video.",
            "{file: s-4k7p2.mp3, transcript: body, voice_changed: yes, minutes: 9}",
        ),
        Field(
            "role", Choice("roles"), "The narrator's role when they told it.", "peer-mentor", True
        ),
        Field("setting", Choice("settings"), "Where it mostly takes place.", "prison", True),
        Field(
            "services",
            Many(Choice("services")),
            "The services it tells of.",
            "[probation]",
            absent=(),
        ),
        Field(
            "themes",
            Many(Choice("themes"), 2, 6),
            "What it is about, 2 to 6 themes, the most important first.",
            "[being-trusted, drugs]",
            needed=True,
        ),
        Field(
            "stage_now",
            Choice("stages"),
            "Where the narrator says they are now.",
            "giving-back",
            needed=True,
        ),
        Field(
            "stages",
            Many(Choice("stages"), 1, 40, distinct=False),
            "The stages it tells of, in the order they happen; name one again for a return.",
            "[early-days, not-ready, early-days]",
            needed=True,
        ),
        Field(
            "content_notes",
            Many(
                Group(
                    StoryNote,
                    shorthand="id",
                    fields=(
                        Field("id", Choice("content_notes"), "The note.", "drug-use", True),
                        Field(
                            "level",
                            Choice("levels"),
                            "mention, or described when it is told in some detail.",
                            "described",
                            absent="mention",
                        ),
                        Field("where", Text(80), "Where it is.", "near the end", absent=""),
                    ),
                )
            ),
            "What a reader may want to know first, or not to see; [] says: looked, none.",
            "[suicide, {id: drug-use, level: described, where: near the end}]",
            needed=True,
        ),
        Field("told_in", Choice("decades"), "The decade in which it was told.", '"2020s"', True),
        Field("area", Choice("areas"), "A wide region, for checking only; never shown.", "north"),
        Field(
            "narrator",
            Group(
                Facts,
                fields=(
                    Field("gender", Choice("genders"), "As they say it.", "woman"),
                    Field("age_band", Choice("age_bands"), "Their age then.", "35-49"),
                    Field(
                        "experiences",
                        Many(Choice("experiences")),
                        "Each one needs its own yes from the narrator.",
                        "[parent]",
                        absent=(),
                    ),
                ),
            ),
            "A few coarse facts that the narrator agreed to show; all may be left out.",
            "{gender: woman, age_band: 35-49}",
        ),
        Field(
            "names",
            Many(
                Group(
                    NamedPerson,
                    must=False,
                    fields=(
                        Field("as_written", Text(60), "The name in the story.", "Kay", True),
                        Field("who", Text(80), "Who that is.", "health trainer", True),
                        Field("changed", YesNo(), "Whether it is a made-up name.", "yes", True),
                        Field("agreed", YesNo(), "Whether they agreed to be in it.", "yes"),
                    ),
                )
            ),
            "Everyone the story names; [] says: nobody.",
            "[{as_written: Kay, who: health trainer, changed: yes, agreed: yes}]",
            needed=True,
        ),
        Field(
            "quotes",
            Many(
                Group(
                    Quote,
                    fields=(
                        Field(
                            "text", Text(400), "The words, as they stand in the story.", "", True
                        ),
                        Field(
                            "ok_out_of_context",
                            YesNo(),
                            "Whether they may stand alone.",
                            "yes",
                            absent=False,
                        ),
                    ),
                )
            ),
            "Words of the story, letter for letter, for cards and posters.",
            '[{text: "She said the chair was still mine.", ok_out_of_context: yes}]',
            absent=(),
        ),
        Field(
            "prompts",
            Many(Text(200), 2, 5),
            "Open questions to talk about; never 'why did you'.",
            "[What helps you on a long day?, Who would keep a chair for you?]",
            absent=(),
        ),
        Field(
            "reading",
            Ignored(),
            "Filled in by the program from the story; leave it out or empty.",
            "{}",
        ),
        Field(
            "basis",
            Choice("bases"),
            "What allows the story to be shown.",
            "living-consent",
            needed=True,
        ),
        Field("consent", CONSENT, "What was agreed, and when; see below.", needed=True),
        Field(
            "status",
            Choice("statuses"),
            "Where the story is on its way; only published ones are shown.",
            "draft",
            needed=True,
        ),
        Field(
            "history",
            Many(
                Group(
                    Step,
                    must=False,
                    fields=(
                        Field("to", Choice("statuses"), "The status from then on.", "draft", True),
                        Field("date", Date(), "The day.", "2026-05-01", True),
                        Field("by", _anyone, "Who did it, without a name.", "editor-1", True),
                        Field(
                            "reason_code",
                            Choice("reasons", REASONS),
                            "Why it was paused, as one word; never more.",
                            "safeguarding",
                        ),
                    ),
                ),
                1,
                200,
                distinct=False,
            ),
            "Each change of status, added at the end, never changed.",
            "[{to: draft, date: 2026-05-01, by: editor-1}]",
            needed=True,
        ),
        Field(
            "safety",
            Group(
                Safety,
                must=False,
                fields=(
                    Field(
                        "intruder_test",
                        Group(
                            IntruderTest,
                            must=False,
                            fields=(
                                Field("date", Date(), "The day it was tried.", "2026-05-15", True),
                                Field("by", _editor, "Who tried.", "reviewer-2", True),
                                Field(
                                    "result",
                                    Choice("results", ("pass", "fail")),
                                    "pass when nobody could be found.",
                                    "pass",
                                    needed=True,
                                ),
                            ),
                        ),
                        "Twenty minutes of trying to find out who the narrator is.",
                        "{date: 2026-05-15, by: reviewer-2, result: pass}",
                        needed=True,
                    ),
                    Field("live_case", YesNo(), "Whether a court case is still open.", "no", True),
                    Field("unreported_crime", YesNo(), "Whether it tells of one.", "no", True),
                    Field(
                        "complainant_waiver",
                        Text(40),
                        "Register reference, if the narrator was harmed and waives anonymity.",
                    ),
                ),
            ),
            "What was asked and tried so that nobody comes to harm; never shown.",
            needed=True,
        ),
        Field(
            "checks",
            Group(
                Checks,
                must=False,
                fields=(
                    Field(
                        "acknowledged",
                        Many(
                            Group(
                                Acknowledged,
                                must=False,
                                fields=(
                                    Field("check", Text(40), "The check.", "id.url", True),
                                    Field("text", Text(500), "The exact text.", "", True),
                                    Field(
                                        "reason",
                                        Text(REASON_LETTERS),
                                        "Why it is no problem.",
                                        "",
                                        True,
                                    ),
                                    Field("by", _editor, "Who says so.", "reviewer-2", True),
                                    Field("date", Date(), "When.", "2026-05-18", True),
                                ),
                            )
                        ),
                        "False alarms that somebody looked at.",
                        "[]",
                        needed=True,
                    ),
                ),
            ),
            "What was answered to the checks; never shown.",
            "{acknowledged: []}",
            needed=True,
        ),
        Field(
            "provenance",
            Group(
                Provenance,
                must=False,
                fields=(
                    Field("source", Text(120), "How it came here.", "Recorded talk", needed=True),
                    Field(
                        "collected_by_role",
                        Text(40),
                        "The role of who collected it; never shown.",
                        "independent-advocate",
                    ),
                    Field(
                        "edited",
                        Many(Shaped("[a-z]+(-[a-z]+)*", "words joined by hyphens, as shortened")),
                        "What was done to the telling; [] says: nothing.",
                        "[shortened, places-removed]",
                        needed=True,
                    ),
                    Field(
                        "read_back_to_teller",
                        YesNo(),
                        "Whether it was read back to the narrator.",
                        "yes",
                    ),
                    Field(
                        "work",
                        Group(
                            SourceWork,
                            must=False,
                            fields=(
                                Field("title", Text(200), "The work.", "", True),
                                Field("author", Text(120), "Who wrote it.", "", True),
                                Field("year", Number(1000, 2999), "The year.", "1876", True),
                                Field("rights", Text(300), "Why it may be shown.", "", True),
                                Field(
                                    "link",
                                    ADDRESS,
                                    "Where it can be read.",
                                ),
                            ),
                        ),
                        "The book or page that it is from.",
                        needed_for=_PUBLISHED,
                    ),
                ),
            ),
            "How the story was made; readers see it in plain words.",
            "{source: Recorded talk, edited: [shortened], read_back_to_teller: yes}",
            needed=True,
        ),
        Field(
            "related",
            Many(_id, 0, 6),
            "Stories to read next, if you want to choose them yourself.",
            "[s-9m3xv]",
            absent=(),
        ),
    ),
)

NAMES = tuple(field.name for field in FIELDS.fields)
CONSENT_NAMES = tuple(field.name for field in CONSENT.fields)
"""The names of fields in the order in which they are usually written."""
