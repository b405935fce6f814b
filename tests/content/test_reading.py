from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.reading import measure


def test_an_easy_and_a_harder_text_get_their_bands() -> None:
    """
    Short words in short sentences are easy; long ones in long sentences are not.
    """
    easy = "I got the bus. It was wet. I had a cup of tea. She sat with me. We did not talk. " * 9
    harder = (
        "Institutional responsibilities notwithstanding, the administration consistently "
        "underestimated practical difficulties confronting recently discharged individuals. "
    ) * 9

    assert ("easy", "harder") == (measure(easy, "en-GB").band, measure(harder, "en-US").band)


def test_the_grade_follows_the_formula() -> None:
    """
    Four words of four letters in one sentence: 4.71 * 4 + 0.5 * 4 - 21.43 = -0.6.
    """
    assert -0.6 == measure("Four word long text.", "en").grade


def test_minutes_are_rounded_up_at_the_readers_pace() -> None:
    """
    150 words a minute for an easy text, 200 for others.
    """
    assert 3 == measure("I saw it. " * 101, "en").minutes
    assert 2 == measure("kot " * 303, "pl").minutes


def test_no_band_is_claimed_where_no_formula_holds() -> None:
    """
    The formula was made for English.
    """
    assert (None, None) == (measure("Kot siedzi.", "pl").grade, measure("Kot siedzi.", "pl").band)


def test_markup_is_not_counted() -> None:
    """
    Headings' signs, markers and addresses of links are not words.
    """
    text = "## One\n\n<!-- note: drug-use -->\n\n> two *three* [four](https://example.org/five)\n"

    assert 4 == measure(text, "en").words


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    """
    No text is too odd, and none takes less than a minute.
    """
    assert measure(text, "en").minutes >= 1
