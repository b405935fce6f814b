"""A build reads an archive, checks it, and writes each edition whole."""

import json
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from storyarchive import amending, files, shipped, tidying, unchanged
from storyarchive.content import archive as archives
from storyarchive.content import checks, former
from storyarchive.content.archive import Archive
from storyarchive.content.identity import PrivateWords
from storyarchive.content.library import decisions, find_edition, open_library
from storyarchive.content.own import usable
from storyarchive.errors import OutputError, ProblemsFound, Severity, TemplateError
from storyarchive.notebook import Notebook
from storyarchive.publish import amending as publish_amending
from storyarchive.publish import edition, render
from storyarchive.publish.press import Press
from storyarchive.report import Built, Report, StillShown
from storyarchive.search import keeping


def build(
    directory: Path,
    output: Path,
    on: date,
    editions: Sequence[str] = (),
    templates: Path | None = None,
    keep_going: bool = False,
    private: PrivateWords | None = None,
    say: Callable[[str], None] = lambda step: None,
    done: Callable[[Built], None] = lambda built: None,
    notebook: Notebook | None = None,
) -> Report:
    """Build editions of an archive, each into its own directory of `output`.

    editions: ids, all of them if none is named. templates: an organisation's own; by default the
    `site_templates/` beside the archive, if there is one. keep_going: leave out narratives with
    errors rather than stop. private: words that no file may hold. say: told of each step as it
    begins. done: told of each edition as soon as it is written. notebook: where to note what the editions can be
    amended with; nowhere by default.

    Raises ProblemsFound when the archive has errors, and the other errors of `storyarchive.errors`.
    """
    with tidying.rarely():
        return _build(
            *(directory, output, on, editions, templates, keep_going, private, say, done),
            notebook,
        )


def _build(
    directory: Path,
    output: Path,
    on: date,
    editions: Sequence[str],
    templates: Path | None,
    keep_going: bool,
    private: PrivateWords | None,
    say: Callable[[str], None],
    done: Callable[[Built], None],
    notebook: Notebook | None,
) -> Report:
    say("Reading the archive")
    began_with = files.before_all(output)
    archive = archives.load(directory, templates)
    for id in editions:
        find_edition(archive, id)
    own = templates or archives.beside(directory)
    problems = (
        *checks.run(archive, on, private=private),
        *former.problems(archive, former.load(archive)),
        *archives.naming_withdrawn(archive, own),
    )
    wrong = checks.blocking(problems)
    if checks.final(problems) or (wrong and not keep_going):
        raise ProblemsFound(wrong, _warning(still_shown(archive, output, on)))
    # A recording or transcript that is wrong takes its story with it.
    names = tuple(problem.path.rpartition("/")[2] for problem in wrong)
    archive = archive.without(frozenset(n.id for n in archive.narratives if _is_in(n.id, names)))
    archive = replace(archive, settings=usable(archive))
    try:
        design = render.templates(
            own,
            shipped.templates(),
            language=archive.settings.language,
            words=archive.settings.words,
            cache=output / "cache" / "templates",
        )
    except OSError as error:
        where = error.filename or "the templates"
        raise TemplateError(f"{where} cannot be read: {error.strerror or error}.") from error
    # What was noted of stories that may be gone goes before anything is written.
    try:
        unchanged.forget(output)
    except OSError as error:
        where = error.filename or output
        raise OutputError(f"{where} cannot be deleted: {error.strerror or error}.") from error
    built = []
    for id in editions or archive.settings.editions:
        say(f"Building the edition {id}")
        known = began_with.get(id, files.Before(None))
        built.append(_write(archive, id, output, on, design, notebook, known))
        done(built[-1])
    if notebook is not None:
        notebook.write(amending.notes(archive))
        design.keep()
    keeping.forget_others(output / "cache", archive.settings.editions)
    return Report(
        editions=tuple(built),
        left_out=wrong,
        held_back=tuple(problem for problem in problems if problem.severity is Severity.HELD),
        forgotten=tuple(_forgotten(output, archive)),
        still_shown=still_shown(archive, output, on, but={each.edition for each in built}),
    )


def _is_in(id: str, names: tuple[str, ...]) -> bool:
    return any(name.startswith(id) for name in names)


def _write(
    archive: Archive,
    id: str,
    output: Path,
    on: date,
    design: render.Templates,
    notebook: Notebook | None,
    began_with: files.Before,
) -> Built:
    library = open_library(archive, id, on)
    press = Press(library, design)
    try:
        tree = edition.printed(press)
    except OSError as error:
        where = error.filename or archive.directory
        raise OutputError(f"{where} cannot be read: {error.strerror or error}.") from error
    written = files.write_tree(tree, output / id, began_with)
    keeping.refresh(library, output / "cache")
    if notebook is not None:
        notes = publish_amending.notes(press, tree)
        notebook.write({amending.note_of(id, name): note for name, note in notes.items()})
    size = sum(map(_size, tree.values()))
    return Built(id, output / id, len(library.stories), size, written)


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _warning(found: tuple[StillShown, ...]) -> str:
    """Say which editions a build that stops leaves as they must not stay."""
    said = (f"{each.directory.as_posix()} still shows {', '.join(each.ids)}" for each in found)
    how = "; to take that off now: storyarchive build --keep-going" if found else ""
    return "; ".join(said) + how


def still_shown(
    archive: Archive, output: Path, on: date, but: Container[str] = ()
) -> tuple[StillShown, ...]:
    """Find editions on disk that hold stories which they may not show on a day.

    A copy made before may hold a story that one made now would leave out, for it ends sooner.

    but: ids of editions to pass over.
    """
    found = []
    for id in archive.settings.editions:
        there = _manifest(output / id).get("stories")
        if id in but or not there:
            continue
        cleared = {
            decision.id
            for decision in decisions(archive, id, on)
            if all(refusal.rule == "ends-before-the-copy" for refusal in decision.refusals)
        }
        ids = sorted(set(map(str, there if isinstance(there, list) else ())) - cleared)
        if ids:
            found.append(StillShown(output / id, tuple(ids)))
    return tuple(found)


def _forgotten(output: Path, archive: Archive) -> Iterator[Path]:
    """Find editions built before and no longer listed: they may show what nobody checks any more."""
    for path in sorted(output.glob("*/manifest.json")):
        id = _manifest(path.parent).get("edition")
        if id == path.parent.name and id not in archive.settings.editions:
            yield path.parent


def _manifest(directory: Path) -> dict[str, object]:
    try:
        manifest = json.loads((directory / "manifest.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if isinstance(manifest, dict) else {}
