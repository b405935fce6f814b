"""Folded text says the same to a check as to a reader, however it was typed or wrapped."""

import html
import re
import string
import unicodedata

BREAK = "\n\0\n"
"""Stands between paragraphs: no check matches over it, for `.` ends at a line and `\\s` before the NUL."""

_SPACES = "\t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
)
_HYPHENS = "\u2010-\u2013\u2212\ufe63\uff0d"

_SHAPES = (
    r"\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u1d00-\u1dbf"
    r"\u2070-\u209f\u2100-\u218f\u2460-\u24ff\uff01-\uff5e\U0001d400-\U0001d7ff"
)
"""Letters and digits of other shapes: full width, in circles, of other scripts."""

_MARKS = r"\u0300-\u036f"
_SIGNS = (
    # One set of first characters, so that the search can leap from one to the next.
    rf"[\n&*`~_\\{_SPACES}{_UNSEEN}{_HYPHENS}{_MARKS}{_SHAPES}]"
    r"(?:(?<=\n)[ \t>]*(?:\n[ \t>]*)*"  # a line break, with the signs of a quotation after it
    r"|(?<=&)(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|(?<=_)_*"
    rf"|(?<=[{_SPACES}])[ {_SPACES}]+|)"
)
_ODD = re.compile(_SIGNS)
_ODD_OR_SPACES = re.compile(_SIGNS + "|  +")
"""Looking at every space takes three times as long, and few texts have two together."""


def fold(text: str) -> str:
    """Give a text as checks read it.

    A line break within a paragraph is a space, as are spaces of other kinds; what cannot be seen
    and the marks of Markdown are gone; digits, hyphens and letters of other shapes are plain ones.
    """
    return _odd(text).sub(_plain, text)


def _odd(text: str) -> re.Pattern[str]:
    return _ODD_OR_SPACES if "  " in text else _ODD


_BEGINS = re.compile(r"#|(?:[-+*]|\d{1,3}[.)])[ \t]")


def _ends_here(odd: re.Match[str]) -> bool:
    """Tell whether a single line break ends a heading, an item of a list or a line of verse."""
    text, at = odd.string, odd.start()
    line = text.rfind("\n", 0, at) + 1
    if text.startswith("#", line) or text.endswith(("  ", "\\"), line, at):
        return True
    return _BEGINS.match(text, odd.end()) is not None


def breaks(text: str) -> tuple[int, ...]:
    """Give where in the folded form of a text each of its line breaks comes to stand, in characters."""
    found: list[int] = []
    shift = 0
    for odd in _odd(text).finditer(text):
        found += [odd.start() - shift] * odd.group().count("\n")
        shift += len(odd.group()) - len(_plain(odd))
    return tuple(found)


def _plain(odd: re.Match[str]) -> str:
    found = odd.group()
    first = found[0]
    if "\n" in found:
        return BREAK if found.count("\n") > 1 or _ends_here(odd) else " "
    if "\u0300" <= first <= "\u036f":
        return ""
    after = odd.string[odd.end() : odd.end() + 1]
    if first == "\\":
        return "" if after in string.punctuation else found
    if first in "*`~":
        return ""
    if first == "_":
        # Between letters it is a part of the word, as in an address.
        before = odd.string[odd.start() - 1 : odd.start()]
        return found if before.isalnum() and after.isalnum() else ""
    if first == "&":
        said = html.unescape(found)
        return said if said == found else fold(said)
    if first == " " or first.isspace():
        return " "
    if re.match(f"[{_UNSEEN}]", first):
        return ""
    if re.match(f"[{_HYPHENS}]", first):
        return "-"
    if first.isdecimal():
        return str(unicodedata.decimal(first))
    return unicodedata.normalize("NFKC", found)
