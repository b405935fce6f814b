"""Scripts carry the files of the browser's index: each is a call that hands over its data.

A page opened from a file may load nothing but classic scripts.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

FORMAT = 2
"""Goes up with every change of the layout; a page refuses a format it does not know."""

_CALL = re.compile(
    rb'storyarchive\.receive\("([a-z0-9-]+)","([0-9a-f]{8})",(\{.*\})\);\n', re.DOTALL
)


def script(name: str, layout: str, data: Mapping[str, Any]) -> bytes:
    """Write a file, with nothing in its data that could end a script.

    layout: what files that can be read together agree on. data: what the call hands over, besides the format.
    """
    said = to_json({"format": FORMAT, **data})
    safe = said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    called = f'storyarchive.receive("{name}","{layout}",{safe});\n'
    return called.encode("utf-8", "backslashreplace")


def handed(script: bytes) -> tuple[str, dict[str, Any]]:
    """Read a file: its layout, and its data without the format; raises ValueError where it is none of this format."""
    call = _CALL.fullmatch(script)
    data = json.loads(call[3]) if call else {}
    if call is None or data.pop("format", None) != FORMAT:
        raise ValueError("this is no file of the index")
    return call[2].decode(), data


def path(name: str) -> str:
    """Give the address of a file of the index."""
    return f"search/{name}.js"


def to_json(data: object) -> str:
    """Write data as short as it can be."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
