import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from storyarchive.content.fields import TAKERS, TOLD
from storyarchive.content.groups import Many
from storyarchive.content.kinds import Choice, Date, Number, YesNo
from storyarchive.content.settings import Contact
from storyarchive.papers import form, questions, words
from storyarchive.papers.form import Box
from tests.papers.made import TEMPLATES, Tags, frame

FIELDS = dict(form.leaves())


@cache
def boxes() -> dict[str, Box]:
    return {box.field: box for box in form._boxes(frame().vocabulary, "gb")}


def page(**settings: Any) -> str:
    return form.draw(replace(frame().settings, **settings), frame().vocabulary, TEMPLATES)


def sheets(drawn: str) -> list[str]:
    """Give the words of each part of the form, the narrator's page first."""
    return [Tags(part).text for part in drawn.split("<article")[1:]]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_asked_or_excused(field: str) -> None:
    """
    A new field is a question on paper, or has a reason why not.
    """
    asked, excused = field in questions.QUESTIONS, field in questions.EXCUSED

    assert asked != excused, field


def test_nothing_is_asked_that_is_no_field() -> None:
    """
    A field that was renamed is renamed here too.
    """
    assert set() == (set(questions.QUESTIONS) | set(questions.EXCUSED)) - set(FIELDS)


def test_every_field_that_is_asked_is_named_on_the_page() -> None:
    """
    Whoever types it in can see where each answer goes.
    """
    said = Tags(page()).text.split()

    assert [] == [field for field in questions.QUESTIONS if field not in said]


def test_no_field_that_is_excused_is_on_the_page() -> None:
    """
    The form asks for nothing that must not be written on it.
    """
    said = Tags(page()).text.split()

    assert [] == [field for field in questions.EXCUSED if field in said]


def test_every_choice_that_an_archive_has_can_be_ticked() -> None:
    """
    The words on paper are those of the vocabulary, each with a box.
    """
    said, vocabulary = Tags(page()).text, frame().vocabulary

    for name in ("roles", "settings", "services", "formats", "genders", "experiences"):
        for label in vocabulary.lists[name].values():
            assert label[:1].upper() + label[1:] in said, label
    for theme in vocabulary.themes:
        assert (theme.label in said) == (theme.replaced_by is None), theme.id
    labels = [stage.label for stage in vocabulary.stages] + [n.label for n in vocabulary.notes]
    assert [] == [label for label in labels if label not in said]


@pytest.mark.parametrize(
    ("kind", "shape"), [(YesNo, "yes-no"), (Date, "date"), (Number, "digits"), (Choice, "ticks")]
)
def test_a_box_has_the_shape_of_what_its_field_holds(kind: type, shape: str) -> None:
    """
    A day has room for a day, a yes or no two boxes, a choice one for each.
    """
    shapes = {
        box.shape
        for field, box in boxes().items()
        if field in FIELDS and isinstance(FIELDS[field].kind, kind)
    }

    assert {shape} == shapes


def test_a_list_in_order_is_numbered_and_another_ticked() -> None:
    """
    Themes and stages have a first one; services have none.
    """
    numbered = {field for field, box in boxes().items() if box.shape == "numbers"}

    assert {"themes", "stages"} == numbered
    assert isinstance(FIELDS["themes"].kind, Many)
    assert "ticks" == boxes()["services"].shape


def test_content_notes_are_rows_to_tick_and_names_rows_to_write() -> None:
    """
    Nobody has to spell a note.
    """
    notes, names = boxes()["content_notes"], boxes()["names"]

    assert "rows" == notes.shape
    assert [note.id for note in frame().vocabulary.notes] == [tick.id for tick in notes.ticks]
    assert ["content_notes[].level", "content_notes[].where"] == [c.field for c in notes.columns]
    assert "table" == names.shape
    assert ["as_written", "who", "changed", "agreed"] == [
        column.field.removeprefix("names[].") for column in names.columns
    ]


def test_every_scope_has_a_yes_a_no_and_what_it_means() -> None:
    """
    What may be done with a story is asked one thing at a time.
    """
    said = Tags(page()).text

    assert list(words.SCOPES) == [tick.id for tick in boxes()["consent.scopes"].ticks]
    for use in words.SCOPES.values():
        assert f"{use.name}. {use.means}" in said


def test_regions_are_named_as_people_write_them_and_are_those_of_the_country() -> None:
    """
    Names keep their capitals, and nobody in Britain is asked whether they live in the south of the United States.
    """
    here, there = Tags(page(country="gb")).text, Tags(page(country="us")).text

    assert "Northern Ireland" in here
    assert "Traveller or Roma" in here
    assert "US Northeast" not in here
    assert "US Northeast" in there
    assert "Elsewhere" in here


def test_what_was_told_is_ticked_where_it_is_kept() -> None:
    """
    The first page goes home with the narrator; that they were told is written on the pages that are typed in.
    """
    home, *_, asked = (part for part in sheets(page())[:4])

    assert all(words.TOLD[point] in home for point in TOLD)
    assert "consent.told" not in home
    assert "For whoever asks" in asked
    assert "consent.told" in asked
    assert all(words.TOLD[point] in asked for point in TOLD)


def test_nothing_of_the_page_for_the_register_is_typed_in() -> None:
    """
    The page with the signatures carries the name of no field.
    """
    signed = next(part for part in sheets(page()) if "You sign" in part)

    assert "This page goes into the locked register and nowhere else." in signed
    assert [] == [field for field in FIELDS if "." in field and field in signed]


def test_the_form_says_which_version_it_is() -> None:
    """
    Whoever asks copies it; one other word is another version, and the narrator and the register see the same one.
    """
    (version,) = set(re.findall(r"f-[0-9a-f]{8}", page()))
    home, _, signed, asked, *_ = sheets(page())

    assert all(f"Form {version}" in part for part in (home, signed))
    assert f"The version of this form consent.form_version {version}" in asked
    assert version in page()
    assert version not in page(contact=Contact("The team", ("Ring us.",)))


def test_what_must_be_told_and_how_to_stop_stand_before_what_is_agreed() -> None:
    """
    Nobody is asked before they were told.
    """
    said = Tags(page()).text
    told = [said.index(words.TOLD[point]) for point in TOLD]

    assert "Tell any worker." in said
    assert said.index("How to stop") < said.index("What do you say yes to?")
    assert max(told) < said.index("What do you say yes to?")
    assert "You have 14 days to think before anyone can read it." in said


def test_only_free_people_can_be_ticked_as_having_asked() -> None:
    """
    Nobody with power over a narrator is among the choices.
    """
    assert list(TAKERS) == [tick.id for tick in boxes()["consent.taken_by_role"].ticks]


def test_the_form_needs_nothing_else_and_shows_hostile_words_as_words() -> None:
    """
    No script, no link, nothing to load; a title is words.
    """
    settings = replace(
        frame().settings,
        title="<script>alert(1)</script>",
        organisation="<img src=x>",
        contact=Contact("<u>", ("<b>Tell\nus</b>",)),
    )
    drawn = Tags(form.draw(settings, frame().vocabulary, TEMPLATES))

    assert not {"script", "link", "img", "a", "iframe", "b", "u"} & set(drawn.names)
    assert not {"src", "href"} & {name for name, _ in drawn.attributes}
    assert "<script>alert(1)</script>" in drawn.text
    assert "<b>Tell us</b>" in drawn.text


def test_a_kind_without_a_box_is_no_silent_gap() -> None:
    """
    A new kind of value is given a shape, or drawing says which field has none.
    """

    class Colour:
        says = "a colour"

        def read(self, node: object, at: object, path: str) -> None: ...

    with pytest.raises(TypeError, match="pseudonym: no box is drawn for Colour"):
        form._box("pseudonym", Colour(), frame().vocabulary)


def test_the_same_settings_draw_the_same_form() -> None:
    """
    A form printed again is the same form.
    """
    assert page() == page()
    assert isinstance(boxes()["pseudonym"], Box)
