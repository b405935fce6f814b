import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import analysis, extracts, passages
from storyarchive.search.extracts import Telling
from storyarchive.search.numbering import Table
from tests.search.made import book, story

WALK = "I walked a good deal of it, up and down the canal, in the long wet winter that year."
KEYS = "She gave me the keys to the whole building and said that I would know what to do."
GATE = "Nobody had told me which way the bus went, so I stood at the gate until it was dark."


def chosen(
    texts: Sequence[str],
    telling: dict[str, int],
    first_by: Sequence[Sequence[str]],
    title: str = "",
) -> list[list[str]]:
    """Give the passages of each story. first_by: of each, the words by which it is among the first found."""
    made = [story(f"s-{n}", text, title=title, summary="") for n, text in enumerate(texts, 22222)]
    which = Telling(telling, set(telling), dict(enumerate(first_by)))
    return list(map(list, extracts.choose(dict(enumerate(made)), which, Table(book()))))


def choose(text: str, telling: dict[str, int], title: str = "") -> list[str]:
    return chosen([text], telling, [list(telling)], title)[0]


def chosen_one_by_one(text: str, telling: dict[str, int], first_by: Sequence[str]) -> list[str]:
    """Choose as `extracts.choose` says it does, in no hurry."""
    left = list(enumerate(extracts.split(passages.plain(text))))
    missing = {stem: worth if stem in first_by else worth // 10 for stem, worth in telling.items()}
    found: list[tuple[int, str]] = []

    def adds(passage: str) -> int:
        stems = {word.stem for word in analysis.analyse(passage, "en")}
        return sum(worth for stem, worth in missing.items() if stem in stems)

    while left and sum(len(passage) for _, passage in found) < extracts.LETTERS:
        best = max(left, key=lambda each: (adds(each[1]), -each[0]))
        if not adds(best[1]):
            break
        found.append(best)
        left.remove(best)
        for word in analysis.analyse(best[1], "en"):
            missing.pop(word.stem, 0)
    return [passage for _, passage in sorted(found)]


def test_the_passages_chosen_show_what_the_story_is_found_by() -> None:
    """
    Each word it would be shown for is in one of them, in the order of the story; what shows none is left out.
    """
    text = f"{GATE} {WALK} {KEYS}"

    assert [GATE, KEYS] == choose(text, {"key": 10, "gate": 20, "build": 1})


def test_what_the_title_shows_needs_no_passage() -> None:
    """
    Nor does a word that the story has not.
    """
    assert [GATE] == choose(f"{GATE} {KEYS}", {"key": 3, "gate": 1, "moon": 9}, "The Keys")


def test_a_word_is_shown_once() -> None:
    """
    A second passage that shows nothing new is not given.
    """
    assert [KEYS] == choose(
        f"{KEYS} And there they were again, the same keys as before, on a nail in the wall.",
        {"key": 1},
    )


def test_nothing_of_a_noted_passage_is_chosen() -> None:
    """
    Whatever the story would be found by.
    """
    text = f"{GATE}\n\n<!-- note: drug-use -->\n\n{KEYS}\n\n<!-- note ends -->\n\n{WALK}"

    assert [GATE] == choose(text, {"key": 9, "gate": 1})


def test_the_passages_of_a_long_story_stay_within_their_length() -> None:
    """
    What matters most is shown first, and when there is no more room the rest is not.
    """
    words = [f"b{chr(97 + n // 26)}{chr(97 + n % 26)}k" for n in range(60)]
    text = " ".join(
        f"Then {word} was all that was on my mind, the whole day long, and the night."
        for word in words
    )
    telling = {word: n for n, word in enumerate(words, 1)}
    shown = choose(text, telling)
    longest = extracts.LONGEST + extracts.SHORTEST + len("…  …")

    assert extracts.LETTERS <= sum(map(len, shown)) < extracts.LETTERS + longest
    assert words[-len(shown) :] == [passage.split()[1] for passage in shown]


def test_short_sentences_are_shown_with_the_next() -> None:
    """
    A sentence of a few words says too little by itself.
    """
    assert [f"No. Never. {WALK}", KEYS] == extracts.split(f"No. Never. {WALK} {KEYS}")


def test_a_long_sentence_is_cut_at_words() -> None:
    """
    Dots stand where it goes on.
    """
    first, second = extracts.split(" ".join(["remember"] * 30) + ".")

    assert re.fullmatch("(remember )+…", first)
    assert re.fullmatch("…( remember)+.", second)
    assert 29 == (first + second).count("remember") - 1
    assert len(first) <= extracts.LONGEST + len(" …")


@given(st.lists(st.text(alphabet="ab .!?…”’") | st.just("a" * 300)).map(" ".join))
def test_splitting_loses_no_word(text: str) -> None:
    """
    All that stands between the passages is space, and the dots where one was cut.
    """
    plain = passages.plain(text)
    letters = re.sub(r"[ …\"'”’).!?]", "", plain)

    assert letters == re.sub(r"[ …\"'”’).!?]", "", "".join(extracts.split(plain)))
    limit = extracts.LONGEST + extracts.SHORTEST + len("… ")
    assert all(0 < len(passage) <= limit for passage in extracts.split(plain))


@given(
    st.lists(st.sampled_from([GATE, KEYS, WALK, "No.", "## Later\n\n"]), max_size=30).map(
        "\n".join
    ),
    st.dictionaries(st.sampled_from(["key", "gate", "walk", "canal", "bus"]), st.integers(1, 9)),
)
def test_every_passage_chosen_shows_something(text: str, telling: dict[str, int]) -> None:
    """
    A passage is one of the story's own, and has a word that the story is found by.
    """
    plain = passages.plain(passages.unnoted(text))
    for passage in choose(text, telling):
        assert passage in extracts.split(plain)
        assert any(re.search(rf"\b{stem}(s|ed)?\b", passage) for stem in telling)


SENTENCES = st.lists(st.sampled_from(["key", "gate", "walk", "canal", "bus", "moon"]), min_size=9)
STORIES = st.lists(
    st.lists(SENTENCES.map(lambda words: " ".join(words) + "."), max_size=12).map(" ".join),
    min_size=1,
    max_size=5,
)


@given(
    STORIES,
    st.dictionaries(st.sampled_from(["key", "gate", "walk", "canal", "bus"]), st.integers(1, 99)),
    st.data(),
)
def test_passages_are_chosen_alike_for_one_story_and_for_many(
    texts: list[str], telling: dict[str, int], data: st.DataObject
) -> None:
    """
    The passage that adds most is chosen first, the earlier of two that add as much, until there is no room.
    """
    first_by = [data.draw(st.lists(st.sampled_from(["key", "walk", "bus"]))) for _ in texts]
    alone = [
        chosen_one_by_one(text, telling, first) for text, first in zip(texts, first_by, strict=True)
    ]

    assert alone == chosen(texts, telling, first_by)
