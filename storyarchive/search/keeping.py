"""Keeping an index: it is made on first use, brought up to date by content, and made again when it is damaged.

It is a cache, and deleting it is always safe. Beside Whoosh's files it holds

    stories.json    of every story a digest, the lengths of its fields, and its facts
    spellings.json  words that a mistyped word may be meant for
    files.json      all other files as they were written, so that a damaged one is noticed
    seen.json       the key under which the library was last opened

With the last, a question need not open the archive: where nothing of it has changed, and the day is the same,
what the door let through is in the index. The key is the caller's to make (`finding`).
"""

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storyarchive import stamps
from storyarchive.content import story as stories
from storyarchive.content.library import Library
from storyarchive.content.story import Story
from storyarchive.errors import SearchError
from storyarchive.search import analysis, facts, index, phrases, postings, spelling
from storyarchive.search.facts import Catalogue, Facts
from storyarchive.search.index import LOCK, Index, Row
from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.postings import Postings
from storyarchive.version import VERSION

WAIT = 5.0
"""Seconds to wait for another process that writes the same index."""

_VERSION = f"4-{VERSION}-{analysis.VERSION}"
"""Of what is kept; an index of another version is made again."""
_FILES = "files.json"
_STORIES = "stories.json"
_SPELLINGS = "spellings.json"
_SEEN = "seen.json"


class Key(NamedTuple):
    """What a library is known by."""

    name: str
    """Of all that decides what is in it."""
    newest: int
    """When the last of that changed, in nanoseconds since 1970."""


def open_index(library: Library, cache: Path, key: Key | None = None, unread: int = 0) -> Index:
    """Open the index of a library, first making it or bringing it up to date.

    cache: the directory that remembers earlier work; the index is in `search/<edition>/` of it.
    key: what `recall` will know the library by. unread: narratives that could not be read, to be recalled.

    Raises SearchError when another process is writing it for long, or it cannot be written.
    """
    place = cache / "search" / library.edition.id
    book = phrases.of(library)
    wanted = {story.id: _digest(story, library, book) for story in library.stories}
    opened = _opened(place, wanted)
    if opened is None:
        order = [each.id for each in facts.numbered(library.stories, library.vocabulary)]
        stories = {story.id: story for story in library.stories}
        opened = _written_by_one(place, _Wanted(wanted, stories, order, library))
    if key is not None:
        seen = {"key": key.name, "library": _named(wanted), "unread": unread}
        # What cannot be remembered is worked out again.
        with suppress(OSError):
            _write(place / _SEEN, seen)
    return opened


def recall(frame: Library, cache: Path, key: Key) -> tuple[Catalogue, Index, int] | None:
    """Open an index together with the library it was made of, if that was known by the same key.

    frame: the library without its stories. Gives with them how many narratives could not be read; and None
    where the library is not known, or the index is not whole.
    """
    place = cache / "search" / frame.edition.id
    try:
        seen = json.loads((place / _SEEN).read_bytes())
        is_settled = (place / _SEEN).stat().st_mtime_ns - key.newest > stamps.SETTLED
        rows = _rows(place) if seen["key"] == key.name and is_settled else None
        # Another process may have put another library there since.
        if rows is None or seen["library"] != _named({r.facts.id: r.digest for r in rows}):
            return None
        unread = int(seen["unread"])
        opened = _index(place, rows)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if opened is None:
        return None
    known = Catalogue(
        on=frame.on,
        settings=frame.settings,
        vocabulary=frame.vocabulary,
        help_lines=frame.help_lines,
        facts=tuple(row.facts for row in rows),
        read=opened.read,
    )
    return known, opened, unread


def refresh(library: Library, cache: Path) -> None:
    """Bring an index up to date if there is one, so that nothing of a story that has gone stays in it.

    Raises SearchError when it cannot be written.
    """
    if (cache / "search" / library.edition.id).exists():
        open_index(library, cache).close()


def refresh_some(changed: Sequence[Story], library: Library, cache: Path) -> None:
    """Bring an index up to date if there is one, where only the words of some stories have changed.

    changed: as they are. library: with the vocabulary and settings of the whole one; of the other stories nothing but
    the index is asked.

    Raises SearchError when it cannot be written.
    """
    place = cache / "search" / library.edition.id
    rows = _rows(place) if place.exists() else None
    opened = None if rows is None else _index(place, rows)
    if rows is None or opened is None:
        # Nobody reads what is damaged; the next question makes another.
        shutil.rmtree(place, ignore_errors=True)
        return
    book = phrases.of(library)
    wanted = {row.facts.id: row.digest for row in rows}
    wanted |= {story.id: _digest(story, library, book) for story in changed}
    with opened:
        stories = _Known(opened, {story.id: story for story in changed}, tuple(wanted))
        _written_by_one(place, _Wanted(wanted, stories, tuple(wanted), library)).close()


class _Known(Mapping[str, Story]):
    """Stories by id: some at hand, the others as the index has them."""

    def __init__(self, index: Index, at_hand: Mapping[str, Story], ids: Sequence[str]) -> None:
        self._index, self._at_hand, self._ids = index, at_hand, ids

    def __getitem__(self, id: str) -> Story:
        return self._at_hand.get(id) or self._index.read(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def forget_others(cache: Path, editions: Container[str]) -> None:
    """Delete the indexes of editions that there are no more. editions: those that there are."""
    for place in sorted((cache / "search").glob("*")):
        # Who names another directory for builds may have a place of that name in it.
        if place.name not in editions and (place / _FILES).exists():
            shutil.rmtree(place, ignore_errors=True)


def _digest(story: Story, library: Library, book: Phrasebook) -> str:
    named = postings.digest(postings.contents(story, library, book)) + stories.to_json(story)
    return hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _named(digests: Mapping[str, str]) -> str:
    """Name a library by the digests of its stories."""
    named = "".join(digests[id] for id in sorted(digests))
    return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()


def _opened(place: Path, wanted: Mapping[str, str]) -> Index | None:
    """Open an index that is whole and up to date, or nothing."""
    rows = _rows(place)
    if rows is None or {row.facts.id: row.digest for row in rows} != wanted:
        return None
    return _index(place, rows)


def _index(place: Path, rows: Sequence[Row]) -> Index | None:
    """Open an index whose files look whole; nothing where a failing disk changed one and not its time."""
    try:
        return Index(place, rows, json.loads((place / _SPELLINGS).read_bytes()))
    except Exception:
        # Whoosh may fail in any way.  What is not listed is made again.
        _remove(place / _FILES)
        return None


class _Wanted(NamedTuple):
    """What an index is to hold."""

    digests: Mapping[str, str]
    """Story id → its digest."""
    stories: Mapping[str, Story]
    """By id; read only where they are not in the index."""
    order: Sequence[str]
    """Their ids, in the order of their numbers."""
    library: Library
    """With the vocabulary and settings that they are counted with."""


def _written_by_one(place: Path, wanted: _Wanted) -> Index:
    """Bring an index up to date while no other process does, and open it."""
    try:
        with index.locked(place, WAIT) as is_ours:
            if not is_ours:
                raise SearchError(
                    f"The search index in {place} is being written by another storyarchive.  "
                    "Wait until that is done, then search again."
                )
            # Another process may have done the work while this one waited.
            if opened := _opened(place, wanted.digests):
                return opened
            _update(place, wanted)
        if opened := _opened(place, wanted.digests):
            return opened
        raise OSError("something else changed it meanwhile")
    except OSError as error:
        raise SearchError(
            f"The search index in {place} cannot be written: {error.strerror or error}.  "
            "Make room there, or delete it; a search can have another with --cache."
        ) from None


def _update(place: Path, wanted: _Wanted) -> None:
    """Take out what is out of date, and put in what is not there."""
    try:
        _update_from(_rows(place), place, wanted)
    except OSError:
        raise
    except Exception:
        # Whoosh may fail in any way at what a failing disk changed.
        _update_from(None, place, wanted)


def _update_from(rows: Sequence[Row] | None, place: Path, wanted: _Wanted) -> None:
    """Write an index. rows: what it knows already, where it can be kept."""
    # Who asks a question of an index that is there does not wait for what makes one.
    from storyarchive.search import inverting

    if rows is None:
        for found in sorted(place.iterdir()):
            if found.name != LOCK:
                _remove(found)
        index.make(place)
    digests, book = wanted.digests, phrases.of(wanted.library)
    kept = {row.facts.id: row for row in rows or () if digests.get(row.facts.id) == row.digest}
    # An index that is being changed is not whole until it is listed again.
    for found in (place / _FILES, *place.glob(f"{_SEEN}*")):
        _remove(found)
    table = Table(book)

    def count(story: Story) -> Postings:
        counted = inverting.count(postings.contents(story, wanted.library, book), table)
        kept[story.id] = Row(digests[story.id], postings.lengths(story), facts.of(story))
        return counted

    forms = index.update(place, frozenset(kept).__contains__, wanted.stories, count)
    _write_rows(place / _STORIES, [kept[id] for id in wanted.order])
    _write(place / _SPELLINGS, spelling.words(forms, book))
    files = {path.name: _seen(path) for path in sorted(place.iterdir()) if path.name != LOCK}
    _write(place / _FILES, {"version": _VERSION, "files": files})


def _write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as columns, which are read several times faster."""
    columns = [[row.digest for row in rows], [row.lengths for row in rows]]
    _write(path, [*columns, *([row.facts[at] for row in rows] for at in range(len(Facts._fields)))])


def _rows(place: Path) -> list[Row] | None:
    """Read what an index knows of its stories; None where it is not whole."""
    if not _is_whole(place):
        return None
    try:
        digests, lengths, *columns = json.loads((place / _STORIES).read_bytes())
        said = dict(zip(Facts._fields, columns, strict=True))
        for name in ("themes", "stages"):
            said[name] = map(tuple, said[name])
        said["notes"] = (tuple(map(tuple, notes)) for notes in said["notes"])
        each = map(Facts._make, zip(*said.values(), strict=True))
        return list(map(Row, digests, map(tuple, lengths), each))
    except (ValueError, TypeError, KeyError):
        return None


def _write(path: Path, said: object) -> None:
    """Write a file whole or not at all."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    new.replace(path)


def _is_whole(place: Path) -> bool:
    """Tell whether all files are here as they were written, in this version, and no others.

    Whoosh is not asked to read damaged files: it may fail in any way, and leaves them open.
    """
    try:
        listed = json.loads((place / _FILES).read_bytes())
        if listed["version"] != _VERSION:
            return False
        found = {path.name: path for path in place.iterdir() if not _is_beside(path.name)}
        return found.keys() == listed["files"].keys() and all(
            _is_as_seen(path, *listed["files"][name]) for name, path in found.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_beside(name: str) -> bool:
    # Whoever asks at this moment may be writing down what it has seen.
    return name in (_FILES, LOCK) or name.startswith(_SEEN)


def _seen(path: Path) -> tuple[int, int, int]:
    """Give a file's size, time of change and checksum."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, _checksum(path)


def _checksum(path: Path) -> int:
    return zlib.crc32(path.read_bytes())


def _is_as_seen(path: Path, size: int, changed: int, checksum: int) -> bool:
    status = path.stat()
    if status.st_size != size:
        return False
    # Reading a big index through would cost more than most searches.
    return status.st_mtime_ns == changed or _checksum(path) == checksum


def _remove(found: Path) -> None:
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(found)
    else:
        found.unlink(missing_ok=True)
