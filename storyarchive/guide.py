"""The reference pages of the guide, made from the tables that the program itself works by.

python -m storyarchive.guide docs
"""

import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from storyarchive import shipped
from storyarchive.cli import commands, main
from storyarchive.content import wordbook
from storyarchive.content.codes import CODES
from storyarchive.content.fields import FIELDS, SCOPES
from storyarchive.content.groups import Field, Group, Many, Named
from storyarchive.content.kinds import Kind
from storyarchive.content.records import HELP, SETTINGS, WITHDRAWN
from storyarchive.publish.edition import PARTS, PUBLISHERS

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
    for name, command in commands().items():
        parts += _commands(command, f"storyarchive {name}")
    return "\n\n".join(parts) + "\n"


def _commands(command: click.Command, name: str) -> Iterator[str]:
    """Describe a command, and those that belong to it."""
    arguments = [p.metavar or p.name for p in command.params if isinstance(p, click.Argument)]
    words = " ".join(str(word) for word in arguments)
    group = command.commands if isinstance(command, click.Group) else {}
    yield from _command(
        command, f"{name} [OPTIONS] {words or ('COMMAND' if group else '')}".rstrip()
    )
    for inner, each in group.items():
        yield from _commands(each, f"{name} {inner}")


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


def scopes() -> str:
    """Write the page of what each output asks of a narrator."""
    files = ["| what | its files | in | asks | what it is for |", "| --- | --- | --- | --- | --- |"]
    for publisher in PUBLISHERS:
        cells = (
            _code(publisher.makes),
            publisher.when.says,
            _code(publisher.asks) or "nothing more",
        )
        files.append(f"| {publisher.name} | {' | '.join(cells)} | {publisher.about} |")
    parts = ["| what | in the | asks | what it is |", "| --- | --- | --- | --- |"]
    for part in PARTS:
        parts.append(f"| {part.name} | {part.of} | {_code(part.asks)} | {part.about} |")
    by_scope = ["| scope | asked by |", "| --- | --- |"]
    for scope in SCOPES:
        asking = [each.name for each in PUBLISHERS if scope in each.asks]
        asking += [each.name for each in PARTS if scope in each.asks]
        by_scope.append(f"| `{scope}` | {', '.join(['editions that name it', *asking])} |")
    said = [
        _MADE,
        "# What asks for which yes",
        "A scope is one thing that a narrator says yes or no to; one that is not recorded is a no. A story is in an"
        " edition only with a yes to every scope that the edition names in `_archive.yaml`. What is made of it there"
        " can ask for more. It then knows only the stories that have that yes too: of the others it is given nothing,"
        " and so can show nothing.",
        "## Files of an edition",
        "\n".join(files),
        "## Parts of a page",
        "\n".join(parts),
        "## Every scope",
        "\n".join(by_scope),
        _REQUESTS,
        _TAKEN_DOWN,
    ]
    return "\n\n".join(said) + "\n"


def _code(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_REQUESTS = """## Requests, not locks

`noindex`, `robots.txt`, `noai` and the reservation of text and data mining ask programs to leave. Those that mean well
do; nothing makes the others. Whoever must be sure that a story is in no search engine and in no training of AI keeps it
off the web. What was gathered while a story was shown cannot be called back.

- `robots.txt` and `.well-known/tdmrep.json` count only at the root of a host, such as
  `https://stories.example/robots.txt`. Is the library in a folder of a bigger site? Then copy what they say into the
  files at its root: both already name the folder, from `base_url`. Look whether your host leaves out files whose names
  begin with a dot; some do unless told.
- `tdm-reservation`, in every page, is the [TDM Reservation Protocol](https://www.w3.org/community/tdmrep/) of a W3C
  community group: it says in a form that programs read that mining is reserved (in the EU: Directive 2019/790, article
  4). It counts for its page wherever the page is.
- `noai` and `noimageai` are a habit of some sites, and no standard.
- One narrator's no to `ai-training`, or none recorded, speaks for the whole edition: it is read as a whole.
- The crawlers that `robots.txt` names are a list in `storyarchive/publish/robots.py`, which says where it is from. New
  ones come: look through it once a year."""

_TAKEN_DOWN = """## What was taken down

An id in `_withdrawn.yaml` leaves four things and nothing of the story: a page that says only that it was taken down,
its id in `manifest.json`, its id with the day in `recall.json` and `recall.html`, and its id with the day in the feed
(`at:deleted-entry`, RFC 6721), whether it ever was in the feed or not. Sites that pass stories on read the feed;
whoever holds a copy reads `recall.json` or looks at `recall.html`, whose address is on every printed sheet once
`base_url` is set.

`recall.json` is `{"version": 1, "edition": …, "on": …, "recalled": [{"id": …, "withdrawn_on": …}]}`. The day `on` is
that of the copy; on the web, where the list is kept up to date, there is none.

A story that is paused, or whose time is over, is in no list. Its page is gone, and so is its entry in the feed."""


PAGES = {
    "fields.md": fields,
    "checks.md": checks,
    "commands.md": command_reference,
    "scopes.md": scopes,
}
"""Page of the guide → what makes it."""


if __name__ == "__main__":
    for name, make in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(make(), encoding="utf-8")
