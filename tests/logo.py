"""A logo for tests: a PNG picture that a browser can draw, and parts to put into it."""

import struct
import zlib

SIGN = b"\x89PNG\r\n\x1a\n"


def png(width: int = 48, height: int = 30, *parts: bytes) -> bytes:
    """Give a picture of one light colour. parts: chunks that stand before what is drawn."""
    rows = (b"\0" + b"\xff\xdc\x5a" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    drawn = part(b"IDAT", zlib.compress(rows, 0))
    return SIGN + part(b"IHDR", head) + b"".join(parts) + drawn + part(b"IEND")


def part(name: bytes, data: bytes = b"") -> bytes:
    """Give a chunk of a PNG picture."""
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", zlib.crc32(name + data))
