"""What languages are called in their own words and in English, and which way they run, as the Unicode CLDR has it."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError


def own_name(tag: str) -> str:
    """Call a language what its speakers call it: `pl` is 'polski'; by its tag where nobody knows."""
    found = _locale(primary(tag))
    return str((found.get_language_name(found) if found else None) or tag)


def english_name(tag: str) -> str:
    """Call a language what English speakers call it: `pl` is 'Polish'; by its tag where nobody knows."""
    found = _locale(primary(tag))
    return str((found.get_language_name("en") if found else None) or tag)


def same(one: str, other: str) -> bool:
    """Say whether two tags name one language, whatever the country: `en-GB` and `en`."""
    return primary(one) == primary(other)


@lru_cache
def direction(tag: str) -> str:
    """Say which way a language runs: `ltr` or `rtl`."""
    found = _locale(primary(tag))
    return str(found.text_direction) if found else "ltr"


def primary(tag: str) -> str:
    """Give the language of a tag without its country or script: `en-GB` is `en`."""
    return tag.split("-")[0].lower()


@lru_cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
