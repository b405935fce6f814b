"""What recordings, pictures and documents carry besides what they show."""

import io
import struct
import zipfile
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, NameObject

from storyarchive.content import identity
from storyarchive.content.identity import hidden_data
from tests.content.identity.made import ID, kept
from tests.made import ON, PROJECT, SOUND


def told(place: Path, name: str, data: bytes) -> str:
    path = place / name
    path.write_bytes(data)
    return "; ".join(hidden_data.find(path))


# MP3: ID3v2 frames before the sound.


def id3(*frames: tuple[str, bytes], version: int = 3) -> bytes:
    body = b"".join(
        name.encode() + struct.pack(">I", len(said)) + b"\0\0" + said for name, said in frames
    )
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, 0]) + size + body


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SOUND, ""),
        (id3(("TSSE", b"\0Lavf60"), ("TLEN", b"\x001200"), ("TIT2", b"\1\xff\xfe")) + SOUND, ""),
        (id3(("TPE1", b"\0Ellie Marsh")) + SOUND, "the tag TPE1"),
        (id3(("PRIV", b"owner\0data")) + SOUND, "the tag PRIV"),
        (id3(("APIC", b"\0image/jpeg\0\3\0data")) + SOUND, "a picture"),
        (id3(("ABCD", b"\0data")) + SOUND, "not known to be harmless"),
        (id3(("TPE1", b"\0Ellie"), version=4) + SOUND, "the tag TPE1"),
        (SOUND + bytes(500) + b"TAG" + b"Ellie".ljust(125, b"\0"), "ID3v1"),
        (SOUND + bytes(500) + b"TAG" + bytes(124) + b"\x0c", ""),
        (SOUND + bytes(500) + b"APETAGEX" + bytes(24), "APE"),
        (b"voice", "cannot be read"),
        (b"", "cannot be read"),
        (id3(("TPE1", b"\0Ellie"))[:-3] + SOUND[:1], "cannot be read"),
    ],
)
def test_tags_of_an_mp3_are_told(tmp_path: Path, data: bytes, says: str) -> None:
    """
    All but the program that made it and its length; what is no MP3 cannot be cleared.
    """
    found = told(tmp_path, "a.mp3", data)

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


def test_the_recording_of_the_example_archive_is_clear() -> None:
    """
    New editors learn from it.
    """
    assert () == hidden_data.find(PROJECT / "narratives" / "s-9m3xv.mp3")


# Ogg: the second packet holds the comments.


def page(serial: int, *packets: bytes) -> bytes:
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, 0, 0, serial, 0, 0, len(lacing))
    return head + lacing + b"".join(packets)


def comments(sign: bytes, *said: bytes) -> bytes:
    body = b"".join(struct.pack("<I", len(each)) + each for each in said)
    return sign + struct.pack("<I", 4) + b"Lavf" + struct.pack("<I", len(said)) + body


def opus(*said: bytes) -> bytes:
    return page(7, b"OpusHead" + bytes(11)) + page(7, comments(b"OpusTags", *said)) + page(7, b"x")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (opus(b"ENCODER=Lavc"), ""),
        (opus(b"ARTIST=Ellie Marsh"), "the comment artist"),
        (opus(b"LOCATION=51.5,-0.1"), "the comment location"),
        (opus(b"METADATA_BLOCK_PICTURE=" + b"A" * 900), "the comment metadata_block_picture"),
        (
            page(1, b"\x01vorbis" + bytes(23))
            + page(1, comments(b"\x03vorbis", b"TITLE=Ellie") + b"\1", b"x"),
            "the comment title",
        ),
        (page(1, b"fishead\0") + page(1, b"data", b"x"), "neither Opus nor Vorbis"),
        (opus(b"ENCODER=Lavc")[:60], "cannot be read"),
        (b"OggX" + bytes(40), "cannot be read"),
    ],
)
def test_comments_of_an_ogg_file_are_told(tmp_path: Path, data: bytes, says: str) -> None:
    """
    Opus and Vorbis alike.
    """
    found = told(tmp_path, "a.opus", data)

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


# MP4: boxes within boxes.


def box(name: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I4s", 8 + len(data), name) + data


def film(*inside: bytes, made_on: int = 0, after: bytes = b"", kind: bytes = b"soun") -> bytes:
    times = struct.pack(">III", 0, made_on, 0)
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13))))
    moov = box(b"moov", box(b"mvhd", times, bytes(88)), track, *inside)
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + after + box(b"mdat", b"sound")


def note(name: bytes, value: bytes) -> bytes:
    """An iTunes note: moov/udta/meta/ilst."""
    value = box(b"data", bytes(8), value)
    meta = box(b"meta", bytes(4), box(b"hdlr", bytes(25)), box(b"ilst", box(name, value)))
    return box(b"udta", meta)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (film(), ""),
        (film(note(b"\xa9too", b"Lavf60")), ""),
        (film(box(b"udta", box(b"\xa9xyz", b"\0\x09\0\0+51.5-0.1/"))), "a place"),
        (film(box(b"udta", box(b"loci", bytes(20)))), "a place"),
        (film(note(b"\xa9ART", b"Ellie")), "a performer"),
        (film(note(b"covr", b"jpeg")), "a picture"),
        (film(made_on=3_800_000_000), "when it was recorded"),
        (film(kind=b"meta"), "neither sound nor film"),
        (film(after=box(b"uuid", bytes(16), b"Ellie")), "data of a program"),
        (film(after=box(b"free", b"Ellie")), "free"),
        (film(after=box(b"free", bytes(9))), ""),
        (film(after=box(b"Odd!", b"x")), "not known to be harmless"),
        (film()[:-9], "cannot be read"),
        (b"\0\0\0\1moov" + b"\xff" * 8, "cannot be read"),
        (b"voice", "cannot be read"),
    ],
)
def test_notes_of_a_film_are_told(tmp_path: Path, data: bytes, says: str) -> None:
    """
    Places, names, times, and whatever is not known to be harmless.
    """
    found = told(tmp_path, "a.m4a", data)

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


# WebM: EBML elements.


def element(id: str, *content: bytes) -> bytes:
    data = b"".join(content)
    return bytes.fromhex(id) + struct.pack(">Q", len(data) | 1 << 56) + data


def webm(*inside: bytes) -> bytes:
    return element("1A45DFA3", element("4282", b"webm")) + element("18538067", *inside)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (webm(element("1549A966", element("4D80", b"Lavf"), element("5741", b"Lavf"))), ""),
        (webm(element("1549A966", element("7BA9", b"Ellie"))), "a title"),
        (webm(element("1549A966", element("4461", bytes(8)))), "when it was recorded"),
        (webm(element("1941A469", b"file")), "a file inside it"),
        (
            webm(element("1254C367", element("7373", element("67C8", element("45A3", b"ARTIST"))))),
            "a tag",
        ),
        (
            webm(
                element("1254C367", element("7373", element("67C8", element("45A3", b"ENCODER"))))
            ),
            "",
        ),
        (
            webm(
                b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7,
                element("E7", b"\0"),
                element("1941A469", b"f"),
            ),
            "a file",
        ),
        (webm(element("1549A966", b"\x7b"))[:-1], "cannot be read"),
        (b"RIFF", "cannot be read"),
    ],
)
def test_notes_of_a_webm_are_told(tmp_path: Path, data: bytes, says: str) -> None:
    """
    Also after clusters whose length is not known, as browsers record them.
    """
    found = told(tmp_path, "a.webm", data)

    assert (says in found) if says else found == ""


# Pictures.


def segment(kind: int, data: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    scan = segment(0xDA, bytes(6)) + b"pixels\xff\xd9"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1") + b"".join(segments) + scan + after


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(data), name) + data + bytes(4)


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.jpg", jpeg(), ""),
        ("a.jpg", jpeg(segment(0xE1, b"Exif\0\0MM")), "EXIF"),
        ("a.jpg", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")), "XMP"),
        ("a.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0")), "IPTC"),
        ("a.jpg", jpeg(segment(0xFE, b"by Ellie")), "a comment"),
        ("a.jpg", jpeg(segment(0xE5, b"maker")), "APP5"),
        ("a.jpg", jpeg(after=jpeg(segment(0xE1, b"Exif\0\0"))), "data after"),
        ("a.jpg", b"GIF89a", "cannot be read"),
        ("a.jpg", jpeg()[:12], "cannot be read"),
        ("a.png", PNG + chunk(b"IDAT", b"x") + chunk(b"IEND"), ""),
        ("a.png", PNG + chunk(b"tEXt", b"Author\0Ellie") + chunk(b"IEND"), "tEXt"),
        ("a.png", PNG + chunk(b"eXIf", b"MM") + chunk(b"IEND"), "eXIf"),
        ("a.png", PNG + chunk(b"IEND") + b"more", "data after"),
        ("a.png", PNG, "cannot be read"),
        (
            "a.webp",
            b"RIFF" + struct.pack("<I", 16) + b"WEBPVP8 " + struct.pack("<I", 4) + b"data",
            "",
        ),
        (
            "a.webp",
            b"RIFF" + struct.pack("<I", 16) + b"WEBPEXIF" + struct.pack("<I", 4) + b"data",
            "EXIF",
        ),
        ("a.heic", b"anything", "nothing here can look into"),
        ("a.txt", "Łukasz".encode(), ""),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_notes_of_pictures_and_texts_are_told(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    """
    A kind of file that nothing here knows cannot be cleared.
    """
    found = told(tmp_path, name, data)

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


# Documents.


def pdf(info: dict[str, str] | None = None, xmp: bool = False, attach: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Producer": "LibreOffice 24.2", **(info or {})})
    if xmp:
        stream = DecodedStreamObject()
        stream.set_data(b"<x:xmpmeta/>")
        stream[NameObject("/Type")] = NameObject("/Metadata")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    if attach:
        writer.add_attachment("Ellie.txt", b"data")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf(), ""),
        (pdf({"/CreationDate": "D:20260518"}), ""),
        (pdf({"/Author": "Ellie Marsh"}), "/Author"),
        (pdf({"/Title": "Ellie"}), "/Title"),
        (pdf({"/Producer": "Xerox WorkCentre 7845"}), "/Producer"),
        (pdf(xmp=True), "XMP"),
        (pdf(attach=True), "a file inside it"),
        (pdf() + pdf()[-40:], "earlier states"),
        (b"%PDF-1.7 nothing", "cannot be read"),
    ],
)
def test_notes_of_a_pdf_are_told(tmp_path: Path, data: bytes, says: str) -> None:
    """
    Who wrote it, on what device, what is attached, and what an earlier state may hold.
    """
    found = told(tmp_path, "a.pdf", data)

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


def office(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
CORE = '<p xmlns:dc="urn:dc"><dc:{0}>{1}</dc:{0}></p>'


@pytest.mark.parametrize(
    ("name", "files", "says"),
    [
        ("a.docx", TYPES, ""),
        ("a.docx", {**TYPES, "docProps/core.xml": CORE.format("creator", "Ellie")}, "creator"),
        ("a.docx", {**TYPES, "docProps/core.xml": CORE.format("creator", " ")}, ""),
        ("a.docx", {**TYPES, "docProps/core.xml": CORE.format("modified", "2026-05-18")}, ""),
        ("a.xlsx", {**TYPES, "docProps/app.xml": "<p><Company>Ellie Ltd</Company></p>"}, "Company"),
        ("a.docx", {**TYPES, "word/document.xml": '<w:ins w:author="Ellie"/>'}, "authors"),
        ("a.docx", {**TYPES, "word/comments.xml": '<w:comment w:author="Ellie"/>'}, "authors"),
        ("a.pptx", {**TYPES, "docProps/core.xml": "<broken"}, "cannot be read"),
        ("a.odt", {"content.xml": "<x/>", "meta.xml": CORE.format("creator", "Ellie")}, "creator"),
        ("a.odt", {"content.xml": "<x/>", "meta.xml": CORE.format("generator", "LibreOffice")}, ""),
        ("a.odt", {"content.xml": "<dc:creator>Ellie</dc:creator>"}, "authors"),
        ("a.docx", {"other": ""}, "cannot be read"),
    ],
)
def test_notes_of_office_documents_are_told(
    tmp_path: Path, name: str, files: dict[str, str], says: str
) -> None:
    """
    Authors, companies, and who remarked or changed what.
    """
    found = told(tmp_path, name, office(**files))

    assert (says in found) if says else found == ""
    assert "Ellie" not in found


def test_a_document_with_a_broken_part_is_not_cleared(tmp_path: Path) -> None:
    """
    Damage in what is packed is told like damage of the whole.
    """
    whole = office(**{**TYPES, "docProps/core.xml": CORE.format("creator", "Ellie" * 40)})
    at = whole.index(b"docProps/core.xml") + len(b"docProps/core.xml")

    broken = whole[:at] + b"\xff" * 8 + whole[at + 8 :]

    assert "cannot be read" in told(tmp_path, "a.docx", broken)


def test_a_picture_in_a_document_is_looked_into(tmp_path: Path) -> None:
    """
    A photo keeps its place when it is pasted.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/media/image1.jpeg", jpeg(segment(0xE1, b"Exif\0\0MM")))

    assert "EXIF" in told(tmp_path, "a.docx", out.getvalue())


@given(
    st.sampled_from(sorted(hidden_data.KINDS)),
    st.sampled_from(
        [
            SOUND,
            opus(b"A=b"),
            film(),
            webm(),
            jpeg(),
            PNG,
            b"",
            id3(("TPE1", b"\0x")),
            office(**TYPES),
            office(**{**TYPES, "docProps/core.xml": CORE.format("creator", "Ellie" * 40)}),
            pdf({"/Author": "Ellie Marsh"}),
        ]
    ),
    st.floats(0, 1),
    st.binary(max_size=40),
)
def test_no_file_brings_it_down(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: bytes, where: float, noise: bytes
) -> None:
    """
    Whatever the bytes, there is an answer, and it holds only characters that can be shown.
    """
    path = tmp_path_factory.mktemp("files") / f"a{kind}"
    at = int(where * len(data))
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])

    assert all(said.isprintable() for said in hidden_data.find(path))


def test_what_is_hidden_stops_a_build_and_the_remedy_takes_it_out(tmp_path: Path) -> None:
    """
    It is an error of the file, with the command that mends it; nobody can acknowledge it.
    """
    files = {f"{ID}.mp3": id3(("TPE1", b"\0Ellie")) + SOUND, "s-2222z.mp3": b"voice"}
    found = list(identity.problems(kept(tmp_path, files=files), ON))

    assert [("s-4k7p2.mp3", "error"), ("s-2222z.mp3", "warning")] == [
        (Path(p.path).name, str(p.severity)) for p in found
    ]
    assert "ffmpeg -i s-4k7p2.mp3" in found[0].remedy
    assert "cannot be acknowledged" in found[0].remedy
