"""Problems on a terminal, and for programs."""

import json
from collections.abc import Sequence

import click

from storyarchive.errors import Problem, Severity

_HEADINGS = {
    Severity.ERROR: "Wrong: to be mended",
    Severity.WARNING: "To look at: mend or acknowledge before publishing",
    Severity.MISSING: "Missing: needed before publishing",
    Severity.HELD: "Held back: shown nowhere now",
    Severity.ADVICE: "Worth a thought",
}
_COLOURS = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.MISSING: "yellow",
    Severity.HELD: "magenta",
    Severity.ADVICE: "blue",
}


def problems(found: Sequence[Problem]) -> str:
    """Show problems one below the other, each with its place and its remedy."""
    return "\n".join(_problem(problem) for problem in found)


def _problem(problem: Problem) -> str:
    place = click.style(f"{problem.path}:{problem.line}:", bold=True)
    code = click.style(f"{problem.code}:", fg=_COLOURS[problem.severity])
    lines = [f"{place} {code} {problem.message}"]
    if problem.remedy:
        # A remedy can hold a line to paste, so it is not broken where the window ends.
        lines.append(f"    {problem.remedy}")
    return "\n".join(lines)


def checked(found: Sequence[Problem], files: int) -> str:
    """Show what a check found, the heaviest first, and sum it up."""
    parts = []
    for severity in Severity:
        these = [problem for problem in found if problem.severity is severity]
        if these:
            heading = click.style(f"{_HEADINGS[severity]} ({len(these)})", bold=True)
            parts.append(f"{heading}\n\n{problems(these)}")
    noun = "file" if files == 1 else "files"
    total = "nothing to mend" if not found else f"{len(found)} to look at"
    return "\n\n".join([*parts, f"{files:,} {noun} checked: {total}."])


def problems_json(found: Sequence[Problem]) -> str:
    """Give problems as JSON: a list of objects with the fields of `Problem`."""
    return json.dumps(
        [
            {
                "path": problem.path,
                "line": problem.line,
                "code": problem.code,
                "severity": str(problem.severity),
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in found
        ],
        ensure_ascii=False,
        indent=2,
    )
