"""Builds an archive in a process of its own, as if on another computer, and compares what was made."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import leaks
from tests.made import ON, PROJECT, every_file

Bytes = dict[str, bytes]
"""Path in the place of the builds → bytes, of all editions."""

LISTING = """
import os, random
listdir, scandir = os.listdir, os.scandir

class Shuffled:
    def __init__(self, entries):
        self.opened, self.entries = entries, list(entries)
        random.Random(len(self.entries)).shuffle(self.entries)
    def __iter__(self): return iter(self.entries)
    def __next__(self):
        if not self.entries: raise StopIteration
        return self.entries.pop()
    def __enter__(self): return self
    def __exit__(self, *_): self.opened.close()
    def close(self): self.opened.close()

os.listdir = lambda *of: sorted(listdir(*of), reverse=True)
os.scandir = lambda *of: Shuffled(scandir(*of))
"""
"""A file system that lists files in orders of its own, for every process that is started."""


@dataclass(frozen=True)
class Computer:
    """What differs between two computers on which one archive is built."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    flags: tuple[str, ...] = ()
    """Of Python."""
    written_on: int | None = None
    """The time that all files of the archive have, in seconds since 1970."""
    is_shuffled: bool = False
    """Whether files are made, and listed, in another order."""


PLAIN = Computer("plain", {"PYTHONHASHSEED": "0", "TZ": "UTC", "STORYARCHIVE_WORKERS": "1"})
OTHERS = [
    Computer(
        "east",
        {
            **{"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "COLUMNS": "40"},
            **{"LANG": "pl_PL.UTF-8", "STORYARCHIVE_WORKERS": "2", "PYTHONUTF8": "0"},
        },
        umask=0o077,
        written_on=0,
        is_shuffled=True,
    ),
    Computer(
        "west",
        {
            **{"PYTHONHASHSEED": "4294967295", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"},
            **{"LANGUAGE": "ar", "STORYARCHIVE_WORKERS": "3", "HOME": "/nowhere", "NO_COLOR": "1"},
        },
        umask=0,
        flags=("-O", "-X", "utf8"),
        written_on=4_000_000_000,
    ),
    Computer("many", {"PYTHONHASHSEED": "7", "STORYARCHIVE_WORKERS": "16"}, is_shuffled=True),
]


def examples(place: Path) -> None:
    """Put the example archive into a place, with its templates as the program ships them."""
    shutil.copytree(PROJECT / "narratives", place / "narratives")


def made(place: Path) -> None:
    """Put an archive into a place with translations, recordings, a withdrawal, and stories that nobody may see."""
    kept_back = {leaks.name(number) for number in range(64, 64 + len(leaks.KEPT_BACK))}
    told = [
        each for each in leaks.narratives() if each.editions or each.gone or each.id in kept_back
    ]
    directory = leaks.make(place, told)
    leaks.withdraw(directory, *(each for each in told if each.gone))


def build(
    place: Path, on: Computer = PLAIN, code: Path = PROJECT, editions: Sequence[str] = ()
) -> Bytes:
    """Build in a process of its own, as if on some computer, and give what is there afterwards.

    code: the directory of the program. editions: those to build, all if none is named.
    """
    path = [str(code)]
    if on.is_shuffled:
        (place / "listing").mkdir(exist_ok=True)
        (place / "listing" / "sitecustomize.py").write_text(LISTING, encoding="utf-8")
        path.insert(0, str(place / "listing"))
    done = subprocess.run(
        [sys.executable, *on.flags, "-m", "storyarchive", "--on", str(ON), "build", *editions],
        cwd=place,
        env={**os.environ, **on.environment, "PYTHONPATH": os.pathsep.join(path)},
        umask=on.umask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return built(place)


def built(place: Path) -> Bytes:
    """Give every byte of the editions that are built in a place."""
    output = place / "build"
    return {
        path.relative_to(output).as_posix(): content
        for edition in output.iterdir()
        if edition.is_dir() and edition.name != "cache"
        for path, content in every_file(edition)
    }


def elsewhere(source: Path, place: Path, on: Computer) -> None:
    """Copy an archive as it would lie on some computer."""
    paths = sorted(source.rglob("*"), reverse=on.is_shuffled)
    for path in paths:
        if path.is_file():
            target = place / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            if on.written_on is not None:
                os.utime(target, (on.written_on, on.written_on))


def assert_same(wanted: Bytes, found: Bytes, why: str) -> None:
    """Compare two trees, and name the files that differ rather than their bytes."""
    paths = wanted.keys() | found.keys()
    assert [] == sorted(path for path in paths if wanted.get(path) != found.get(path)), why
