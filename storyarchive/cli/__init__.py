"""The command line: each command parses, calls one function and prints.

What makes pages is imported by the commands that make them, for nobody should wait for it to ask a question.
"""

from storyarchive.cli import keeping, leaving, making, papers, reading, traces
from storyarchive.cli.group import main

__all__ = ["keeping", "leaving", "main", "making", "papers", "reading", "traces"]
