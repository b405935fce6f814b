import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive import files
from storyarchive.errors import OutputError
from storyarchive.files import Tree, Written, write_tree


def listed(files: Mapping[str, bytes | Path]) -> Tree:
    """Give some files with the manifest that lists them."""
    said = {"version": 1, "edition": "public", "files": dict.fromkeys(sorted(files), "")}
    return {"manifest.json": json.dumps(said).encode(), **files}


def tree(**named: bytes) -> Tree:
    return listed({k.replace("_", "/") + ".html": v for k, v in named.items()})


def on_disk(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


names = st.sampled_from(["a.html", "b/c.html", "b/d.html", "e/f/g.html"])
trees = st.dictionaries(names, st.sampled_from([b"", b"one", b"two"])).map(listed)


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=1, max_size=4))
def test_after_any_writes_the_directory_holds_exactly_the_last_tree(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[Tree]
) -> None:
    """
    Stale files go, new ones come, and nothing is left beside it but the lock.
    """
    place = tmp_path_factory.mktemp("out") / "public"
    for made in wanted:
        write_tree(dict(made), place)

    assert wanted[-1] == on_disk(place)
    assert {"public", ".public.lock"} == {entry.name for entry in place.parent.iterdir()}


def test_a_file_whose_bytes_are_the_same_is_left_untouched(tmp_path: Path) -> None:
    """
    A rebuild costs a sync program only what changed.
    """
    place = tmp_path / "public"
    write_tree(tree(a=b"same", b=b"old"), place)
    before = (place / "a.html").stat()

    written = write_tree(tree(a=b"same", b=b"new", c_d=b"more"), place)

    after = (place / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert Written(files=4, changed=3, removed=0) == written


def test_a_file_system_without_links_works_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A USB stick has no hard links and cannot swap directories in one step.
    """

    def refuse(*_: object) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(files, "_exchange", lambda *_: False)
    place = tmp_path / "public"
    write_tree(tree(a=b"one"), place)

    written = write_tree(tree(a=b"one", b=b"two"), place)

    assert Written(files=3, changed=2, removed=0) == written
    assert {"manifest.json", "a.html", "b.html"} == set(on_disk(place))


def test_a_recording_is_copied_from_where_it_is(tmp_path: Path) -> None:
    """
    Large files are not read into memory; a tree names them by path.
    """
    (tmp_path / "voice.mp3").write_bytes(b"voice")
    made = listed({"media/s.mp3": tmp_path / "voice.mp3"})

    first, second = write_tree(made, tmp_path / "out"), write_tree(made, tmp_path / "out")

    assert b"voice" == on_disk(tmp_path / "out")["media/s.mp3"]
    assert (2, 0) == (first.changed, second.changed)


@pytest.mark.parametrize(
    "manifest",
    [b"5", b"{}", b"not json", b'["edition"]', b'"xeditionx"', b'{"edition": 1}', b"[" * 100_000],
    ids=lambda manifest: manifest[:12].decode(),
)
def test_files_of_others_are_never_replaced(tmp_path: Path, manifest: bytes) -> None:
    """
    Naming the wrong directory loses nobody's photographs.
    """
    place = tmp_path / "photos"
    place.mkdir()
    (place / "holiday.jpg").write_bytes(b"sea")
    (place / "manifest.json").write_bytes(manifest)

    with pytest.raises(OutputError, match="did not write"):
        write_tree(tree(), place)

    assert {"holiday.jpg": b"sea", "manifest.json": manifest} == on_disk(place)


@pytest.mark.parametrize(
    "path", ["../out.html", "/etc/passwd", "a//b", "./a", "ü.html", "a b", "x" * 61, "a\\b", ""]
)
def test_a_path_that_could_escape_or_not_be_written_is_refused(tmp_path: Path, path: str) -> None:
    """
    Names are plain ASCII of at most 60 characters, inside the directory, whatever a template makes.
    """
    with pytest.raises(OutputError):
        write_tree({**tree(), path: b""}, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_write_that_fails_leaves_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When the disk is full halfway, the last whole site is still there, and the next build completes.
    """
    place = tmp_path / "public"
    write_tree(tree(a=b"old"), place)
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "c.html":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_tree(tree(a=b"new", b=b"1", c=b"2"), place)
    assert tree(a=b"old") == on_disk(place)
    assert not (tmp_path / ".public.new").exists()

    monkeypatch.undo()
    write_tree(tree(a=b"new"), place)
    assert tree(a=b"new") == on_disk(place)


@pytest.mark.parametrize("stopped_after", ["filling", "first rename"])
def test_a_build_that_was_killed_is_taken_up(tmp_path: Path, stopped_after: str) -> None:
    """
    Whatever a killed build left, the next one finds the old tree and completes.
    """
    place = tmp_path / "public"
    write_tree(tree(a=b"old"), place)
    beside = tmp_path / ".public.new"
    beside.mkdir()
    (beside / "half.html").write_bytes(b"<ht")
    if stopped_after == "first rename":
        place.rename(tmp_path / ".public.old")

    written = write_tree(tree(a=b"old", b=b"new"), place)

    assert Written(files=3, changed=2, removed=0) == written
    assert tree(a=b"old", b=b"new") == on_disk(place)


def test_a_file_put_beside_ours_stops_the_write(tmp_path: Path) -> None:
    """
    A checkout for a web host keeps its own files among ours; they are not ours to delete.
    """
    place = tmp_path / "public"
    write_tree(tree(a=b"one"), place)
    (place / ".git").mkdir()
    (place / ".git" / "HEAD").write_bytes(b"ref")

    with pytest.raises(OutputError, match=r"did not write.*\(\.git/HEAD\)"):
        write_tree(tree(a=b"two"), place)

    assert {".git/HEAD": b"ref", **tree(a=b"one")} == on_disk(place)


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    """
    Nobody's file is emptied.
    """
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / ".public.lock").symlink_to(tmp_path / "victim")

    with pytest.raises(OutputError):
        write_tree(tree(), tmp_path / "public")

    assert b"precious" == (tmp_path / "victim").read_bytes()


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    """
    The second is told to wait.
    """
    place = tmp_path / "public"
    with (
        files._locked(place.with_name(f".{place.name}.lock"), place),
        pytest.raises(OutputError, match="Another storyarchive"),
    ):
        write_tree(tree(), place)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """
    A file where a directory should be is one clear sentence.
    """
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match=r"cannot be written .*--output"):
        write_tree(tree(), tmp_path / "file" / "public")


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After a power cut, the story that was there or the new one is there, never an empty file.
    """
    path = tmp_path / "s-4k7p2.md"
    path.write_bytes(b"old")
    seen: list[tuple[str, bytes]] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        seen.append(("on disk", os.pread(descriptor, 9, 0)))

    def replaced(self: Path, target: Path) -> Path:
        seen.append(("renamed", self.read_bytes()))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    files.replace_file(path, b"new")

    assert [("on disk", b"new"), ("renamed", b"new")] == seen
    assert b"new" == path.read_bytes()
