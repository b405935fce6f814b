import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyarchive.content.library import Library
from storyarchive.errors import UnknownName
from storyarchive.search.query import Answer, search
from tests.search import cases
from tests.search.made import NOTES, STAGES, THEMES, library, story

CASES = cases.cases()

SHOWN = library(
    story("s-22222", "I was recalled. She gave me the keys.", title="Keys", themes=("belonging",)),
    story("s-33333", "Re-entry was hard & long.", notes=["suicide"], themes=("drugs", "setbacks")),
    story(
        "s-44444",
        "My mentors met me.",
        notes=["drug-use:described"],
        themes=("setbacks", "drugs"),
        stages=("giving-back",),
        stage_now="giving-back",
    ),
    story("s-55555", "Byłem w więzieniu.", language="pl", notes=["drug-use"]),
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def ids(found: Answer) -> list[str]:
    return [hit.id for hit in found.hits]


@pytest.fixture(scope="module")
def examples() -> Library:
    return cases.library()


@pytest.mark.parametrize("case", CASES, ids=[case["q"] or "filters alone" for case in CASES])
def test_questions_find_the_stories_they_should(
    case: dict[str, Any], examples: Library, cache: Path
) -> None:
    """
    search.json has what each question finds and is understood to mean; the search page passes the same cases.
    """
    assert case == cases.answered(case, cases.ask(case, examples, cache))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("key", ["s-22222"]),
        ("KEYS!", ["s-22222"]),
        ("a story about someone who got the key", ["s-22222"]),
        ("mentor", ["s-44444"]),
        ("mentoring", ["s-44444"]),
        ("reentry", ["s-33333"]),
        ("re entry", ["s-33333"]),
        ("re-entry", ["s-33333"]),
        ("wiezienie", ["s-55555"]),
        ("mentro", []),
        ("recallde", ["s-22222"]),
        ("wiezieniu", ["s-55555"]),
        ("heroin", ["s-33333", "s-44444"]),
    ],
)
def test_words_are_found_however_they_are_typed(words: str, found: list[str], cache: Path) -> None:
    """
    Case, form, hyphen and accent make no difference; a theme's words find its stories, most about it first.
    """
    assert found == ids(search(SHOWN, words, cache=cache))


def test_filters_say_what_a_story_must_have(cache: Path) -> None:
    """
    All of the themes, any of the stages, none of the notes.
    """

    def found(**filters: Any) -> list[str]:
        return ids(search(SHOWN, "", cache=cache, **filters))

    assert ["s-33333", "s-44444"] == found(themes=("drugs",))
    assert ["s-44444", "s-33333"] == found(themes=("setbacks",))
    assert [] == found(themes=("drugs", "belonging"))
    assert ["s-44444"] == found(stages=("giving-back",))
    assert 4 == len(found(stages=("giving-back", "early-days")))
    assert ["s-33333", "s-22222"] == found(avoid=("drug-use",))
    assert ["s-33333", "s-22222", "s-55555"] == found(avoid=("drug-use:described",))
    assert ["s-22222"] == found(avoid=("drug-use:mention", "suicide"))


def test_counts_are_of_all_stories_found(cache: Path) -> None:
    """
    Whatever the limit, in the order of the vocabulary; what no story has is not counted.
    """
    found = search(SHOWN, "", avoid=["drug-use"], limit=1, cache=cache)

    assert (2, 1) == (found.total, len(found.hits))
    assert {"drugs": 1, "setbacks": 1, "belonging": 1} == found.facets.themes
    assert {"not-ready": 2, "early-days": 2} == found.facets.stages


def test_what_was_understood_is_said(cache: Path) -> None:
    """
    What was looked for, what was left out, what no story has and what was avoided.
    """
    said = search(SHOWN, "I need a story about Zebras and keys", avoid=["suicide"], cache=cache)

    assert ("zebras", "keys") == said.understood.words
    assert ("i", "need", "a", "story", "about", "and") == said.understood.dropped
    assert ("zebras",) == said.understood.nowhere
    assert ("suicide",) == said.understood.avoiding


def test_filler_is_looked_for_where_there_is_nothing_else(cache: Path) -> None:
    """
    Words that say little are better than none.
    """
    assert ("i", "was") == search(SHOWN, "I was", cache=cache).understood.words


@pytest.mark.parametrize(
    ("filters", "step"),
    [
        ({"stages": ["giving-back"]}, "Without the stage there is 1 story."),
        ({"themes": ["drugs"]}, "Without the theme there is 1 story."),
        (
            {"themes": ["drugs"], "stages": ["giving-back"]},
            "Without the theme and the stage there is 1 story.",
        ),
    ],
)
def test_nothing_found_says_what_to_try(filters: dict[str, Any], step: str, cache: Path) -> None:
    """
    First what the same words find with fewer filters.
    """
    found = search(SHOWN, "recalled", **filters, cache=cache)

    assert (0, step) == (found.total, found.next_step[0])


def test_nothing_found_is_never_the_end(cache: Path) -> None:
    """
    What is hidden by choice is said, a theme is offered, and at the least to try fewer words.
    """
    hidden = search(SHOWN, "hard", avoid=["suicide"], cache=cache).next_step
    theme = search(SHOWN, "heroin", stages=["not-ready"], avoid=["suicide"], cache=cache).next_step
    nothing = search(SHOWN, "zebra", cache=cache).next_step

    assert ("Your choice of what not to see hides 1 story.",) == hidden
    assert ("Without the stage there is 1 story.", "Look at the theme “Stopping drugs”.") == theme
    assert ("Try fewer words, or look by theme.",) == nothing


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"themes": ["drug"]}, 'There is no theme "drug".  Did you mean "drugs"?'),
        ({"themes": ["Feeling I belong"]}, 'Did you mean "belonging"?'),
        ({"stages": ["x"]}, 'no stage "x".  There are: not-ready, early-days, giving-back.'),
        ({"avoid": ["suicides"]}, 'no content note "suicides".  Did you mean "suicide"?'),
        ({"avoid": ["suicide:some"]}, 'no level of a content note "some".'),
    ],
)
def test_unknown_names_are_named(filters: dict[str, Any], message: str, cache: Path) -> None:
    """
    The nearest name is offered, or all there are.
    """
    with pytest.raises(UnknownName) as raised:
        search(SHOWN, "", **filters, cache=cache)
    assert message in str(raised.value)


def test_an_excerpt_shows_the_match_and_nothing_of_a_noted_passage(cache: Path) -> None:
    """
    Matches are marked where they stand in the body; else the summary is shown.
    """
    text = "A hard day.\n\n<!-- note: drug-use -->\n\nThe needle.\n\n<!-- note ends -->\n\nHome."
    shown = library(story("s-22222", text, notes=["drug-use"]))
    day, needle = (search(shown, word, cache=cache).as_json() for word in ("days", "needle"))

    assert "A hard <mark>day</mark>. Home." == day["hits"][0]["excerpt"]
    assert "Dee waits." == needle["hits"][0]["excerpt"]


def test_an_answer_as_json_is_as_documented(cache: Path) -> None:
    """
    Every documented key, in order, with nothing in an excerpt that could be taken for markup.
    """
    said = search(SHOWN, "<b>hard", avoid=["drug-use"], cache=cache).as_json()

    keys = "query understood total with_all_words close hits facets next_step"
    assert keys.split() == list(said)
    assert (1, 1) == (said["total"], said["with_all_words"])
    assert [
        {
            "id": "s-33333",
            "title": "A day",
            "score": said["hits"][0]["score"],
            "stage_now": "early-days",
            "stages": ["not-ready", "early-days"],
            "themes": ["drugs", "setbacks"],
            "content_notes": ["suicide"],
            "minutes": 1,
            "url": "stories/s-33333.html",
            "excerpt": "Re-entry was <mark>hard</mark> &amp; long.",
        }
    ] == said["hits"]
    assert said == json.loads(json.dumps(said))


ODD = [
    "",
    " ",
    "k",
    "x" * 10_000,
    "key " * 2_500,
    "AND * [ title:",
    '"key',
    "'",
    "-",
    "😀",
    "\0",
    "\ud800",
]


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_odd_questions_have_answers(words: str, cache: Path) -> None:
    """
    Nothing typed is an error.
    """
    found = search(SHOWN, words, cache=cache)

    assert found.hits or found.next_step
    assert words == found.query


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text() | st.lists(st.sampled_from(["keys", "hard", "re-entry", "was"])).map(" ".join),
    st.lists(st.sampled_from([theme.id for theme in THEMES]), max_size=2),
    st.lists(st.sampled_from([stage.id for stage in STAGES]), max_size=2),
    st.lists(
        st.sampled_from([f"{note.id}{level}" for note in NOTES for level in ("", ":described")])
    ),
)
def test_any_question_has_an_answer_without_what_is_avoided(
    cache: Path, words: str, themes: list[str], stages: list[str], avoid: list[str]
) -> None:
    """
    Whatever is asked: no noted story is shown, every filter holds, and there is always a next step.
    """
    found = search(SHOWN, words, themes=themes, stages=stages, avoid=avoid, cache=cache)
    stories = [story for story in SHOWN.stories if story.id in ids(found)]

    noted = {note.id for story in stories for note in story.notes}
    noted |= {f"{note.id}:{note.level}" for story in stories for note in story.notes}
    assert noted.isdisjoint(avoid)
    assert all(set(themes) <= set(story.themes) for story in stories)
    assert all(not stages or set(stages) & set(story.stages) for story in stories)
    assert bool(found.next_step) == (not found.total)
    json.dumps(found.as_json())


def test_equals_come_the_easiest_first(cache: Path) -> None:
    """
    Of stories that fit alike: easier, then shorter, then told lately.
    """
    hard = "Notwithstanding institutional considerations, rehabilitation necessitates perseverance."
    shown = library(
        story("s-22222", "A key. " + hard * 9, title="One"),
        story("s-33333", "A key.", told_in="1990s", title="Two"),
        story("s-44444", "A key.", stage_now="giving-back", title="Three"),
        story("s-55555", "A key. " + "I was there. " * 400, title="Four"),
    )

    assert ["s-44444", "s-33333", "s-55555", "s-22222"] == ids(search(shown, "", cache=cache))


def test_of_equals_one_that_goes_beyond_the_stage_asked_for_comes_first(cache: Path) -> None:
    """
    It shows what may come next.
    """
    there = story("s-22222", "A key.")
    beyond = story(
        "s-33333", "A key.", stages=("early-days", "giving-back"), stage_now="giving-back"
    )
    shown = library(there, beyond)

    assert ["s-33333", "s-22222"] == ids(search(shown, "key", stages=["early-days"], cache=cache))
    assert ["s-22222", "s-33333"] == ids(search(shown, "key", cache=cache))


def test_of_a_story_and_its_translation_one_is_shown(cache: Path) -> None:
    """
    The one that fits best; the other is not counted.
    """
    english = story("s-22222", "I was in prison.", translations=("s-33333",))
    polish = story("s-33333", "Byłem w więzieniu.", language="pl", translation_of="s-22222")
    shown = library(english, polish)

    assert (["s-22222"], 1) == (ids(found := search(shown, "prison", cache=cache)), found.total)
    assert (["s-33333"], 1) == (ids(found := search(shown, "więzieniu", cache=cache)), found.total)


def test_what_is_quoted_must_stand_so(cache: Path) -> None:
    """
    In this order, with filler between; what stands so nowhere is looked for as words, and that is said.
    """
    shown = library(
        story("s-22222", "She kept the back door open.", title="One"),
        story("s-33333", "The door at the back was open.", title="Two"),
    )

    assert ["s-22222"] == ids(search(shown, '"back door"', cache=cache))
    assert ["s-33333"] == ids(search(shown, '"door at the back"', cache=cache))
    assert ["s-33333"] == ids(search(shown, 'open -"back door"', cache=cache))
    lost = search(shown, '"open door"', cache=cache)
    assert (2, ("open door",)) == (lost.total, lost.understood.nowhere)


def test_a_limit_that_is_typed_is_a_filter(cache: Path) -> None:
    """
    It is said, and can be taken back.
    """
    shown = library(story("s-22222", "A key."), story("s-33333", "A key. " + "I was there. " * 400))
    short = search(shown, "keys under five minutes", cache=cache)

    assert (["s-22222"], 5) == (ids(short), short.understood.minutes)
    assert 2 == search(shown, "keys under five minutes", off=["minutes:5"], cache=cache).total


def test_reasons_add_up_to_the_score(cache: Path) -> None:
    """
    What is said of a score with `explain` is all that it is made of.
    """
    found = search(SHOWN, "recalled and the keys", explain=True, cache=cache).hits[0]

    assert {"recalled", "keys"} == {reason.word for reason in found.reasons}
    assert found.score == pytest.approx(sum(reason.score for reason in found.reasons), abs=1e-6)
