"""The machine is what a table of measurements stands on: its processors, memory, file systems, and how busy it was."""

import os
import platform
from pathlib import Path


def described() -> str:
    """Say in a sentence what this computer is and runs."""
    return (
        f"{processors()} × {processor()}, {memory() / 2**30:.0f} GiB of memory,"
        f" {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def processors() -> int:
    """Count the processors that programs may use here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor() -> str:
    """Name the kind of processor."""
    told = Path("/proc/cpuinfo")
    if told.is_file():
        for line in told.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def memory() -> int:
    """Give the bytes of memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def file_system(place: Path) -> str:
    """Say what kind of file system a directory is on, as Linux names it."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return "a file system"
    found = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    here = [
        (len(point), at, kind)
        for at, (point, kind) in enumerate(found)
        if place.resolve().is_relative_to(point)
    ]
    # Of two mounted on one place, the later is the one that is seen.
    return max(here)[2] if here else "a file system"


def busy() -> float | None:
    """Say how many programs wanted a processor during the last minute; nothing where that is not known."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
