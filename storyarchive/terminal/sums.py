"""Show the sum of an edition that was built."""

import click

from storyarchive.report import Built


def built(edition: Built) -> str:
    """Sum up one edition: 'public    29 stories, 210 files, 2.1 MB (3 changed)'."""
    written = edition.written
    said = [f"{written.changed:,} changed"] if written.changed else ["no change"]
    said += [f"{written.removed:,} removed"] if written.removed else []
    stories = "1 story" if edition.stories == 1 else f"{edition.stories:,} stories"
    name = click.style(f"{edition.edition:<9}", bold=True)
    return f"{name} {stories}, {written.files:,} files, {_size(edition.size)} ({', '.join(said)})"


def _size(size: int) -> str:
    if size >= 1e6:
        return f"{round(size / 1e6, 1):,g} MB" if size < 1e9 else f"{round(size / 1e6):,} MB"
    return f"{max(1, round(size / 1e3)):,} kB"
