"""A build reads an archive, checks it, and writes each edition whole."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storyarchive import files, shipped
from storyarchive.content import archive as archives
from storyarchive.content import checks
from storyarchive.content.archive import Archive
from storyarchive.content.library import find_edition, open_library
from storyarchive.errors import Problem, ProblemsFound, Severity
from storyarchive.publish import edition, render
from storyarchive.search import index


@dataclass(frozen=True, slots=True)
class Built:
    """One edition that was written."""

    edition: str
    directory: Path
    stories: int
    size: int
    """Bytes, recordings included."""
    written: files.Written


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    editions: tuple[Built, ...]
    left_out: tuple[Problem, ...]
    """Errors of the narratives that were left out, where the caller chose to go on without them."""
    held_back: tuple[Problem, ...]
    """Published narratives that no edition may show on this day, and why."""
    forgotten: tuple[Path, ...]
    """Directories of editions that the archive no longer has."""


def build(
    directory: Path,
    output: Path,
    on: date,
    editions: Sequence[str] = (),
    templates: Path | None = None,
    keep_going: bool = False,
    say: Callable[[str], None] = lambda step: None,
) -> Report:
    """Build editions of an archive, each into its own directory of `output`.

    editions: ids, all of them if none is named. templates: an organisation's own; by default the
    `site_templates/` beside the archive, if there is one. keep_going: leave out narratives with
    errors rather than stop. say: told of each step as it begins.

    Raises ProblemsFound when the archive has errors, and the other errors of `storyarchive.errors`.
    """
    say("Reading the archive")
    archive = archives.load(directory)
    for id in editions:
        find_edition(archive, id)
    problems = checks.run(archive, on)
    wrong = checks.blocking(problems)
    if checks.final(problems) or (wrong and not keep_going):
        raise ProblemsFound(wrong)
    paths = {problem.path for problem in wrong}
    archive = archive.without(frozenset(n.id for n in archive.narratives if n.path in paths))
    design = render.templates(templates or beside(directory), shipped.templates())
    built = []
    for id in editions or archive.settings.editions:
        say(f"Building the edition {id}")
        built.append(_write(archive, id, output, on, design))
    index.forget_others(output / "cache", archive.settings.editions)
    return Report(
        editions=tuple(built),
        left_out=wrong,
        held_back=tuple(problem for problem in problems if problem.severity is Severity.HELD),
        forgotten=tuple(_forgotten(output, archive)),
    )


def beside(directory: Path) -> Path:
    """Give the place of an organisation's own templates: `site_templates/` beside its archive."""
    return directory.resolve().parent / "site_templates"


def _write(archive: Archive, id: str, output: Path, on: date, design: render.Templates) -> Built:
    library = open_library(archive, id, on)
    tree = edition.build(library, design)
    written = files.write_tree(tree, output / id)
    index.refresh(library, output / "cache")
    size = sum(map(_size, tree.values()))
    return Built(id, output / id, len(library.stories), size, written)


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _forgotten(output: Path, archive: Archive) -> Iterator[Path]:
    """Find editions built before and no longer listed: they may show what nobody checks any more."""
    for manifest in sorted(output.glob("*/manifest.json")):
        try:
            id = json.loads(manifest.read_bytes()).get("edition")
        except (OSError, ValueError, AttributeError):
            continue
        if id == manifest.parent.name and id not in archive.settings.editions:
            yield manifest.parent
