"""Passages are the words of a story without its Markdown, and the few of them that best show a match."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storyarchive.search import analysis

LENGTH = 160
"""Letters of an excerpt, about."""

_NOTED = re.compile(
    r"<!--\s*note:.*?(?:<!--\s*note ends\s*-->|(?=^[ ]{0,3}#{1,6}\s)|\Z)", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE_MARKS = re.compile(
    r"^[ \t]*(?:(?:[-*_][ \t]*){3,}$|[`~]{3,}[^\n]*$|=+[ \t]*$"
    r"|(?:>[ \t]?|#{1,6}[ \t]+|[-*+][ \t]+|[0-9]{1,9}[.)][ \t]+)+)",
    re.MULTILINE,
)
_BEGIN_MARKS = frozenset("-*_`~=>#+0123456789")
"""What the marks of a line begin with."""
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
# It begins with the letters that it may begin with, for so it is found several times faster.
_ESCAPED_OR_MARK = re.compile(
    r"[\\*`_](?:(?<=\\)([!-/:-@\[-`{-~])|(?<=[*`])[*`]*|(?<=_)(?:(?<![^\W_]_)_*|_*(?![^\W_])))"
)
# More digits than the number of a letter has: Markdown leaves them as they are, and Python refuses to read many.
_NO_LETTER = re.compile(r"&(?=#[0-9]{8})")
# Of a text in which each character is replaced by its kind, for the marks that some letters need are no letters here.
_WORD = re.compile(r"x(?:[xm]|-(?=[xm]))*")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*\s+")


class _Kinds(dict[int, str]):
    """What kind of character each is: `x` may begin a word, `m` and `-` may go on with it; worked out when met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        is_joint = character in analysis.JOINTS or category == "Cf"
        kind = "-" if is_joint else {"L": "x", "N": "x", "M": "m"}.get(category[0], " ")
        self[code] = kind
        return kind


_KINDS = _Kinds()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text that matches what was looked for, or does not."""

    text: str
    is_match: bool


Excerpt = tuple[Segment, ...]


def words(text: str) -> Iterator[tuple[int, int]]:
    """Give where each word of a text begins and ends, as it is written."""
    return (word.span() for word in _WORD.finditer(text.translate(_KINDS)))


def plain(markdown: str) -> str:
    """Take the Markdown off a text and leave its words in one line."""
    return " ".join(pieces(markdown))


def pieces(markdown: str) -> list[str]:
    """Take the Markdown off a text and part it at its spaces."""
    text = markdown
    # Most stories have little or nothing of this, and looking for a letter is much faster than for a pattern.
    if "<!--" in text:
        text = _COMMENT.sub("\n", text)
    if any(line.lstrip(" \t")[:1] in _BEGIN_MARKS for line in text.split("\n") if line):
        text = _LINE_MARKS.sub("", text)
    if "](" in text:
        for _ in range(2):  # A picture may stand in a link.
            text = _LINK.sub(r"\1", text)
    if "\\" in text or "*" in text or "_" in text or "`" in text:
        text = _ESCAPED_OR_MARK.sub(lambda mark: mark[1] or "", text)
    if "&" in text:
        text = html.unescape(_NO_LETTER.sub("&amp;", text))
    return text.split()


def unnoted(markdown: str) -> str:
    """Leave out the passages that a content note is about, for they are not shown alone."""
    return _NOTED.sub("\n", markdown)


Matches = list[tuple[int, int, frozenset[str]]]
"""Where in a text something matches, from and to, and which of the things looked for; in order."""


def marked(text: str, find: Callable[[str], Matches]) -> Excerpt:
    """Part a text into what matches and what does not. find: gives the matches in a text."""
    segments: list[Segment] = []
    end = 0
    for start, stop, _ in find(text):
        if start < end:
            continue
        if start > end:
            segments.append(Segment(text[end:start], is_match=False))
        segments.append(Segment(text[start:stop], is_match=True))
        end = stop
    if end < len(text):
        segments.append(Segment(text[end:], is_match=False))
    return tuple(segments)


def best(text: str, find: Callable[[str], Matches], length: int = LENGTH) -> Excerpt:
    """Choose the passage that shows most of what was looked for, cut at words; none if nothing matches.

    text: plain words. find: gives the matches in a text. length: letters, about.
    """
    found = find(text)
    if not found:
        return ()
    first, last = _richest(found, length)
    start = _start(text, found[first][0], length - (found[last][1] - found[first][0]))
    end = _end(text, found[last][1], start + length)
    passage = marked(text[start:end], find)
    before = Segment("… ", is_match=False)
    after = Segment(" …", is_match=False)
    opens = start == 0 or _SENTENCE.fullmatch(text, _mark_before(text, start), start) is not None
    return ((before,) if not opens else ()) + passage + ((after,) if end < len(text) else ())


def _richest(found: list[tuple[int, int, frozenset[str]]], length: int) -> tuple[int, int]:
    """Find the matches that fit in one passage and show the most different things, the earliest such."""
    choice, worth = (0, 0), (0, 0)
    last = 0
    for first, (start, _, _) in enumerate(found):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1] - start <= length:
            last += 1
        within = found[first : last + 1]
        value = (len(frozenset().union(*(hit for _, _, hit in within))), len(within))
        if value > worth:
            choice, worth = (first, last), value
    return choice


def _start(text: str, match: int, room: int) -> int:
    """Choose where to begin: at the sentence if that is near, else some words before the match."""
    furthest = max(0, match - max(0, room) * 3 // 4)
    if furthest == 0:
        return 0
    sentences = [mark.end() for mark in _SENTENCE.finditer(text, furthest, match)]
    if sentences:
        return sentences[0]
    space = text.find(" ", furthest - 1, match)
    return match if space < 0 else space + 1


def _end(text: str, match: int, furthest: int) -> int:
    """Choose where to end: after a whole word, and never within the last match."""
    if max(match, furthest) >= len(text):
        return len(text)
    return max(match, text.rfind(" ", match, furthest + 1))


def _mark_before(text: str, start: int) -> int:
    """Find where the end of the sentence before `start` begins, looking a few letters back."""
    for at in range(start - 2, max(-1, start - 6), -1):
        if text[at] in ".!?…":
            return at
    return start
