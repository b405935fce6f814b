"""Whatever happens to a build, the last whole site is there, and the next build completes."""

import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests import killing
from tests.longer import times
from tests.states import States, completed, is_one_of, make

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")

SEED = 6
KILLS = times(12, 200)
"""Moments at which a build is killed, half of them while it writes."""


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return make(tmp_path_factory.mktemp("states"))


def test_killed_at_any_moment_the_last_whole_site_is_there(states: States, tmp_path: Path) -> None:
    """
    A build is really killed, while it reads, makes or writes, with one process or several. What is then in the
    place of the edition is the old site or the new one, byte for byte; no process of it lives on; and the next build
    completes, be it of that archive or of another, with nothing of the first left over.
    """
    chance = random.Random(SEED)
    whole, writing = _how_long(states, tmp_path / "measured")
    deaths = 0
    for number in range(KILLS):
        output = tmp_path / f"killed-{number}"
        is_first = number % 5 == 4
        if not is_first:
            shutil.copytree(states.built, output)
        workers = str(chance.choice([1, 2, 3]))
        process = killing.start(
            killing.words(states.after.archive, output), STORYARCHIVE_WORKERS=workers
        )
        if number % 2:
            _wait_for_writing(process.poll, output)
            time.sleep(chance.uniform(0, writing))
        else:
            time.sleep(chance.uniform(0, whole))
        ended = killing.killed(process)
        deaths += ended.status < 0

        assert ended.status <= 0, ended.said
        sites = ({}, states.after.site) if is_first else (states.before.site, states.after.site)
        assert is_one_of(output, *sites), f"killed at moment {number} of seed {SEED}"
        state = states.later if number % 3 else states.after
        assert [] == completed(states, state, output, tmp_path / "said")
        shutil.rmtree(output)
    assert deaths > KILLS // 3


def _how_long(states: States, output: Path) -> tuple[float, float]:
    """Give the seconds that a build takes, and those of its writing, on this computer at this moment."""
    shutil.copytree(states.built, output)
    began = time.monotonic()
    process = killing.start(killing.words(states.after.archive, output))
    _wait_for_writing(process.poll, output)
    wrote = time.monotonic()
    assert 0 == killing.ended(process).status
    return time.monotonic() - began, time.monotonic() - wrote


def _wait_for_writing(poll: Any, output: Path) -> None:
    """Wait until something is new in a place, or the program has ended."""

    def there() -> set[str]:
        return {path.name for path in output.iterdir()} if output.exists() else set()

    before = there()
    while there() <= before and poll() is None:
        time.sleep(0.0005)


def test_killed_before_each_kind_of_change_of_the_disk(states: States, tmp_path: Path) -> None:
    """
    The same at chosen moments: among the first and last files that are made, before and after it waits for the disk,
    before and after the sites change places, and while the old one is deleted.
    """
    output = tmp_path / "build"
    run = killing.storyarchive(killing.words(states.after.archive, output))
    shutil.copytree(states.built, output)
    changes = killing.changes(run, tmp_path / "said")
    moments = range(1, len(changes) + 1) if times(0, 1) else _telling(changes)
    found = set()
    for number in moments:
        shutil.rmtree(output)
        shutil.copytree(states.built, output)
        ended = killing.at_change(number, killing.die, run, tmp_path / "said")

        assert -9 == ended.status, ended.said
        assert is_one_of(output, states.before.site, states.after.site), changes[number - 1]
        found.add(is_one_of(output, states.after.site))
        state = states.later if number % 2 else states.after
        assert [] == completed(states, state, output, tmp_path / "said"), changes[number - 1]
    assert {False, True} == found


def _telling(changes: list[str]) -> list[int]:
    """Choose numbers of changes: spread over all, and each that asks the system for something special."""
    spread = range(3, len(changes), len(changes) // 4)
    asked = [number for number, said in enumerate(changes, 1) if "dlsym" in said]
    return sorted({*spread, *asked, *(number + 1 for number in asked), len(changes)})


def test_files_are_on_the_disk_before_they_are_seen(states: States, tmp_path: Path) -> None:
    """
    After a power cut there is no name without its bytes: the program waits for the disk when the last file of the new
    site is written, then lets the sites change places, waits again, and only then deletes the old one.
    """
    if not Path("/proc").exists():
        pytest.skip("other systems are asked in other ways")
    output = tmp_path / "build"
    shutil.copytree(states.built, output)

    said = killing.changes(
        killing.storyarchive(killing.words(states.after.archive, output)), tmp_path / "said"
    )

    sync, swap, again = (n for n, line in enumerate(said) if line.startswith("ctypes.dlsym"))
    assert ["syncfs", "renameat2", "syncfs"] == [said[n].split()[1] for n in (sync, swap, again)]
    places = tuple(f" {output}/{name}" for name in ("public", ".public.new"))
    made, after = (
        [line.split()[0] for line in part if any(place in line for place in places)]
        for part in (said[:sync], said[again:])
    )
    assert 100 < len(made)
    assert {"shutil.rmtree", "os.rmdir"} == set(after)
    assert (swap, again) == (sync + 1, swap + 1)
