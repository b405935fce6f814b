"""Commands that make the library, and say what stands in its way."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyarchive import terminal
from storyarchive.cli.group import Given, main
from storyarchive.errors import ProblemsFound, StoryArchiveError, UnknownName
from storyarchive.rebuilding import Wanted, rebuild

if TYPE_CHECKING:
    from storyarchive.content.archive import Archive


@main.command()
@click.argument("editions", nargs=-1, metavar="[EDITION]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Where to write, a directory for each edition.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Your own templates.  [default: site_templates beside the archive]",
)
@click.option("--keep-going", is_flag=True, help="Leave out stories with errors; exit status 1.")
@click.pass_obj
def build(
    given: Given, editions: Sequence[str], output: Path, templates: Path | None, keep_going: bool
) -> None:
    """Write the library: every edition, or the ones named.

    A story is in an edition only if its narrator agreed to all that the edition does, today.

    \b
    Example:
        storyarchive build public offline
    """
    wanted = Wanted(
        *(given.archive, output, given.on, editions, templates, keep_going, given.private_words)
    )
    with terminal.progress() as say:
        report = rebuild(
            wanted,
            given.private,
            say,
            lambda built: click.echo(terminal.wiped(terminal.built(built))),
        )
    if not given.is_today:
        click.echo(f"Built as of {given.on}, which is not today.", err=True)
    for problem in report.held_back:
        click.echo(f"Held back: {problem.path}: {problem.message}", err=True)
    for place in report.forgotten:
        click.echo(f"{place}: the archive has no such edition now; delete it.", err=True)
    for shown in report.still_shown:
        ids = ", ".join(shown.ids)
        click.echo(f"{shown.directory} still shows {ids}: build it too.", err=True)
    if report.left_out:
        click.echo(terminal.problems(report.left_out), err=True)
        left = len({problem.path for problem in report.left_out})
        click.echo(f"\n{left} left out: mend the above, then build again.", err=True)
        sys.exit(1)
    click.echo(f"Open {(report.editions[0].directory / 'index.html').as_posix()} in a browser.")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@click.option(
    "--since", metavar="COMMIT", help="Compare histories with this commit.  [default: the last one]"
)
@click.option(
    "--message",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check this commit message, and nothing else; for a hook.",
)
@click.pass_obj
def check(
    given: Given, paths: Sequence[Path], form: str, since: str | None, message: Path | None
) -> None:
    """Say what is wrong, missing, or worth a thought.

    Exit status 1 if anything is wrong.

    \b
    Example:
        storyarchive check narratives/s-4k7p2.md
    """
    from storyarchive.content import archive as archives
    from storyarchive.content import checks, former

    whole = False
    try:
        archive = archives.load(given.archive)
        if message:
            _check_message(message, archive, given)
            return
        found = checks.run(archive, given.on, private=given.private())
        found = (*former.problems(archive, former.load(archive, since)), *found)
    except ProblemsFound as error:
        # Without settings and vocabulary no narrative was looked at.
        found, whole = error.problems, True
    files = _files(given.archive, paths)
    if paths and not whole:
        found = tuple(p for p in found if Path(p.path).resolve() in files)
    count = sum(path.suffix.casefold() == ".md" for path in files)
    if form == "json":
        click.echo(terminal.problems_json(found))
    else:
        click.echo(terminal.checked(found, count))
    if checks.blocking(found):
        sys.exit(1)


@main.command()
@click.option("--edition", default="public", show_default=True, help="The edition to preview.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True)
@click.option("--templates", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def serve(given: Given, edition: str, port: int, output: Path, templates: Path | None) -> None:
    """Show the library in a browser, while you write.

    \b
    Example:
        storyarchive serve --edition mentor
    """
    from storyarchive import serve as preview
    from storyarchive.content import archive as archives

    design = templates or archives.beside(given.archive)
    wanted = Wanted(
        *(given.archive, output, given.on, [edition], templates, False, given.private_words)
    )

    def again() -> None:
        try:
            report = rebuild(wanted, given.private)
            click.echo(terminal.built(report.editions[0]))
        except ProblemsFound as found:
            click.echo(terminal.problems(found.problems), err=True)
            click.echo("The preview stays as it was until this is mended.", err=True)
        except (StoryArchiveError, OSError) as error:
            click.echo(f"{error}\nThe preview stays as it was until this is mended.", err=True)

    rebuild(wanted, given.private)
    preview.serve(
        output / edition,
        (given.archive, design),
        again,
        port,
        lambda address: click.echo(f"Open {address} in a browser; stop with Ctrl+C."),
        ignored=output,
    )


def _check_message(message: Path, archive: "Archive", given: Given) -> None:
    from storyarchive.content import identity

    text = message.read_bytes().decode("utf-8", "replace")
    found = identity.message_problems(text, archive, message.as_posix(), given.private())
    if found:
        click.echo(terminal.problems(found), err=True)
        sys.exit(1)


def _files(archive: Path, paths: Sequence[Path]) -> frozenset[Path]:
    """List the files of the archive that were named, by themselves or by their directory; else all."""
    every = frozenset(
        path.resolve()
        for place in (archive, archive / "_vocabulary", archive / "_help")
        for path in place.glob("*")
        if path.is_file() and path.name.casefold() != "readme.md"
    )
    named: set[Path] = set()
    for path in paths:
        found = {file for file in every if path.resolve() in (file, *file.parents)}
        if not found:
            raise UnknownName(f"{path} is no file of the archive {archive}.")
        named |= found
    return frozenset(named) if paths else every
