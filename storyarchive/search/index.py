"""The index holds counted words on disk, for the prompt; nothing else knows Whoosh.

Whoosh takes about as long for each word of each document, however it was counted. So what it is given as a
document is a block of some hundred stories: each word comes once, with a record of the stories that have it.
A block that holds anything out of date is written again as a whole, for a story that was taken down must be
gone from every file at once. `keeping` says when an index is made, brought up to date, or trusted.
"""

import struct
import warnings
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from storyarchive.content import story as stories
from storyarchive.content.story import Story
from storyarchive.search import ranking
from storyarchive.search.facts import Facts
from storyarchive.search.postings import FIELDS, Counts, Postings

with warnings.catch_warnings():
    # Whoosh 2.7.4 has string escapes that newer Pythons warn of when they first compile it.
    warnings.simplefilter("ignore")
    from whoosh.codec import default_codec
    from whoosh.fields import STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Existence
    from whoosh.util.filelock import try_for
    from whoosh.writing import SegmentWriter

BLOCK = 512
"""Stories in a block: what is written again when one of them changes; more where there would be too many blocks."""

MOST_BLOCKS = 64
"""Each keeps some files open."""

LOCK = "LOCK"
"""The name of the file that keeps two processes from writing one index."""

_NAME = "stories"
_MEGABYTES = 1024
"""What Whoosh may hold of a block before it sorts on disk, which takes it longer than all the rest."""

_HEAD = struct.Struct("<HH")
"""How many records of each kind follow."""
_ONCE = struct.Struct("<HH")
"""A story's place in its block, and how often its body has the word; nothing else of it has."""
_COUNTS = struct.Struct(f"<H{len(FIELDS)}I")
"""A story's place in its block, and how often each field has the word."""
_PLACE = struct.Struct("=3I")
"""A story's place in its block, how often it has the word, and where; a longer array where it has it more often."""
_BODY = FIELDS.index("body")
_BEGINNING = 2
"""Letters of a form by which it is looked up."""


class Row(NamedTuple):
    """What is known of a story without opening the index."""

    digest: str
    """Of the story and all that its counted words depend on."""
    lengths: Counts
    """Words in each field."""
    facts: Facts


class Index:
    """An open index; a `ranking.Reader`. Close it after use."""

    def __init__(self, place: Path, rows: Sequence[Row], spellings: Sequence[str]) -> None:
        """Open an index that is whole. rows: of all its stories."""
        self._reader = _whoosh(place).reader()
        self._blocks = _blocks(self._reader)
        self._ids = [block.stored_fields(0)["ids"] for block in self._blocks]
        self._lengths = {row.facts.id: row.lengths for row in rows}
        self._averages = ranking.averages(list(self._lengths.values()))
        self._levels: dict[str, Mapping[str, int]] = {}
        self._spellings = tuple(spellings)

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
        return len(self._lengths)

    @property
    def averages(self) -> tuple[float, ...]:
        """Give the mean length of each field, as `ranking.averages` does."""
        return self._averages

    @property
    def spellings(self) -> tuple[str, ...]:
        """Give the words that a typed word may be a slip of, the commonest first."""
        return self._spellings

    def lengths(self, story: str) -> Counts:
        """Give the length of each field of a story."""
        return self._lengths[story]

    def read(self, story: str) -> Story:
        """Give a story as it was when it was indexed."""
        ((_, written),) = self._values("texts", story)
        return stories.from_json(written.decode())

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a folded word as it stands in some story, and itself if it is a stem."""
        found = (
            {form} if any(("words", form.encode()) in block for block in self._blocks) else set()
        )
        for _, lines in self._values("forms", form[:_BEGINNING]):
            found.update(stem for said, stem, _ in _forms(lines, form) if said == form)
        return tuple(sorted(found))

    def levels(self, term: str) -> Mapping[str, int]:
        """Give story id → the level of a term in it, for the stories that hold it."""
        if term not in self._levels:
            self._levels[term] = {
                story: ranking.level(times, self._lengths[story], self._averages)
                for story, times in self.counts(term).items()
            }
        return self._levels[term]

    def places(self, stem: str) -> Mapping[str, Sequence[int]]:
        """Give story id → where a stem stands, for the stories that hold it."""
        found = {}
        for ids, value in self._values("words", stem):
            numbers = array("I", value[_end(value) :])
            at = 0
            while at < len(numbers):
                number, times = numbers[at : at + 2]
                found[ids[number]] = numbers[at + 2 : at + 2 + times]
                at += 2 + times
        return found

    def counts(self, term: str) -> Mapping[str, Counts]:
        """Give story id → how often a term stands in each field, for the stories that have it."""
        found: dict[str, Counts] = {}
        before, after = (0,) * _BODY, (0,) * (len(FIELDS) - _BODY - 1)
        for ids, value in self._values("words", term):
            middle = _HEAD.size + _ONCE.size * _HEAD.unpack_from(value)[0]
            for number, times in _ONCE.iter_unpack(value[_HEAD.size : middle]):
                found[ids[number]] = (*before, times, *after)
            for number, *counts in _COUNTS.iter_unpack(value[middle : _end(value)]):
                found[ids[number]] = tuple(counts)
        return found

    def _values(self, field: str, term: str) -> Iterator[tuple[Sequence[str], bytes]]:
        """Give what each block says of a term, with the ids of the block."""
        key = term.encode()
        for ids, block in zip(self._ids, self._blocks, strict=True):
            if (field, key) in block:
                yield ids, block.postings(field, key).value()


class _Records(FieldType):
    """Records that are found by a word: word → bytes."""

    def __init__(self) -> None:
        super().__init__(_Record(), analyzer=None)

    def index(
        self, value: Mapping[str, bytes], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word, record in value.items():
            yield word.encode(), 1, 1.0, record


class _Record(Existence):
    posting_size = -1


def make(place: Path) -> None:
    """Make an empty index in a directory."""
    FileStorage(str(place)).create_index(_schema(), _NAME)


def update(
    place: Path,
    kept: Callable[[str], bool],
    library: Mapping[str, Story],
    count: Callable[[Story], Postings],
) -> Mapping[str, int]:
    """Make an index hold the stories of a library, and no others.

    kept: tells by its id whether a story stays as it is there. library: id → story, of all. count: gives the
    words of a story.

    Gives each folded word as it stands in some story, and how many stories have it.
    """
    with _whoosh(place).reader() as reader:
        blocks = list(_ids(reader))
    size = max(BLOCK, len(library) // MOST_BLOCKS)
    stay = [number for number, ids in blocks if len(ids) > size // 4 and all(map(kept, ids))]
    there = {id for number, ids in blocks if number in stay for id in ids}
    new = [id for id in library if id not in there]
    for number, start in enumerate(range(0, max(1, len(new)), size)):
        writer = SegmentWriter(_whoosh(place), codec=_codec(), limitmb=_MEGABYTES, _lk=False)
        # In files of their own they need not be read to be looked up in.
        writer.compound = False
        for old in range(len(blocks)) if number == 0 else ():
            if old not in stay:
                writer.delete_document(old)
        if new:
            writer.add_document(**_block([library[id] for id in new[start : start + size]], count))
        writer.commit(mergetype=lambda _, segments: [s for s in segments if s.doc_count()])
    with _whoosh(place).reader() as reader:
        return _form_counts(reader)


def _block(block: Sequence[Story], count: Callable[[Story], Postings]) -> Mapping[str, object]:
    """Gather what is known of each word in a block of stories."""
    once: dict[str, list[bytes]] = defaultdict(list)
    more: dict[str, list[bytes]] = defaultdict(list)
    places: dict[str, list[bytes]] = defaultdict(list)
    forms: Counter[tuple[str, str]] = Counter()
    for number, story in enumerate(block):
        counted = count(story)
        # Most words of a story are counted alike, so few records need be made.
        known: dict[Counts, tuple[dict[str, list[bytes]], bytes]] = {}
        for term, times in counted.terms.items():
            if times not in known:
                body = times[_BODY]
                is_once = body < 1 << 16 and body == sum(times)
                known[times] = (
                    (once, _ONCE.pack(number, body))
                    if is_once
                    else (more, _COUNTS.pack(number, *times))
                )
            kind, record = known[times]
            kind[term].append(record)
        for stem, at in counted.places.items():
            places[stem].append(
                _PLACE.pack(number, 1, at[0])
                if len(at) == 1
                else array("I", (number, len(at), *at)).tobytes()
            )
        forms.update(counted.forms)
    words = {}
    for term in {**once, **more}:
        parts = once.get(term, ()), more.get(term, ())
        words[term] = b"".join(
            (_HEAD.pack(*map(len, parts)), *parts[0], *parts[1], *places.get(term, ()))
        )
    lines: dict[str, list[str]] = {}
    for (form, term), having in sorted(forms.items()):
        if " " not in term:
            lines.setdefault(form[:_BEGINNING], ["\n"]).append(f"{form} {term} {having}\n")
    return {
        "ids": [story.id for story in block],
        "texts": {story.id: stories.to_json(story).encode() for story in block},
        "words": words,
        "forms": {beginning: "".join(said).encode() for beginning, said in lines.items()},
    }


def _end(value: bytes) -> int:
    """Find where the counts of a word end, and its places begin."""
    once: int
    more: int
    once, more = _HEAD.unpack_from(value)
    return _HEAD.size + once * _ONCE.size + more * _COUNTS.size


def _forms(lines: bytes, form: str = "") -> Iterator[tuple[str, str, int]]:
    """Read forms, their stems, and how many stories have each. form: from which on, if it is there."""
    start = lines.find(f"\n{form}".encode())
    for line in lines[start + 1 :].decode().split("\n") if start >= 0 else ():
        if not line.startswith(form):
            return
        if line:
            said, stem, times = line.split(" ")
            yield said, stem, int(times)


@contextmanager
def locked(place: Path, seconds: float) -> Iterator[bool]:
    """Keep other processes from writing an index; gives False where one did for so long."""
    place.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(place)).lock(LOCK)
    is_ours = try_for(lock.acquire, timeout=seconds, delay=0.1)
    try:
        yield is_ours
    finally:
        if is_ours:
            lock.release()


def _blocks(reader: Any) -> list[Any]:
    # Of an index without any Whoosh gives a reader that reads nothing.
    return [block for block, _ in reader.leaf_readers() if block.doc_count()]


def _ids(reader: Any) -> Iterator[tuple[int, Sequence[str]]]:
    return ((number, fields["ids"]) for number, fields in reader.iter_docs())


def _form_counts(reader: Any) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for block in _blocks(reader):
        for beginning in block.lexicon("forms"):
            for form, _, times in _forms(block.postings("forms", beginning).value()):
                # One word may have two stems, in two languages.
                counts[form] = counts.get(form, 0) + times
    return counts


def _schema() -> Any:
    return Schema(ids=STORED(), texts=_Records(), words=_Records(), forms=_Records())


def _codec() -> Any:
    codec = default_codec(compression=0)
    # Whoosh would ask the file system for the length of a field at every posting; ours keep their own.
    codec.length_stats = False
    return codec


def _whoosh(place: Path) -> Any:
    # Given the schema, Whoosh need not trust the one in the file.
    return FileStorage(str(place)).open_index(_NAME, schema=_schema())
