"""A stamp names the state of many files without reading them."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

SETTLED = 2_000_000_000
"""Nanoseconds after a change within which another may have gone unseen: the coarsest clock of a file system."""


class Stamp(NamedTuple):
    """The state of the files of some directories."""

    digest: str
    """Differs once a file was written, moved or deleted."""
    newest: int
    """When the last of them changed, in nanoseconds since 1970. One changed twice within a tick of the clock
    may look unchanged, so a stamp tells nothing of what happened at that moment."""


def stamp(*directories: Path) -> Stamp | None:
    """Take the stamp of all files that lie in some directories; not of what lies deeper.

    Directories that are missing count as such. Gives None where a link leads elsewhere, or something cannot
    be looked at: nobody can tell then whether it changed.
    """
    said: list[str] = []
    newest = 0
    try:
        for directory in directories:
            said.append(str(directory.resolve()))
            if not directory.exists():
                continue
            with os.scandir(directory) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        return None
                    seen = entry.stat()
                    if entry.is_dir():
                        # Of a directory inside nothing is read, and its times tell of what is.
                        said.append(f"{directory.name}/{entry.name}/{seen.st_ino}")
                        continue
                    changed, moved = seen.st_mtime_ns, seen.st_ctime_ns
                    if changed > newest or moved > newest:
                        newest = max(changed, moved)
                    said.append(
                        f"{directory.name}/{entry.name}/{seen.st_ino} {seen.st_size} {changed} {moved}"
                    )
    except OSError:
        return None
    digest = hashlib.blake2b(
        "\n".join(sorted(said)).encode("utf-8", "surrogateescape"), digest_size=16
    )
    return Stamp(digest.hexdigest(), newest)
