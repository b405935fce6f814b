"""Every kind of page of an edition, in one list: what tests, pictures and benchmarks look at."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import tests.gallery
from storyarchive.building import build
from storyarchive.publish import gallery
from tests.made import ON, PROJECT, SOUND

TAKEN_DOWN = "s-x2x2x"
"""The example archive has withdrawn nothing; the copy that is built here has withdrawn this."""


@dataclass(frozen=True)
class Kind:
    """A kind of page, with an example of it."""

    name: str
    """What it is, as part of a file name."""
    address: str
    """Where the example is in an edition; a question, or choices that were handed over, stand behind a `#`."""
    template: str
    """What it is made with."""
    on_the_web: bool = False
    """Whether only editions on the web have it."""
    foreign: str = ""
    """The language of the story on it, where that is not the language of the site."""

    @property
    def repeats(self) -> bool:
        """Whether it shows one component again and again, so that names are there more than once."""
        return self.template == "gallery.html"

    @property
    def path(self) -> str:
        """The file that it is in."""
        return self.address.partition("#")[0]


KINDS = (
    Kind("home", "index.html", "home.html"),
    Kind("stories", "stories/index.html", "stories.html"),
    Kind("stories-left-out", "stories/index.html#avoid=drug-use", "stories.html"),
    Kind("story", "stories/s-4k7p2.html", "story.html"),
    Kind("story-audio", "stories/s-9m3xv.html", "story.html"),
    Kind("story-polish", "stories/s-3w6fy.html", "story.html", foreign="pl"),
    Kind("story-help-first", "stories/s-m2v8j.html", "story.html"),
    Kind("story-asked-first", "stories/s-8d5kt.html#avoid=drug-use", "story.html"),
    Kind("taken-down", f"stories/{TAKEN_DOWN}.html", "taken-down.html"),
    Kind("theme", "themes/setbacks.html", "theme.html"),
    Kind("theme-and-stage", "themes/setbacks--early-days.html", "theme.html"),
    Kind("stage", "stages/early-days.html", "stage.html"),
    Kind("search", "search.html", "search.html"),
    Kind("search-found", "search.html#q=keys", "search.html"),
    Kind("search-nothing", "search.html#q=xyzzy", "search.html"),
    Kind("search-hiding", "search.html#q=keys&avoid=drug-use", "search.html"),
    Kind("search-help-first", "search.html#q=suicide", "search.html"),
    Kind("words", "words.html", "words.html"),
    Kind("person", "people/s-8d5kt.html", "person.html"),
    Kind("language", "languages/pl.html", "language.html", foreign="pl"),
    Kind("choices", "choices.html", "choices.html"),
    Kind("about", "about.html", "about.html"),
    Kind("taking-part", "taking-part.html", "taking-part.html"),
    Kind("help", "help.html", "help.html"),
    Kind("safety", "safety.html", "safety.html"),
    Kind("accessibility", "accessibility.html", "accessibility.html"),
    Kind("what-is-this", "what-is-this.html", "what-is-this.html"),
    Kind("recall", "recall.html", "recall.html", on_the_web=True),
    Kind("away", "away.html", "away.html"),
    Kind("not-found", "404.html", "404.html"),
    # No edition has it: it is put beside the pages of the open one, to be looked at as they are.
    Kind("components", gallery.ADDRESS, "gallery.html", on_the_web=True),
)
"""A test holds that every template is here."""

EVERYWHERE = tuple(kind for kind in KINDS if not kind.on_the_web)
"""Kinds that every edition has."""

STORIES = tuple(kind for kind in KINDS if kind.template == "story.html")


def editions(place: Path) -> Path:
    """Build every edition of the example library, with a story that was taken down and the gallery of components."""
    archive = place / "narratives"
    shutil.copytree(PROJECT / "narratives", archive)
    with (archive / "_withdrawn.yaml").open("a", encoding="utf-8") as withdrawn:
        withdrawn.write(f"- {{id: {TAKEN_DOWN}, withdrawn_on: 2026-11-02, reason_code: teller}}\n")
    build(archive, place / "build", ON)
    show(place / "build" / "public")
    return place / "build"


def show(edition: Path) -> None:
    """Put the gallery of components beside the pages of an edition, with something for the players in it."""
    for address, content in tests.gallery.tree().items():
        path = edition / address
        if not path.exists():
            path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    for media in re.findall(r"media/[\w.-]+", (edition / gallery.ADDRESS).read_text("utf-8")):
        (edition / media).write_bytes(b"WEBVTT\n" if media.endswith(".vtt") else SOUND)
