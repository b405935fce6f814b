import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage

from storyarchive.content.library import Library
from storyarchive.errors import SearchError
from storyarchive.search import index as blocks
from storyarchive.search import inverting, keeping, postings
from storyarchive.search.index import Index
from storyarchive.search.keeping import open_index
from storyarchive.search.numbering import Table
from tests.search.made import library, story

WORDS = ("key", "keys", "gate", "bus", "chair", "re-entry")
TWO = library(story("s-22222", "the key"), story("s-33333", "the gates"))


ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def everything(index: Index) -> object:
    stems = sorted({stem for word in WORDS for stem in index.stems(word.replace("-", ""))})
    counts = {stem: dict(sorted(index.counts(stem).items())) for stem in stems}
    lengths = {id: index.lengths(id) for id in sorted(set().union(*counts.values()))}
    return index.stories, index.averages, counts, lengths


def test_all_that_is_known_of_a_word_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    From every block, the counts of all fields and the places are those of the postings.
    """
    monkeypatch.setattr(blocks, "BLOCK", 2)
    told = [story(f"s-2222{n}", f"key gate key {n}", title="The key") for n in range(2, 7)]
    told.append(story("s-zzzzz", "bus " * 70_000))
    counted = {s.id: inverting.count(postings.contents(s, library(*told))) for s in told}

    with open_index(library(*told), tmp_path) as index:
        for stem in ("key", "gate", "bus", "2", "nowhere"):
            having = {id: c for id, c in counted.items() if stem in c.terms}
            assert {id: c.terms[stem] for id, c in having.items()} == dict(index.counts(stem))
            places = {id: tuple(at) for id, at in index.places(stem).items()}
            assert {id: c.places[stem] for id, c in having.items()} == places
        assert told[0] == index.read("s-22222")


def read(shown: Library, cache: Path) -> object:
    with open_index(shown, cache) as index:
        return everything(index)


def all_bytes(place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    added: list[str] = []
    count = inverting.count

    def counted(texts: postings.Contents, table: Table) -> postings.Postings:
        added.append(texts.body)
        return count(texts, table)

    with monkeypatch.context() as patch:
        patch.setattr(inverting, "count", counted)
        yield added


def test_words_are_found_by_form_and_by_stem(tmp_path: Path) -> None:
    """
    A form leads to its stem, and a stem to the stories that have it and how often.
    """
    with open_index(TWO, tmp_path) as index:
        assert (("gate",), ("gate",), ()) == tuple(map(index.stems, ("gates", "gate", "gat")))
        assert {"s-33333": (0, 0, 0, 0, 1)} == index.counts("gate")
        assert {} == index.counts("nowhere")
        assert 2 == index.stories
        assert index.lengths("s-22222")[-1] == 2 == index.averages[-1]


def test_only_what_changed_is_indexed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Nothing is written while nothing changed; then only the block of the story that did.
    """
    monkeypatch.setattr(blocks, "BLOCK", 1)
    changed = library(story("s-22222", "the key"), story("s-33333", "the chair"))
    with counting(monkeypatch) as added:
        read(TWO, tmp_path)
        assert ["the key", "the gates"] == added
        before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
        read(TWO, tmp_path)
        assert before == sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
        read(changed, tmp_path)
        assert ["the chair"] == added[2:]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([f"s-2222{n}" for n in range(2, 9)]),
            st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([1, 2, 4]),
)
def test_an_index_that_grew_and_shrank_equals_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str]], block: int
) -> None:
    """
    After any stories were added, changed and removed, the index reads as one made in one go.
    """
    grown, fresh = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("fresh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        for step in steps:
            shown = library(*(story(id, text) for id, text in step.items()))
            last = read(shown, grown)

    assert read(shown, fresh) == last


def test_a_removed_story_leaves_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A word that stood only in a removed story, or in words cut from one, is in no file.
    """
    monkeypatch.setattr(blocks, "BLOCK", 3)
    kept = [story(f"s-2222{n}", f"the bus number {n}") for n in range(2, 9)]
    taken_down = story("s-zzzzz", "quetzalbicycle", title="Xylographer")
    cut = story("s-22222", "the bus number 2 and a vermilionowl")

    read(library(taken_down, cut, *kept[1:]), tmp_path)
    words = (b"quetzalbicycl", b"xylograph", b"vermilionowl")
    assert [True] * 3 == [word in all_bytes(tmp_path) for word in words]

    read(library(*kept), tmp_path)
    assert [False] * 3 == [word in all_bytes(tmp_path) for word in words]


def test_an_empty_library_has_an_index(tmp_path: Path) -> None:
    """
    Also one that had stories before, and then nothing of them is left.
    """
    nothing: object = (0, (0.0,) * len(postings.FIELDS), {}, {})
    assert nothing == read(library(), tmp_path)
    read(library(story("s-22222", "quetzalbicycle")), tmp_path)
    assert nothing == read(library(), tmp_path)
    assert b"quetzalbicycl" not in all_bytes(tmp_path)


def cuts(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbles(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))


def empties(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("suffix", [".seg", ".toc", ".json"])
@pytest.mark.parametrize("harm", [cuts, garbles, empties, Path.unlink])
def test_a_damaged_index_is_made_again(
    tmp_path: Path, harm: Callable[[Path], None], suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """
    Without a word, whichever file it is.
    """
    whole = read(TWO, tmp_path)
    for path in (tmp_path / "search" / "public").glob(f"*{suffix}"):
        harm(path)

    assert whole == read(TWO, tmp_path)
    assert ("", "") == capfd.readouterr()


def leaves_remains(place: Path) -> None:
    (place / "remains.tmp").mkdir()
    (place / "remains.tmp" / "quetzal").write_bytes(b"quetzalbicycle")
    (place / "old.seg").write_bytes(b"quetzalbicycle")


def puts_something_else(place: Path) -> None:
    for path in list(place.iterdir()):
        path.unlink()
    (place / "holiday.jpg").write_bytes(b"quetzalbicycle")


def puts_another_list(place: Path) -> None:
    (place / "files.json").write_text('["quetzalbicycle"]', encoding="utf-8")


@pytest.mark.parametrize("harm", [leaves_remains, puts_something_else, puts_another_list])
def test_what_is_not_of_the_index_is_removed(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """
    The remains of a killed process, and whatever else there is, may hold words of a removed story.
    """
    whole = read(TWO, tmp_path)
    harm(tmp_path / "search" / "public")

    assert whole == read(TWO, tmp_path)
    assert b"quetzalbicycle" not in all_bytes(tmp_path)


def test_a_copied_index_is_as_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Times of change may differ while the bytes do not.
    """
    whole = read(TWO, tmp_path)
    for path in (tmp_path / "search" / "public").iterdir():
        os.utime(path, ns=(1, 1))

    with counting(monkeypatch) as added:
        assert whole == read(TWO, tmp_path)
        assert [] == added


KILLED = """
import os, sys
from pathlib import Path
from storyarchive.search import index, keeping
from tests.search.made import library, story

block, calls = index._block, []

def killed(stories, count):
    calls.append(stories)
    return os._exit(9) if len(calls) == 3 else block(stories, count)

index.BLOCK, index._block = 1, killed
keeping.open_index(library(*(story(f"s-2222{n}", f"quetzal{n}") for n in range(2, 6))), Path(sys.argv[1]))
"""


def test_a_killed_update_is_done_again(tmp_path: Path) -> None:
    """
    Nothing that was half written is read, or left.
    """
    whole = read(TWO, tmp_path)
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    assert subprocess.run(command, env=ENVIRONMENT, check=False).returncode == 9
    assert b"quetzal" in all_bytes(tmp_path)

    assert whole == read(TWO, tmp_path)
    assert b"quetzal" not in all_bytes(tmp_path)


def test_an_index_of_another_version_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    It is neither read nor kept.
    """
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_VERSION", "0")
        whole = read(TWO, tmp_path)
    with counting(monkeypatch) as added:
        assert whole == read(TWO, tmp_path)
        assert ["the key", "the gates"] == added


def test_a_locked_index_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One sentence says which index and what to do; reading one that is up to date needs no lock.
    """
    read(TWO, tmp_path)
    lock = FileStorage(str(tmp_path / "search" / "public")).lock("LOCK")
    monkeypatch.setattr(keeping, "WAIT", 0.1)
    assert lock.acquire()
    try:
        read(TWO, tmp_path)
        with pytest.raises(SearchError, match="is being written by another storyarchive"):
            read(library(story("s-22222", "new")), tmp_path)
    finally:
        lock.release()
    read(library(story("s-22222", "new")), tmp_path)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """
    One sentence says where and why.
    """
    (tmp_path / "search").write_text("a file where a directory belongs", encoding="utf-8")

    with pytest.raises(SearchError, match=r"search.public cannot be written: \w+"):
        read(TWO, tmp_path)


def test_nothing_is_printed_when_whoosh_is_first_compiled(tmp_path: Path) -> None:
    """
    Whoosh has strings that newer Pythons warn of; a user never sees it.
    """
    environment = ENVIRONMENT | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    command = [sys.executable, "-c", "import storyarchive.search.index"]
    done = subprocess.run(command, capture_output=True, env=environment, text=True, check=False)

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
