"""A cache may make a build faster, and never different, whatever became of it and whatever changed since."""

import os
import random
import shutil
import time
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from storyarchive import building
from storyarchive.finding import find
from storyarchive.search.facts import Wish
from storyarchive.search.index import LOCK
from tests import leaks
from tests.computers import assert_same, build, made
from tests.longer import LONG
from tests.made import ON, PROJECT

Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "flipped": lambda path: path.write_bytes(_flipped(path.read_bytes())),
    "cut short": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: os.truncate(path, 0),
    "a directory": lambda path: _made_a_directory(path),
    "gone": lambda path: path.unlink(),
    "longer": lambda path: path.write_bytes(path.read_bytes() * 2 + b"}"),
    "nonsense": lambda path: path.write_bytes(random.Random(1).randbytes(4000)),
    "rotten": lambda path: _rotten(path),
    "forbidden": lambda path: path.chmod(0),
    "a link to nowhere": lambda path: _made_a_link(path),
}
"""What can become of a file in a cache."""


def _flipped(content: bytes) -> bytes:
    """Change a bit in the middle and one near each end."""
    changed = bytearray(content)
    for at in {0, len(content) // 2, len(content) - 1} if content else set():
        changed[at] ^= 1
    return bytes(changed)


def _rotten(path: Path) -> None:
    """Change bytes as a failing disk does, which leaves the time of the file as it was."""
    seen = path.stat()
    path.write_bytes(_flipped(path.read_bytes()))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def _made_a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "a").write_text("b")


def _made_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def answer(editions: Collection[str]) -> list[str]:
    """Ask a question of some editions, so that there is an index of each, and give all that was found."""
    cache, found = Path("build/cache"), []
    for edition in sorted(editions):
        said = find(Path("narratives"), edition, ON, "chair box", Wish(), limit=50, cache=cache)
        found += [f"{edition} {hit.id} {hit.score}" for hit in said.answer.hits]
    return found


def test_a_cache_in_any_state_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Warm, damaged in every way, or replaced by something else: what is built is what is built without it, and a
    question has the answer that it had.
    """
    monkeypatch.chdir(tmp_path)
    made(tmp_path)
    ids = tuple(leaks.EDITIONS) if LONG else ("public", "offline")
    wanted, said = build(tmp_path, editions=ids), answer(ids)
    assert len(said) > 15
    cache = tmp_path / "build" / "cache"
    assert_same(wanted, build(tmp_path, editions=ids), "warm")
    kinds = list(DAMAGES)
    for shift in range(len(kinds)) if LONG else (0, 3):
        harmed = [path for path in sorted(cache.rglob("*")) if path.is_file() and path.name != LOCK]
        for number, path in enumerate(harmed):
            DAMAGES[kinds[(number + shift) % len(kinds)]](path)
        assert_same(wanted, build(tmp_path, editions=ids), f"damaged, {shift}")
        assert said == answer(ids)
    shutil.rmtree(cache)
    cache.write_bytes(b"")
    assert_same(wanted, build(tmp_path, editions=ids), "a file in its place")


def another_version(place: Path) -> Path:
    """Write the program as it might once have been, with another number and other pages, and give its directory."""
    package = place / "storyarchive"
    package.mkdir(parents=True)
    for path in (PROJECT / "storyarchive").iterdir():
        if path.name not in ("version.py", "shipped.py", "__pycache__"):
            (package / path.name).symlink_to(path)
    # It finds its pages from where it is itself.
    shutil.copy(PROJECT / "storyarchive" / "shipped.py", package)
    (package / "version.py").write_text('VERSION = "0.0.1"\n')
    (place / "narratives").symlink_to(PROJECT / "narratives")
    shutil.copytree(PROJECT / "site_templates", place / "site_templates")
    for path in (place / "site_templates").glob("*.html"):
        path.write_text(path.read_text().replace("</body>", "<p>As it was.</p></body>"))
    return place


def test_a_cache_of_another_version_is_of_no_use(tmp_path: Path) -> None:
    """
    After an update, or when two people share a directory, nothing comes from what the other version made.
    """
    made(tmp_path)
    ids = ("public",)
    older = build(tmp_path, code=another_version(tmp_path / "older"), editions=ids)

    newer = build(tmp_path, editions=ids)

    shutil.rmtree(tmp_path / "build")
    assert_same(build(tmp_path, editions=ids), newer, "built over what an older version made")
    assert older.keys() == newer.keys()
    assert older["public/index.html"] != newer["public/index.html"]


# Whoosh opens a file, finds that it cannot read it, and leaves it open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_bytes_that_a_failing_disk_changed_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One file of the cache has other bytes and the time that it had: a build in which nothing changed, one in which a
    story did, and a question that remembers the library, all end as if there were no cache.
    """
    monkeypatch.chdir(tmp_path)
    directory = leaks.make(tmp_path, [t for t in leaks.narratives() if t.editions][:2])
    now, later = Path("narratives"), time.time() + 60
    output = Path("build")
    building.build(now, output, ON, ["public"])
    said = answer(["public"])
    kept, cache = tmp_path / "kept", output / "cache"
    cache.rename(kept)
    files = [path.relative_to(kept) for path in sorted(kept.rglob("public/*")) if path.is_file()]
    assert len(files) > 5
    story = directory / f"{leaks.name(1)}.md"
    text = story.read_bytes()
    for is_changed in (False, True):
        if is_changed:
            story.write_bytes(text.replace(b"All of the", b"Some of the"))
        for name in files if LONG else files[1::2]:
            shutil.rmtree(cache, ignore_errors=True)
            shutil.copytree(kept, cache)
            _rotten(cache / name)
            if not is_changed:
                # What was seen long after the last change is remembered.
                os.utime(cache / "search" / "public" / "seen.json", (later, later))
                assert said == answer(["public"]), name
            building.build(now, output, ON, ["public"])
