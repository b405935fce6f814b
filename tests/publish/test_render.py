"""Templates of an organisation come first, and what is wrong in them is said by file and line."""

from pathlib import Path

import pytest

from storyarchive import shipped
from storyarchive.errors import TemplateError
from storyarchive.publish import site
from storyarchive.publish.render import templates

from .made import library, story, text_of


def publish(own: Path) -> dict[str, str]:
    return text_of(site.build(library(story()), templates(own, shipped.templates())))


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
