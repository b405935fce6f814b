"""Where a file of a repository stands: its path, the commits that put it there, and the branches that hold them."""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from storyarchive import git
from storyarchive.traces import looking, walking


@dataclass(frozen=True, slots=True, order=True)
class Stand:
    """Where a file stands in a history."""

    path: str
    commit: str
    """Hash of a commit that puts it there; empty for what is staged and not committed."""


def find(
    repository: Path, names: Container[str], id: str
) -> tuple[dict[str, set[Stand]], set[Stand]]:
    """Find where files stand that a commit or the index names, and all paths with an id in them.

    names: hashes of the files.

    Raises GitError when git cannot read the repository.
    """
    stands: dict[str, set[Stand]] = defaultdict(set)
    named: set[Stand] = set()

    def put(name: str, path: str, commit: str) -> None:
        stand = Stand(path, commit)
        if name in names:
            stands[name].add(stand)
        if looking.names(path, id):
            named.add(stand)

    commit = after = ""
    with git.lines(
        repository, "log", "--all", "--reflog", "--raw", "-m", "--root", "-z", "--no-renames",
        "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--format=%x01%H",
    ) as stream:  # fmt: skip
        for token in _tokens(stream):
            said = token.lstrip(b"\n")
            if after:
                if after.strip("0"):
                    put(after, token.decode("utf-8", "replace"), commit)
                after = ""
            elif said.startswith(b"\x01"):
                commit = said[1:].decode()
            elif said.startswith(b":"):
                after = said.split(b" ")[3].decode()
    staged = git.ask(repository, "ls-files", "--stage", "-z") or b""
    for entry in filter(None, staged.split(b"\0")):
        meta, _, raw = entry.partition(b"\t")
        name, path = meta.split(b" ")[1].decode(), raw.decode("utf-8", "replace")
        committed = stands.get(name, set()) | named
        if all(stand.path != path for stand in committed):
            put(name, path, "")
    return stands, named


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """Split a stream at its NULs."""
    rest = b""
    while chunk := stream.read(1 << 20):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


class Refs:
    """Names the branches that hold a commit; asked only of commits in which something was found."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._known: dict[str, str] = {}

    def holding(self, commit: str) -> str:
        """Give up to three refs, or say that there are none."""
        if commit not in self._known:
            said = git.ask(
                self._repository, "for-each-ref", "--contains", commit, "--format=%(refname)"
            )
            refs = (said or b"").decode("utf-8", "replace").split()
            more = f" and {len(refs) - 3} more" if len(refs) > 3 else ""
            self._known[commit] = ", ".join(refs[:3]) + more if refs else "in no branch or tag"
        return self._known[commit]


def described(shown: str, stand: Stand, refs: Refs) -> str:
    """Say where a file stands. shown: the repository, as the person at the prompt would type it."""
    if not stand.commit:
        return f"{shown}: {stand.path}, staged and not committed"
    return f"{shown}: {stand.path} in {stand.commit[:10]} ({refs.holding(stand.commit)})"


def beside(repository: Path, stand: Stand, name: str) -> bytes | None:
    """Give a file of the same commit by its path from the directory of this one."""
    path = walking.joined(PurePosixPath(stand.path), name)
    return git.ask(repository, "--no-replace-objects", "cat-file", "blob", f"{stand.commit}:{path}")
