"""A story's text becomes words and their shape, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.publish.markdown import passages

from .made import Tags


def html(text: str, outside_links: bool = True) -> str:
    return "\n".join(piece for _, piece in passages(text, outside_links))


def test_headings_start_below_the_title() -> None:
    """
    The page has the title as its h1, so no heading of a story is one.
    """
    assert html("# One\n\n## Two\n\n### Three\n\n##### Five") == (
        "<h2>One</h2>\n<h2>Two</h2>\n<h3>Three</h3>\n<h4>Five</h4>"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "![a](https://elsewhere.example/x.png)",
        "<style>*{}</style>",
        "a <b onclick=x>b</b>",
        "<!-- a --> <iframe src=//x></iframe>",
        "&#60;script&#62;",
        "&#xfffe; &#65535; &#x0FFFF; &#xff&#xfffe;fe;",
    ],
)
def test_hostile_text_is_words_only(hostile: str) -> None:
    """
    No raw HTML, image, script or odd address in a story reaches the page.
    """
    tags = Tags(html(hostile)).found

    assert {tag for tag, _ in tags} <= {"p"}
    assert not any(attributes for _, attributes in tags)


@given(st.text(alphabet=st.sampled_from("ab \n#*_`[]()<>!-=\"'&/:;\\|~1.script"), max_size=120))
def test_any_text_gives_only_allowed_tags(text: str) -> None:
    """
    Whatever is written, only words and their shape come out.
    """
    allowed = {
        "p",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "ul",
        "ol",
        "li",
        "em",
        "strong",
        "hr",
        "br",
        "a",
    }

    found = Tags(html(text)).found

    assert {tag for tag, _ in found} <= allowed
    assert all(set(attributes) <= {"href", "rel", "start"} for _, attributes in found)


def test_links_that_may_leave_say_nothing_of_the_reader() -> None:
    """
    A link goes nowhere with a referrer, and search engines are told not to follow it.
    """
    assert html("[a](https://b.example/?c=1&d=2)") == (
        '<p><a href="https://b.example/?c=1&amp;d=2" rel="nofollow noreferrer">a</a></p>'
    )


def test_links_that_may_not_leave_are_printed() -> None:
    """
    Where links may not leave, the address is there to be read.
    """
    assert html("[a](https://b.example/)", False) == "<p>a (https://b.example/)</p>"
    assert html("<https://b.example/>", False) == "<p>https://b.example/</p>"


def test_relative_links_are_words() -> None:
    """
    A link to a file of the archive would lead nowhere in an edition.
    """
    assert html("[a](s-33333.md)") == "<p>a</p>"


def test_a_marked_passage_ends_at_its_end() -> None:
    """
    A passage goes from its marker to the marker of its end.
    """
    text = "One.\n\n<!-- note: drug-use -->\n\nTwo.\n\n<!-- note ends -->\n\nThree."

    assert passages(text, True) == (
        (None, "<p>One.</p>"),
        ("drug-use", "<p>Two.</p>"),
        (None, "<p>Three.</p>"),
    )


@pytest.mark.parametrize("ending", ["## Next", "<!-- note: alcohol -->", ""])
def test_a_marked_passage_ends_at_the_next_heading_or_marker_or_the_end(ending: str) -> None:
    """
    An editor who forgets the end of a passage does not mark the rest of the story.
    """
    found = passages(f"<!-- note: drug-use -->\nTwo.\n\n{ending}\n\nThree.", True)

    assert found[0] == ("drug-use", "<p>Two.</p>" if ending else "<p>Two.</p>\n<p>Three.</p>")
    assert [note for note, _ in found[1:]] == {
        "## Next": [None],
        "<!-- note: alcohol -->": ["alcohol"],
        "": [],
    }[ending]


def test_a_marker_never_cuts_a_quote_in_two() -> None:
    """
    A marker inside a quote or a list is dropped; the HTML stays whole.
    """
    found = passages(
        "> <!-- note: drug-use -->\n> One.\n>\n> ## Two\n\n<!-- note: a -->\n\n- x", True
    )

    assert found == (
        (None, "<blockquote>\n\n<p>One.</p>\n<h2>Two</h2>\n</blockquote>"),
        ("a", "<ul>\n<li>x</li>\n</ul>"),
    )


def test_comments_never_show() -> None:
    """
    What editors write to each other stays between them.
    """
    assert "secret" not in html("One.\n\n<!-- secret -->\n\nTwo <!-- secret --> three.")


@pytest.mark.parametrize(
    "forged",
    [
        "\ue000drug-use\ue001",
        "&#xe000;drug-use&#57345;",
        "&#xE&#xE000;000;drug-use&#xE&#xE001;001;",
    ],
)
def test_a_marker_cannot_be_forged(forged: str) -> None:
    """
    Only a marker makes words a noted passage, whatever signs stand for its signs in between.
    """
    assert [None] == [note for note, _ in passages(f"One.\n\n{forged}\n\nTwo.", True)]
