"""A story on a terminal, and the sum of an edition."""

import re
from collections.abc import Iterator

import click

from storyarchive.content import messages, wording
from storyarchive.content.library import Library, Story
from storyarchive.content.markers import MARKER
from storyarchive.terminal.lines import wrapped


def story(told: Story, library: Library) -> str:
    """Show one story as an edition does: what to know first, the story, what to talk about."""
    vocabulary, say = library.vocabulary, messages.english()
    head = [click.style(told.title, bold=True), told.pseudonym]
    if told.basis == "fictional":
        head.append(say("basis.fictional"))
    head.append(wording.reading_words(told.reading, say))
    if told.notes:
        noted = ", ".join(wording.note_words(told, vocabulary, say))
        head.append(wrapped(f"This story mentions {noted}."))
    head.append(wrapped(wording.path_words(told.stages, vocabulary, say) + "."))
    parts = ["\n".join(head), *_body(told.text)]
    if told.prompts:
        prompts = "\n".join(wrapped(f"- {prompt}") for prompt in told.prompts)
        parts.append(f"{click.style('To talk about', bold=True)}\n{prompts}")
    parts.append(wrapped(wording.made_words(told, say)))
    ways = " ".join(library.settings.contact.ways)
    parts.append(wrapped(f"Is this your story, and should it come down? {ways}"))
    return "\n\n".join(parts) + "\n"


def _body(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", MARKER.sub("", text)):
        block = block.strip()
        if block.startswith("#"):
            yield click.style(block.lstrip("# "), bold=True)
        elif block.startswith((">", "- ", "* ")):
            yield "\n".join(wrapped(line, 2) for line in block.split("\n"))
        elif block:
            yield wrapped(" ".join(block.split()))
