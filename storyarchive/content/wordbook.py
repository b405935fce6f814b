"""The five files of a vocabulary, each a table of fields, and whether they fit together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from storyarchive.content import document
from storyarchive.content.fields import FIXED
from storyarchive.content.groups import Field, Group, Many, Named
from storyarchive.content.kinds import SLUG, Number, Reading, Text, did_you_mean
from storyarchive.content.nodes import Node
from storyarchive.content.vocabulary import (
    ConceptMatch,
    Note,
    Stage,
    Synonyms,
    Theme,
    ThemeGroup,
    Vocabulary,
)
from storyarchive.errors import Problem

LISTS = (
    "roles",
    "settings",
    "services",
    "age_bands",
    "genders",
    "experiences",
    "areas",
    "decades",
    "formats",
    *FIXED,
)

_words = Many(Text(120), distinct=False)

_THEMES = Group(
    lambda **values: values,
    fields=(
        Field(
            "groups",
            Many(
                Group(
                    ThemeGroup,
                    fields=(
                        Field("id", SLUG, "", "", True),
                        Field("label", Text(80), "", "", True),
                    ),
                ),
                1,
            ),
            "",
            needed=True,
        ),
        Field(
            "themes",
            Many(
                Group(
                    Theme,
                    fields=(
                        Field("id", SLUG, "", "", True),
                        Field("group", SLUG, "", "", True),
                        Field("label", Text(80), "", "", True),
                        Field("formal", Text(200), "", absent=""),
                        Field("definition", Text(400), "", "", True),
                        Field("alt", _words, "", absent=()),
                        Field("replaced_by", SLUG, ""),
                    ),
                ),
                1,
            ),
            "",
            needed=True,
        ),
    ),
)

_STAGES = Group(
    lambda **values: values,
    fields=(
        Field(
            "stages",
            Many(
                Group(
                    Stage,
                    fields=(
                        Field("id", SLUG, "", "", True),
                        Field("order", Number(1, 99), "", "", True),
                        Field("label", Text(80), "", "", True),
                        Field("formal", Text(200), "", absent=""),
                        Field("definition", Text(400), "", "", True),
                        Field("look_for", Text(400), "", absent=""),
                        Field("mentor_use", Text(400), "", absent=""),
                    ),
                ),
                1,
            ),
            "",
            needed=True,
        ),
        Field(
            "mappings",
            Many(
                Group(
                    lambda stage, theme, rel, to: ConceptMatch(
                        f"stage:{stage}" if stage else f"theme:{theme}", rel, to
                    ),
                    fields=(
                        Field("stage", SLUG, ""),
                        Field("theme", SLUG, ""),
                        Field("rel", Text(40), "", "", True),
                        Field("to", Text(80), "", "", True),
                    ),
                ),
                distinct=False,
            ),
            "",
            absent=(),
        ),
    ),
)

_NOTES = Group(
    lambda **values: values,
    fields=(
        Field("levels", Named(SLUG, Text(200)), "", needed=True),
        Field(
            "content_notes",
            Many(
                Group(
                    Note,
                    fields=(
                        Field("id", SLUG, "", "", True),
                        Field("label", Text(80), "", "", True),
                        Field("neon", Text(80), "", absent=""),
                        Field("guidance", Text(600), "", absent=""),
                    ),
                )
            ),
            "",
            needed=True,
        ),
    ),
)

_THESAURUS = Group(
    lambda **values: values,
    fields=(
        Field(
            "synonyms",
            Many(
                Group(
                    lambda note, **values: Synonyms(**values),
                    fields=(
                        Field("id", SLUG, "", "", True),
                        Field("canonical", Text(80), "", "", True),
                        Field("both", _words, "", absent=()),
                        Field("one_way", _words, "", absent=()),
                        Field("under", Many(SLUG), "", absent=()),
                        Field("never", _words, "", absent=()),
                        Field("hide", _words, "", absent=()),
                        Field("region", SLUG, ""),
                        Field("theme", SLUG, ""),
                        Field("stage", SLUG, ""),
                        Field("content_note", SLUG, ""),
                        Field("note", Text(400), ""),
                    ),
                ),
                most=5000,
                distinct=False,
            ),
            "",
            needed=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Terms:
    """A closed list: ids, each alone or with a label."""

    says: str = "a list of ids, or of {id, label}"

    def read(self, node: Node, at: Reading, path: str) -> dict[str, str] | None:
        term = Group(
            lambda id, label: (id, label or _label(id or "")),
            shorthand="id",
            fields=(Field("id", SLUG, "", "", True), Field("label", Text(80), "")),
        )
        terms = Many(term, 1).read(node, at, path)
        return None if terms is None or None in terms else dict(terms)


_LISTS = Group(
    lambda **values: values,
    fields=tuple(Field(name, _Terms(), "", needed=True) for name in LISTS),
)

VOCABULARIES: Mapping[str, Group] = {
    "themes.yaml": _THEMES,
    "stages.yaml": _STAGES,
    "content-notes.yaml": _NOTES,
    "thesaurus.yaml": _THESAURUS,
    "lists.yaml": _LISTS,
}


def _label(id: str) -> str:
    words = id.replace("-", " ")
    return words[:1].upper() + words[1:]


def read(
    files: Mapping[str, tuple[str, bytes]],
) -> tuple[Vocabulary | None, list[Problem]]:
    """Read the five files of a vocabulary.

    files: name of the file (`themes.yaml`) → its path for messages, and its bytes.
    """
    read = {
        name: document.read(raw, path, VOCABULARIES[name], {})
        for name, (path, raw) in files.items()
    }
    problems = [problem for _, at in read.values() for problem in at.problems]
    if problems:
        return None, problems
    values = {name: value for name, (value, _) in read.items()}
    stages = sorted(values["stages.yaml"]["stages"], key=lambda stage: stage.order)
    vocabulary = Vocabulary(
        groups=values["themes.yaml"]["groups"],
        themes=values["themes.yaml"]["themes"],
        stages=tuple(stages),
        notes=values["content-notes.yaml"]["content_notes"],
        note_levels=values["content-notes.yaml"]["levels"],
        synonyms=values["thesaurus.yaml"]["synonyms"],
        mappings=values["stages.yaml"]["mappings"],
        lists=values["lists.yaml"],
    )
    problems = list(_disagreements(vocabulary, {name: path for name, (path, _) in files.items()}))
    return (None if problems else vocabulary), problems


def _disagreements(vocabulary: Vocabulary, paths: Mapping[str, str]) -> list[Problem]:
    """Check that the files of a vocabulary name only what the others have."""
    found: list[Problem] = []

    def unknown(file: str, where: str, id: str | None, known: Mapping[str, object]) -> None:
        if id is not None and id not in known:
            remedy = did_you_mean(id, tuple(known))
            message = f'{where} names "{id}", which there is not'
            found.append(Problem(paths[file], 1, "unknown-concept", message, remedy))

    groups = {group.id: group for group in vocabulary.groups}
    synonyms = {group.id: group for group in vocabulary.synonyms}
    for theme in vocabulary.themes:
        unknown("themes.yaml", f'theme "{theme.id}"', theme.group, groups)
        unknown("themes.yaml", f'theme "{theme.id}"', theme.replaced_by, vocabulary.theme)
    for group in vocabulary.synonyms:
        where = f'group "{group.id}"'
        unknown("thesaurus.yaml", where, group.theme, vocabulary.theme)
        unknown("thesaurus.yaml", where, group.stage, vocabulary.stage)
        unknown("thesaurus.yaml", where, group.content_note, vocabulary.note)
        for wider in group.under:
            unknown("thesaurus.yaml", where, wider, synonyms)
    for name, ids in (
        ("themes.yaml", [theme.id for theme in vocabulary.themes]),
        ("stages.yaml", [stage.id for stage in vocabulary.stages]),
        ("content-notes.yaml", [note.id for note in vocabulary.notes]),
        ("thesaurus.yaml", [group.id for group in vocabulary.synonyms]),
    ):
        for id in sorted(id for id, count in Counter(ids).items() if count > 1):
            remedy = "Give each its own id."
            found.append(Problem(paths[name], 1, "duplicate-id", f'"{id}" stands twice', remedy))
    for name, fixed in FIXED.items():
        if set(vocabulary.lists[name]) != set(fixed):
            message = f"the list {name} cannot be changed: the rules of consent are made for it"
            remedy = f"Write {name}: [{', '.join(fixed)}]"
            found.append(Problem(paths["lists.yaml"], 1, "fixed-list", message, remedy))
    if set(vocabulary.note_levels) != {"mention", "described"}:
        message = "the levels must be mention and described"
        found.append(Problem(paths["content-notes.yaml"], 1, "fixed-list", message))
    return found
