"""The life of a narrative: the states it can be in, and the steps that lead from one to another."""

from collections.abc import Mapping

STATES: Mapping[str, tuple[str, ...]] = {
    "draft": ("consented", "paused", "withdrawn"),
    "consented": ("published", "draft", "paused", "withdrawn"),
    "published": ("paused", "expired", "withdrawn"),
    "paused": ("published", "draft", "expired", "withdrawn"),
    "expired": ("consented", "withdrawn"),
    "withdrawn": (),
}
"""State → the states that may come next; docs/editors.md tells them to editors.

Only what is published is shown. A withdrawn narrative has no next state: a story given again is another one.
"""

BEGINNING = "draft"
"""The state in which every narrative begins."""


def may_follow(before: str, after: str) -> bool:
    """Tell whether a step from one state to another is one that there is."""
    return after in STATES.get(before, ())


def way(before: str, after: str, through: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the steps from one state to another, the last of them `after`; none where there is no way.

    Each step is one that there is. through: states that may lie between; all others take somebody's decision.
    """
    ways: list[tuple[str, ...]] = [(before,)]
    for steps in ways:
        for following in STATES.get(steps[-1], ()):
            if following == after:
                return (*steps[1:], after)
            if following in through and following not in steps:
                ways.append((*steps, following))
    return ()
