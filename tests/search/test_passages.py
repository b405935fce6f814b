import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import passages
from storyarchive.search.passages import Segment


def keys(written: str) -> frozenset[str]:
    return frozenset({"key"} if written.lower().startswith("key") else ())


def said(excerpt: passages.Excerpt) -> str:
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in excerpt)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## The gate\n\nI *was* **out**.", "The gate I was out."),
        ("> quoted\n> words\n\n- one\n- two\n\n1. three", "quoted words one two three"),
        ("[the bus](https://example.org 'a title') left", "the bus left"),
        ("[![a bus](bus.png)](https://example.org)", "a bus"),
        (
            "un*frigging*believable snake_case _so_ it is",
            "unfriggingbelievable snake_case so it is",
        ),
        ("one<!-- note: drug-use -->two<!-- open", "one two"),
        ("fish &amp; chips \\*not bold\\*", "fish & chips *not bold*"),
        ("above\n\n* * *\n\nbelow\n=====\n", "above below"),
    ],
)
def test_markdown_becomes_plain_words(markdown: str, words: str) -> None:
    """
    What is searched and shown is what a reader reads.
    """
    assert words == passages.plain(markdown)


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("a\n\n<!-- note: x -->\n\nb\n\n<!-- note ends -->\n\nc", "a c"),
        ("a\n\n<!-- note: x -->\n\nb", "a"),
        ("a\n\n<!-- note: x -->\n\nb\n\n## c\n\nd", "a c d"),
    ],
)
def test_noted_passages_are_not_shown_alone(markdown: str, kept: str) -> None:
    """
    A passage that a content note is about ends at its marker, at a heading or with the story.
    """
    assert kept == passages.plain(passages.unnoted(markdown))


def test_the_passage_starts_at_a_sentence_and_is_cut_at_words() -> None:
    """
    About the length asked for, around the matches, with dots where words were left out.
    """
    text = "It was a long way. She gave me the keys and I held the key all night long, and slept."

    assert "She gave me the [keys] and I held the [key] all night …" == said(
        passages.best(text, keys, 50)
    )
    assert "… I held the [key] all …" == said(passages.best(text[40:], keys, 20))


def test_the_passage_with_most_of_what_was_looked_for_is_chosen() -> None:
    """
    Two different words near each other say more than one word twice.
    """

    def matches(written: str) -> frozenset[str]:
        return frozenset({written} & {"key", "gate"})

    text = "key and key again. " + "on " * 60 + "the key to the gate"

    assert "[key] to the [gate]" in said(passages.best(text, matches, 60))


@given(st.text(alphabet="key a.!-'’\n"), st.integers(1, 60))
def test_a_passage_is_a_part_of_the_text(text: str, length: int) -> None:
    """
    Nothing is added to a passage but the dots that stand for what was left out.
    """
    plain = passages.plain(text)
    excerpt = passages.best(plain, keys, length)
    words = "".join(segment.text for segment in excerpt)

    assert words.removeprefix("… ").removesuffix(" …") in plain
    assert bool(excerpt) == any(segment.is_match for segment in excerpt)


@given(st.text())
def test_marking_keeps_the_text(text: str) -> None:
    """
    Parting a text loses nothing of it.
    """
    assert text == "".join(segment.text for segment in passages.marked(text, keys))


def test_matches_are_marked_as_they_were_written() -> None:
    """
    Capitals, accents and apostrophes of the text stay.
    """
    assert (Segment("Key's", True), Segment(" here", False)) == passages.marked("Key's here", keys)
