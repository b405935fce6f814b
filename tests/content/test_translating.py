from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from storyarchive import shipped
from storyarchive.content.archive import Archive, load, load_frame
from storyarchive.content.library import open_library
from storyarchive.content.translating import translated
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import TemplateError
from tests.made import ON, PROJECT, archive, narrative

SHIPPED = (shipped.templates(),)
ID = "s-4k7p2"
ENGLISH = load_frame(PROJECT / "narratives").vocabulary
POLISH = translated(ENGLISH, "pl", SHIPPED)


def made(place: Path, language: str = "pl", **files: str) -> Archive:
    """Write an archive in a language, with a story, and read it."""
    directory = archive(place, {f"{ID}.md": narrative(ID)}, settings={"language": language})
    for name, text in files.items():
        (directory / "_vocabulary" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(directory)


def own_file(place: Path, vocabulary: Any, language: str = "cy") -> Path:
    """Write an organisation's language file that translates the vocabularies only."""
    folder = place / "site_templates" / "languages"
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"vocabulary": vocabulary}, allow_unicode=True)
    (folder / f"{language}.yaml").write_text(text, encoding="utf-8")
    return place / "site_templates"


def test_readers_see_the_vocabulary_in_the_language_of_the_site(tmp_path: Path) -> None:
    """
    And editors see the words of their own files, which is what they may write.
    """
    kept = made(tmp_path)
    shown = open_library(kept, "public", ON).vocabulary

    assert "Zaufanie" == shown.theme["being-trusted"].label
    assert "odpowiedzialność" in shown.theme["being-trusted"].alt
    assert "Początki" == shown.stage["early-days"].label
    assert "Branie narkotyków" == shown.note["drug-use"].label
    assert "Nagranie" == shown.label("formats", "audio")
    assert "Ludzie wokół mnie" == {g.id: g.label for g in shown.groups}["people"]
    assert ENGLISH == kept.vocabulary


def test_nothing_but_words_is_translated() -> None:
    """
    Ids, order, what researchers call things, and the thesaurus stay as they are.
    """

    def bare(vocabulary: Vocabulary) -> Vocabulary:
        return replace(
            vocabulary,
            groups=tuple(replace(g, label="") for g in vocabulary.groups),
            themes=tuple(replace(t, label="", definition="", alt=()) for t in vocabulary.themes),
            stages=tuple(
                replace(s, label="", definition="", look_for="", mentor_use="")
                for s in vocabulary.stages
            ),
            notes=tuple(replace(n, label="") for n in vocabulary.notes),
            note_levels=dict.fromkeys(vocabulary.note_levels, ""),
            lists={name: dict.fromkeys(ids, "") for name, ids in vocabulary.lists.items()},
        )

    assert bare(ENGLISH) == bare(POLISH)


def test_polish_has_words_for_all_that_readers_see() -> None:
    """
    Every label, definition and sentence; what only the form of consent and the records name stays English.
    """
    for part in ("groups", "themes", "stages", "notes"):
        for one, other in zip(getattr(ENGLISH, part), getattr(POLISH, part), strict=True):
            same = [f.name for f in fields(one) if getattr(one, f.name) == getattr(other, f.name)]
            assert {"label", "definition", "alt", "look_for", "mentor_use"}.isdisjoint(same), one.id
    assert set(ENGLISH.note_levels.values()).isdisjoint(POLISH.note_levels.values())
    same_lists = {
        name
        for name, labels in ENGLISH.lists.items()
        if not set(labels.values()).isdisjoint(POLISH.lists[name].values())
    }
    assert {"bases", "statuses", "scopes"} == same_lists


def test_polish_labels_can_be_told_apart() -> None:
    """
    Two themes of one name, or two stages, could not be chosen between.
    """
    for name, choices in POLISH.choices.items():
        assert len(choices) == len(set(choices.values())), name
    assert all(
        len(label) <= 80 for choices in POLISH.choices.values() for label in choices.values()
    )
    assert all(len(theme.alt) == len(set(theme.alt)) for theme in POLISH.themes)


def test_what_an_organisation_wrote_stays_as_it_wrote_it(tmp_path: Path) -> None:
    """
    Word by word: another label keeps the translated definition beside it.
    """
    themes = (PROJECT / "narratives" / "_vocabulary" / "themes.yaml").read_text("utf-8")
    lists = (PROJECT / "narratives" / "_vocabulary" / "lists.yaml").read_text("utf-8")
    kept = made(
        tmp_path,
        themes=themes.replace("label: Being trusted", "label: Kredyt zaufania").replace(
            "{id: had-enough,",
            "{id: zebranie, group: people, label: Zebranie, definition: Raz.}\n"
            "  - {id: had-enough,",
        ),
        lists=lists.replace("[mentee, ", "[{id: mentee, label: Podopieczni}, "),
    )
    theme = kept.shown.theme

    assert "Kredyt zaufania" == theme["being-trusted"].label
    assert POLISH.theme["being-trusted"].definition == theme["being-trusted"].definition
    assert ("Zebranie", "Raz.") == (theme["zebranie"].label, theme["zebranie"].definition)
    assert "Mam dość" == theme["had-enough"].label
    assert "Podopieczni" == kept.shown.label("roles", "mentee")
    assert "Ktoś z rodziny" == kept.shown.label("roles", "family-member")


@pytest.mark.parametrize("language", ["en-GB", "en", "en-US"])
def test_english_costs_nothing(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The vocabulary is the archive's own, and no file is read.
    """
    kept = made(tmp_path, language)
    monkeypatch.setattr(Path, "read_text", None)
    monkeypatch.setattr(Path, "read_bytes", None)

    assert kept.shown is kept.vocabulary


def test_a_language_without_a_file_leaves_the_vocabulary_alone(tmp_path: Path) -> None:
    """
    An archive can be searched before anybody translated the site; its words may be in that language already.
    """
    kept = made(tmp_path, "cy")

    assert kept.shown is kept.vocabulary
    assert POLISH == translated(ENGLISH, "pl-PL", SHIPPED)


def test_an_organisation_can_translate_the_vocabulary_itself(tmp_path: Path) -> None:
    """
    In a file beside its archive, or among the templates that it names; as much of it as it likes.
    """
    vocabulary = {"themes": {"belonging": {"label": "Perthyn"}}, "stages": {"early-days": "Cynnar"}}
    own_file(tmp_path, vocabulary)
    shown = made(tmp_path, "cy").shown
    elsewhere = own_file(tmp_path / "elsewhere", {"content_notes": {"drug-use": "Cyffuriau"}})
    named = load(tmp_path / "narratives", elsewhere).shown

    assert ("Perthyn", "Cynnar") == (
        shown.theme["belonging"].label,
        shown.stage["early-days"].label,
    )
    assert ENGLISH.theme["belonging"].definition == shown.theme["belonging"].definition
    assert ENGLISH.themes[0] == shown.themes[0]
    assert "Cyffuriau" == named.note["drug-use"].label
    assert "Feeling I belong" == named.theme["belonging"].label


@pytest.mark.parametrize(
    ("vocabulary", "sentence"),
    [
        (
            {"theme": {}},
            'vocabulary: there is no "theme"; did you mean "themes"?',
        ),
        (
            {"themes": {"had-enuf": "Digon"}},
            'vocabulary.themes: there is no "had-enuf"; did you mean "had-enough"?',
        ),
        (
            {"stages": {"early-days": {"lable": "Cynnar"}}},
            'vocabulary.stages.early-days: there is no "lable"; did you mean "label"?',
        ),
        (
            {"content_notes": {"drug-use": {"guidance": "Dim"}}},
            'vocabulary.content_notes.drug-use: there is no "guidance"; there are: label',
        ),
        (
            {"themes": {"drugs": {"alt": "cyffuriau"}}},
            "vocabulary.themes.drugs.alt: write a list of words, [one, other]",
        ),
        (
            {"themes": {"drugs": {"label": ["cyffuriau"]}}},
            "vocabulary.themes.drugs.label: write some words",
        ),
        (
            {"themes": {"drugs": ["cyffuriau"]}},
            "vocabulary.themes.drugs: write names, each with its words",
        ),
        ({"themes": "Themâu"}, "vocabulary.themes: write names, each with its words"),
        ({"lists": {"role": {}}}, 'vocabulary.lists: there is no "role"; did you mean "roles"?'),
        (
            {"lists": {"roles": {"mentees": "Mentai"}}},
            'vocabulary.lists.roles: there is no "mentees"; did you mean "mentee"?',
        ),
        (
            {"lists": {"roles": {"mentee": ["Mentai"]}}},
            "vocabulary.lists.roles.mentee: write some words",
        ),
        ({"lists": "Rhestri"}, "vocabulary.lists: write names, each with its words"),
        (
            {"levels": {"mentioned": "Sôn"}},
            'vocabulary.levels: there is no "mentioned"; did you mean "mention"?',
        ),
    ],
)
def test_a_translation_of_what_there_is_not_is_refused(
    tmp_path: Path, vocabulary: Any, sentence: str
) -> None:
    """
    The sentence says in which file, what and where; nobody would miss a word that is never shown.
    """
    own = own_file(tmp_path, vocabulary)
    with pytest.raises(TemplateError) as raised:
        translated(ENGLISH, "cy", (own, *SHIPPED))

    assert str(raised.value).startswith(f"{own / 'languages' / 'cy.yaml'}: {sentence}")


def test_a_broken_language_file_stops_no_withdrawal(tmp_path: Path) -> None:
    """
    The archive is read without it; only what is shown needs it.
    """
    own = own_file(tmp_path, {})
    (own / "languages" / "pl.yaml").write_text("vocabulary: {themes: [", encoding="utf-8")
    kept = made(tmp_path)

    assert [ID] == [story.id for story in kept.narratives]
    with pytest.raises(TemplateError, match="cannot be read"):
        _ = kept.shown
