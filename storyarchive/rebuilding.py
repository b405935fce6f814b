"""Rebuilding does of a build what is left to do since the last one: nothing, an amendment, or all of it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from storyarchive import tidying, unchanged
from storyarchive.errors import TooFar
from storyarchive.notebook import Notebook
from storyarchive.report import Built, Report
from storyarchive.unchanged import Asked, Last

if TYPE_CHECKING:
    from storyarchive.content.identity import PrivateWords


@dataclass(frozen=True)
class Wanted:
    """What is to be built; as `building.build` takes it."""

    directory: Path
    output: Path
    on: date
    editions: Sequence[str] = ()
    templates: Path | None = None
    keep_going: bool = False
    private_words: Path | None = None
    """The file of them."""


def rebuild(
    wanted: Wanted,
    private: Callable[[], "PrivateWords | None"] = lambda: None,
    say: Callable[[str], None] = lambda step: None,
    done: Callable[[Built], None] = lambda built: None,
) -> Report:
    """Bring editions up to date.

    private: gives the private words. say, done: as for `building.build`.

    Raises what that raises.
    """
    with tidying.rarely():
        return _rebuild(wanted, private, say, done)


def _rebuild(
    wanted: Wanted,
    private: Callable[[], "PrivateWords | None"],
    say: Callable[[str], None],
    done: Callable[[Built], None],
) -> Report:
    with unchanged.Memory(wanted.output) as memory:
        # What was asked for is named before anything is read: what changes meanwhile has another name.
        asked = unchanged.ask(
            *(wanted.directory, wanted.output, wanted.on, wanted.editions, wanted.templates),
            *(wanted.keep_going, wanted.private_words),
        )
        last = memory.look(asked)
        report = None if last is None else _brought_up_to_date(last, wanted, asked, private, say)
    if report is None:
        return _built(wanted, asked, private, say, done)
    for built in report.editions:
        done(built)
    return report


def _brought_up_to_date(
    last: Last,
    wanted: Wanted,
    asked: Asked,
    private: Callable[[], "PrivateWords | None"],
    say: Callable[[str], None],
) -> Report | None:
    """Do what is left to do; give nothing where that is all."""
    if not last.changed:
        with suppress(TooFar):
            last.sites()
            return last.report
        return None
    say("Looking at what has changed")
    # Whoever has nothing to do does not wait for what does it.
    from storyarchive import amending

    with amending.amended(
        *(last, wanted.directory, wanted.output, wanted.on, wanted.templates, private())
    ) as amended:
        if amended is None:
            return None
        unchanged.remember(asked, amended.report, amended.notebook, amended.sites)
        return amended.report


def _built(
    wanted: Wanted,
    asked: Asked,
    private: Callable[[], "PrivateWords | None"],
    say: Callable[[str], None],
    done: Callable[[Built], None],
) -> Report:
    from storyarchive import building

    notebook = Notebook(wanted.output)
    report = building.build(
        *(wanted.directory, wanted.output, wanted.on, wanted.editions, wanted.templates),
        *(wanted.keep_going, private(), say, done, notebook),
    )
    unchanged.remember(asked, report, notebook)
    return report
