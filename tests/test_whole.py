"""Whatever happens to a build, the last whole site is there, and the next build completes."""

import os
import random
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storyarchive.building import build
from storyarchive.finding import find
from storyarchive.search.facts import Wish
from tests import killing, leaks
from tests.longer import times
from tests.made import ON, SETTINGS, SOUND, archive, every_file

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")

SEED = 6
KILLS = times(12, 200)
"""Moments at which a build is killed, half of them while it writes."""

Site = dict[str, bytes]
"""Path in an edition → bytes."""


@dataclass(frozen=True, eq=False)
class State:
    """An archive at some time, and what is made of it."""

    archive: Path
    site: Site
    word: bytes
    """One that stands in no other."""


@dataclass(frozen=True)
class States:
    """One archive at three times: each time some stories have changed, one has gone and one has come."""

    before: State
    after: State
    later: State
    built: Path
    """Where the first is built, with a search index beside."""


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    place = tmp_path_factory.mktemp("states")
    built = place / "0" / "build"
    made = []
    for now in range(3):
        told = {n: {"summary": f"Told anew, {now}."} if n % 2 else {} for n in range(3, 8)}
        directory = _archive(place / str(now), {now: {}, **told})
        build(directory, place / str(now) / "build", ON)
        made.append(State(directory, site(place / str(now) / "build"), leaks.word(now).encode()))
    find(made[0].archive, "public", ON, "chair", Wish(), cache=built / "cache")
    before, after, later = made
    return States(before, after, later, built)


def _archive(place: Path, told: dict[int, dict[str, Any]]) -> Path:
    files: dict[str, str | bytes] = {}
    for number, changes in told.items():
        text = leaks.told(number, **{**leaks.voice(number), **changes, "consent": leaks.ALL})
        files |= leaks.with_voice(number, text)
        # One that takes a moment to copy.
        files[f"{leaks.name(number)}.mp3"] = SOUND + leaks.word(number).encode() * 40_000
    return archive(place, files, {"editions": {"public": SETTINGS["editions"]["public"]}})


def site(output: Path) -> Site:
    edition = output / "public"
    return {path.relative_to(edition).as_posix(): content for path, content in every_file(edition)}


def is_one_of(output: Path, *sites: Site) -> bool:
    """Tell whether a place has one of some sites, whole."""
    found = site(output)
    return any(found == each for each in sites)


def completed(states: States, state: State, output: Path, said: Path) -> list[str]:
    """Build one of two states, to its end, and say what is not as it should be."""
    run = killing.storyarchive(killing.words(state.archive, output))
    ended = killing.at_change(0, killing.die, run, said)
    wrong = [] if ended.status == 0 else [ended.said]
    if site(output) != state.site:
        wrong.append("it is another site")
    for path, content in every_file(output):
        if re.search(r"\.(new|old|tmp|\d+)$", path.name):
            wrong.append(f"{path} was left")
        others = {states.before, states.after, states.later} - {state}
        if any(other.word in content for other in others):
            wrong.append(f"{path} has words of a story that is not there")
    names = {entry.name for entry in output.iterdir()} - {"public", "cache"}
    if [name for name in names if not name.endswith(".lock")]:
        wrong.append(f"something was left: {names}")
    return wrong


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
    spread = range(3, len(changes), len(changes) // 6)
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
