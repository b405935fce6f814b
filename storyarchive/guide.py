"""The reference pages of the guide, made from the tables that the program itself works by.

python -m storyarchive.guide docs
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from storyarchive.cli import main as commands
from storyarchive.content.codes import CODES
from storyarchive.content.kinds import Field, Group, Kind, Many, Named
from storyarchive.content.records import HELP, SETTINGS, WITHDRAWN
from storyarchive.content.schema import FIELDS

_MADE = "<!-- Made by `python -m storyarchive.guide docs`; mend the program's tables, not this page. -->"


def fields() -> str:
    """Write the page of every field of every file."""
    parts = [
        _MADE,
        "# Every field",
        "A field marked **needed** has to be there before a story can be published; a draft may be"
        " without it. Text with a colon or a quote in it goes in quotes.",
        "## A story, `s-4k7p2.md`",
        *_table(FIELDS, ""),
        "## The settings, `_archive.yaml`",
        *_table(SETTINGS, ""),
        "## Stories taken down, `_withdrawn.yaml`",
        "A list; each entry has:",
        *_table(WITHDRAWN.each, ""),
        "## Help lines, `_help/gb.yaml`",
        *_table(HELP, ""),
    ]
    return "\n\n".join(parts) + "\n"


def _table(kind: Kind, path: str) -> Iterator[str]:
    assert isinstance(kind, Group)
    rows = ["| field | | what it is | example |", "| --- | --- | --- | --- |"]
    inside: list[tuple[Field, Group]] = []
    for field in kind.fields:
        group = _group(field.kind)
        says = "" if group else f" *{_capital(field.kind.says)}.*"
        example = f"`{field.example}`" if field.example else ""
        needed = "**needed**" if field.needed else ""
        about = field.about + says
        cells = (f"`{path}{field.name}`", needed, about, example)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if group:
            inside.append((field, group))
    yield "\n".join(rows)
    for field, group in inside:
        yield f"### `{path}{field.name}`"
        yield from _table(group, f"{path}{field.name}.")


def _group(kind: Kind) -> Group | None:
    while isinstance(kind, Many | Named):
        kind = kind.each
    return kind if isinstance(kind, Group) else None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def checks() -> str:
    """Write the page of every check."""
    rows = [f"| `{code}` | {about} |" for code, about in CODES.items()]
    parts = [
        _MADE,
        "# Every check",
        "`storyarchive check` names each problem as `path:line: code: sentence`, with what to do"
        " below it. What each code means:",
        "\n".join(["| code | what it means |", "| --- | --- |", *rows]),
    ]
    return "\n\n".join(parts) + "\n"


def command_reference() -> str:
    """Write the page of every command, from its own help."""
    parts = [_MADE, "# Every command", *_helps(commands, "storyarchive")]
    return "\n\n".join(parts) + "\n"


def _helps(command: click.Command, name: str) -> Iterator[str]:
    with click.Context(command, info_name=name, max_content_width=88) as context:
        help = command.get_help(context)
    yield f"## `{name}`\n\n```\n{help.rstrip()}\n```"
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from _helps(child, f"{name} {child.name}")


PAGES = {"fields.md": fields, "checks.md": checks, "commands.md": command_reference}
"""Page of the guide → what makes it."""


if __name__ == "__main__":
    for name, make in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(make(), encoding="utf-8")
