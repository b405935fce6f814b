"""storyarchive builds the open library of the archive: all of it, or without the search index.

The program has no option to leave the search out; `python -m tests.benchmarks.peers.ours` is the program without
the publisher of the search index, and nothing else is different.
"""

import sys
from pathlib import Path

from storyarchive.cli import main
from storyarchive.publish import amending, edition
from storyarchive.version import VERSION
from tests.benchmarks.peers.project import Project, Step

EDITION = "public"
INDEX = "search index"


def project(archive: Path, place: Path, searched: bool = True) -> Project:
    """Give the project; an archive needs no other set-up."""
    name = "storyarchive" if searched else "storyarchive, without its search"
    module = "storyarchive" if searched else "tests.benchmarks.peers.ours"
    command = [sys.executable, "-m", module, "--archive", archive, "build", EDITION]
    return Project(
        name=name,
        version=f"storyarchive {VERSION}",
        place=Path(__file__).resolve().parents[3],
        output=place / EDITION,
        steps=[Step(name, [*command, "--output", place])],
        story=lambda id: archive / f"{id}.md",
        searched=searched,
        made=[place],
    )


def without_index() -> None:
    """Take the publisher of the search index out of the program."""
    kept = tuple(each for each in edition.PUBLISHERS if each.name != INDEX)
    if len(kept) != len(edition.PUBLISHERS) - 1:
        sys.exit(
            f"There is no publisher “{INDEX}” to leave out: mend tests/benchmarks/peers/ours.py."
        )
    edition.PUBLISHERS = kept
    # What an index is amended with is noted when it is made, and would be made for that.
    amending.notes = lambda press, tree: {}


if __name__ == "__main__":
    without_index()
    main()
