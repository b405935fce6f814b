"""The form for paper: a box for each field, shaped by the kind of value that the field holds."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from storyarchive.content.fields import FIELDS
from storyarchive.content.groups import Field, Group, Many, Named, OneOrMany
from storyarchive.content.kinds import Choice, Date, Kind, Number, Shaped, Text, YesNo
from storyarchive.content.settings import Settings
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.papers import questions, words
from storyarchive.papers.questions import EXCUSED, QUESTIONS, Part, Question
from storyarchive.publish.render import Templates

_A_LINE = 70
"""Letters that fit on a line by hand."""
_HALF = 40
"""Letters that fit on a line of half the width, in smaller writing."""
_EMPTY_ROWS = 4
"""Rows of a table to be filled in."""

_LABELS: Mapping[str, Mapping[str, str]] = {
    "methods": words.METHODS,
    "takers": words.ROLES,
    "witnesses": {**words.ROLES, "none": "nobody"},
    "payments": words.PAYMENTS,
    "told": words.TOLD,
    "levels": {"mention": "a mention", "described": "told in detail"},
    "bases": words.BASES,
}
"""Closed list → the words for its ids on paper, where they are not those of the vocabulary."""

_REGION = re.compile(r"([a-z]{2})-")
"""An area whose id begins so is in the country of these two letters."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A small box to tick or number, with what it stands for."""

    id: str
    label: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """The place on paper where a field is answered."""

    field: str
    """The path of the field, printed small, so that whoever types it in knows where it goes."""
    shape: str
    """`ticks`, `numbers`, `yes-no`, `date`, `lines`, `digits`, `uses`, `table`, `rows` or `filled`."""
    question: Question
    ticks: tuple[Tick, ...] = ()
    lines: int = 1
    """How many lines to write on, or rows to fill in."""
    columns: tuple["Box", ...] = ()
    """What each row of a table asks."""
    is_wide: bool = False
    """Whether it needs the whole width of the paper."""
    answer: str = ""
    """What is printed where the shape is `filled`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part of the form with its boxes."""

    part: Part
    boxes: tuple[Box, ...]


def leaves(group: Group = FIELDS, path: str = "") -> Iterator[tuple[str, Field]]:
    """List every field that holds a value of its own, by its path: `consent.method`, `names[].who`."""
    for field in group.fields:
        here, kind = f"{path}{field.name}", field.kind
        while isinstance(kind, Many) and isinstance(kind.each, Group):
            here, kind = f"{here}[]", kind.each
        if isinstance(kind, Group):
            yield from leaves(kind, f"{here}.")
        else:
            yield here, field


def draw(settings: Settings, vocabulary: Vocabulary, templates: Templates) -> str:
    """Draw the form of an archive as one page of HTML that needs no other file.

    Its version is worked out from all that stands in it: a form with one other word is another version.

    vocabulary: the archive's own, whose words the boxes carry.

    Raises TemplateError when the template cannot be rendered.
    """
    blank = _drawn(settings, vocabulary, templates, "")
    return _drawn(settings, vocabulary, templates, _version(blank))


def _version(blank: str) -> str:
    # The letter in front keeps YAML from reading digits alone as a number.
    return f"f-{hashlib.sha256(blank.encode()).hexdigest()[:8]}"


def _drawn(settings: Settings, vocabulary: Vocabulary, templates: Templates, version: str) -> str:
    boxes = {box.field: box for box in _boxes(vocabulary, settings.country)}
    asked = questions.VERSION
    boxes[asked.field] = Box(asked.field, "filled", asked, answer=version)
    return templates.render(
        "papers/form.html",
        settings=settings,
        version=version,
        ways=words.ways(settings.contact),
        review=words.months(settings.limits.review_after_months),
        longest=words.months(settings.limits.expires_after_months),
        told=tuple(words.TOLD.values()),
        scopes=boxes[questions.SCOPES.field],
        pseudonym=boxes[questions.PSEUDONYM.field],
        record=boxes[questions.RECORD.field],
        sheets=[_sheet(part, boxes) for part in questions.EDITORS_PARTS],
    )


def _sheet(part: Part, boxes: Mapping[str, Box]) -> Sheet:
    fields = dict.fromkeys(_whole(question.field) for question in part.questions)
    return Sheet(part, tuple(boxes[field] for field in fields))


def _whole(path: str) -> str:
    """Give the field that is one box on paper: the list, for a part of each of its entries."""
    return path.partition("[]")[0]


def _boxes(vocabulary: Vocabulary, country: str) -> Iterator[Box]:
    """Make the box of every field that is asked, a list of groups as one table.

    country: two letters; areas of other countries are not asked about.
    """
    tables: dict[str, list[Box]] = {}
    for path, field in leaves():
        if path in EXCUSED:
            continue
        box = _box(path, field.kind, vocabulary)
        if path == "area":
            box = replace(box, ticks=tuple(tick for tick in box.ticks if _is_in(country, tick.id)))
        if "[]" in path:
            tables.setdefault(_whole(path), []).append(box)
        else:
            yield box
    for path, columns in tables.items():
        yield _table(path, columns)


def _table(path: str, columns: list[Box]) -> Box:
    """Lay the fields of a list of groups side by side.

    Where the first is a choice, each choice is a row, to be ticked and not spelled.
    """
    first, *rest = columns
    if first.shape == "ticks":
        return Box(path, "rows", first.question, ticks=first.ticks, columns=tuple(rest))
    return Box(path, "table", first.question, lines=_EMPTY_ROWS, columns=tuple(columns))


def _box(path: str, kind: Kind, vocabulary: Vocabulary) -> Box:
    question = QUESTIONS[path]
    match kind:
        case YesNo():
            return Box(path, "yes-no", question)
        case Date():
            return Box(path, "date", question)
        case Number():
            return Box(path, "digits", question)
        case Choice():
            return _ticked(path, question, _ticks(kind, vocabulary))
        case Many(each=Choice() as each):
            ticks = _ticks(each, vocabulary)
            if kind.least > 0:
                # Such a list has an order, which is written into the boxes.
                return Box(path, "numbers", question, ticks=ticks, is_wide=True)
            return _ticked(path, question, ticks)
        case Named(key=Choice() as each):
            return Box(path, "uses", question, ticks=_ticks(each, vocabulary))
        case Text():
            lines = -(-kind.longest // _A_LINE)
            return Box(path, "lines", question, lines=lines, is_wide=kind.longest > _HALF)
        case Many(each=Text()):
            return Box(path, "lines", question, lines=kind.most, is_wide=True)
        case Many(each=Shaped()):
            return Box(path, "lines", question, lines=2, is_wide=True)
        case Shaped() | OneOrMany():
            return Box(path, "lines", question)
        case _:
            raise TypeError(f"{path}: no box is drawn for {type(kind).__name__}")


def _is_in(country: str, area: str) -> bool:
    of = _REGION.match(area)
    return of is None or of[1] == country


def _ticked(path: str, question: Question, ticks: tuple[Tick, ...]) -> Box:
    longest = max(len(tick.label) for tick in ticks)
    is_wide = len(ticks) > 6 or (len(ticks) > 5 and longest > _HALF)
    return Box(path, "ticks", question, ticks=ticks, is_wide=is_wide)


def _ticks(kind: Choice, vocabulary: Vocabulary) -> tuple[Tick, ...]:
    if kind.list_name == "scopes":
        return tuple(Tick(id, use.name, use.means) for id, use in words.SCOPES.items())
    own = {id: id.replace("-", " ") for id in kind.values} or vocabulary.choices[kind.list_name]
    retired = {theme.id for theme in vocabulary.themes if theme.replaced_by is not None}
    labels = {
        id: _LABELS.get(kind.list_name, {}).get(id, label if not id[0].isdigit() else id)
        for id, label in own.items()
        if not (kind.list_name == "themes" and id in retired)
    }
    return tuple(Tick(id, _capital(words.plain(label))) for id, label in labels.items())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
