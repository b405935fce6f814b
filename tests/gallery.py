"""Writes the gallery of components: `python -m tests.gallery DIR`."""

import json
import sys
from pathlib import Path

from storyarchive import files, shipped
from storyarchive.content import archive as archives
from storyarchive.content.library import open_library
from storyarchive.files import Tree
from storyarchive.publish import gallery, render
from storyarchive.publish.press import Press
from tests.made import ON, PROJECT


def tree() -> Tree:
    """Make the gallery with the head and foot of the example library."""
    library = open_library(archives.load(PROJECT / "narratives"), "public", ON)
    return gallery.build(Press(library, render.templates(shipped.templates())))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    made = tree()
    manifest = {"version": 1, "edition": "components", "files": dict.fromkeys(made, "")}
    files.write_tree({**made, "manifest.json": json.dumps(manifest).encode()}, place)
    print(place / gallery.ADDRESS)
