"""Keep consented life stories in Git, search them, and publish them as a static library.

>>> from datetime import date
>>> from storyarchive import load, open_library
>>> library = open_library(load("narratives"), "public", on=date(2026, 11, 23))
"""

from storyarchive.content.archive import Archive, load
from storyarchive.content.library import Library, Story, open_library
from storyarchive.version import VERSION as __version__

__all__ = ["Archive", "Library", "Story", "__version__", "load", "open_library"]
