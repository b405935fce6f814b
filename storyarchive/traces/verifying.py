"""Verifying that a story is gone: what to look for and where, as an archive has it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from storyarchive import shipped
from storyarchive.content import records
from storyarchive.traces.report import Report
from storyarchive.traces.searching import search
from storyarchive.traces.wanted import gather


def verify(
    id: str,
    archive: Path,
    places: Sequence[Path] = (),
    old: Iterable[Path] = (),
    asked: Path | None = None,
    with_git: bool = False,
    say: Callable[[str], None] = lambda step: None,
) -> Report:
    """Search for what is left of a withdrawn story.

    archive: its directory; words that its other stories have too are no sign of this one. places: where to search;
    by default the archive, and `build` in the directory that the program runs in. old, asked: as in
    `wanted.gather`. with_git, say: as in `searching.search`.

    Raises UnknownName when the id is none, and OSError when a file that is named cannot be read.
    """
    say("Reading what to look for")
    wanted = gather(id, old, asked, others=_others(archive, id), everywhere=_everywhere(archive))
    wanted = replace(wanted, notes=(*wanted.notes, *_listed(archive, id)))
    build = Path("build")
    return search(wanted, places or [archive, *[build][: build.is_dir()]], with_git, say)


def _others(archive: Path, id: str) -> Iterator[Path]:
    """Give the narratives of the archive but one, whatever its file is called now."""
    return (p for p in sorted(archive.glob("s-*.md")) if p.is_file() and not p.stem.startswith(id))


def _everywhere(archive: Path) -> Iterator[Path]:
    """Give the files whose words stand on every page."""
    for place in (
        archive / "_vocabulary",
        archive / "_help",
        archive.resolve().parent / "site_templates",
        shipped.templates(),
        shipped.vocabulary(),
    ):
        yield from (path for path in sorted(place.rglob("*")) if path.is_file())


def _listed(archive: Path, id: str) -> Iterator[str]:
    """Note that a build would let the story back in, and what may have gone together with it: its translations."""
    path = archive / "_withdrawn.yaml"
    if not path.is_file():
        return
    withdrawn, _ = records.read_withdrawn(path.read_bytes(), path.as_posix())
    days = {entry.withdrawn_on for entry in withdrawn if entry.id == id}
    if not days:
        yield f"{id} is not listed in {path.as_posix()}, so a build would let it back in"
    # The list says no more than ids and days, so that nobody can tell which of them belong together.
    others = sorted({each.id for each in withdrawn if each.withdrawn_on in days} - {id})
    if others:
        were, them = ("was", "it") if len(others) == 1 else ("were", "them")
        yield f"{', '.join(others)} {were} withdrawn on the same day: check {them} too"
