"""Reads what `packing` wrote as its format is documented, with nothing of the program that wrote it."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_CALL = re.compile(
    r'storyarchive\.receive\("([a-z0-9-]+)","([0-9a-f]{8})",(\{.*\})\);\n', re.DOTALL
)


class Received(NamedTuple):
    """What a file hands over."""

    name: str
    layout: str
    data: dict[str, Any]


def received(script: bytes) -> Received:
    """Run a file, which must be one call with data."""
    call = _CALL.fullmatch(script.decode())
    assert call, script[:80]
    return Received(call[1], call[2], json.loads(call[3]))


def opened(tree: Mapping[str, object]) -> dict[str, Received]:
    """Run all files, each of which must be named by its path."""
    files = {}
    for path, script in tree.items():
        assert isinstance(script, bytes)
        file = received(script)
        assert f"search/{file.name}.js" == path
        files[file.name] = file
    return files


def postings(line: str) -> dict[int, int]:
    """Give story number → level. A number says how many are skipped; the letter after it is the level, A for 1."""
    found: dict[int, int] = {}
    story = 0
    for skipped, letter in re.findall("([0-9a-v]*)([A-Z])", line):
        story += int(skipped or "0", 32)
        found[story] = ord(letter) - ord("A") + 1
        story += 1
    return found


def places(line: str) -> list[list[int]]:
    """Give the places in each story: steps from one to the next, the first from before all."""
    each = []
    for steps in line.split(";"):
        at = -1
        each.append([at := at + int(step, 32) for step in steps.split(",") if step])
    return each


def forms(key: str, line: str) -> list[str]:
    """Give the words a term stands for: what follows the key, or `=` and the whole."""
    said = line.split(",") if line else []
    return [form[1:] if form.startswith("=") else key + form for form in said]


def lists(line: str) -> list[list[int]]:
    """Give some numbers of each story."""
    return [[int(number) for number in said.split(",") if number] for said in line.split(";")]


def lines(text: str) -> Mapping[str, list[str]]:
    """Give key → the rest of its line."""
    parts = [line.split("\t") for line in text.splitlines()]
    return {key: rest for key, *rest in parts}


def file_of(word: str, firsts: str) -> int:
    """Say which file a word stands in: the last whose beginning does not come after it, as scripts compare."""
    before = [n for n, first in enumerate(firsts.split(" ")) if _units(first) <= _units(word)]
    return before[-1]


def _units(word: str) -> list[int]:
    written = word.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(written[at : at + 2], "big") for at in range(0, len(written), 2)]
