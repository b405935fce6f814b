"""JPEG, PNG and WebP pictures, as far as their notes.

JPEG: ITU-T T.81, annex B. PNG: W3C Portable Network Graphics, third edition. WebP: RFC 9649.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from storyarchive.content.identity.hidden_data.parts import Unreadable, size, take

_HARMLESS_SEGMENTS = (b"JFIF\0", b"JFXX\0", b"ICC_PROFILE\0", b"Adobe")
_NAMED = {
    b"Exif\0": "EXIF: often the device, the time and the place",
    b"http://ns.adobe.com/x": "XMP notes",
    b"Photoshop": "IPTC notes",
}


def jpeg(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a JPEG picture."""
    if take(stream, 2) != b"\xff\xd8":
        raise Unreadable("it is no JPEG picture")
    while True:
        mark = take(stream, 1)
        if mark != b"\xff":
            raise Unreadable("a part of it is broken")
        while mark == b"\xff":
            mark = take(stream, 1)
        kind = mark[0]
        if kind == 0xD9:
            break
        length = int.from_bytes(take(stream, 2), "big")
        data = take(stream, length - 2) if length >= 2 else b""
        if kind == 0xFE and data.strip(b"\0 "):
            yield "a comment"
        elif 0xE0 <= kind <= 0xEF and not data.startswith(_HARMLESS_SEGMENTS):
            names = (name for sign, name in _NAMED.items() if data.startswith(sign))
            yield next(names, f"notes in its part APP{kind - 0xE0}")
        if kind == 0xDA:
            break
    if kind == 0xDA:
        rest = stream.read()
        end = rest.rfind(b"\xff\xd9")
        if end < 0:
            raise Unreadable("it ends too soon")
        # Whatever follows the picture, a second one with notes of its own for one.
        if rest.find(b"\xff\xd8\xff") >= 0 or rest[end + 2 :].strip(b"\0"):
            yield "data after the picture"


_HARMLESS_CHUNKS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
    *(b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
}


def png(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a PNG picture."""
    if take(stream, 8) != b"\x89PNG\r\n\x1a\n":
        raise Unreadable("it is no PNG picture")
    name = b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", take(stream, 8))
        if length > size(stream):
            raise Unreadable("a part of it has the wrong length")
        if name not in _HARMLESS_CHUNKS:
            shown = name.decode("ascii", "replace")
            yield f"its part {shown}" if shown.isalpha() else "a part without a name"
        stream.seek(length + 4, 1)
    if stream.read(1 << 20).strip(b"\0"):
        yield "data after the picture"


_HARMLESS_RIFF = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def webp(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a WebP picture."""
    head = take(stream, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise Unreadable("it is no WebP picture")
    end = 8 + int.from_bytes(head[4:8], "little")
    if end > size(stream):
        raise Unreadable("it ends too soon")
    while stream.tell() + 8 <= end:
        name, length = struct.unpack("<4sI", take(stream, 8))
        if name not in _HARMLESS_RIFF:
            shown = name.decode("ascii", "replace").strip()
            yield f"its part {shown}" if shown.isalnum() else "a part without a name"
        stream.seek(length + length % 2, 1)
    stream.seek(end)
    if stream.read(1 << 20).strip(b"\0"):
        yield "data after the picture"
