"""MkDocs builds the site from the narratives as they are, and from pages of lists that were written for it before.

MkDocs has no lists of its own, so each part of a list is a Markdown page, made with the project and not in the time
measured. Stories and lists are not in the navigation, of which each page would show ten thousand lines otherwise. The
theme is a small one of the project's own. With its search, the plugin that it comes with makes an index of all pages.
"""

import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.peers.project import (
    Labels,
    Project,
    Step,
    begun,
    copied,
    labels,
    narratives,
    parsed,
    write,
)

LIST = 40
"""Stories on a page of a list."""


def set_up(archive: Path, place: Path, searched: bool) -> Project | None:
    """Write the project; nothing where MkDocs is not installed."""
    if importlib.util.find_spec("mkdocs") is None:
        return None
    shown = labels(archive)
    begun("mkdocs", place)
    more = {"plugins": ["search"] if searched else [], "extra": shown.as_data()}
    with (place / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(yaml.safe_dump(more, sort_keys=False))
    write(dict(lists(archive, shown)), place)
    copied(archive, place / "docs" / "stories")
    name = "MkDocs, with its search" if searched else "MkDocs"
    output = place / "site"
    return Project(
        name=name,
        version=f"MkDocs {importlib.metadata.version('mkdocs')}",
        place=place,
        output=output,
        steps=[Step(name, [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", output])],
        story=lambda id: place / "docs" / "stories" / f"{id}.md",
        searched=searched,
    )


def lists(archive: Path, shown: Labels) -> Iterator[tuple[str, str]]:
    """Write the pages that list stories, and the first page."""
    stories = sorted((parsed(path) for path in narratives(archive)), key=lambda s: s[0]["title"])
    yield from listed("stories/index", "All stories", stories, shown)
    first = ["# Old Roads", "## Themes"]
    for id, label in shown.themes.items():
        found = [story for story in stories if id in story[0]["themes"]]
        first.append(f"* [{label}](themes/{id}.md) {len(found)}")
        yield from listed(f"themes/{id}", label, found, shown)
    first.append("## Stages")
    for id, label in shown.stages.items():
        found = [story for story in stories if id in story[0]["stages"]]
        first.append(f"* [{label}](stages/{id}.md) {len(found)}")
        yield from listed(f"stages/{id}", label, found, shown)
    yield "docs/index.md", "\n\n".join(first) + "\n"


def listed(
    address: str, title: str, stories: Sequence[tuple[dict[str, Any], str]], shown: Labels
) -> Iterator[tuple[str, str]]:
    """Write a list of stories in parts."""
    parts = [stories[at : at + LIST] for at in range(0, len(stories), LIST)] or [[]]
    names = [address, *(f"{address}-{number}" for number in range(2, len(parts) + 1))]
    for number, (name, part) in enumerate(zip(names, parts, strict=True)):
        lines = [f"# {title}", f"{len(stories)} stories", *(card(story, shown) for story in part)]
        lines.append(f"Page {number + 1} of {len(parts)}")
        if number:
            lines.append(f"[Page before]({Path(names[number - 1]).name}.md)")
        if number + 1 < len(parts):
            lines.append(f"[Next page]({Path(names[number + 1]).name}.md)")
        yield f"docs/{name}.md", "\n\n".join(lines) + "\n"


def card(story: tuple[dict[str, Any], str], shown: Labels) -> str:
    """Write what a list shows of a story."""
    said, text = story
    words = len(text.split())
    title = said["title"].replace("[", "\\[").replace("]", "\\]")
    facts = f"{said['pseudonym']} · about {round(words / 200) or 1} minutes · {words} words"
    lines = [f"## [{title}](../stories/{said['id']}.md)", said["summary"]]
    lines.append(f"{facts} · now: {shown.stages[said['stage_now']]}")
    if said["content_notes"]:
        notes = ", ".join(shown.notes[note["id"]] for note in said["content_notes"])
        lines.append(f"Mentions: {notes}")
    return "\n\n".join(lines)
