"""Any bytes can be read as plain words, so that a copy is known however it was wrapped, quoted or marked up."""

import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from typing import IO
from urllib.parse import unquote

_WINDOW = 4 << 20
_OVERLAP = 8192
"""Bytes read twice, so that what stands across two windows is found; eight words with all their marks are shorter."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order mark → encoding; UTF-32 before UTF-16, whose mark begins its own."""

_IN_BINARY = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){5,}"
)
"""A stretch of UTF-8 in a file that is not text."""
_WIDE = (
    (
        rb"(?:[\t\n\r\x20-\xff]\x00|[\x00-\xff][\x01-\x06]|[\x13\x14\x18-\x1d\x26]\x20){5,}",
        "utf-16-le",
    ),
    (
        rb"(?:\x00[\t\n\r\x20-\xff]|[\x01-\x06][\x00-\xff]|\x20[\x13\x14\x18-\x1d\x26]){5,}",
        "utf-16-be",
    ),
)
"""Stretches of UTF-16 in letters from Latin to Arabic and the quotation marks of word processors."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var"
    r"|text:(?:span|a)|w:(?!(?:p|br|tab|tc|tr)\b)\w+)(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
"""Tags that stand inside a word or a line."""
_TAG = re.compile(r"<[!?/a-zA-Z][^<>]{0,2000}>")
_LINK = re.compile(r"\]\([^()\s]{0,1000}\)")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtfv])|(.))")
_NUMBER = re.compile(r"&#x?[0-9a-fA-F]{10,}")
"""The number of no letter, and one so long that Python refuses to read it."""
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u2060\u20d0-\u20f0\ufe20-\ufe2f\ufeff]"
)
"""Accents, soft hyphens and spaces of no width."""
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])"
)
"""Letters of scripts without spaces between words; each counts as a word."""
_APOSTROPHE = re.compile("['\u2019\u2018\u02bc\u00b4\u0060]")
_WORD = re.compile(r"[^\W_]+")


def windows(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Read a file in windows that overlap; gives with each how many of its bytes were in the one before."""
    tail = b""
    while chunk := file.read(_WINDOW):
        data = tail + chunk
        yield data, len(tail)
        tail = data[-_OVERLAP:]


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are something else than text."""
    return b"\0" in data and not data.startswith(tuple(_MARKS))


def texts(data: bytes) -> Iterator[str]:
    """Read bytes as text in every way that they may be meant.

    data: a whole file or a window of one, which may begin and end within a letter.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            yield data.decode(encoding, "replace")
            return
    if b"\0" in data:
        yield b"\n".join(_IN_BINARY.findall(data)).decode("utf-8", "replace")
        for stretch, encoding in _WIDE:
            found = re.findall(stretch, data, re.DOTALL)
            yield "\n".join(each.decode(encoding, "replace") for each in found)
        return
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        yield data.decode("cp1252", "replace")


def unescaped(text: str) -> str:
    """Undo what JSON, scripts, HTML and addresses put in the place of letters."""
    for _ in range(2):  # JSON in a script is escaped twice
        if "\\" in text:
            text = _ESCAPE.sub(_letter, text)
    for _ in range(3):  # and HTML in a feed
        if "&" in text:
            text = html.unescape(_NUMBER.sub("&", text))
    return unquote(text) if "%20" in text else text


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else " " if found[3] else found[4]


def readings(text: str) -> Iterator[list[str]]:
    """Give the words of a text without its marks and, where it has tags, as they stand in those too.

    text: unescaped.
    """
    text = _LINK.sub("] ", text)
    if "<" in text:
        yield fold(_TAG.sub(" ", _INLINE.sub("", text)))
    # A title may stand in an attribute.
    yield fold(text)


def fold(text: str) -> list[str]:
    """Split text into words without case, accents and apostrophes."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
        text = _UNSPACED.sub(r" \1 ", text)
    return _WORD.findall(_APOSTROPHE.sub("", text.casefold()))


def plain(text: str) -> list[str]:
    """Give the words of a text as a reader sees them, the first of its readings."""
    return next(readings(unescaped(text)))
