"""Translating puts the vocabularies that are shipped into the language of a site, as its language file has them.

    vocabulary:
      groups: {people: Ludzie wokół mnie}
      themes:
        had-enough: {label: Dość tego, definition: Zmęczenie dawnym życiem., alt: [mam dość]}
      stages:
        early-days: {label: Pierwsze dni, definition: …, look_for: …, mentor_use: …}
      content_notes: {suicide: Samobójstwo}
      levels: {mention: Tylko wspomniane.}
      lists:
        roles: {mentee: Osoba z mentorem}

What an organisation wrote itself stays as it wrote it, so a file can be used for any archive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from storyarchive import shipped
from storyarchive.content import languages, messages, wordbook
from storyarchive.content.vocabulary import Note, Stage, Theme, ThemeGroup, Vocabulary
from storyarchive.errors import TemplateError

Concept = TypeVar("Concept", ThemeGroup, Theme, Stage, Note)
Words = Mapping[str, Any]
"""What a language file says of something: name → words, or list of words, or more names."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "groups": ("label",),
    "themes": ("label", "definition", "alt"),
    "stages": ("label", "definition", "look_for", "mentor_use"),
    "content_notes": ("label",),
}
"""Part of the vocabularies → what readers see of each concept in it; where it is one thing, the words alone will do."""

_SHIPPED_LANGUAGE = "en"


def translated(vocabulary: Vocabulary, language: str, directories: Sequence[Path]) -> Vocabulary:
    """Put a vocabulary into the language of a site, wherever its words are still those that are shipped.

    language: BCP 47 tag; where there is no file for it, or one that says nothing of the vocabularies, nothing changes.
    directories: of templates, the first to look in first.

    Raises TemplateError for a file that cannot be read, or that speaks of what there is not.
    """
    if languages.same(language, _SHIPPED_LANGUAGE):
        return vocabulary
    file = messages.file_of(language, directories)
    said = messages.vocabulary_words(file) if file else {}
    if not said:
        return vocabulary
    known = _shipped()
    _check(said, known, f"{file}: {messages.VOCABULARY}")
    lists = said.get("lists", {})
    return replace(
        vocabulary,
        groups=_concepts(vocabulary.groups, known.groups, said.get("groups", {})),
        themes=_concepts(vocabulary.themes, known.themes, said.get("themes", {})),
        stages=_concepts(vocabulary.stages, known.stages, said.get("stages", {})),
        notes=_concepts(vocabulary.notes, known.notes, said.get("content_notes", {})),
        note_levels=_labels(vocabulary.note_levels, known.note_levels, said.get("levels", {})),
        lists={
            name: _labels(labels, known.lists.get(name, {}), lists.get(name, {}))
            for name, labels in vocabulary.lists.items()
        },
    )


def _concepts(own: Iterable[Concept], known: Iterable[Concept], said: Words) -> tuple[Concept, ...]:
    by_id = {concept.id: concept for concept in known}
    return tuple(
        _concept(concept, by_id[concept.id], _named(said[concept.id]))
        if concept.id in said and concept.id in by_id
        else concept
        for concept in own
    )


def _concept(own: Concept, known: Concept, said: Words) -> Concept:
    changes: dict[str, Any] = {
        field: tuple(words) if isinstance(words, list) else words
        for field, words in said.items()
        if getattr(own, field) == getattr(known, field)
    }
    return replace(own, **changes)


def _labels(own: Mapping[str, str], known: Mapping[str, str], said: Words) -> dict[str, str]:
    return {
        id: said[id] if id in said and label == known.get(id) else label
        for id, label in own.items()
    }


def _named(said: str | Words) -> Words:
    return {"label": said} if isinstance(said, str) else said


@cache
def _shipped() -> Vocabulary:
    place = shipped.vocabulary()
    files = {
        name: (str(place / name), (place / name).read_bytes()) for name in wordbook.VOCABULARIES
    }
    vocabulary, problems = wordbook.read(files)
    if vocabulary is None:
        raise AssertionError(f"the shipped vocabulary has problems: {problems[0].message}")
    return vocabulary


def _check(said: Words, known: Vocabulary, where: str) -> None:
    """Raise TemplateError at the first thing said of what there is not, or said in another shape."""
    parts = {name: known.choices.get(name, {}) for name in _FIELDS}
    parts["groups"] = {group.id: group.label for group in known.groups}
    _known(said, (*_FIELDS, "levels", "lists"), where)
    for part, ids in parts.items():
        _known(said.get(part, {}), ids, f"{where}.{part}")
        for id, words in said.get(part, {}).items():
            _check_concept(_named(words), _FIELDS[part], f"{where}.{part}.{id}")
    _known(said.get("lists", {}), known.lists, f"{where}.lists")
    labels = {
        f"lists.{name}": (said["lists"][name], known.lists[name]) for name in said.get("lists", {})
    }
    labels["levels"] = (said.get("levels", {}), known.note_levels)
    for part, (words, ids) in labels.items():
        _known(words, ids, f"{where}.{part}")
        for id, label in words.items():
            if not isinstance(label, str):
                raise TemplateError(f"{where}.{part}.{id}: write some words")


def _check_concept(said: Words, fields: Sequence[str], where: str) -> None:
    _known(said, fields, where)
    for field, words in said.items():
        is_list = isinstance(words, list) and all(isinstance(word, str) for word in words)
        if field == "alt" and not is_list:
            raise TemplateError(f"{where}.{field}: write a list of words, [one, other]")
        if field != "alt" and not isinstance(words, str):
            raise TemplateError(f"{where}.{field}: write some words")


def _known(said: object, names: Iterable[str], where: str) -> None:
    names = tuple(names)
    if not isinstance(said, dict):
        raise TemplateError(
            f"{where}: write names, each with its words; the names are: {', '.join(names)}"
        )
    for name in said:
        if name not in names:
            near = get_close_matches(name, names, 1)
            guess = f'; did you mean "{near[0]}"?' if near else f"; there are: {', '.join(names)}"
            raise TemplateError(f'{where}: there is no "{name}"{guess}')
