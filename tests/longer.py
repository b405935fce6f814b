"""Tests that try many things try more of them when asked: STORYARCHIVE_LONG=1 pytest."""

import os

LONG = bool(os.environ.get("STORYARCHIVE_LONG"))
"""Whether the tests may take many minutes."""


def times(usual: int, long: int) -> int:
    """Choose how often to try something."""
    return long if LONG else usual
