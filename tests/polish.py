"""The example library with a Polish site: the same stories, and every other word in Polish."""

import shutil
from pathlib import Path

import yaml

from storyarchive.building import build
from tests.made import ON, PROJECT


def editions(place: Path) -> Path:
    """Build two editions, with a story that was taken down; give where they are."""
    archive = place / "narratives"
    shutil.copytree(PROJECT / "narratives", archive)
    file = archive / "_archive.yaml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings |= {
        "title": "Biblioteka",
        "tagline": "Historie.",
        "organisation": "Wydawca",
        "language": "pl",
        "contact": {"name": "Zespół", "ways": ["Powiedz komuś."], "email": "z@example.org"},
        "exit_to": {"label": "Pogoda", "url": "https://weather.example/"},
        "editions": {
            id: {**edition, "title": f"Kopia {id}", "about": "Dla każdego."}
            for id, edition in settings["editions"].items()
            if id in ("public", "mentor")
        },
    }
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    help_lines = archive / "_help" / "gb.yaml"
    help_lines.write_text(
        "country: Kraj\nlines:\n- {name: Telefon, what_for: Rozmowa., how: {phone: '116 123'},"
        " hours: Zawsze, cost: Nic, checked_on: 2026-11-01}\n",
        "utf-8",
    )
    gone = "- {id: s-x2x2x, withdrawn_on: 2026-11-02, reason_code: teller}\n"
    (archive / "_withdrawn.yaml").write_text(gone, "utf-8")
    build(archive, place / "build", ON)
    return place / "build"
