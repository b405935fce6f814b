"""MP3 and Ogg files, as far as their tags.

ID3v2: id3.org/id3v2.3.0 and id3v2.4.0. APEv2 and Lyrics3 stand at the end of a file, before ID3v1.
Ogg: RFC 3533; Opus in Ogg: RFC 7845; Vorbis comments: xiph.org/vorbis/doc/v-comment.html.
"""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from storyarchive.content.identity.hidden_data.parts import Unreadable, size, take

_HARMLESS_FRAMES = {b"TSSE", b"TLEN", b"TSS", b"TLE"}
"""The program that made it, and its length."""

_MEANT = {
    b"GEOB": "a file inside it",
    b"PRIV": "data of a program",
    b"APIC": "a picture",
    b"PIC": "a picture",
    b"COMM": "a comment",
    b"TIT2": "a title",
    b"TPE1": "a performer",
    b"TDRC": "a date",
    b"TDAT": "a date",
    b"TYER": "a year",
    b"TXXX": "a note",
    b"TENC": "who made it",
}


def mp3(stream: BinaryIO) -> Iterator[str]:
    """Tell the tags of an MP3 file."""
    start = 0
    while (head := _at(stream, start, 10))[:3] == b"ID3":
        length = _seven_bits(head[6:10])
        yield from _frames(head[3], head[5], _exactly(stream, length))
        start = start + 10 + length + (10 if head[5] & 0x10 else 0)
    padding = _at(stream, start, 1 << 16)
    first = len(padding) - len(padding.lstrip(b"\0"))
    sound = padding[first : first + 2]
    # Eleven bits that are set begin each frame of sound; its layer may not be 0.
    if len(sound) < 2 or sound[0] != 0xFF or sound[1] & 0xE0 != 0xE0 or not sound[1] & 0x06:
        raise Unreadable("no sound begins after its tags")
    end = _at(stream, max(0, size(stream) - (1 << 16)), 1 << 16)
    if end[-128:-125] == b"TAG":
        # Four texts; the last byte is the kind of music.
        if end[-125:-1].strip(b"\0 "):
            yield "an ID3v1 tag"
        end = end[:-128]
    if b"APETAGEX" in end:
        yield "an APE tag"
    if b"LYRICSBEGIN" in end:
        yield "lyrics"
    if end[-10:-7] == b"3DI":
        yield "a tag at its end"


def _at(stream: BinaryIO, place: int, count: int) -> bytes:
    stream.seek(place)
    return stream.read(count)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    if count > size(stream):
        raise Unreadable("a tag is longer than the file")
    return take(stream, count)


def _seven_bits(data: bytes) -> int:
    if max(data) > 0x7F:
        raise Unreadable("a tag has no length")
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def _frames(version: int, flags: int, data: bytes) -> Iterator[str]:
    """Tell the frames of a tag; empty ones and those of the program that made it are nothing."""
    if version not in (2, 3, 4) or flags & ~0x10:
        raise Unreadable("its tag is of a kind that nothing here reads")
    letters, head = (3, 6) if version == 2 else (4, 10)
    at = 0
    while at + head <= len(data) and data[at]:
        name = data[at : at + letters]
        if not re.fullmatch(rb"[A-Z0-9]+", name):
            raise Unreadable("its tag is broken")
        raw = data[at + letters : at + 2 * letters]
        length = _seven_bits(raw) if version == 4 else int.from_bytes(raw, "big")
        said = data[at + head : at + head + length]
        if len(said) != length:
            raise Unreadable("its tag is broken")
        # An empty text is its encoding, a mark of the byte order and NULs.
        if name not in _HARMLESS_FRAMES and said[1:].strip(b"\0\xff\xfe"):
            yield f"the tag {name.decode()} ({_MEANT.get(name, 'not known to be harmless')})"
        at += head + length
    if data[at:].strip(b"\0"):
        raise Unreadable("its tag is broken")


_HARMLESS_COMMENTS = {"encoder", "encoder_options", "language"}


def ogg(stream: BinaryIO) -> Iterator[str]:
    """Tell the comments of an Ogg file: Opus, Vorbis; any other stream in it is told itself."""
    packets = _packets(stream)
    if not packets:
        raise Unreadable("it is no Ogg file")
    for first, second in packets:
        if first.startswith(b"OpusHead"):
            yield from _comments(second, b"OpusTags")
        elif first.startswith(b"\x01vorbis"):
            yield from _comments(second, b"\x03vorbis")
        else:
            yield "a stream that is neither Opus nor Vorbis"


def _packets(stream: BinaryIO) -> list[tuple[bytes, bytes]]:
    """Read the first two packets of each stream of an Ogg file; they stand before all sound."""
    read: dict[int, list[bytes]] = {}
    done: set[int] = set()
    whole = size(stream)
    while stream.tell() < whole and (not read or done != read.keys()):
        head = take(stream, 27)
        if head[:4] != b"OggS":
            raise Unreadable("a page of it is broken")
        serial = int.from_bytes(head[14:18], "little")
        lacing = take(stream, head[26])
        body = take(stream, sum(lacing))
        packets = read.setdefault(serial, [b""])
        at = 0
        for length in lacing:
            packets[-1] += body[at : at + length]
            at += length
            if length < 255:
                packets.append(b"")
        if len(packets) > 2:
            done.add(serial)
    if done != read.keys():
        raise Unreadable("it ends too soon")
    return [(packets[0], packets[1]) for packets in read.values()]


def _comments(packet: bytes, sign: bytes) -> Iterator[str]:
    if not packet.startswith(sign):
        raise Unreadable("it has no comments where they belong")
    try:
        (length,) = struct.unpack_from("<I", packet, len(sign))
        at = len(sign) + 4 + length
        (count,) = struct.unpack_from("<I", packet, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<I", packet, at)
            said = packet[at + 4 : at + 4 + length]
            at += 4 + length
            name, _, value = said.partition(b"=")
            key = name.decode("ascii", "replace").lower()
            if key not in _HARMLESS_COMMENTS and value.strip():
                shown = key if re.fullmatch(r"[a-z0-9_ -]{1,30}", key) else "of another name"
                yield f"the comment {shown}"
    except struct.error:
        raise Unreadable("its comments are broken") from None
    rest = packet[at:]
    if sign != b"OpusTags":
        rest = rest[1:]  # the framing bit
    if rest.strip(b"\0"):
        yield "data after its comments"
