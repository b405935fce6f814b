"""Columns hold what was counted of each story, however the stories were parted among processes."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyarchive import sharing
from storyarchive.content.library import Library
from storyarchive.search import columns, inverting, phrases, postings, ranking
from storyarchive.search.columns import Columns
from storyarchive.search.counts import SHOWN
from storyarchive.sharing import WORKERS
from tests.search import unpacking
from tests.search.made import library, story
from tests.search.test_postings import CLEAN, CRACK, PRISON, REHAB, TEXTS, YOI


def gathered(shown: Library) -> Columns:
    return columns.gather(shown.stories, shown, phrases.of(shown))


def counted_one_by_one(
    shown: Library,
) -> tuple[Mapping[str, Mapping[int, int]], Mapping[str, Mapping[int, Sequence[int]]]]:
    """Give term → number → level, and stem → number → places."""
    means = ranking.averages([postings.lengths(each) for each in shown.stories])
    levels: dict[str, dict[int, int]] = {}
    places: dict[str, dict[int, Sequence[int]]] = {}
    for number, each in enumerate(shown.stories):
        counted = inverting.count(postings.contents(each, shown))
        for term, times in counted.terms.items():
            level = ranking.level(times, postings.lengths(each), means)
            levels.setdefault(term, {})[number] = level
        for stem, at in counted.places.items():
            places.setdefault(stem, {})[number] = list(at)
    return levels, places


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=14), st.integers(1, 6), st.booleans())
def test_a_column_holds_what_each_story_counts(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], at_once: int, told: bool
) -> None:
    """
    The level and the places in every story that has the term; how many those are, and which are found first.
    """
    monkeypatch.setattr(columns, "AT_ONCE", at_once)
    themes = ("drugs",) if told else ()
    made = [story(f"s-{number + 22222}", text, themes=themes) for number, text in enumerate(texts)]
    shown = library(*made, synonyms=(PRISON, YOI, CRACK, CLEAN, REHAB))
    levels, places = counted_one_by_one(shown)
    found = gathered(shown).of

    assert levels == {term: unpacking.postings(each.packed) for term, each in found.items()}
    assert places == {
        term: {
            number: at
            for number, at in zip(levels[term], unpacking.places(each.places), strict=True)
            if at
        }
        for term, each in found.items()
        if each.places
    }
    for term, each in found.items():
        assert len(levels[term]) == each.having
        first = sorted(levels[term], key=lambda number: (-levels[term][number], number))[:SHOWN]
        assert frozenset(first) == each.found_first


def test_columns_are_the_same_whatever_the_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Where there are enough stories for one, two or three to work at once.
    """
    texts = ("behind bars and clean", "the YOI, rock bottom", "", "re-entry to rehab")
    made = [
        story(f"s-{number + 22222}", texts[number % 4] + " on" * (number % 7))
        for number in range(700)
    ]
    shown = library(*made, synonyms=(PRISON, YOI, CRACK, CLEAN, REHAB))
    monkeypatch.setattr(sharing, "_can_be_copied", lambda: True)
    each = []
    for workers in ("1", "2", "3"):
        monkeypatch.setenv(WORKERS, workers)
        found = gathered(shown)
        each.append((found.of, Counter(found.forms)))

    assert each[0] == each[1] == each[2]


@given(
    st.lists(
        st.tuples(st.tuples(*[st.integers(0, 9)] * 5), st.tuples(*[st.integers(0, 900)] * 5)),
        min_size=1,
    ),
    st.tuples(*[st.just(0.0) | st.floats(1, 900)] * 5),
)
def test_levels_are_the_same_one_by_one_and_all_at_once(
    rows: list[tuple[tuple[int, ...], tuple[int, ...]]], means: tuple[float, ...]
) -> None:
    """
    To the last bit, for the browser and the prompt give one order.
    """
    times, lengths = (np.array(each) for each in zip(*rows, strict=True))

    assert [ranking.level(*row, means) for row in rows] == columns.rated(
        times, lengths, means
    ).tolist()
