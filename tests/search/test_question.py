from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.vocabulary import Synonyms
from storyarchive.search import analysis, phrases, question
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.plan import Plan
from storyarchive.search.question import MOST_WORDS
from storyarchive.search.ranking import EXPANDED, NARROWER, Wanted, Way
from tests.search.made import Memory, library, story

DRUGS = Synonyms("drugs", "drugs", both=("substance use",), one_way=("gear",), theme="drugs")
HEROIN = Synonyms(
    "heroin",
    "heroin",
    both=("smack", "scag"),
    one_way=("gear",),
    under=("drugs",),
    hide=("scag",),
    theme="drugs",
)
CRACK = Synonyms("crack", "crack", one_way=("rock",), never=("rock bottom",), theme="drugs")
ENOUGH = Synonyms("enough", "had enough", both=("rock bottom",), stage="not-ready")
METH = Synonyms("meth", "crystal", never=("crystals",), theme="drugs")
CRIME = Synonyms("crime", "offending", one_way=("graft",))
WORK = Synonyms("work", "work", one_way=("graft",), theme="belonging")
STEALING = Synonyms("stealing", "stealing")

TALK = ('"rock', 'bottom"', "the", "smack", "-gear", "nothing", "about", "no", "drugz", ",")

SHOWN = library(
    story("s-22222", "Heroin, smack and scag. I hit rock bottom and had enough of it."),
    story("s-33333", "Crack rocks. Re-entry was hard, my recovery and work. She was recovering."),
    story("s-44444", "Offending, stealing, crystal drugs and relapses: recovery."),
    synonyms=(DRUGS, HEROIN, CRACK, ENOUGH, METH, CRIME, WORK, STEALING),
)
BOOK, READER = phrases.of(SHOWN), Memory(SHOWN)


def ask(text: str, book: Phrasebook = BOOK, **how: Any) -> Plan:
    return question.understand(text, book, READER, analysis.ENDINGS["en"], **how)


def ways(text: str, **how: Any) -> dict[str, dict[str, float]]:
    """Give each thing that is looked for with what it is found by, and what that is worth."""
    return {
        want.word: {way.term: way.worth for way in want.ways} for want in ask(text, **how).wanted
    }


def test_filler_is_dropped_unless_there_is_nothing_else() -> None:
    """
    Words that say little are better than none.
    """
    said = ask("I need a story about crack").understood

    assert (("crack",), ("i", "need", "a", "story", "about")) == (said.words, said.dropped)
    assert (("i", "was"), ()) == (ask("I was").understood.words, ask("I was").understood.dropped)


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("hard", {"hard": {"hard": 1.0}}),
        ("heroin", {"heroin": {"heroin": 1.0, "heroin =heroin": EXPANDED}}),
        ("smack", {"smack": {"smack": 1.0, "heroin =heroin": EXPANDED}}),
        (
            "drugs",
            {"drugs": {"drug": 1.0, "drug =drugs": EXPANDED, "drug >drugs": NARROWER}},
        ),
        (
            "gear",
            {
                "gear": {
                    "drug =drugs": EXPANDED,
                    "drug >drugs": NARROWER,
                    "heroin =heroin": EXPANDED,
                }
            },
        ),
        (
            "hit rock bottom",
            {
                "hit": {"hit": 1.0},
                "rock bottom": {'rock "rock bottom': 1.0, "enough =enough": EXPANDED},
            },
        ),
        ("rock", {"rock": {"rock !crack": 1.0, "crack =crack": EXPANDED}}),
        ("reentry", {"reentry": {"reentri": 1.0}}),
    ],
)
def test_a_word_is_found_by_what_it_means(text: str, found_by: dict[str, dict[str, float]]) -> None:
    """
    Typed words are worth most, other words for them less, and narrower ones less again; none where no story has them.
    """
    assert found_by == ways(text)


def test_a_compound_may_be_meant_as_one_word() -> None:
    """
    It is looked for beside its parts, and no story must have it.
    """
    found = ask("re-entry").wanted

    assert [("re", True), ("entry", True), ("reentry", False)] == [
        (want.word, want.required) for want in found
    ]
    assert ("re", "entry") == ask("re-entry").understood.words


def test_words_of_a_phrase_may_stand_alone() -> None:
    """
    A story that has some of them is better than none: for less, and no story must have them.
    """
    plan = ask("substance use")

    assert {"substance use": {"drug =drugs": EXPANDED, "drug >drugs": NARROWER}} == ways(
        "substance use"
    )
    assert [("had enough", True), ("enough", False)] == [
        (want.word, want.required) for want in ask("had enough").wanted
    ]
    assert ("substance use",) == plan.understood.words
    assert {"enough": NARROWER} == ways("had enough")["enough"]


def test_what_is_said_twice_is_one_thing_that_matters_more() -> None:
    """
    Two forms of one word too.
    """
    assert [("recovery", 3), ("hard", 1)] == [
        (want.word, want.times) for want in ask("recovery hard, recovery, Recovery").wanted
    ]
    assert [("relapse", 2)] == [(want.word, want.times) for want in ask("relapse relapses").wanted]


def test_what_no_story_has_is_said_and_not_looked_for() -> None:
    """
    A word is in `nowhere` only if nothing that it may mean is anywhere either.
    """
    plan = ask("zebra hard gear")

    assert (("zebra", "hard", "gear"), ("zebra",)) == (
        plan.understood.words,
        plan.understood.nowhere,
    )
    assert ["hard", "gear"] == [want.word for want in plan.wanted]


def test_other_words_are_said_as_they_may_be_shown() -> None:
    """
    Each concept with the words that were not typed; none that hurt, and none that no story has.
    """
    assert [("smack", "heroin", ("heroin",))] == [
        (also.word, also.id, also.words) for also in ask("smack").understood.also
    ]
    assert [("scag", "heroin", ("heroin", "smack"))] == [
        (also.word, also.id, also.words) for also in ask("scag").understood.also
    ]
    assert () == ask("hard").understood.also


def test_themes_and_stages_of_the_words_are_said() -> None:
    """
    Nothing is filtered by them.
    """
    said = ask("crack, had enough, giving back").understood

    assert (("drugs",), ("not-ready", "giving-back")) == (said.themes, said.stages)


@pytest.mark.parametrize(
    ("text", "also"),
    [("graft", {"work"}), ("graft and stealing", {"work", "crime"}), ("offending", set())],
)
def test_graft_is_hard_work_unless_the_talk_is_of_crime(text: str, also: set[str]) -> None:
    """
    Among several meanings one of crime is chosen only beside another word of crime.
    """
    assert also == {each.id for each in ask(text).understood.also}


def test_another_meaning_can_be_switched_off() -> None:
    """
    One, or all: then only what was typed is looked for.
    """
    assert (
        {"smack": {"smack": 1.0}}
        == ways("smack", off=["also:heroin"])
        == ways("smack", off=["all"])
    )
    assert () == ask("smack", off=["also:heroin"]).understood.also
    assert {"drug =drugs", "drug >drugs"} == ways("gear", off=["also:heroin"])["gear"].keys()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("relaspes", "relapses"),
        ("herion", "heroin"),
        ("recoverry", "recovery"),
        ("heroin", None),
        ("recoveries", None),  # a form of a word that a story has
        ("crystals", None),  # a false friend is never taken for it
        ("crack", None),
        ("jial", None),
        ("about", None),
        ("without", None),
        ("minutes", None),
        ("xylophone", None),
    ],
)
def test_a_slip_is_forgiven_and_said(typed: str, meant: str | None) -> None:
    """
    Only in a word that nobody knows, and it can be switched off.
    """
    said = ask(f"hard {typed}").understood

    assert (((typed, meant),) if meant else ()) == said.read_as
    if meant:
        assert ("hard", meant) == said.words
        for off in (f"spelling:{typed}", "all"):
            assert ("hard", typed) == ask(f"hard {typed}", off=[off]).understood.words


@pytest.mark.parametrize(
    ("text", "is_typing", "found_by"),
    [
        ("reco", True, {"reco": {"recoveri": 1.0, "recov": 1.0}}),
        ("hard relap", True, {"hard": {"hard": 1.0}, "relap": {"relaps": 1.0}}),
        ("relap", False, {}),
        ("relap hard", True, {"hard": {"hard": 1.0}}),
        ("relap ", True, {}),
        ("re", True, {"re": {"re": 1.0}}),
    ],
)
def test_a_word_is_completed_while_it_is_typed(
    text: str, is_typing: bool, found_by: dict[str, dict[str, float]]
) -> None:
    """
    The last one, from three letters on, until something follows it.
    """
    assert found_by == ways(text, is_typing=is_typing)


def test_quoted_words_must_stand_so_and_are_looked_for() -> None:
    """
    Without their filler; they mean nothing else.
    """
    plan = ask('"the rock bottom" hard')

    assert (("the", "rock", "bottom"),) == plan.exactly
    assert ("the rock bottom",) == plan.understood.exactly
    assert {"hard", "rock", "bottom"} == {want.word for want in plan.wanted}
    assert () == plan.understood.also


def test_a_minus_leaves_words_out() -> None:
    """
    They are said and not looked for; without anything else, nothing is.
    """
    plan = ask("-heroin")

    assert ((("heroin",),), ("heroin",), ()) == (
        plan.without,
        plan.understood.without,
        plan.wanted,
    )


def test_notes_that_were_chosen_are_no_guess() -> None:
    """
    They are kept out whatever is switched off, and said once.
    """
    said = ask("nothing about suicide", avoid=["drug-use", "suicide"]).understood

    assert (("drug-use", "suicide"), ()) == (said.avoiding, said.guessed)
    assert ("drug-use",) == ask("suicide", avoid=["drug-use"], off=["all"]).understood.avoiding


def test_no_more_words_are_looked_for_than_anybody_asks() -> None:
    """
    Whatever is typed, the first of it counts.
    """
    many = " ".join(f"hard{n} hard" for n in range(500))
    said = ask(many, off=["all"]).understood

    assert MOST_WORDS == len(said.words)
    assert ("hard0", "hard", "hard1") == said.words[:3]
    assert {"hard": 200} == {want.word: want.times for want in ask(many, off=["all"]).wanted}


@given(
    st.text() | st.lists(st.sampled_from(TALK)).map(" ".join),
    st.booleans(),
    st.sampled_from([(), ("all",), ("also:heroin", "avoid:suicide", "spelling:drugz")]),
)
def test_any_text_is_understood(text: str, is_typing: bool, off: tuple[str, ...]) -> None:
    """
    What is looked for was typed or meant, folded; only what some story has is asked of the index.
    """
    plan = ask(text, is_typing=is_typing, off=off)
    said = plan.understood
    typed = {*analysis.split(text)[0], *analysis.split(text)[1], *dict(said.read_as).values()}

    for many in (said.words, said.dropped, said.nowhere, said.exactly, said.without):
        assert all(set(each.split()) <= typed for each in many)
        assert all(each == analysis.fold(each) for each in many)
        assert len(many) == len(set(many))
    assert set(said.nowhere) <= {*said.words}
    assert all(
        want.ways and all(READER.levels(way.term) for way in want.ways) for want in plan.wanted
    )
    assert all(isinstance(want, Wanted) and isinstance(want.ways[0], Way) for want in plan.wanted)
