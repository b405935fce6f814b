"""An edition: everything that is copied to a web host, a stick or a kiosk, whole."""

import hashlib
import json
from collections import Counter
from pathlib import Path, PurePosixPath

from storyarchive.content.library import Library
from storyarchive.files import Tree
from storyarchive.publish import site, urls
from storyarchive.publish.press import Press
from storyarchive.publish.render import Templates
from storyarchive.search import export

MANIFEST_VERSION = 1

KINDS = {
    ".html": "pages to read",
    ".css": "how pages look",
    ".js": "the search, and nothing else",
    ".svg": "small drawings",
    ".mp3": "sound",
    ".m4a": "sound",
    ".ogg": "sound",
    ".mp4": "film",
    ".vtt": "words shown with film",
    ".txt": "words to read; files.txt lists all files",
    ".json": "a list of all files, for programs",
}
"""What a kind of file is for, in the words of `what-is-this.html`."""


def build(library: Library, templates: Templates) -> Tree:
    """Make an edition: pages, styles, scripts, recordings, search files and the lists of it all."""
    tree = site.build(library, templates)
    tree |= templates.static
    tree |= recordings(library)
    tree |= export.build(library)
    tree[urls.WHAT_IS_THIS] = what_is_this(library, templates, tree)
    digests = {path: _digest(tree[path]) for path in sorted(tree)}
    tree[urls.FILES] = "".join(f"{sum}  {path}\n" for path, sum in digests.items()).encode()
    digests[urls.FILES] = _digest(tree[urls.FILES])
    tree[urls.MANIFEST] = manifest(library, digests)
    return tree


def recordings(library: Library) -> Tree:
    """Gather the recordings of stories, and the words that go with them."""
    tree: Tree = {}
    for story in library.stories:
        if story.media:
            files = (story.media.source, story.media.captions, story.media.transcript)
            tree |= {urls.media(file.name): file for file in files if file}
    return tree


def what_is_this(library: Library, templates: Templates, tree: Tree) -> bytes:
    """Make the plain page for whoever must decide whether this may be opened here.

    tree: all files but this page and the two lists that come after it.
    """
    suffixes = Counter(
        PurePosixPath(path).suffix for path in (*tree, urls.WHAT_IS_THIS, urls.FILES, urls.MANIFEST)
    )
    kinds = [(suffix, count, KINDS.get(suffix, "")) for suffix, count in sorted(suffixes.items())]
    return Press(library, templates).page(
        urls.WHAT_IS_THIS,
        "what-is-this.html",
        "What is this?",
        {"kinds": kinds, "total": suffixes.total()},
    )


def manifest(library: Library, digests: dict[str, str]) -> bytes:
    """Say what an edition holds, for programs.

    digests: path → SHA-256 in hex, for every file but the manifest.
    """
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
