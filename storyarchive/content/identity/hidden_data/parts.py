"""Reading the parts of a file, never past its end."""

from typing import BinaryIO


class Unreadable(Exception):
    """A file is not built as its kind is; the message says what is wrong, in a few words."""


def take(stream: BinaryIO, count: int) -> bytes:
    """Read some bytes; raises Unreadable where there are fewer."""
    data = stream.read(count)
    if len(data) != count:
        raise Unreadable("it ends too soon")
    return data


def size(stream: BinaryIO) -> int:
    """Give the size of a file in bytes; the place in it stays."""
    here = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(here)
    return end
