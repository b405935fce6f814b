"""Small archives for the tests of papers, held in memory."""

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storyarchive import shipped
from storyarchive.content import schema
from storyarchive.content.archive import Archive, load, load_frame
from storyarchive.content.narrative import Narrative
from storyarchive.papers.paper import Answer, Receipt
from storyarchive.publish.render import templates
from tests.made import BODY, archive, narrative

ID, OTHER = "s-4k7p2", "s-2222z"
TEMPLATES = templates(shipped.templates())


@cache
def frame() -> Archive:
    """Give an archive without narratives."""
    with TemporaryDirectory() as place:
        return load_frame(archive(Path(place)))


def read(id: str = ID, body: str = BODY, **changes: Any) -> Narrative:
    found, problems = schema.read(
        narrative(id, body, **changes).encode(), f"{id}.md", id, frame().vocabulary
    )
    assert found is not None, problems
    return found


def kept(*narratives: Narrative, **settings: Any) -> Archive:
    """Give an archive that holds some narratives; `settings` replace fields of its settings."""
    changed = replace(frame().settings, **settings)
    return replace(frame(), settings=changed, narratives=tuple(narratives))


def loaded(place: Path, files: dict[str, str], **settings: Any) -> Archive:
    """Write an archive to disk and read it."""
    return load(archive(place, dict(files), settings))


def answers(receipt: Receipt, heading: str) -> dict[str, Answer]:
    """Give the answers of the section whose heading begins so, by what they are about."""
    found = [s for s in receipt.sections if s.heading.startswith(heading)]
    assert len(found) == 1, [section.heading for section in receipt.sections]
    return {answer.what: answer for answer in found[0].answers}


class Tags(HTMLParser):
    """Gathers the tags of a page and what their attributes say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.names[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())
