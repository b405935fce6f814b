"""The other YAML files of an archive: settings, withdrawn ids, help lines and vocabularies, each a table of fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from storyarchive.content import frontmatter
from storyarchive.content.kinds import (
    Choice,
    Date,
    Field,
    Group,
    Many,
    Named,
    Number,
    Reading,
    Shaped,
    Text,
    YesNo,
    did_you_mean,
    is_null,
)
from storyarchive.content.nodes import Node, compose
from storyarchive.content.schema import ID
from storyarchive.content.settings import Contact, Edition, ExitTo, HelpLine, Limits, Settings
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

BASES = (
    "living-consent",
    "estate-permission",
    "public-domain",
    "licensed-work",
    "composite",
    "fictional",
)
STATUSES = ("draft", "consented", "published", "paused", "expired", "withdrawn")
SCOPES = (
    "public-web",
    "search-engines",
    "mentor-edition",
    "print",
    "offline",
    "audio",
    "translation",
    "excerpts",
    "research",
    "syndication",
    "ai-training",
)
FIXED = {"bases": BASES, "statuses": STATUSES, "scopes": SCOPES}
"""Lists whose values the rules of consent are written for, so an archive cannot change them."""

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

_slug = Shaped("[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens")
_language = Shaped("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag, such as en-GB")
_address = Shaped('https?://[^\\s<>"]+', "an address with https://")
_words = Many(Text(120), distinct=False)


@dataclass(frozen=True, slots=True)
class WithdrawnEntry:
    """A narrative that was withdrawn: the id, the day, and a code; nothing else is kept."""

    id: str
    withdrawn_on: date
    reason_code: str


def _edition(**values: Any) -> Callable[[str], Edition]:
    return lambda id: Edition(id=id, **{k: v for k, v in values.items() if v is not None})


SETTINGS = Group(
    lambda **values: values,
    fields=(
        Field("title", Text(80), "What the library is called.", "Ways through", True),
        Field("tagline", Text(160), "What it is, a sentence.", absent=""),
        Field("organisation", Text(120), "Who keeps it.", absent=""),
        Field("language", _language, "The language of the site.", "en-GB", True),
        Field("country", _slug, "The help lines to show, a file of _help/.", "gb", True),
        Field("base_url", _address, "Where the public edition is put on the web."),
        Field(
            "demonstration",
            YesNo(),
            "yes when every story is invented; each page then says so.",
            "no",
            absent=False,
        ),
        Field(
            "content_repo",
            Choice("visibilities", ("private", "public")),
            "Who can see the repository; public copies can never be called back.",
            "private",
            absent="private",
        ),
        Field("bases", Many(Choice("bases", BASES), 1), "The bases accepted here.", absent=BASES),
        Field(
            "contact",
            Group(
                Contact,
                fields=(
                    Field("name", Text(120), "Who answers.", "The library team", True),
                    Field(
                        "ways",
                        Many(Text(200), 1, 8),
                        "Ways to ask for a story to be taken down, a sentence each.",
                        "[Tell any worker or mentor.]",
                        needed=True,
                    ),
                    Field("email", Text(120), "An address to write to."),
                    Field("phone", Text(60), "A number to ring."),
                ),
            ),
            "How to stop, change or ask.",
            needed=True,
        ),
        Field(
            "exit_to",
            Group(
                ExitTo,
                fields=(
                    Field("label", Text(60), "What that page is.", "Weather", True),
                    Field("url", _address, "Its address; it shows nothing personal.", "", True),
                ),
            ),
            "Where 'Exit this page' goes; without it, to a plain page of the site's own.",
        ),
        Field(
            "editions",
            Named(
                _slug,
                Group(
                    _edition,
                    fields=(
                        Field("title", Text(80), "What it is called.", "Mentor edition", True),
                        Field("about", Text(200), "Whom it is for.", absent=""),
                        Field(
                            "scopes",
                            Many(Choice("scopes", SCOPES), 1),
                            "The scopes a story must allow, all of them.",
                            "[mentor-edition]",
                            needed=True,
                        ),
                        Field("on_the_web", YesNo(), "Whether the open web may read it.", "no"),
                        Field("mentor_notes", YesNo(), "Whether notes for mentors show.", "yes"),
                        Field("outside_links", YesNo(), "Whether links may lead out.", "no"),
                        Field("exit_link", YesNo(), "Whether 'Exit this page' shows.", "yes"),
                        Field(
                            "drop_notes",
                            Many(Choice("content_notes")),
                            "Content notes whose stories are left out.",
                            "[strong-language]",
                        ),
                        Field(
                            "help_from_prison_only",
                            YesNo(),
                            "Whether only help lines that can be reached from prison show.",
                            "yes",
                        ),
                    ),
                ),
            ),
            "The libraries to make, each with the scopes it needs.",
            needed=True,
        ),
        Field(
            "limits",
            Group(
                lambda **values: Limits(**{k: v for k, v in values.items() if v is not None}),
                fields=(
                    Field("cooling_off_days", Number(0, 3650), "Days from consent to showing."),
                    Field("review_after_months", Number(1, 600), "Months to the next look."),
                    Field("review_grace_days", Number(0, 3650), "Days a missed look is forgiven."),
                    Field("expires_after_months", Number(1, 600), "Months a consent can last."),
                    Field("valid_for_months", Number(1, 60), "Months a copy may be used."),
                    Field("help_checked_days", Number(1, 3650), "Days a help line stays checked."),
                    Field("story_bytes", Number(1000, 50_000_000), "The largest file, in bytes."),
                ),
            ),
            "How long and how much; the project's own limits hold where none is given.",
        ),
    ),
)

WITHDRAWN = Many(
    Group(
        WithdrawnEntry,
        fields=(
            Field("id", Shaped(ID, "an id, such as s-4k7p2"), "The story.", "s-4k7p2", True),
            Field("withdrawn_on", Date(), "The day.", "2026-05-18", True),
            Field(
                "reason_code",
                Choice("reasons", ("teller", "expired", "safeguarding", "legal", "error")),
                "Why, as one word.",
                "teller",
                needed=True,
            ),
        ),
    ),
    most=1_000_000,
    distinct=False,
)

HELP = Group(
    lambda **values: values,
    fields=(
        Field("country", Text(60), "The country, as readers call it.", "United Kingdom", True),
        Field(
            "lines",
            Many(
                Group(
                    lambda **values: HelpLine(
                        **{**values, "checked_on": str(values["checked_on"])}
                    ),
                    fields=(
                        Field("name", Text(80), "Who answers.", "", True),
                        Field("what_for", Text(200), "What they help with.", "", True),
                        Field(
                            "how",
                            Named(Choice("ways", ("phone", "text", "web", "in_prison")), Text(200)),
                            "How to reach them: phone, text, web, in_prison.",
                            needed=True,
                        ),
                        Field("hours", Text(80), "When.", "", True),
                        Field("cost", Text(80), "What it costs.", "", True),
                        Field("checked_on", Date(), "When somebody last tried it.", "", True),
                        Field("for_notes", Many(Choice("content_notes")), "For which.", absent=()),
                        Field(
                            "reachable_from_prison",
                            YesNo(),
                            "Whether it can be reached from prison.",
                            absent=False,
                        ),
                        Field(
                            "placeholder",
                            YesNo(),
                            "yes while it only stands for a line to fill in.",
                            absent=False,
                        ),
                    ),
                )
            ),
            "The help lines, the first the most important.",
            needed=True,
        ),
    ),
)

_THEMES = Group(
    lambda **values: values,
    fields=(
        Field(
            "groups",
            Many(
                Group(
                    ThemeGroup,
                    fields=(
                        Field("id", _slug, "", "", True),
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
                        Field("id", _slug, "", "", True),
                        Field("group", _slug, "", "", True),
                        Field("label", Text(80), "", "", True),
                        Field("formal", Text(200), "", absent=""),
                        Field("definition", Text(400), "", "", True),
                        Field("alt", _words, "", absent=()),
                        Field("replaced_by", _slug, ""),
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
                        Field("id", _slug, "", "", True),
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
                        Field("stage", _slug, ""),
                        Field("theme", _slug, ""),
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
        Field("levels", Named(_slug, Text(200)), "", needed=True),
        Field(
            "content_notes",
            Many(
                Group(
                    Note,
                    fields=(
                        Field("id", _slug, "", "", True),
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
                        Field("id", _slug, "", "", True),
                        Field("canonical", Text(80), "", "", True),
                        Field("both", _words, "", absent=()),
                        Field("one_way", _words, "", absent=()),
                        Field("under", Many(_slug), "", absent=()),
                        Field("never", _words, "", absent=()),
                        Field("hide", _words, "", absent=()),
                        Field("region", _slug, ""),
                        Field("theme", _slug, ""),
                        Field("stage", _slug, ""),
                        Field("content_note", _slug, ""),
                        Field("note", Text(400), ""),
                    ),
                ),
                most=5000,
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
            fields=(Field("id", _slug, "", "", True), Field("label", Text(80), "")),
        )
        terms = Many(term, 1).read(node, at, path)
        return None if terms is None else dict(terms)


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


def read_settings(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[Settings | None, list[Problem]]:
    """Read `_archive.yaml`."""
    values, problems = _read(raw, path, SETTINGS, vocabulary.choices)
    if problems:
        return None, problems
    editions = {id: make(id) for id, make in values.pop("editions").items()}
    if not editions:
        message, remedy = "no edition is listed", "List at least one, such as public."
        return None, [Problem(path, 1, "missing-field", message, remedy)]
    limits = values.pop("limits") or Limits()
    values["base_url"] = (values["base_url"] or "").rstrip("/") or None
    return Settings(editions=editions, limits=limits, **values), []


def read_withdrawn(raw: bytes, path: str) -> tuple[tuple[WithdrawnEntry, ...], list[Problem]]:
    """Read `_withdrawn.yaml`; an empty file names nobody."""
    values, problems = _read(raw, path, WITHDRAWN, {}, empty=())
    return (() if problems else values), problems


def read_help(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[tuple[HelpLine, ...], list[Problem]]:
    """Read the help lines of one country."""
    values, problems = _read(raw, path, HELP, vocabulary.choices)
    return (() if problems else values["lines"]), problems


def read_vocabulary(
    files: Mapping[str, tuple[str, bytes]],
) -> tuple[Vocabulary | None, list[Problem]]:
    """Read the five files of a vocabulary.

    files: name of the file (`themes.yaml`) → its path for messages, and its bytes.
    """
    read = {name: _read(raw, path, VOCABULARIES[name], {}) for name, (path, raw) in files.items()}
    problems = [problem for _, found in read.values() for problem in found]
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
        for id in sorted({id for id in ids if ids.count(id) > 1}):
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


def _read(
    raw: bytes,
    path: str,
    kind: Any,
    lists: Mapping[str, Mapping[str, str]],
    empty: Any = None,
) -> tuple[Any, list[Problem]]:
    if not raw.strip() and empty is not None:
        return empty, []
    text = frontmatter.decode(raw, path)
    if isinstance(text, Problem):
        return None, [text]
    node, problems = compose(text, path, 1)
    if problems:
        return None, problems
    if node is None or is_null(node):
        if empty is not None:
            return empty, []
        return None, [Problem(path, 1, "empty-file", "the file says nothing", "Write it.")]
    at = Reading(path, 1, lists)
    value = kind.read(node, at, "")
    return value, at.problems
