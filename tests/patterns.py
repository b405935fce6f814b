"""Every regular expression of the package, and texts that would make each go back again and again."""

import ast
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any
from unittest import mock

from tests.made import PROJECT

PUMPED = 1_500
"""Letters of a hostile text: time that grows with their cube, or doubles with each, comes to many seconds."""
SECONDS = 2
"""A hundred times what a pattern needs whose time grows with their square."""

Found = tuple[str, int]
"""A pattern, and its flags."""


def patterns() -> set[Found]:
    """List what the modules of the package compile when they are imported, and what they give to `re` as they run."""
    import storyarchive

    found: set[Found] = set()
    compiled = re.compile

    def note(pattern: Any, flags: Any = 0) -> Any:
        made = compiled(pattern, flags)
        text = made.pattern
        if str(sys._getframe(1).f_globals.get("__name__")).startswith("storyarchive"):
            found.add((text.decode("latin-1") if isinstance(text, bytes) else text, made.flags))
        return made

    with mock.patch.object(re, "compile", note):
        for module in pkgutil.walk_packages(storyarchive.__path__, "storyarchive."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    for path in (PROJECT / "storyarchive").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).startswith("re.")
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add((first.value, compiled(first.value).flags))
    return found


def hostile(pattern: str, flags: int) -> Iterator[str]:
    """Give texts in which each repeated part of a pattern stands many times, and then what it does not match."""
    tree = parser.parse(pattern, flags)
    for before, body in _repeats(tree, ""):
        # A part that may be nothing repeats nothing.
        piece = body or "a"
        pumped = piece * (PUMPED // len(piece))
        for end in ("\0", "", "\n!", before or "x"):
            yield before + pumped + end


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Find the parts that repeat: what may stand before each, and what each may be."""
    for code, value in tree:
        for inner in _inner(code, value):
            yield from _repeats(inner, before)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[1] > 8:
            for choice in range(3):
                yield before, _example(value[2], choice)
        before += _example([(code, value)], 0)


def _inner(code: Any, value: Any) -> list[Any]:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _example(tree: Any, choice: int) -> str:
    """Give a text that a part of a pattern matches. choice: which of several."""
    return "".join(str(_one(code, value, choice)) for code, value in tree)


def _one(code: Any, value: Any, choice: int) -> str:
    if code is codes.LITERAL:
        return str(chr(value))
    if code is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is codes.ANY:
        return "a .\t"[choice]
    if code is codes.IN:
        return _member(value, choice)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return _example(value[2], choice) * max(int(value[0]), 1)
    if code is codes.BRANCH:
        return _example(value[1][choice % len(value[1])], choice)
    inner = [] if code in (codes.ASSERT, codes.ASSERT_NOT) else _inner(code, value)
    return "".join(_example(each, choice) for each in inner)


_SORTS = {
    codes.CATEGORY_SPACE: " \t\n",
    codes.CATEGORY_DIGIT: "012",
    codes.CATEGORY_WORD: "a1_",
    codes.CATEGORY_NOT_SPACE: "a.1",
    codes.CATEGORY_NOT_DIGIT: "a. ",
    codes.CATEGORY_NOT_WORD: " .-",
}


def _member(members: Any, choice: int) -> str:
    """Give a letter of a set."""
    if members[0][0] is codes.NEGATE:
        pattern = [(codes.IN, members[1:])]
        refused = {_member([each], 0) for each in members[1:]}
        return (
            next((letter for letter in "a .1\t-é"[choice:] if letter not in refused), "ß")
            if pattern
            else ""
        )
    code, value = members[choice % len(members)]
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.RANGE:
        return chr(min(value[0] + choice, value[1]))
    return str(_SORTS[value][choice])


class Slow(Exception):
    """A pattern took too long."""


def _stop(*_: object) -> None:
    raise Slow


def slow(found: Found) -> str:
    """Give the text that a pattern takes too long for, and nothing where there is none."""
    pattern = re.compile(*found)
    former = signal.signal(signal.SIGALRM, _stop)
    try:
        for text in dict.fromkeys(hostile(*found)):
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            pattern.search(text)
            pattern.fullmatch(text)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except Slow:
        return f"{text[:30]!r}… {len(text)}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
    return ""
