"""A notebook keeps what the next build can begin with: notes, in `cache/last/` of the output.

A note is read only as it was written: what names its bytes is kept elsewhere (`unchanged`). It may hold the words of
stories that an edition shows; of narratives, and of stories that none shows, it holds no word and no id.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path


class Notebook:
    """The notes of a build, while they are written. What cannot be written is forgotten, and made again."""

    def __init__(self, output: Path, kept: Mapping[str, str] | None = None) -> None:
        """output: where editions are built. kept: names of notes that stay as they are → what names their bytes."""
        self._place = output / "cache" / "last"
        self.named: dict[str, str] | None = dict(kept or {})
        """Name of a note → what names its bytes; None where a note is missing."""

    def clear(self) -> None:
        """Delete all notes; raises OSError where they cannot be deleted, for they hold words of stories."""
        deleted(self._place)

    def write(self, notes: Mapping[str, bytes]) -> None:
        """Write some notes. notes: name → bytes."""
        if self.named is None:
            return
        try:
            self._place.mkdir(parents=True, exist_ok=True)
            for name, content in notes.items():
                (self._place / name).write_bytes(content)
                self.named[name] = named(content)
        except OSError:
            self.named = None

    def read(self, name: str) -> bytes:
        """Read a note; raises ValueError where it is not as it was written."""
        try:
            content = (self._place / name).read_bytes()
        except OSError as error:
            raise ValueError(f"there is no note {name}") from error
        if self.named is None or self.named.get(name) != named(content):
            raise ValueError(f"the note {name} is damaged")
        return content


def deleted(path: Path) -> None:
    """Delete what is in a place, whatever it is; raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()


def named(content: bytes) -> str:
    """Name the bytes of a note."""
    return blake2b(content, digest_size=16).hexdigest()
