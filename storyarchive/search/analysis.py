"""Analysis turns text into folded words and their stems, the same for a story and for a question.

`site_templates/scripts/words.js` folds and splits in exactly the same way; `tests/words.json` is run by both.
Only the stems are made here alone: the browser is given the word forms of the library and their stems.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

VERSION = f"2-{Stemmer.version()}"
"""Keys every cache of analysed text; the number goes up with each change that gives other words."""

LONGEST_WORD = 64
"""Letters of a word that count; what follows them is noise or an attack."""

_ENGLISH_FILLER = (
    "a about all also am an and any anybody anyone anything are as at avoid avoiding be "
    "because been being but by can cannot cant could couldnt did didnt do does doesnt dont "
    "else ever every everyone everything for from get gets getting got had has have having "
    "he her here hers herself hes him himself his how i if im in into is isnt it its itself "
    "ive just let like look looking looks may me might mine my myself need needs no nobody "
    "not nothing now of on one only or our ours ourselves please really she shes should "
    "show so some somebody someone something somewhere stories story such tell than that "
    "thats the their theirs them themselves then there theres these they theyre think "
    "thinks this those to today too us very want wanted wants was wasnt we were weve what "
    "whats when where which who whos whose why will with without wont would you your youre "
    "yourself"
)

_POLISH_FILLER = (
    "a aby ale albo az bardzo bedzie bez bo by byc byl byla byli bylo byly chce chcesz chcial "
    "chciala chcialabym chcialbym ci cie co cos czy czyli dla do dlaczego gdy gdzie go historia historie historii i "
    "ich ile im inna inne inny ja jak jaka jakas jaki jakie jakis jako je jednak jego jej jest "
    "jestem jeszcze juz kiedy kims kogo kogos komu komus kto ktora ktore ktorego ktorej ktory "
    "ktos ku lub ma maja mam mi mna mnie moge moim moj moja moje moze mu my na nad nam nas "
    "nasz nia nic nich nie niej nim niz o od on ona one oni ono oraz po pod potem poza prosze "
    "przed przez przy sa sam sama sie soba sobie szukam szuka ta tak taka taki takie tam te tego "
    "tej ten tez to toba tobie tu twoj twoja tych tylko tym u w was we wiec wlasnie wszystko "
    "z za zawsze ze zeby"
)

FILLER = {
    "en": frozenset(_ENGLISH_FILLER.split()),
    "pl": frozenset(_POLISH_FILLER.split()),
}
"""Language → folded words that say nothing about what is looked for."""

ENDINGS = {
    "en": {"s": "", "d": "", "e": "", "y": "i", "es": "", "ed": "", "ly": "", "ing": "", "ings": ""}
}
"""Language → endings that may be taken off a typed word which no story has in that form, and what
the stem has in their place ('family' is found by 'famili', the stem of 'families')."""

_APOSTROPHES = dict.fromkeys(map(ord, "`´ʻʼʽ‘’‛＇"), "'")
# Closed up, "I'd" would be an ID, "we'll" would be well and "he'll" would be in hell.
# It begins with the apostrophe, for one that begins with a look behind is tried at every letter.
_SHORT_VERB = re.compile(r"'(?<=[^\W_]')(?:d|ll|m|re|ve)(?:'(?:d|ll|m|re|ve))*(?![^\W_])")
_HYPHENS = "-‐‑"
JOINTS = "'`´ʻʼʽ‘’‛＇" + _HYPHENS
"""What may stand within a word."""
# Marks that are written on letters, and signs that only choose how a letter is drawn. The vowel signs of
# Indian scripts are marks too, but they are letters to their readers and stay.
_DROPPED_MARKS = (
    (0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
# Letters whose stroke is not a mark in Unicode, but which people without that key type plain.
_PLAIN_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i",
    "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ς": "σ",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a text, ready to be counted or looked up."""

    form: str
    """The folded word as it was written or typed."""
    stem: str
    """What it shares with its other forms."""
    is_compound: bool = False
    """Whether it is a hyphenated word closed up (`reentry`), given beside its parts (`re`, `entry`)."""


def fold(text: str) -> str:
    """Fold a text to lower case, without accents, apostrophes or punctuation: "Can't!" to "cant".

    English verbs that are cut short are left out ("I'd" is "i"). Words are parted by one space; a
    hyphen inside a word stays, for `split` to see.
    """
    return " ".join(_bare(_light(text)).split())


def split(text: str) -> tuple[list[str], list[str]]:
    """Split a text into its folded words, and its hyphenated words closed up."""
    words: list[str] = []
    compounds: list[str] = []
    for token in fold(text).split():
        parts, compound = _parts(token)
        words += [part[:LONGEST_WORD] for part in parts]
        compounds += [word[:LONGEST_WORD] for word in compound]
    return words, compounds


def analyse(text: str, language: str) -> list[Word]:
    """Split a text into words with their stems; a hyphenated word also gives the closed-up word, after its parts.

    language: BCP 47 tag of the text. Where there is no stemmer for it, a word is its own stem.
    """
    known = vocabulary(language)
    return [word for piece in text.split() for word in known[piece]]


class Known(dict[str, tuple[Word, ...]]):
    """Pieces of texts, between spaces and as they are written, with their words; worked out when first met.

    Nothing in a text changes what the words beyond a space are, and most pieces of a library come again and again.
    """

    def __init__(self, code: str) -> None:
        self._code = code

    def __missing__(self, piece: str) -> tuple[Word, ...]:
        bare = piece.strip(_AROUND)
        # Folding leaves plain letters as they are, but for their case.
        is_plain = bare.isascii() and bare.isalpha()
        if is_plain:
            bare = bare.lower()
        found = self.get(bare) if bare != piece else None
        if found is None:
            tokens = [bare] if is_plain else _light(bare).split()
            found = tuple(word for token in tokens for word in _words(token, self._code))
            self._keep(bare, found)
        self._keep(piece, found)
        return found

    def _keep(self, piece: str, found: tuple[Word, ...]) -> None:
        if len(self) >= _MOST_PIECES:
            self.clear()
        if len(piece) <= LONGEST_WORD:
            self[piece] = found


_AROUND = '()[]{}.,;:!?…"“”*–—/'
"""What often stands around a word and is no part of it; each of these parts words wherever it stands."""
_MOST_PIECES = 500_000


@cache
def vocabulary(language: str) -> Known:
    """Give the pieces that are known of a language (BCP 47)."""
    return Known(primary(language))


def stem(word: str, language: str) -> str:
    """Stem one word of the language, written in lower case with its accents, and fold the stem."""
    stemmer = _stemmer(primary(language))
    return _bare(stemmer.stemWord(word) if stemmer else word)[:LONGEST_WORD]


def filler(language: str) -> frozenset[str]:
    """Give the filler words of a language (BCP 47); none where they are not known."""
    return FILLER.get(primary(language), frozenset())


def endings(languages: Iterable[str]) -> Mapping[str, str]:
    """Give the endings, with what stands in their place, of all languages that stories are in (BCP 47)."""
    codes = sorted({primary(language) for language in set(languages)})
    return {ending: instead for code in codes for ending, instead in ENDINGS.get(code, {}).items()}


def primary(language: str) -> str:
    """Give the primary subtag of a BCP 47 tag: `en` of `en-GB`."""
    return language.split("-")[0].lower()


class _Letters(dict[int, str | None]):
    """What becomes of each character: itself, a hyphen, a space or nothing; worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if character == "'" or code in _APOSTROPHES or category == "Cf":
            kept = None
        elif character in _HYPHENS:
            kept = "-"
        else:
            kept = character if category[0] in "LNM" else " "
        self[code] = kept
        return kept


class _Bare(dict[int, str | None]):
    """What becomes of each character when accents are taken off; worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        dropped = any(first <= code <= last for first, last in _DROPPED_MARKS)
        self[code] = bare = None if dropped else _PLAIN_LETTERS.get(character, character)
        return bare


_LETTERS = _Letters()
_BARE = _Bare()


def _light(text: str) -> str:
    """Fold all but the accents, which stemmers need."""
    # Before all else, for an accent typed as an apostrophe would become a space with a mark.
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    # `lower` and a few letters below are what browsers can do too; `casefold` differs for some scripts.
    text = _SHORT_VERB.sub("", text.lower()).translate(_LETTERS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _bare(text: str) -> str:
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text).translate(_BARE)
    return unicodedata.normalize("NFKC", bare)


def _parts(token: str) -> tuple[list[str], list[str]]:
    """Part a token at its hyphens, and close it up where each hyphen stands between letters."""
    token = token.strip("-")
    if "-" not in token:
        return ([token] if token else []), []
    parts = token.split("-")
    compound = [] if "" in parts else ["".join(parts)]
    return [part for part in parts if part], compound


@lru_cache(maxsize=200_000)
def _words(token: str, code: str) -> tuple[Word, ...]:
    parts, compounds = _parts(token)
    # A part made of marks alone folds to nothing.
    words = [Word(form, stem(part, code)) for part in parts if (form := _bare(part)[:LONGEST_WORD])]
    closed = [Word(_bare(word)[:LONGEST_WORD], stem(word, code), True) for word in compounds]
    return (*words, *closed)


_local = threading.local()


def _stemmer(code: str) -> "Stemmer.Stemmer | None":
    """Give this thread's stemmer, for one stemmer must not be used by two threads at once."""
    stemmers: dict[str, Stemmer.Stemmer | None] = _local.__dict__.setdefault("stemmers", {})
    if code not in stemmers:
        try:
            # Our own cache is before it, so its own would only cost memory.
            stemmers[code] = Stemmer.Stemmer(code, 0) if len(code) in (2, 3) else None
        except KeyError:
            stemmers[code] = None
    return stemmers[code]
