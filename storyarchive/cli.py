"""The command line: each command parses, calls one function and prints.

What makes pages is imported by the commands that make them, for nobody should wait for it to ask a question.
"""

import gc
import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from storyarchive import finding, terminal
from storyarchive.content import archive as archives
from storyarchive.content import checks
from storyarchive.content.archive import Archive
from storyarchive.content.library import decisions, open_library
from storyarchive.errors import ProblemsFound, StoryArchiveError, UnknownName
from storyarchive.search.facts import Wish
from storyarchive.version import VERSION


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for every command."""

    archive: Path
    on: date


class _Commands(click.Group):
    """Shows every error as one sentence, and lists commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            click.echo(terminal.problems(found.problems), err=True)
            click.echo(f"\nNothing was written: {found}.", err=True)
            if found.warning:
                click.echo(click.style(f"Take care: {found.warning}.", fg="red"), err=True)
        except StoryArchiveError as error:
            click.echo(click.style("Error: ", fg="red", bold=True) + str(error), err=True)
        except BrokenPipeError:
            # The reader of a pipe has gone; there is nobody to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {where}{error.strerror or error}.", err=True)
        ctx.exit(1)


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    """Read the day: what was given, else SOURCE_DATE_EPOCH, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if value is not None or epoch:
            day = _given_day(value, epoch or "")
            if not 1600 <= day.year <= 2199:
                raise ValueError
            return day
    except (ValueError, OverflowError, OSError):
        name = "--on" if value is not None else "SOURCE_DATE_EPOCH"
        given = value if value is not None else epoch
        form = "2026-05-18" if value is not None else "the seconds since 1970"
        raise click.BadParameter(f'{name} is "{given}": write {form}.') from None
    return date.today()


def _given_day(value: str | None, epoch: str) -> date:
    if value is not None:
        return date.fromisoformat(value)
    return datetime.fromtimestamp(int(epoch), UTC).date()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="storyarchive", message="%(prog)s %(version)s")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=Path("narratives"),
    envvar="STORYARCHIVE_ARCHIVE",
    show_default=True,
    help="The directory of the archive.",
)
@click.option(
    "--on",
    metavar="DATE",
    callback=_day,
    help="The day to ask consent about, such as 2026-05-18.  [default: today]",
)
@click.pass_context
def main(ctx: click.Context, archive: Path, on: date) -> None:
    """Keep consented life stories, search them, and publish them as a static library.

    \b
    Example:
        storyarchive build
    """
    ctx.obj = Given(archive, on)
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that cannot show a letter shows its number instead.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "NO_COLOR" in os.environ:
        ctx.color = False


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
    from storyarchive import building

    with terminal.progress() as say:
        report = building.build(
            given.archive,
            output,
            given.on,
            editions,
            templates,
            keep_going,
            say,
            lambda built: click.echo(terminal.wiped(terminal.built(built))),
        )
    if given.on != date.today():
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
@click.pass_obj
def check(given: Given, paths: Sequence[Path], form: str) -> None:
    """Say what is wrong, what is missing before publishing, and what is worth a thought.

    Exit status 1 if anything is wrong.

    \b
    Example:
        storyarchive check narratives/s-4k7p2.md
    """
    whole = False
    try:
        found = checks.run(archives.load(given.archive), given.on)
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
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--theme", multiple=True, metavar="T", help="Only stories about this theme.")
@click.option("--stage", multiple=True, metavar="S", help="Only stories that tell of this stage.")
@click.option(
    "--avoid", multiple=True, metavar="NOTE", help="No story that mentions this content note."
)
@click.option("--role", metavar="R", help="Only stories told by somebody of this role.")
@click.option(
    "--reading", metavar="BAND", help="No story harder to read than this: easy, medium or harder."
)
@click.option(
    "--minutes", type=click.IntRange(1), metavar="N", help="No story that takes longer to read."
)
@click.option(
    "--off", multiple=True, metavar="GUESS", help="A guess not to make, as it was shown; or all."
)
@click.option("--edition", default="public", show_default=True, help="The library to look in.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=10,
    show_default=True,
    help="How many stories to show.",
)
@click.option("--explain", is_flag=True, help="Say what each score is made of.")
@click.option("--json", "as_json", is_flag=True, help="Results for programs.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=Path("build/cache"),
    show_default=True,
    help="Where the index is kept; deleting it is always safe.",
)
@click.pass_obj
def search(
    given: Given,
    words: Sequence[str],
    theme: Sequence[str],
    stage: Sequence[str],
    avoid: Sequence[str],
    role: str | None,
    reading: str | None,
    minutes: int | None,
    off: Sequence[str],
    edition: str,
    limit: int,
    explain: bool,
    as_json: bool,
    cache: Path,
) -> None:
    """Find stories for somebody.

    Type what you would say: 'nothing about suicide' leaves out, "square one" in quotation marks must
    stand so, a minus leaves a word out. Most filters can be given more than once.

    \b
    Example:
        storyarchive search been recalled, nothing about suicide --stage early-days
    """
    # A question is over before there is any garbage worth looking for, which takes a fifth of its time.
    gc.disable()
    click.get_current_context().call_on_close(gc.enable)
    wish = Wish(tuple(theme), tuple(stage), tuple(avoid), role, reading, minutes)
    with terminal.progress() as say:
        found = finding.find(
            given.archive,
            edition,
            given.on,
            " ".join(words),
            wish,
            off=tuple(off),
            limit=limit,
            explain=explain,
            cache=cache,
            say=say,
        )
    _warn_of_unread(found.unread)
    if as_json:
        click.echo(json.dumps(found.answer.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(terminal.answer(found.answer, found.catalogue))


@main.command()
@click.argument("id", metavar="ID")
@click.option("--edition", default="public", show_default=True, help="The library to show it from.")
@click.pass_obj
def show(given: Given, id: str, edition: str) -> None:
    """Read one story here, as an edition shows it.

    \b
    Example:
        storyarchive show s-4k7p2
    """
    archive = _readable(given)
    library = open_library(archive, edition, given.on)
    for story in library.stories:
        if story.id == id:
            click.echo_via_pager(terminal.story(story, library))
            return
    for decision in decisions(archive, edition, given.on):
        if decision.id == id:
            why = "; ".join(refusal.why for refusal in decision.refusals)
            raise UnknownName(f"{id} is not in the edition {edition}: {why}.")
    raise UnknownName(f'There is no story "{id}".  Its id is the name of its file.')


@main.command()
@click.option("--edition", default="public", show_default=True, help="The edition to preview.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True)
@click.option("--templates", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def serve(given: Given, edition: str, port: int, output: Path, templates: Path | None) -> None:
    """Show the library in a browser on this computer, and build it again when a file changes.

    \b
    Example:
        storyarchive serve --edition mentor
    """
    from storyarchive import building
    from storyarchive import serve as preview

    design = templates or building.beside(given.archive)

    def rebuild() -> None:
        try:
            report = building.build(given.archive, output, given.on, [edition], templates)
            click.echo(terminal.built(report.editions[0]))
        except ProblemsFound as found:
            click.echo(terminal.problems(found.problems), err=True)
            click.echo("The preview stays as it was until this is mended.", err=True)
        except (StoryArchiveError, OSError) as error:
            click.echo(f"{error}\nThe preview stays as it was until this is mended.", err=True)

    building.build(given.archive, output, given.on, [edition], templates)
    preview.serve(
        output / edition,
        (given.archive, design),
        rebuild,
        port,
        lambda address: click.echo(f"Open {address} in a browser; stop with Ctrl+C."),
        ignored=output,
    )


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


def _readable(given: Given) -> Archive:
    """Load the archive, and say how many narratives cannot be looked at."""
    archive = archives.load(given.archive)
    _warn_of_unread(len({problem.path for problem in archive.problems}))
    return archive


def _warn_of_unread(unread: int) -> None:
    if unread:
        noun = "file has" if unread == 1 else "files have"
        click.echo(f"{unread} {noun} errors and cannot be looked at: storyarchive check", err=True)
