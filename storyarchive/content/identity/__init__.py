"""Whether a narrative could lead to somebody: what is looked for, and how an editor answers.

folding       text as checks read it, however it was typed
telling       all words of one narrative, with who wrote them
looking       what a finder is
numbers  people  places  jigsaw  safeguarding     the finders
rules         the table of checks: what each weighs, and who may acknowledge it
findings      what the finders stop at in one narrative
crowd         facts that too few narrators share
file_names    names in file names, branches and messages
hidden_data   what recordings and documents carry besides what they show
private       words that only the editor's own machine knows
acknowledging false alarms, answered in the file
inspection    all of it, over an archive
"""

from storyarchive.content.identity.crowd import Crowd
from storyarchive.content.identity.findings import Finding
from storyarchive.content.identity.inspection import (
    inspector,
    message_problems,
    open_findings,
    problems,
    problems_around,
)
from storyarchive.content.identity.masking import masked
from storyarchive.content.identity.private import PrivateWords
from storyarchive.content.identity.rules import RULES, Ack, Rule

__all__ = [
    "RULES",
    "Ack",
    "Crowd",
    "Finding",
    "PrivateWords",
    "Rule",
    "inspector",
    "masked",
    "message_problems",
    "open_findings",
    "problems",
    "problems_around",
]
