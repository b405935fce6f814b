"""The command that all others belong to: what holds for every one, the day, and how errors are said."""

import io
import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from storyarchive import terminal
from storyarchive.errors import ProblemsFound, StoryArchiveError
from storyarchive.version import VERSION


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for every command."""

    archive: Path
    on: date
    is_today: bool
    """Whether that day is today."""


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
    ctx.obj = Given(archive, on, is_today=on == date.today())
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that cannot show a letter shows its number instead.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "NO_COLOR" in os.environ:
        ctx.color = False
