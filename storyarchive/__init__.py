"""Keep consented life stories in Git, search them, and publish them as a static library.

>>> from datetime import date
>>> from storyarchive import load, open_library
>>> library = open_library(load("narratives"), "public", on=date(2026, 11, 23))
"""

from importlib import import_module
from typing import TYPE_CHECKING

from storyarchive.version import VERSION as __version__

if TYPE_CHECKING:
    from storyarchive.content.archive import Archive, load
    from storyarchive.content.library import Library, Story, open_library

__all__ = ["Archive", "Library", "Story", "__version__", "load", "open_library"]

_ROOMS = {
    "Archive": "archive",
    "load": "archive",
    "Library": "library",
    "Story": "library",
    "open_library": "library",
}


def __getattr__(name: str) -> object:
    # The program itself begins here too, and should not wait for what it may not need.
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"storyarchive.content.{_ROOMS[name]}"), name)
