"""A copy of a story is known however it was wrapped, quoted, marked up or named."""

import codecs
import hashlib
import json
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.traces import Trace, gather, search, words
from storyarchive.traces.report import Kind
from tests.traces.made import ID, STAYS, STORY, TITLE, found, old_file, put, searched, story

PLAIN = " ".join(STORY.split("\n\n")[:2]).replace("**", "")

COPIES: dict[str, str | bytes] = {
    "wrapped.txt": textwrap.fill(PLAIN, 23),
    "quoted.md": "\n".join(f"> {line}" for line in textwrap.wrap(PLAIN, 31)),
    "shouted.txt": PLAIN.upper(),
    "cards-00007.js": f'storyarchive.receive("cards-00007","0",{json.dumps({"text": PLAIN})});',
    "twice.js": f"load({json.dumps(json.dumps({'text': STORY}))})",
    "page.html": f"<p>{escape(PLAIN).replace(' the ', ' <em>the</em> ').replace(' she', '&nbsp;<b>s</b>he')}</p>",
    "attribute.html": f'<meta name="description" content="{escape(PLAIN)}">',
    "feed.xml": f"<content>{escape(escape(f'<p>{PLAIN}</p>'))}</content>",
    "letter.txt": PLAIN.encode("utf-16"),
    "old.doc": b"\xd0\xcf\x11\xe0\0\0\0\0" + PLAIN.encode("utf-16-le") + b"\0\1\0\1",
    "notes.bin": b"\0\1\2\xfe" + PLAIN.encode() + b"\0\xff\xfe",
    "latin.txt": STORY.replace("–", "-").replace("“", '"').replace("”", '"').encode("cp1252"),
    ".hidden": PLAIN,
    "no ending": PLAIN,
    "hyphens.txt": PLAIN.replace("counted", "coun\u00adt\u200bed"),
    "address.url": "https://example.org/#:~:text=" + PLAIN.replace(" ", "%20"),
    "word/document.xml": "<w:p>"
    + "".join(f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>' for word in PLAIN.split())
    + "</w:p>",
}

OF_ALL = {"twice.js", "latin.txt"}
PART = len(words.plain(PLAIN)) - 7
WHOLE = len(words.plain(STORY)) - 7
"""Runs of eight words in a paragraph, and in the whole story."""


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_found_in_whatever_form(tmp_path: Path, name: str) -> None:
    """
    Line ends, case, quotation marks, tags, entities, escapes and encodings hide nothing.
    """
    report = searched(tmp_path, {name: COPIES[name], "other.md": STAYS})

    assert {name: {"text"}} == found(report, tmp_path / "here")
    assert (WHOLE if name in OF_ALL else PART) == report.traces[0].count


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize(
    "said",
    [
        "Я помню её смех на вершине лестницы",
        "pamiętam że śmiała się „na samej górze”",
        "θυμάμαι το γέλιο της",
    ],
)
def test_letters_of_other_scripts_are_read_in_what_is_not_text(said: str, encoding: str) -> None:
    """
    Old word processors keep their text among other bytes.
    """
    data = b"\xd0\xcf\0\0\xff\xff" + said.encode(encoding) + b"\xff\xff\0\0"

    read = [" ".join(words.fold(text)) for text in words.texts(data)]

    assert any(" ".join(words.fold(said)) in each for each in read)


def test_a_page_that_the_program_makes_is_found(tmp_path: Path) -> None:
    """
    Nearly every run of eight words in the story is on its page.
    """
    page = f"<main><h1>{TITLE}</h1>{cmarkgfm.markdown_to_html(STORY)}</main>"

    report = searched(tmp_path, {"page.html": page})

    wanted = gather(ID, [old_file(tmp_path)])
    title = {run for run in wanted.phrases if "ladder" in run}
    text = next(trace.count for trace in report.traces if trace.kind is Kind.TEXT)
    assert 1 == len(title)
    assert text >= len(words.fold(words.unescaped(STORY))) - 7


@given(st.integers(0, 60), st.integers(8, 20), st.integers(2, 40), st.sampled_from("\n\r\t  >*"))
def test_any_eight_words_in_a_row_are_known(start: int, length: int, width: int, mark: str) -> None:
    """
    Wherever a copy begins and ends, and however its lines break, eight words are enough.
    """
    said = words.plain(STORY)[start : start + length]
    copy = f"\n{mark} ".join(textwrap.wrap(" ".join(said), width, break_long_words=False))
    known = set(zip(*(words.plain(STORY)[n:] for n in range(8)), strict=False))

    read = words.plain(f"Before it. {copy} After it.")

    assert not known.isdisjoint(zip(*(read[n:] for n in range(8)), strict=False))


@given(st.binary())
def test_any_bytes_can_be_read(data: bytes) -> None:
    """
    Nothing that a directory may hold stops the search.
    """
    for text in words.texts(data):
        for said in words.readings(words.unescaped(text)):
            assert all(word == word.casefold() for word in said)


@pytest.mark.parametrize(
    "offset", [0, 1, 2, 3, 4 << 20, (4 << 20) - 40, (4 << 20) - 41, (8 << 20) - 9]
)
def test_a_copy_deep_in_a_large_file_is_found(tmp_path: Path, offset: int) -> None:
    """
    A file is read in windows, and what stands across two of them is found; letters of two bytes as well.
    """
    filler = ("é" * (offset // 2 + 1)).encode()[:offset].decode("utf-8", "ignore").encode()
    filler += b"." * (offset - len(filler))
    content = filler + b" " + PLAIN.encode() + b" " + b"." * (5 << 20)

    report = searched(tmp_path, {"large.txt": content})

    assert {"large.txt": {"text"}} == found(report, tmp_path / "here")
    assert PART == report.traces[0].count


def test_other_stories_are_not_taken_for_it(tmp_path: Path) -> None:
    """
    A story that shares nothing with it is no trace, in any form.
    """
    files = {
        "a.md": STAYS,
        "b.html": cmarkgfm.markdown_to_html(STAYS),
        "c.bin": b"\0" + STAYS.encode(),
    }

    assert () == searched(tmp_path, files).traces


def test_seven_words_are_not_enough(tmp_path: Path) -> None:
    """
    So few words in a row are said by others too.
    """
    few = " ".join(PLAIN.split()[:7])

    assert () == searched(tmp_path, {"few.txt": f"{few} yes, then we went home"}).traces


def test_a_script_without_spaces_is_read_letter_by_letter(tmp_path: Path) -> None:
    """
    Where words are not parted by spaces, a copy with other line ends is found all the same.
    """
    said = "駅前の古いパン屋で叔母は鳩を飼っていた。夏になると私は靴を恥じた。"
    old = put(tmp_path, {"old.txt": said}) / "old.txt"
    here = put(tmp_path / "here", {"copy.md": said[3:9] + "\n" + said[9:20]})

    assert {"copy.md": {"text"}} == found(search(gather(ID, [old]), [here]), here)


def test_a_large_file_is_looked_through_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A recording that lies in every edition is found in each; the id may stay in one file and not in its copy.
    """
    content = b"\0" * (1 << 20) + PLAIN.encode()
    files: dict[str, str | bytes] = {f"{n}/voice.mp3": content for n in range(3)}
    files["_withdrawn.yaml"] = files["again.txt"] = f"{' ' * (1 << 20)}- {{id: {ID}}}"
    read: list[int] = []

    def counting(data: bytes) -> Iterator[str]:
        read.append(len(data))
        return texts(data)

    texts = words.texts
    monkeypatch.setattr(words, "texts", counting)

    report = search(gather(ID, [old_file(tmp_path)]), [put(tmp_path / "here", files)])

    kinds = found(report, tmp_path / "here")
    assert {"text"} == kinds["0/voice.mp3"] == kinds["1/voice.mp3"] == kinds["2/voice.mp3"]
    assert {"mention"} == kinds["again.txt"]
    assert "_withdrawn.yaml" not in kinds
    assert 1 == read.count(len(content))


def test_what_other_stories_say_by_chance_is_left_out_and_said(tmp_path: Path) -> None:
    """
    A run of words that another story has as well tells nothing; that it was left out is noted.
    """
    phrase = " ".join(PLAIN.split()[:9])
    other = put(tmp_path, {"s-2222z.md": f"{STAYS}\n\n{phrase} or so they said."}) / "s-2222z.md"
    here = put(tmp_path / "here", {"page.txt": f"Well, {phrase}!"})

    wanted = gather(ID, [old_file(tmp_path)], others=[other])

    assert () == search(wanted, [here]).traces
    assert any("2 runs of words were not looked for" in note for note in wanted.notes)


def test_a_story_pasted_into_another_is_no_chance(tmp_path: Path) -> None:
    """
    What shares a paragraph with the story is a copy, even when it is another story of the archive.
    """
    pasted = f"{STAYS}\n\n{textwrap.fill(PLAIN, 44)}"
    here = put(tmp_path / "here", {"s-2222z.md": pasted})

    wanted = gather(ID, [old_file(tmp_path)], others=[here / "s-2222z.md"])

    assert {"s-2222z.md": {"text"}} == found(search(wanted, [here]), tmp_path / "here")


def test_words_that_are_asked_for_are_found_alone(tmp_path: Path) -> None:
    """
    A name is found as a whole word, whatever its case; within another word it is another word.
    """
    asked = tmp_path / "words.txt"
    asked.write_text("# the real name\nZofia Łęcka\nOrla\n", encoding="utf-8")
    here = put(
        tmp_path / "here",
        {
            "one.md": "It was zofia\nłęcka who said so.",
            "two.md": "A word about Orlando.",
            "three.bin": b"\0\0TPE1\0\0\0\x0dZofia \xc5\x81\xc4\x99ckaTIT2\0\0",
        },
    )

    report = search(gather(ID, asked=asked), [here])

    assert {"one.md": {"word"}, "three.bin": {"word"}} == found(report, here)


def test_a_recording_under_another_name_is_found(tmp_path: Path) -> None:
    """
    The bytes of a former file are known; another of the same size is another.
    """
    recording = bytes(range(256)) * 40
    old = put(tmp_path, {f"{ID}.mp3": recording}) / f"{ID}.mp3"
    here = put(tmp_path / "here", {"tune.mp3": recording, "other.mp3": recording[::-1]})

    report = search(gather(ID, [old]), [here])

    assert (Trace((here / "tune.mp3").as_posix(), Kind.SAME_FILE, 1),) == report.traces


def test_a_fingerprint_in_a_pointer_is_found(tmp_path: Path) -> None:
    """
    Git LFS keeps a file elsewhere and its SHA-256 here.
    """
    old = put(tmp_path, {f"{ID}.mp3": b"sound"}) / f"{ID}.mp3"
    digest = hashlib.sha256(b"sound").hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 5\n"

    report = search(gather(ID, [old]), [put(tmp_path / "here", {"x.mp3": pointer})])

    assert {"x.mp3": {"fingerprint"}} == found(report, tmp_path / "here")


def test_captions_are_known_by_what_is_said(tmp_path: Path) -> None:
    """
    The times between the lines of a transcript are not words of it.
    """
    lines = textwrap.wrap(PLAIN, 30)
    cues = "\n\n".join(
        f"{n}\n00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{line}" for n, line in enumerate(lines)
    )
    old = put(tmp_path, {f"{ID}.vtt": f"WEBVTT\n\n{cues}\n"}) / f"{ID}.vtt"

    report = search(gather(ID, [old]), [put(tmp_path / "here", {"copy.txt": PLAIN})])

    assert {"copy.txt": {"text"}} == found(report, tmp_path / "here")


def test_a_byte_order_mark_hides_no_front_matter(tmp_path: Path) -> None:
    """
    The former file may have been saved by any editor.
    """
    old = (
        put(tmp_path, {"old.md": codecs.BOM_UTF8 + story().replace("\n", "\r\n").encode()})
        / "old.md"
    )

    assert gather(ID, [old_file(tmp_path)]).runs == gather(ID, [old]).runs


def test_reports_do_not_hold_a_word_of_the_story(tmp_path: Path) -> None:
    """
    A report may be pasted anywhere: it says where and how many, never what.
    """
    report = searched(tmp_path, {"copy.md": story(), "page.html": cmarkgfm.markdown_to_html(STORY)})

    said = set(words.fold(repr(report)))
    assert {"copy.md", "page.html"} == set(found(report, tmp_path / "here"))
    assert not said & {"pigeons", "orchard", "feather", "bakery", "ladder", "dee"}
