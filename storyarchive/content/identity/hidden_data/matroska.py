"""WebM files, as far as their notes (RFC 8794 EBML, RFC 9559 Matroska)."""

from collections.abc import Iterator
from typing import BinaryIO

from storyarchive.content.identity.hidden_data.parts import Unreadable, size, take

_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_INFO, _TRACKS, _TRACK, _TAGS, _TAG, _SIMPLE, _NAME = (
    *(0x1549A966, 0x1654AE6B, 0xAE, 0x1254C367, 0x7373, 0x67C8, 0x45A3),
)
_OPEN = {_SEGMENT, _INFO, _TRACKS, _TRACK, _TAGS, _TAG, _SIMPLE}
_TOLD = {
    0x7BA9: "a title",
    0x4461: "when it was recorded",
    0x7384: "the name of a file",
    0x3C83AB: "the name of a file",
    0x3E83BB: "the name of a file",
    0x536E: "the name of a track",
    0x1941A469: "a file inside it",
    0x1043A770: "chapters",
}
_HARMLESS_TAGS = {b"ENCODER", b"DURATION", b"_STATISTICS_WRITING_APP"}
_MOST = 16 * 1024 * 1024


def webm(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a WebM file."""
    end = size(stream)
    if end < 4 or _number(stream)[0] != _EBML:
        raise Unreadable("it is no WebM file")
    length = _number(stream, marked=False)[0]
    stream.seek(length, 1)
    if _number(stream)[0] != _SEGMENT:
        raise Unreadable("it is no WebM file")
    stream.seek(-4, 1)
    yield from _elements(stream, end)


def _number(stream: BinaryIO, marked: bool = True) -> tuple[int, bool]:
    """Read a number of variable length: an id, which keeps its mark, or a length.

    Returns the number, and whether it stands for a length that is not known.
    """
    first = take(stream, 1)[0]
    width = 9 - first.bit_length()
    if width > 8:
        raise Unreadable("a part of it has no length")
    rest = take(stream, width - 1)
    value = int.from_bytes(bytes([first if marked else first & (0xFF >> width)]) + rest, "big")
    return value, value == (1 << 7 * width) - 1


def _elements(stream: BinaryIO, end: int) -> Iterator[str]:
    while stream.tell() < end:
        id, _ = _number(stream)
        length, unknown = _number(stream, marked=False)
        here = stream.tell()
        if unknown:
            if id not in (_SEGMENT, _CLUSTER):
                raise Unreadable("a part of it has no length")
            continue  # its parts follow, as if they stood here
        if here + length > end:
            raise Unreadable("a part of it is longer than the file")
        if id in _OPEN:
            yield from _elements(stream, here + length)
        elif id == _NAME:
            if take(stream, min(length, 1000)).strip(b"\0").upper() not in _HARMLESS_TAGS:
                yield "a tag"
        elif id in _TOLD and length:
            yield _TOLD[id]
        elif id == 0xEC and length and length <= _MOST and take(stream, length).strip(b"\0"):
            yield "data in room that is said to be free"
        stream.seek(here + length)
