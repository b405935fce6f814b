"""The house: imports point left, and only the door looks behind itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made import PROJECT

LAYERS = [
    "version",
    "errors",
    "shipped",
    "stamps",
    "sharing",
    "tidying",
    "files",
    "git",
    "report",
    "notebook",
    "unchanged",
    "content",
    "search",
    "publish",
    "papers",
    "finding",
    "amending",
    "building",
    "rebuilding",
    "withdrawing",
    "traces",
    "serve",
    "terminal",
    "cli",
    "guide",
]
"""From left to right; a module imports from its own room and from those to its left."""

BEHIND_THE_DOOR = {
    "answering",
    "archive",
    "checks",
    "consent",
    "deadlines",
    "editing",
    "fields",
    "filing",
    "former",
    "frontmatter",
    "identity",
    "narrative",
    "narrative_checks",
    "nodes",
    "own",
    "records",
    "remedies",
    "schema",
    "standing",
    "steps",
    "wordbook",
}
"""Modules of `content` that know narratives; what publishes and searches knows stories."""

PACKAGE = PROJECT / "storyarchive"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """List what a module imports of the project, as ('content', 'library')."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write the whole name of the module"
            base = (node.module or "").split(".")
            for name in node.names:
                yield tuple([*base, name.name][1:]) if base[0] == "storyarchive" else ()
        elif isinstance(node, ast.Import):
            for name in node.names:
                base = name.name.split(".")
                yield tuple(base[1:]) if base[0] == "storyarchive" else ()


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_left(path: Path) -> None:
    """
    No room knows the rooms to its right.
    """
    here = room(path)
    if here == "__main__":
        return
    order = LAYERS.index(here)

    assert [] == [i for i in imports(path) if i and LAYERS.index(i[0]) > order]


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) in {"search", "publish"}],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_what_publishes_sees_a_library_only(path: Path) -> None:
    """
    Behind the door there are no narratives: nothing can be shown by mistake that was kept back.
    """
    seen = {i[1] for i in imports(path) if len(i) > 1 and i[0] == "content"}

    assert set() == seen & BEHIND_THE_DOOR


def test_consent_is_asked_about_in_one_place() -> None:
    """
    Only the door decides; what tells an editor how things stand asks the same rules.
    """
    asking = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(i[:2] == ("content", "consent") for i in imports(path))
    }

    telling = {"content/narrative_checks.py", "content/standing.py", "content/steps.py"}
    assert {"content/library.py"} | telling == asking


def test_whoosh_is_imported_in_one_module() -> None:
    """
    Another index could take its place.
    """
    using = [path.name for path in MODULES if "whoosh" in _roots(path)]

    assert ["index.py"] == using


def test_the_clock_is_read_in_one_module() -> None:
    """
    What day it is comes from the caller, so that the same input gives the same bytes.
    """
    reading = [
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"today", "now", "utcnow", "time_ns", "localtime", "gmtime"}
    ]

    assert {"group.py"} == set(reading)


def _roots(path: Path) -> set[str]:
    roots = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            roots.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            roots |= {name.name.split(".")[0] for name in node.names}
    return roots
