import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import analysis, passages
from storyarchive.search.passages import Matches, Segment

LENGTHS = st.integers(1, 60)


def spoken(text: str) -> Matches:
    """Find every word that begins with 'key' or is 'gate'; also 'bus stop', whole."""
    found: Matches = []
    spans = list(passages.words(text))
    for at, (start, end) in enumerate(spans):
        word = text[start:end].lower()
        if word.startswith("key"):
            found.append((start, end, frozenset({"key"})))
        if word == "gate":
            found.append((start, end, frozenset({"gate"})))
        if word == "bus" and at + 1 < len(spans):
            found.append((start, spans[at + 1][1], frozenset({"bus stop"})))
    return found


def said(excerpt: passages.Excerpt) -> str:
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in excerpt)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## The gate\n\nI *was* **out**.", "The gate I was out."),
        ("> quoted\n> words\n\n- one\n- two\n\n1. three", "quoted words one two three"),
        ("[the bus](https://example.org 'a title') left", "the bus left"),
        ("[![a bus](bus.png)](https://example.org)", "a bus"),
        ("caf&eacute; &#65; &#x42; &amp; &#00000065;", "café A B & &#00000065;"),
        (f"&#{'1' * 5_000};", f"&#{'1' * 5_000};"),
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
        ("a\n\n<!-- note: x -->b<!-- note: y -->c<!-- note ends -->d", "a d"),
    ],
)
def test_noted_passages_are_not_shown_alone(markdown: str, kept: str) -> None:
    """
    A passage that a content note is about ends at its marker, at a heading or with the story.
    """
    assert kept == passages.plain(passages.unnoted(markdown))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("She'd gone, hadn’t she?", ["She'd", "gone", "hadn’t", "she"]),
        ("re-entry - self‑harm –", ["re-entry", "self‑harm"]),
        ("café 3.5 snake_case", ["café", "3", "5", "snake", "case"]),
        ("…", []),
    ],
)
def test_words_are_found_as_they_are_written(text: str, written: list[str]) -> None:
    """
    With their apostrophes, hyphens and accents, and nothing around them.
    """
    assert written == [text[start:end] for start, end in passages.words(text)]


@pytest.mark.parametrize(
    "text", ["cafe\u0301 noir", "हिन्दी में", "سَلام"], ids=["e\u0301", "hi", "ar"]
)
def test_words_of_a_passage_are_the_words_that_are_counted(text: str) -> None:
    """
    Or no match could be shown: marks on letters, and the vowel signs of some scripts, belong to a word.
    """
    written = [text[start:end] for start, end in passages.words(text)]

    assert text.split() == written
    assert analysis.split(text)[0] == [word for each in written for word in analysis.split(each)[0]]


def test_the_passage_starts_at_a_sentence_and_is_cut_at_words() -> None:
    """
    About the length asked for, around the matches, with dots where words were left out.
    """
    text = "It was a long way. She gave me the keys and I held the key all night long, and slept."

    assert "She gave me the [keys] and I held the [key] all night …" == said(
        passages.best(text, spoken, 50)
    )
    assert "… I held the [key] all …" == said(passages.best(text[40:], spoken, 20))


def test_the_passage_with_most_of_what_was_looked_for_is_chosen() -> None:
    """
    Two different things near each other say more than one thing twice, wherever they stand.
    """
    text = "key and key again. " + "on " * 60 + "the key to the gate"

    assert "[key] to the [gate]" in said(passages.best(text, spoken, 60))


def test_the_earliest_of_equals_is_chosen() -> None:
    """
    The passage comes from as near the beginning as it can.
    """
    text = "One key here. " + "on " * 60 + "Two keys there."

    assert said(passages.best(text, spoken, 40)).startswith("One [key] here.")


def test_a_match_of_several_words_is_never_cut() -> None:
    """
    However little room there is, a phrase is shown whole.
    """
    text = "I was at the bus stop when it rained."

    assert "… [bus stop] …" == said(passages.best(text, spoken, 1))


@given(st.text(alphabet="key gatbus.!-'’\n"), LENGTHS)
def test_a_passage_is_a_part_of_the_text(text: str, length: int) -> None:
    """
    Nothing is added to a passage but the dots that stand for what was left out, and it shows a match.
    """
    plain = passages.plain(text)
    excerpt = passages.best(plain, spoken, length)
    words = "".join(segment.text for segment in excerpt)

    assert words.removeprefix("… ").removesuffix(" …") in plain
    assert bool(spoken(plain)) == any(segment.is_match for segment in excerpt)


@given(st.lists(st.sampled_from(["key", "on.", "gate", "and", "slowly"])).map(" ".join), LENGTHS)
def test_a_passage_is_about_as_long_as_it_was_asked_to_be(text: str, length: int) -> None:
    """
    It is longer only by one match, which is never cut.
    """
    words = "".join(segment.text for segment in passages.best(text, spoken, length))

    assert len(words.removeprefix("… ").removesuffix(" …")) <= length + len("gate")


@given(st.text())
def test_marking_keeps_the_text(text: str) -> None:
    """
    Parting a text loses nothing of it.
    """
    assert text == "".join(segment.text for segment in passages.marked(text, spoken))


def test_matches_are_marked_as_they_were_written() -> None:
    """
    Capitals, accents and apostrophes of the text stay.
    """
    assert (Segment("Key's", True), Segment(" here", False)) == passages.marked(
        "Key's here", spoken
    )


def test_of_two_matches_that_overlap_the_first_is_marked() -> None:
    """
    No letter is shown twice.
    """
    both: Matches = [(0, 8, frozenset({"bus stop"})), (4, 8, frozenset({"stop"}))]

    assert (Segment("bus stop", True),) == passages.marked("bus stop", lambda _: both)
