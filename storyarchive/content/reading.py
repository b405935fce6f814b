"""Reading level: how long a story takes to read, and roughly how easy it is."""

import math
import re
from dataclasses import dataclass

from storyarchive.content.markers import MARKER

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Each pattern is bounded or anchored so that no text, however odd, takes more than linear time.
# They begin with the letters that they may begin with, for so they are found several times faster.
_SENTENCE_END = re.compile(r"[.!?…](?<![.!?…].)[.!?…]*+(?=[\s\"'”’)\]]|$)")
_MARKUP = re.compile(
    r"[#>*+\-\]_`\[](?:(?<=[#>*+-])(?<![^\n].)[#>*+-]{0,8}\s|(?<=\])\([^)\n]{0,500}\)|(?<=[*_`\[]))"
)
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading level of a text."""

    words: int
    minutes: int
    """Rounded up, at 150 words a minute for an easy text and 200 for others."""
    sentence_words: float
    """Mean words in a sentence."""
    grade: float | None
    """US school grade; None where no formula holds for the language."""
    band: str | None
    """`easy` (reading age to 11), `medium` (12 to 14), `harder` (15 and over), or None with the grade."""


def measure(text: str, language: str) -> Reading:
    """Measure the reading level of a text.

    The grade is the Automated Readability Index, 4.71 characters/word + 0.5 words/sentence - 21.43
    (Senter and Smith, 1967, AMRL-TR-66-220), which needs no dictionary of syllables; it was made for
    English, so other languages get none. Reading age is taken as grade + 5.

    text: Markdown. language: BCP 47 tag.
    """
    plain = MARKER.sub("", text) if "<!--" in text else text
    if _may_have_markup(plain):
        plain = _MARKUP.sub("", plain)
    words = _WORD.findall(plain)
    blocks = [block for block in _BLANK_LINE.split(plain) if _WORD.search(block)]
    sentences = sum(max(1, len(_SENTENCE_END.findall(block))) for block in blocks)
    count, per_sentence = len(words), len(words) / max(1, sentences)
    grade = band = None
    if count and language.split("-")[0].lower() == "en":
        characters = sum(map(len, words))
        grade = round(4.71 * characters / count + 0.5 * per_sentence - 21.43, 1)
        age = round(grade + 5)
        band = "easy" if age <= 11 else "medium" if age <= 14 else "harder"
    pace = 150 if band == "easy" else 200
    return Reading(count, max(1, math.ceil(count / pace)), round(per_sentence, 1), grade, band)


def _may_have_markup(text: str) -> bool:
    """Tell whether a text may have marks of Markdown; looking for a letter is much faster than for a pattern."""
    return any(mark in text for mark in "*_`[]") or any(
        line[:1] in _LINE_MARKS for line in text.split("\n") if line
    )


_LINE_MARKS = frozenset("#>*+-")
