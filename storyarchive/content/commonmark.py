"""CommonMark becomes HTML by the reference parser, raw HTML left out."""

import re

import cmarkgfm

# The parser writes U+FFFE and U+FFFF, where a number stands for them, as bytes that no text can hold.
_NO_LETTER = re.compile(r"&#(?:[xX]0*[fF]{3}[eEfF]|0*6553[45]);")


def html(text: str, options: int = 0) -> str:
    """Make a text into HTML. options: those of `cmarkgfm.cmark.Options`, added up."""
    # As of every number that is no letter's, a sign is left that says so; nothing left out joins what is around it.
    plain = _NO_LETTER.sub("\ufffd", text) if "&#" in text else text
    made: str = cmarkgfm.markdown_to_html(plain, options)
    return made
