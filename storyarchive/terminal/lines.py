"""Lines on a terminal: how wide they are, where they break, and the one that is written over while work goes on."""

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


def width() -> int:
    """Give the width to write in: the terminal's, at most 80 columns, so that lines read well."""
    return max(40, min(80, shutil.get_terminal_size((80, 24)).columns))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step that is under way, on a terminal only, and wipe it at the end."""
    live = sys.stderr.isatty()

    def say(step: str) -> None:
        if live:
            click.echo(f"\r\x1b[K{step} …", nl=False, err=True)

    try:
        yield say
    finally:
        if live:
            click.echo("\r\x1b[K", nl=False, err=True)


def wiped(line: str) -> str:
    """Put a line in the place of the step under way."""
    return f"\r\x1b[K{line}" if sys.stderr.isatty() and sys.stdout.isatty() else line


def wrapped(text: str, indent: int = 0, hanging: bool = False) -> str:
    """Break a text into lines.

    indent: spaces before each line. hanging: whether the first line has none.
    """
    spaces = " " * indent
    return textwrap.fill(
        text,
        width(),
        initial_indent="" if hanging else spaces,
        subsequent_indent=spaces,
        break_on_hyphens=False,
        break_long_words=False,
    )
