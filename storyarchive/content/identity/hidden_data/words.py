"""Text files beside a narrative: nothing is hidden in them that the other checks would not read."""

from collections.abc import Iterator
from typing import BinaryIO

from storyarchive.content.identity.hidden_data.parts import Unreadable, size
from storyarchive.content.identity.telling import TEXT_BYTES


def text(stream: BinaryIO) -> Iterator[str]:
    """Tell nothing of a text that can be read; raises Unreadable for one that cannot."""
    if size(stream) > TEXT_BYTES:
        raise Unreadable("it is too large")
    try:
        stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
    yield from ()
