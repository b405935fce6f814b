"""An amendment writes anew what has changed of each edition since the last build, where only words have changed.

It goes through the same door as a build, with the narratives that have changed and those they lead on to; whatever
a build would stop at, hold back, or show otherwise elsewhere is left to a build.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from storyarchive import files, shipped, stamps
from storyarchive.content import archive as archives
from storyarchive.content import checks, former, ties
from storyarchive.content.archive import Archive
from storyarchive.content.identity import PrivateWords, crowd
from storyarchive.content.library import Library, Story, open_library
from storyarchive.errors import Problem, Severity, TooFar
from storyarchive.notebook import Notebook
from storyarchive.publish import amending, render
from storyarchive.publish.amending import Amended
from storyarchive.report import Built, Report
from storyarchive.search import keeping
from storyarchive.search.amending import Change
from storyarchive.stamps import Whole
from storyarchive.unchanged import Last

_CROWD, _TIES = "crowd.json", "ties.json"


def notes(archive: Archive) -> dict[str, bytes]:
    """Note what is known of an archive's narratives elsewhere than on their pages."""
    return {
        _CROWD: crowd.to_json(crowd.gather(archive)).encode(),
        _TIES: json.dumps(ties.all_of(archive)).encode(),
    }


def note_of(edition: str, name: str) -> str:
    """Name a note of an edition."""
    return f"{edition}-{name}"


@dataclass(frozen=True)
class Amendment:
    """What was written anew."""

    report: Report
    notebook: Notebook
    sites: Mapping[str, Whole]
    """Edition → all that is written of it now."""


@contextmanager
def amended(
    last: Last,
    directory: Path,
    output: Path,
    on: date,
    templates: Path | None = None,
    private: PrivateWords | None = None,
) -> Iterator[Amendment | None]:
    """Amend the editions that were built last; give None where they have to be built.

    It is to be left (`with`): meanwhile what was there before is deleted. last: the last build, with what has changed
    since. The others are those of `building.build`.

    Raises what that raises.
    """
    with ExitStack() as stack:
        try:
            _see_that_templates_are_shipped(directory, templates)
            write = {
                each.edition: stack.enter_context(files.amending(each.directory))
                for each in last.report.editions
            }
            cache = output / "cache" / "templates"
            opened = _Opened(last, directory, on, templates, private, cache)
            found = {each.edition: opened.amended(each) for each in last.report.editions}
            # Only what nobody touched is shown again.
            amendment = _written(last, found, write, output)
            opened.refresh(output / "cache")
        except (TooFar, ValueError, KeyError, IndexError):
            stack.close()
            amendment = None
        yield amendment


def _see_that_templates_are_shipped(directory: Path, templates: Path | None) -> None:
    own = templates or archives.beside(directory)
    if own.resolve() != shipped.templates().resolve() and any(own.rglob("*.html")):
        # An organisation's own template may show anything of the library anywhere.
        raise TooFar


class _Opened:
    """An archive, opened as far as the changed narratives lead."""

    def __init__(
        self,
        last: Last,
        directory: Path,
        on: date,
        templates: Path | None,
        private: PrivateWords | None,
        cache: Path,
    ) -> None:
        self._last, self._on = last, on
        self._changed: dict[str, list[Story]] = {}
        own = templates or archives.beside(directory)
        self._archive = replace(archives.load_frame(directory), templates=own)
        self._load(set(last.changed))
        self._load({id for n in self._archive.narratives for id in n.fields.related})
        self._see_that_they_are_sound(private)
        settings = self._archive.settings
        self._design = render.templates(
            *(own, shipped.templates()),
            language=settings.language,
            words=settings.words,
            cache=cache,
        )

    def amended(self, built: Built) -> Amended:
        """Amend an edition, writing nothing."""
        edition = built.edition
        noted = amending.Notes(lambda name: self._last.notebook.read(note_of(edition, name)))
        changes: list[Change] = []
        for id in self._last.changed:
            was = noted.story(id)
            self._load(set(was.same_teller if was else ()))
            now = next((s for s in self._library(edition).stories if s.id == id), None)
            if was is not None and now is not None and amending.words_only(was, now):
                changes.append((was, now))
            elif was is not None or now is not None:
                raise TooFar
        self._changed[edition] = [now for _, now in changes]
        return amending.amend(
            changes,
            noted,
            partial(self._library_of, edition),
            self._design,
            partial(_read, built.directory),
        )

    def refresh(self, cache: Path) -> None:
        """Bring what else is kept up to date: the indexes of the prompt, and compiled templates."""
        self._design.keep()
        for edition, changed in self._changed.items():
            if changed:
                keeping.refresh_some(changed, self._library_of(edition, ()), cache)

    def _library_of(self, edition: str, ids: Collection[str]) -> Library:
        """Open the library of some stories of an edition, all of which it may show."""
        self._load(set(ids))
        library = self._library(edition)
        stories = tuple(story for story in library.stories if story.id in ids)
        if len(stories) != len(set(ids)):
            raise TooFar
        return replace(library, stories=stories)

    def _library(self, edition: str) -> Library:
        return open_library(self._archive, edition, self._on)

    def _load(self, ids: Set[str]) -> None:
        """Read more narratives, and those that they translate, on whose consent they stand."""
        while missing := ids - self._archive.by_id.keys():
            more = archives.load_some(self._archive, missing)
            if more.problems or more.by_id.keys() != missing:
                raise TooFar
            narratives = (*self._archive.narratives, *more.narratives)
            self._archive = replace(
                self._archive,
                narratives=tuple(sorted(narratives, key=lambda narrative: narrative.id)),
                media={**self._archive.media, **more.media},
            )
            ids = {n.fields.translation_of for n in more.narratives if n.fields.translation_of}

    def _see_that_they_are_sound(self, private: PrivateWords | None) -> None:
        """See that nothing is wrong with the changed narratives, nor with others because of them."""
        before = json.loads(self._last.notebook.read(_TIES))
        around = crowd.from_json(self._last.notebook.read(_CROWD), self._archive)
        problems = checks.of_each(self._archive, self._on, private, around)
        changed = [self._archive.by_id[id] for id in self._last.changed]
        for narrative in changed:
            if before.get(ties.known_as(narrative.id)) != ties.of(narrative):
                raise TooFar
            if any(map(_weighs, problems(narrative))):
                raise TooFar
        paths = {narrative.path for narrative in changed}
        rewritten = former.problems(self._archive, former.load(self._archive))
        if any(_weighs(problem) for problem in rewritten if problem.path in paths):
            raise TooFar


def _read(directory: Path, path: str) -> bytes:
    try:
        return (directory / path).read_bytes()
    except OSError as error:
        raise TooFar from error


def _weighs(problem: Problem) -> bool:
    return problem.severity in (Severity.ERROR, Severity.HELD)


def _written(
    last: Last,
    amended: Mapping[str, Amended],
    write: Mapping[str, Callable[[int, Mapping[str, bytes]], None]],
    output: Path,
) -> Amendment:
    """Write what has changed of each edition, and note it; raises TooFar where one is not as it was written."""
    notebook = Notebook(output, last.notebook.named)
    built, sites = [], dict(last.sites())
    for before in last.report.editions:
        new, there = amended[before.edition], before.directory
        if not new.tree:
            built.append(before)
            continue
        was, size = stamps.parts(there, new.tree), before.size - _size(there, new.tree)
        write[before.edition](sites[before.edition].inode, new.tree)
        sites[before.edition] = stamps.amended(sites[before.edition], was, there, new.tree)
        size += _size(there, new.tree)
        written = files.Written(before.written.files, changed=len(new.tree), removed=0)
        built.append(replace(before, size=size, written=written))
        notebook.write({note_of(before.edition, name): note for name, note in new.notes.items()})
    return Amendment(replace(last.report, editions=tuple(built)), notebook, sites)


def _size(directory: Path, paths: Iterable[str]) -> int:
    return sum((directory / path).stat().st_size for path in paths)
