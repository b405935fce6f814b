import re
from pathlib import Path

import pytest

from storyarchive.building import build
from storyarchive.content import checks, messages
from storyarchive.content.archive import load
from storyarchive.content.fitting import PAGES, misfits
from storyarchive.content.settings import Look
from storyarchive.errors import ProblemsFound
from storyarchive.publish import saying
from tests.logo import part, png
from tests.made import ON, PROJECT, archive, narrative

ID = "s-4k7p2"
LOGO = "look: {logo: _logo.png}\n"
WEBP_THAT_MOVES = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02" + 9 * b"\0"


def made(place: Path, own: str, **files: bytes | str) -> Path:
    """Write an archive with a story, whose settings end with some lines."""
    directory = archive(place, {f"{ID}.md": narrative(ID), **files})
    with (directory / "_archive.yaml").open("a", encoding="utf-8") as settings:
        settings.write(own)
    return directory


def said(directory: Path) -> list[str]:
    """Give what `check` says of the settings: how many lines after the others, and what."""
    others = (directory / "_archive.yaml").read_text("utf-8").partition("look:")[0]
    others = others.partition("words:")[0]
    first = others.count("\n")
    try:
        found = checks.run(load(directory), ON)
    except ProblemsFound as error:
        found = error.problems
    return [
        f"{p.line - first}: {p.code}: {p.message}\n{p.remedy}"
        for p in found
        if p.path == f"{directory.as_posix()}/_archive.yaml"
    ]


def test_what_can_be_used_is_read_as_it_is_meant(tmp_path: Path) -> None:
    """
    A look and words are an organisation's own.
    """
    directory = made(
        tmp_path,
        'look: {colour: "#12403A", accent: "#F5B82E", logo: _logo.png}\n'
        "words:\n"
        "  home.lead: Find someone who has been there.\n"
        '  count.stories: {one: "{count} tale", other: "{count} tales"}\n'
        '  home.hint: " Or else … "\n',
        **{"_logo.png": png()},
    )
    settings = load(directory).settings

    assert [] == said(directory)
    assert Look("#12403a", "#f5b82e", directory / "_logo.png") == settings.look
    assert settings.words == {
        "home.lead": "Find someone who has been there.",
        "count.stories": {"one": "{count} tale", "other": "{count} tales"},
        "home.hint": " Or else … ",
    }


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (
            "look:\n  colour: red\n",
            '2: wrong-form: look.colour is "red"\nWrite a colour in quotes, such as "#12403a".',
        ),
        (
            "look:\n  colour: #12403a\n",
            "2: says-nothing: colour says nothing\n"
            "A # begins a comment here: put a colour in quotes, or take the line out.",
        ),
        (
            'look:\n  color: "#12403a"\n',
            '2: unknown-field: there is no field "color" in look\n'
            'Did you mean "colour"?  Fields here: colour, accent, logo.',
        ),
        (
            'look:\n  accent: "#f5b82e"\n  colour: "#ffdd00"\n',
            '3: faint-words: white words on "#ffdd00" have a contrast of 1.34:1; they need 4.5:1\n'
            'The nearest colour of its hue that will do is "#887600".',
        ),
        (
            'look:\n  accent: "#7a1f1f"\n',
            '2: faint-words: dark words on "#7a1f1f" have a contrast of 1.53:1; they need 4.5:1\n'
            'The nearest colour of its hue that will do is "#d86666".',
        ),
        (
            "look:\n  logo: _logo.svg\n",
            '2: wrong-form: look.logo is "_logo.svg"\n'
            "Write the name of a PNG, JPEG or WebP picture beside the stories, such as _logo.png"
            " (no SVG: one can hold a program).",
        ),
        (
            "look:\n  logo: ../_logo.png\n",
            '2: wrong-form: look.logo is "../_logo.png"\n'
            "Write the name of a PNG, JPEG or WebP picture beside the stories, such as _logo.png"
            " (no SVG: one can hold a program).",
        ),
        (
            LOGO,
            "1: unfit-logo: there is no file _logo.png\n"
            "Put it beside the stories, or take the line out.",
        ),
        (
            "words:\n  home.led: Find someone.\n",
            '2: unfit-words: there is no message "home.led"\n'
            'Did you mean "home.lead"?  Every name is in site_templates/languages/en.yaml.',
        ),
        (
            "words:\n  home:\n    lead: Find someone.\n",
            '2: unfit-words: there is no message "home"\n'
            "Write the section before each name: home.tab, home.people, home.lead …",
        ),
        (
            "words:\n  home.all: See all {story}\n",
            "2: unfit-words: home.all: nothing is known to stand at {story}\n"
            "Its places are: {stories}.",
        ),
        (
            "words:\n  home.lead: Find {someone\n",
            "2: unfit-words: home.lead: '{someone' is no place for a value\n"
            "A place is {name}; words have no other braces.",
        ),
        (
            "words:\n  count.stories: {one: a story}\n",
            "2: unfit-words: count.stories is no message\n"
            "Write words, or forms (zero, one, two, few, many, other) with one for other.",
        ),
        (
            "words:\n  home.lead: {one: a, other: b}\n",
            "2: unfit-words: home.lead: there is no number that could choose a form\n"
            "Write one text.",
        ),
        (
            "words:\n  home.letters: '[Words](word)'\n",
            '2: unfit-words: home.letters: there is no page "word" to lead to\n'
            f"The pages are: {', '.join(PAGES)}.",
        ),
        (
            "words:\n  home.ask: Find someone\n  home.lead:\n",
            "3: says-nothing: home.lead says nothing\nWrite words, or take the line out.",
        ),
        (
            "words:\n  count.stories: {one: '', other: '{count}'}\n",
            "2: says-nothing: count.stories says nothing\nWrite words, or take the line out.",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, own: str, expected: str
) -> None:
    """
    An editor can mend the settings without knowing how a site is made.
    """
    assert [expected] == said(made(tmp_path, own))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("_logo.png", png(900, 900), "_logo.png has 2,431,"),
        ("_logo.png", b"\xff\xd8\xff\xd9", "_logo.png is no PNG picture"),
        ("_logo.webp", png(), "_logo.webp is no WebP picture"),
        ("_logo.png", png(9, 9, part(b"tEXt", b"Author\0Ellie")), "its part tEXt"),
        ("_logo.png", png(9, 9, part(b"eXIf", b"MM")), "its part eXIf"),
        ("_logo.png", png()[:-20], "it ends too soon"),
        ("_logo.png", png(9, 9, part(b"acTL", 8 * b"\0")), "_logo.png moves"),
        ("_logo.webp", WEBP_THAT_MOVES, "_logo.webp moves"),
    ],
)
def test_a_logo_is_a_small_picture_that_stands_still_and_carries_nothing(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """
    What is put on every page holds no name, no place and no film.
    """
    (problem,) = said(made(tmp_path, f"look: {{logo: {name}}}\n", **{name: content}))

    assert problem.startswith("1: unfit-logo: ")
    assert says in problem


def test_a_logo_is_no_link_to_a_file_elsewhere(tmp_path: Path) -> None:
    """
    Nothing from outside of the archive comes onto a page.
    """
    (tmp_path / "other.png").write_bytes(png())
    directory = made(tmp_path, LOGO)
    (directory / "_logo.png").symlink_to(tmp_path / "other.png")

    assert ["1: link: _logo.png is a link to a file\nPut the file itself there."] == said(directory)


def test_a_picture_that_no_line_names_is_told(tmp_path: Path) -> None:
    """
    What lies in an archive and nobody uses was forgotten.
    """
    directory = made(tmp_path, "", **{"_logo.png": png()})

    assert ["nothing reads _logo.png"] == [p.message for p in checks.run(load(directory), ON)]


def test_what_cannot_be_used_stops_the_build(tmp_path: Path) -> None:
    """
    No page is made that nobody could read.
    """
    directory = made(tmp_path, 'look: {colour: "#ffdd00"}\n')

    with pytest.raises(ProblemsFound) as stopped:
        build(directory, tmp_path / "build", ON)

    assert ["faint-words"] == [problem.code for problem in stopped.value.problems]


def test_who_goes_on_gets_the_site_without_it(tmp_path: Path) -> None:
    """
    A slip in the look keeps no story up past its day: the rest is built.
    """
    directory = made(
        tmp_path,
        'look: {colour: "#ffdd00", accent: "#ff6b6b", logo: _logo.png}\n'
        "words: {home.led: x, home.lead: Find someone who has been there.}\n",
        **{"_logo.png": png(9, 9, part(b"tEXt", b"Author\0Ellie"))},
    )

    report = build(directory, tmp_path / "build", ON, ["public"], keep_going=True)

    assert ["faint-words", "unfit-logo", "unfit-words"] == [p.code for p in report.left_out]
    assert 1 == report.editions[0].stories
    site = tmp_path / "build" / "public"
    style = (site / "styles" / "site.css").read_text("utf-8")
    assert "#ff6b6b" in style
    assert "#ffdd00" not in style
    assert not (site / "styles" / "logo.png").exists()
    assert "Find someone who has been there." in (site / "index.html").read_text("utf-8")


def test_the_words_of_every_message_can_be_an_organisations_own() -> None:
    """
    What the site says itself would pass as somebody's own words.
    """
    said = messages.original()

    assert [] == list(misfits(said, said))


def test_a_message_can_lead_to_every_page_that_there_is() -> None:
    """
    The check knows the pages that the templates know.
    """
    assert set(PAGES) == set(saying.PAGES)


@pytest.mark.parametrize("place", ["docs/editors.md", "narratives/_archive.yaml"])
def test_the_examples_of_the_guide_have_nothing_to_mend(tmp_path: Path, place: str) -> None:
    """
    Whoever copies them sees a look of their own.
    """
    text = (PROJECT / place).read_text("utf-8")
    found = re.search(r"^(?:# )?look:\n(?:(?:# )? +.*\n|(?:# )?words:\n)+", text, re.MULTILINE)
    assert found
    own = re.sub("^# ", "", found[0], flags=re.MULTILINE)
    directory = made(tmp_path, own, **{"_logo.png": png()})
    settings = load(directory).settings

    assert [] == said(directory)
    assert None not in (settings.look.colour, settings.look.accent, settings.look.logo)
    assert "home.lead" in settings.words
