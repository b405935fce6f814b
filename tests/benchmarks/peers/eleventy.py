"""Eleventy builds the site from the narratives as they are, with lists that its settings make of themes and stages.

Layouts are Nunjucks; stories are not looked through for template code (`markdownTemplateEngine: false`), which they
have none of and which makes it faster. Minutes and words of a story are counted once, by a function that its data has.
"""

import json
import shutil
from pathlib import Path

from tests.benchmarks.peers.project import Project, Step, begun, copied, labels, write


def set_up(archive: Path, place: Path, installed: Path) -> Project | None:
    """Write the project; nothing where Node or Eleventy is not installed."""
    node, module = shutil.which("node"), installed / "node_modules" / "@11ty" / "eleventy"
    if node is None or not module.is_dir():
        return None
    about = json.loads((module / "package.json").read_bytes())
    begun("eleventy", place)
    write({"src/_data/labels.json": json.dumps(labels(archive).as_data())}, place)
    copied(archive, place / "src" / "stories")
    output = place / "site"
    # Its own name for the program has changed between versions; what its package names is right for each.
    program = about["bin"] if isinstance(about["bin"], str) else about["bin"]["eleventy"]
    return Project(
        name="Eleventy",
        version=f"Eleventy {about['version']}",
        place=place,
        output=output,
        steps=[Step("Eleventy", [node, module / program, "--quiet", f"--output={output.name}"])],
        story=lambda id: place / "src" / "stories" / f"{id}.md",
        searched=False,
    )
