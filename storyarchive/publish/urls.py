"""Addresses: where every page of an edition is, in one place.

An address is a path in the edition with `/`; folders are one deep, names are ASCII and at most
60 characters, so that any stick, disc or web host can hold them.
"""

import re
from hashlib import sha256

HOME = "index.html"
SEARCH = "search.html"
STORIES = "stories/index.html"
WORDS = "words.html"
HELP = "help.html"
SAFETY = "safety.html"
ABOUT = "about.html"
CHOICES = "choices.html"
ACCESS = "accessibility.html"
TAKING_PART = "taking-part.html"
NOT_FOUND = "404.html"
AWAY = "away.html"
WHAT_IS_THIS = "what-is-this.html"
STYLE = "styles/site.css"
SCRIPT = "scripts/page.js"
MARK = "styles/mark.svg"
FILES = "files.txt"
MANIFEST = "manifest.json"
RECALL = "recall.html"
RECALL_LIST = "recall.json"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
TDM_RESERVATION = ".well-known/tdmrep.json"

_LONGEST_STEM = 48
"""Leaves room for `.p` with four digits and for `.html` within 60 characters."""


def story(id: str) -> str:
    """Say where a story is, or the mark that it left."""
    return f"stories/{_stem(id)}.html"


def theme(id: str, stage: str | None = None) -> str:
    """Say where the stories of a theme are, or those of them that cover a stage."""
    return f"themes/{_stem(f'{id}--{stage}' if stage else id)}.html"


def stage(id: str) -> str:
    """Say where the stories that cover a stage are."""
    return f"stages/{_stem(id)}.html"


def person(id: str) -> str:
    """Say where the stories of one person are. id: that of the first of them."""
    return f"people/{_stem(id)}.html"


def language(tag: str) -> str:
    """Say where the stories in a language are."""
    return f"languages/{_stem(tag)}.html"


def media(name: str) -> str:
    """Say where a recording is."""
    return f"media/{name}"


def logo(name: str) -> str:
    """Say where an organisation's logo is. name: of its file."""
    return f"styles/logo.{name.rpartition('.')[2].replace('jpeg', 'jpg')}"


def part(address: str, number: int) -> str:
    """Say where a part of a long list is; part 1 is the list's own address."""
    # No id has a dot, so that no page of a list can take the place of another list.
    return address if number == 1 else address.removesuffix(".html") + f".p{number}.html"


def sitemap(number: int) -> str:
    """Say where a part of a long list of pages for search engines is."""
    return f"sitemap-{number}.xml"


def root(address: str) -> str:
    """Give the way from a page up to the top of the edition: nothing, or `../`."""
    return "../" * address.count("/")


def _stem(id: str) -> str:
    """Make a file name of an id; most are one already, others keep what they can and a digest."""
    if len(id) <= _LONGEST_STEM and re.fullmatch(r"[A-Za-z0-9_-]+", id):
        return id
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", id)[: _LONGEST_STEM - 9].strip("-")
    return f"{kept}-{sha256(id.encode()).hexdigest()[:8]}"
