"""The sitemap: pages that search engines may hold, in the form of sitemaps.org."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

MOST = 50_000
"""Pages that one file may list; more are cut into several, which `sitemap.xml` then lists."""

_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LISTS = urls.STORIES.removesuffix("html")
"""What the addresses of the list of all stories and of its parts begin with, and of no story."""
_NOINDEX = re.compile(rb'<meta name="robots" content="[^"]*\bnoindex\b')


def build(press: Press, made: Tree) -> Tree:
    """List the pages that do not say `noindex`; the pages of stories only of those that are in the library.

    No page says when it was changed, for nobody knows: a build is no change.

    made: the pages of the edition.
    """
    address = press.library.web_address
    if address is None:
        return {}
    stories = {urls.story(story.id) for story in press.library.stories}
    listed = [
        f"{address}/{path}"
        for path, content in sorted(made.items())
        if path.endswith(".html")
        and isinstance(content, bytes)
        and not _NOINDEX.search(content, 0, content.find(b"</head>"))
        and (path in stories or not path.startswith("stories/") or path.startswith(_LISTS))
    ]
    return _cut(address, listed)


def _cut(address: str, listed: list[str]) -> Tree:
    """Write one list, or as many as are needed with a list of them."""
    if len(listed) <= MOST:
        return {urls.SITEMAP: _written("urlset", "url", listed)}
    parts = {
        urls.sitemap(number): _written("urlset", "url", listed[start : start + MOST])
        for number, start in enumerate(range(0, len(listed), MOST), 1)
    }
    index = _written("sitemapindex", "sitemap", (f"{address}/{path}" for path in parts))
    return {urls.SITEMAP: index, **parts}


def _written(root: str, each: str, addresses: Iterable[str]) -> bytes:
    made = ElementTree.Element(root, xmlns=_XMLNS)
    for address in addresses:
        ElementTree.SubElement(ElementTree.SubElement(made, each), "loc").text = address
    ElementTree.indent(made, "")
    return bytes(ElementTree.tostring(made, "utf-8", xml_declaration=True)) + b"\n"
