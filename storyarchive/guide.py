"""The reference pages of the guide, made from the tables that the program itself works by.

python -m storyarchive.guide docs
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from storyarchive import shipped
from storyarchive.cli import main
from storyarchive.content import wordbook
from storyarchive.content.codes import CODES
from storyarchive.content.fields import FIELDS
from storyarchive.content.groups import Field, Group, Many, Named
from storyarchive.content.kinds import Kind
from storyarchive.content.records import HELP, SETTINGS, WITHDRAWN

_MADE = "<!-- Made by `python -m storyarchive.guide docs`; mend the program's tables, not this page. -->"


def fields() -> str:
    """Write the page of every field of every file."""
    parts = [
        _MADE,
        "# Every field",
        "A field marked **needed** has to be there before a story can be published; a draft may be"
        " without it. Some are needed only for some bases: what allows the story to be shown. Text"
        " with a colon or a quote in it goes in quotes.",
        "## A story, `s-4k7p2.md`",
        *_table(FIELDS, ""),
        "## The settings, `_archive.yaml`",
        *_table(SETTINGS, ""),
        "## Stories taken down, `_withdrawn.yaml`",
        "A list; each entry has:",
        *_table(WITHDRAWN.each, ""),
        "## Help lines, `_help/gb.yaml`",
        *_table(HELP, ""),
        "## The closed lists",
        "As they come with the program; yours are in `_vocabulary/`.",
        *_lists(),
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
        if field.needed_for:
            needed = f"**needed** for {', '.join(field.needed_for)}"
        about = field.about + says
        cells = (f"`{path}{field.name}`", needed, about, example)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if group:
            inside.append((field, group))
    yield "\n".join(rows)
    for field, group in inside:
        yield f"### `{path}{field.name}`"
        yield from _table(group, f"{path}{field.name}.")


def _lists() -> Iterator[str]:
    """List what may stand in each closed list, as the shipped vocabulary has it."""
    place = shipped.vocabulary()
    files = {name: (name, (place / name).read_bytes()) for name in wordbook.VOCABULARIES}
    vocabulary, _ = wordbook.read(files)
    assert vocabulary is not None, "the shipped vocabulary has problems: storyarchive check"
    rows = ["| list | what may stand in it |", "| --- | --- |"]
    for name, choices in vocabulary.choices.items():
        rows.append(f"| {name} | {', '.join(f'`{id}`' for id in choices)} |")
    yield "\n".join(rows)


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
    parts = [_MADE, "# Every command", *_command(main, "storyarchive [OPTIONS] COMMAND")]
    for name, command in main.commands.items():
        arguments = [p.metavar or p.name for p in command.params if isinstance(p, click.Argument)]
        words = " ".join(str(word) for word in arguments)
        parts += _command(command, f"storyarchive {name} [OPTIONS] {words}".rstrip())
    return "\n\n".join(parts) + "\n"


def _command(command: click.Command, usage: str) -> Iterator[str]:
    yield f"## `{usage.replace(' [OPTIONS]', '')}`"
    said, _, example = inspect.cleandoc(command.help or "").partition("\b\nExample:\n")
    yield said.strip()
    rows = ["| option | what it does | otherwise |", "| --- | --- | --- |"]
    for option in command.params:
        if isinstance(option, click.Option):
            default = option.default if option.show_default else None
            otherwise = f"`{default}`" if default is not None else ""
            value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
            if isinstance(option.type, click.Choice):
                value = " " + "|".join(map(str, option.type.choices))
            cells = (f"`{', '.join(option.opts)}{value}`", option.help or "", otherwise)
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if len(rows) > 2:
        yield "\n".join(rows)
    yield f"```\n{inspect.cleandoc(example)}\n```"


PAGES = {"fields.md": fields, "checks.md": checks, "commands.md": command_reference}
"""Page of the guide → what makes it."""


if __name__ == "__main__":
    for name, make in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(make(), encoding="utf-8")
