"""The command line: each command parses, calls one function and prints.

A command is imported when it is asked for, and what makes pages by the commands that make them, for nobody should
wait for it to ask a question.
"""

from collections.abc import Mapping

import click

from storyarchive.cli.group import main

__all__ = ["commands", "main"]


def commands() -> Mapping[str, click.Command]:
    """Give every command, by name, in the order of the work."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}
