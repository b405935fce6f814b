"""Excused are the few places where the id of a withdrawn story may stay: they say that it is gone."""

import json
import re
from collections.abc import Callable
from pathlib import PurePosixPath

Beside = Callable[[str], bytes | None]
"""Gives a file by its path from the directory of another; None where there is none."""

_LISTS = ("_withdrawn.yaml", "recall.json", "recall.html")
_CHECKLIST = re.compile(r"withdrawal-s-\w{5}\.md")
"""That of a story lists its translations, which went with it."""
_DELETED = re.compile(
    rb"<((?:\w+:)?deleted-entry)\b(?:[^>]*/>|[^>]*(?<!/)>.{0,2000}?</\1\s*>)", re.DOTALL
)


def is_named_rightly(path: PurePosixPath, id: str, beside: Beside) -> bool:
    """Tell whether a file may have a name with the id of a withdrawn story in it."""
    return path.name == f"withdrawal-{id}.md" or (
        path.parts[-2:] == ("stories", f"{id}.html") and _is_gone(beside("../manifest.json"), id)
    )


def without(path: PurePosixPath, content: bytes, id: str, beside: Beside) -> bytes:
    """Take from a file the mentions of an id that may stay in it.

    path: of the file, from some directory above its own. beside: finds the manifest that goes with it.
    """
    name = id.encode()
    if path.name in _LISTS or _CHECKLIST.fullmatch(path.name) or is_named_rightly(path, id, beside):
        return content.replace(name, b"")
    if path.name == "manifest.json" and _is_gone(content, id):
        said = json.loads(content)
        said["withdrawn"] = [each for each in said["withdrawn"] if each != id]
        if isinstance(said.get("files"), dict):
            said["files"].pop(f"stories/{id}.html", None)
        return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if path.name == "files.txt" and _is_gone(beside("manifest.json"), id):
        # `without` is told of the page itself when it comes to it.
        return content.replace(f"  stories/{id}.html\n".encode(), b"\n")
    if path.suffix in (".xml", ".atom"):
        return _DELETED.sub(lambda found: found[0].replace(name, b""), content)
    return content


def _is_gone(manifest: bytes | None, id: str) -> bool:
    """Tell whether the manifest of an edition lists an id as withdrawn and not among its stories."""
    try:
        said = json.loads(manifest or b"")
        return id in said["withdrawn"] and id not in said["stories"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
