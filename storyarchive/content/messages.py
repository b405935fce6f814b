"""Messages: every word of a site that is no story's nor vocabulary's, in one language, from its file in `languages/`.

A language file has sections of named messages:

    count:
      stories: {one: "{count} story", other: "{count} stories"}
    safety:
      lead: This library keeps no record of you.

A message may have places for values, `{name}`, and forms for numbers, chosen by `{count}` and called as the Unicode
CLDR calls them (`one`, `few`, `many`, `other`). Words in it may be **strong** or [lead](help) to a page; a message of
several lines is Markdown. The English file says which messages there are, and which places each has.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from storyarchive import shipped
from storyarchive.content.fitting import OTHER, Said, misfits
from storyarchive.errors import TemplateError

FOLDER = "languages"
VOCABULARY = "vocabulary"
"""The section that translates the shipped vocabularies; it holds no messages."""

_ORIGINAL = "en"
_PROMPT = "en-GB"


@dataclass(frozen=True)
class Messages:
    """The words of one site."""

    language: str
    """BCP 47 tag of the words."""
    said: Mapping[str, Said]
    """`section.name` → message."""
    locale: Locale = field(repr=False)

    def __call__(self, name: str, /, **values: object) -> str:
        """Say a message as plain text.

        name: `section.name`. values: what stands in its places; `count` chooses the form and is written as a number.
        """
        return self.form(name, values).format_map(self.written(values))

    def form(self, name: str, values: Mapping[str, object]) -> str:
        """Choose the form of a message that fits a number."""
        said = self.said[name]
        return said if isinstance(said, str) else self.fitting(said, values["count"])

    def fitting(self, forms: Mapping[str, str], count: object) -> str:
        """Choose among forms of a message, by the plural rules of the CLDR for the language."""
        return forms.get(_category(self.locale, int(str(count))), forms[OTHER])

    def written(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Write whole numbers among values as the language does: 1,200 or 1 200."""
        return {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }

    def number(self, value: float) -> str:
        """Write a number: '1,200', '0.8'."""
        return _number(self.locale, value)

    def day(self, when: date) -> str:
        """Write a day in full: '14 May 2027'."""
        return str(format_date(when, "long", self.locale))

    def month(self, when: date | str) -> str:
        """Write a month: 'May 2027', for a day or for `2027-05`."""
        on = when if isinstance(when, date) else date.fromisoformat(f"{when}-01")
        return str(format_skeleton("yMMMM", on, locale=self.locale))

    def weekdays(self) -> Mapping[int, tuple[str, str]]:
        """Give 0 for Monday → the day's name and a short one."""
        short, wide = (self.locale.days["stand-alone"][width] for width in ("short", "wide"))
        return {place: (wide[place], short[place]) for place in range(7)}

    def listed(self, words: Sequence[str]) -> str:
        """Join words as in a sentence: 'a, b and c'."""
        return str(format_list(words, "standard", self.locale)) if words else ""

    def language_name(self, tag: str) -> str:
        """Call a language what speakers of this one call it: `pl` is 'Polish'."""
        return _named(tag, self.locale)

    def small(self, words: str) -> str:
        """Begin words with a small letter, for use within a sentence."""
        return words[:1].lower() + words[1:]

    def section(self, name: str) -> Mapping[str, Said]:
        """Give the messages of a section by their names in it."""
        start = f"{name}."
        return {
            key.removeprefix(start): said
            for key, said in self.said.items()
            if key.startswith(start)
        }


def load(
    language: str, directories: Sequence[Path], own: Mapping[str, Said] | None = None
) -> Messages:
    """Load the messages of a language.

    language: BCP 47 tag; where there is no file `en-GB.yaml`, `en.yaml` will do. directories: of templates, the
    first to look in first. own: an organisation's own words for some messages, from its settings.

    Raises TemplateError for a language that there is no file for, and for a message that is missing or has other places
    than the English one.
    """
    expected = original()
    file = _find(language, directories)
    said = _messages(_read(file))
    if said != expected:
        _compare(said, expected, str(file))
    _refuse(own or {}, expected, "_archive.yaml: words")
    return Messages(language, {**said, **(own or {})}, locale_of(language))


@cache
def english() -> Messages:
    """Give the words of the prompt, which speaks English wherever the library does not."""
    return load(_PROMPT, (shipped.templates(),))


def original() -> Mapping[str, Said]:
    """Give the messages in English, which say what messages there are."""
    return _messages(_read(shipped.templates() / FOLDER / f"{_ORIGINAL}.yaml"))


def file_of(language: str, directories: Sequence[Path]) -> Path | None:
    """Find the file of a language (BCP 47), the first directory's first; None where there is none."""
    for file in _looked(language, directories):
        if file.is_file():
            return file
    return None


def vocabulary_words(file: Path) -> Mapping[str, Any]:
    """Give what a language file calls the themes, stages, notes and lists; nothing where it does not say."""
    found: Mapping[str, Any] = _read(file).get(VOCABULARY, {})
    return found


def locale_of(language: str) -> Locale:
    """Give what the CLDR knows of a language; raises TemplateError for one that it does not know."""
    try:
        return _locale(language)
    except (UnknownLocaleError, ValueError) as error:
        raise TemplateError(
            f'There is no language "{language}".  Write a tag such as en-GB or pl in the settings.'
        ) from error


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _looked(language: str, directories: Sequence[Path]) -> list[Path]:
    tags = dict.fromkeys((language, language.split("-")[0].lower()))
    return [directory / FOLDER / f"{tag}.yaml" for directory in directories for tag in tags]


def _find(language: str, directories: Sequence[Path]) -> Path:
    if file := file_of(language, directories):
        return file
    looked = " and ".join(map(str, _looked(language, directories)))
    raise TemplateError(
        f'There are no words for the language "{language}": looked for {looked}.'
        "  Copy site_templates/languages/en.yaml there and translate it, or write another language in the settings."
    )


@lru_cache(maxsize=8)
def _parsed(file: Path, written: int) -> Mapping[str, Any]:
    # All values are words: to YAML, `No` and `On` would be yes and no.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        found = yaml.load(file.read_text("utf-8"), loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TemplateError(f"{file} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()):
        raise TemplateError(f"{file}:1: a language file is sections of named messages")
    return found


def _read(file: Path) -> Mapping[str, Any]:
    return _parsed(file, file.stat().st_mtime_ns if file.is_file() else 0)


def _messages(sections: Mapping[str, Any]) -> dict[str, Said]:
    return {
        f"{section}.{name}": said
        for section, messages in sections.items()
        if section != VOCABULARY
        for name, said in messages.items()
    }


def _compare(said: Mapping[str, Said], expected: Mapping[str, Said], where: str) -> None:
    """Raise TemplateError at the first message that is missing or not as the English one."""
    missing = [name for name in expected if name not in said]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise TemplateError(f"{where}: there are no words for {', '.join(missing[:5])}{more}")
    _refuse(said, expected, where)


def _refuse(said: Mapping[str, Said], expected: Mapping[str, Said], where: str) -> None:
    for misfit in misfits(said, expected):
        raise TemplateError(f"{where}: {misfit.what}.  {misfit.remedy}")


@lru_cache(maxsize=4096)
def _category(locale: Locale, count: int) -> str:
    rule: Callable[[int], str] = locale.plural_form
    return rule(count)


@lru_cache(maxsize=4096)
def _number(locale: Locale, value: float) -> str:
    return str(format_decimal(value, locale=locale))


@lru_cache
def _named(tag: str, locale: Locale) -> str:
    try:
        return str(_locale(tag).get_language_name(locale) or tag)
    except (UnknownLocaleError, ValueError):
        return tag
