"""The front matter of a narrative: one table of fields for the reader, the checks and the written guide."""

from collections.abc import Iterator
from typing import Any

from storyarchive.content import frontmatter
from storyarchive.content.kinds import (
    Choice,
    Date,
    Field,
    Group,
    Many,
    Named,
    Number,
    OneOrMany,
    Reading,
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
    Narrative,
    Provenance,
    Recording,
    Safety,
    SourceWork,
    Step,
)
from storyarchive.content.nodes import compose
from storyarchive.content.story import Quote, StoryNote
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import Problem

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


def _measured(**_: object) -> None:
    # The program measures the story itself; an older measurement in the file is not trusted.
    return None


_id = Shaped(ID, "an id: s- and 5 of 23456789abcdefghjkmnpqrstvwxyz, such as s-4k7p2")
_language = Shaped("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag, such as en-GB")
_editor = Shaped("(editor|reviewer)-[0-9]+", "an editor without a name, such as editor-1")
_file = Shaped(ID + r"(-[a-z0-9]+)?\.[a-z0-9]{2,4}", "a file named by the id, such as s-4k7p2.mp3")

CONSENT = Group(
    Consent,
    must=False,
    fields=(
        Field(
            "record",
            OneOrMany(Shaped("CR-[0-9]+|none-fictional", "CR- and digits, or none-fictional")),
            "The record in the locked register, outside Git; a list of them for a composite.",
            "CR-0042",
            needed=True,
        ),
        Field("form_version", Text(40), "Which consent form the narrator saw.", '"2026-03"'),
        Field("form_language", _language, "The language of that form.", "en"),
        Field(
            "given_on",
            Date(),
            "The day consent was given; a story is shown 14 days after it at the earliest.",
            "2026-04-14",
        ),
        Field(
            "method",
            Choice("methods", ("in-person", "phone", "video", "post")),
            "How consent was given.",
            "in-person",
        ),
        Field("read_aloud", YesNo(), "Whether the form was read aloud; offer it always.", "yes"),
        Field(
            "taken_by_role",
            Choice("takers", TAKERS, NOT_FREE, _FREE),
            "The role, never the name, of who asked.",
            "independent-advocate",
        ),
        Field(
            "witness_role",
            Choice("witnesses", (*TAKERS, "none"), NOT_FREE, _FREE),
            "The role of who witnessed it, or none.",
            "peer-worker",
        ),
        Field(
            "capacity_checked",
            YesNo(),
            "Whether the narrator was well, sober and understood what 'public' means.",
            "yes",
        ),
        Field(
            "told",
            Many(Choice("told", TOLD)),
            "What the narrator was told; all four are needed.",
            f"[{', '.join(TOLD)}]",
        ),
        Field(
            "approved_text",
            Shaped("sha256:[0-9a-f]{64}", "sha256: and 64 hexadecimal digits"),
            "The mark of the text that the narrator approved; a changed text needs a new approval.",
        ),
        Field("approved_on", Date(), "The day the narrator approved the text.", "2026-05-04"),
        Field("review_by", Date(), "When to ask again whether all is still well.", "2028-04-14"),
        Field("expires_on", Date(), "The last day on which the story may be shown.", "2031-04-14"),
        Field("in_custody", YesNo(), "Whether the narrator was in custody then.", "no"),
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
        Field("language", _language, "The language of the story.", "en-GB", needed=True),
        Field("translation_of", _id, "The story that this one translates.", "s-4k7p2"),
        Field("format", Choice("formats"), "What the story is.", "text", needed=True),
        Field(
            "media",
            Group(
                Recording,
                must=False,
                fields=(
                    Field("file", _file, "The recording, beside the story.", "s-4k7p2.mp3", True),
                    Field(
                        "transcript",
                        Shaped(
                            f"body|{ID}(-[a-z0-9]+)?\\.[a-z]{{2,4}}",
                            "body, or the name of a file beside the story",
                        ),
                        "Where its words are: body, or a file.",
                        "body",
                        needed=True,
                    ),
                    Field("captions", _file, "The captions of a video."),
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
            Group(
                _measured,
                fields=tuple(
                    Field(name, Text(20), "Filled in by the program.")
                    for name in ("words", "minutes", "sentence_words", "grade", "band")
                ),
            ),
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
                    fields=(
                        Field("to", Choice("statuses"), "The status from then on.", "draft", True),
                        Field("date", Date(), "The day.", "2026-05-01", True),
                        Field("by", _editor, "Who did it, without a name.", "editor-1", True),
                    ),
                )
            ),
            "Each change of status, added at the end, never changed.",
            "[{to: draft, date: 2026-05-01, by: editor-1}]",
            needed=True,
        ),
        Field(
            "safety",
            Group(
                Safety,
                fields=(
                    Field(
                        "intruder_test",
                        Group(
                            IntruderTest,
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
                    ),
                    Field("live_case", YesNo(), "Whether a court case is still open.", "no"),
                    Field("unreported_crime", YesNo(), "Whether it tells of one.", "no"),
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
                fields=(
                    Field(
                        "acknowledged",
                        Many(
                            Group(
                                Acknowledged,
                                fields=(
                                    Field("check", Text(40), "The check.", "id.url", True),
                                    Field("text", Text(200), "The exact text.", "", True),
                                    Field("reason", Text(300), "Why it is no problem.", "", True),
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
                            fields=(
                                Field("title", Text(200), "The work.", "", True),
                                Field("author", Text(120), "Who wrote it.", "", True),
                                Field("year", Number(1000, 2999), "The year.", "1876", True),
                                Field("rights", Text(300), "Why it may be shown.", "", True),
                                Field(
                                    "link",
                                    Shaped('https?://[^\\s<>"]+', "an address with https://"),
                                    "Where it can be read.",
                                ),
                            ),
                        ),
                        "The book or page it is from; needed for public-domain and licensed-work.",
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


def read(
    raw: bytes, path: str, id: str, vocabulary: Vocabulary
) -> tuple[Narrative | None, list[Problem]]:
    """Read a narrative file, or say all that is wrong with it.

    A narrative comes back only when everything that was written can be understood; what is not
    written yet is no problem here.

    path: the file, for messages. id: the file's name without its ending.
    """
    text = frontmatter.decode(raw, path)
    if isinstance(text, Problem):
        return None, [text]
    parts = frontmatter.split(text, path)
    if isinstance(parts, Problem):
        return None, [parts]
    node, problems = compose(parts.front, path, parts.front_line)
    if problems:
        return None, problems
    if node is None:
        remedy = "Write at least id and status."
        return None, [Problem(path, 1, "no-front-matter", "the front matter is empty", remedy)]
    at = Reading(path, parts.front_line, vocabulary.choices, vocabulary.aliases)
    fields = FIELDS.read(node, at, "")
    if not at.problems and fields.id is None:
        message, remedy = "there is no id", f"Add a line: id: {id}"
        at.problems.append(Problem(path, parts.front_line, "missing-id", message, remedy))
    if not at.problems and fields.id != id:
        message = f'the file is named "{id}.md" but its id is "{fields.id}"'
        remedy = f"Name the file {fields.id}.md, or mend the id: the two must be the same."
        at.problems.append(Problem(path, at.lines["id"], "file-name", message, remedy))
    if at.problems:
        return None, at.problems
    return Narrative(id, path, fields, parts.body, parts.body_line, at.lines), []


def missing(narrative: Narrative) -> Iterator[tuple[str, Field]]:
    """List the fields that are not recorded and must be before a narrative can be published."""
    yield from _missing(FIELDS, narrative.fields, "")


def _missing(group: Group, record: Any, path: str) -> Iterator[tuple[str, Field]]:
    for field in group.fields:
        here = f"{path}.{field.name}" if path else field.name
        value = getattr(record, field.name)
        if value is None or value == {} or value == "":
            if field.needed:
                yield here, field
        elif isinstance(field.kind, Group) and not field.kind.must:
            yield from _missing(field.kind, value, here)
