"""Words of the site are for a reading age of 9, summaries and prompts for 11: see `python -m tests.reading_age`."""

import pytest

from storyarchive.content import languages, reading
from tests import reading_age
from tests.reading_age import Level, levels, measure, polish, site_words, story_words, syllables

SITE, STORIES, SENTENCE = 9, 11, 25
"""Reading ages, and words in the longest sentence."""

HARD = {
    *("accessibility", "content-security-policy", "localstorage", "incognito", "security"),
    *("demonstration", "practitioner", "recovery", "interested"),
}
"""Words of four syllables or more that must be there: what a law, a browser or the people here call a thing."""


@pytest.mark.parametrize("level", list(levels(site_words())), ids=lambda level: level.name)
def test_every_part_of_the_site_is_for_a_reading_age_of_nine(level: Level) -> None:
    """
    By both formulas, and no sentence is long. The page for IT staff is no exception.
    """
    assert SITE >= level.age, reading_age.table([level])
    assert SENTENCE >= level.longest


def test_hard_words_are_few_and_meant() -> None:
    """
    A formula takes the mean: one hard word among many easy ones would pass it.
    """
    words = {
        word.lower()
        for texts in site_words().values()
        for text in texts
        for word in reading_age.words_of(text)
    }

    assert HARD == {word for word in words if syllables(word) > 3}


@pytest.mark.parametrize(("name", "texts"), story_words().items(), ids=list(story_words()))
def test_every_summary_and_its_prompts_are_for_a_reading_age_of_eleven(
    name: str, texts: list[str]
) -> None:
    """
    What stands before a story and after it is easier than a story may be.
    """
    level = measure(name, texts)

    assert STORIES >= level.age, reading_age.table([level])


def test_every_english_story_is_measured() -> None:
    """
    A summary and some prompts of each.
    """
    english = [
        narrative.id
        for narrative in reading_age.example().narratives
        if languages.same(narrative.fields.language or "", "en")
    ]

    assert 24 <= len(english)
    assert 2 * len(english) == len(story_words())


@pytest.mark.parametrize("level", list(polish()), ids=lambda level: level.name)
def test_polish_sentences_are_short(level: Level) -> None:
    """
    No formula was made for Polish; the length of sentences counts in any language.
    """
    assert 15 >= level.sentence_words
    assert SENTENCE >= level.longest


def test_the_index_is_that_of_the_stories() -> None:
    """
    A text is measured here as a story is measured for its readers.
    """
    text = "I stood at the gate. Nobody had told me which way the bus went.\n\nShe said hello."

    assert reading.measure(text, "en").grade == round(measure("", [text]).index, 1)


def test_labels_do_not_make_sentences_short() -> None:
    """
    Many short labels beside one long sentence leave it as long as it is.
    """
    sentence = "We take the story off this library, often on the same day."
    level = measure("", [sentence, "Search", "Large print", "Help"])

    assert (16, 12.0, 12) == (level.words, level.sentence_words, level.longest)
    assert 0 == measure("", ["Search", "Large print"]).sentence_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (
            1,
            "a I the told stopped crime voice lives loved here’s don’t you’ve phones judged called",
        ),
        (2, "story people table settled wanted pages copied before easy reading being tellers’"),
        (3, "library computer example another invented addresses violent diary"),
        (4, "security information incognito demonstration"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(count: int, words: str) -> None:
    """
    With endings that are silent and endings that are not.
    """
    assert dict.fromkeys(words.split(), count) == {word: syllables(word) for word in words.split()}
