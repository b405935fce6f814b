"""What lies inside packed files: zip (and so epub, docx, odt, jar), tar, gzip, bzip2, xz, zlib and PDF.

All is opened in memory and within bounds, for a small file can unpack to more than any computer holds; what
lies beyond them is named, never passed over.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import IO, Protocol

MOST = 128 << 20
"""Bytes of a file in an archive that is opened."""
_LEAST_ALLOWED = 256 << 20
_RATIO = 100
"""How often its own size an archive may unpack to, with all archives in it; text packs to a tenth, at the best."""
DEEPEST = 8
"""Archives within archives that are opened."""
_CHUNK = 1 << 20

_HEADS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"%PDF-": "pdf",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\x04\x22\x4d\x18": "LZ4",
}
"""How a packed file begins → its kind."""
_PACKED_ENDINGS = (".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz", ".z")

_BROKEN = (
    OSError,
    EOFError,
    LookupError,
    OverflowError,
    ValueError,
    RuntimeError,  # an encrypted zip, and NotImplementedError for an unknown packing
    struct.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    zlib.error,
    MemoryError,
)
"""What the standard library raises for what it cannot read."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file in an archive, or an archive, that could not be opened."""

    name: str
    """Empty for the archive itself, or all that is left of it."""
    why: str


class Readable(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes, and none at the end."""
        ...


class Allowance:
    """What an outermost archive may still unpack to."""

    def __init__(self, size: int) -> None:
        """Allow for an archive of so many bytes."""
        self.left = max(_LEAST_ALLOWED, _RATIO * size)


class _TooMuch(Exception):
    """The allowance is spent."""


def kind(name: str, head: bytes) -> str | None:
    """Tell by its first 512 bytes what kind of archive a file is; None for anything else."""
    for begins, found in _HEADS.items():
        if head.startswith(begins):
            return found
    if head[257:262] == b"ustar" or name.casefold().endswith(".tar"):
        return "tar"
    # What git packs for itself, and leaves behind when it is killed.
    if head[:1] == b"x" and len(head) > 2 and int.from_bytes(head[:2], "big") % 31 == 0:
        with suppress(zlib.error):
            zlib.decompressobj().decompress(head)
            return "zlib"
    return None


def members(
    name: str, kind: str, file: IO[bytes], allowance: Allowance
) -> Iterator[Member | Refused]:
    """Give the files in an archive, one after another.

    name: the archive's, which names what is in a file that packs one other. file: can be sought in.
    """
    opener = _OPENERS.get(kind)
    if opener is None:
        yield Refused("", f"{kind} cannot be opened here; unpack it, and search what comes out")
        return
    try:
        yield from opener(name, file, allowance)
    except _TooMuch:
        yield Refused("", "it unpacks to far more than it is; unpack it, and search what comes out")
    except _BROKEN as error:
        yield Refused("", f"it is damaged or cannot be opened ({_said(error)})")


def contents(name: str, file: IO[bytes]) -> Iterator[Member | Refused]:
    """Give the files in a packed file of any kind."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    found = kind(name, file.read(512))
    file.seek(0)
    yield from members(name, found or "", file, Allowance(size))


def _zip(name: str, file: IO[bytes], allowance: Allowance) -> Iterator[Member | Refused]:
    with zipfile.ZipFile(file) as packed:
        if packed.comment:
            yield Member("(comment)", packed.comment)
        for info in packed.infolist():
            try:
                with packed.open(info) as inside:
                    yield _read(info.filename, inside, allowance)
            except _BROKEN as error:
                yield Refused(info.filename, f"it cannot be opened ({_said(error)})")


def _tar(name: str, file: IO[bytes], allowance: Allowance) -> Iterator[Member | Refused]:
    with tarfile.open(fileobj=file, mode="r:") as packed:
        for info in packed:
            inside = packed.extractfile(info) if info.isreg() else None
            if inside is None:
                # A directory or a link says something by its name alone.
                yield Member(info.name, info.linkname.encode("utf-8", "replace"))
            else:
                yield _read(info.name, inside, allowance)


def _one(
    open_packed: Callable[[IO[bytes]], AbstractContextManager[Readable]],
) -> Callable[[str, IO[bytes], Allowance], Iterator[Member | Refused]]:
    """Make an opener for a way of packing one file."""

    def opener(name: str, file: IO[bytes], allowance: Allowance) -> Iterator[Member | Refused]:
        inner = name.rpartition("/")[2]
        for ending in _PACKED_ENDINGS:
            if inner.casefold().endswith(ending):
                inner = inner[: -len(ending)] + (".tar" if ending.startswith(".t") else "")
                break
        with open_packed(file) as inside:
            yield _read(inner, inside, allowance)

    return opener


def _zlib(name: str, file: IO[bytes], allowance: Allowance) -> Iterator[Member | Refused]:
    unpacking = zlib.decompressobj()
    yield Member("(unpacked)", unpacking.decompress(file.read(MOST), min(MOST, allowance.left)))
    if unpacking.unconsumed_tail:
        yield Refused("", f"it unpacks to more than {MOST >> 20} MB")


def _pdf(name: str, file: IO[bytes], allowance: Allowance) -> Iterator[Member | Refused]:
    import pypdf  # takes longer to import than all the rest, and few places hold a PDF

    try:
        document = pypdf.PdfReader(file)
        said = [str(value) for value in (document.metadata or {}).values()]
        for page in document.pages:
            said.append(page.extract_text())
            allowance.left -= len(said[-1])
            if allowance.left < 0:
                raise _TooMuch
        yield Member("(text)", "\n".join(said).encode("utf-8", "replace"))
    except _TooMuch:
        raise
    except Exception as error:  # pypdf may fail in any way on what somebody else made
        yield Refused("", f"it is damaged or locked ({_said(error)})")


def _read(name: str, inside: Readable, allowance: Allowance) -> Member | Refused:
    content = bytearray()
    while chunk := inside.read(_CHUNK):
        allowance.left -= len(chunk)
        if allowance.left < 0:
            raise _TooMuch
        content += chunk
        if len(content) > MOST:
            return Refused(name, f"it unpacks to more than {MOST >> 20} MB; unpack it first")
    return Member(name, bytes(content))


def _said(error: BaseException) -> str:
    return str(error).split("\n")[0][:100] or type(error).__name__


_OPENERS: dict[str, Callable[[str, IO[bytes], Allowance], Iterator[Member | Refused]]] = {
    "zip": _zip,
    "tar": _tar,
    "gzip": _one(lambda file: gzip.GzipFile(fileobj=file)),
    "bzip2": _one(bz2.BZ2File),
    "xz": _one(lzma.LZMAFile),
    "zlib": _zlib,
    "pdf": _pdf,
}
