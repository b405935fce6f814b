from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from storyarchive import shipped
from storyarchive.content.fitting import PAGES, Said
from storyarchive.content.messages import Messages, load, locale_of
from storyarchive.errors import TemplateError
from storyarchive.publish import saying
from storyarchive.publish.render import templates

DIRECTORY = shipped.templates()


def spoken(said: Said, root: str = "", language: str = "en-GB") -> Any:
    """Give one message as templates get it."""
    say = Messages(language, {"part.name": said}, locale_of(language))
    return saying.namespace(say, root).part.name


def rendered(template: str, said: Said, **values: object) -> str:
    """Render a template that says one message."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(template).render(said=spoken(said), **values)


def test_words_are_words() -> None:
    """
    Signs that mean something in HTML are escaped; a line stays a line.
    """
    assert "Bread &amp; butter &lt;b&gt;" == str(spoken("Bread & butter <b>"))
    assert isinstance(spoken("Large print"), Markup)


def test_words_may_be_strong_and_several_lines_are_paragraphs() -> None:
    """
    As in a story, and what is written as code is something to type.
    """
    assert "<strong>Yours?</strong> Ask." == str(spoken("**Yours?** Ask."))
    assert 'begins with <span class="id">s-</span>' == str(spoken("begins with `s-`"))
    assert "<h2>Fast</h2>\n<p>One line, and its rest.</p>\n<ul>\n<li>one</li>\n</ul>" == str(
        spoken("## Fast\n\nOne line,\nand its rest.\n\n- one\n")
    )


def test_no_message_can_hold_html() -> None:
    """
    A language file comes from a translator, and an organisation's own words from its settings.
    """
    for said in ("**a** <script>x()</script>", "**a** <img src=x onerror=x()>", "a\n\n<b>b</b>"):
        assert "<script" not in str(spoken(said))
        assert "<img" not in str(spoken(said))
        assert "<b>" not in str(spoken(said))
    assert '<a href="">a</a>' == str(spoken("[a](javascript:x)"))


@pytest.mark.parametrize("page", ["https://elsewhere.example", "no-such-page", "//x", "../x"])
def test_a_message_leads_to_pages_of_the_site_only(page: str) -> None:
    """
    To no other site, and to no page that there is not; the sentence says which there are.
    """
    with pytest.raises(TemplateError) as raised:
        spoken(f"[Look]({page})")

    assert str(raised.value).startswith('the message part.name leads to "')
    assert str(raised.value).endswith(f"are: {', '.join(PAGES)}")


@pytest.mark.parametrize("root", ["", "../", "/stories-of-ours/"])
def test_links_lead_from_wherever_a_page_stands(root: str) -> None:
    """
    At the top, in a folder, or from the page for an address that leads nowhere, which a web host shows anywhere.
    """
    assert f'<a href="{root}help.html">Help</a>' == str(spoken("[Help](help)", root))
    assert f'<a href="{root}index.html#themes">Themes</a>' == str(
        spoken("[Themes](home#themes)", root)
    )
    assert '<a href="#help">More</a>' == str(spoken("[More](#help)", root))


def test_every_page_that_a_message_may_name_is_known() -> None:
    """
    What words are checked against is what they can lead to.
    """
    assert set(PAGES) == set(saying.PAGES)


def test_values_are_escaped() -> None:
    """
    A title cannot break a page; what is HTML already, such as a language marked as its own, stays so.
    """
    told = spoken("Told by **{name}**")

    assert "Told by <strong>&lt;Dee&gt; &amp; Mo</strong>" == told(name="<Dee> & Mo")
    assert "Told by <strong><i>Dee</i></strong>" == told(name=Markup("<i>Dee</i>"))
    assert "Told by <strong>{name} [x](y)</strong>" == told(name="{name} [x](y)")


def test_a_number_chooses_the_form_and_is_written_as_the_language_does() -> None:
    """
    In a template as in plain text.
    """
    forms = {
        "one": "**{count}** plik",
        "few": "{count} pliki",
        "many": "{count} plików",
        "other": "?",
    }
    files = spoken(forms, language="pl")

    assert ["<strong>1</strong> plik", "22 pliki", "5 plików", "1\xa0200 plików"] == [
        files(count=count) for count in (1, 22, 5, 1200)
    ]


def test_a_message_with_places_is_never_shown_without_them() -> None:
    """
    A template that forgets to say it, or forgets a value, is wrong: readers see no braces.
    """
    with pytest.raises(TemplateError, match=r"^the message part.name needs values: say.part.name"):
        rendered("{{ said }}", "Told by {name}")
    with pytest.raises(TemplateError, match=r"^the message part.name needs 'name'$"):
        rendered("{{ said(nam='Dee') }}", "Told by {name}")
    assert "Told by &lt;" == rendered("{{ said(name=name) }}", "Told by {name}", name="<")


@pytest.mark.parametrize("language", ["en-GB", "pl"])
def test_every_shipped_message_can_be_said(language: str) -> None:
    """
    Each link leads somewhere, and no mark of Markdown is left over.
    """
    say = load(language, (DIRECTORY,))
    sections = vars(saying.namespace(say, ""))

    assert say.said.keys() == {f"{s}.{name}" for s, part in sections.items() for name in vars(part)}
    for name, said in say.said.items():
        forms = {"other": said} if isinstance(said, str) else said
        for form in forms.values():
            words = str(saying._html(name, form, ""))
            assert not {"*", "`", "[", "]"} & set(words), name


def test_templates_say_messages_by_name() -> None:
    """
    From a page in a folder as from one at the top; a message that there is not is an error.
    """
    site = templates(DIRECTORY)
    footer = site.macro("components/list.html", "hidden", "../")

    assert '<a href="../choices.html">Change</a>' in footer()
    with pytest.raises(AttributeError):
        _ = saying.namespace(site.say, "").frame.no_such_message
