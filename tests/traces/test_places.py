"""Every place is searched: archives and caches too; what cannot be searched is said, and the id may stay in few."""

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import textwrap
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from storyarchive import building, withdrawing
from storyarchive.cli import main
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import UnknownName
from storyarchive.search.query import search as ask
from storyarchive.traces import Unsearched, gather, packed, search, verify, walking
from tests.made import ON, archive, narrative
from tests.traces.made import (
    ID,
    OTHER,
    STAYS,
    STORY,
    TRANSLATION,
    found,
    old_file,
    put,
    searched,
    story,
)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return packed.getvalue()


PACKED = {
    "a.zip": ("a.zip › x.txt", zipped({"x.txt": STORY})),
    "book.epub": ("book.epub › x.xhtml", zipped({"x.xhtml": f"<p>{STORY}</p>"})),
    "b.zip": ("b.zip › a.zip › in/x.txt", zipped({"a.zip": zipped({"in/x.txt": STORY})})),
    "c.tar": ("c.tar › x.txt", tarred({"x.txt": STORY})),
    "c.tgz": ("c.tgz › c.tar › x.txt", gzip.compress(tarred({"x.txt": STORY}))),
    "d.txt.gz": ("d.txt.gz › d.txt", gzip.compress(STORY.encode())),
    "e.bz2": ("e.bz2 › e", bz2.compress(STORY.encode())),
    "f.tar.xz": ("f.tar.xz › f.tar › x", lzma.compress(tarred({"x": STORY}))),
    "no name": ("no name › x.zip › y", zipped({"x.zip": zipped({"y": STORY})})),
    "loose": ("loose › (unpacked)", zlib.compress(STORY.encode())),
}


@pytest.mark.parametrize("name", PACKED)
def test_archives_are_opened(tmp_path: Path, name: str) -> None:
    """
    Whatever an archive is called, and however deep a copy lies in it.
    """
    place, content = PACKED[name]

    report = searched(tmp_path, {name: content})

    assert {place: {"text"}} == found(report, tmp_path / "here")
    assert () == report.unsearched


def test_the_comment_of_a_zip_is_read(tmp_path: Path) -> None:
    """
    It is no file, and holds text all the same.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = STORY.encode()

    report = searched(tmp_path, {"a.zip": file.getvalue()})

    assert {"a.zip › (comment)": {"text"}} == found(report, tmp_path / "here")


def test_a_zip_that_unpacks_to_far_more_is_said_to_be_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A small file that would fill the memory is not searched, and that is never silent.
    """
    monkeypatch.setattr(packed, "_LEAST_ALLOWED", 1 << 20)
    layer = zipped({f"{n}.txt": b"\0" * (4 << 20) for n in range(4)})

    report = searched(tmp_path, {"bomb.zip": zipped({f"{n}.zip": layer for n in range(4)})})

    assert not report.is_clean
    assert () == report.traces
    assert any("bomb.zip" in each.place and "far more" in each.why for each in report.unsearched)


def test_archives_in_archives_end(tmp_path: Path) -> None:
    """
    Nobody hides a copy, nor stops the search, by packing it a hundred times.
    """
    content = zipped({"x.txt": STORY})
    for _ in range(100):
        content = zipped({"x.zip": content})

    report = searched(tmp_path, {"deep.zip": content})

    assert ["archives lie in archives too deep; unpack it first"] == [
        u.why for u in report.unsearched
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing more",
        zipped({"x.txt": STORY})[:-40],
        gzip.compress(STORY.encode())[:-20],
        b"Rar!\x1a\x07\x01\0",
        b"7z\xbc\xaf\x27\x1c\0\4",
        b"%PDF-1.7 broken",
    ],
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, content: bytes) -> None:
    """
    Damaged and unknown archives are listed as not searched, and the report is not clean.
    """
    report = searched(tmp_path, {"odd": content})

    assert ["odd"] == [Path(each.place).name for each in report.unsearched]
    assert not report.is_clean


def printed(text: str) -> bytes:
    """Make a PDF of one page, its text packed."""
    lines = "".join(f"({line}) Tj 0 -14 Td\n" for line in textwrap.wrap(text, 60))
    page = zlib.compress(f"BT /F1 10 Tf 50 700 Td\n{lines}ET".encode())
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    file, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (listed, len(file))
    )


def test_a_pdf_is_looked_into(tmp_path: Path) -> None:
    """
    Its text is searched; one that is damaged is said not to have been.
    """
    content = printed(STORY.split("\n\n")[2])

    report = searched(tmp_path, {"sheet.pdf": content, "torn.pdf": content[:60]})

    assert {"sheet.pdf › (text)": {"text"}} == found(report, tmp_path / "here")
    assert ["torn.pdf"] == [Path(each.place).name for each in report.unsearched]


@given(st.sampled_from(sorted(PACKED)), st.data())
def test_no_broken_archive_stops_the_search(name: str, data: st.DataObject) -> None:
    """
    Whatever bytes of an archive are wrong, it is searched or said not to be.
    """
    content = bytearray(PACKED[name][1])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    piece = walking.Piece(
        name, PurePosixPath(name), len(content), io.BytesIO(content), lambda name: None
    )

    for event in walking.opened(piece):
        assert isinstance(event, walking.Piece | Unsearched)


def test_a_number_that_no_program_reads_does_not_stop_the_search(tmp_path: Path) -> None:
    """
    Python refuses numbers of so many digits, and the copy beside it is found.
    """
    report = searched(tmp_path, {"x.html": f"&#{'9' * 9000};&#x{'f' * 9000}; {STORY}"})

    assert {"x.html": {"text"}} == found(report, tmp_path / "here")


def test_a_former_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """
    Otherwise its words would seem to have been looked for.
    """
    old = put(tmp_path, {"old.docx": b"PK\x03\x04 broken"}) / "old.docx"

    assert 2 == len(gather(ID, [old]).notes)


def test_a_locked_archive_is_said(tmp_path: Path) -> None:
    """
    What is behind a password cannot be searched.
    """
    content = bytearray(zipped({"x.txt": STORY}))
    content[6] |= 1  # the flag of the local header,
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and of the list at the end

    report = searched(tmp_path, {"locked.zip": bytes(content)})

    assert ["locked.zip › x.txt"] == [u.place.rpartition("/")[2] for u in report.unsearched]


def test_the_id_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """
    In the name of a file, a directory or a link, at the head of a narrative, and in a list; not in another id.
    """
    files: dict[str, str | bytes] = {
        f"{ID}-copy.md.bak": "x",
        f"media/{ID}/voice.mp3": "x",
        "kept.md": f"---\nid: {ID}\n---\nx",
        "list.csv": f"1,{ID.upper()}\n2,{ID}",
        "other.csv": f"{ID}x {ID}9",
        "wide.txt": ID.encode("utf-16"),
    }
    put(tmp_path / "here", files)
    (tmp_path / "here" / "link").symlink_to(f"../narratives/{ID}.md")

    report = search(gather(ID), [tmp_path / "here"])

    assert {
        f"{ID}-copy.md.bak": {"name"},
        f"media/{ID}/voice.mp3": {"name"},
        "kept.md": {"claim", "mention"},
        "list.csv": {"mention"},
        "wide.txt": {"mention"},
        "link": {"name"},
    } == found(report, tmp_path / "here")
    assert 2 == next(t.count for t in report.traces if t.place.endswith("list.csv"))
    assert any("1 link was not followed" in note for note in report.notes)


def kept(place: Path) -> Path:
    """Write an archive of two stories, and build it."""
    directory = archive(
        place,
        {f"{ID}.md": story(), f"{OTHER}.md": narrative(OTHER, STAYS, title="Where the chairs are")},
        {"base_url": "https://stories.example.org"},
    )
    building.build(directory, place / "build", ON)
    return directory


def test_after_a_withdrawal_nothing_is_found(tmp_path: Path) -> None:
    """
    The id stays only where it says that the story is gone: lists, the page in its place, the feed.
    """
    old = old_file(tmp_path)
    directory = kept(tmp_path)
    before = verify(ID, directory, [tmp_path / "build"], [old])
    withdrawing.withdraw(
        withdrawing.plan(directory, ID), "teller", ON, tmp_path / "build", tmp_path
    )

    places = [directory, tmp_path / "build", tmp_path / f"withdrawal-{ID}.md"]
    report = verify(ID, directory, places, [old])

    assert {"public", "mentor", "offline"} <= {
        Path(trace.place).relative_to(tmp_path / "build").parts[0] for trace in before.traces
    }
    assert ((), ()) == (report.traces, report.unsearched)
    assert report.searched.files > 100


def inside(files: Mapping[str, str]) -> dict[str, str | bytes]:
    return {f"build/offline/{name}": content for name, content in files.items()}


@pytest.mark.parametrize("name", ["stories/s-h7k2m.html", "files.txt", "manifest.json"])
def test_the_id_may_stay_only_where_the_manifest_says_it_is_gone(tmp_path: Path, name: str) -> None:
    """
    A stale build is found, even by a list of its files alone.
    """
    content = {
        "manifest.json": json.dumps({"stories": [ID], "withdrawn": [], "files": {}}),
        "files.txt": f"00  stories/{ID}.html\n",
        f"stories/{ID}.html": f"<p>{ID}</p>",
    }
    gone = content | {"manifest.json": json.dumps({"stories": [], "withdrawn": [ID], "files": {}})}

    stale = search(gather(ID), [put(tmp_path / "stale", content)])
    fresh = search(gather(ID), [put(tmp_path / "fresh", gone)])
    packed_fresh = search(
        gather(ID), [put(tmp_path / "zip", {"offline.zip": zipped(inside(gone))})]
    )
    packed_stale = search(
        gather(ID), [put(tmp_path / "zap", {"offline.zip": zipped(inside(content))})]
    )

    assert name in found(stale, tmp_path / "stale")
    assert f"offline.zip › build/offline/{name}" in found(packed_stale, tmp_path / "zap")
    assert ((), ()) == (fresh.traces, packed_fresh.traces)


def test_words_are_found_where_the_id_may_stay(tmp_path: Path) -> None:
    """
    The lists hold ids and days; a word of the story in one of them is found.
    """
    files = {
        "_withdrawn.yaml": f"- {{id: {ID}}}  # {STORY.splitlines()[4]}",
        f"withdrawal-{ID}.md": f"{ID} {STORY.splitlines()[4]}",
        "recall.json": f'{{"recalled": [{{"id": "{ID}"}}]}}',
    }

    report = searched(tmp_path, files)

    assert {"_withdrawn.yaml": {"text"}, f"withdrawal-{ID}.md": {"text"}} == found(
        report, tmp_path / "here"
    )


def test_the_feed_may_say_that_it_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    """
    A deleted entry names the id; an entry may not.
    """
    feed = (
        '<feed xmlns:at="x"><at:deleted-entry ref="urn:s-h7k2m" when="2026-05-18"/>'
        '<at:deleted-entry ref="urn:s-h7k2m" when="2026-05-18"><x/></at:deleted-entry>{}</feed>'
    )
    put(tmp_path, {"good/feed.xml": feed.format("")})
    put(tmp_path, {"bad/feed.xml": feed.format(f"<entry><id>urn:{ID}</id></entry>")})

    assert () == search(gather(ID), [tmp_path / "good"]).traces
    assert {"feed.xml": {"mention"}} == found(
        search(gather(ID), [tmp_path / "bad"]), tmp_path / "bad"
    )


def test_a_cache_that_was_left_is_found(tmp_path: Path) -> None:
    """
    The index for the prompt remembers whole stories.
    """
    old = old_file(tmp_path)
    directory = kept(tmp_path)
    cache = tmp_path / "build" / "cache"
    ask(open_library(load(directory), "public", ON), "pigeons", cache=cache)

    report = verify(ID, directory, [cache], [old])

    assert any(trace.count > 80 for trace in report.traces if trace.kind == "text")
    assert {"mention"} <= {str(trace.kind) for trace in report.traces}


def test_the_index_of_the_browser_is_found(tmp_path: Path) -> None:
    """
    A card left behind holds title, summary and passages.
    """
    directory = kept(tmp_path)
    cards = [
        path
        for path in (tmp_path / "build" / "public" / "search").glob("cards-*.js")
        if ID in path.read_text(encoding="utf-8")
    ]
    left = put(tmp_path / "left", {"some.js": cards[0].read_text(encoding="utf-8").replace(ID, "")})

    report = verify(ID, directory, [left], [old_file(tmp_path)])

    assert {"some.js": {"text", "phrase"}} == found(report, left)


def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    """
    A pipe, and a place that is not there, cannot be searched.
    """
    os.mkfifo(put(tmp_path / "here", {"x": "y"}) / "pipe")

    report = search(gather(ID), [tmp_path / "here", tmp_path / "nowhere"])

    assert {"pipe", "nowhere"} == {Path(each.place).name for each in report.unsearched}


@pytest.mark.parametrize("id", ["", "Dee", "s-h7k2", "s-h7k2m.md", "S-H7K2M", "s-h7k2l"])
def test_what_is_no_id_is_refused(id: str) -> None:
    """
    A slip in the id would find nothing, and seem to prove that the story is gone.
    """
    with pytest.raises(UnknownName, match="is not the id of a story"):
        gather(id)


def test_the_command_ends_as_it_says(tmp_path: Path) -> None:
    """
    Status 1 and the places while something is left, 0 and what was searched when nothing is.
    """
    old = old_file(tmp_path)
    directory = archive(tmp_path, {f"{ID}.md": story()})
    where = ["--archive", str(directory), "verify-withdrawn", ID, str(directory), "--old", str(old)]

    before = CliRunner().invoke(main, where)
    (directory / f"{ID}.md").unlink()
    (directory / "_withdrawn.yaml").write_text(
        f"- {{id: {ID}, withdrawn_on: 2026-05-18, reason_code: teller}}\n"
    )
    after = CliRunner().invoke(main, where)
    as_json = json.loads(CliRunner().invoke(main, [*where, "--json"]).stdout)

    assert (1, 0) == (before.exit_code, after.exit_code)
    assert f"{ID} is still in 1 place. Searched 9 files" in before.stdout
    assert "pigeons" not in before.stdout
    assert after.stdout.startswith(
        f"Nothing of {ID} was found. Searched 8 files, 0 archives opened; "
    )
    assert (True, [], 8) == (as_json["clean"], as_json["found"], as_json["searched"]["files"])


@pytest.mark.parametrize(
    ("days", "noted"),
    [
        ({ID: 18}, []),
        ({ID: 18, TRANSLATION: 18}, [f"{TRANSLATION} was withdrawn on the same day: check it too"]),
        (
            {"s-9m3xv": 18, TRANSLATION: 18, ID: 18, "s-3333z": 17},
            [f"s-9m3xv, {TRANSLATION} were withdrawn on the same day: check them too"],
        ),
        ({ID: 18, TRANSLATION: 19}, []),
    ],
)
def test_what_was_withdrawn_with_it_is_noted(
    tmp_path: Path, days: Mapping[str, int], noted: list[str]
) -> None:
    """
    A translation is searched for by its own id, and only the day tells that it went with its original.
    """
    directory = archive(tmp_path)
    (directory / "_withdrawn.yaml").write_text(
        "".join(
            f"- {{id: {id}, withdrawn_on: 2026-05-{day}, reason_code: teller}}\n"
            for id, day in days.items()
        )
    )

    report = verify(ID, directory)

    assert noted == [note for note in report.notes if "withdrawn on" in note]
    assert report.is_clean


def test_an_id_that_is_not_listed_is_noted(tmp_path: Path) -> None:
    """
    Nothing would stop a build that met the story again.
    """
    directory = archive(tmp_path)

    report = verify(ID, directory)

    assert any("is not listed in" in note for note in report.notes)
