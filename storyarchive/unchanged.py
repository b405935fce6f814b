"""Unchanged is an archive that is as it was when it was last built, so that nothing of it need be read again.

What a build depends on is named without being read: the state of the files of the archive, of the templates and of
the program, what Git knows, the day, and what was asked for. So is what it wrote, for a site is as it was only while
nobody touched it. Under that name the report of the build lies in `cache/built.json` of the output; deleting it is
always safe.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storyarchive import files, git, shipped, stamps
from storyarchive.errors import Problem, Severity
from storyarchive.report import Built, Report, StillShown
from storyarchive.version import VERSION

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Asked:
    """A build that was asked for."""

    output: Path
    editions: tuple[str, ...]
    name: str | None
    """Of all that decides what it makes; None where nobody can tell whether something of it changed."""
    newest: int
    """When the last of that changed, in nanoseconds since 1970."""


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
    archive = stamps.stamp(directory, directory / "_vocabulary", directory / "_help")
    templates_and_program = (*_tree(own), *_tree(shipped.templates()), *_tree(_PACKAGE))
    program = stamps.stamp(*templates_and_program)
    known = git.stamp(directory)
    if archive is None or program is None or known is None:
        return Asked(output, tuple(editions), None, 0)
    named = (
        *(archive.digest, program.digest, known, on.isoformat(), *editions),
        # The report names places as they were typed.
        *(str(directory), str(output), str(keep_going), _words(private_words)),
        *(VERSION, sys.version, *_installed()),
    )
    newest = max(archive.newest, program.newest)
    return Asked(output, tuple(editions), _digest(named), newest)


def recall(asked: Asked) -> Report | None:
    """Give the report of the last build, where the same was asked for and all is as that build left it."""
    place = _place(asked)
    try:
        is_settled = place.stat().st_mtime_ns - asked.newest > stamps.SETTLED
        said = json.loads(place.read_bytes())
        if asked.name is None or said["asked"] != asked.name or not is_settled:
            return None
        report = _report(said["report"])
        if said["written"] != _written(asked.output, report):
            return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return report


def remember(asked: Asked, report: Report) -> None:
    """Keep the report of a build that was asked for."""
    written = None if asked.name is None or report.left_out else _written(asked.output, report)
    # What cannot be remembered is done again.
    with suppress(OSError):
        place = _place(asked)
        new = place.with_name(f"{place.name}.new")
        for former in (place, new):
            former.unlink(missing_ok=True)
        if written is not None:
            said = {"asked": asked.name, "written": written, "report": asdict(report)}
            place.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(said, default=str), "utf-8")
            new.replace(place)


def _place(asked: Asked) -> Path:
    return asked.output / "cache" / "built.json"


def _written(output: Path, report: Report) -> str | None:
    """Name the state of what was built, and of the editions beside it, of which a report tells too."""
    built = stamps.stamp(*(place for each in report.editions for place in _tree(each.directory)))
    if built is None:
        return None
    beside = []
    for manifest in sorted(output.glob("*/manifest.json")):
        seen = manifest.stat()
        beside.append(f"{manifest.parent.name} {seen.st_size} {seen.st_mtime_ns}")
    return _digest((built.digest, *beside))


def _tree(directory: Path) -> Iterator[Path]:
    """List a directory and those within it."""
    for place, within, _ in os.walk(directory):
        within[:] = sorted(name for name in within if name != "__pycache__")
        yield Path(place)


def _words(file: Path | None) -> str:
    try:
        return "" if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "cannot be read"


def _installed() -> Iterator[str]:
    """Name the libraries that the program is run with, each with its version."""
    for place in sys.path:
        with suppress(OSError):
            yield from sorted(found.name for found in Path(place).glob("*.dist-info"))


def _digest(said: Iterable[str]) -> str:
    named = "\n".join(said).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(named, digest_size=16).hexdigest()


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
