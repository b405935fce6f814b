import math
from collections.abc import Mapping

import pytest

from storyarchive.search import ranking
from storyarchive.search.analysis import ENDINGS
from storyarchive.search.postings import FIELDS, Counts, Postings
from storyarchive.search.ranking import K1, WEIGHTS, Ranked, Wanted

BODY = (0, 0, 0, 0, 1)


class Counted:
    """Reads words counted by hand, all in stories of the same lengths."""

    def __init__(self, counts: Mapping[str, Mapping[str, Counts]], stories: int = 10) -> None:
        self._counts = counts
        self.stories = stories
        self.averages = (1.0,) * len(FIELDS)

    def lengths(self, story: str) -> Counts:
        return (1,) * len(FIELDS)

    def stems(self, form: str) -> tuple[str, ...]:
        return (form,) if form in self._counts else ()

    def counts(self, stem: str) -> Mapping[str, Counts]:
        return self._counts.get(stem, {})


def wanted(*words: str) -> list[Wanted]:
    return [Wanted(word, (word,)) for word in words]


def test_the_score_is_bm25f() -> None:
    """
    Rarity times the saturated sum of weighted counts, to six decimals.
    """
    weighted = WEIGHTS["title"].boost * 1 + WEIGHTS["body"].boost * 3
    rarity = math.log(1 + (10 - 1 + 0.5) / (1 + 0.5))

    assert [Ranked("a", round(rarity * weighted / (K1 + weighted), 6), has_all=True)] == (
        ranking.rank(wanted("key"), Counted({"key": {"a": (1, 0, 0, 0, 3)}}))
    )


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_counts(field: str) -> None:
    """
    No field is worth nothing, and each has its weight in the table.
    """
    times = tuple(int(field == other) for other in FIELDS)

    assert ranking.rank(wanted("key"), Counted({"key": {"a": times}}))[0].score > 0


def test_stories_with_all_words_come_first() -> None:
    """
    However often one word stands in a story, one that has both is before it.
    """
    reader = Counted({"key": {"a": (9, 9, 9, 9, 9), "b": BODY}, "gate": {"b": BODY}})

    assert ["b", "a"] == [story.id for story in ranking.rank(wanted("key", "gate"), reader)]


def test_a_word_that_is_not_required_adds_to_the_score_alone() -> None:
    """
    A closed-up compound lifts a story and holds none back.
    """
    reader = Counted({"key": {"a": BODY, "b": BODY}, "keyring": {"b": BODY}})
    found = ranking.rank([*wanted("key"), Wanted("keyring", ("keyring",), required=False)], reader)

    assert [("b", True), ("a", True)] == [(story.id, story.has_all) for story in found]


def test_equal_stories_are_in_the_order_of_their_ids() -> None:
    """
    The order never depends on how the words were stored.
    """
    reader = Counted({"key": {"c": BODY, "a": BODY, "b": BODY}})

    assert ["a", "b", "c"] == [story.id for story in ranking.rank(wanted("key"), reader)]


def test_stems_of_one_word_are_counted_together() -> None:
    """
    A word that may stand for two stems is as rare as both together.
    """
    reader = Counted({"pie": {"a": BODY}, "pies": {"a": BODY, "b": BODY}})
    together = Counted({"pie": {"a": (0, 0, 0, 0, 2), "b": BODY}})

    assert ranking.rank(wanted("pie"), together) == (
        ranking.rank([Wanted("pies", ("pie", "pies"))], reader)
    )


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        ("relapses", "relaps"),
        ("families", "famili"),
        ("family", "famili"),
        ("slipping", "slip"),
        ("drugs", "drug"),
        ("sonar", None),
        ("caring", None),
        ("s", None),
    ],
)
def test_a_form_that_no_story_has_is_found_by_its_stem(typed: str, stem: str | None) -> None:
    """
    Only a common ending may be between them, and enough must be left to know the word by.
    """
    stems = ("relaps", "famili", "slip", "drug", "son", "car")
    reader = Counted({stem: {"a": BODY} for stem in stems})

    assert ((stem,) if stem else ()) == ranking.look_up(typed, reader, ENDINGS["en"])


def test_postings_and_weights_have_the_same_fields() -> None:
    """
    The table of weights is in the order in which words are counted.
    """
    assert tuple(WEIGHTS) == FIELDS
    assert Postings("", (0,) * len(FIELDS), {}, ()).lengths == (0,) * len(WEIGHTS)
