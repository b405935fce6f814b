"""A build of what has not changed gives the last report; of anything that has, it builds."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyarchive import amending, building, stamps, unchanged
from storyarchive.cli import main
from tests.made import archive, narrative

ID = "s-4k7p2"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any change for one that was long ago."""
    monkeypatch.setattr(stamps, "SETTLED", -(10**12))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with an archive and a site that was built from it, in a repository."""
    archive(tmp_path, {f"{ID}.md": narrative(ID)})
    (tmp_path / "site_templates").mkdir()
    (tmp_path / "words.txt").write_text("nobody knows\n")
    git(tmp_path / "narratives", "init", "--quiet")
    assert "changed)" in build(tmp_path).stdout
    return tmp_path


def git(place: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=place, check=True, capture_output=True)


def build(place: Path, *more: str, on: str = "2026-11-23") -> Result:
    typed = ["--archive", str(place / "narratives"), "--on", on]
    typed += ["--private-words", str(place / "words.txt")]
    done = CliRunner().invoke(main, [*typed, "build", "--output", str(place / "build"), *more])
    assert done.exception is None or done.exit_code == 1, done.exception
    return done


def has_built(place: Path, *more: str, on: str = "2026-11-23") -> bool:
    """Build, and tell whether something was read for it."""
    asked: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        for room, name in ((building, "build"), (amending, "amended")):
            patch.setattr(room, name, _watched(getattr(room, name), asked))
        build(place, *more, on=on)
    return bool(asked)


def _watched(work: Callable[..., object], asked: list[object]) -> Callable[..., object]:
    def watched(*arguments: object) -> object:
        asked.append(work)
        return work(*arguments)

    return watched


def test_what_has_not_changed_is_not_read_again(place: Path) -> None:
    """
    The same is said but for the changes, of which there are none.
    """
    before = build(place)

    assert not has_built(place)
    assert before.stdout == build(place).stdout
    assert "no change" in before.stdout


def first_page(place: Path) -> Path:
    return place / "build" / "public" / "index.html"


CHANGES: dict[str, Callable[[Path], object]] = {
    "a story": lambda place: (place / "narratives" / f"{ID}.md").write_text(narrative(ID) + "."),
    "a story that was touched": lambda place: (place / "narratives" / f"{ID}.md").touch(),
    "another file": lambda place: (place / "narratives" / f"{ID}.txt").write_text("Words"),
    "a story fewer": lambda place: (place / "narratives" / f"{ID}.md").unlink(),
    "a vocabulary": lambda place: (place / "narratives/_vocabulary/themes.yaml").touch(),
    "the help lines": lambda place: (place / "narratives" / "_help" / "gb.yaml").touch(),
    "a template": lambda place: (place / "site_templates" / "a.html").write_text("A"),
    "a component": lambda place: shutil.copytree(
        place / "site_templates", place / "site_templates" / "components"
    ),
    "private words": lambda place: (place / "words.txt").write_text("nobody else\n"),
    "a commit": lambda place: git(place / "narratives", "commit", "--allow-empty", "-m", "Another"),
    "a page": lambda place: first_page(place).write_text("Else"),
    "a page that was touched": lambda place: first_page(place).touch(),
    "a page fewer": lambda place: first_page(place).unlink(),
    "a page more": lambda place: first_page(place).with_name("mine.html").write_text("Mine"),
    "a link": lambda place: (place / "narratives" / "s-22222.md").symlink_to(f"{ID}.md"),
    "an edition beside": lambda place: shutil.copytree(
        place / "build" / "public", place / "build" / "other"
    ),
    "a record that is damaged": lambda place: (place / "build/cache/built.json").write_text("[{"),
    "a record of something else": lambda place: (place / "build/cache/built.json").write_text("{}"),
    "no record": lambda place: shutil.rmtree(place / "build" / "cache"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_is_built_again(place: Path, change: str) -> None:
    """
    Of the archive, the templates, the repository, the private words, or what was written.
    """
    CHANGES[change](place)

    assert has_built(place)


def test_another_day_edition_or_wish_is_built(place: Path) -> None:
    """
    What was built is not what is asked for.
    """
    assert has_built(place, on="2026-11-24")
    assert has_built(place, "public", on="2026-11-24")
    assert has_built(place, "public", "--keep-going", on="2026-11-24")


def test_a_change_of_the_program_is_built(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of its version, its files or its libraries.
    """
    monkeypatch.setattr(unchanged, "VERSION", "0")
    assert has_built(place)
    monkeypatch.setattr(unchanged, "_PACKAGE", place / "site_templates")
    assert has_built(place)
    libraries = place / "libraries"
    (libraries / "else-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(libraries)
    assert has_built(place)
    assert not has_built(place)


def test_a_build_that_left_something_out_is_not_taken_for_whole(tmp_path: Path) -> None:
    """
    What is wrong is said each time, with the exit status.
    """
    archive(tmp_path, {f"{ID}.md": narrative(ID), "s-22222.md": "---\nid: s-22222\nstatus: no\n"})
    (tmp_path / "words.txt").write_text("nobody knows\n")

    assert [1, 1] == [build(tmp_path, "--keep-going").exit_code for _ in range(2)]


def test_what_changed_a_moment_ago_is_read_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A file may change twice within a tick of the clock.
    """
    monkeypatch.setattr(stamps, "SETTLED", 2_000_000_000)

    assert has_built(place)


def test_what_is_held_back_is_said_again(place: Path) -> None:
    """
    A build that reads nothing says all that the last one said.
    """
    held = narrative("s-33333", consent={"expires_on": "2026-11-22"})
    (place / "narratives" / "s-33333.md").write_text(held)
    first, second = build(place), build(place)

    assert "Held back" in first.stderr
    assert first.stderr == second.stderr
    record = json.loads((place / "build" / "cache" / "built.json").read_bytes())
    assert "s-33333" in json.dumps(record["report"]["held_back"])
