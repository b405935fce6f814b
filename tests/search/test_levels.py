import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import ranking
from storyarchive.search.postings import FIELDS
from storyarchive.search.ranking import LEVELS, WEIGHTS

COUNTS = st.tuples(*[st.integers(0, 50)] * len(FIELDS))
LENGTHS = st.tuples(*[st.integers(0, 5000)] * len(FIELDS))
MEANS = st.tuples(*[st.floats(1, 1000)] * len(FIELDS))


def test_a_level_is_bm25f() -> None:
    """
    Counts are weighted and watered down by the length of their field, added up, saturated, and cut into levels.
    """
    # Once in a title of the mean length: 4.0 / (1 - 0.3 + 0.3 * 4/4) = 4.
    # Three times in a body of twice the mean length: 3 * 1.0 / (1 - 0.75 + 0.75 * 200/100) = 3/1.75.
    # 15 * 5.714286 / (1.6 + 5.714286) = 11.72, and so 12.
    times, lengths, means = (1, 0, 0, 0, 3), (4, 0, 30, 9, 200), (4.0, 7.0, 30.0, 20.0, 100.0)

    assert 12 == ranking.level(times, lengths, means)
    # The body alone: 15 * 1.714286 / (1.6 + 1.714286) = 7.76.
    assert 8 == ranking.level((0, 0, 0, 0, 3), lengths, means)
    # Twice in a quote, in quotes of half the mean length: 2 * 2.0 / (0.7 + 0.3 * 5/10) = 4.705882;
    # 15 * 4.705882 / 6.305882 = 11.19.
    assert 11 == ranking.level((0, 2, 0, 0, 0), (1, 5, 1, 1, 1), (1.0, 10.0, 1.0, 1.0, 1.0))


def test_a_theme_is_no_less_for_many_words() -> None:
    """
    Nor is what an editor gave where no story has any words: 15 * 2 / (1.6 + 2) = 8.33.
    """
    given_ = (0, 0, 0, 2, 0)

    assert 8 == ranking.level(given_, (9, 9, 9, 9, 9), (9.0,) * 5)
    assert 8 == ranking.level(given_, (9, 9, 9, 999, 9), (9.0,) * 5)
    assert 8 == ranking.level(given_, (0,) * 5, (0.0,) * 5)


def test_a_word_tells_more_the_fewer_stories_have_it() -> None:
    """
    ln(1 + (stories - having + 0.5) / (having + 0.5)), which is never nothing.
    """
    assert math.log(1 + 8.5 / 2.5) == ranking.rarity(10, 2)
    assert math.log(1 + 0.5 / 10.5) == ranking.rarity(10, 10) > 0
    assert sorted((ranking.rarity(10, n) for n in range(11)), reverse=True) == [
        ranking.rarity(10, n) for n in range(11)
    ]


@pytest.mark.parametrize("field", range(len(FIELDS)))
@given(times=COUNTS.filter(any), lengths=LENGTHS, means=MEANS, more=st.integers(1, 5))
def test_more_of_a_word_never_lowers_its_level(
    field: int,
    times: tuple[int, ...],
    lengths: tuple[int, ...],
    means: tuple[float, ...],
    more: int,
) -> None:
    """
    In whatever field it stands once more.
    """
    oftener = (*times[:field], times[field] + more, *times[field + 1 :])

    assert 1 <= ranking.level(times, lengths, means) <= ranking.level(oftener, lengths, means)
    assert ranking.level(oftener, lengths, means) <= LEVELS


@pytest.mark.parametrize("field", range(len(FIELDS)))
@given(times=COUNTS.filter(any), lengths=LENGTHS, means=MEANS, more=st.integers(1, 500))
def test_a_longer_field_never_raises_a_level(
    field: int,
    times: tuple[int, ...],
    lengths: tuple[int, ...],
    means: tuple[float, ...],
    more: int,
) -> None:
    """
    The same words among more others say less.
    """
    longer = (*lengths[:field], lengths[field] + more, *lengths[field + 1 :])

    assert ranking.level(times, lengths, means) >= ranking.level(times, longer, means)


def test_a_title_says_more_than_a_summary_than_a_quote_than_the_body() -> None:
    """
    Once in a field of the mean length each; every field counts.
    """
    means = (10.0,) * len(FIELDS)
    levels = {
        name: ranking.level(tuple(int(name == each) for each in FIELDS), (10,) * 5, means)
        for name in FIELDS
    }

    # 15 * boost / (1.6 + boost) = 10.71, 9.78, 8.33 and 5.77.
    assert {"title": 11, "summary": 10, "quotes": 8, "themes": 6, "body": 6} == levels
    assert tuple(WEIGHTS) == FIELDS


@given(st.lists(LENGTHS, min_size=1, max_size=30))
def test_averages_are_near_the_means(lengths: list[tuple[int, ...]]) -> None:
    """
    Half a step away at most, on a scale on which four steps are a doubling.
    """
    for field, average in enumerate(ranking.averages(lengths)):
        mean = sum(each[field] for each in lengths) / len(lengths)
        assert (mean == 0) == (average == 0)
        if mean:
            assert 2 ** (-1 / 8) / 1.000001 <= average / mean <= 2 ** (1 / 8) * 1.000001
            assert pytest.approx(0, abs=1e-9) == 4 * math.log2(average) % 1


def test_one_story_more_or_less_moves_no_average() -> None:
    """
    So what is known of the others stays true.
    """
    lengths = [(5, 30, 20, 40, length) for length in range(400, 800)]
    longer = (50, 300, 200, 400, 8000)

    assert ranking.averages(lengths) == ranking.averages([*lengths, longer])
    assert ranking.averages(lengths) == ranking.averages(lengths[1:])
    assert (0.0,) * len(FIELDS) == ranking.averages([])
