"""Pagefind indexes the site that Hugo has made, of which it reads the pages of stories and nothing else.

The template of a story marks what is to be indexed (`data-pagefind-body`) and three filters, as the search of
storyarchive has them: theme, stage and content note. All else is as it comes; it uses all processors.
"""

import importlib
import importlib.metadata
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.peers.project import Project, Step

PACKAGES = ("pagefind_bin_extended", "pagefind_bin")


def executable() -> Path | None:
    """Find Pagefind: the program itself in its Python package, or one on the path."""
    for package in PACKAGES:
        with suppress(ModuleNotFoundError, FileNotFoundError):
            return Path(importlib.import_module(package).get_executable())
    on_path = shutil.which("pagefind")
    return Path(on_path) if on_path else None


def version() -> str:
    """Say which Pagefind it is."""
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(package)
    return "of this computer"


def after(project: Project) -> Project | None:
    """Give a project that is followed by Pagefind; nothing where it is not installed."""
    program = executable()
    if program is None:
        return None
    step = Step("Pagefind", [program, "--site", project.output])
    return replace(
        project,
        name=f"{project.name}, then Pagefind",
        version=f"{project.version}, Pagefind {version()}",
        steps=[*project.steps, step],
        searched=True,
    )
