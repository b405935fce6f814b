"""Looking into one file tells what of a withdrawn story stands in it."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import IO

from storyarchive.traces import excused, words
from storyarchive.traces.excused import Beside
from storyarchive.traces.report import Kind
from storyarchive.traces.wanted import Run, Wanted, runs

Seen = dict[str, Mapping[Kind, int]]
"""SHA-256 of a large file → what was found in it."""

_LARGE = 1 << 20
_EXCUSABLE = 32 << 20
"""Bytes of the largest list in which the id may stay."""
_CHUNK = 1 << 20
_IN_NOISE = 5
"""Letters of a phrase that is looked for in what is not text; shorter ones stand there by chance."""


def look(
    path: PurePosixPath, size: int, file: IO[bytes], wanted: Wanted, beside: Beside, seen: Seen
) -> Mapping[Kind, int]:
    """Look into a file, and count what of a story is in it.

    path: of the file, from the directory or archive that is searched. size: in bytes. file: can be
    sought in. beside: as in `excused`. seen: what was found in large files; it is added to.
    """
    if size < _LARGE:
        return _look(path, size, file, wanted, beside)
    # A recording lies in every edition and in the history, and is slow to look through.
    digest = _digest(file)
    if digest not in seen:
        seen[digest] = _look(PurePosixPath("file"), size, file, wanted, lambda name: None)
    if Kind.MENTION in seen[digest]:
        return _look(path, size, file, wanted, beside)  # for it may be excused here
    return seen[digest]


def _look(
    path: PurePosixPath, size: int, file: IO[bytes], wanted: Wanted, beside: Beside
) -> Mapping[Kind, int]:
    counts: Counter[Kind] = Counter()
    found: set[Run] = set()
    if is_same(size, file, wanted):
        counts[Kind.SAME_FILE] = 1
    if size <= _EXCUSABLE:
        file.seek(0)
        file = io.BytesIO(excused.without(path, file.read(), wanted.id, beside))
    file.seek(0)
    for window, before in words.windows(file):
        found |= _in_window(window, before, wanted, counts)
    counts[Kind.TEXT] = len(found & wanted.runs)
    counts[Kind.PHRASE] = len(found & wanted.phrases)
    counts[Kind.WORD] = len(found & wanted.asked)
    return {kind: count for kind, count in counts.items() if count}


def is_same(size: int, file: IO[bytes], wanted: Wanted) -> bool:
    """Tell whether a file has the bytes of a former one."""
    if all(size != each for each, _ in wanted.fingerprints):
        return False
    return (size, _digest(file)) in wanted.fingerprints


def _digest(file: IO[bytes]) -> str:
    """Give the SHA-256 of a file, in hex."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def in_name(path: PurePosixPath, wanted: Wanted, beside: Beside) -> bool:
    """Tell whether a path has the id in it, where it may not."""
    return names(str(path), wanted.id) and not (
        excused.is_named_rightly(path, wanted.id, beside) and not names(str(path.parent), wanted.id)
    )


def names(text: str, id: str) -> bool:
    """Tell whether a text has an id in it; one that goes on is another."""
    return _mention(id).search(text.encode("utf-8", "replace")) is not None


@cache
def _mention(id: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(id.encode()) + rb"(?![0-9a-z])", re.IGNORECASE)


@cache
def _claim(id: str) -> re.Pattern[bytes]:
    return re.compile(
        rb"^[ \t]*id:[ \t]*[\"']?" + _mention(id).pattern, re.MULTILINE | re.IGNORECASE
    )


def _in_window(window: bytes, before: int, wanted: Wanted, counts: Counter[Kind]) -> set[Run]:
    """Find the runs and phrases in a window, and count what else is found."""
    mentions = [m for m in _mention(wanted.id).finditer(window) if m.end() > before]
    if any(m.end() > before for m in _claim(wanted.id).finditer(window)):
        counts[Kind.CLAIM] = 1
    counts[Kind.MENTION] += len(mentions)
    is_noise = words.is_binary(window)
    found: set[Run] = set()
    for raw in words.texts(window):
        text = words.unescaped(raw)
        if not mentions and names(text, wanted.id):
            # In UTF-16, or with a letter of it escaped.
            counts[Kind.MENTION] += 1
        counts[Kind.FINGERPRINT] += sum(digest in text for _, digest in wanted.fingerprints)
        for said in words.readings(text):
            found |= _in_noise(said, wanted) if is_noise else _in_text(said, wanted)
    return found


def _in_text(said: list[str], wanted: Wanted) -> set[Run]:
    found: set[Run] = set()
    for length, looked_for in wanted.by_length.items():
        found |= looked_for.intersection(runs(said, length))
    return found


def _in_noise(said: list[str], wanted: Wanted) -> set[Run]:
    """Find runs, and phrases even within what looks like a word: what stands next to text may look like text."""
    found = set(wanted.runs.intersection(runs(said)))
    joined = " ".join(said)
    for phrase in wanted.asked | wanted.phrases:
        if len(spoken := " ".join(phrase)) >= _IN_NOISE and spoken in joined:
            found.add(phrase)
    return found
