"""Installs a browser from Debian's packages, where this computer allows it, in one process at a time."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path


def from_debian(package: str, is_there: Callable[[], bool]) -> None:
    """Install a package, unless another process did so meanwhile; nothing happens where there is no apt-get."""
    if not shutil.which("apt-get"):
        return
    # Not on every system; where apt-get is, it is.
    import fcntl

    # Tests run in several processes, with two browsers to install, and apt-get in one at a time.
    with (Path(tempfile.gettempdir()) / f"browsers-for-{os.geteuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_there():
            return
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for command in (["update"], ["-y", "--no-install-recommends", "install", package]):
            subprocess.run(
                [*sudo, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
