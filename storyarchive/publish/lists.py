"""Lists of what an edition holds: a page for who must decide whether it may be opened here, and two for checking."""

import hashlib
import json
from collections import Counter
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
    digests = {path: _digest(made[path]) for path in sorted(made)}
    listed = "".join(f"{sum}  {path}\n" for path, sum in digests.items()).encode()
    manifest = _manifest(press.library, digests | {urls.FILES: _digest(listed)})
    return {urls.FILES: listed, urls.MANIFEST: manifest}


def _manifest(library: Library, digests: dict[str, str]) -> bytes:
    """Say what an edition holds. digests: path → SHA-256 in hex, for every file but the manifest."""
    said = {
        "version": MANIFEST_VERSION,
        "edition": library.edition.id,
        "files": digests,
        "stories": sorted(story.id for story in library.stories),
        "valid_until": library.valid_until.isoformat(),
        "withdrawn": sorted(gone.id for gone in library.withdrawn),
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
