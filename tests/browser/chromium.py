"""Find a Chromium to test pages in, or install one, or say in one sentence that there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import installing

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""Chromium without windows, bars and settings around its pages: opening one takes a third of the time."""

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


@contextmanager
def running(*more: str, shell: bool = False) -> Iterator[Browser]:
    """
    Run a Chromium that nobody sees.

    more: arguments besides the usual ones.
    shell: whether one without windows will do, where there is one.
    """
    found = (find_shell() if shell else None) or find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


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


def find_shell() -> Path | None:
    """Give the path of a Chromium without windows; there need be none, nor where another one was named."""
    if "STORYARCHIVE_CHROMIUM" in os.environ:
        return None
    for place in _shells():
        return place
    installing.from_debian(SHELLS[0], lambda: next(_shells(), None) is not None)
    return next(_shells(), None)


def _places() -> Iterator[Path]:
    yield from _commands(NAMES)
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.is_file():
        yield mac
    yield from sorted(_of_playwright().glob("chromium-*/chrome-*/chrome*"))


def _shells() -> Iterator[Path]:
    yield from _commands(SHELLS)
    for name in ("headless_shell", "chrome-headless-shell", "chrome-headless-shell.exe"):
        yield from sorted(_of_playwright().glob(f"chromium_headless_shell-*/chrome-*/{name}"))


def _commands(names: tuple[str, ...]) -> Iterator[Path]:
    yield from (Path(found) for name in names if (found := shutil.which(name)))


def _of_playwright() -> Path:
    """Give the directory into which Playwright installs browsers."""
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))


def _installers() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
