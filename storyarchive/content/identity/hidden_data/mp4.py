"""MP4, M4A and MOV files, as far as their notes (ISO/IEC 14496-12; QuickTime File Format)."""

from collections.abc import Iterator
from typing import BinaryIO

from storyarchive.content.identity.hidden_data.parts import Unreadable, size, take

_WITHIN = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"mvex", b"moof", b"traf"}
"""Boxes that hold boxes."""

_HARMLESS = _WITHIN | {
    *(
        b"ftyp",
        b"styp",
        b"mdat",
        b"mvhd",
        b"tkhd",
        b"mdhd",
        b"hdlr",
        b"vmhd",
        b"smhd",
        b"nmhd",
        b"sthd",
    ),
    *(
        b"dref",
        b"elst",
        b"stsd",
        b"stts",
        b"ctts",
        b"cslg",
        b"stsc",
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
    ),
    *(
        b"stss",
        b"sgpd",
        b"sbgp",
        b"sdtp",
        b"stsh",
        b"subs",
        b"mehd",
        b"trex",
        b"mfhd",
        b"tfhd",
        b"tfdt",
    ),
    *(
        b"trun",
        b"sidx",
        b"mfra",
        b"tref",
        b"gmhd",
        b"iods",
        b"tapt",
        b"pasp",
        b"load",
        b"wide",
        b"saiz",
    ),
    *(b"saio", b"padb", b"stdp", b"trgr"),
}
"""Boxes that say how sound and pictures are stored, and nothing else."""

_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
_TRACKS = {b"soun", b"vide", b"subt", b"sbtl", b"text", b"clcp", b"url ", b"alis", b"mdir", b"tmcd"}
_HARMLESS_NOTES = {b"\xa9too", b"\xa9swr", b"\xa9enc"}
"""The program that made it."""

_MEANT = {
    b"\xa9xyz": "a place",
    b"loci": "a place",
    b"uuid": "data of a program",
    b"\xa9nam": "a title",
    b"\xa9ART": "a performer",
    b"\xa9day": "a date",
    b"\xa9cmt": "a comment",
    b"covr": "a picture",
    b"\xa9mod": "a device",
    b"\xa9mak": "who made the device",
}
_MOST = 64 * 1024 * 1024


def mp4(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of an MP4 or MOV file."""
    end = size(stream)
    kinds = set()
    while stream.tell() < end:
        name, length = _head(stream, end)
        kinds.add(name)
        if name == b"mdat":
            stream.seek(length, 1)
        elif length > _MOST:
            raise Unreadable("a part of it is too large")
        else:
            yield from _box(name, take(stream, length))
    if not {b"ftyp", b"moov"} <= kinds and not {b"moov", b"mdat"} <= kinds:
        raise Unreadable("it holds no film or sound")


def _head(stream: BinaryIO, end: int) -> tuple[bytes, int]:
    """Read the head of a box: its name, and the length of what follows."""
    start = stream.tell()
    head = take(stream, 8)
    length, name = int.from_bytes(head[:4], "big"), head[4:]
    if length == 1:
        length = int.from_bytes(take(stream, 8), "big")
    elif length == 0:
        length = end - start
    rest = length - (stream.tell() - start)
    if rest < 0 or start + length > end:
        raise Unreadable("a part of it has the wrong length")
    return name, rest


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            raise Unreadable("a part of it has the wrong length")
        yield name, data[at + head : at + length]
        at += length
    if data[at:].strip(b"\0"):
        raise Unreadable("a part of it has the wrong length")


def _box(name: bytes, data: bytes) -> Iterator[str]:
    if name in _WITHIN:
        for inner, content in _boxes(data):
            yield from _box(inner, content)
    elif name in (b"free", b"skip"):
        if data.strip(b"\0") and not data.startswith(b"IsoMedia File Produced with Google"):
            yield "data in room that is said to be free"
    elif name in _TIMES:
        # Seconds since 1904 of making and changing, in 4 or, in version 1, 8 bytes each.
        if data[4 : 20 if data[:1] == b"\x01" else 12].strip(b"\0"):
            yield "when it was recorded"
    elif name == b"hdlr":
        if data[8:12] not in _TRACKS:
            yield "a track that is neither sound nor film"
    elif name in (b"udta", b"meta", b"ilst"):
        yield from _notes(name, data)
    elif name not in _HARMLESS:
        yield _said(name)


def _notes(name: bytes, data: bytes) -> Iterator[str]:
    """Tell what stands in a box of notes; who made the file is harmless when it is a program."""
    if name == b"meta":
        # In MP4 a version stands before its boxes, in QuickTime none.
        data = data[4:] if data[:4] == b"\0\0\0\0" else data
    for inner, content in _boxes(data):
        if inner in (b"meta", b"ilst"):
            yield from _notes(inner, content)
        elif inner in (b"hdlr", b"free", b"skip"):
            if inner != b"hdlr" and content.strip(b"\0"):
                yield "data in room that is said to be free"
        elif inner not in _HARMLESS_NOTES:
            yield _said(inner)


def _said(name: bytes) -> str:
    shown = name.decode("latin-1")
    shown = shown if shown.isprintable() else name.hex()
    return f"the note {shown} ({_MEANT.get(name, 'not known to be harmless')})"
