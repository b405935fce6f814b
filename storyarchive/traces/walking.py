"""Walking a directory gives every file in it, those in archives too, and the git repositories it meets."""

import io
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from storyarchive.traces import packed
from storyarchive.traces.excused import Beside
from storyarchive.traces.packed import Allowance, Refused
from storyarchive.traces.report import Unsearched

_GITS_OWN = "objects"
"""The directory of a repository in which git packs what it holds; git itself is asked for that."""
_LEFT_BEHIND = "tmp_"
"""How the names of files begin there that git did not finish."""
_MANIFEST = 32 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to look into."""

    place: str
    """For people: its path, and ` › ` before the path in an archive."""
    path: PurePosixPath
    """From the directory that is searched, or from the archive that it lies in."""
    size: int
    file: IO[bytes]
    """At its beginning; closed once the next piece is asked for."""
    beside: Beside
    """Gives a file by its path from this one's directory."""
    is_gits: bool = False
    """Whether git keeps it for itself, such as a log or the name of a branch."""
    is_opened: bool = False
    """Whether what is in it follows, so that its own bytes say nothing."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A directory that git keeps a history in."""

    directory: Path


@dataclass(frozen=True, slots=True)
class Link:
    """A link, which is not followed."""

    place: str
    path: PurePosixPath
    target: str


Event = Piece | Repository | Link | Unsearched


def walk(top: Path, with_git: bool) -> Iterator[Event]:
    """Give every file of a directory, or the file that is named, by name.

    with_git: go into what git keeps for itself, too, but for its objects.
    """
    if not top.is_dir():
        yield from _file(top, PurePosixPath(top.name), top.as_posix(), False)
        return
    waiting = [(top, False)]
    while waiting:
        directory, is_gits = waiting.pop()
        is_repository = is_git_directory(directory)
        if is_repository:
            yield Repository(directory)
            if not with_git:
                continue
        try:
            with os.scandir(directory) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield Unsearched(directory.as_posix(), _why(error))
            continue
        for entry in entries:
            path = directory / entry.name
            inner = PurePosixPath(path.relative_to(top).as_posix())
            if entry.is_symlink():
                yield Link(path.as_posix(), inner, _target(path))
            elif entry.is_dir():
                if is_repository and entry.name == _GITS_OWN:
                    yield from _objects(path, top)
                else:
                    waiting.append((path, is_gits or is_repository))
            else:
                yield from _file(path, inner, path.as_posix(), is_gits or is_repository)


def is_git_directory(path: Path) -> bool:
    """Tell whether git keeps a repository in a directory."""
    return (path / "HEAD").is_file() and (path / _GITS_OWN).is_dir() and (path / "refs").is_dir()


def opened(piece: Piece, allowance: Allowance | None = None, depth: int = 0) -> Iterator[Event]:
    """Give a file and, if it is an archive, all that is in it."""
    head = piece.file.read(512)
    piece.file.seek(0)
    kind = packed.kind(piece.path.name, head)
    if kind is None:
        yield piece
        return
    yield replace(piece, is_opened=True)
    if depth == packed.DEEPEST:
        yield Unsearched(piece.place, "archives lie in archives too deep; unpack it first")
        return
    allowance = allowance or Allowance(piece.size)

    def beside(of: PurePosixPath, name: str) -> bytes | None:
        wanted = joined(of, name)
        fresh = Allowance(piece.size)
        for member in packed.members(piece.path.name, kind, piece.file, fresh):
            if isinstance(member, packed.Member) and member.name == wanted:
                return member.content
        return None

    for member in packed.members(piece.path.name, kind, piece.file, allowance):
        place = f"{piece.place} › {member.name}" if member.name else piece.place
        if isinstance(member, Refused):
            yield Unsearched(place, member.why)
            continue
        path = PurePosixPath(member.name)
        inside = Piece(
            place,
            path,
            len(member.content),
            io.BytesIO(member.content),
            partial(beside, path),
        )
        yield from opened(inside, allowance, depth + 1)


def _file(path: Path, inner: PurePosixPath, place: str, is_gits: bool) -> Iterator[Event]:
    def beside(name: str) -> bytes | None:
        there = path.parent / name
        try:
            is_small = there.is_file() and there.stat().st_size <= _MANIFEST
            return there.read_bytes() if is_small else None
        except OSError:
            return None

    with ExitStack() as stack:
        try:
            seen = path.stat()
            if not stat.S_ISREG(seen.st_mode):
                yield Unsearched(place, "it is not a file that can be read")
                return
            file = stack.enter_context(path.open("rb"))
        except OSError as error:
            yield Unsearched(place, _why(error))
            return
        try:
            yield from opened(Piece(place, inner, seen.st_size, file, beside, is_gits))
        except OSError as error:
            yield Unsearched(place, _why(error))


def _objects(directory: Path, top: Path) -> Iterator[Event]:
    """Give what git left behind among its objects and does not know of."""
    for path in sorted(directory.rglob("*")):
        inner = PurePosixPath(path.relative_to(top).as_posix())
        if path.name.startswith(f"{_LEFT_BEHIND}pack") or (
            path.suffix == ".pack" and not path.with_suffix(".idx").exists()
        ):
            yield Unsearched(path.as_posix(), "git did not finish it; run git gc --prune=now there")
        elif path.name.startswith(_LEFT_BEHIND) and path.is_file():
            yield from _file(path, inner, path.as_posix(), True)


def joined(of: PurePosixPath, name: str) -> str:
    """Give the path of a file from that of another and the way between them."""
    parts = list(of.parent.parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def _target(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return ""


def _why(error: OSError) -> str:
    return f"it cannot be read ({error.strerror or error})"
