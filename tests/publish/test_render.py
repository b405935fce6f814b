"""Templates of an organisation come first, and what is wrong in them is said by file and line."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from storyarchive import shipped
from storyarchive.errors import TemplateError
from storyarchive.publish import site
from storyarchive.publish.press import Press
from storyarchive.publish.render import smaller, templates

from .made import library, pages, story, text_of


def publish(own: Path) -> dict[str, str]:
    return text_of(site.build(Press(library(story()), templates(own, shipped.templates()))))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("one\n{% if %}", "2: Expected an expression, got 'end of statement block'"),
        ("one\ntwo\n{{ stry.title }}", "3: 'stry' is undefined"),
        ("{{ settings.titel }}", "1: 'storyarchive.content.settings.Settings object' has no"),
        ("one\n{% include 'gone.html' %}", "2: there is no template 'gone.html' in "),
        ("{{ 1 + 'a' }}", "1: unsupported operand type(s) for +: 'int' and 'str'"),
        ("\n{{ 'a'|nonsense }}", "2: No filter named 'nonsense'"),
    ],
)
def test_an_error_names_the_template_and_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    """
    Whatever is wrong in a template, one sentence says which file and line to mend.
    """
    file = tmp_path / "about.html"
    file.write_text(wrong, encoding="utf-8")

    with pytest.raises(TemplateError) as raised:
        publish(tmp_path)

    assert str(raised.value).startswith(f"{file}:{said}")
    assert "\n" not in str(raised.value)


def test_an_error_in_a_component_names_the_component(tmp_path: Path) -> None:
    """
    A macro that is called for every card is named, not the list that shows the card.
    """
    file = tmp_path / "components" / "card.html"
    file.parent.mkdir()
    file.write_text("{% macro card(card, root) %}\n{{ card.nothing }}\n{% endmacro %}")

    with pytest.raises(TemplateError, match=f"^{file}:2: .*has no attribute 'nothing'$"):
        publish(tmp_path)


def test_a_template_that_includes_itself_is_an_error(tmp_path: Path) -> None:
    """
    No template hangs the build.
    """
    (tmp_path / "about.html").write_text("{% include 'about.html' %}")

    with pytest.raises(TemplateError, match=r"^about\.html: this template includes itself"):
        publish(tmp_path)


def test_a_template_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    """
    A template in another encoding is named.
    """
    (tmp_path / "about.html").write_bytes(b"caf\xe9")

    with pytest.raises(TemplateError, match=r"about\.html:1: this template is not UTF-8"):
        publish(tmp_path)


def test_own_templates_and_styles_come_first(tmp_path: Path) -> None:
    """
    An organisation changes one file, or one block of a shipped template, and keeps the rest.
    """
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "site.css").write_text("/* ours */")
    (tmp_path / "about.html").write_text(
        '{% extends "shipped/about.html" %}{% block title %}Ours{% endblock %}'
    )

    made = templates(tmp_path, shipped.templates())

    assert made.static["styles/site.css"] == b"/* ours */"
    assert "styles/mark.svg" in made.static
    assert "<title>Ours</title>" in publish(tmp_path)["about.html"]
    assert "Whose stories these are" in publish(tmp_path)["about.html"]


def test_no_own_templates_is_not_an_error(tmp_path: Path) -> None:
    """
    Most organisations have none.
    """
    assert "index.html" in publish(tmp_path / "nothing-here")


def test_the_search_is_one_script(tmp_path: Path) -> None:
    """
    The four scripts of the search come as one file, in order, each whole and without comments.
    """
    static = templates(tmp_path, shipped.templates()).static
    script = static["scripts/search.js"].decode()

    assert {*("scripts/ask.js", "scripts/choosing.js", "scripts/page.js", "scripts/search.js")} == {
        name for name in static if name.endswith(".js")
    }
    begins = [
        script.index(said)
        for said in (
            "storyarchive.words=",
            "})();\n;var storyarchive=typeof",
            "storyarchive.asker=",
            "storyarchive.searcher=",
            '})();\n;addEventListener("DOMContentLoaded"',
        )
    ]
    assert begins == sorted(begins)
    assert [] == re.findall(r"^\s|//", script, re.MULTILINE)


def test_the_search_is_small(tmp_path: Path) -> None:
    """
    All scripts of the search together are less than 12,000 bytes, as web hosts send them.
    """
    script = templates(tmp_path, shipped.templates()).static["scripts/search.js"]

    assert len(gzip.compress(script, 9, mtime=0)) < 12_000


def test_one_script_of_the_search_can_be_replaced(tmp_path: Path) -> None:
    """
    An organisation writes its own reader.js, in its own way, and keeps the rest of the search.
    """
    own = "// ours\nstoryarchive.ours = `\n  // not a comment\n`"
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "reader.js").write_text(own)

    script = templates(tmp_path, shipped.templates()).static["scripts/search.js"].decode()

    assert script.endswith(f"\n;{own}")
    assert "storyarchive.searcher=(function(){" in script
    assert 'getElementById("search")' not in script


@pytest.mark.parametrize(
    ("suffix", "written", "made"),
    [
        (".css", "/* Lists */\n.a {\n  margin: 0;\n}\n", ".a{margin:0}"),
        (".css", ".a .b { width: calc(1px + 2%); } /* why */\n", ".a .b{width:calc(1px + 2%)}"),
        (".js", "  // Why.\n  go(); /* now */\n\n", "go();"),
        (".js", 'go("// no comment", /[/*]/g)\n', 'go("// no comment",/[/*]/g)'),
        (".svg", "<svg>\n  <!-- a -->\n</svg>\n", "<svg>\n  <!-- a -->\n</svg>\n"),
    ],
)
def test_scripts_and_styles_lose_what_no_browser_reads(
    suffix: str, written: str, made: str
) -> None:
    """
    Comments and spaces that say nothing go; what is quoted stays as it was.
    """
    assert made.encode() == smaller(written.encode(), suffix)


@pytest.mark.parametrize(
    ("minutes", "band", "offered"),
    [
        (3, "easy", {"easy", "medium", "3", "5", "10"}),
        (6, "medium", {"medium", "10"}),
        (11, "harder", set()),
        (5, None, {"5", "10"}),
    ],
)
def test_the_search_offers_only_what_leads_somewhere(
    minutes: int, band: str | None, offered: set[str]
) -> None:
    """
    A theme, stage, role or limit that no story fits is not among the choices; every content note is.
    """
    told = story()
    told = replace(told, reading=replace(told.reading, minutes=minutes, band=band))
    made = pages(told)["search.html"]
    choices = re.findall(r'<select id="(\w+)"|<option value="([^"]+)"', made)

    names = [name for name, _ in choices if name]
    assert ["theme", "stage", "role", "reading", "minutes"] == names
    assert {*told.themes, *told.stages, told.role, *offered} == {
        value for _, value in choices if value
    }
    notes = re.findall(r'name="avoid" value="([^"]+)"', made)
    assert [note.id for note in library(told).vocabulary.notes] == notes


def test_a_form_waits_for_its_script() -> None:
    """
    What is typed before the script is there, or where it never comes, is not sent to the web host.
    """
    made = pages(story())

    for page in ("index.html", "search.html"):
        assert "<button disabled>Search</button>" in made[page]
        assert 'href="words.html"' in made[page]
