"""The scripts of the search, run in a browser, find what the prompt finds: for known questions and for any at all."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from storyarchive import shipped
from storyarchive.content.library import Library
from storyarchive.content.story import Quote, Story
from storyarchive.publish.render import templates
from storyarchive.search import analysis, export, facts
from storyarchive.search.asking import ASKING
from storyarchive.search.keeping import open_index
from storyarchive.search.query import Answer, Desk, Wish
from tests.browser.conftest import Site
from tests.made import PROJECT
from tests.search import cases
from tests.search.made import library, story

CASES = cases.cases()
WORDS: list[dict[str, Any]] = json.loads((PROJECT / "tests" / "words.json").read_text("utf-8"))

ASK = """async questions => {
    const { received, searcher } = storyarchive;
    const files = new Map();
    async function load(name) {
        if (!received.has(name)) {
            const script = document.createElement("script");
            script.src = "search/" + name + ".js";
            await new Promise((resolve, reject) => {
                Object.assign(script, { onload: resolve, onerror: reject });
                document.head.append(script);
            });
        }
        if (!searcher.fits(name, files.get("directory"))) throw new Error(name + " does not fit");
        files.set(name, received.get(name).data);
    }
    const card = (story) => "cards-" + String(story).padStart(5, 0);
    await load("directory");
    const answers = [];
    for (const question of questions) {
        let answer = searcher.search(question, files);
        while (answer.needs) {
            if (answer.needs.some((name) => files.has(name))) throw new Error("asked for twice");
            await Promise.all(answer.needs.map(load));
            answer = searcher.search(question, files);
        }
        const { found, total, close, choices, understood } = answer;
        for (const { story } of found) if (!files.has(card(story))) await load(card(story));
        answers.push({
            total, close, understood, choices,
            ids: found.map(({ story }) => files.get(card(story)).id),
            scores: found.map(({ score }) => score),
        });
    }
    return answers;
}"""
"""Asks the shipped scripts, and loads what they ask for as reader.js does."""

LIMITS = ["3", "5", "10"]


def ask(page: Page, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ask in the browser; `understood` comes back with the names that the prompt gives."""
    answers: list[dict[str, Any]] = page.evaluate(ASK, questions)
    for asked, answer in zip(questions, answers, strict=True):
        said = answer["understood"]
        answer["understood"] = {
            "words": said["words"],
            "dropped": said["dropped"],
            "nowhere": said["nowhere"],
            "also": said["also"],
            "read_as": [{"typed": typed, "word": word} for typed, word in said["readAs"]],
            "exactly": said["exactly"],
            "without": said["without"],
            "avoiding": said["avoiding"],
            "guessed": [id for id in said["avoiding"] if id not in asked["avoid"]],
            "themes": said["themes"],
            "stages": said["stages"],
            "reading": said.get("reading"),
            "minutes": int(said["minutes"]) if "minutes" in said else None,
            "needs_help": said["needsHelp"],
        }
    return answers


def question(case: Mapping[str, Any]) -> dict[str, Any]:
    """Put a case as the scripts are asked."""

    def one(name: str) -> list[str]:
        return [str(case[name])] if case.get(name) else []

    return {
        "q": case["q"],
        "theme": case["themes"],
        "stage": case["stages"],
        "role": one("role"),
        "reading": one("reading"),
        "minutes": one("minutes"),
        "avoid": case["avoid"],
        "off": case.get("off", []),
        "isTyping": case.get("is_typing", False),
        "offered": LIMITS,
    }


def test_known_questions_get_the_same_answers(site: Site) -> None:
    """
    `search.json` is run here and by the prompt: same stories, same order, same understanding.
    """
    told = ("ids", "total", "close", "understood")
    answers = ask(site.open("search.html"), [question(case) for case in CASES])

    assert len(CASES) > 100
    for case, answer in zip(CASES, answers, strict=True):
        expected = {name: case[name] for name in told}
        assert expected == {name: answer[name] for name in told}, case["q"][:200]


def test_words_are_split_alike(site: Site) -> None:
    """
    `words.json` is run here and by the prompt.
    """
    page = site.open("search.html")
    texts = [case["text"] for case in WORDS]
    script = """texts => texts.map(text => {
        const {words, compounds} = storyarchive.words.split(text);
        return {text, folded: storyarchive.words.fold(text), words, compounds};
    })"""

    assert WORDS == page.evaluate(script, texts)


EXAMPLES = cases.library()
VOCABULARY = EXAMPLES.vocabulary
ENGLISH = ASKING["en"]

PHRASES = sorted(
    {
        said
        for group in VOCABULARY.synonyms
        for said in (group.canonical, *group.both, *group.one_way, *group.never)
    }
    | {theme.label for theme in VOCABULARY.themes}
    | {said for words in ENGLISH.notes.values() for said in words}
)
TOLD = sorted({word for told in EXAMPLES.stories for word in told.text.split()})
FILLER = sorted(analysis.FILLER["en"])
ODD = (
    "İstanbul", "ﬁre", "Ⅳ", "½", "１２", "café", "cafe\u0301", "ẞ", "𝔘𝔫𝔦", "😀", "e\u200bmail", "ﷺ", "ŉ", "ΌΣΟΣ",
    "क्षि", "日本語", "سجن", "\u202eabc", "constructor", "__proto__", "x" * 80, "I'd", "rock'n'roll", "O`Brien",
    "re-entry", "self-harm", "--", "-", "- -", '"', "“", "«", "\t", "\n", "\u2003", "\x85", "()", "…", "1000",
)  # fmt: skip
# Of letters that this Python has not heard of the browser may know more.
LETTERS = [
    letter
    for letter in map(chr, range(0x20000))
    if unicodedata.category(letter) not in {"Cn", "Co", "Cs"}
]
THEMES, STAGES = sorted(VOCABULARY.theme), sorted(VOCABULARY.stage)
NOTES = [
    note + level
    for note in VOCABULARY.note
    for level in ("", *(f":{level}" for level in VOCABULARY.note_levels))
]
ROLES = sorted(VOCABULARY.lists["roles"])


def few(chance: Random, values: Sequence[str], least: int = 0) -> list[str]:
    return chance.sample(values, chance.randint(least, 3))


def some(chance: Random, words: Sequence[str], least: int, most: int) -> str:
    return " ".join(chance.choices(words, k=chance.randint(least, most)))


def any_words(chance: Random) -> list[str]:
    """Choose few words, phrases and oddities, so that what is asked is often told."""
    letters = ["".join(chance.choices(LETTERS, k=3)) for _ in range(3)]
    said = chance.sample(PHRASES, 20) + chance.sample(TOLD, 30) + chance.sample(ODD, 3)
    return said + letters


def any_library(chance: Random, words: Sequence[str]) -> Library:
    """Make a library of some stories, some of them translations of one before."""
    made: list[Story] = []
    for number in range(chance.randint(2, 12)):
        stages = few(chance, STAGES, 1)
        told = story(
            f"s-{number:02}222",
            some(chance, words, 5, 60),
            notes=few(chance, NOTES),
            title=some(chance, words, 1, 4),
            summary=some(chance, words, 0, 6),
            quotes=tuple(Quote(some(chance, words, 1, 5), True) for _ in range(number % 3)),
            language=chance.choice(["en-GB", "en-GB", "en-GB", "pl", "ar"]),
            themes=tuple(few(chance, THEMES, 1)),
            stages=tuple(stages),
            stage_now=stages[0],
            role=chance.choice(ROLES),
            told_in=chance.choice(["1990s", "2020s"]),
        )
        originals = [each for each in made if each.translation_of is None]
        if originals and chance.random() < 0.2:
            first = chance.choice(originals)
            same = {name: getattr(first, name) for name in ("themes", "stages", "stage_now")}
            told = replace(told, translation_of=first.id, **same)
        made.append(told)
    return replace(library(*made), vocabulary=VOCABULARY)


def slip(chance: Random, word: str) -> str:
    """Leave a letter out, put one in, change one, or turn two round."""
    at = chance.randrange(len(word))
    rest = [
        word[at + 1 :],
        "e" + word[at:],
        "é" + word[at + 1 :],
        word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return word[:at] + chance.choice(rest)


def any_bit(chance: Random, words: Sequence[str]) -> str:
    """Give something that may stand in a question."""
    word, other = chance.sample(words, 2)
    cue = chance.choice([*ENGLISH.about, *ENGLISH.without, *ENGLISH.no])
    said = [
        word,
        word,
        f"{cue} {word}",
        f"{cue} {word} or {other} please",
        slip(chance, word),
        slip(chance, word),
        word[: 1 + len(word) // 2],
        word + chance.choice(["s", "ed", "ing", "ly", "y"]),
        f'{chance.choice(["", "", "-", "- "])}"{some(chance, words, 1, 3)}"',
        f"-{word}",
        f"{chance.choice(ENGLISH.under)} {chance.choice(['five', '10', '0'])} minutes",
        chance.choice(list(ENGLISH.needs)),
        chance.choice(FILLER),
        chance.choice(ODD),
    ]
    return chance.choice(said)


def any_question(chance: Random, words: Sequence[str]) -> dict[str, Any]:
    """Ask something, as `search.json` has it."""
    between = chance.choice([" ", " ", ", ", ". "])
    case: dict[str, Any] = {
        "q": between.join(any_bit(chance, words) for _ in range(chance.randint(0, 6))),
        "themes": [],
        "stages": [],
        "avoid": [],
        "off": chance.choice([[], [], [], ["all"], ["minutes:5", "avoid:violence"]]),
        "is_typing": chance.random() < 0.4,
    }
    if chance.random() < 0.4:
        case |= {
            "themes": few(chance, THEMES)[:1],
            "stages": few(chance, STAGES),
            "avoid": few(chance, NOTES),
            "role": chance.choice([None, None, *ROLES]),
            "reading": chance.choice([None, None, *facts.BANDS]),
            "minutes": chance.choice([None, None, 1, 3]),
        }
    return case


def anything(chance: Random) -> tuple[Library, list[dict[str, Any]]]:
    """Make a library, and forty questions in the same words."""
    words = any_words(chance)
    return any_library(chance, words), [any_question(chance, words) for _ in range(40)]


def told(answer: Answer) -> dict[str, Any]:
    said = answer.as_json()
    return {
        "ids": [hit.id for hit in answer.hits],
        "scores": [hit.score for hit in answer.hits],
        "understood": said["understood"],
        "total": answer.total,
        "close": answer.close,
    }


def by_prompt(desk: Desk, case: Mapping[str, Any]) -> Answer:
    wish = Wish(
        tuple(case["themes"]),
        tuple(case["stages"]),
        tuple(case["avoid"]),
        *(case.get(name) for name in ("role", "reading", "minutes")),
    )
    return desk.ask(case["q"], wish, off=case["off"], limit=99, is_typing=case["is_typing"])


def opened(browser: Browser, shown: Library, place: Path) -> Page:
    """Write the search of a library with a bare page, and open it from disk."""
    files = export.build(shown) | {
        "search.js": templates(shipped.templates()).static["scripts/search.js"],
        "index.html": b"<!doctype html><meta charset=utf-8><script src=search.js></script>",
    }
    for name, content in files.items():
        assert isinstance(content, bytes)
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    page = browser.new_page()
    page.goto((place / "index.html").as_uri())
    return page


# An example is forty questions of which one is shown, so there is nothing to make smaller.
SETTINGS = settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate])


@SETTINGS
@given(chance=st.randoms(use_true_random=True))
def test_any_question_to_any_library_gets_the_same_answer(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    chance: Random,
) -> None:
    """
    Stories, order, scores, counts and what was understood are the same in the browser and at the prompt.
    """
    shown, cases = anything(chance)
    place = tmp_path_factory.mktemp("any")
    page = opened(browser, shown, place)
    answers = ask(page, [question(case) for case in cases])
    page.close()
    with open_index(shown, place / "cache") as index:
        desk = Desk(facts.catalogue(shown), index)
        for case, answer in zip(cases, answers, strict=True):
            expected = by_prompt(desk, case)
            assert told(expected) == {name: answer[name] for name in told(expected)}, case


@SETTINGS
@given(chance=st.randoms(use_true_random=True))
def test_every_count_beside_a_choice_is_true(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    chance: Random,
) -> None:
    """
    A choice of a filter leads to as many stories as it says; what is to be left out takes away as many.
    """
    shown, cases = anything(chance)
    page = opened(browser, shown, tmp_path_factory.mktemp("any"))
    before = [question(case) for case in cases]
    answers = ask(page, before)
    chosen = []
    for answer in answers:
        counted = [
            (name, id) for name, counts in answer["choices"].items() for id in sorted(counts)
        ]
        chosen.append(chance.choice(counted or [("theme", "drugs")]))
    after = ask(page, [{**q, name: [id]} for q, (name, id) in zip(before, chosen, strict=True)])
    page.close()
    for was, now, (name, id) in zip(answers, after, chosen, strict=True):
        count = was["choices"][name].get(id, 0)
        if name != "avoid":
            assert count == now["total"], (was["understood"], name, id)
        elif not was["understood"]["avoiding"]:
            assert count == was["total"] - now["total"], (was["understood"], id)
