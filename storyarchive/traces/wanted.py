"""What is wanted of a withdrawn story: its id, its words, and the fingerprints of its files."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from storyarchive.content import frontmatter
from storyarchive.content.frontmatter import Parts
from storyarchive.errors import Problem, UnknownName
from storyarchive.traces import packed, words

RUN = 8
"""Words in a run. Of 1,499 life stories two in three share no run of eight with any other; of six, one in twenty."""

BY_CHANCE = 3
"""Runs that two stories may share without one being a copy of the other."""

_LEAST = 3
"""Words of a title that is looked for; of a shorter one every page would be full."""

_ID = re.compile(r"s-[2-9abcdefghjkmnpqrstvwxyz]{5}")
_TIMES = re.compile(r"^(?:WEBVTT.*|\d+|.*-->.*)$", re.MULTILINE)
"""What captions hold beside the words that are said."""

Run = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What to look for."""

    id: str
    runs: frozenset[Run] = frozenset()
    """Runs of `RUN` consecutive words of the story."""
    phrases: frozenset[Run] = frozenset()
    """Its title and short quotes, as words."""
    asked: frozenset[Run] = frozenset()
    """Words and phrases that the caller asked for, as words."""
    fingerprints: frozenset[tuple[int, str]] = frozenset()
    """Size and SHA-256 of each former file."""
    notes: tuple[str, ...] = ()
    """What is not looked for, and why; sentences without a full stop."""

    @cached_property
    def by_length(self) -> Mapping[int, frozenset[Run]]:
        """Number of words → all runs and phrases that have as many."""
        every = self.runs | self.phrases | self.asked
        lengths = set(map(len, every))
        return {n: frozenset(each for each in every if len(each) == n) for n in lengths}


def runs(said: Sequence[str], length: int = RUN) -> Iterator[Run]:
    """Give every run of consecutive words."""
    return zip(*(said[start:] for start in range(length)), strict=False)


def gather(
    id: str,
    old: Iterable[Path] = (),
    asked: Path | None = None,
    others: Iterable[Path] = (),
    everywhere: Iterable[Path] = (),
) -> Wanted:
    """Gather what to look for.

    old: the former files: the narrative, its transcript, its recording. asked: a file with a word or phrase a
    line; `#` begins a comment. others: the other narratives, for what two stories say by chance tells nothing.
    everywhere: files whose words stand on every site.

    Raises UnknownName when the id is none, and OSError when a file cannot be read.
    """
    if not _ID.fullmatch(id):
        raise UnknownName(f'"{id}" is not the id of a story: an id looks like s-h7k2m.')
    told: set[Run] = set()
    phrases: set[Run] = set()
    fingerprints = set()
    notes = []
    for path in old:
        content = path.read_bytes()
        fingerprints.add((len(content), hashlib.sha256(content).hexdigest()))
        for said in _said(path.name, content):
            if isinstance(said, str):
                notes.append(f"The words of {path.as_posix()} are not known: {said}")
            else:
                told |= said[0]
                phrases |= said[1]
    common, chance = _common(frozenset(told), frozenset(phrases), others, everywhere)
    if not told and not asked:
        notes.append(
            "No words of the story were looked for, by which a copy under another name is found: name the"
            " former story with --old, or words of it with --words"
        )
    if chance:
        notes.append(
            f"{chance:,} {'run' if chance == 1 else 'runs'} of words were not looked for, for other stories or"
            " every page have them too"
        )
    return Wanted(
        id=id,
        runs=frozenset(told - common),
        phrases=frozenset(phrases - common),
        asked=frozenset(_asked(asked)) if asked else frozenset(),
        fingerprints=frozenset(fingerprints),
        notes=tuple(notes),
    )


def _asked(path: Path) -> Iterator[Run]:
    for text in words.texts(path.read_bytes()):
        for line in text.splitlines():
            if found := tuple(words.fold(line.partition("#")[0])):
                yield found


def _said(name: str, content: bytes) -> Iterator[tuple[set[Run], set[Run]] | str]:
    """Give the runs and the short phrases of a former file, or say why they cannot be read."""
    if packed.kind(name, content[:512]):
        for inside in packed.contents(name, io.BytesIO(content)):
            if isinstance(inside, packed.Refused):
                yield inside.why
            else:
                yield from _said(inside.name, inside.content)
        return
    if words.is_binary(content):
        return  # a recording; its fingerprint is enough, and noise is not words
    text = next(iter(words.texts(content)))
    parts = frontmatter.split(text.replace("\r\n", "\n"), name)
    if isinstance(parts, Parts):
        yield from map(_runs_of, (parts.body, *_front(parts.front)))
    elif not isinstance(parts, Problem) or text.strip():
        yield _runs_of(_TIMES.sub("", text))


def _front(front: str) -> Iterator[str]:
    """Give what the fields of a narrative say to readers."""
    try:
        fields: Any = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        yield front
        return
    quotes = fields.get("quotes")
    said = [quote.get("text") for quote in quotes or () if isinstance(quote, dict)]
    prompts = fields.get("prompts")
    said += prompts if isinstance(prompts, list) else []
    yield from map(str, filter(None, [fields.get("title"), fields.get("summary"), *said]))


def _runs_of(text: str) -> tuple[set[Run], set[Run]]:
    said = words.plain(text)
    if len(said) >= RUN:
        return set(runs(said)), set()
    return set(), {tuple(said)} if len(said) >= _LEAST else set()


def _common(
    told: frozenset[Run],
    phrases: frozenset[Run],
    others: Iterable[Path],
    everywhere: Iterable[Path],
) -> tuple[set[Run], int]:
    """Find which runs and phrases tell nothing, and count them."""
    common: set[Run] = set()
    for path, is_story in chain(((p, True) for p in others), ((p, False) for p in everywhere)):
        if not told and not phrases:
            break
        shared: set[Run] = set()
        for text in words.texts(path.read_bytes()):
            for said in words.readings(words.unescaped(text)):
                shared |= told.intersection(runs(said))
                for length in set(map(len, phrases)):
                    shared |= phrases.intersection(runs(said, length))
        # What shares more than chance gives is a copy, and is to be found.
        if not is_story or sum(len(run) == RUN for run in shared) <= BY_CHANCE:
            common |= shared
    return common, len(common)
