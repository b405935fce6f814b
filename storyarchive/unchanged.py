"""Unchanged is what is as it was when it was last built, so that nothing of it need be read again.

What a build depends on is named without being read: the state of the files of the archive, of the templates and of
the program, what Git knows, the day, and what was asked for. So is what it wrote, for a site is as it was only while
nobody touched it. All that is kept in `cache/` of the output; deleting it is always safe:

    built.json  what was asked for, what was written, and the report; it is written last, and names the others' bytes
    last/       notes, with which a site can be amended where only some narratives have changed
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from storyarchive import files, git, shipped, stamps
from storyarchive.errors import Problem, Severity, TooFar, WorkerLost
from storyarchive.notebook import Notebook, deleted
from storyarchive.report import Built, Report, StillShown
from storyarchive.sharing import begun
from storyarchive.stamps import State, Whole
from storyarchive.version import VERSION

MOST = 20
"""Narratives that may have changed where a site is amended."""

_PACKAGE = Path(__file__).resolve().parent
_NARRATIVE = re.compile(r"s-[a-z0-9]{5}\.md")
_STATES = "narratives.json"
_NOTHING = Report((), (), (), (), ())


@dataclass(frozen=True)
class Asked:
    """A build that was asked for."""

    output: Path
    name: str | None
    """Of all that decides what it makes but the narratives; None where nobody can tell whether it changed."""
    newest: int
    """When the last of that changed, in nanoseconds since 1970."""
    narratives: Mapping[str, State]
    """File → its state."""

    @cached_property
    def digest(self) -> str:
        """Name the states of the narratives."""
        return stamps.digest(self.narratives)


@dataclass(frozen=True)
class Last:
    """The last build, from which all is as it was but some narratives."""

    report: Report
    changed: tuple[str, ...]
    """The ids of the narratives that may have changed."""
    notebook: Notebook
    sites: Callable[[], Mapping[str, Whole]]
    """Gives edition → all that was written of it, once that was looked at; raises TooFar where it is not as it was."""


def ask(
    directory: Path,
    output: Path,
    on: date,
    editions: Sequence[str],
    templates: Path | None,
    keep_going: bool,
    private_words: Path | None,
) -> Asked:
    """Name a build, from what `building.build` takes; private_words: the file of them."""
    own = templates or shipped.beside(directory)
    archive = stamps.states(directory)
    around = stamps.stamp(directory / "_vocabulary", directory / "_help")
    program = stamps.stamp(*_tree(own), *_tree(shipped.templates()), *_tree(_PACKAGE))
    known = git.stamp(directory)
    if archive is None or around is None or program is None or known is None:
        return Asked(output, None, 0, {})
    narratives = {
        name: at for name, at in archive.items() if at.size >= 0 and _NARRATIVE.fullmatch(name)
    }
    others = {name: at for name, at in archive.items() if name not in narratives}
    named = (
        *(around.digest, program.digest, stamps.digest(others), known, on.isoformat(), *editions),
        *sorted(narratives),
        # The report names places as they were typed.
        *(str(directory), str(output), str(keep_going), _words(private_words)),
        *(str(directory.resolve()), VERSION, sys.version, *_installed()),
    )
    newest = max(around.newest, program.newest, *(at.newest for at in others.values()))
    return Asked(output, stamps.name(named), newest, narratives)


class Memory:
    """What is remembered of the last build. It is to be left (`with`), and looks at what was written meanwhile."""

    def __init__(self, output: Path) -> None:
        self._place = _place(output)
        try:
            self._written_at = self._place.stat().st_mtime_ns
            self._said = json.loads(self._place.read_bytes())
            self._report = _report(self._said["report"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self._said, self._report = {}, _NOTHING
        places = {each.edition: each.directory for each in self._report.editions}
        self._sites = begun(partial(_sites, places))

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *problem: object) -> None:
        self._sites.__exit__(*problem)

    def look(self, asked: Asked) -> Last | None:
        """Give the last build, where the same was asked for and all but some narratives is as it was then."""
        said = self._said
        try:
            if asked.name is None or said["asked"] != asked.name or not self._is_settled(asked):
                return None
            notebook = Notebook(asked.output, said["notes"])
            changed = self._changed(asked, notebook)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if len(changed) > MOST:
            return None
        return Last(self._report, changed, notebook, partial(self._whole, asked.output))

    def _whole(self, output: Path) -> Mapping[str, Whole]:
        try:
            sites = self._sites.result()
            if self._said["written"] == _written(output, sites):
                return sites
        except (OSError, KeyError, WorkerLost):
            pass
        raise TooFar

    def _is_settled(self, asked: Asked) -> bool:
        return self._written_at - asked.newest > stamps.SETTLED

    def _changed(self, asked: Asked, notebook: Notebook) -> tuple[str, ...]:
        """List the ids of the narratives that may have changed."""
        changed = {
            file
            for file, at in asked.narratives.items()
            if self._written_at - at.newest <= stamps.SETTLED
        }
        if self._said["narratives"] != asked.digest:
            before = json.loads(notebook.read(_STATES))
            changed |= {
                file
                for file, at in asked.narratives.items()
                if tuple(before[stamps.name([file])]) != at
            }
        return tuple(sorted(file.removesuffix(".md") for file in changed))


def forget(output: Path) -> None:
    """Forget the last build, and delete its notes; raises OSError where that cannot be."""
    deleted(_place(output))
    Notebook(output).clear()


def remember(
    asked: Asked, report: Report, notebook: Notebook, sites: Mapping[str, Whole] | None = None
) -> None:
    """Keep the report of a build that was asked for.

    notebook: with its notes. sites: what was written of each edition, where that is known without looking.
    """
    # What cannot be remembered is done again.
    with suppress(OSError):
        place = _place(asked.output)
        deleted(place)
        states = {stamps.name([file]): at for file, at in asked.narratives.items()}
        notebook.write({_STATES: json.dumps(states, separators=(",", ":")).encode()})
        if asked.name is None or report.left_out or notebook.named is None:
            notebook.clear()
            return
        sites = sites or _sites({each.edition: each.directory for each in report.editions})
        said = {
            "asked": asked.name,
            "narratives": asked.digest,
            "written": _written(asked.output, sites),
            "notes": notebook.named,
            "report": asdict(report),
        }
        new = place.with_name(f"{place.name}.new")
        new.write_text(json.dumps(said, default=str), "utf-8")
        new.replace(place)


def _place(output: Path) -> Path:
    return output / "cache" / "built.json"


def _sites(directories: Mapping[str, Path]) -> Mapping[str, Whole]:
    """Look at what was written of each edition; raises OSError where that cannot be."""
    return {id: stamps.whole(directory) for id, directory in directories.items()}


def _written(output: Path, sites: Mapping[str, Whole]) -> str:
    """Name what was built, and the editions beside it, of which a report tells too."""
    said = [f"{id} {written.files}" for id, written in sorted(sites.items())]
    for manifest in sorted(output.glob("[!.]*/manifest.json")):
        seen = manifest.stat()
        said.append(f"{manifest.parent.name} {seen.st_size} {seen.st_mtime_ns}")
    return stamps.name(said)


def _tree(directory: Path) -> Iterator[Path]:
    """List a directory and those within it."""
    for place, within, _ in os.walk(directory):
        within[:] = sorted(name for name in within if name != "__pycache__")
        yield Path(place)


def _words(file: Path | None) -> str:
    try:
        return "" if file is None else sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "cannot be read"


def _installed() -> Iterator[str]:
    """Name the libraries that the program is run with, each with its version."""
    for place in sys.path:
        with suppress(OSError):
            yield from sorted(found.name for found in Path(place).glob("*.dist-info"))


def _report(said: dict[str, Any]) -> Report:
    return Report(
        editions=tuple(
            Built(
                each["edition"],
                Path(each["directory"]),
                each["stories"],
                each["size"],
                files.Written(files=each["written"]["files"], changed=0, removed=0),
            )
            for each in said["editions"]
        ),
        left_out=(),
        held_back=tuple(
            Problem(**{**each, "severity": Severity(each["severity"])})
            for each in said["held_back"]
        ),
        forgotten=tuple(map(Path, said["forgotten"])),
        still_shown=tuple(
            StillShown(Path(each["directory"]), tuple(each["ids"])) for each in said["still_shown"]
        ),
    )
