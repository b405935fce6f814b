"""After a power cut a site is whole: tried with a real file system, of which the disk is copied at some moment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import killing
from tests.longer import LONG
from tests.made import PROJECT
from tests.states import make, site

SCRIPT = """
set -e
truncate -s 100m "$AT/disk"
mkfs.ext4 -q "$AT/disk"
mkdir "$AT/on" "$AT/after"
mount -o loop "$AT/disk" "$AT/on" || exit 77
cp -a "$BUILT" "$AT/on/build"
sync
"$@"
sleep "$WAIT"
cp "$AT/disk" "$AT/cut"
e2fsck -fy "$AT/cut" || [ $? -eq 1 ]
mount -o loop "$AT/cut" "$AT/after"
cp -a "$AT/after/build" "$AT/found"
"""


@pytest.mark.skipif(
    not LONG or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="takes long, and a superuser",
)
@pytest.mark.parametrize("wait", [0, 1, 4, 7, 12])
def test_a_power_cut_leaves_a_whole_site(tmp_path: Path, wait: int) -> None:
    """
    The disk has the new site at once, and some seconds after a build, when names are there and bytes may not be.
    """
    states = make(tmp_path / "states")
    at = tmp_path / "at"
    at.mkdir()
    typed = killing.words(states.after.archive, at / "on" / "build")
    program = [sys.executable, "-m", "storyarchive", *typed]
    said = {"AT": str(at), "BUILT": str(states.built), "WAIT": str(wait)}
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", SCRIPT, "sh", *program],
        env={**os.environ, **said, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in (77, 127):
        pytest.skip("no file system can be made here")

    assert 0 == done.returncode, done.stderr
    assert states.after.site == site(at / "found")
