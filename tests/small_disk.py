"""Runs the program on a disk that is full: one in memory that nobody else sees, gone when the run has ended (Linux)."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.killing import Ended
from tests.made import PROJECT

_NO_DISK = 77

_SCRIPT = f"""
mount -t tmpfs -o "$LIMIT" none "$DISK" && cp -a "$BUILT/." "$DISK" || exit {_NO_DISK}
"$@" >"$SEEN/said" 2>&1
echo $? >"$SEEN/status"
cp -a "$DISK" "$SEEN/full"
mount -o remount,size=1g,nr_inodes=100k "$DISK"
"$@" >"$SEEN/said-again" 2>&1
echo $? >"$SEEN/status-again"
cp -a "$DISK" "$SEEN/again"
"""


@dataclass(frozen=True)
class OnSmallDisk:
    """What a run did on a full disk, and a second one when there was room."""

    first: Ended
    full: Path
    """A copy of the disk after the first run."""
    second: Ended
    again: Path
    """A copy of it after the second."""


def run(
    typed: Sequence[str], disk: Path, built: Path, limit: str, seen: Path
) -> OnSmallDisk | None:
    """Run the program on a disk of some size, then again on a large one.

    disk: an empty directory where the disk is put. built: what is on it before. limit: as `mount` takes it, `size=64k`.
    seen: an empty directory for what is found out. Gives None where a system makes no such disk, or what is on it
    before has no room.
    """
    environment = {
        **os.environ,
        **{"PYTHONPATH": str(PROJECT), "LIMIT": limit},
        **{"DISK": str(disk), "BUILT": str(built), "SEEN": str(seen)},
    }
    program = [sys.executable, "-m", "storyarchive", *typed]
    apart = ["unshare", "--map-root-user", "--mount", "sh", "-c", _SCRIPT, "sh", *program]
    try:
        done = subprocess.run(apart, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    if done.returncode in (1, _NO_DISK):
        return None
    assert 0 == done.returncode, done.stderr.decode()
    first, second = (
        Ended(
            int((seen / f"status{which}").read_text()),
            (seen / f"said{which}").read_text(encoding="utf-8"),
        )
        for which in ("", "-again")
    )
    return OnSmallDisk(first, seen / "full", second, seen / "again")
