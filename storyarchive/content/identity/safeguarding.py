"""What the law protects, and what could bring somebody to harm."""

import re
from collections.abc import Iterator
from functools import cache

from storyarchive.content.identity.looking import Hit, Pattern
from storyarchive.content.identity.telling import By, Telling
from storyarchive.content.identity.wordlist import lines
from storyarchive.errors import Severity

NEAR = 200
"""Characters within which an offence and a person are read together."""

UNREPORTED = Pattern(
    re.compile(
        r"\b(?:never (?:got |been )?caught|got away with|police never (?:knew|found)"
        r"|no ?one (?:ever )?(?:knows|knew|found out)|nobody (?:ever )?found out)\b",
        re.IGNORECASE,
    ),
    signs=(
        *("caught", "got away with", "police never", "one ever", "one know", "one knew", "noone"),
        *("one found", "nobody ever", "nobody found"),
    ),
)
LIVE_CASE = Pattern(
    re.compile(
        r"\b(?:on bail|awaiting (?:trial|sentenc(?:e|ing))|my (?:trial|appeal) (?:is|starts)"
        r"|currently charged)\b",
        re.IGNORECASE,
    ),
    signs=("on bail", "awaiting ", "my trial", "my appeal", "currently charged"),
)
RETALIATION = Pattern(
    re.compile(
        r"\b(?:gave evidence|informant|grassed|witness protection|protected witness"
        r"|(?:still )?looking for me|price on my head)\b",
        re.IGNORECASE,
    ),
    signs=("evidence", "informant", "grassed", "witness", "looking for me", "price on"),
)
_LABEL = re.compile(
    # Not 'the pros and cons', nor the words of the system: 'criminal justice', 'a criminal record'.
    r"\b(?:ex[- ]?)?(?:offenders?|(?<!pros and )cons?|convicts?|felons?|inmates?|addicts?|junk(?:ies?|y)"
    r"|criminals?(?! (?:justice|records?|law|courts?|cases?|damage|offences?|convictions?)\b))\b",
    re.IGNORECASE,
)

RELATIONS = (
    "mum|mam|mom|mother|dad|da|father|step(?:dad|father|mum|mother|brother|sister|son|daughter)|son"
    "|daughter|brother|sister|uncle|aunt(?:ie|y)?|cousin|nan|nana|gran|grandad|granddad|grandfather"
    "|grandmother|grandson|granddaughter|niece|nephew|baby|kids?|child|children|partner|wife|husband"
    "|girlfriend|boyfriend|ex|mate|friend|victim|neighbour|teacher|foster carer|landlord|boss|priest"
)
_OFFENCE = Pattern(
    re.compile(
        r"\b(?:rap(?:e[ds]?|ing|ists?)|sex(?:ual(?:ly)?)? (?:assault\w*|abus\w+|offen\w+|attack\w*|exploit\w+)"
        r"|incest|molest\w*|indecent\w*|paedophil\w*|pedophil\w*|nonce"
        r"|interfered with (?:me|him|her|us|them)"
        # Not the abuse of a substance, nor what dogs and lorries have.
        r"|(?<!drug )(?<!drugs )(?<!alcohol )(?<!substance )(?<!solvent )(?<!domestic )(?<!verbal )"
        r"(?<!racial )abus(?:e|ed|er|ers|ing)"
        r"|(?<!well-)(?<!well )(?<!dog )groom(?:ed|ing|ers?)"
        r"|(?<!drug )(?<!drugs )traffick(?:ed|ing|ers?))\b",
        re.IGNORECASE,
    ),
    signs=(
        *("rape", "raping", "rapist", "sexual", "sex ", "incest", "molest", "indecen", "paedophil"),
        *("pedophil", "nonce", "interfered", "abus", "groom", "traffick"),
    ),
)
# A capital in the middle of a sentence, or what one is to another.
_PERSON = re.compile(
    rf"(?i:\b(?:my|his|her|our|their)\s+(?:\w+\s+)?(?:{RELATIONS})\b)|(?<=[a-z,;] )[A-ZÀ-ÖØ-Þ][a-zß-ÿ]{{2,}}"
)


def sexual_offence(telling: Telling) -> Iterator[Hit]:
    """Find words for sexual offences near a person: what they are to each other can be enough."""
    for hit in _OFFENCE(telling):
        around = telling.text[max(0, hit.start - NEAR) : hit.end + NEAR]
        if _PERSON.search(around):
            yield hit


_AGES = (
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen)"
)
_CHILD = Pattern(
    # Ages are told in words as often as in digits: 'was six', not 'was two doors down'.
    re.compile(
        r"\b(?:son|daughter|baby|kid|child|lad|girl|boy)\b[^.?!\n]{0,60}?"
        rf"\b(?:aged?\s+{_AGES}\b|{_AGES}[- ](?:year|month)s?[- ]old|was\s+(?:only\s+|just\s+)?{_AGES}\b"
        r"(?! \w+ing\b| (?:doors?|streets?|miles?|minutes?|hours?|days?|weeks?|times?|o'clock|feet|foot)\b)"
        r"|year\s+\d{1,2}\b|primary school|nursery)",
        re.IGNORECASE,
    ),
)


_AGE = tuple(
    re.compile(end)
    for end in (
        rf"was\s(?:only\s|just\s)?{_AGES}\b",
        rf"aged?\s{_AGES}\b",
        r"year(?:s?[- ]old|\s\d)",
        r"months?[- ]old",
        r"primary school",
        r"nursery",
    )
)
"""How matches end, each by itself, for one that begins with letters is found fast."""


def child_detail(telling: Telling) -> Iterator[Hit]:
    """Find a child with an age or a school; in a story of children taken into care it cannot stay."""
    if not any(age.search(telling.lower) for age in _AGE):
        return
    in_care = "child-removal" in telling.notes
    for hit in _CHILD(telling):
        yield Hit(hit.start, hit.end, Severity.ERROR if in_care else None, final=in_care)


METHOD_NOTES = frozenset({"suicide", "self-harm", "overdose"})


@cache
def _methods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read the list of methods and doses: what each phrase begins with, and how it is looked for."""
    return tuple(
        (
            phrase.partition("*")[0],
            re.compile(rf"\b{re.escape(phrase)}(?!\w)".replace(r"\*", r"\w*"), re.IGNORECASE),
        )
        for phrase in lines("methods.txt")
    )


_DOSE = re.compile(
    r"\b(?:\d+|twenty|thirty|forty|fifty|sixty|a hundred)\s?"
    r"(?:mg|mgs|ml|mls|milligram\w*|tablets|pills|capsules)\b",
    re.IGNORECASE,
)


_UNITS = ("mg", "ml", "milligram", "tablets", "pills", "capsules")
"""One of which every dose has."""


def suicide_method(telling: Telling) -> Iterator[Hit]:
    """Find words for a method or a dose, in stories that carry one of three notes."""
    if telling.notes.isdisjoint(METHOD_NOTES):
        return
    for start, end in methods(telling.text):
        yield Hit(start, end)


def methods(text: str) -> Iterator[tuple[int, int]]:
    """List where a folded text has words for a method or a dose: begin and end, in characters."""
    lower = text.lower()
    for beginning, phrase in _methods():
        if beginning in lower:
            yield from (found.span() for found in phrase.finditer(text))
    if any(unit in lower for unit in _UNITS):
        yield from (found.span() for found in _DOSE.finditer(text))


def label(telling: Telling) -> Iterator[Hit]:
    """Find labels for people in what editors wrote; narrators call themselves what they will."""
    for passage, start in zip(telling.passages, telling.starts, strict=True):
        if passage.by is By.EDITOR:
            end = telling.end(start)
            for found in _LABEL.finditer(telling.text, start, end):
                yield Hit(found.start(), found.end())
