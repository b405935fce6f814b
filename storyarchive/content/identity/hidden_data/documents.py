"""PDF and office documents, as far as their notes.

Office files are ZIP archives (ECMA-376 part 2, OpenDocument 1.3 part 2). A PDF keeps its notes in
ways enough (ISO 32000-1, 14.3) that a library reads it: pypdf.
"""

import io
import logging
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree import ElementTree

from storyarchive.content.identity.hidden_data import pictures
from storyarchive.content.identity.hidden_data.parts import Unreadable, size

# What pypdf finds odd in a file is no message for editors.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MOST = 50_000_000
_PROGRAMS = re.compile(
    r"(?:Skia/PDF|LibreOffice|Microsoft|Adobe|cairo|pdfTeX|LaTeX|Ghostscript|GPL Ghostscript|qpdf|WeasyPrint"
    r"|Chromium|macOS|Mac OS X|iOS|Quartz|pypdf|ReportLab|Writer|Draw|Impress|img2pdf|Pillow|InDesign"
    r"|Affinity|Scribus|Inkscape|Canva)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\d{4,}(?!\.)|scan|copier|multifunction|workcentre|imagerunner", re.IGNORECASE
)
_REMARKS = ("/Text", "/FreeText", "/Popup", "/Highlight", "/Ink", "/Stamp")
_HARMLESS_INFO = {"/CreationDate", "/ModDate", "/Trapped", "/PTEX.Fullbanner"}


def pdf(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a PDF: who wrote it, on what, what is attached, and what earlier states it keeps."""
    import pypdf  # takes longer to import than all the rest, and few archives hold a PDF

    if size(stream) > _MOST:
        raise Unreadable("it is too large")
    data = stream.read()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Unreadable("it is locked")
        pages = len(reader.pages)
        # pypdf resolves what it is asked for when it is asked, so all of it is asked for here.
        said = [*_info(reader.metadata or {})]
        said += [each for found in _objects(reader) for each in _object(found)]
    except Unreadable:
        raise
    except Exception as error:  # pypdf lets errors of every kind through on broken files
        raise Unreadable("it is no PDF that can be read") from error
    if not pages:
        raise Unreadable("it has no page")
    # Each state that was saved on top of another ends with such a line; a file for the web has two.
    states = data.count(b"startxref") - (b"/Linearized" in data[:2048])
    if states > 1:
        yield "earlier states of it"
    yield from said


def _objects(reader: Any) -> Iterator[Any]:
    for number in range(1, reader.trailer["/Size"]):
        try:
            found = reader.get_object(number)
        except Exception as error:
            raise Unreadable("a part of it is broken") from error
        if isinstance(found, dict):
            yield found


def _info(info: Any) -> Iterator[str]:
    for name in info:
        value = str(info[name])
        program = name in ("/Producer", "/Creator") and _PROGRAMS.match(value)
        if name in _HARMLESS_INFO or not value.strip() or (program and not _DEVICE.search(value)):
            continue
        shown = name if re.fullmatch(r"/[A-Za-z]{1,30}", name) else "a note"
        yield f"{shown} in its notes"


def _object(found: Any) -> Iterator[str]:
    kind, subtype = found.get("/Type"), found.get("/Subtype")
    if kind == "/Metadata":
        yield "XMP notes"
    if kind == "/Filespec" or "/EmbeddedFiles" in found:
        yield "a file inside it"
    if "/T" in found and (kind == "/Annot" or (subtype in _REMARKS and "/Rect" in found)):
        yield "the author of a remark"
    if subtype == "/Image" and found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        for said in pictures.jpeg(io.BytesIO(found._data)):
            if not said.startswith("data after"):
                yield f"{said}, in a picture"


_DATES = {"created", "modified", "revision", "lastPrinted", "date", "creation-date"}
_HARMLESS_META = {
    *(
        "generator",
        "editing-cycles",
        "editing-duration",
        "document-statistic",
        "template",
        "language",
    ),
    *_DATES,
}
_REMARKED = re.compile(
    r"(?:document|comments\w*|people|persons?\w*|commentAuthors|revisions\w*)\.xml$"
)
_AUTHOR = re.compile(
    rb'\b(?:w:author|w15:author|w:initials)="[^"]|<p:cmAuthor\b|<(?:person|author)\b[^>]*(?:displayName=|>[^<])'
)


def office(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of a Word, Excel or PowerPoint file."""
    with _opened(stream) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" not in names:
            raise Unreadable("it is no office document")
        for name in names:
            if name in ("docProps/core.xml", "docProps/custom.xml"):
                yield from _filled(archive, name, {*_DATES, "version", "language"})
            elif name == "docProps/app.xml":
                yield from _filled(archive, name, None)
            elif _REMARKED.search(name) and _AUTHOR.search(_read(archive, name)):
                yield "the authors of remarks or changes"
            yield from _inside(archive, name)


def open_document(stream: BinaryIO) -> Iterator[str]:
    """Tell the notes of an OpenDocument file."""
    with _opened(stream) as archive:
        names = archive.namelist()
        if "content.xml" not in names:
            raise Unreadable("it is no office document")
        for name in names:
            if name == "meta.xml":
                yield from _filled(archive, name, _HARMLESS_META)
            elif name == "content.xml" and re.search(
                rb"<(?:dc|office|meta):(?:creator|creator-initials)>[^<]", _read(archive, name)
            ):
                yield "the authors of remarks or changes"
            elif name.startswith("Thumbnails/"):
                continue
            yield from _inside(archive, name)


_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError)
"""What reading a damaged zip raises; a RuntimeError where a part is encrypted, or packed in an unknown way."""


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN:
        raise Unreadable("it is no office document") from None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST:
        raise Unreadable("a part of it is too large")
    try:
        return archive.read(name)
    except _BROKEN as error:
        raise Unreadable("a part of it is broken") from error


def _filled(archive: zipfile.ZipFile, name: str, harmless: set[str] | None) -> Iterator[str]:
    """Tell the fields of a file of notes that hold something. harmless: None: all but a company and a manager."""
    data = _read(archive, name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("a part of it is broken")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        raise Unreadable("a part of it is broken") from None
    for element in root.iter():
        field = element.tag.rpartition("}")[2]
        telling = (
            field in ("Company", "Manager", "HyperlinkBase")
            if harmless is None
            else field not in harmless
        )
        if (element.text or "").strip() and telling:
            yield f"{field} in its notes"


def _inside(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Tell what is hidden in a picture of a document."""
    kind = name.lower().rpartition(".")[2]
    looks = {
        "jpg": pictures.jpeg,
        "jpeg": pictures.jpeg,
        "png": pictures.png,
        "webp": pictures.webp,
    }
    if kind in looks:
        for said in looks[kind](io.BytesIO(_read(archive, name))):
            yield f"{said}, in a picture"
