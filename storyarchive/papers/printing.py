"""A receipt is printed as text for a terminal, or as one page of HTML that needs no other file."""

import textwrap
from collections.abc import Iterator

from storyarchive.papers.paper import Answer, Receipt, Section
from storyarchive.papers.words import YES_NO, day
from storyarchive.publish.render import Templates

_WIDTH = 72
"""Columns, so that a printed page holds a line at a large size."""


def text(receipt: Receipt) -> str:
    """Print a receipt as plain text, at most 72 columns wide."""
    blocks = [
        receipt.heading.upper(),
        _filled(f"{receipt.library}. As it is on {day(receipt.said_on)}."),
        "\n".join(_filled(line) for line in receipt.about),
        *(_section(section) for section in receipt.sections),
    ]
    return "\n\n".join(blocks) + "\n"


def page(receipt: Receipt, templates: Templates) -> str:
    """Print a receipt as a page of HTML, for A4, with everything it needs inside it.

    Raises TemplateError when the template cannot be rendered.
    """
    return templates.render("papers/receipt.html", receipt=receipt, yes_no=YES_NO)


def _section(section: Section) -> str:
    lines = [
        section.heading.upper(),
        *(_filled(words) for words in section.words),
        *(_filled(point, "- ") for point in section.points),
        *(line for answer in section.answers for line in _answer(answer)),
        *(_filled(words) for words in section.after),
    ]
    return "\n".join(lines)


def _answer(answer: Answer) -> Iterator[str]:
    yield _filled(answer.what, f"{YES_NO[answer.is_so]:<5}")
    if answer.why:
        yield _filled(answer.why, " " * 5)


def _filled(words: str, first: str = "") -> str:
    return textwrap.fill(
        words,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )
