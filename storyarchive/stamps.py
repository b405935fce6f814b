"""Stamps tell whether files have changed, without reading them."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SETTLED = 2_000_000_000
"""Nanoseconds after a change within which another may have gone unseen: the coarsest clock of a file system."""


class State(NamedTuple):
    """What a file is known by while nobody touches it."""

    inode: int
    size: int
    """Bytes; -1 of a directory."""
    changed: int
    """When its bytes were last written, in nanoseconds since 1970."""
    moved: int
    """When anything of it last changed, such as its name, likewise."""

    @property
    def newest(self) -> int:
        """Give when it last changed."""
        return max(self.changed, self.moved)


class Stamp(NamedTuple):
    """The state of the files of some directories."""

    digest: str
    """Differs once a file was written, moved or deleted."""
    newest: int
    """When the last of them changed, in nanoseconds since 1970. One changed twice within a tick of the clock
    may look unchanged, so a stamp tells nothing of what happened at that moment."""


def states(directory: Path) -> Mapping[str, State] | None:
    """Look at all files that lie in a directory, by name; of the directories in it, at which they are.

    A directory that is missing has none. Gives None where a link leads elsewhere, or something cannot be looked at:
    nobody can tell then whether it changed.
    """
    try:
        return dict(_states(directory)) if directory.exists() else {}
    except _CannotTell:
        return None
    except OSError:
        return None


class _CannotTell(Exception):
    """A link leads elsewhere."""


def _states(directory: Path) -> Iterator[tuple[str, State]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_symlink():
                raise _CannotTell
            seen = entry.stat()
            if entry.is_dir():
                # Of a directory inside nothing is read, and its times tell of what is.
                yield entry.name, State(seen.st_ino, -1, 0, 0)
            else:
                yield (
                    entry.name,
                    State(seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns),
                )


def stamp(*directories: Path) -> Stamp | None:
    """Take the stamp of all files that lie in some directories; not of what lies deeper.

    Gives None where `states` does.
    """
    said: list[str] = []
    newest = 0
    for directory in directories:
        found = states(directory)
        if found is None:
            return None
        said += (str(directory.resolve()), digest(found))
        newest = max(newest, *(state.newest for state in found.values()), 0)
    return Stamp(name(said), newest)


class Whole(NamedTuple):
    """All files of a directory, and of those within it, while nobody touches them."""

    inode: int
    """Of the directory."""
    files: int
    """The sum of what names each file, so that it can be told what it is with another file in the place of one
    (Bellare and Micciancio 1997, A new paradigm for collision-free hashing, EUROCRYPT)."""


def whole(directory: Path) -> Whole:
    """Look at all files of a directory, and of those within it; raises OSError where that cannot be."""
    total = 0
    for place, _, _ in os.walk(directory):
        found = states(Path(place))
        if found is None:
            raise OSError(f"{place} cannot be looked at")
        within = "" if place == str(directory) else os.path.relpath(place, directory)
        total += sum(_number(f"{within}/{name}", at) for name, at in found.items() if at.size >= 0)
    return Whole(directory.stat().st_ino, total % _MOST)


def parts(directory: Path, paths: Iterable[str]) -> int:
    """Give what some files are of the sum of all; raises OSError. paths: in the directory, with `/`."""
    total = 0
    for path in paths:
        seen = (directory / path).stat()
        at = State(seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
        total += _number(path if "/" in path else f"/{path}", at)
    return total


def amended(before: Whole, without: int, directory: Path, paths: Iterable[str]) -> Whole:
    """Look at a directory of which only some files have changed.

    before: all of it as it was. without: what the changed files were of that. paths: of them.
    """
    total = before.files - without + parts(directory, paths)
    return Whole(directory.stat().st_ino, total % _MOST)


def _number(path: str, at: State) -> int:
    # When a file was moved is left out: it is moved as soon as another directory has it too.
    named = f"{path} {at.inode} {at.size} {at.changed}".encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(named, digest_size=16).digest(), "big")


_MOST = 1 << 128


def digest(found: Mapping[str, State]) -> str:
    """Name the states of files."""
    return name(
        f"{path} {inode} {size} {changed} {moved}"
        for path, (inode, size, changed, moved) in sorted(found.items())
    )


def name(said: Iterable[str]) -> str:
    """Name all that was said, by a digest."""
    named = "\n".join(said).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(named, digest_size=16).hexdigest()
