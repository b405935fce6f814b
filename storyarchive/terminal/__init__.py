"""How things look in a terminal, each as text.

lines      how wide, where they break, and the step that is under way
problems   what is to be mended
answers    what a search found
stories    a story
sums       the sum of an edition
consent    how consent stands
"""

from storyarchive.terminal.lines import progress, wiped, wrapped
from storyarchive.terminal.problems import checked, problems, problems_json
from storyarchive.terminal.sums import built

__all__ = [
    "built",
    "checked",
    "problems",
    "problems_json",
    "progress",
    "wiped",
    "wrapped",
]
