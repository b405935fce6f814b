"""Lists of what one person told, and of what is told in another language."""

import re

from storyarchive.content.library import Story

from .made import pages, story

DEE = ("s-22222", "s-33333")


def told_twice() -> tuple[Story, ...]:
    first, second = DEE
    return (
        story(first, same_teller=(second,)),
        story(second, same_teller=(first,)),
        story("s-44444", pseudonym="Mo"),
        story("s-55555", pseudonym="Dee", language="pl", translation_of=first, title="Brama"),
    )


def links(html: str, folder: str) -> list[str]:
    return re.findall(rf'href="(?:\.\./)?({folder}/[^"]+)"', html)


def test_who_told_more_than_one_story_has_a_page() -> None:
    """
    It is named by an id, never by what the person is called, and each of their stories leads there.
    """
    html = pages(*told_twice())

    assert ["people/s-22222.html"] == [address for address in html if address.startswith("people/")]
    assert "<h1>Stories by Dee</h1>" in html["people/s-22222.html"]
    assert [f"stories/{id}.html" for id in DEE] == links(html["people/s-22222.html"], "stories")[1:]
    for id in DEE:
        assert ["people/s-22222.html"] == links(html[f"stories/{id}.html"], "people")
    assert [] == links(html["stories/s-44444.html"], "people")


def test_a_translation_is_no_second_story() -> None:
    """
    Whoever told one story, that is here in two languages, told one.
    """
    html = pages(
        story("s-22222"), story("s-33333", language="pl", translation_of="s-22222", title="Brama")
    )

    assert [] == [address for address in html if address.startswith("people/")]


def test_every_other_language_has_a_page_in_its_own_name() -> None:
    """
    Who reads another language finds what is told in it, from the first page.
    """
    html = pages(*told_twice())
    page = html["languages/pl.html"]

    assert ["languages/pl.html"] == links(html["index.html"], "languages")
    assert '<span lang="pl" dir="ltr">polski</span>' in html["index.html"]
    assert "<h1>Stories in Polish</h1>" in page
    assert ["stories/s-55555.html"] == links(page, "stories")[1:]
    assert '<a href="../stories/s-55555.html" lang="pl" dir="ltr">Brama</a>' in page


def test_where_all_is_told_in_one_language_there_is_no_page_for_it() -> None:
    """
    A way that leads to nothing is not shown.
    """
    html = pages(story())

    assert [] == [address for address in html if address.startswith("languages/")]
    assert "In other languages" not in html["index.html"]
