"""What a recording, picture or document carries besides what it shows: names, places, times, devices.

Each kind of file is taken apart as far as its notes, and what is not on a short list of harmless
notes is told. Libraries that read tags were tried first: they pass over what they do not know,
which is where a place or a name would hide. What cannot be taken apart is told as well.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from storyarchive.content.identity.hidden_data import (
    documents,
    matroska,
    mp4,
    pictures,
    sound,
    words,
)
from storyarchive.content.identity.hidden_data.parts import Unreadable

Look = Callable[[BinaryIO], Iterator[str]]

_FFMPEG = (
    "ffmpeg -i {name} -map 0:a? -map 0:v? -map_metadata -1 -map_chapters -1 -fflags +bitexact"
    " -c copy clean-{name}"
)
_EXIFTOOL = "exiftool -all= {name}"
_QPDF = "qpdf --remove-info --remove-metadata --remove-attachments --linearize {name} clean-{name}"
_AGAIN = "save it anew from the program, with 'remove personal information'"
_TEXT = "save it again as plain text, UTF-8"

KINDS: Mapping[str, tuple[Look, str]] = {
    ".mp3": (sound.mp3, _FFMPEG),
    ".ogg": (sound.ogg, _FFMPEG),
    ".opus": (sound.ogg, _FFMPEG),
    ".m4a": (mp4.mp4, _FFMPEG),
    ".mp4": (mp4.mp4, _FFMPEG),
    ".mov": (mp4.mp4, _FFMPEG),
    ".webm": (matroska.webm, _FFMPEG),
    ".jpg": (pictures.jpeg, _EXIFTOOL),
    ".jpeg": (pictures.jpeg, _EXIFTOOL),
    ".png": (pictures.png, _EXIFTOOL),
    ".webp": (pictures.webp, _EXIFTOOL),
    ".pdf": (documents.pdf, _QPDF),
    ".docx": (documents.office, _AGAIN),
    ".xlsx": (documents.office, _AGAIN),
    ".pptx": (documents.office, _AGAIN),
    ".odt": (documents.open_document, _AGAIN),
    ".ods": (documents.open_document, _AGAIN),
    ".odp": (documents.open_document, _AGAIN),
    ".txt": (words.text, _TEXT),
    ".vtt": (words.text, _TEXT),
}


def find(path: Path) -> tuple[str, ...]:
    """List what is hidden in a file, each once and in a few words that hold nothing of it."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        return (f"nothing here can look into {path.suffix or 'such'} files",)
    try:
        with path.open("rb") as stream:
            return tuple(dict.fromkeys(kind[0](stream)))
    except (Unreadable, OSError, ValueError, LookupError, RecursionError, MemoryError) as error:
        why = str(error) if isinstance(error, Unreadable) else "it is not what its name says"
        return (f"it cannot be read ({why}), so nobody knows",)


def remedy(path: str) -> str:
    """Say how to take it out of a file. path: the file, as problems name it."""
    place = Path(path)
    kind = KINDS.get(place.suffix.lower())
    if kind is None:
        return f"Keep such files elsewhere; there can be: {' '.join(KINDS)}."
    return f"Take it out: {kind[1].format(name=place.name)}"
