"""The command line: each command parses, calls one function and prints.

A command is imported when it is asked for, and what makes pages by the commands that make them, for nobody should
wait for it to ask a question.
"""

import os
import sys
from collections.abc import Mapping

import click

from storyarchive.cli.group import main

__all__ = ["commands", "main", "run"]


def run() -> None:
    """Run the command that was typed, and end the process at once.

    Python would first take apart, object by object, what ends with the process anyway; after a build that takes longer
    than some questions do. Mypy ends like this too (`mypy.util.hard_exit`).
    """
    try:
        main()
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code or 0)
        raise


def commands() -> Mapping[str, click.Command]:
    """Give every command, by name, in the order of the work."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}
