"""A narrative file is front matter between two `---` lines, then the story."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from frontmatter.default_handlers import YAMLHandler

from storyarchive.content.markers import MARKER
from storyarchive.errors import Problem

_FENCE: re.Pattern[str] = YAMLHandler.FM_BOUNDARY

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e]")
"""Characters that steer a terminal or turn a line round; U+0085 is a line end of old systems."""

_RESAVE = 'Open the file in your editor and save it with the encoding "UTF-8".'
_DEEPEST_QUOTE = 20
_DEEP_QUOTE = re.compile(rf"^(?:[ \t]*>){{{_DEEPEST_QUOTE + 1}}}", re.MULTILINE)
_MOST_MARKS = 30
_MANY = 31
_FOREIGN = re.compile(rf"[^\x00-\x7f]{{{_MANY},}}")


@dataclass(frozen=True, slots=True)
class Parts:
    """A narrative file in two."""

    front: str
    """The YAML, without the `---` lines."""
    body: str
    """All that follows the second `---` line."""
    front_line: int
    """The line on which the YAML begins, from 1."""
    body_line: int
    """The line on which the body begins, from 1."""


def decode(raw: bytes, path: str) -> str | Problem:
    """Read bytes as UTF-8 text with LF line ends; a byte order mark and CRLF are accepted."""
    if not raw.strip():
        return Problem(path, 1, "empty-file", "the file is empty", "Write it, or delete it.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the file is saved as UTF-16, which some programs call Unicode"
        return Problem(path, 1, "not-utf8", message, _RESAVE)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        message = "there is a NUL byte, so this is not a text file"
        return Problem(path, line, "nul-byte", message, "Save it again as plain text, UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8"
        return Problem(path, line, "not-utf8", message, _RESAVE)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _odd(text, path) or text


def _odd(text: str, path: str) -> Problem | None:
    """Find what no honest text has, and what would take programs down that read it."""
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = f"there is a control character, U+{ord(control.group()):04X}"
        return Problem(path, line, "control-character", message, "Delete it; it may be invisible.")
    quoted = _DEEP_QUOTE.search(text) if text.count(">") > _DEEPEST_QUOTE else None
    if quoted:
        line = text.count("\n", 0, quoted.start()) + 1
        message = "quotations stand in quotations more than twenty deep"
        return Problem(path, line, "too-deep", message, "Take the > signs away.")
    for run in _FOREIGN.finditer(text) if _may_be_foreign(text) else ():
        marks = 0
        for offset, letter in enumerate(run.group()):
            marks = marks + 1 if unicodedata.combining(letter) else 0
            if marks > _MOST_MARKS:
                line = text.count("\n", 0, run.start() + offset) + 1
                message = f"a letter has more than {_MOST_MARKS} marks on it"
                return Problem(path, line, "too-deep", message, "Take the marks away.")
    return None


def _may_be_foreign(text: str) -> bool:
    """Tell whether many letters beyond ASCII may stand together; never says no when they do."""
    # So many take up one place in so many, and not alone.
    return any(
        text[at] > "\x7f" and not (text[max(0, at - 1) : at] + text[at + 1 : at + 2]).isascii()
        for at in range(0, len(text), _MANY)
    )


def split(text: str, path: str) -> Parts | Problem:
    """Split the text of a narrative file at its `---` lines.

    A `---` further down, in the story itself, is left alone.
    """
    fences = list(islice(_FENCE.finditer(text), 2))
    if not fences or fences[0].start() != 0:
        message = "there is no front matter"
        return Problem(path, 1, "no-front-matter", message, 'Begin the file with a line "---".')
    if len(fences) < 2:
        message = "the front matter is not closed"
        remedy = 'Put a line "---" after the last field, before the story.'
        return Problem(path, 1, "unclosed-front-matter", message, remedy)
    opening, closing = fences
    front, front_line = _trimmed(text, opening.end(), closing.start())
    body, body_line = _trimmed(text, closing.end(), len(text))
    return Parts(front, body, front_line, body_line)


def bounds(text: str) -> tuple[int, int]:
    """Give where the YAML of a narrative file begins and ends, in characters; of a text that `split` can split."""
    opening, closing = islice(_FENCE.finditer(text), 2)
    return opening.end() + 1, closing.start()


def _trimmed(text: str, start: int, end: int) -> tuple[str, int]:
    """Cut a part out of a text without the line ends around it, and tell on which line it begins."""
    part = text[start:end]
    blank = len(part) - len(part.lstrip("\n"))
    return part.strip("\n"), text.count("\n", 0, start + blank) + 1


def join(front: str, body: str) -> str:
    """Put front matter and body together as a narrative file; the inverse of `split`."""
    return f"---\n{front}\n---\n\n{body}\n"


def normalised(body: str) -> str:
    """Give the form of a body whose hash a narrator approves.

    Unicode NFC, LF line ends, no white space at line ends, one blank line where there are more and
    none at either end, and no `<!-- note … -->` lines, which are the editor's: what a program or an
    editor may change around the words does not undo an approval, a change of any word does.
    """
    text = unicodedata.normalize("NFC", body).replace("\r\n", "\n")
    lines = (line.rstrip() for line in MARKER.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def approval(body: str) -> str:
    """Give the mark of an approved text: `sha256:` and the hash of the normalised body in hex."""
    return "sha256:" + hashlib.sha256(normalised(body).encode()).hexdigest()
