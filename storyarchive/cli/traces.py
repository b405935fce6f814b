"""The command that proves that a withdrawn story is gone."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storyarchive import terminal
from storyarchive.cli.group import Given, main

if TYPE_CHECKING:
    from storyarchive.traces import Report, Searched

_FOUND = {
    "same-file": ("the former file itself", "the former file itself"),
    "claim": ("says that it is this story", "says that it is this story"),
    "name": ("the id in its name", "the id in its name"),
    "mention": ("the id", "the id, {} times"),
    "fingerprint": ("the fingerprint of a former file", "fingerprints of former files"),
    "text": ("eight words in a row of the story", "{} runs of eight words of the story"),
    "phrase": ("its title or a quote", "{} of its title and quotes"),
    "word": ("one of the words asked for", "{} of the words asked for"),
}
"""Kind of trace → how one is said, and how several are."""


@main.command("verify-withdrawn")
@click.argument("id", metavar="ID")
@click.argument("places", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR]...")
@click.option("--git", "with_git", is_flag=True, help="Search the whole history as well.")
@click.option(
    "--old",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A former file of the story: look for its words, and for the file itself.",
)
@click.option(
    "--words",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Look for these, too: a word or phrase a line.",
)
@click.option("--json", "as_json", is_flag=True, help="The report for programs.")
@click.pass_obj
def verify_withdrawn(
    given: Given,
    id: str,
    places: Sequence[Path],
    with_git: bool,
    old: Sequence[Path],
    words: Path | None,
    as_json: bool,
) -> None:
    """Search for what is left of a story that was taken down.

    Looks in the archive and in build, or in the directories that are named: in every file, in archives, in
    caches. Says where, and never what. Exit status 1 if anything is found, or something could not be searched.

    \b
    Example:
        storyarchive verify-withdrawn s-h7k2m --git --old ../s-h7k2m.md
    """
    from storyarchive import traces

    with terminal.progress() as say:
        report = traces.verify(id, given.archive, places, old, words, with_git, say)
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(report)))
    if not report.is_clean:
        sys.exit(1)


def _lines(report: "Report") -> Iterator[str]:
    places = {
        place: list(found) for place, found in groupby(report.traces, lambda trace: trace.place)
    }
    for place, found in places.items():
        said = "; ".join(_FOUND[t.kind][t.count > 1].format(f"{t.count:,}") for t in found)
        yield f"{click.style(place, bold=True)}: {said}"
    for missed in report.unsearched:
        yield f"Not searched: {missed.place}: {missed.why}."
    for note in report.notes:
        yield f"Note: {note}."
    if places or report.unsearched or report.notes:
        yield ""
    looked = f"Searched {_amount(report.searched)}."
    if places:
        noun = "place" if len(places) == 1 else "places"
        yield (
            click.style(f"{report.id} is still in {len(places):,} {noun}.", fg="red") + f" {looked}"
        )
    elif report.unsearched:
        yield f"Nothing of {report.id} was found, but not everything could be searched. {looked}"
    else:
        yield click.style(f"Nothing of {report.id} was found.", fg="green") + f" {looked}"


def _amount(searched: "Searched") -> str:
    said = (
        f"{_counted(searched.files, 'file', 'files')},"
        f" {_counted(searched.archives, 'archive opened', 'archives opened')}"
    )
    if searched.repositories:
        said += (
            f", {_counted(searched.objects, 'git object', 'git objects')}"
            f" in {_counted(searched.repositories, 'repository', 'repositories')}"
        )
    return f"{said}; {searched.size:,} bytes in all"


def _counted(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _as_json(report: "Report") -> dict[str, Any]:
    searched = report.searched
    return {
        "id": report.id,
        "clean": report.is_clean,
        "found": [
            {"place": trace.place, "kind": str(trace.kind), "count": trace.count}
            for trace in report.traces
        ],
        "not_searched": [{"place": each.place, "why": each.why} for each in report.unsearched],
        "notes": list(report.notes),
        "searched": asdict(searched),
    }
