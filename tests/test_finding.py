import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from storyarchive import finding
from storyarchive.content import archive as archives
from storyarchive.content.library import open_library
from storyarchive.errors import UnknownName
from storyarchive.finding import Found
from storyarchive.search import keeping
from storyarchive.search.facts import Wish
from tests.made import BODY, ON, archive, dump, narrative

FILES = {f"{id}.md": narrative(id) for id in ("s-4k7p2", "s-2222z")}


def ask(directory: Path, words: str = "canal", edition: str = "public", on: date = ON) -> Found:
    return finding.find(directory, edition, on, words, Wish(), cache=directory.parent / "cache")


def ids(found: Found) -> list[str]:
    return sorted(hit.id for hit in found.answer.hits)


def settle(directory: Path) -> None:
    """Let some seconds pass since the archive was last changed."""
    for seen in (directory.parent / "cache").rglob("seen.json"):
        later = seen.stat().st_mtime_ns + 10**10
        os.utime(seen, ns=(later, later))


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """An archive that was asked something, some time after it was last changed."""
    directory = archive(tmp_path, FILES)
    ask(directory)
    settle(directory)
    return directory


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The archives that were opened meanwhile."""
    seen: list[Path] = []
    load = archives.load

    def noted(directory: Path) -> archives.Archive:
        seen.append(directory)
        return load(directory)

    monkeypatch.setattr(archives, "load", noted)
    return seen


def test_an_archive_in_which_nothing_changed_is_not_opened_again(
    asked: Path, opened: list[Path]
) -> None:
    """
    Another question of it is answered from what the door let through, and just the same.
    """
    remembered = ask(asked, "which bus, nothing about suicide")
    assert [] == opened
    for file in (asked.parent / "cache").rglob("*.json"):
        file.unlink()
    afresh = ask(asked, "which bus, nothing about suicide")

    assert [asked] == opened
    assert remembered.answer == afresh.answer
    assert remembered.catalogue.facts == afresh.catalogue.facts
    assert remembered.catalogue.help_lines == afresh.catalogue.help_lines


def pauses(directory: Path) -> None:
    path = directory / "s-2222z.md"
    path.write_text(FILES["s-2222z.md"].replace("published\nhistory", "paused\nhistory"))


def deletes(directory: Path) -> None:
    (directory / "s-2222z.md").unlink()


def withdraws(directory: Path) -> None:
    deletes(directory)
    entry = [{"id": "s-2222z", "withdrawn_on": "2026-11-20", "reason_code": "teller"}]
    (directory / "_withdrawn.yaml").write_text(dump(entry))


def tells_otherwise(directory: Path) -> None:
    (directory / "s-2222z.md").write_text(narrative("s-2222z", BODY.replace("canal", "river")))


def moves_back_in_time(directory: Path) -> None:
    path = directory / "s-2222z.md"
    before = path.stat()
    same_size = FILES["s-2222z.md"].replace("status: published", "status: withheld!")
    path.write_text(same_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change", [pauses, deletes, withdraws, tells_otherwise, moves_back_in_time]
)
def test_a_story_that_goes_is_gone_from_the_next_answer(
    asked: Path, change: Callable[[Path], None]
) -> None:
    """
    Whatever was remembered: a word in a file, a file less, and even with the time of the file put back.
    """
    assert ["s-2222z", "s-4k7p2"] == ids(ask(asked))
    change(asked)

    assert ["s-4k7p2"] == ids(ask(asked))


def test_a_story_that_went_leaves_no_byte_in_what_is_remembered(asked: Path) -> None:
    """
    Neither its text nor its id, once anything was asked.
    """
    path = asked / "s-3333z.md"
    path.write_text(narrative("s-3333z", f"{BODY}\n\nQuetzalbicycle."))
    ask(asked)
    cache = asked.parent / "cache"
    held = [b"s-3333z" in file.read_bytes() for file in cache.rglob("*") if file.is_file()]
    assert any(held)
    path.unlink()
    ask(asked)

    for file in cache.rglob("*"):
        if file.is_file():
            assert b"uetzalbicycl" not in file.read_bytes(), file
            assert b"s-3333z" not in file.read_bytes(), file


def test_each_day_and_each_edition_is_asked_about(asked: Path, opened: list[Path]) -> None:
    """
    What was let through today may not be tomorrow, nor for others.
    """
    assert ["s-2222z", "s-4k7p2"] == ids(ask(asked, on=ON + timedelta(days=1)))
    assert [] == ids(ask(asked, on=date(2032, 1, 1)))
    ask(asked, edition="mentor")

    assert [asked] * 3 == opened


def test_other_words_and_settings_are_noticed(asked: Path, opened: list[Path]) -> None:
    """
    They are part of what an answer is made of.
    """
    stages = asked / "_vocabulary" / "stages.yaml"
    stages.write_bytes(stages.read_bytes() + b"\n# Looked at in November.\n")
    ask(asked)
    settings = asked / "_archive.yaml"
    settings.write_text(settings.read_text().replace("Test library", "Our library"))

    assert "Our library" == ask(asked).catalogue.settings.title
    assert [asked] * 2 == opened


def test_a_file_that_has_just_changed_is_not_trusted(tmp_path: Path, opened: list[Path]) -> None:
    """
    Within a tick of the clock it may change again and look the same.
    """
    directory = archive(tmp_path, FILES)
    ask(directory)
    ask(directory)

    assert [directory] * 2 == opened


@pytest.mark.parametrize("written", ["", "[]", "{", '{"key": 1}', "null"])
def test_a_damaged_memory_is_no_memory(asked: Path, opened: list[Path], written: str) -> None:
    """
    The archive is opened, and that is all.
    """
    for seen in (asked.parent / "cache").rglob("seen.json"):
        seen.write_text(written)

    assert ["s-2222z", "s-4k7p2"] == ids(ask(asked))
    assert [asked] == opened


def test_an_index_that_another_process_changed_meanwhile_is_not_trusted(asked: Path) -> None:
    """
    It may have opened the archive before a story was paused, and written what it knew of it after.
    """
    cache = asked.parent / "cache"
    before = open_library(archives.load(asked), "public", ON)
    pauses(asked)
    ask(asked)
    (seen,) = cache.rglob("seen.json")
    memory = seen.read_bytes()
    keeping.open_index(before, cache).close()
    seen.write_bytes(memory)
    settle(asked)

    assert ["s-4k7p2"] == ids(ask(asked))


def test_what_cannot_be_remembered_is_answered_all_the_same(
    asked: Path, opened: list[Path]
) -> None:
    """
    A cache that may only be read is of use still.
    """
    (seen,) = (asked.parent / "cache").rglob("seen.json")
    seen.unlink()
    seen.mkdir()

    assert ["s-2222z", "s-4k7p2"] == ids(ask(asked))
    assert [asked] == opened


def test_what_another_process_is_writing_down_harms_nothing(asked: Path) -> None:
    """
    The index is not made again because of it.
    """
    (seen,) = (asked.parent / "cache").rglob("seen.json")
    made = (seen.parent / "files.json").stat().st_mtime_ns
    seen.with_name("seen.json.1234").write_text('{"key":')
    (asked / "s-2222z.md").touch()
    ask(asked)

    assert made == (seen.parent / "files.json").stat().st_mtime_ns


def test_files_that_could_not_be_read_are_told_each_time(asked: Path) -> None:
    """
    Also where the archive is not opened again.
    """
    (asked / "s-5555z.md").write_text("no front matter")
    first = ask(asked)
    settle(asked)

    assert (1, 1) == (first.unread, ask(asked).unread)


def test_an_edition_that_there_is_not_is_named(asked: Path) -> None:
    """
    Remembered or not.
    """
    with pytest.raises(UnknownName, match="There is no edition"):
        ask(asked, edition="publik")
