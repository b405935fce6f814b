"""How each field of a narrative is asked on paper, and why some are not."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One field as it is asked on paper."""

    field: str
    """The path of the field, as `consent.method`; `names[].who` for a part of each entry of a list."""
    ask: str
    """The question, or the head of a column."""
    hint: str = ""
    """What helps to answer it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together on paper."""

    heading: str
    words: str
    """What is said before the first of them."""
    questions: tuple[Question, ...]


SCOPES = Question("consent.scopes", "Tick yes or no. A line with no tick is a no.")
PSEUDONYM = Question(
    "pseudonym", "What name shall you have in the story?", "A made-up first name, not your own."
)
"""What the narrator's own pages ask, each at its place there."""

VERSION = Question("consent.form_version", "The version of this form")
"""Answered by the form itself."""

ASKED = Part(
    "For whoever asks",
    "Fill this in together, right after the talk. From here on, write roles and never names.",
    (
        Question("consent.given_on", "On which day was the yes given?"),
        Question("consent.method", "How was it given?"),
        VERSION,
        Question("consent.form_language", "In which language was the form?", "Such as en or pl."),
        Question("consent.read_aloud", "Was the form read out?", "Always offer it."),
        Question("consent.told", "What were they told?", "Tick each one that you said to them."),
        Question("consent.taken_by_role", "Who asked?"),
        Question("consent.witness_role", "Who was the witness?"),
        Question(
            "consent.capacity_checked",
            "Was the person well and sober, and did they know what “public” means?",
        ),
        Question("consent.in_custody", "Was the person in custody?"),
        Question(
            "consent.custody_permission", "If so: the number of the permission", "PR- and digits."
        ),
        Question("consent.payment", "What was the person paid?"),
        Question("consent.review_by", "When shall we ask again?", "Two years on, or sooner."),
        Question(
            "consent.expires_on",
            "What is the last day it may be shown?",
            "Five years on, or sooner.",
        ),
    ),
)

PERSON = Part(
    "About the person who tells it",
    "Ask each one. Say that readers will see it. All of it may be left out, and three are the most.",
    (
        Question("narrator.gender", "In their own word, they are a…"),
        Question("narrator.age_band", "Their age when they told it"),
        Question("narrator.experiences", "What they want readers to know"),
        Question("role", "What they were when they told it"),
    ),
)

STORY = Part(
    "About the story",
    "For the editor.",
    (
        Question("title", "Title", "No label on a person, and no harm given away."),
        Question("summary", "What it tells, in two or three plain sentences"),
        Question("language", "Language", "Such as en-GB or cy."),
        Question("translation_of", "If it is a translation: the number of the first story"),
        Question("format", "It is"),
        Question("media.minutes", "If it was recorded: how many minutes?"),
        Question("media.voice_changed", "If it was recorded: was the voice changed?"),
        Question("setting", "Where it mostly takes place"),
        Question("services", "Services it tells of"),
        Question("told_in", "When it was told"),
        Question("area", "Wide region", "For our checks only. Readers never see it."),
        Question("themes", "What it is about", "Two to six. Write 1 for the main one, then 2, 3…"),
        Question("stage_now", "Where they say they are now"),
        Question(
            "stages", "The way there", "Write 1, 2, 3… in the order it happens. A box can have two."
        ),
        Question("content_notes[].id", "What it mentions", "Tick it if it does."),
        Question("content_notes[].level", "How much?"),
        Question("content_notes[].where", "Where in it?"),
        Question(
            "prompts", "Questions to talk about", "Two to five open ones. Never “why did you”."
        ),
    ),
)

CARE = Part(
    "So that nobody comes to harm",
    "For the editor. Any yes to the first two: stop, and ask your safeguarding lead.",
    (
        Question("safety.live_case", "Is a court case still open?"),
        Question("safety.unreported_crime", "Does it tell of a crime that nobody reported?"),
        Question("names[].as_written", "Name in the story"),
        Question("names[].who", "Who that is"),
        Question("names[].changed", "Made up?"),
        Question("names[].agreed", "Agreed?"),
    ),
)

MADE = Part(
    "How it was made",
    "For the editor.",
    (
        Question("basis", "Why it may be shown"),
        Question("provenance.source", "How it came to us", "Such as: recorded talk."),
        Question("provenance.edited", "What was done to it", "Such as: shortened, places removed."),
        Question("provenance.collected_by_role", "The role of who took it down"),
        Question("provenance.read_back_to_teller", "Was it read back to the person who told it?"),
        Question("consent.approved_on", "On which day did they say yes to the finished words?"),
    ),
)

RECORD = Question("consent.record", "Record number", "CR- and digits.")
"""What links these pages with the locked register; it stands on every page."""

EDITORS_PARTS = (ASKED, PERSON, STORY, CARE, MADE)
"""What follows the narrator's pages, in order."""

EXCUSED: Mapping[str, str] = {
    "id": "The program chooses it.",
    "reading": "The program measures it.",
    "status": "Commands change it, and check first.",
    "history[].to": "The program writes it down.",
    "history[].date": "The program writes it down.",
    "history[].by": "The program writes it down.",
    "history[].reason_code": "The program writes it down.",
    "consent.approved_text": "The program works it out from the finished words.",
    "checks.acknowledged[].check": "It answers what a check has found.",
    "checks.acknowledged[].text": "It answers what a check has found.",
    "checks.acknowledged[].reason": "It answers what a check has found.",
    "checks.acknowledged[].by": "It answers what a check has found.",
    "checks.acknowledged[].date": "It answers what a check has found.",
    "safety.intruder_test.date": "A second person does the test later, just before publishing.",
    "safety.intruder_test.by": "A second person does the test later, just before publishing.",
    "safety.intruder_test.result": "A second person does the test later, just before publishing.",
    "safety.complainant_waiver": "It stands in the locked register first; paper must not tell of it.",
    "media.file": "It is the name that the file is given in the archive.",
    "media.transcript": "It is the name that the file is given in the archive.",
    "media.captions": "It is the name that the file is given in the archive.",
    "quotes[].text": "It is copied from the finished words, letter for letter.",
    "quotes[].ok_out_of_context": "It is asked with the line at hand, once the words are finished.",
    "related": "It is chosen from the library, once the story is in it.",
    "provenance.work.title": "A published work has no narrator to fill a form in with.",
    "provenance.work.author": "A published work has no narrator to fill a form in with.",
    "provenance.work.year": "A published work has no narrator to fill a form in with.",
    "provenance.work.rights": "A published work has no narrator to fill a form in with.",
    "provenance.work.link": "A published work has no narrator to fill a form in with.",
}
"""Field that the form does not ask → why not."""

QUESTIONS: Mapping[str, Question] = {
    question.field: question
    for question in (
        SCOPES,
        PSEUDONYM,
        RECORD,
        *(question for part in EDITORS_PARTS for question in part.questions),
    )
}
"""Field → how it is asked."""
