import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import ranking
from storyarchive.search.analysis import ENDINGS
from storyarchive.search.ranking import LEVELS, Ranked, Wanted, Way
from tests.search.made import Memory, library, story

ORDER = {"a": 0, "b": 1, "c": 2, "d": 3}


class Rated:
    """Reads levels that were given by hand, for ten stories."""

    stories = 10
    spellings = ()

    def __init__(self, levels: Mapping[str, Mapping[str, int]]) -> None:
        self._levels = levels

    def stems(self, form: str) -> tuple[str, ...]:
        return (form,) if form in self._levels else ()

    def levels(self, term: str) -> Mapping[str, int]:
        return self._levels.get(term, {})

    def places(self, stem: str) -> Mapping[str, Sequence[int]]:
        return {}


def wanted(*words: str) -> list[Wanted]:
    return [Wanted(word, (Way(word, 1.0),)) for word in words]


def ids(ranked: list[Ranked]) -> list[str]:
    return [place.id for place in ranked]


def test_the_score_is_level_by_rarity() -> None:
    """
    In a story of level 12, where two of ten have the word: ln(1 + 8.5/2.5) / 15 * 12, to six decimals.
    """
    reader = Rated({"key": {"a": 12, "b": 3}})

    assert [Ranked("a", 1.185284, True), Ranked("b", 0.296321, True)] == (
        ranking.rank(wanted("key"), reader, ORDER)
    )


def test_stories_with_all_words_come_first() -> None:
    """
    However much one word says of a story, one that has both is before it.
    """
    reader = Rated({"key": {"a": 15, "b": 1}, "gate": {"b": 1}})

    assert [("b", True), ("a", False)] == [
        (place.id, place.has_all) for place in ranking.rank(wanted("key", "gate"), reader, ORDER)
    ]


def test_then_those_with_the_higher_score_and_then_in_the_order_given() -> None:
    """
    Equals are as told, whatever their ids or how their words were stored.
    """
    reader = Rated({"key": {"c": 5, "a": 5, "d": 9, "b": 5}})

    assert ["d", "b", "c", "a"] == ids(
        ranking.rank(wanted("key"), reader, {"b": 0, "c": 1, "d": 2, "a": 3})
    )


def test_scores_that_differ_by_less_than_a_millionth_are_equal() -> None:
    """
    So that a machine which adds up otherwise gives the same order.
    """
    reader = Rated({"key": {"a": 1}, "gate": {"b": 1}})
    found = ranking.rank(
        [Wanted("key", (Way("key", 0.5 - 1e-8),)), Wanted("gate", (Way("gate", 0.5),))],
        reader,
        ORDER,
    )

    assert ["a", "b"] == ids(found)
    assert found[0].score == found[1].score


def test_a_word_said_twice_counts_twice() -> None:
    """
    It makes its stories score more, and is one thing to have.
    """
    reader = Rated({"key": {"a": 5}, "gate": {"b": 6}})
    once = wanted("key", "gate")
    twice = [Wanted("key", (Way("key", 1.0),), times=2), once[1]]
    scores = {place.id: place.score for place in ranking.rank(once, reader, ORDER)}

    assert ["b", "a"] == ids(ranking.rank(once, reader, ORDER))
    assert ["a", "b"] == ids(ranking.rank(twice, reader, ORDER))
    assert pytest.approx(2 * scores["a"], abs=2e-6) == ranking.rank(twice, reader, ORDER)[0].score


def test_what_is_not_required_adds_to_the_score_alone() -> None:
    """
    A closed-up compound lifts a story and holds none back.
    """
    reader = Rated({"key": {"a": 5, "b": 5}, "keyring": {"b": 1}})
    asked = [*wanted("key"), Wanted("keyring", (Way("keyring", 1.0),), required=False)]

    assert [("b", True), ("a", True)] == [
        (place.id, place.has_all) for place in ranking.rank(asked, reader, ORDER)
    ]


def test_of_several_ways_to_say_a_thing_the_best_counts() -> None:
    """
    They are not added up, and one is enough to have it.
    """
    reader = Rated({"heroin": {"a": 4}, "smack": {"a": 10, "b": 10}})
    asked = [Wanted("heroin", (Way("heroin", 1.0), Way("smack", 0.6)))]
    # a: ln(1 + 9.5/1.5) * 4/15 = 0.531315 by its own word, ln(4.4) * 0.6 * 10/15 = 0.592642 by the other.

    assert [Ranked("a", 0.592642, True), Ranked("b", 0.592642, True)] == (
        ranking.rank(asked, reader, ORDER)
    )


def test_what_no_story_has_leaves_none_with_all() -> None:
    """
    Those with the rest are found all the same.
    """
    reader = Rated({"key": {"a": 5}})

    assert [("a", False)] == [
        (place.id, place.has_all) for place in ranking.rank(wanted("key", "zebra"), reader, ORDER)
    ]
    assert [] == ranking.rank(wanted("zebra"), reader, ORDER)
    assert [] == ranking.rank([], reader, ORDER)


@given(
    st.dictionaries(
        st.sampled_from(["key", "gate", "bus", "key =k"]),
        st.dictionaries(st.sampled_from(list(ORDER)), st.integers(1, LEVELS)),
    ),
    st.lists(
        st.builds(
            Wanted,
            st.sampled_from(["key", "gate"]),
            st.lists(
                st.builds(
                    Way,
                    st.sampled_from(["key", "gate", "bus", "key =k"]),
                    st.sampled_from([1.0, 0.6, 0.4]),
                )
            ).map(tuple),
            st.booleans(),
            st.integers(1, 3),
        ),
        max_size=4,
    ),
)
def test_reasons_add_up_to_the_score(
    levels: dict[str, dict[str, int]], asked: list[Wanted]
) -> None:
    """
    Each is worth × rarity ÷ LEVELS × level, and together they are what the story was ranked by.
    """
    reader = Rated(levels)
    ranked = {place.id: place.score for place in ranking.rank(asked, reader, ORDER)}
    for id in ORDER:
        reasons = ranking.explain(asked, reader, id)
        total = sum(reason.score for reason in reasons)

        assert bool(reasons) == (id in ranked)
        assert math.floor(total * 1e6 + 0.5) / 1e6 == ranked.get(id, 0.0)
        for reason in reasons:
            assert levels[reason.term][id] == reason.level
            assert ranking.rarity(10, len(levels[reason.term])) == reason.rarity


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        ("relapses", "relaps"),
        ("families", "famili"),
        ("family", "famili"),
        ("slipping", "slip"),
        ("drugs", "drug"),
        ("relaps", "relaps"),
        ("sonar", None),
        ("caring", None),
        ("s", None),
        ("", None),
    ],
)
def test_a_form_that_no_story_has_is_found_by_its_stem(typed: str, stem: str | None) -> None:
    """
    Only a common ending may be between them, and enough must be left to know the word by.
    """
    reader = Rated({stem: {"a": 1} for stem in ("relaps", "famili", "slip", "drug", "son", "car")})

    assert ((stem,) if stem else ()) == ranking.look_up(typed, reader, ENDINGS["en"])


def test_a_form_that_a_story_has_needs_no_guess() -> None:
    """
    Its stems are known, more than one if it stands in two languages.
    """
    shown = library(
        story("s-22222", "dying to relapse"), story("s-33333", "relapse", language="xx")
    )

    assert ("die",) == ranking.look_up("dying", Memory(shown), ENDINGS["en"])
    assert ("relaps", "relapse") == ranking.look_up("relapse", Memory(shown), ENDINGS["en"])
    assert () == ranking.look_up("died", Memory(shown), {})


def test_endings_are_taken_off_the_likeliest_first() -> None:
    """
    A letter that was doubled before an ending goes with it.
    """
    assert ["slipp", "slip"] == list(ranking.without_endings("slipping", {"ing": ""}))
    assert ["familie", "famili", "famil"] == list(
        ranking.without_endings("families", {"s": "", "es": "", "ies": ""})
    )
    assert ["famili"] == list(ranking.without_endings("family", {"y": "i"}))
    assert [] == list(ranking.without_endings("bus", {"s": ""}))
