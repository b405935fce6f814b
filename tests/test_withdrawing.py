import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive import files, withdrawing
from storyarchive.building import build
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import OutputError, ProblemsFound, UnknownName
from storyarchive.search.query import search
from tests import killing
from tests.longer import times
from tests.made import BODY, ON, SETTINGS, SOUND, archive, every_file, narrative
from tests.repositories import git

ID, OTHER, PL = "s-4k7p2", "s-2222z", "s-3333z"
WORD = b"quetzalbox"
"""A word found nowhere else."""

STORY = narrative(
    ID, f"{BODY}\n\nIt was {WORD.decode()} that did it.\n", title=f"The {WORD.decode()}"
)
FILES: dict[str, str | bytes] = {
    f"{ID}.md": STORY,
    f"{ID}.mp3": SOUND + WORD,
    f"{OTHER}.md": narrative(OTHER, related=[ID]),
    f"{PL}.md": narrative(PL, BODY + f"\n\n{WORD.decode()}", translation_of=ID, language="pl"),
}


ONE = "{id: s-9999z, withdrawn_on: 2026-01-02, reason_code: legal}"


def kept(place: Path, *only: str) -> Path:
    """Write an archive, build it, ask it something, and give its directory. only: the editions it has."""
    editions = {id: SETTINGS["editions"][id] for id in only or SETTINGS["editions"]}
    directory = archive(place, FILES, {"editions": editions})
    output = place / "build"
    build(directory, output, ON)
    for edition in editions:
        search(open_library(load(directory), edition, ON), "chair", cache=output / "cache")
    return directory


def withdraw(directory: Path, id: str = ID) -> withdrawing.Withdrawal:
    place = directory.parent
    planned = withdrawing.plan(directory, id)
    return withdrawing.withdraw(planned, "teller", ON, place / "build", place)


def traces(place: Path) -> list[str]:
    return [
        path.relative_to(place).as_posix()
        for path, content in every_file(place)
        if WORD in content.lower()
    ]


def test_a_withdrawal_leaves_nothing_of_the_story_here(tmp_path: Path) -> None:
    """
    File, recording, translation, pages, indexes and caches: no byte of them is left, and the others are whole.
    """
    directory = kept(tmp_path)
    assert len(traces(tmp_path)) > 10

    done = withdraw(directory)

    assert [] == traces(tmp_path)
    assert ("public", "mentor", "offline") == done.editions
    assert {ID, PL} == load(directory).withdrawn_ids
    assert () == load(directory).problems
    library = open_library(load(directory), "public", ON)
    assert [(OTHER, ())] == [(story.id, story.related) for story in library.stories]
    page = (tmp_path / "build" / "public" / "stories" / f"{ID}.html").read_text()
    assert "This story has been taken down" in page


def test_the_list_of_what_remains_has_days_and_no_story(tmp_path: Path) -> None:
    """
    It is kept for the editor, is not written over when they have ticked something off, and names the id only.
    """
    directory = kept(tmp_path)

    done = withdraw(directory)
    text = done.checklist.read_text()
    done.checklist.write_text(text.replace("[ ]", "[x]", 1))
    again = withdraw(directory)

    assert tmp_path / f"withdrawal-{ID}.md" == done.checklist
    assert "- [ ] by 2026-12-07: Rewrite the history" in text
    assert len(withdrawing.REMAINING) == text.count("- [ ]")
    assert "- [x]" in again.checklist.read_text()


def test_a_list_does_not_lie_in_the_archive(tmp_path: Path) -> None:
    """
    The archive is for narratives, and a directory of builds is made anew.
    """
    directory = kept(tmp_path)
    planned = withdrawing.plan(directory, ID)

    for place in (directory, tmp_path / "build"):
        with pytest.raises(OutputError, match="--checklist"):
            withdrawing.withdraw(planned, "teller", ON, tmp_path / "build", place)
    assert frozenset() == load(directory).withdrawn_ids


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"---\nid: s-4k7p2\ntitle: [\n---\nquetzalbox"])
def test_what_cannot_be_read_can_be_withdrawn(tmp_path: Path, raw: bytes) -> None:
    """
    A file with errors is a person's story as well.
    """
    directory = archive(tmp_path, {f"{ID}.md": raw, f".{ID}.md.new": WORD, f"{ID}.mp3": WORD})

    withdraw(directory)

    assert [] == traces(directory)
    assert {ID} == load(directory).withdrawn_ids


def test_a_file_under_another_name_goes_too(tmp_path: Path) -> None:
    """
    What claims the id inside is that story, whatever its file is called.
    """
    directory = archive(tmp_path, {"copy.md": STORY, f"{OTHER}.md": narrative(OTHER)})

    withdraw(directory)

    assert [] == traces(directory)
    assert (directory / f"{OTHER}.md").exists()


@pytest.mark.parametrize("id", ["s-9999z", "_archive.yaml", "", "../x"])
def test_what_was_never_here_cannot_be_withdrawn(tmp_path: Path, id: str) -> None:
    """
    A typo withdraws nobody.
    """
    directory = kept(tmp_path)

    with pytest.raises(UnknownName):
        withdrawing.plan(directory, id)


@pytest.mark.parametrize(
    "written",
    [
        '"translation_of": {}',
        "translation_of : {}",
        "translation_of:\n  {}",
        "? translation_of\n: {}",
    ],
)
def test_a_translation_goes_however_it_is_written(tmp_path: Path, written: str) -> None:
    """
    And what translates the translation goes too: it is the same person's story.
    """
    text = str(FILES[f"{PL}.md"]).replace(f"translation_of: {ID}", written.format(ID))
    again = narrative("s-5555z", f"{BODY}\n\n{WORD.decode()}\n", translation_of=PL)
    files = {**FILES, f"{PL}.md": text, "s-5555z.md": again}
    directory = archive(tmp_path, files)

    withdraw(directory)

    assert [] == traces(tmp_path)
    assert {ID, PL, "s-5555z"} == load(directory).withdrawn_ids


@pytest.mark.parametrize("name", ["s-3333z copy.md", "S-3333Z.md", "notes.md"])
def test_a_copy_of_a_translation_stops_nobody(tmp_path: Path, name: str) -> None:
    """
    It goes, and what is listed are ids.
    """
    copy = str(FILES[f"{PL}.md"])
    directory = archive(
        tmp_path, {f"{ID}.md": STORY, name: copy, "README.md": f"translation_of: {ID}"}
    )

    withdraw(directory)

    assert [] == traces(tmp_path)
    assert {ID} <= load(directory).withdrawn_ids <= {ID, PL}
    assert (directory / "README.md").exists()


def test_what_others_keep_beside_the_builds_is_left_alone(tmp_path: Path) -> None:
    """
    Only what this program wrote is cleared away.
    """
    directory = kept(tmp_path, "public")
    for place in (".venv.old", ".thesis.new", "cache/search/theirs"):
        (tmp_path / "build" / place).mkdir(parents=True)
        (tmp_path / "build" / place / "a.txt").write_text("Mine.")

    withdraw(directory)

    kept_files = sorted(path.parent.name for path in (tmp_path / "build").rglob("a.txt"))
    assert [".thesis.new", ".venv.old", "theirs"] == kept_files


def test_a_story_that_was_deleted_by_hand_can_be_withdrawn(tmp_path: Path) -> None:
    """
    Git knows that it was there.
    """
    directory = kept(tmp_path, "public")
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", "narratives")
    git(tmp_path, "commit", "-m", "First")
    for path in directory.glob(f"{ID}*"):
        path.unlink()

    withdraw(directory)

    assert [] == [path for path in traces(tmp_path) if not path.startswith((".git", "narratives"))]
    assert {ID, PL} == load(directory).withdrawn_ids


def test_deadlines_count_from_the_day_the_narrator_told(tmp_path: Path) -> None:
    """
    The letter lay for a week; the library is built as of today all the same.
    """
    directory = archive(tmp_path, FILES)
    planned = withdrawing.plan(directory, ID)
    told_on = ON - timedelta(days=7)

    done = withdrawing.withdraw(
        planned, "teller", ON, tmp_path / "build", tmp_path, told_on=told_on
    )

    assert told_on == done.on
    assert f"Withdrawn on {told_on}" in done.checklist.read_text()
    assert {told_on} == {entry.withdrawn_on for entry in load(directory).withdrawn}


def test_errors_of_others_do_not_keep_a_story_up(tmp_path: Path) -> None:
    """
    The new build leaves them out and says so, rather than wait for them to be mended.
    """
    directory = kept(tmp_path)
    (directory / f"{OTHER}.md").write_text(narrative(OTHER, themes=["nothing", "like-this"]))

    done = withdraw(directory)

    assert [] == traces(tmp_path)
    assert {"unknown-theme"} == {problem.code for problem in done.left_out}


def test_what_stops_every_build_is_said_and_the_withdrawal_stands(tmp_path: Path) -> None:
    """
    When nothing can be built, the build is told to show it still; a second run completes it.
    """
    directory = kept(tmp_path)
    help_lines = directory / "_help" / "gb.yaml"
    kept_lines = help_lines.read_bytes()
    help_lines.unlink()

    with pytest.raises(ProblemsFound) as refused:
        withdraw(directory)

    assert f"build/public still shows {PL}, {ID};" in refused.value.warning
    assert [] == traces(directory)
    help_lines.write_bytes(kept_lines)
    withdraw(directory)
    assert [] == traces(tmp_path)


def test_an_edition_that_is_no_longer_listed_is_named(tmp_path: Path) -> None:
    """
    Nobody builds it again, so somebody has to delete it.
    """
    directory = kept(tmp_path)
    settings = (directory / "_archive.yaml").read_text().replace("  offline:", "  stick:")
    (directory / "_archive.yaml").write_text(settings)

    assert (tmp_path / "build" / "offline",) == withdraw(directory).unlisted


def killed_at(place: Path, number: int) -> bool:
    """Withdraw in a process of its own that dies at the given change of the disk; tell whether it did."""
    said = place.with_name(f"said-{number}")
    ended = killing.at_change(number, killing.die, lambda: withdraw(place / "narratives"), said)
    assert ended.status in (0, -signal.SIGKILL), ended.said
    return ended.status < 0


def moments() -> Iterator[int]:
    """Give the changes to die at: each of the first, then ever fewer."""
    number = 1
    while True:
        yield number
        number += max(1, number // times(4, 8))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_point_a_second_run_completes_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """
    Wherever it dies, no build shows the story from then on, and running it again ends as if it had never died.
    """
    before, whole = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("all") / "whole"
    kept(before, "public")
    shutil.copytree(before, whole)
    withdraw(whole / "narratives")
    expected = {p.relative_to(whole): c for p, c in every_file(whole) if _counts(p)}
    deaths = 0
    for number in moments():
        place = whole.with_name(f"killed-{number}")
        shutil.copytree(before, place)
        directory = place / "narratives"
        if not killed_at(place, number):
            break
        deaths += 1
        if number < 15 and load(directory).withdrawn_ids:
            _builds_without_it_or_not_at_all(directory)
        withdraw(directory)
        assert expected == {p.relative_to(place): c for p, c in every_file(place) if _counts(p)}
    assert deaths > 20


def _counts(path: Path) -> bool:
    # Locks are empty, and stay.
    return not path.name.endswith(".lock")


def _builds_without_it_or_not_at_all(directory: Path) -> None:
    elsewhere = directory.parent.with_name(directory.parent.name + "-elsewhere")
    with suppress(ProblemsFound):
        build(directory, elsewhere, ON, ["public"], keep_going=True)
    assert [] == traces(elsewhere)


@given(
    related=st.lists(st.sampled_from([ID, PL]), max_size=2, unique=True),
    comment=st.sampled_from(["[]\n", "", "# none\n", f"# one\n- {ONE}\n"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_the_list_of_withdrawn_narratives_only_grows(
    tmp_path_factory: pytest.TempPathFactory, related: list[str], comment: str, newline: str
) -> None:
    """
    However it is written, what stood in it stays letter for letter, and a second run adds nothing.
    """
    before = comment.replace("\n", newline).encode()
    others: dict[str, str | bytes] = {
        f"{OTHER}.md": narrative(OTHER, related=related),
        "_withdrawn.yaml": before,
    }
    directory = archive(tmp_path_factory.mktemp("a"), {**FILES, **others})
    known = load(directory).withdrawn_ids

    withdraw(directory)
    after = (directory / "_withdrawn.yaml").read_bytes()
    withdraw(directory)

    assert known | {ID, PL} == load(directory).withdrawn_ids
    assert after == (directory / "_withdrawn.yaml").read_bytes()
    assert comment == "[]\n" or after.startswith(before.rstrip())


def test_a_file_that_cannot_be_deleted_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The person is told which one, and no build shows the story meanwhile.
    """
    directory = kept(tmp_path)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with pytest.raises(OutputError, match=f"{PL}.md cannot be deleted"):
            withdraw(directory)

    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON, keep_going=True)


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A full disk leaves the old bytes, and no half of the new ones beside them.
    """
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="as it was"):
        files.replace_file(path, b"new")
    assert [("a.md", b"old")] == [(p.name, p.read_bytes()) for p in tmp_path.iterdir()]
