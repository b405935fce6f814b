"""Pelican builds the site with themes as tags, and the stage where a narrator is now as the category.

An article of Pelican has one category, so its lists of stages hold fewer stories than those of the others. Its front
matter is lines of names and values, so what a page shows is written out in these, minutes and words included; what is
never shown is left out. Labels stand for ids, as Pelican makes addresses of them. Feeds are off; all else is as it
comes (Python-Markdown with `extra`, `meta` and `codehilite`).
"""

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

from tests.benchmarks.peers.project import Labels, Project, Step, begun, labels, narratives, parsed


def set_up(archive: Path, place: Path) -> Project | None:
    """Write the project; nothing where Pelican is not installed."""
    if importlib.util.find_spec("pelican") is None:
        return None
    shown = labels(archive)
    begun("pelican", place)
    stories = place / "content" / "stories"
    stories.mkdir(parents=True)
    for path in narratives(archive):
        (stories / path.name).write_text(article(path, shown), encoding="utf-8")
    output = place / "output"
    command = [sys.executable, "-m", "pelican", "content", "--settings", "pelicanconf.py"]
    return Project(
        name="Pelican",
        version=f"Pelican {importlib.metadata.version('pelican')}",
        place=place,
        output=output,
        steps=[Step("Pelican", [*command, "--output", output, "--quiet"])],
        story=lambda id: stories / f"{id}.md",
        searched=False,
        made=[place / "cache", place / "__pycache__"],
    )


def article(narrative: Path, shown: Labels) -> str:
    """Write a narrative as an article of Pelican."""
    said, text = parsed(narrative)
    words = len(text.split())
    work = said["provenance"]["work"]
    notes = [shown.notes[note["id"]] for note in said["content_notes"]]
    fields = {
        "title": said["title"],
        "date": said["history"][-1]["date"],
        "slug": said["id"],
        "category": shown.stages[said["stage_now"]],
        "tags": "; ".join(shown.themes[id] for id in said["themes"]),
        "summary": said["summary"],
        "pseudonym": said["pseudonym"],
        "role": said["role"],
        "setting": said["setting"],
        "minutes": round(words / 200) or 1,
        "words": words,
        "notes": "; ".join(notes),
        "way": ", then ".join(shown.stages[id] for id in said["stages"]),
        "quote": said["quotes"][0]["text"] if "quotes" in said else "",
        "prompts": "; ".join(said["prompts"]),
        "source": said["provenance"]["source"],
        "edited": " ".join(said["provenance"]["edited"]),
        "work": work["title"],
        "work_author": work["author"],
        "year": work["year"],
        "rights": work["rights"],
        "told_in": said["told_in"],
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value != ""]
    return "\n".join(lines) + f"\n\n{text}"
