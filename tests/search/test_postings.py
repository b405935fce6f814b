from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.story import Quote
from storyarchive.content.vocabulary import Synonyms
from storyarchive.search import analysis, inverting, postings
from storyarchive.search.numbering import Table
from storyarchive.search.postings import FIELDS, GAP, Postings
from tests.search.made import VOCABULARY, library, story

PRISON = Synonyms("prison", "prison", both=("jail", "behind bars"), one_way=("nick",))
YOI = Synonyms("yoi", "young offender institution", both=("YOI",), under=("prison",))
CRACK = Synonyms("crack", "crack", one_way=("rock",), never=("rock bottom",))
CLEAN = Synonyms("clean", "drug-free", both=("clean",), never=("clean shirt",))
REHAB = Synonyms("rehab", "rehab", both=("residential rehab", "on rehab"))
SUICIDE = Synonyms("end", "suicide", both=("end it all",), content_note="suicide")
DOUBTS = Synonyms("two-minds", "ambivalent", both=("in two minds",), stage="not-ready")


SAID = (
    *("behind", "bars", "jail", "YOI", "crack", "clean", "shirt", "rehab", "residential", "the"),
    *("re-entry", "rock", "bottom", "nick", "'tis", "“key”", "café", ".", "—", "x"),
)
TEXTS = st.lists(st.sampled_from(SAID)).map(" ".join)


def counted(*groups: Synonyms, **fields: Any) -> Postings:
    made = story("s-22222", **fields)
    return inverting.count(postings.contents(made, library(made, synonyms=groups)))


def in_body(found: Postings, term: str) -> int:
    """Give how often a term stands in the body, and that it stands nowhere else."""
    *others, body = found.terms.get(term, (0,) * len(FIELDS))
    assert not any(others)
    return body


def test_words_are_counted_in_every_field() -> None:
    """
    A stem has a count for each field, in the order of FIELDS.
    """
    found = counted(
        title="Keys",
        quotes=(Quote("The key", True),),
        summary="A key, keys",
        text="Keys *keys* keyed",
        themes=("drugs",),
    )

    assert ("title", "quotes", "summary", "themes", "body") == FIELDS
    assert (1, 1, 2, 0, 3) == found.terms["key"]
    assert (0, 0, 0, 3, 0) == found.terms["heroin"]
    assert {("getting", "get"), ("key", "key"), ("keyed", "key"), ("keys", "key")} == {
        pair for pair in found.forms if pair[1] in ("key", "get")
    }


def test_the_first_themes_weigh_more() -> None:
    """
    The theme that a story is most about is counted three times, the next twice.
    """
    found = counted(themes=("drugs", "setbacks", "belonging"))
    times = {
        word: found.terms[word][FIELDS.index("themes")] for word in ("heroin", "relaps", "fit")
    }

    assert {"heroin": 3, "relaps": 2, "fit": 1} == times


def test_a_closed_up_compound_is_another_way_to_say_its_parts() -> None:
    """
    It is counted as a word.
    """
    found = counted(text="re-entry")

    assert (1, 1, 1) == tuple(in_body(found, stem) for stem in ("re", "entri", "reentri"))


@pytest.mark.parametrize(
    ("text", "term", "times"),
    [
        ("jail, jails and prison", "prison =prison", 3),
        ("behind bars", "prison =prison", 1),
        ("behind the bars", "prison =prison", 0),
        ("nick", "prison =prison", 0),  # it only may mean it
        ("nick nick", "nick", 2),
        ("a YOI in a prison", "prison =prison", 1),  # what is narrower is counted apart
        ("a YOI in a prison", "prison >prison", 1),
        ("a YOI in a prison", "young =yoi", 1),
        ("behind bars. Behind bars", 'behind "behind bars', 2),
        ("jail", 'jail "jail', 0),  # a word is counted as a word
    ],
)
def test_a_concept_is_counted_wherever_its_words_stand(text: str, term: str, times: int) -> None:
    """
    Whatever the words, under one key; its phrases under keys of their own too.
    """
    assert times == in_body(counted(PRISON, YOI, text=text), term)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("rehab", 1),
        ("residential rehab", 1),
        ("on rehab", 1),
        ("rehab, and residential rehab", 2),
        ("rehab rehab", 2),
    ],
)
def test_words_that_overlap_say_a_thing_once(text: str, times: int) -> None:
    """
    A concept is counted as often as it is said, though a part of its phrase may say it as well.
    """
    assert times == in_body(counted(REHAB, text=text), "rehab =rehab")


def test_a_concept_is_counted_in_each_field_but_the_themes() -> None:
    """
    The words of a theme are the vocabulary's, and not the story's.
    """
    heroin = Synonyms("heroin", "heroin", both=("smack",))
    found = counted(
        heroin,
        title="Smack",
        quotes=(Quote("Smack and heroin", True),),
        summary="Heroin.",
        text="Smack, smack, smack.",
        themes=("drugs",),
    )

    assert (1, 2, 1, 0, 3) == found.terms["heroin =heroin"]
    assert (0, 1, 1, 3, 0) == found.terms["heroin"]


def test_a_guarded_word_does_not_mean_it_in_a_false_friend() -> None:
    """
    'Rock bottom' is not about crack: there are postings of the word without its false friends.
    """
    found = counted(CRACK, title="Rock", text="Rock bottom. Rock, rocks, rock bottom.")

    assert (1, 0, 0, 0, 4) == found.terms["rock"]
    assert (1, 0, 0, 0, 2) == found.terms["rock !crack"]


def test_a_word_that_stands_only_in_false_friends_never_means_it() -> None:
    """
    Then there are no postings of it alone.
    """
    found = counted(CRACK, text="I hit rock bottom.")

    assert 1 == in_body(found, "rock")
    assert not {"rock !crack", "crack =crack"} & found.terms.keys()


def test_a_false_friend_is_not_counted() -> None:
    """
    Clean shirts are about laundry.
    """
    found = counted(CLEAN, text="Clean shirts, a clean shirt, and then I was clean.")

    assert 1 == in_body(found, "drug =clean")
    assert 1 == in_body(found, "clean !clean")
    assert 3 == in_body(found, "clean")


def test_a_false_friend_of_one_concept_may_say_another() -> None:
    """
    Hitting rock bottom is having had enough.
    """
    enough = Synonyms("had-enough", "had enough", both=("rock bottom",))

    assert 1 == in_body(counted(CRACK, enough, text="rock bottom"), "enough =had-enough")


def test_stages_and_notes_are_as_the_editor_gave_them() -> None:
    """
    In the field of themes: the stage of now twice, others once; a note told in detail twice, else once.
    """
    found = counted(
        SUICIDE,
        DOUBTS,
        stages=("early-days", "not-ready", "early-days"),
        stage_now="early-days",
        notes=["suicide:described", "drug-use"],
    )
    given = {term: times for term, times in found.terms.items() if " " in term}

    assert {
        "earli =stage:early-days": (0, 0, 0, 2, 0),
        "readi =stage:not-ready": (0, 0, 0, 1, 0),
        "ambival =two-minds": (0, 0, 0, 1, 0),
        "suicid =note:suicide": (0, 0, 0, 2, 0),
        "suicid =end": (0, 0, 0, 2, 0),
        "drug =note:drug-use": (0, 0, 0, 1, 0),
    } == given


def test_what_is_given_and_what_is_said_add_up() -> None:
    """
    A story with a note that also says so has it in both fields.
    """
    found = counted(SUICIDE, text="I wanted to end it all.", notes=["suicide"])

    assert (0, 0, 0, 1, 1) == found.terms["suicid =end"]


def test_a_story_in_another_language_is_given_its_concepts_and_says_none() -> None:
    """
    The words of the vocabulary mean something else there; what the editor says does not.
    """
    found = counted(PRISON, SUICIDE, text="Jail nick", language="de", notes=["suicide"])

    assert {"prison =prison"}.isdisjoint(found.terms)
    assert (0, 0, 0, 1, 0) == found.terms["suicid =end"]
    assert 1 == in_body(found, "jail")


def test_places_run_through_the_texts_with_gaps() -> None:
    """
    From the first word of the title; filler takes a place and is not kept, and themes take none. No phrase
    runs from one text into the next.
    """
    found = counted(
        title="The key",
        quotes=(),
        summary="A key to self-harm",
        text="Gate, key",
        themes=("drugs",),
    )
    summary = 2 + GAP + GAP

    assert {
        "key": (1, summary + 1, summary + 4 + 1 + GAP + 1),
        "self": (summary + 3,),
        "harm": (summary + 4,),
        "gate": (summary + 5 + GAP,),
    } == found.places


@given(st.lists(st.sampled_from(["key", "keys", "the", "re-entry", "gate", "café"])).map(" ".join))
def test_every_word_has_its_places(text: str) -> None:
    """
    As many as it was counted, if it is not filler or a closed-up compound.
    """
    found = counted(title="", summary="", themes=(), text=text)
    words = analysis.split(text)[0]
    counts = {stem: found.terms[stem][-1] for stem in found.places}

    assert counts == {stem: len(places) for stem, places in found.places.items()}
    assert len(words) - words.count("the") == sum(counts.values())


@given(st.text(), st.sampled_from(["en", "pl", "ar", "xx"]))
def test_counts_are_whole(text: str, language: str) -> None:
    """
    Of any text: each term stands somewhere, and each form leads to a term.
    """
    found = counted(PRISON, CRACK, REHAB, text=text, language=language)

    assert all(any(times) and min(times) >= 0 for times in found.terms.values())
    assert {term for _, term in found.forms} <= found.terms.keys()


def test_what_is_not_searched_makes_no_difference() -> None:
    """
    Two stories with the same texts have the same postings.
    """
    one = story("s-22222", "words", notes=["suicide"])
    other = replace(one, id="s-33333", pseudonym="Kit", told_in="1990s", prompts=("Why?",))
    both = library(one, other)

    assert postings.contents(one, both) == postings.contents(other, library(other))


def test_a_field_is_as_long_as_its_words_between_spaces() -> None:
    """
    Of themes it is told how many there are; of the body, what the reading level counts.
    """
    quotes = (Quote("The key", True), Quote("Re-entry, again.", True))
    made = story(
        "s-22222", "one two\n\nthree", title="Keys", quotes=quotes, summary="A *key*, keys"
    )

    assert (1, 4, 3, len(made.themes), 3) == postings.lengths(made)


@given(st.lists(TEXTS, min_size=2, max_size=4), st.data())
def test_stories_are_counted_alike_alone_and_together(
    texts: list[str], data: st.DataObject
) -> None:
    """
    Whatever stories are counted with a story, before it or at once, its postings are the same.
    """
    made = [
        story(f"s-2222{number}", text, language=data.draw(st.sampled_from(["en", "pl", "xx"])))
        for number, text in enumerate(texts, 2)
    ]
    shown = library(*made, synonyms=(PRISON, YOI, CRACK, CLEAN, REHAB))
    each = [postings.contents(story, shown) for story in made]
    table = Table(each[0].book)
    alone = [inverting.count(texts) for texts in each]

    assert alone == [inverting.count(texts, table) for texts in each]
    together = inverting.invert(each, table)
    rows = zip(
        together.term.tolist(), together.story.tolist(), together.times.tolist(), strict=True
    )
    found: list[dict[str, tuple[int, ...]]] = [{} for _ in each]
    for term, number, times in rows:
        found[number][together.terms[term]] = tuple(times)
    assert [story.terms for story in alone] == found
    assert Counter(pair for story in alone for pair in story.forms) == together.forms


def test_the_digest_names_the_texts() -> None:
    """
    Any change of a text, a language, a stage or a note gives another digest, and so does a text that moves.
    """
    texts = postings.contents(story("s-22222", "words"), library())
    changes: dict[str, Any] = dict.fromkeys(texts._fields[:7], "changed")
    changes |= {"stages": ("giving-back",), "stage_now": "not-ready", "notes": (("suicide", True),)}
    others = [texts._replace(**{name: value}) for name, value in changes.items()]
    moved = texts._replace(title="", quotes=texts.title)

    assert (*changes, "book") == texts._fields
    assert len(others) + 2 == len({postings.digest(each) for each in (texts, moved, *others)})


def test_the_digest_names_the_vocabulary() -> None:
    """
    Another group, direction, false friend or word of a theme counts otherwise; what was counted before is stale.
    """
    groups = [
        (),
        (PRISON,),
        (replace(PRISON, both=("jail",)),),
        (replace(PRISON, never=("jail break",)),),
        (replace(PRISON, stage="early-days"),),
        (PRISON, YOI),
    ]
    made = story("s-22222", "words")
    shown = [library(made, synonyms=each) for each in groups]
    themes = (replace(VOCABULARY.themes[-1], alt=("crew",)),)
    shown.append(replace(shown[0], vocabulary=replace(VOCABULARY, themes=themes)))
    digests = {postings.digest(postings.contents(made, each)) for each in shown}

    assert len(shown) == len(digests)
