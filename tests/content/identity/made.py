"""Narratives for the tests of identity checks: one story, its words in sight."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from storyarchive.content import identity
from storyarchive.content.archive import Archive, load
from storyarchive.content.identity import Finding
from storyarchive.errors import Problem
from tests.made import BODY, ON, archive, narrative

ID = "s-4k7p2"
HERE = Path(__file__).parent


def kept(
    place: Path, words: str = "", files: Mapping[str, Any] | None = None, **changes: Any
) -> Archive:
    """Load an archive of one narrative, with some words after the story, and other files."""
    body = f"{BODY}\n\n{words}" if words else BODY
    return load(archive(place, {f"{ID}.md": narrative(ID, body, **changes), **(files or {})}))


def findings(place: Path, words: str = "", on: date = ON, **changes: Any) -> tuple[Finding, ...]:
    """List what the checks stop at in one narrative with some words after the story."""
    held = kept(place, words, **changes)
    return identity.open_findings(held.by_id[ID], held, on)


def problems(place: Path, words: str = "", on: date = ON, **changes: Any) -> tuple[Problem, ...]:
    """List what is told about an archive of one narrative with some words after the story."""
    return tuple(identity.problems(kept(place, words, **changes), on))


def entry(check: str, text: str, by: str = "reviewer-2", **changes: Any) -> dict[str, Any]:
    """Give the field `checks` with one acknowledgement."""
    said = {"check": check, "text": text, "reason": "The name of a room, not that", "by": by}
    return {"checks": {"acknowledged": [{**said, "date": "2026-05-18", **changes}]}}
