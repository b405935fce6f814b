import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import analysis
from storyarchive.search.analysis import Word
from tests.made import PROJECT

CASES = json.loads((PROJECT / "tests" / "words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_words_are_folded_and_split_as_in_the_browser(case: dict[str, object]) -> None:
    """
    words.json says what becomes of a text; words.js passes the same cases.
    """
    text = str(case["text"])

    assert case["folded"] == analysis.fold(text)
    assert (case["words"], case["compounds"]) == analysis.split(text)


def test_a_change_of_the_analysis_raises_its_version() -> None:
    """
    If these words come out differently, so do those that indexes remember: raise analysis.VERSION.
    """
    text = "Re-entry wasn't easy; I'd no ID. We’ll see. Łódź, café & ﬁsh_cakes 12-step!"
    words, compounds = analysis.split(text)

    assert "2" == analysis.VERSION.partition("-")[0]
    assert "re entry wasnt easy i no id we see lodz cafe fish cakes 12 step" == " ".join(words)
    assert ["reentry", "12step"] == compounds


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    """
    A folded text is folded.
    """
    folded = analysis.fold(text)

    assert folded == analysis.fold(folded)


@given(st.text(), st.sampled_from(["en", "pl", "de", "ar", "xx", ""]))
def test_a_story_and_a_question_have_the_same_words(text: str, language: str) -> None:
    """
    The forms that a story is found by are those that a question is split into, in every language.
    """
    words, compounds = analysis.split(text)
    analysed = analysis.analyse(text, language)

    assert words == [word.form for word in analysed if not word.is_compound]
    assert compounds == [word.form for word in analysed if word.is_compound]


@pytest.mark.parametrize(
    ("language", "words", "stem"),
    [
        ("en-GB", ["relapse", "relapses", "Relapsed", "relapsing"], "relaps"),
        ("en", ["can't", "CAN’T", "cant"], "cant"),
        ("pl", ["więzienie", "więzienia", "więzieniem"], "wiezien"),
        ("de-AT", ["Gefängnis", "GEFÄNGNIS"], "gefangnis"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, words: list[str], stem: str) -> None:
    """
    Stemming sees the accents of a language and gives a stem without them.
    """
    stems = {word.stem for word in analysis.analyse(" ".join(words), language)}

    assert stems == {stem}


@pytest.mark.parametrize("language", ["cy", "xx", "", "english", "zz-Latn-ZZ"])
def test_a_language_without_a_stemmer_keeps_its_words(language: str) -> None:
    """
    Where there is no stemmer, a word is its own stem.
    """
    assert [Word("relapses", "relapses")] == analysis.analyse("Relapses", language)


def test_a_hyphenated_word_is_also_one_word() -> None:
    """
    The closed-up word comes after its parts and is known for what it is.
    """
    assert [Word("re", "re"), Word("entry", "entri"), Word("reentry", "reentri", True)] == (
        analysis.analyse("re-entry", "en")
    )


def test_threads_may_stem_at_once() -> None:
    """
    Each thread has stemmers of its own.
    """
    texts = [f"walking{n} talked{n} relapses walking talked" for n in range(200)]
    alone = [analysis.analyse(text, "en") for text in texts]
    analysis._words.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        assert alone == list(pool.map(lambda text: analysis.analyse(text, "en"), texts))


@pytest.mark.parametrize("language", sorted(analysis.FILLER))
def test_filler_is_folded(language: str) -> None:
    """
    Filler is written as it is looked up.
    """
    filler = analysis.FILLER[language]

    assert filler == {analysis.fold(word) for word in filler}
