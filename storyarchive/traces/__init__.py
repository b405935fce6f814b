"""Traces: proving that a withdrawn story is gone from files, archives, caches and history.

wanted      what is looked for: an id, words of the story, the fingerprints of its files
words       any bytes as plain words, however a copy was wrapped, quoted or marked up
walking     every file of a directory, and the repositories among them
packed      what lies inside zip, tar and compressed files, within bounds
excused     where the id of a withdrawn story may stay
looking     one file looked into
history     every object of a git repository, and where it stands
searching   all of it, as one report
"""

from storyarchive.traces.report import Report, Searched, Trace, Unsearched
from storyarchive.traces.searching import search
from storyarchive.traces.verifying import verify
from storyarchive.traces.wanted import Wanted, gather

__all__ = ["Report", "Searched", "Trace", "Unsearched", "Wanted", "gather", "search", "verify"]
