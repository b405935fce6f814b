"""Lists of what an edition holds: a page for who must decide whether it may be opened here, and two for checking."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from storyarchive.content.library import Library
from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

MANIFEST_VERSION = 1


def what_is_this(press: Press, made: Tree) -> Tree:
    """Make the plain page for whoever must decide whether this may be opened here.

    made: all files but this page and the two lists that come after it.
    """
    suffixes = Counter(
        PurePosixPath(path).suffix for path in (*made, urls.WHAT_IS_THIS, urls.FILES, urls.MANIFEST)
    )
    known = press.say.section("security")
    kinds = [
        (suffix, count, known.get(suffix.removeprefix("."), "") if suffix else "")
        for suffix, count in sorted(suffixes.items())
    ]
    values = {"kinds": kinds, "total": suffixes.total()}
    page = press.page(urls.WHAT_IS_THIS, "what-is-this.html", press.say("security.tab"), values)
    return {urls.WHAT_IS_THIS: page}


def files(press: Press, made: Tree) -> Tree:
    """List every file with its checksum, for people and common tools, and for programs.

    made: all files but these two.
    """
    digests = {path: _digest(content) for path, content in made.items()}
    return {**written(digests, _said(press.library))}


def written(digests: Mapping[str, str], said: Mapping[str, object]) -> dict[str, bytes]:
    """Write the two lists.

    digests: path → SHA-256 in hex, of all files but these two. said: what else the manifest says.
    """
    listed = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()
    manifest = {**said, "files": {**digests, urls.FILES: _digest(listed)}}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {urls.FILES: listed, urls.MANIFEST: text.encode()}


def amended(files: bytes, manifest: bytes, changed: Mapping[str, str]) -> dict[str, bytes]:
    """Change the checksums of some files in the two lists.

    files, manifest: the lists as they were. changed: path → SHA-256 in hex, of files that are in them.

    Raises ValueError where a file is not.
    """
    listed, said = bytearray(files), bytearray(manifest)
    for path, digest in changed.items():
        end = _place_of(f"  {path}\n", listed)
        listed[end - _DIGITS : end] = digest.encode()
    for path, digest in {**changed, urls.FILES: _digest(bytes(listed))}.items():
        before = f'\n  "{path}": "'
        start = _place_of(before, said) + len(before.encode())
        said[start : start + _DIGITS] = digest.encode()
    return {urls.FILES: bytes(listed), urls.MANIFEST: bytes(said)}


_DIGITS = 64
"""Of a SHA-256 in hex."""


def _place_of(words: str, text: bytearray) -> int:
    found = text.find(words.encode())
    if found < 0:
        raise ValueError(f"the list of files has no {words.strip()}")
    return found


def _said(library: Library) -> dict[str, object]:
    """Say what an edition holds, besides its files."""
    return {
        "version": MANIFEST_VERSION,
        "edition": library.edition.id,
        "stories": sorted(story.id for story in library.stories),
        "valid_until": library.valid_until.isoformat(),
        "withdrawn": sorted(gone.id for gone in library.withdrawn),
    }


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
