"""Find a Chromium to test pages in, or install one, or say in one sentence that there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.browser import installing

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
# The tests may run as root, in a container.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = (
    "No Chromium was found and none could be installed: install Chromium (Debian: apt-get install"
    " chromium) or name yours in STORYARCHIVE_CHROMIUM, then run the tests again."
)


def find() -> Path | None:
    """Give the path of a Chromium, installing one where this computer allows it."""
    named = os.environ.get("STORYARCHIVE_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    for place in _places():
        return place
    installing.from_debian("chromium", lambda: next(_places(), None) is not None)
    for place in _places():
        return place
    for command in _installers():
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        for place in _places():
            return place
    return None


def _places() -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.is_file():
        yield mac
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    yield from sorted(cache.glob("chromium*/chrome-*/chrome*"))


def _installers() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
