"""Whatever stands in the way of a build, it says so in one sentence, and the last whole site is there."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import killing, leaks, small_disk
from tests.killing import Ended
from tests.longer import LONG, times
from tests.states import States, completed, is_one_of, make, site

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return make(tmp_path_factory.mktemp("states"))


@pytest.fixture
def output(states: States, tmp_path: Path) -> Path:
    """Give a place with the old site."""
    return shutil.copytree(states.built, tmp_path / "build")


def run(states: States, output: Path) -> Callable[[], None]:
    """Give the run that makes the next site."""
    return killing.storyarchive(killing.words(states.after.archive, output))


def position(changes: list[str], *said: str) -> int:
    """Find the number of the last change that has all of some words in it."""
    return max(n for n, line in enumerate(changes, 1) if all(word in line for word in said))


def is_said(ended: Ended, *words: str) -> bool:
    """Tell whether a run ended with one sentence that has some words, and no traceback."""
    errors = [line for line in ended.said.splitlines() if line.startswith("Error: ")]
    return (
        (1, 1) == (ended.status, len(errors))
        and "Traceback" not in ended.said
        and all(word in errors[0] for word in words)
    )


def leftovers(output: Path) -> set[str]:
    return {entry.name for entry in output.iterdir()} - {"public", "cache", ".public.lock"}


def blocks(place: Path) -> int:
    """Count the kilobytes that files take in memory, where each takes whole pages."""
    return sum(-(-path.stat().st_size // 4096) * 4 for path in place.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "room",
    [
        "size={}k more 100",
        *(f"size={{}}k more {n}" for n in (range(0, 800, 20) if LONG else ())),
        "size=1g,nr_inodes=260",
    ],
)
def test_a_disk_that_is_full_leaves_the_old_site(states: States, tmp_path: Path, room: str) -> None:
    """
    On a real disk without room, or without room for more files, the old site stays and nothing of the new one is left;
    when there is room, the next build completes.
    """
    form, _, more = room.partition(" more ")
    limit = form.format(blocks(states.built) + int(more or 0))
    disk, seen = tmp_path / "disk", tmp_path / "seen"
    for place in (disk, seen):
        place.mkdir()
    typed = killing.words(states.after.archive, disk)

    done = small_disk.run(typed, disk, states.built, limit, seen)

    if done is None:
        pytest.skip("no such disk can be made here")
    assert is_said(done.first, f"{disk}/public", "No space left", "--output"), done.first
    assert states.before.site == site(done.full)
    assert set() == leftovers(done.full) | leftovers(done.again)
    assert (0, states.after.site) == (done.second.status, site(done.again))


def test_a_disk_that_fills_up_halfway_leaves_a_whole_site(
    states: States, output: Path, tmp_path: Path
) -> None:
    """
    From some moment on no file can be written: before the sites change places, and while the search index is brought
    up to date. What could not be written is said, and the next build completes.
    """
    built = run(states, output)
    changes = killing.changes(built, tmp_path / "said")
    swap, end = position(changes, "renameat2"), position(changes, "spellings.json", "open /")
    early = [*range(1, swap, times(80, 5)), position(changes, "open /", ".mp3")]
    late = [*range(swap + 1, end, times((end - swap) // 2, 5)), end]

    def fills_up() -> None:
        import resource  # not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))

    for number in [*early, *late]:
        shutil.rmtree(output)
        shutil.copytree(states.built, output)
        ended = killing.at_change(number, fills_up, built, tmp_path / "said")

        is_early = number in early
        place = "build/public cannot" if is_early else "build/cache/search/public cannot"
        said = f"at change {number}, {changes[number - 1]}: {ended.said}"
        assert is_said(ended, place, "be written", "--output" if is_early else "delete"), said
        assert is_one_of(output, (states.before if is_early else states.after).site)
        assert set() == leftovers(output)
    assert [] == completed(states, states.after, output, tmp_path / "said")


@pytest.mark.skipif(not Path("/proc").exists(), reason="a superuser may write everywhere")
def test_permission_lost_halfway_leaves_the_old_site(
    states: States, output: Path, tmp_path: Path
) -> None:
    """
    A place that may not be written to any more, at any moment, is named; when it may be, the next build completes.
    """
    built = run(states, output)
    changes = killing.changes(built, tmp_path / "said")
    swap = position(changes, "renameat2")
    moments = {
        *(position(changes, "open /", ".public.lock"), position(changes, "mkdir", ".public.new")),
        *(swap - 1, swap, *range(1, swap, times(90, 1))),
    }
    inside = swap // 2

    def run_as_anybody() -> None:
        killing.without_privileges()
        built()

    for number, place in [*((n, output) for n in moments), (inside, output / ".public.new")]:
        shutil.rmtree(output)
        shutil.copytree(states.built, output)
        kept = stat.S_IMODE(output.stat().st_mode)
        act = lambda place=place: place.chmod(0o500)  # noqa: E731
        ended = killing.at_change(number, act, run_as_anybody, tmp_path / "said")
        output.chmod(kept)

        said = f"at change {number}, {changes[number - 1]}: {ended.said}"
        assert is_said(ended, "build/public cannot be written (Permission denied", "--output"), said
        assert is_one_of(output, states.before.site), said
    assert [] == completed(states, states.after, output, tmp_path / "said")


@pytest.mark.skipif(not Path("/proc").exists(), reason="a superuser may read everything")
@pytest.mark.parametrize("lost", ["deleted", "forbidden"])
def test_a_recording_that_is_lost_halfway_is_named(
    states: States, output: Path, tmp_path: Path, lost: str
) -> None:
    """
    What cannot be read is what the sentence is about, not the place where it should have gone.
    """
    archive = shutil.copytree(states.after.archive, tmp_path / "narratives")
    recording = archive / f"{leaks.name(1)}.mp3"
    built = killing.storyarchive(killing.words(archive, output))
    changes = killing.changes(built, tmp_path / "said")
    shutil.rmtree(output)
    shutil.copytree(states.built, output)

    def run_as_anybody() -> None:
        killing.without_privileges()
        built()

    def lose() -> None:
        recording.unlink() if lost == "deleted" else recording.chmod(0)

    number = position(changes, "mkdir", ".public.new")
    ended = killing.at_change(number, lose, run_as_anybody, tmp_path / "said")

    assert is_said(ended, f"Error: {recording} cannot be read", "as it was before"), ended.said
    assert (states.before.site, set()) == (site(output), leftovers(output))


def test_two_builds_at_once_do_not_mix(states: States, output: Path, tmp_path: Path) -> None:
    """
    While one build is held at some moment of its writing, another runs: it says that the first is at work, and the
    first completes.
    """
    first, second = tmp_path / "first", tmp_path / "second"
    built = run(states, output)
    other = killing.storyarchive(killing.words(states.later.archive, output))
    changes = killing.changes(built, first)
    begin, swap = position(changes, "mkdir", "public.new"), position(changes, "renameat2")
    for number in (*range(begin, swap, times(80, 10)), swap, swap + 3):
        shutil.rmtree(output)
        shutil.copytree(states.built, output)
        held = killing.stopped_at_change(number, built, first)
        refused = killing.at_change(0, killing.die, other, second)
        seen = site(output)
        ended = killing.go_on(held, first)

        assert is_said(refused, "Another storyarchive", f"{output}/public", "wait"), refused.said
        assert seen in (states.before.site, states.after.site)
        assert (0, states.after.site) == (ended.status, site(output)), ended.said
    assert [] == completed(states, states.later, output, second)


def test_a_build_that_began_before_another_does_not_write_over_it(
    states: States, output: Path, tmp_path: Path
) -> None:
    """
    It may have read a story that was withdrawn meanwhile: it says that it has to be run again.
    """
    first, second = tmp_path / "first", tmp_path / "second"
    built = run(states, output)
    lock = position(killing.changes(built, first), "open", ".public.lock")
    shutil.rmtree(output)
    shutil.copytree(states.built, output)
    held = killing.stopped_at_change(lock, built, first)
    other = killing.storyarchive(killing.words(states.later.archive, output))
    overtakes = killing.at_change(0, killing.die, other, second)
    refused = killing.go_on(held, first)

    assert (0, states.later.site) == (overtakes.status, site(output)), overtakes.said
    assert is_said(refused, "Another storyarchive wrote", f"{output}/public"), refused.said


def test_builds_that_run_at_once_leave_one_whole_site(
    states: States, output: Path, tmp_path: Path
) -> None:
    """
    However they meet, each completes or says that another is at work, and what is there in the end was made by one.
    """
    for number in range(times(1, 30)):
        wanted = [states.after, states.later, states.after][: 2 + number % 2]
        typed = [killing.words(state.archive, output) for state in wanted]
        running = [killing.start(words, STORYARCHIVE_WORKERS="2") for words in typed]
        done = [killing.ended(process) for process in running]

        for ended in done:
            assert ended.status == 0 or is_said(ended, "nother storyarchive"), ended.said
        assert 0 in [ended.status for ended in done]
        assert is_one_of(output, *(state.site for state in wanted))
        assert [] == completed(states, states.before, output, tmp_path / "said")
