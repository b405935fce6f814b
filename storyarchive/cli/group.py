"""The command that all others belong to: what holds for every one, the day, and how errors are said."""

import io
import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyarchive import terminal
from storyarchive.errors import ProblemsFound, StoryArchiveError
from storyarchive.version import VERSION

if TYPE_CHECKING:
    from storyarchive.content.identity import PrivateWords


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for every command."""

    archive: Path
    on: date
    is_today: bool
    """Whether that day is today."""
    written_on: date
    """The day to write into files: what was given, else today, whatever SOURCE_DATE_EPOCH says."""
    private_words: Path | None
    """The list of words that no file may hold, where this computer has one."""

    def private(self) -> "PrivateWords | None":
        """Read that list."""
        from storyarchive.content.identity import private

        return private.load(self.private_words) if self.private_words else None


_WORK = {
    "check": "making",
    "acknowledge": "keeping",
    "approve": "keeping",
    "publish": "keeping",
    "build": "making",
    "serve": "making",
    "search": "reading",
    "show": "reading",
    "consent": "keeping",
    "pause": "keeping",
    "withdraw": "leaving",
    "verify-withdrawn": "traces",
    "receipt": "papers",
    "form": "papers",
    "export": "papers",
}
"""The commands in the order of the work (write, publish, read, look after), and the modules that they are in."""


_PRIVATE = "private-words.txt"
"""The name of the list of private words, in the place where programs keep their settings."""


class _Commands(click.Group):
    """Shows every error as one sentence, and imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_WORK)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _WORK:
            import_module(f"storyarchive.cli.{_WORK[cmd_name]}")
        return super().get_command(ctx, cmd_name)

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
@click.option(
    "--private-words",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="STORYARCHIVE_PRIVATE_WORDS",
    help=f"Words that no file may hold, a list outside of Git.  [default: {_PRIVATE} in the settings of this computer]",
)
@click.pass_context
def main(ctx: click.Context, archive: Path, on: date, private_words: Path | None) -> None:
    """Keep consented life stories, search them, and publish them as a static library.

    \b
    Example:
        storyarchive build
    """
    usual = Path(click.get_app_dir("storyarchive")) / _PRIVATE
    words = private_words or (usual if usual.is_file() else None)
    was_given = ctx.get_parameter_source("on") is click.core.ParameterSource.COMMANDLINE
    ctx.obj = Given(
        archive,
        on,
        is_today=on == date.today(),
        written_on=on if was_given else date.today(),
        private_words=words,
    )
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that cannot show a letter shows its number instead.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "NO_COLOR" in os.environ:
        ctx.color = False


def warn_of_unread(unread: int) -> None:
    """Say how many narratives could not be looked at, if any."""
    if unread:
        noun = "file has" if unread == 1 else "files have"
        click.echo(f"{unread} {noun} errors and cannot be looked at: storyarchive check", err=True)
