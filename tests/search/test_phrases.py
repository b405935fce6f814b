from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.vocabulary import Note, Synonyms
from storyarchive.search import analysis, phrases
from storyarchive.search.asking import ASKING
from storyarchive.search.phrases import Phrase, Phrasebook
from tests.search.made import NOTES, STAGES, VOCABULARY, book, library

DRUGS = Synonyms(
    "drugs", "drugs", both=("substance use",), one_way=("gear", "junkie"), hide=("junkie",)
)
HEROIN = Synonyms("heroin", "heroin", both=("smack",), one_way=("gear",), under=("drugs",))
METH = Synonyms("meth", "methamphetamine", both=("meth",), never=("methadone",), under=("drugs",))
METHADONE = Synonyms("methadone", "methadone", never=("meth",))
ORDER = Synonyms("clean", "drug-free", both=("clean", "got clean"), never=("cleaner", "cleaning"))

TALK = ("got", "clean", "the", "smack", "substance", "use", "cleaning", "gear", "x")
GROUPS = (DRUGS, HEROIN, METH, METHADONE, ORDER)


def phrase(words: str, of: Phrasebook) -> Phrase:
    [found] = [phrase for phrase in of.phrases if words == " ".join(phrase.words)]
    return found


def found(text: str, of: Phrasebook) -> list[str]:
    words = text.split()
    return [" ".join(words[start:end]) for start, end, _ in of.longest(words)]


@pytest.mark.parametrize(
    ("words", "means", "counts_for", "never"),
    [
        ("heroin", ("heroin",), ("heroin",), ()),  # canonical
        ("smack", ("heroin",), ("heroin",), ()),  # both
        ("gear", ("drugs", "heroin"), (), ()),  # one way: typed it brings both, told it is neither
        ("junkie", ("drugs",), (), ()),
        ("methadone", ("methadone",), ("methadone",), ("meth",)),
        ("meth", ("meth",), ("meth",), ("methadone",)),
        ("cleaning", (), (), ("clean",)),
    ],
)
def test_a_word_goes_in_the_directions_of_its_groups(
    words: str, means: tuple[str, ...], counts_for: tuple[str, ...], never: tuple[str, ...]
) -> None:
    """
    What it brings when it is typed, what it counts for in a story, and what it only looks like.
    """
    said = phrase(words, book(*GROUPS))

    assert (means, counts_for, never) == (said.means, said.counts_for, said.never)


def test_a_wider_concept_brings_the_narrower_and_not_the_other_way() -> None:
    """
    Who asks for drugs may be shown heroin; who asks for heroin is not shown all drugs.
    """
    of = book(*GROUPS)

    assert ("heroin", "meth") == of.concepts["drugs"].narrower
    assert {"heroin": ("drugs",), "meth": ("drugs",)} == of.wider
    assert () == of.concepts["heroin"].narrower


@pytest.mark.parametrize(("country", "kept"), [("gb", True), ("GB", True), ("us", False)])
def test_a_group_of_another_region_is_left_out(country: str, kept: bool) -> None:
    """
    A word with a local sense would mislead elsewhere.
    """
    of = book(Synonyms("dto", "training order", both=("DTO",), region="gb"), country=country)

    assert kept == ("dto" in of.concepts) == any(phrase.words == ("dto",) for phrase in of.phrases)


def test_what_hurts_is_never_shown() -> None:
    """
    It may be typed, and brings what it means.
    """
    hurtful = Synonyms(
        "drink", "drinking", both=("alky", "a drink"), one_way=("wino",), hide=("Alky", "wino")
    )
    of = book(hurtful)

    assert ("drinking", "a drink") == of.concepts["drink"].shown
    assert {"alky", "wino", "winos"} <= of.hidden
    assert ("drink",) == phrase("alky", of).means == phrase("wino", of).means


def test_only_words_that_say_it_both_ways_are_shown() -> None:
    """
    The clearest first; an ordinary word that may mean it would be taken for a mistake.
    """
    assert ("heroin", "smack") == book(*GROUPS).concepts["heroin"].shown


@pytest.mark.parametrize(
    ("text", "phrases_found"),
    [
        ("smack", ["smack"]),
        ("i got clean and i got clean", ["got clean", "got clean"]),
        ("got got clean", ["got clean"]),
        ("clean got", ["clean"]),
        ("gets clean", ["clean"]),  # 'got' is filler and has one form
        ("substances use", ["substances use"]),
        ("substances used", []),  # words of three letters have one form
        ("cleaning", ["cleaning"]),
        ("substance", []),
        ("", []),
    ],
)
def test_phrases_are_found_the_longest_first(text: str, phrases_found: list[str]) -> None:
    """
    In any of their forms, word by word; of those that overlap only the longest is chosen.
    """
    assert phrases_found == found(text, book(*GROUPS))


def test_the_longest_is_chosen_wherever_it_begins() -> None:
    """
    A shorter phrase that begins before it does not stand in its way.
    """
    of = book(Synonyms("one", "walk out", both=("out of the gate", "gate")))

    assert ["out of the gate"] == found("walk out of the gate", of)
    assert ["walk out", "gate"] == found("walk out gate", of)


def test_all_phrases_are_found_though_they_overlap() -> None:
    """
    For a false friend must be seen in what it is part of.
    """
    of = book(*GROUPS)
    words = ["got", "clean"]

    assert [(0, 2, "got clean"), (1, 2, "clean")] == sorted(
        (start, end, " ".join(phrase.words)) for start, end, phrase in of.find(words)
    )


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("recall", {"recall", "recalls", "recalled", "recalling"}),
        ("abuse", {"abuse", "abuses", "abused", "abusing"}),
        ("family", {"family", "families"}),
        ("slip", {"slip", "slips", "slipped", "slipping"}),
        ("officers", {"officer", "officers"}),
        ("nas", {"nas"}),  # letters that stand for something have one form
        ("DTO", {"dto"}),
        ("12step", {"12step"}),
    ],
)
def test_a_word_is_found_in_its_other_forms(word: str, forms: set[str]) -> None:
    """
    Those that the stemmer takes for the same word, as they are spelled; the word itself comes first.
    """
    said = phrase(analysis.fold(word), book(Synonyms("one", word))).forms[0]

    assert analysis.fold(word) == said[0]
    assert forms <= set(said)
    assert {analysis.stem(said[0], "en")} == {analysis.stem(form, "en") for form in said}
    assert len(said) == 1 or len(forms) > 1


def test_a_word_that_is_a_phrase_itself_is_not_a_form_of_another() -> None:
    """
    Cleaning is not being clean, nor is a hooked person a hook for change.
    """
    of = book(*GROUPS)

    assert "cleaning" not in phrase("clean", of).forms[0]
    assert "cleaned" in phrase("clean", of).forms[0]


def test_another_language_has_no_english_forms() -> None:
    """
    Its words end otherwise, so each stands for itself.
    """
    of = book(Synonyms("rueckfall", "Rückfall", both=("wieder drauf",)), language="de")

    assert (("ruckfall",),) == phrase("ruckfall", of).forms
    assert (("wieder",), ("drauf",)) == phrase("wieder drauf", of).forms
    assert "de" == of.language


def test_filler_alone_is_no_phrase() -> None:
    """
    'Can' for prison would turn up in every second question; in a phrase filler stands for itself.
    """
    of = book(Synonyms("prison", "prison", one_way=("can",), both=("in the can",)))

    assert not [phrase for phrase in of.phrases if phrase.words == ("can",)]
    assert (("in",), ("the",), ("can",)) == phrase("in the can", of).forms


@pytest.mark.parametrize(
    ("words", "at", "key"),
    [
        ("substance use", 0, 'substanc "substance use'),
        ("got clean", 1, 'clean "got clean'),
        ("out of it", 0, 'out "out of it'),
        ("in it", 0, 'in "in it'),  # where all is filler the first word must do
    ],
)
def test_a_phrase_is_at_home_with_its_first_telling_word(words: str, at: int, key: str) -> None:
    """
    It is looked up by that word, and its postings are kept beside the word's.
    """
    of = book(Synonyms("one", "zebra", both=("substance use", "got clean", "out of it", "in it")))
    said = phrase(words, of)

    assert (at, key) == (said.at, said.key)
    for form in said.forms[at]:
        assert said in of.by_form[form]


def test_a_concept_is_at_home_with_its_label() -> None:
    """
    Its own postings, those of its narrower concepts, and a guarded word's without false friends are told apart.
    """
    of = book(replace(ORDER, canonical="being drug-free"), *GROUPS[:-1])
    clean = of.concepts["clean"]

    assert ("drug =clean", "drug >clean") == (clean.key, clean.narrower_key)
    assert ("clean",) == clean.guarded
    assert "clean !clean" == clean.alone("clean")


def test_a_word_is_guarded_where_a_false_friend_has_it() -> None:
    """
    A word that only shares letters with a false friend needs no guard.
    """
    of = book(*GROUPS, Synonyms("crack", "crack", one_way=("rock",), never=("rock bottom",)))

    assert ("rock",) == of.concepts["crack"].guarded
    assert () == of.concepts["meth"].guarded == of.concepts["heroin"].guarded


def test_stages_are_concepts_that_are_typed_and_never_told() -> None:
    """
    The stage of a story is what its editor says, whatever words it has.
    """
    of = book()

    assert [stage.id for stage in STAGES] == [c.stage for c in of.concepts.values() if c.stage]
    assert ("stage:early-days",) == phrase("early days", of).means
    assert () == phrase("early days", of).counts_for


def test_notes_are_concepts_with_words_of_their_own() -> None:
    """
    Their labels, and what people say that the vocabulary has no group for.
    """
    of = book()

    assert [note.id for note in NOTES] == [c.note for c in of.concepts.values() if c.note]
    for words in ("suicide", *ASKING["en"].notes["suicide"]):
        assert ("note:suicide",) == phrase(words, of).means == phrase(words, of).counts_for


@pytest.mark.parametrize(
    "group",
    [
        Synonyms("ending", "ending it all", content_note="suicide"),
        Synonyms("suicide", "ending it all"),
        Synonyms("ending", "Suicide!"),
    ],
)
def test_a_group_is_about_a_note_that_it_names_or_is_named_as(group: Synonyms) -> None:
    """
    So a question in its words can leave stories with the note out.
    """
    assert "suicide" == book(group).concepts[group.id].note


def test_limits_are_phrases() -> None:
    """
    'Easy to read' is no subject.
    """
    said = phrase("easy to read", book())

    assert ("reading:easy", ()) == (said.need, said.means)


def test_a_library_has_one_book() -> None:
    """
    It is compiled once, whatever the stories.
    """
    assert book(*GROUPS) is phrases.of(library(synonyms=GROUPS))


def test_the_digest_names_the_words() -> None:
    """
    Any change of a word, a direction, a note or the language is another book.
    """
    books = [
        book(),
        book(HEROIN),
        book(replace(HEROIN, both=("brown",))),
        book(replace(HEROIN, both=(), one_way=("smack", "gear"))),
        book(replace(HEROIN, never=("brown sauce",))),
        book(replace(HEROIN, hide=("smack",))),
        book(replace(HEROIN, theme="drugs")),
        book(HEROIN, language="de"),
        book(replace(HEROIN, region="gb"), country="us"),
    ]
    more = replace(VOCABULARY, notes=(*NOTES, Note("violence", "Violence", "", "")))
    books.append(phrases.of(replace(library(), vocabulary=more)))

    # A group for another country is as good as none.
    assert len(books) - 1 == len({of.digest for of in books}) == len(set(books))
    assert books[0] == books[-2]


@given(st.lists(st.sampled_from(TALK)))
def test_chosen_phrases_stand_apart_and_as_they_are_written(words: list[str]) -> None:
    """
    In the order of the text, each in a form that it has, and nothing that was found stands free beside them.
    """
    of = book(*GROUPS)
    chosen = of.longest(words)
    taken = [place for start, end, _ in chosen for place in range(start, end)]

    assert sorted(set(taken)) == taken
    for start, end, said in of.find(words):
        assert all(w in forms for w, forms in zip(words[start:end], said.forms, strict=True))
        assert not set(range(start, end)).isdisjoint(taken)
