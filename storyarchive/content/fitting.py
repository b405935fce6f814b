"""Fitting: which words can stand for a message, in a language file or among an organisation's own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Said = str | Mapping[str, str]
"""A message: its words, or category of number → its words."""

OTHER = "other"
CATEGORIES = ("zero", "one", "two", "few", "many", OTHER)
PLACE = re.compile(r"\{([a-z_]+)\}")
PAGES = (
    *("home", "search", "stories", "words", "help", "safety", "choices", "about", "access", "stop"),
    *("recall", "security"),
)
"""What a message may call a page that it leads to; `publish.saying` knows where each is."""

_LEADS = re.compile(r"\]\(([^)#\s]*)")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Words that cannot stand for a message."""

    name: str
    """`section.name` of the message."""
    what: str
    """What is wrong, as a sentence without a full stop."""
    remedy: str
    """What to do about it."""


def misfits(said: Mapping[str, Said], expected: Mapping[str, Said]) -> Iterator[Misfit]:
    """Find words that cannot stand for their message.

    expected: the messages that there are, in English: which places each has, and whether it counts.
    """
    for name, message in said.items():
        if name not in expected:
            yield Misfit(name, f'there is no message "{name}"', _nearest(name, expected))
        elif not _has_forms(message):
            remedy = f"Write words, or forms ({', '.join(CATEGORIES)}) with one for other."
            yield Misfit(name, f"{name} is no message", remedy)
        elif strange := sorted(places(message) - places(expected[name])):
            known = ", ".join(f"{{{each}}}" for each in sorted(places(expected[name]))) or "none"
            what = f"{name}: nothing is known to stand at {{{', '.join(strange)}}}"
            yield Misfit(name, what, f"Its places are: {known}.")
        elif (
            not isinstance(message, str)
            and isinstance(expected[name], str)
            and ("count" not in places(expected[name]))
        ):
            what = f"{name}: there is no number that could choose a form"
            yield Misfit(name, what, "Write one text.")
        elif stray := _stray(message):
            what = f"{name}: {stray!r} is no place for a value"
            yield Misfit(name, what, "A place is {name}; words have no other braces.")
        elif lost := sorted(_pages(message) - set(PAGES)):
            what = f'{name}: there is no page "{lost[0]}" to lead to'
            yield Misfit(name, what, f"The pages are: {', '.join(PAGES)}.")


def _nearest(name: str, expected: Mapping[str, Said]) -> str:
    inside = [known for known in expected if known.startswith(f"{name}.")]
    if inside:
        return f"Write the section before each name: {', '.join(inside[:3])} …"
    near = get_close_matches(name, expected, 1)
    guess = f'Did you mean "{near[0]}"?  ' if near else ""
    return f"{guess}Every name is in site_templates/languages/en.yaml."


def _pages(said: Said) -> frozenset[str]:
    """List the pages that a message leads to."""
    forms = (said,) if isinstance(said, str) else said.values()
    return frozenset(page for form in forms for page in _LEADS.findall(form)) - {""}


def _has_forms(said: object) -> bool:
    if isinstance(said, dict):
        words = all(isinstance(form, str) for form in said.values())
        return words and OTHER in said and set(said) <= set(CATEGORIES)
    return isinstance(said, str)


def _stray(said: Said) -> str | None:
    for form in (said,) if isinstance(said, str) else said.values():
        if found := re.search(r"[{}].{0,12}", PLACE.sub("", form), re.DOTALL):
            return found[0]
    return None


def places(said: Said) -> frozenset[str]:
    """List the places of a message."""
    forms = (said,) if isinstance(said, str) else said.values()
    return frozenset(place for form in forms for place in PLACE.findall(form))
