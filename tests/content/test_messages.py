import os
from datetime import date
from pathlib import Path

import pytest

from storyarchive import shipped
from storyarchive.building import build
from storyarchive.content import messages
from storyarchive.content.fitting import Said
from storyarchive.content.messages import Messages, load
from storyarchive.errors import TemplateError
from tests.made import ON, archive, narrative

SHIPPED = shipped.templates()
ENGLISH_FILE = SHIPPED / "languages" / "en.yaml"
ENGLISH, POLISH = load("en-GB", (SHIPPED,)), load("pl", (SHIPPED,))


def written(place: Path, content: str, tag: str = "cy") -> Path:
    """Write an organisation's language file, and give its templates."""
    folder = place / "site_templates" / "languages"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{tag}.yaml").write_text(content, encoding="utf-8")
    return place / "site_templates"


def changed(place: Path, old: str, new: str) -> Path:
    """Write an organisation's file that is the English one, but for one message."""
    english = ENGLISH_FILE.read_text("utf-8")
    assert 1 == english.count(old)
    return written(place, english.replace(old, new))


def refused(place: Path, own: dict[str, Said] | None = None, language: str = "cy") -> str:
    """Give the sentence with which words are refused."""
    with pytest.raises(TemplateError) as raised:
        load(language, (place, SHIPPED), own)
    return str(raised.value)


def test_a_message_is_said_with_its_values() -> None:
    """
    What stands in its places comes from the page.
    """
    assert "Also about trust and work." == ENGLISH("why.about", themes="trust and work")
    assert "Też o tym: zaufanie." == POLISH("why.about", themes="zaufanie")
    assert "Shortened." == ENGLISH("made.shortened")


@pytest.mark.parametrize(
    ("count", "english", "polish"),
    [
        (0, "0 stories", "0 historii"),
        (1, "1 story", "1 historia"),
        (2, "2 stories", "2 historie"),
        (5, "5 stories", "5 historii"),
        (12, "12 stories", "12 historii"),
        (22, "22 stories", "22 historie"),
        (112, "112 stories", "112 historii"),
    ],
)
def test_a_number_chooses_the_form(count: int, english: str, polish: str) -> None:
    """
    By the rules of the CLDR for the language: 2 and 22 go together in Polish, 12 and 112 do not.
    """
    assert english == ENGLISH("count.stories", count=count)
    assert polish == POLISH("count.stories", count=count)


def test_a_form_that_a_language_does_not_write_is_the_other_one() -> None:
    """
    A translator may leave out a form that sounds like another.
    """
    forms = {"one": "{count} dzień", "other": "{count} dni"}

    assert ["1 dzień", "2 dni"] == [
        POLISH.fitting(forms, count).format(count=count) for count in (1, 2)
    ]


def test_numbers_are_written_as_the_language_does() -> None:
    """
    In a message, and by themselves.
    """
    assert ["1,200 words", "1 200 słów"] == [
        say("card.words", count=1200).replace("\xa0", " ") for say in (ENGLISH, POLISH)
    ]
    assert ["0.8", "0,8"] == [say.number(0.8) for say in (ENGLISH, POLISH)]


def test_days_and_months_are_written_as_the_language_does() -> None:
    """
    A month alone stands in another case than one in a day.
    """
    day = date(2027, 5, 14)

    assert ["14 May 2027", "14 maja 2027"] == [say.day(day) for say in (ENGLISH, POLISH)]
    assert ["May 2027", "maj 2027"] == [say.month(day) for say in (ENGLISH, POLISH)]
    assert ["May 2027", "maj 2027"] == [say.month("2027-05") for say in (ENGLISH, POLISH)]
    assert [("Monday", "Mo"), ("poniedziałek", "pon")] == [
        (say.weekdays()[0][0], say.weekdays()[0][1].rstrip(".")) for say in (ENGLISH, POLISH)
    ]


def test_words_are_listed_and_languages_called_as_the_language_does() -> None:
    """
    As in a sentence.
    """
    words = ("a", "b", "c")

    assert ["a, b and c", "a, b i c"] == [say.listed(words) for say in (ENGLISH, POLISH)]
    assert ["", "a"] == [ENGLISH.listed(each) for each in ((), ("a",))]
    assert ["Polish", "polski"] == [say.language_name("pl") for say in (ENGLISH, POLISH)]
    assert "no-such-tag" == ENGLISH.language_name("no-such-tag")


def test_a_country_has_the_words_of_its_language(tmp_path: Path) -> None:
    """
    `pl-PL` and `en-US` need no file of their own, and where there is one it is taken.
    """
    assert load("pl-PL", (SHIPPED,)).said == POLISH.said
    assert "May 14, 2027" == load("en-US", (SHIPPED,)).day(date(2027, 5, 14))

    american = ENGLISH_FILE.read_text("utf-8").replace("Large print", "Big print")
    own = written(tmp_path, american, "en-US")

    assert "Big print" == load("en-US", (own, SHIPPED))("story.large")
    assert "Large print" == load("en-GB", (own, SHIPPED))("story.large")


def test_an_organisation_can_put_its_site_into_a_language_of_its_own(tmp_path: Path) -> None:
    """
    A file beside its archive is all that it takes, and every page says which language it is in.
    """
    changed(tmp_path, "  main: Main\n", "  main: Prif\n")
    directory = archive(tmp_path, {"s-4k7p2.md": narrative("s-4k7p2")}, settings={"language": "cy"})
    build(directory, tmp_path / "build", ON, ["public"])
    page = (tmp_path / "build" / "public" / "index.html").read_text("utf-8")

    assert '<html lang="cy">' in page
    assert 'aria-label="Prif"' in page


def test_a_language_without_a_file_is_refused() -> None:
    """
    The sentence says where it was looked for, and what to do.
    """
    said = refused(Path("mine"), language="cy")

    assert 'There are no words for the language "cy"' in said
    assert str(Path("mine", "languages", "cy.yaml")) in said
    assert "Copy site_templates/languages/en.yaml there and translate it" in said


def test_a_language_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    """
    Without its rules no number could choose a form.
    """
    own = written(tmp_path, ENGLISH_FILE.read_text("utf-8"), "xx")

    assert 'There is no language "xx".  Write a tag such as en-GB or pl in the settings.' == (
        refused(own, language="xx")
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  skip: Skip to the page\n", "", "there are no words for frame.skip"),
        (
            "  skip: Skip to the page\n",
            "  skip: Skip to the page\n  skop: Skip\n",
            'there is no message "frame.skop".  Did you mean "frame.skip"?',
        ),
        (
            '  now: "now: {stage}"\n',
            '  now: "now: {stag}"\n',
            "card.now: nothing is known to stand at {stag}.  Its places are: {stage}.",
        ),
        (
            "  main: Main\n",
            "  main: Main {\n",
            "frame.main: '{' is no place for a value",
        ),
        (
            "  main: Main\n",
            "  main: {one: Main, several: Main}\n",
            "frame.main is no message.  Write words, or forms (zero, one, two, few, many, other)",
        ),
        (
            "  main: Main\n",
            "  main: {one: Main, other: Mains}\n",
            "frame.main: there is no number that could choose a form",
        ),
        (
            '  letters: "[Or pick a word from A to Z](words)"\n',
            '  letters: "[Or pick a word from A to Z](word)"\n',
            'home.letters: there is no page "word" to lead to',
        ),
    ],
)
def test_words_that_cannot_be_used_are_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """
    The sentence names the file, the message and what is wrong with it.
    """
    said = refused(changed(tmp_path, old, new))

    assert said.startswith(f"{tmp_path / 'site_templates' / 'languages' / 'cy.yaml'}: ")
    assert sentence in said


def test_of_many_missing_messages_a_few_are_named(tmp_path: Path) -> None:
    """
    Whoever begins a translation has most of it before them.
    """
    own = written(tmp_path, "frame:\n  skip: Neidio\n")
    more = len(ENGLISH.said) - 1 - 5

    assert refused(own).endswith(f"frame.main, frame.search, frame.stories and {more} more")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("frame: {skip: [", " cannot be read: "),
        ("frame:\n\tskip: Neidio\n", " cannot be read: "),
        ("- frame\n", ":1: a language file is sections of named messages"),
        ("frame: Neidio\n", ":1: a language file is sections of named messages"),
        ("", ":1: a language file is sections of named messages"),
    ],
)
def test_a_file_that_is_no_language_file_is_refused(
    tmp_path: Path, content: str, sentence: str
) -> None:
    """
    In one sentence, whatever is in it.
    """
    said = refused(written(tmp_path, content))

    assert f"{tmp_path / 'site_templates' / 'languages' / 'cy.yaml'}{sentence}" in said
    assert "\n" not in said


def test_a_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    """
    A file saved as something else than UTF-8 names itself.
    """
    own = written(tmp_path, "")
    (own / "languages" / "cy.yaml").write_bytes("frame:\n  skip: ymlaen â chi\n".encode("latin-1"))

    assert f"{own / 'languages' / 'cy.yaml'} cannot be read: " in refused(own)


def test_words_that_look_like_something_else_stay_words(tmp_path: Path) -> None:
    """
    To YAML, No and 12 would be no words; to a reader they are.
    """
    own = changed(tmp_path, "  main: Main\n", "  main: No\n")

    assert "No" == load("cy", (own, SHIPPED))("frame.main")


def test_an_organisation_may_have_other_words_for_a_message() -> None:
    """
    For some of them, in any language; what it does not name stays as it is.
    """
    own: dict[str, Said] = {
        "home.lead": "Find someone who has been there.",
        "count.stories": {"one": "{count} tale", "other": "{count} tales"},
    }
    say = load("en-GB", (SHIPPED,), own)

    assert "Find someone who has been there." == say("home.lead")
    assert "3 tales" == say("count.stories", count=3)
    assert {*own} == {name for name in say.said if say.said[name] != ENGLISH.said[name]}
    assert '_archive.yaml: words: there is no message "home.led".' in refused(
        SHIPPED, {"home.led": "Find"}, language="en-GB"
    )


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """
    A preview shows a translator the new words.
    """
    own = changed(tmp_path, "  main: Main\n", "  main: Prif\n")
    file = own / "languages" / "cy.yaml"

    assert "Prif" == load("cy", (own, SHIPPED))("frame.main")

    file.write_text(file.read_text("utf-8").replace("Prif", "Pennaf"), "utf-8")
    os.utime(file, ns=(0, 0))

    assert "Pennaf" == load("cy", (own, SHIPPED))("frame.main")


def test_the_prompt_speaks_english() -> None:
    """
    Whatever the language of the library.
    """
    say: Messages = messages.english()

    assert ("en-GB", ENGLISH.said) == (say.language, say.said)
