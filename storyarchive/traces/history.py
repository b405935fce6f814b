"""The history of a repository is searched object by object, those that no branch leads to as well."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from storyarchive import git
from storyarchive.traces import looking, packed, stands, walking
from storyarchive.traces.looking import Seen
from storyarchive.traces.report import Kind, Searched, Trace, Unsearched
from storyarchive.traces.stands import Refs, Stand
from storyarchive.traces.wanted import Wanted

_HARMLESS = {Kind.MENTION}
"""What of a story may stand in messages and the names of branches: its id means nothing by itself."""
_POINTER = b"version https://git-lfs.github.com/spec/"
_SUBMODULE = b"160000"

Counts = Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class Note:
    """Something good to know that does no harm."""

    said: str


@dataclass(slots=True)
class _Found:
    """What reading the objects came to."""

    blobs: dict[str, list[tuple[str, Counts]]] = field(default_factory=lambda: defaultdict(list))
    """Hash of a file → what is in it, each with its path inside, where the file is an archive."""
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Hash of a file or directory → names with the id in them that some directory gives it."""
    messages: dict[str, Counts] = field(default_factory=dict)
    """Hash of a commit or tag → what its message holds."""
    submodules: set[str] = field(default_factory=set)
    pointers: int = 0
    """Files that are kept elsewhere by Git LFS."""


def search(
    repository: Path, wanted: Wanted, seen: Seen
) -> Iterator[Trace | Unsearched | Note | Searched]:
    """Search all objects of a repository.

    repository: its git directory. seen: as in `looking`.

    Raises GitError when git cannot read it.
    """
    shown = repository.as_posix()
    missing = list(_missing(repository))
    yield from (Unsearched(shown, why) for why in missing)
    found = _Found()
    for each in git.objects(repository):
        yield Searched(size=each.size, objects=1)
        yield from _read(shown, each, wanted, found, seen)
    yield from _placed(shown, repository, found, wanted, is_whole=not missing)
    yield from _messages(shown, found, Refs(repository))
    for name in sorted(found.submodules):
        yield Note(f"{shown}: {name} is a repository of its own; search its directory as well")
    if found.pointers:
        yield Note(
            f"{shown}: {found.pointers:,} files are kept elsewhere by Git LFS; ask its host to"
            " delete those of the story"
        )


def _placed(
    shown: str, repository: Path, found: _Found, wanted: Wanted, is_whole: bool
) -> Iterator[Trace | Note]:
    """Say where all stands that was found. is_whole: whether git can tell without fetching."""
    known: dict[str, set[Stand]] = {}
    named: set[Stand] = set()
    if is_whole:
        known, named = stands.find(repository, found.blobs.keys() | found.names.keys(), wanted.id)
    refs = Refs(repository)
    for name, inner in sorted(found.blobs.items()):
        yield from _blob(shown, repository, name, inner, known.get(name, set()), refs, wanted)
    for stand in sorted(named):
        beside = partial(stands.beside, repository, stand)
        if looking.in_name(PurePosixPath(stand.path), wanted, beside):
            yield Trace(stands.described(shown, stand, refs), Kind.NAME, 1)
    directories = {part for stand in named for part in PurePosixPath(stand.path).parent.parts}
    for name, names in sorted(found.names.items()):
        files = {PurePosixPath(stand.path).name for stand in known.get(name, ())}
        for odd in sorted(names - files - directories):
            place = (
                f"{shown}: a directory that no branch leads to, object {name[:10]} in it as {odd}"
            )
            yield Trace(place, Kind.NAME, 1)


def _read(
    shown: str, each: git.Object, wanted: Wanted, found: _Found, seen: Seen
) -> Iterator[Trace | Unsearched | Searched]:
    """Look into one object."""
    if each.size > packed.MOST:
        place = f"{shown}: object {each.name[:10]}"
        digest = hashlib.sha256()
        for chunk in each.chunks:
            digest.update(chunk)
        if (each.size, digest.hexdigest()) in wanted.fingerprints:
            found.blobs[each.name].append(("", {Kind.SAME_FILE: 1}))
        else:
            yield Unsearched(place, f"it has more than {packed.MOST >> 20} MB")
        return
    content = b"".join(each.chunks)
    if each.kind == "tree":
        _read_tree(content, len(each.name) // 2, wanted, found)
        return
    if each.kind != "blob":
        counts = looking.look(
            PurePosixPath("message"), each.size, io.BytesIO(content), wanted, _nothing, {}
        )
        if counts:
            found.messages[each.name] = counts
        return
    found.pointers += content.startswith(_POINTER)
    piece = walking.Piece("", PurePosixPath("object"), each.size, io.BytesIO(content), _nothing)
    for inside in walking.opened(piece):
        if isinstance(inside, Unsearched):
            yield Unsearched(f"{shown}: object {each.name[:10]}{inside.place}", inside.why)
        elif isinstance(inside, walking.Piece):
            if inside.is_opened:
                yield Searched(archives=1)
            if counts := look(inside, wanted, seen):
                found.blobs[each.name].append((inside.place, counts))


def look(piece: walking.Piece, wanted: Wanted, seen: Seen) -> Counts:
    """Look into a file, its name included; of an archive whose files follow only what it is as a whole."""
    counts: dict[Kind, int] = {}
    if piece.is_opened:
        if looking.is_same(piece.size, piece.file, wanted):
            counts[Kind.SAME_FILE] = 1
        piece.file.seek(0)
    else:
        counts |= looking.look(piece.path, piece.size, piece.file, wanted, piece.beside, seen)
    if looking.in_name(piece.path, wanted, piece.beside):
        counts[Kind.NAME] = 1
    return counts


def _read_tree(content: bytes, digest: int, wanted: Wanted, found: _Found) -> None:
    """Read the entries of a directory: mode, space, name, NUL, hash. digest: bytes of a hash."""
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, raw = content[at:end].partition(b" ")
        name = raw.decode("utf-8", "replace")
        if looking.names(name, wanted.id):
            found.names[content[end + 1 : end + 1 + digest].hex()].add(name)
        if mode == _SUBMODULE:
            found.submodules.add(name)
        at = end + 1 + digest


def _missing(repository: Path) -> Iterator[str]:
    """Say what of a history is not here."""
    if (git.ask(repository, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        yield "its history is cut off; run git fetch --unshallow there"
    partial = git.ask(
        repository, "config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"
    )
    if partial:
        yield "it was cloned in part, and git fetches the rest when asked; clone it whole"


def _blob(
    shown: str,
    repository: Path,
    name: str,
    inner: list[tuple[str, Counts]],
    where: set[Stand],
    refs: Refs,
    wanted: Wanted,
) -> Iterator[Trace | Note]:
    """Say what of a story is in a file, at every place where the file stands."""
    if not where:
        place = f"{shown}: object {name[:10]}, which no branch leads to"
        for inside, counts in inner:
            yield from _traces(place + inside, counts)
        return
    for stand in sorted(where):
        place = stands.described(shown, stand, refs)
        is_note = bool(stand.commit) and refs.holding(stand.commit).startswith("refs/notes/")
        for inside, counts in inner:
            left = counts
            if not inside and Kind.MENTION in counts:
                # Where it stands may excuse it.
                left = _again(repository, name, stand, wanted)
            if is_note and set(left) <= _HARMLESS:
                yield Note(f"{place}: the id stands in a note, which does no harm")
            else:
                yield from _traces(place + inside, left)


def _again(repository: Path, name: str, stand: Stand, wanted: Wanted) -> Counts:
    content = git.ask(repository, "--no-replace-objects", "cat-file", "blob", name) or b""
    return looking.look(
        PurePosixPath(stand.path),
        len(content),
        io.BytesIO(content),
        wanted,
        partial(stands.beside, repository, stand),
        {},
    )


def _messages(shown: str, found: _Found, refs: Refs) -> Iterator[Trace | Note]:
    harmless = 0
    for name, counts in sorted(found.messages.items()):
        if set(counts) <= _HARMLESS:
            harmless += 1
        else:
            said = {kind: n for kind, n in counts.items() if kind not in _HARMLESS}
            yield from _traces(f"{shown}: the message of {name[:10]} ({refs.holding(name)})", said)
    if harmless:
        noun = "message of a commit has" if harmless == 1 else "messages of commits have"
        yield Note(f"{shown}: {harmless:,} {noun} the id, which does no harm")


def _traces(place: str, counts: Counts) -> Iterator[Trace]:
    return (Trace(place, kind, count) for kind, count in counts.items())


def _nothing(name: str) -> bytes | None:
    return None
