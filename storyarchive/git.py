"""Git is asked by its own command, and only to read; where there is no repository, nothing is known."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storyarchive.errors import GitError

_CHUNK = 1 << 20


def ask(directory: Path, *words: str, given: bytes = b"") -> bytes | None:
    """Give what a git command prints when it is asked in a directory; None where it cannot answer.

    words: the command without `git`, such as ("rev-parse", "HEAD"). given: its standard input.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(directory), *words],
            input=given,
            capture_output=True,
            check=False,
            env=_environment(),
        )
    except OSError:  # there is no git here
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    # A hook sets GIT_DIR and the like, which would lead git away from the repository that is named.
    named = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in named and not name.endswith("_PATHSPECS")
    }
    # To look at what is here, nothing is fetched from elsewhere, and nothing is written.
    asked = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return {**kept, **asked}


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a repository, while it is read; its bytes are gone once the next is asked for."""

    name: str
    """Its hash, in hex."""
    kind: str
    """`blob`, `tree`, `commit` or `tag`."""
    size: int
    chunks: Iterator[bytes]
    """Its bytes, in pieces."""


def objects(repository: Path) -> Iterator[Object]:
    """Give every object that a repository holds, those that no branch leads to as well.

    What git would put in their place (`git replace`) is not: the objects themselves are read.

    Raises GitError when git is not there, or cannot read the repository.
    """
    with lines(
        repository, "cat-file", "--batch-all-objects", "--batch", "--buffer", "--unordered"
    ) as stream:
        while header := stream.readline():
            name, kind, *size = header.decode().split()
            if not size:  # "… missing"
                raise GitError(f"git cannot read the object {name}: run git fsck there.")
            left = [int(size[0])]
            yield Object(name, kind, left[0], _chunks(stream, left))
            # Whoever asked may not have read it to its end, after which there is a line end.
            for _ in _chunks(stream, left):
                pass
            stream.readline()


def _chunks(stream: IO[bytes], left: list[int]) -> Iterator[bytes]:
    while left[0]:
        chunk = stream.read(min(left[0], _CHUNK))
        if not chunk:
            raise GitError("git stopped in the middle of an object: run git fsck there.")
        left[0] -= len(chunk)
        yield chunk


@contextmanager
def lines(repository: Path, *words: str) -> Iterator[IO[bytes]]:
    """Read what a git command prints while it prints it, so that a long answer takes no memory.

    words: as in `ask`.

    Raises GitError when git is not there, or ends with an error after all was read.
    """
    environment = {**_environment(), "GIT_NO_REPLACE_OBJECTS": "1"}
    with tempfile.TemporaryFile() as said:
        try:
            running = subprocess.Popen(
                ["git", "-C", str(repository), *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=environment,
            )
        except OSError as error:
            raise GitError(f"git cannot be run ({error.strerror}): install it.") from None
        assert running.stdout is not None
        with running:
            try:
                yield running.stdout
            except BaseException:
                running.kill()
                raise
            ended = running.stdout.read(1) == b""
        if ended and running.returncode:
            said.seek(0)
            why = said.read(2000).decode("utf-8", "replace").strip().split("\n")[0]
            raise GitError(f"git {words[0]} cannot read {repository.as_posix()}: {why}")


def may_know(directory: Path) -> bool:
    """Tell whether a directory lies in a repository, whether or not git can read it."""
    place = directory.resolve()
    return any((above / ".git").exists() for above in (place, *place.parents))


def stamp(directory: Path) -> str | None:
    """Name all that a repository could say of a directory: its commits, by the branches and tags that lead to them.

    None where there is a repository that git cannot read.
    """
    if not may_know(directory):
        return ""
    heads = ask(directory, "for-each-ref", "--format=%(objectname)")
    if heads is None:
        return None
    return hashlib.sha256(heads + (ask(directory, "rev-parse", "HEAD") or b"")).hexdigest()
