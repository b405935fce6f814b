"""Numbers that name one person: at the doctor's, the bank, the police, the prison.

The patterns are those of the project's table of checks; where one is wider or narrower, it says why.
They are looked for in folded text, whose spaces and digits are plain ones.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from storyarchive.content.identity.looking import Hit, Pattern
from storyarchive.content.identity.telling import Telling

_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    "|T[NX]|UT|V[AT]|W[AIVY]"
)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def nhs_number_holds(text: str) -> bool:
    """Tell whether ten digits end in the check digit of an NHS number.

    Modulus 11 with the weights 10 to 2 (NHS Data Dictionary, 'NHS Number').
    """
    digits = [int(digit) for digit in _digits(text)]
    check = 11 - sum(w * d for w, d in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check != 10 and digits[9] == check % 11


_POLICE_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc_holds(text: str) -> bool:
    """Tell whether a year and serial end in the check letter of a Police National Computer ID."""
    year, _, serial = text[:-1].partition("/")
    return text[-1].upper() == _POLICE_LETTERS[int(year[-2:] + serial.zfill(7)) % 23]


def cro_holds(text: str) -> bool:
    """Tell whether a serial and year end in the check letter of a Criminal Records Office number."""
    first, _, last = text[:-1].upper().partition("/")
    digits = first[2:] + last if first.startswith("SF") else last + first.zfill(6)
    return text[-1].upper() == _POLICE_LETTERS[int(digits) % 23]


def luhn_holds(text: str) -> bool:
    """Tell whether digits end in the check digit of a payment card (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in reversed(_digits(text))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_no_ordinal(text: str) -> bool:
    """`b1 2nd` would be a postcode in small letters."""
    return re.search(r"\d(?:st|nd|rd|th)$", text) is None


UK_NINO = Pattern(
    # Also in small letters and with other separators: the digits between make it sure enough.
    re.compile(
        r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?[A-D]\b",
        re.IGNORECASE,
    ),
    digits=6,
)
NHS_NUMBER = Pattern(
    re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"), nhs_number_holds, digits=10
)
PRISON_NUMBER = Pattern(
    re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b", re.IGNORECASE), _is_no_ordinal, digits=4
)
CRN = Pattern(re.compile(r"\b[A-Z]\d{6}\b", re.IGNORECASE), digits=6)
PNC = Pattern(
    re.compile(r"\b(?:\d{2}|\d{4})/\d{1,7}[A-Z]\b", re.IGNORECASE),
    pnc_holds,
    digits=3,
    signs=("/",),
)
CRO = Pattern(
    re.compile(r"\b(?:SF\d{2}/\d{1,6}|\d{1,6}/\d{2})[A-Z]\b", re.IGNORECASE),
    cro_holds,
    digits=3,
    signs=("/",),
)
UK_POSTCODE = Pattern(
    re.compile(
        r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
    ),
    _is_no_ordinal,
    digits=1,
)
_UK_PHONE = Pattern(
    # Also with the area code in brackets, with dots, with 0044, and any number written with a plus.
    re.compile(
        r"(?<![\d.])(?:(?:\+44|0044)[\s.-]?(?:\(0\)[\s.-]?)?|0|\(0)(?:\d\)?(?:[\s.-]?\(?\d\)?){8,9})(?!\d)"
        r"|(?<![\d.+])\+(?!44)\d(?:[\s.()-]{0,2}\d){7,14}(?!\d)"
    ),
    digits=8,
)
_SPOKEN = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine"
_SPOKEN_PHONE = Pattern(
    # In a transcript a number is spelt out: 'oh seven seven double oh nine …'.
    re.compile(
        rf"\b(?:zero|oh|nought)(?:[ ,-]{{1,2}}(?:double |treble |triple )?(?:{_SPOKEN})){{6,}}\b",
        re.IGNORECASE,
    ),
    signs=("zero", "nought", "oh ", "oh,", "oh-"),
)
US_PHONE = Pattern(
    re.compile(
        r"(?<!\d)(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])\d{3}[\s.-]\d{4}(?!\d)"
    ),
    digits=10,
)
EMAIL = Pattern(
    # Also as people write it to hide it from programs.
    re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|[\[(] ?at ?[\])]) ?[\w-]+(?:(?:\.| ?[\[(] ?dot ?[\])] ?)[\w-]+)+"
        r"|(?<![\w.+-])[\w.+-]{1,64} at [\w-]{1,64} dot (?:com|org|net|co|uk|me|info)\b",
        re.IGNORECASE,
    ),
    signs=("@", "at]", "at)", "at ]", "at )", " dot "),
)
HANDLE = Pattern(
    re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{1,28})[A-Za-z0-9_]"), signs=("@",)
)
URL = Pattern(
    # Also as it is said, without its beginning: 'on example.com/dee'.
    re.compile(
        r"\bhttps?://\S+|\bwww\.\S+|(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|org\.uk)\b(?:/\S*)?",
        re.IGNORECASE,
    ),
    signs=("http", "www.", ".com", ".org", ".net", ".co.uk"),
)
BANK_UK = Pattern(
    # Also with the account number first.
    re.compile(
        r"\b\d{2}-\d{2}-\d{2}\b(?=.{0,40}\b\d{8}\b)|\b\d{8}\b(?=.{0,40}\b\d{2}-\d{2}-\d{2}\b)"
    ),
    digits=14,
    signs=("-",),
)
UK_VEHICLE = Pattern(
    # Capitals only: in small letters it is 'up14 for'.
    re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}\s?[A-HJ-PR-Z]{3}\b"),
    digits=2,
)
UK_DRIVING = Pattern(
    re.compile(r"\b[A-Z9]{5}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9]{3}\b", re.IGNORECASE),
    digits=6,
)
US_SSN = Pattern(
    # Also with spaces, as it is read out.
    re.compile(r"\b(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}\b"),
    digits=9,
)
US_BOP = Pattern(re.compile(r"\b\d{5}-\d{3}\b"), digits=8, signs=("-",))
US_DOC = Pattern(
    re.compile(
        r"\b(?:inmate|booking|CDCR|TDCJ|DIN|DOC|prisoner)\s{0,3}(?:no\.?|number|id|#)?\s{0,3}[:#]?\s{0,3}"
        r"(?=[A-Z0-9-]*\d)[A-Z]{0,3}-?\d{2,8}[A-Z]?\d{0,4}\b",
        re.IGNORECASE,
    ),
    digits=2,
    signs=("inmate", "booking", "cdcr", "tdcj", "din", "doc", "prisoner"),
)
US_ZIP = Pattern(
    # The states by name: any two capitals would also be 'PC 12345'.
    re.compile(rf"\b(?:(?:{_STATES})\s\d{{5}}(?:-\d{{4}})?|\d{{5}}-\d{{4}})\b"),
    digits=5,
)
DOB = Pattern(
    re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born on)\b.{0,20}\d", re.IGNORECASE),
    digits=1,
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
FULL_DATE = Pattern(
    # Also as programs write it, and without the word 'of' before the year.
    re.compile(
        r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}"
        rf"|{_MONTH}\.?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b",
        re.IGNORECASE,
    ),
    digits=4,
)
ADDRESS = Pattern(
    re.compile(
        r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close"
        r"|Drive|Crescent|Terrace|Way|Gardens|Place|Grove|Boulevard|Blvd)\b"
    ),
    digits=1,
)


def uk_phone(telling: Telling) -> Iterator[Hit]:
    """Find phone numbers in digits, and in words."""
    yield from _UK_PHONE(telling)
    yield from _SPOKEN_PHONE(telling)


_DIGIT_GROUPS = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,}(?!\d)")
_GROUP = re.compile(r"\d+")


def card(telling: Telling) -> Iterator[Hit]:
    """Find card numbers: 13 to 19 digits, Luhn.

    Other digits may stand beside them, as the month in which a card ends, so every whole run of
    groups is tried.
    """
    for start, end in telling.windows(13):
        for run in _DIGIT_GROUPS.finditer(telling.text, start, end):
            groups = list(_GROUP.finditer(telling.text, run.start(), run.end()))
            for first in range(len(groups)):
                if last := _card(telling.text, groups[first : first + 19]):
                    yield Hit(groups[first].start(), last)
                    break


def _card(text: str, groups: list[re.Match[str]]) -> int:
    """Give where a card number that begins with the first group ends; 0: there is none."""
    lengths = accumulate(len(group.group()) for group in groups)
    for group, length in zip(groups, lengths, strict=True):
        if length > 19:
            break
        if length >= 13 and luhn_holds(text[groups[0].start() : group.end()]):
            return group.end()
    return 0
