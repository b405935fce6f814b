from collections.abc import Callable
from dataclasses import replace

import pytest

from storyarchive.content.archive import load
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.search import analysis, asking, facts, phrases, question
from storyarchive.search.asking import ASKING, CRISIS
from storyarchive.search.plan import Understood
from tests.made import archive
from tests.search.made import Memory, library, story

Ask = Callable[..., Understood]

# What mentors ask, the concepts that are looked for, and the notes or concepts that are kept out.
MENTORS = [
    ("She's rattling and wants to walk out of detox.", "withdrawal detox", ""),
    ("Kids taken last month. No point staying clean now.", "children-removed clean", ""),
    ("First time on licence, scared of being recalled over nothing.", "licence recall", ""),
    ("Who stopped drinking without AA or God.", "drinking", "about:twelve-step about:faith"),
    ("Found God inside, not for the parole board.", "faith prison parole-board", ""),
    ("If he leaves he's got no mates at all.", "lonely", ""),
    ("County lines lad, now scared of the olders.", "county-lines", ""),
    ("Had a bad PO. Has anyone had a good one?", "probation-officer", ""),
    ("Sofa surfing, no ID, no bank account.", "homeless", ""),
    ("Women's stories only, but nothing about partners hitting them.", "women", "domestic-abuse"),
    ("IPP, over tariff, no hope left. Nothing about suicide please.", "ipp hope", "suicide"),
    ("He can't forgive himself. The victim died.", "", ""),
    ("She's just had a baby and this time she wants it to be different.", "children", ""),
    ("Hearing voices, thinks he's the only one in jail with it.", "psychosis prison", ""),
    ("He kicks off at everyone.", "anger", ""),
    ("On the tag, bored out of his head, that's when he uses.", "tag bored drug-use", ""),
    ("My son is in prison for the first time.", "children prison", ""),
]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return load(archive(tmp_path_factory.mktemp("archive"))).vocabulary


@pytest.fixture(scope="module")
def ask(vocabulary: Vocabulary) -> Ask:
    """Ask a library that has every word of the vocabulary and of these questions."""
    groups = vocabulary.synonyms
    words = [text for group in groups for text in (group.canonical, *group.both, *group.never)]
    asked = [said for said, _, _ in MENTORS]
    shown = replace(
        library(story("s-22222", ". ".join(words)), story("s-33333", " ".join(asked))),
        vocabulary=vocabulary,
    )
    book, reader = phrases.of(shown), Memory(shown)

    def understand(text: str, off: tuple[str, ...] = ()) -> Understood:
        return question.understand(text, book, reader, analysis.ENDINGS["en"], off=off).understood

    return understand


@pytest.mark.parametrize(("text", "also", "avoiding"), MENTORS, ids=[m[0][:30] for m in MENTORS])
def test_what_mentors_ask_is_understood(ask: Ask, text: str, also: str, avoiding: str) -> None:
    """
    What it is about is looked for in other words too, and only what is not wanted is kept out.
    """
    said = ask(text)

    assert set(also.split()) <= {each.id for each in said.also}
    assert tuple(avoiding.split()) == said.avoiding == said.guessed
    assert () == said.nowhere


@pytest.mark.parametrize(
    ("text", "avoiding"),
    [
        ("nothing about suicide", ["suicide"]),
        ("Nothing about suicide or self-harm please.", ["suicide", "self-harm"]),
        ("nothing about suicide and any mention of overdose", ["suicide", "overdose"]),
        ("no stories about violence", ["violence"]),
        ("no mention of drugs", ["drug-use"]),
        ("avoid fights", ["violence"]),
        ("leave out domestic violence", ["domestic-abuse"]),
        ("prison without overdose", ["overdose"]),
        ("hope, without suicide or violence", ["suicide", "violence"]),
        ("anything except self harm", ["self-harm"]),
        ("no violence", ["violence"]),
        ("no violence or drugs, please", ["violence", "drug-use"]),
        ("no suicide stories", ["suicide"]),
        ("not suicide", ["suicide"]),
        ("nothing about heroin", ["drug-use"]),  # no note speaks of heroin, but one of drug use
        ("nothing about partners hitting them", ["domestic-abuse"]),
        ("nothing about God", ["about:faith"]),
        ("no ID", []),
        ("no hope left", []),
        ("no violence at home now", []),  # that there is none is what it is about
        ("he is not in prison", []),
        ("without God", ["about:faith"]),
        ("without shame", []),
        ("no", []),
        ("nothing about", []),
        ("suicide", []),
    ],
)
def test_what_is_not_wanted_is_kept_out(ask: Ask, text: str, avoiding: list[str]) -> None:
    """
    After words that say so; 'no' and 'not' stand as often before what somebody lacks.
    """
    said = ask(text)

    assert avoiding == list(said.avoiding)
    assert not said.needs_help or text == "suicide"


def test_what_says_so_is_no_word_to_look_for(ask: Ask) -> None:
    """
    Unless there is nothing else.
    """
    said = ask("hope, except suicide, avoiding drugs")

    assert (("hope",), ("except", "avoiding")) == (said.words, said.dropped)
    assert ("avoid",) == ask("avoid").words


def test_a_list_of_what_is_not_wanted_goes_on_after_a_comma(ask: Ask) -> None:
    """
    Who wants none of three things is not shown one of them first.
    """
    said = ask("Nothing about suicide, self-harm or violence.")

    assert ("suicide", "self-harm", "violence") == said.avoiding
    assert () == said.words


@pytest.mark.parametrize(
    "text", ["Nothing about suicide, just hope", "nothing about suicide. Hope"]
)
def test_a_clause_that_is_over_keeps_nothing_more_out(ask: Ask, text: str) -> None:
    """
    What comes after it is looked for.
    """
    assert (("suicide",), ("hope",)) == (ask(text).avoiding, ask(text).words)


def test_words_that_have_no_name_here_can_be_kept_out(ask: Ask) -> None:
    """
    Where it is plain that nothing is wanted about them; then stories that have the word are.
    """
    assert (("football",), ()) == (
        ask("nothing about football").without,
        ask("no football").without,
    )
    assert ("football",) == ask("no football").words


def test_avoiding_can_be_switched_off(ask: Ask) -> None:
    """
    One guess, or all; then it is looked for.
    """
    text = "nothing about suicide or football"

    assert (("suicide",), ("football",)) == (ask(text).avoiding, ask(text).without)
    assert ((), ("football",)) == (
        ask(text, ("avoid:suicide",)).avoiding,
        ask(text, ("avoid:suicide",)).without,
    )
    assert (("suicide",), ()) == (
        ask(text, ("avoid:football",)).avoiding,
        ask(text, ("avoid:football",)).without,
    )
    assert ((), (), ("suicide", "football")) == (
        ask(text, ("all",)).avoiding,
        ask(text, ("all",)).without,
        ask(text, ("all",)).words,
    )


@pytest.mark.parametrize(
    ("text", "minutes", "reading", "words"),
    [
        ("hope, under ten minutes each", 10, None, ("hope", "each")),
        ("less than 5 mins", 5, None, ()),
        ("no more than twenty minutes", 20, None, ()),
        ("something short about hope", 4, None, ("hope",)),
        ("a short story", 4, None, ()),
        ("ten minutes", None, None, ("ten", "minutes")),
        ("under 1000 minutes", None, None, ("under", "1000", "minutes")),
        ("under 0 minutes", None, None, ("under", "0", "minutes")),
        ("under ten", None, None, ("under", "ten")),
        ("hope, easy to read aloud", None, "easy", ("hope", "aloud")),
        ("simple words, under ten minutes", 10, "easy", ()),
        ("easy", None, None, ("easy",)),
    ],
)
def test_limits_are_no_words(
    ask: Ask, text: str, minutes: int | None, reading: str | None, words: tuple[str, ...]
) -> None:
    """
    How long and how easy a story may be is not what it is about.
    """
    said = ask(text)

    assert (minutes, reading, words) == (said.minutes, said.reading, said.words)


@pytest.mark.parametrize(
    ("text", "off", "words"),
    [
        ("under ten minutes", "minutes:10", ("under", "ten", "minutes")),
        ("easy words", "reading:easy", ("easy", "words")),
        ("something short", "all", ("short",)),
    ],
)
def test_a_limit_can_be_switched_off(ask: Ask, text: str, off: str, words: tuple[str, ...]) -> None:
    """
    Then its words are looked for, one by one like any others.
    """
    said = ask(text, (off,))

    assert (None, None, words) == (said.minutes, said.reading, said.words)


@pytest.mark.parametrize(
    "text",
    [
        "suicide",
        "He is suicidal.",
        "suicdal",
        "I want to kill myself",
        "I don't want to be here",
        "she wanted to die",
        "self-harm",
        "cutting up",
        '"kill myself"',
        "suicid",
    ],
)
def test_words_of_a_crisis_put_help_first(ask: Ask, text: str) -> None:
    """
    However they are spelled, and in quotation marks too.
    """
    assert ask(text).needs_help


@pytest.mark.parametrize("off", ["also:suicide", "all"])
@pytest.mark.parametrize("text", ["suicidal", "I want to kill myself", "end it all"])
def test_help_is_no_guess(ask: Ask, text: str, off: str) -> None:
    """
    It comes first whatever is switched off.
    """
    assert ask(text, (off,)).needs_help


@pytest.mark.parametrize("text", ["", "cut ties", "hope", "nothing about suicide", "drug use"])
def test_other_words_put_no_help_first(ask: Ask, text: str) -> None:
    """
    Nor do those of a crisis that is kept out.
    """
    assert not ask(text).needs_help


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("driving licence", "licence"),
        ("mobile phone", "cell"),
        ("hair cut", "self-harm"),
        ("rock bottom", "crack"),
    ],
)
def test_a_false_friend_can_be_looked_for(ask: Ask, text: str, concept: str) -> None:
    """
    It does not mean the concept, and stories that have its words are found.
    """
    said = ask(text)

    assert concept not in {each.id for each in said.also}
    assert () == said.nowhere


@pytest.mark.parametrize("language", sorted(ASKING))
def test_what_is_said_around_a_question_is_folded(language: str) -> None:
    """
    Each word is as a question's words are, and no cue is one of two kinds.
    """
    said = ASKING[language]
    cues = [*said.about, *said.without, *said.no, *said.under]
    noted = [text for texts in said.notes.values() for text in texts]
    every = [*cues, *said.between, *said.done, *said.needs, *said.numbers, *said.minutes, *noted]

    assert every == [" ".join(analysis.split(text)[0]) for text in every]
    assert len(cues) == len(set(cues))
    assert all(number > 0 for number in said.numbers.values())


@pytest.mark.parametrize("language", sorted(ASKING))
def test_what_is_asked_for_is_in_the_shipped_vocabulary(
    language: str, vocabulary: Vocabulary
) -> None:
    """
    A misspelled note or band would be silently lost.
    """
    said = ASKING[language]

    assert set(said.notes) <= set(vocabulary.note)
    assert set(vocabulary.note) >= CRISIS
    for need in said.needs.values():
        name, _, value = need.partition(":")
        assert (
            value in facts.BANDS
            if name == "reading"
            else (name, value.isdecimal())
            == (
                "minutes",
                True,
            )
        )


def test_a_language_that_is_not_here_is_searched_for_its_words_alone() -> None:
    """
    Nothing is guessed of it.
    """
    assert asking.NOTHING == ASKING.get("xx", asking.NOTHING) == asking.Asking()
    of = phrases.of(library(language="de"))
    said = question.understand("nothing about suicide", of, Memory(library()), {}).understood

    assert ((), ("nothing", "about", "suicide")) == (said.avoiding, said.words)
