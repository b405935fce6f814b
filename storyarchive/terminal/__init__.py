"""How things look in a terminal, each as text.

lines      how wide, where they break, and the step that is under way
problems   what is to be mended
answers    what a search found
stories    a story, and the sum of an edition
consent    how consent stands
"""

from storyarchive.terminal.answers import answer
from storyarchive.terminal.consent import standing
from storyarchive.terminal.lines import progress, wiped, wrapped
from storyarchive.terminal.problems import checked, problems, problems_json
from storyarchive.terminal.stories import built, story

__all__ = [
    "answer",
    "built",
    "checked",
    "problems",
    "problems_json",
    "progress",
    "standing",
    "story",
    "wiped",
    "wrapped",
]
