"""A search looks for a withdrawn story in directories and, if asked, in the history of their repositories."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from storyarchive import git
from storyarchive.errors import GitError
from storyarchive.traces import history, looking, walking
from storyarchive.traces.history import Note
from storyarchive.traces.report import Kind, Report, Searched, Trace, Unsearched
from storyarchive.traces.wanted import Wanted

Event = Trace | Unsearched | Note | Searched


def search(
    wanted: Wanted,
    places: Iterable[Path],
    with_git: bool = False,
    say: Callable[[str], None] = lambda step: None,
) -> Report:
    """Search directories and files for what is left of a withdrawn story.

    Every file is looked into, hidden ones too, and archives are opened; links are not followed.

    with_git: search the repositories that the places lie in, whole: working trees, every object of their
    history, and what git keeps for itself. say: told of each step as it begins.
    """
    tops = list(places)
    if with_git:
        tops += [tree for place in tops for tree in _working_trees(place)]
    traces: Counter[tuple[str, Kind]] = Counter()
    unsearched: set[Unsearched] = set()
    notes: dict[str, None] = dict.fromkeys(wanted.notes)
    total: Counter[str] = Counter()
    for event in _events(wanted, _outermost(tops), with_git, say):
        match event:
            case Trace(place, kind, count):
                traces[place, kind] += count
            case Unsearched():
                unsearched.add(event)
            case Note(said):
                notes[said] = None
            case Searched():
                for name in Searched.__slots__:
                    total[name] += getattr(event, name)
    return Report(
        id=wanted.id,
        traces=tuple(sorted(Trace(place, kind, n) for (place, kind), n in traces.items())),
        unsearched=tuple(sorted(unsearched)),
        notes=tuple(notes),
        searched=Searched(**total),
    )


def _events(
    wanted: Wanted, tops: Iterable[Path], with_git: bool, say: Callable[[str], None]
) -> Iterator[Event]:
    """Give all that is found, by directory, and after each the histories met in it."""
    searched: set[Path] = set()
    seen: looking.Seen = {}
    for top in tops:
        say(f"Searching {top.as_posix()}")
        if not top.exists():
            yield Unsearched(top.as_posix(), "there is no such file or directory")
            continue
        repositories = []
        links = 0
        for event in walking.walk(top, with_git):
            match event:
                case walking.Repository(directory):
                    repositories.append(directory)
                case walking.Link():
                    links += 1
                    if looking.names(f"{event.path} {event.target}", wanted.id):
                        yield Trace(event.place, Kind.NAME, 1)
                case walking.Piece():
                    yield Searched(files=1, size=event.size, archives=int(event.is_opened))
                    yield from _piece(event, wanted, seen)
                case Unsearched():
                    yield event
        if links:
            noun = "link was" if links == 1 else "links were"
            yield Note(f"{top.as_posix()}: {links:,} {noun} not followed")
        for repository in repositories:
            if not with_git:
                yield Note(f"The history in {repository.as_posix()} was not searched: add --git")
            elif (resolved := repository.resolve()) not in searched:
                searched.add(resolved)
                say(f"Searching the history in {repository.as_posix()}")
                yield from _history(repository, wanted, seen)
    # A working tree that lies elsewhere keeps its history here.
    if with_git and not searched:
        yield Unsearched("history", "no git repository was met; name its directory")


def _piece(piece: walking.Piece, wanted: Wanted, seen: looking.Seen) -> Iterator[Event]:
    """Look into a file. What git keeps for itself may name the id: as a branch, or in the log of one."""
    try:
        counts = history.look(piece, wanted, seen)
    except OSError as error:
        yield Unsearched(piece.place, f"it cannot be read ({error.strerror or error})")
        return
    # What is staged in another working tree is not known otherwise.
    is_staged = piece.path.name == "index" and "worktrees" in piece.path.parts
    harmless = {Kind.MENTION, Kind.NAME} if piece.is_gits and not is_staged else set()
    for kind, count in counts.items():
        if kind in harmless:
            yield Note("The id stands in names of branches or in git's logs, which does no harm")
        else:
            yield Trace(piece.place, kind, count)


def _history(repository: Path, wanted: Wanted, seen: looking.Seen) -> Iterator[Event]:
    yield Searched(repositories=1)
    borrowed = repository / "objects" / "info" / "alternates"
    if borrowed.is_file():
        yield Note(
            f"{repository.as_posix()} borrows objects of another, which were searched with it"
        )
    try:
        yield from history.search(repository, wanted, seen)
    except GitError as error:
        yield Unsearched(repository.as_posix(), str(error).rstrip("."))


def _working_trees(place: Path) -> Iterator[Path]:
    """Give the working trees, and the repository, that a place lies in."""
    here = place if place.is_dir() else place.parent
    said = git.ask(here, "worktree", "list", "--porcelain") or b""
    for line in said.decode("utf-8", "replace").splitlines():
        if line.startswith("worktree ") and (tree := Path(line[9:])).is_dir():
            yield tree
    common = git.ask(here, "rev-parse", "--git-common-dir")
    if common is not None:
        # Git answers from the directory it was asked in.
        yield here / common.decode("utf-8", "replace").rstrip("\n")


def _outermost(tops: Iterable[Path]) -> list[Path]:
    """Leave out places that lie in others, and write them as somebody here would."""
    resolved = {top.resolve(): top for top in reversed(list(tops))}
    kept = [path for path in resolved if not any(parent in resolved for parent in path.parents)]
    return sorted(_near(path) for path in kept)


def _near(path: Path) -> Path:
    here = Path.cwd()
    if path.is_relative_to(here):
        return Path(os.path.relpath(path, here))
    return path
