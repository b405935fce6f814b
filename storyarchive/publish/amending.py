"""Amending changes the files of an edition in which a changed story stands, and no others.

What comes of it is, byte for byte, what `edition` would make of the whole library. Where a change reaches further,
nothing is amended, and the edition has to be made anew. What has to be known of a whole library for that is noted when
it is made: of a change of its stories' words nothing else depends on more than those words.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from storyarchive.content import story as stories
from storyarchive.content.library import Library, Story
from storyarchive.content.reading import Reading
from storyarchive.errors import TooFar
from storyarchive.files import Tree
from storyarchive.publish import lists, story_page, urls
from storyarchive.publish.press import Press
from storyarchive.publish.render import Templates
from storyarchive.search import amending, counts, export
from storyarchive.search.amending import Change
from storyarchive.search.counts import Counts
from storyarchive.sharing import shared

CHANGED = frozenset({"pages", "search index", "feed", "lists of files"})
"""Publishers that make something of the words of a story; this room knows what of theirs to change."""

UNCHANGED = frozenset(
    {
        *("styles and scripts", "recordings", "recall list", "recall page", "sitemap"),
        *("robots.txt", "reservation", "what is this"),
    }
)
"""Publishers that make the same whatever the words of a story are."""

_SHOWN = re.compile(rb'data-story="(s-[a-z0-9]{5})"')
_A_NOTE = 64
"""Stories in one note: as many are read to know of one how it was."""

_COUNTS, _SINCE, _LISTS = "counts.json", "since.json", "lists.json"


@dataclass(frozen=True)
class Amended:
    """What has changed of an edition."""

    tree: Mapping[str, bytes]
    """Path → bytes, of the files that differ."""
    notes: Mapping[str, bytes]
    """Name → bytes, of the notes that differ."""


def notes(press: Press, tree: Tree) -> dict[str, bytes]:
    """Note what an edition is amended with. press, tree: as the edition was made with, and of."""
    known = press.index.counts
    shown = {
        address: " ".join(sorted({id.decode() for id in _SHOWN.findall(page)}))
        for address, page in tree.items()
        if isinstance(page, bytes) and address.endswith(".html") and not _is_of_a_story(address)
    }
    said = {"shown": shown, "reserved": press.library.reserved}
    numbered = [press.by_id[id] for id in known.ids]

    def some(stories: Sequence[Story]) -> list[bytes]:
        return list(map(_line, stories))

    lines = list(chain.from_iterable(shared(some, numbered)))
    parts = range(0, len(lines), _A_NOTE)
    return {
        _COUNTS: counts.to_json(known).encode(),
        _SINCE: b"",
        _LISTS: json.dumps(said).encode(),
        **{_note_of(at): b"".join(lines[at : at + _A_NOTE]) for at in parts},
    }


class Notes:
    """What was noted of an edition when it was made."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """read: gives a note by its name, and raises ValueError."""
        self._read = read
        said = json.loads(read(_LISTS))
        self.reserved: bool = said["reserved"]
        self._shown: Mapping[str, str] = said["shown"]
        self._counts = counts.from_json(read(_COUNTS))
        since = read(_SINCE)
        self.counts: Counts = counts.changed(self._counts, since) if since else self._counts
        self._numbers = {id: number for number, id in enumerate(self.counts.ids)}

    def story(self, id: str) -> Story | None:
        """Give a story as it was; None where the edition had none of that id."""
        number = self._numbers.get(id)
        if number is None:
            return None
        line = self._read(_note_of(number)).split(b"\n")[number % _A_NOTE]
        return stories.from_json(line.decode("utf-8", "surrogatepass"))

    def lists(self, id: str) -> list[str]:
        """List the addresses of the pages, but those of stories, that show a story."""
        return [address for address, ids in self._shown.items() if id in ids]

    def changed(self, now: Collection[Story], known: Counts) -> dict[str, bytes]:
        """Give the notes that differ. now: the stories that have changed, as they are. known: of all words, now."""
        notes = {_SINCE: counts.since(self._counts, known).encode()}
        for story in now:
            number = self._numbers[story.id]
            name = _note_of(number)
            lines = (notes.get(name) or self._read(name)).split(b"\n")[:-1]
            lines[number % _A_NOTE] = _line(story)[:-1]
            notes[name] = b"".join(line + b"\n" for line in lines)
        return notes


def ties(page: bytes) -> frozenset[str]:
    """List the ids of the stories that the page of a story leads on to."""
    return frozenset(id.decode() for id in _SHOWN.findall(page))


def words_only(was: Story, now: Story) -> bool:
    """Tell whether two versions of a story differ in no more than their words, and in how long they are about."""
    return _but_for_words(was) == _but_for_words(now)


def amend(
    changes: Sequence[Change],
    noted: Notes,
    open_with: Callable[[Collection[str]], Library],
    templates: Templates,
    read: Callable[[str], bytes],
) -> Amended:
    """Amend an edition.

    changes: of no more than words. noted: of the edition as it was. open_with: opens a library of the stories with
    some ids. templates: those it was made with. read: gives a file of the edition by its path.

    Raises TooFar, and ValueError where a note or a file is not as it was.
    """
    tree: dict[str, bytes] = {}

    def so_far(path: str) -> bytes:
        return tree.get(path) or read(path)

    for was, now in changes:
        library = open_with({now.id, *ties(read(urls.story(now.id)))})
        library = replace(library, reserved=noted.reserved)
        tree[urls.story(now.id)] = story_page.build(Press(library, templates), now)
        tree |= _lists(was, now, library, templates, noted, so_far)
    library = open_with(())
    index = amending.amend(changes, library, noted.counts, read)
    showing = [index.counts.ids[number] for number in index.showing]
    by_id = {story.id: story for story in open_with(showing).stories}
    if len(by_id) != len(showing):
        raise TooFar
    tree |= index.files
    tree |= amending.cards(index, [by_id[id] for id in showing], library, templates.say)
    kept = noted.changed([now for _, now in changes], index.counts)
    differing = _differing(tree, read)
    return Amended(_differing(_listed(differing, read), read) if differing else {}, kept)


def _differing(tree: Mapping[str, bytes], read: Callable[[str], bytes]) -> Mapping[str, bytes]:
    return {path: content for path, content in tree.items() if content != read(path)}


def _lists(
    was: Story,
    now: Story,
    library: Library,
    templates: Templates,
    noted: Notes,
    read: Callable[[str], bytes],
) -> Iterator[tuple[str, bytes]]:
    """Change the card of a story wherever it is listed."""
    cards = []
    for story in (was, now):
        alone = replace(library, stories=(story,))
        cards.append(Press(alone, templates).below[story.id].encode())
    if cards[0] == cards[1]:
        return
    if library.web_address and f"urn:storyarchive:{now.id}".encode() in read(urls.FEED):
        raise TooFar
    for address in noted.lists(now.id):
        page = read(address)
        if "/" not in address or page.count(cards[0]) != 1:
            raise TooFar
        yield address, page.replace(cards[0], cards[1])


def _listed(tree: Mapping[str, bytes], read: Callable[[str], bytes]) -> dict[str, bytes]:
    """Bring the directory of the index and the lists of files up to date."""
    manifest = read(urls.MANIFEST)
    changed = {path: hashlib.sha256(content).hexdigest() for path, content in tree.items()}
    directory = export.named(read(export.DIRECTORY), json.loads(manifest)["files"] | changed)
    changed[export.DIRECTORY] = hashlib.sha256(directory).hexdigest()
    listed = lists.amended(read(urls.FILES), manifest, changed)
    return {**tree, export.DIRECTORY: directory, **listed}


def _is_of_a_story(address: str) -> bool:
    return re.fullmatch(r"stories/s-[a-z0-9]{5}\.html", address) is not None


def _note_of(number: int) -> str:
    return f"stories-{number // _A_NOTE:05}.jsonl"


def _line(story: Story) -> bytes:
    return stories.to_json(story).encode("utf-8", "surrogatepass") + b"\n"


def _but_for_words(story: Story) -> Story:
    minutes, band = story.reading.minutes, story.reading.band
    reading = Reading(words=0, minutes=minutes, sentence_words=0.0, grade=None, band=band)
    return replace(story, text="", summary="", quotes=(), prompts=(), reading=reading)
