"""Markers are the lines of a story that say where a noted passage begins and where it ends."""

import re

MARKER = re.compile(
    r"^ {0,3}<!--[ \t]*note(?::[ \t]*([a-z0-9-]+)|[ \t]+ends)[ \t]*-->[ \t]*$", re.MULTILINE
)
"""`<!-- note: drug-use -->`, with the note's id as its group, or `<!-- note ends -->`, with none."""
