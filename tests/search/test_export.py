import random
from pathlib import Path

from storyarchive.content.library import Library
from storyarchive.content.story import Story
from storyarchive.content.vocabulary import Synonyms
from storyarchive.search import export, packing, phrases, ranking, scripts
from tests.search import unpacking
from tests.search.made import Memory, library, story

HEROIN = Synonyms("heroin", "heroin", both=("smack", "on the needle"), under=("drugs",))
DRUGS = Synonyms(
    "drugs", "drugs", both=("substance use",), one_way=("gear",), never=("drugs team",)
)
ENOUGH = Synonyms("enough", "had enough", both=("out of it", "in it"))

SAID = """dying died dies families family key keys re-entry café ﬁsh 𐐀𐐁 smack drugs team on the needle
gear had enough out of it substance use constructor __proto__ łóżko zebra"""


def invented(number: int, changed: str = "") -> Story:
    """Make a story of real words and of words that few stories have."""
    dice = random.Random(number)
    syllables = ("ka", "lo", "mi", "ter", "son", "ven", "du", "pol")
    rare = ["".join(dice.choices(syllables, k=3)) for _ in range(12)]
    text = " ".join(dice.sample(SAID.split(), 9) + rare) + f" {changed}."
    themes = ("drugs", "setbacks", "belonging")[number % 3 :]
    language = "pl" if number % 5 == 4 else "en-GB"
    return story(f"s-{number:05}", text, themes=themes, title=rare[0], language=language)


def of(*stories: Story) -> Library:
    return library(*stories, synonyms=(HEROIN, DRUGS, ENOUGH))


SHOWN = of(*map(invented, range(20)))
READER, BOOK = Memory(SHOWN), phrases.of(SHOWN)


def opened(shown: Library) -> dict[str, unpacking.Received]:
    return unpacking.opened(export.build(shown))


FILES = opened(SHOWN)
DIRECTORY = FILES["directory"].data
FIRSTS = DIRECTORY["firsts"]
IDS = [FILES[name].data["id"] for name in sorted(FILES) if name.startswith("cards-")]


def terms(number: int) -> dict[str, list[str]]:
    """Give the lines of a file of words: key → forms and postings."""
    return dict(unpacking.lines(FILES[f"terms-{number:04}"].data["terms"]))


def test_every_file_says_its_format_and_its_layout() -> None:
    """
    A page can refuse a format it does not know, and a file that does not go with its directory.
    """
    layout = DIRECTORY["layout"]

    assert 2 == scripts.FORMAT
    assert {(2, layout)} == {(file.data["format"], file.layout) for file in FILES.values()}
    numbers = range(len(FIRSTS.split(" ")))
    names = {f"{kind}-{n:04}" for kind in ("terms", "places") for n in numbers}
    names |= {f"cards-{n:05}" for n in range(DIRECTORY["stories"])}
    assert names | {"directory", "facts", "ids", "notes", "spellings"} == set(FILES)
    assert 5 < len(numbers)


def test_every_term_is_in_its_file_with_its_levels() -> None:
    """
    Each word, phrase and concept of every story, rated as `ranking` rates it; and nothing else.
    """
    found = {
        key: (number, forms, packed)
        for number in range(len(FIRSTS.split(" ")))
        for key, (forms, packed) in terms(number).items()
    }

    assert {term for story in READER.counted.values() for term in story.terms} == set(found)
    for key, (number, forms, packed) in found.items():
        levels = {IDS[n]: level for n, level in unpacking.postings(packed).items()}
        assert READER.levels(key) == levels
        assert unpacking.file_of(key, FIRSTS) == number
        said = {form for story in READER.counted.values() for form, t in story.forms if t == key}
        assert said - {key} == set(unpacking.forms(key, forms))


def test_the_directory_names_a_file_by_as_little_as_it_can() -> None:
    """
    The beginning of its first word, as far as it tells it from the word before.
    """
    before = ""
    for number, first in enumerate(FIRSTS.split(" ")):
        keys = list(terms(number))

        assert (packing.shortened(keys[0], before) if before else "") == first
        before = keys[-1]


def test_every_form_is_found_in_the_file_where_it_would_stand() -> None:
    """
    With its stem, or as a pointer to it.
    """
    pairs = {pair for story in READER.counted.values() for pair in story.forms}
    pointed = 0
    for form, stem in pairs:
        if " " not in stem:
            number = unpacking.file_of(form, FIRSTS)
            if number == unpacking.file_of(stem, FIRSTS):
                assert form == stem or form in unpacking.forms(stem, terms(number)[stem][0])
            else:
                pointers = FILES[f"terms-{number:04}"].data["elsewhere"].splitlines()
                assert f"{form} {stem}" in pointers
                pointed += 1
    assert pointed
    every = [file.data["elsewhere"] for name, file in FILES.items() if name.startswith("terms-")]
    assert pointed == "".join(every).count("\n")


def test_where_words_stand_is_beside_their_levels() -> None:
    """
    For each stem the places in each of its stories, in the order of its postings.
    """
    seen = 0
    for number in range(len(FIRSTS.split(" "))):
        packed = unpacking.lines(FILES[f"places-{number:04}"].data["places"])
        for stem, (line,) in packed.items():
            stories = unpacking.postings(terms(number)[stem][1])
            each = zip(stories, unpacking.places(line), strict=True)
            assert READER.places(stem) == {IDS[n]: tuple(at) for n, at in each if at}
            seen += 1

    assert len({stem for story in READER.counted.values() for stem in story.places}) == seen


def test_every_phrase_is_in_the_files_of_the_words_it_is_looked_up_by() -> None:
    """
    In all their forms; those that are looked up by filler are in the directory, for filler needs no file.
    """
    filler = set(DIRECTORY["filler"].split(" "))
    for phrase in BOOK.phrases:
        said = [
            "|".join(",".join(forms) for forms in phrase.forms),
            phrase.at,
            list(phrase.means),
            list(phrase.never),
            phrase.need,
            phrase.home,
        ]
        for form in phrase.forms[phrase.at]:
            name = f"terms-{unpacking.file_of(form, FIRSTS):04}"
            data = DIRECTORY if form in filler else FILES[name].data
            assert said in data["phrases"]
            assert {*phrase.means, *phrase.never} <= set(data["concepts"])
    by_filler = {slots for slots, *_ in DIRECTORY["phrases"]}
    assert ("in|it" in by_filler, "out|of|it" in by_filler) == (True, False)


def test_concepts_are_as_in_the_phrasebook() -> None:
    """
    Their keys, words to show, theme, stage and note; a narrower key only where there is anything narrower.
    """
    concepts = {
        id: said for file in FILES.values() for id, said in file.data.get("concepts", {}).items()
    }

    assert [
        "drugs",
        "drug =drugs",
        "drug >drugs",
        ["drugs", "substance use"],
        None,
        None,
        None,
        [],
        ["drug"],
    ] == (concepts["drugs"])
    assert ["heroin", "heroin =heroin", "", ["heroin", "smack", "on the needle"]] == concepts[
        "heroin"
    ][:4]
    assert set(BOOK.concepts) == set(concepts)


def test_the_page_takes_slips_for_the_same_words_as_the_prompt() -> None:
    """
    In the same order.
    """
    assert list(READER.spellings) == FILES["spellings"].data["words"].split(" ")


def test_an_empty_library_has_an_index() -> None:
    """
    A page without stories says that nothing is found, and not that something is broken.
    """
    files = opened(library())

    assert (0, "", []) == tuple(
        files["directory"].data[name] for name in ("stories", "firsts", "pairs")
    )
    assert {"directory", "facts", "ids", "notes", "spellings"} == set(files)


def test_nothing_in_a_file_can_end_a_script() -> None:
    """
    Whatever the words of a story, a file is one call with data, and says them all the same.
    """
    odd = '</script><!-- \u2028\u2029 \ud800 "quotes" \\ \0 &'
    tree = export.build(of(story("s-22222", odd, title=odd, summary=odd)))

    for script in tree.values():
        assert isinstance(script, bytes)
        assert b"<" not in script
        assert not {"\u2028", "\u2029"} & set(script.decode())
    cards = tree["search/cards-00000.js"]
    assert isinstance(cards, bytes)
    assert odd == unpacking.received(cards).data["title"]


def test_the_script_knows_this_format() -> None:
    """
    The page's script refuses every other.
    """
    script = Path(__file__).parents[2] / "site_templates" / "scripts" / "searcher.js"

    assert f"format === {scripts.FORMAT} " in script.read_text(encoding="utf-8")
    assert ranking.LEVELS == DIRECTORY["worth"]["levels"] <= len("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
