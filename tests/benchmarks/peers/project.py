"""A project is a directory in which one program builds its site from the narratives of an archive.

Every project has the same stories with the same front matter, and the same kinds of pages: a page for each story with
its title, summary, facts, notes, quotes, prompts, themes, stages and where it comes from; a list of all stories, of
each theme and of each stage, in parts of forty, with title, summary and minutes of each; a first page. None minifies,
none makes feeds, and all write flat addresses (`stories/s-4k7p2.html`). Settings and templates are in
`tests/benchmarks/projects/`.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PROJECTS = Path(__file__).resolve().parents[1] / "projects"
"""A directory for each program, with its settings and templates."""


@dataclass(frozen=True)
class Step:
    """A program that is run as part of making a site."""

    name: str
    command: Sequence[object]


@dataclass(frozen=True)
class Project:
    """What makes a site, and where."""

    name: str
    version: str
    place: Path
    """Where its programs are run."""
    output: Path
    """Where its site is, once it was built."""
    steps: Sequence[Step]
    story: Callable[[str], Path]
    """The file that a story is written in, by its id."""
    searched: bool
    """Whether the site has a search when all steps are done."""
    made: Sequence[Path] = ()
    """Besides the output, what a build leaves that makes the next one faster."""

    def forget(self) -> None:
        """Take away all that was built."""
        for path in (self.output, *self.made):
            shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True)
class Labels:
    """What readers are shown for the ids of an archive's vocabulary."""

    themes: Mapping[str, str]
    stages: Mapping[str, str]
    notes: Mapping[str, str]

    def as_data(self) -> dict[str, dict[str, str]]:
        """Give them as plain values, for a data file."""
        return {
            "themes": dict(self.themes),
            "stages": dict(self.stages),
            "notes": dict(self.notes),
        }


def labels(archive: Path) -> Labels:
    """Read the labels of an archive's vocabulary."""

    def of(name: str, key: str) -> dict[str, str]:
        read = yaml.load((archive / "_vocabulary" / name).read_bytes(), LOADER)
        return {each["id"]: each["label"] for each in read[key]}

    return Labels(
        of("themes.yaml", "themes"),
        of("stages.yaml", "stages"),
        of("content-notes.yaml", "content_notes"),
    )


def narratives(archive: Path) -> list[Path]:
    """List the files of an archive's narratives, in the order of their ids."""
    return sorted(archive.glob("s-*.md"))


def parsed(narrative: Path) -> tuple[dict[str, Any], str]:
    """Give the front matter and the text of a narrative."""
    _, front, text = narrative.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.load(front, LOADER), text.strip() + "\n"


def write(files: Mapping[str, str], place: Path) -> None:
    """Write files into a directory, making those that they are in."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def begun(name: str, place: Path) -> None:
    """Write a project of a program without its stories."""
    shutil.copytree(PROJECTS / name, place)


def copied(archive: Path, place: Path) -> None:
    """Copy the narratives of an archive as they are, front matter and all."""
    place.mkdir(parents=True, exist_ok=True)
    for path in narratives(archive):
        shutil.copyfile(path, place / path.name)
