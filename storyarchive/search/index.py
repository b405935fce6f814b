"""The index on disk reads counted words for the prompt; nothing else knows Whoosh.

It is a cache: made on first use, brought up to date by content, and rebuilt without a word when it is
damaged or of another version. Stories are held in segments of some hundreds, and a segment that holds
anything out of date is written again at once: Whoosh alone would keep the words of a removed story until
a later merge, and here a story that was taken down must be gone from every file.
"""

import json
import shutil
import struct
import warnings
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from storyarchive.content.library import Library
from storyarchive.errors import SearchError
from storyarchive.search import analysis, postings
from storyarchive.search.postings import FIELDS, Contents, Counts

with warnings.catch_warnings():
    # Whoosh 2.7.4 has string escapes that newer Pythons warn of when they first compile it.
    warnings.simplefilter("ignore")
    from whoosh.codec import default_codec
    from whoosh.fields import STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Existence
    from whoosh.index import LockError
    from whoosh.reading import SegmentReader
    from whoosh.util.filelock import try_for
    from whoosh.writing import SegmentWriter

SEGMENT = 128
"""Stories in a segment: what is written again when one of them changes."""

WAIT = 5.0
"""Seconds to wait for another process that writes the same index."""

_VERSION = f"1-{analysis.VERSION}"
"""Of the format of the index and the words in it; an index of another version is made again."""
_NAME = "stories"
_LIST = "files.json"
_LOCK = "LOCK"
_COUNTS = struct.Struct(f"<{len(FIELDS)}I")


class Index:
    """An open index, up to date with its library; a `ranking.Reader`. Close it after use."""

    def __init__(self, reader: Any, stored: Mapping[int, "_Stored"]) -> None:
        self._reader = reader
        self._ids = {document: story.id for document, story in stored.items()}
        self._lengths = {story.id: story.lengths for story in stored.values()}
        sums = [sum(field) for field in zip(*self._lengths.values(), strict=True)]
        self._averages = tuple(total / len(stored) for total in sums)

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @property
    def stories(self) -> int:
        """Count the stories."""
        return len(self._ids)

    @property
    def averages(self) -> tuple[float, ...]:
        """Give the mean length of each field."""
        return self._averages

    def lengths(self, story: str) -> Counts:
        """Give the length of each field of a story."""
        return self._lengths[story]

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a folded word as it stands in some story, and itself if it is a stem."""
        key = f"{form} ".encode()
        stems = {term[len(key) :].decode() for term in self._reader.expand_prefix("forms", key)}
        if ("words", form.encode()) in self._reader:
            stems.add(form)
        return tuple(sorted(stems))

    def counts(self, stem: str) -> Mapping[str, Counts]:
        """Give story id → how often a stem stands in each field, for the stories that have it."""
        term = stem.encode()
        if ("words", term) not in self._reader:
            return {}
        found: dict[str, Counts] = {}
        matcher = self._reader.postings("words", term)
        while matcher.is_active():
            found[self._ids[matcher.id()]] = _COUNTS.unpack(matcher.value())
            matcher.next()
        return found


def open_index(library: Library, cache: Path) -> Index:
    """Open the index of a library, first making it or bringing it up to date.

    cache: the directory that remembers earlier work; the index is in `search/<edition>/` of it.
    """
    place = cache / "search" / library.edition.id
    texts = {story.id: postings.contents(story, library) for story in library.stories}
    wanted = {id: postings.digest(text) for id, text in texts.items()}
    try:
        return _open(place, texts, wanted)
    except LockError:
        raise SearchError(
            f"The search index in {place} is being written by another storyarchive.  "
            "Wait until that is done, then search again."
        ) from None
    except OSError as error:
        raise SearchError(
            f"The search index in {place} cannot be written: {error.strerror or error}.  "
            "Make room there, or name another place with --cache."
        ) from None


def refresh(library: Library, cache: Path) -> None:
    """Bring an index up to date if there is one, so that nothing of a story that has gone stays in it.

    Raises SearchError when it cannot be written.
    """
    if (cache / "search" / library.edition.id).exists():
        open_index(library, cache).close()


def forget_others(cache: Path, editions: Container[str]) -> None:
    """Delete the indexes of editions that there are no more. editions: those that there are."""
    for place in sorted((cache / "search").glob("*")):
        if place.name not in editions:
            shutil.rmtree(place, ignore_errors=True)


class _Stored(NamedTuple):
    """What the index keeps of a story beside its counted words."""

    id: str
    digest: str
    lengths: Counts


class _Words(FieldType):
    """Words that are counted already: stem → how often it stands in each field."""

    def __init__(self) -> None:
        super().__init__(_Counted(), analyzer=None)

    def index(
        self, value: Mapping[str, Counts], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for stem, counts in value.items():
            yield stem.encode(), 1, 1.0, _packed(counts)


class _Forms(FieldType):
    """Word forms and their stems; each term is both, so that a form finds its stems."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(
        self, value: Iterable[tuple[str, str]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for form, stem in value:
            yield f"{form} {stem}".encode(), 1, 1.0, b""


class _Counted(Existence):
    posting_size = _COUNTS.size


@lru_cache(maxsize=4096)
def _packed(counts: Counts) -> bytes:
    return _COUNTS.pack(*counts)


def _schema() -> Any:
    return Schema(story=STORED(), words=_Words(), forms=_Forms())


def _open(place: Path, texts: Mapping[str, Contents], wanted: Mapping[str, str]) -> Index:
    if index := _opened(place, wanted):
        return index
    with _locked(place):
        # Another process may have done the work while this one waited.
        if index := _opened(place, wanted):
            return index
        if not _is_whole(place):
            _make(place)
        _update(place, texts, wanted)
    if index := _opened(place, wanted):
        return index
    raise OSError("something else changed it meanwhile")


def _opened(place: Path, wanted: Mapping[str, str]) -> Index | None:
    """Open an index that is whole and up to date, or nothing."""
    if not _is_whole(place):
        return None
    reader = _whoosh(place).reader()
    stored = _stored(reader)
    if {story.id: story.digest for story in stored.values()} == wanted:
        return Index(reader, stored)
    reader.close()
    return None


def _make(place: Path) -> None:
    """Begin again with an empty index, whatever was there."""
    for found in sorted(place.iterdir()):
        if found.name != _LOCK:
            _remove(found)
    FileStorage(str(place)).create_index(_schema(), _NAME)


def _update(place: Path, texts: Mapping[str, Contents], wanted: Mapping[str, str]) -> None:
    """Take out what is out of date, and put in what is not there."""
    # An index that is being changed is not whole until it is listed again.
    (place / _LIST).unlink(missing_ok=True)
    with _whoosh(place).reader() as reader:
        stored = _stored(reader)
    stale = [number for number, story in stored.items() if wanted.get(story.id) != story.digest]
    kept = {story.id for number, story in stored.items() if number not in set(stale)}
    new = [id for id in wanted if id not in kept]
    for start in range(0, max(1, len(new)), SEGMENT):
        writer = SegmentWriter(_whoosh(place), codec=_codec(), _lk=False)
        for number in stale if start == 0 else ():
            writer.delete_document(number)
        for id in new[start : start + SEGMENT]:
            counted = postings.count(texts[id])
            writer.add_document(
                story=tuple(_Stored(id, counted.digest, counted.lengths)),
                words=counted.terms,
                forms=counted.forms,
            )
        writer.commit(mergetype=_rewrite)
    files = {path.name: _seen(path) for path in sorted(place.iterdir()) if path.name != _LOCK}
    list_ = place / f"{_LIST}.new"
    list_.write_text(json.dumps({"version": _VERSION, "files": files}), encoding="utf-8")
    list_.replace(place / _LIST)


def _rewrite(writer: Any, segments: Iterable[Any]) -> list[Any]:
    """Write again the segments that hold removed stories, and join small ones; keep the others."""
    kept = []
    for segment in segments:
        left = segment.doc_count()
        is_small = left <= SEGMENT // 4 and writer.doc_count() + left <= SEGMENT
        if not left:
            continue
        if segment.has_deletions() or is_small:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
        else:
            kept.append(segment)
    return kept


def _codec() -> Any:
    codec = default_codec()
    # Whoosh would ask the file system for the length of a field at every posting; ours keep their own.
    codec.length_stats = False
    return codec


def _whoosh(place: Path) -> Any:
    # Given the schema, Whoosh need not trust the one in the file.
    return FileStorage(str(place)).open_index(_NAME, schema=_schema())


def _stored(reader: Any) -> dict[int, _Stored]:
    return {number: _Stored(*fields["story"]) for number, fields in reader.iter_docs()}


def _is_whole(place: Path) -> bool:
    """Tell whether all files are here as they were written, in this version, and no others.

    Whoosh is not asked to read damaged files: it may fail in any way, and leaves them open.
    """
    try:
        listed = json.loads((place / _LIST).read_bytes())
        if listed["version"] != _VERSION:
            return False
        found = {path.name: path for path in place.iterdir() if path.name not in (_LIST, _LOCK)}
        return found.keys() == listed["files"].keys() and all(
            _is_as_seen(path, *listed["files"][name]) for name, path in found.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _seen(path: Path) -> tuple[int, int, int]:
    """Give a file's size, time of change and checksum."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, zlib.crc32(path.read_bytes())


def _is_as_seen(path: Path, size: int, changed: int, checksum: int) -> bool:
    status = path.stat()
    if status.st_size != size:
        return False
    # Reading a big index through would cost more than most searches.
    return status.st_mtime_ns == changed or zlib.crc32(path.read_bytes()) == checksum


def _remove(found: Path) -> None:
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(found)
    else:
        found.unlink(missing_ok=True)


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(place)).lock(_LOCK)
    if not try_for(lock.acquire, timeout=WAIT, delay=0.1):
        raise LockError
    try:
        yield
    finally:
        lock.release()
