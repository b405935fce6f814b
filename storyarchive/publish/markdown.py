"""A story's text, from Markdown to HTML that can hold nothing but words and their shape."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from markupsafe import Markup

from storyarchive.content import commonmark
from storyarchive.content.markers import MARKER

# Two characters that no text may hold (another takes their place) stand for the markers while HTML is made.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"[{_OPEN}{_CLOSE}]|&#(?:[xX]0*[eE]00[01]|0*5734[45]);")
_HELD_MARKER = re.compile(f"{_OPEN}[a-z0-9-]*{_CLOSE}")
_TAG = re.compile(
    f"(?P<marker><p>{_OPEN}(?P<note>[a-z0-9-]*){_CLOSE}</p>\n?)"
    "|(?P<heading><h[1-6]>)|<(?P<closes>/?)(?:blockquote|ul|ol)(?: [^>]*)?>"
)
_HEADING = re.compile(r"<(/?)h([1-6])>")
_LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?>(.*?)</a>', re.S)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"(?: title="[^"]*")? />')

_CLEANER = nh3.Cleaner(
    tags={"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "em", "strong", "hr", "br", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel="nofollow noreferrer",
)


@lru_cache(maxsize=64)
def passages(text: str, outside_links: bool) -> tuple[tuple[str | None, Markup], ...]:
    """Make a story's text into safe HTML, in passages: the content note of each, and its HTML.

    A passage begins at a line `<!-- note: drug-use -->` and ends at `<!-- note ends -->`, at the
    next marker, at the next heading or with the text. Headings start at `h2`, for the page has
    the title as its `h1`.

    text: Markdown; raw HTML and images in it are left out. outside_links: whether links may leave
    the edition; else their addresses are printed as text.
    """
    # Most stories have little or nothing of this, and looking for a letter is much faster than for a pattern.
    if _OPEN in text or _CLOSE in text or "&#" in text:
        text = _HELD.sub("\ufffd", text)
    is_marked = "<!--" in text
    if is_marked:
        text = MARKER.sub(lambda m: f"\n\n{_OPEN}{m[1] or ''}{_CLOSE}\n\n", text)
    rough = commonmark.html(text)
    if "<img" in rough:
        rough = _IMAGE.sub(r"\1", rough)
    if "<a " in rough:
        rough = _LINK.sub(_linked if outside_links else _printed, rough)
    if "<h" in rough:
        rough = _HEADING.sub(lambda m: f"<{m[1]}h{min(4, max(2, int(m[2])))}>", rough)
    clean = _CLEANER.clean(rough).strip()
    pieces = _split(clean) if is_marked else [(None, clean)] if clean else []
    return tuple((note, Markup(piece)) for note, piece in pieces)


def _split(clean: str) -> Iterator[tuple[str | None, str]]:
    """Cut at markers, and at headings that end a passage, only where no list or quote is open."""
    note: str | None = None
    start = depth = 0
    for tag in _TAG.finditer(clean):
        if tag["closes"] is not None:
            depth += -1 if tag["closes"] else 1
        elif depth == 0 and (tag["marker"] or note):
            if piece := _unmarked(clean[start : tag.start()]):
                yield note, piece
            start = tag.end() if tag["marker"] else tag.start()
            note = tag["note"] or None
    if piece := _unmarked(clean[start:]):
        yield note, piece


def _unmarked(piece: str) -> str:
    """Take out markers that stood where none can be, in a list or a quote."""
    return _HELD_MARKER.sub("", piece).strip()


def _linked(link: re.Match[str]) -> str:
    return link[0] if link[1].startswith(("http://", "https://")) else link[2]


def _printed(link: re.Match[str]) -> str:
    address, words = link[1], link[2]
    if not address.startswith(("http://", "https://")) or html.unescape(words) == address:
        return words
    return f"{words} ({address})"
