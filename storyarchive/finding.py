"""Finding asks a question of an archive, and remembers its library so that the next question need not open it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storyarchive import git, stamps
from storyarchive.content import archive as archives
from storyarchive.content import former
from storyarchive.content.library import open_library
from storyarchive.search import facts, keeping
from storyarchive.search.answer import Answer
from storyarchive.search.facts import Catalogue, Wish
from storyarchive.search.index import Index
from storyarchive.search.keeping import Key
from storyarchive.search.query import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and what is needed to show it."""

    answer: Answer
    catalogue: Catalogue
    unread: int
    """Narrative files with errors, in which nothing could be looked for."""


def find(
    directory: Path,
    edition: str,
    on: date,
    words: str,
    wish: Wish,
    *,
    off: Collection[str] = (),
    limit: int = 10,
    explain: bool = False,
    cache: Path,
    say: Callable[[str], None] = lambda step: None,
) -> Found:
    """Answer a question from the library that an edition of an archive may show on a day.

    wish, off, limit, explain, cache: as `search.query.search` takes them. say: told of each step that may take long.

    Raises UnknownName for an edition, or an id in the wish, that there is not; SearchError where the index cannot
    be written; and the errors of `archive.load`.
    """
    catalogue, index, unread = _opened(directory, edition, on, cache, say)
    with index:
        answer = Desk(catalogue, index).ask(words, wish, off=off, limit=limit, explain=explain)
    return Found(answer, catalogue, unread)


def _opened(
    directory: Path, edition: str, on: date, cache: Path, say: Callable[[str], None]
) -> tuple[Catalogue, Index, int]:
    # The stamp is taken before anything is read: what changes meanwhile has another one.
    key = _key(directory, edition, on)
    if key:
        frame = open_library(archives.load_frame(directory), edition, on)
        if recalled := keeping.recall(frame, cache, key):
            return recalled
    say("Reading the archive")
    archive = former.mindful(archives.load(directory))
    library = open_library(archive, edition, on)
    say("Bringing the search index up to date")
    unread = len({problem.path for problem in archive.problems})
    return facts.catalogue(library), keeping.open_index(library, cache, key, unread), unread


def _key(directory: Path, edition: str, on: date) -> Key | None:
    """Name all that decides what is in a library: the archive, its repository, the edition, the day, this program."""
    archive = stamps.stamp(*archives.places(directory))
    own = Path(__file__).parent
    program = stamps.stamp(own, *(own / room for room in ("content", "search")))
    known = git.stamp(directory)
    if archive is None or program is None or known is None:
        return None
    return Key(
        f"{archive.digest} {program.digest} {known} {edition} {on}",
        max(archive.newest, program.newest),
    )
