"""A document is a file that is all YAML, read whole by one kind of value."""

from collections.abc import Mapping
from typing import Any

from storyarchive.content import frontmatter
from storyarchive.content.kinds import Kind, Reading, is_null
from storyarchive.content.nodes import compose
from storyarchive.errors import Problem


def read(
    raw: bytes,
    path: str,
    kind: Kind,
    lists: Mapping[str, Mapping[str, str]],
    empty: Any = None,
) -> tuple[Any, Reading]:
    """Read a document, and give its value with what was gathered on the way: problems, and the line of each field.

    lists: the closed lists that its choices are from. empty: what a file without anything stands
    for; without it, such a file is a problem.
    """
    at = Reading(path, 1, lists)
    if not raw.strip() and empty is not None:
        return empty, at
    text = frontmatter.decode(raw, path)
    if isinstance(text, Problem):
        at.problems.append(text)
        return None, at
    node, problems = compose(text, path, 1)
    if problems:
        at.problems += problems
    elif node is not None and not is_null(node):
        return kind.read(node, at, ""), at
    elif empty is not None:
        return empty, at
    else:
        at.problems.append(Problem(path, 1, "empty-file", "the file says nothing", "Write it."))
    return None, at
