"""One archive at three times, what is made of each, and whether a build completes one of them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyarchive.building import build
from storyarchive.finding import find
from storyarchive.search.facts import Wish
from tests import killing, leaks
from tests.made import ON, SETTINGS, SOUND, archive, every_file

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


def make(place: Path) -> States:
    """Write and build the three in an empty directory."""
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
