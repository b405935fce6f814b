"""Small archives for tests, written to disk as an editor would write them."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from storyarchive.content.frontmatter import approval, join

PROJECT = Path(__file__).resolve().parents[1]
ON = date(2026, 11, 23)
SOUND = b"\xff\xfb\x90\x00"
"""The head of a frame of MP3: a file that begins so can be looked into, whatever follows."""

SETTINGS: dict[str, Any] = {
    "title": "Test library",
    "language": "en-GB",
    "country": "gb",
    "contact": {"name": "The team", "ways": ["Tell any worker."]},
    "editions": {
        "public": {"title": "Open library", "scopes": ["public-web"], "on_the_web": "yes"},
        "mentor": {"title": "Mentor edition", "scopes": ["mentor-edition"]},
        "offline": {"title": "Offline copy", "scopes": ["offline"], "outside_links": "no"},
    },
}

HELP: dict[str, Any] = {
    "country": "United Kingdom",
    "lines": [
        {
            "name": "Test line",
            "what_for": "Anything.",
            "how": {"phone": "Not a number"},
            "hours": "Always",
            "cost": "Free",
            "checked_on": "2026-11-01",
        }
    ],
}

BODY = "\n\n".join(
    [
        "I stood at the gate and nobody had told me which way the bus went.",
        "She said the chair was still mine. I did not know what to do with my face.",
        *[
            "It was a long winter and I walked a good deal of it, up and down the canal."
            for _ in range(9)
        ],
    ]
)


def fields(id: str, body: str = BODY, **changes: Any) -> dict[str, Any]:
    """Give the front matter of a narrative that every edition may show; `changes` replace fields.

    A change named `consent` is laid over the consent block, and one to None takes a field out.
    """
    made: dict[str, Any] = {
        "id": id,
        "pseudonym": "Dee",
        "title": f"The story {id}",
        "summary": "Dee tells of a gate, a bus and a chair.",
        "language": "en-GB",
        "format": "text",
        "role": "mentee",
        "setting": "both",
        "themes": ["getting-out", "belonging"],
        "stage_now": "early-days",
        "stages": ["not-ready", "early-days"],
        "content_notes": [],
        "told_in": "2020s",
        "names": [],
        "basis": "living-consent",
        "consent": {
            "record": "CR-0042",
            "form_version": "2026-03",
            "form_language": "en",
            "given_on": "2026-04-14",
            "method": "in-person",
            "read_aloud": "yes",
            "taken_by_role": "independent-advocate",
            "witness_role": "peer-worker",
            "capacity_checked": "yes",
            "told": [
                "can-stop-any-time",
                "no-effect-on-support",
                "copies-may-survive",
                "print-cannot-be-called-back",
            ],
            "approved_text": approval(body),
            "approved_on": "2026-05-04",
            "review_by": "2028-04-14",
            "expires_on": "2031-04-14",
            "in_custody": "no",
            "payment": "none",
            "scopes": {
                "public-web": "yes",
                "search-engines": "yes",
                "mentor-edition": "yes",
                "print": "yes",
                "offline": "yes",
                "audio": "yes",
                "translation": "yes",
                "excerpts": "yes",
            },
        },
        "status": "published",
        "history": history(str(changes.get("status", "published"))),
        "safety": {
            "intruder_test": {"date": "2026-05-18", "by": "reviewer-2", "result": "pass"},
            "live_case": "no",
            "unreported_crime": "no",
        },
        "checks": {"acknowledged": []},
        "provenance": {"source": "Recorded talk", "edited": ["shortened"]},
    }
    for name, value in changes.items():
        if name == "consent" and isinstance(value, Mapping):
            made["consent"] |= value
            made["consent"] = {k: v for k, v in made["consent"].items() if v is not None}
        elif value is None:
            del made[name]
        else:
            made[name] = value
    return made


def history(status: str) -> list[dict[str, str]]:
    """Give the steps that lead to a status, a lawful way."""
    steps = [
        {"to": "draft", "date": "2026-04-10", "by": "editor-1"},
        {"to": "consented", "date": "2026-05-04", "by": "editor-1"},
        {"to": "published", "date": "2026-05-18", "by": "reviewer-2"},
    ]
    states = [step["to"] for step in steps]
    if status in states:
        return steps[: states.index(status) + 1]
    return [*steps, {"to": status, "date": "2026-06-01", "by": "editor-1"}]


def narrative(id: str, body: str = BODY, **changes: Any) -> str:
    """Give the text of a narrative file; see `fields`."""
    return join(dump(fields(id, body, **changes)).rstrip(), body)


def dump(value: Any) -> str:
    """Write a value as YAML."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=1000)


def archive(
    place: Path,
    files: Mapping[str, str | bytes] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Write an archive with some files, and give its directory; `settings` are laid over SETTINGS."""
    directory = place / "narratives"
    shutil.copytree(PROJECT / "narratives" / "_vocabulary", directory / "_vocabulary")
    (directory / "_help").mkdir()
    (directory / "_help" / "gb.yaml").write_text(dump(HELP), encoding="utf-8")
    (directory / "_withdrawn.yaml").write_text("[]\n", encoding="utf-8")
    merged = {**SETTINGS, **(settings or {})}
    (directory / "_archive.yaml").write_text(dump(merged), encoding="utf-8")
    for name, content in (files or {}).items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def every_file(*places: Path) -> Iterator[tuple[Path, bytes]]:
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()
