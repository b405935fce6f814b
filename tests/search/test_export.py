import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive.content.library import Library
from storyarchive.search import export, postings
from tests.search.made import library, story

CALL = re.compile(r'storyarchive\.receive\("([a-z0-9-]+)","([0-9a-f]{8})",(\{.*\})\);\n', re.DOTALL)

SHOWN = library(
    story("s-22222", "I was dying to meet the dogs", title="</script><b> \u2028 & ‘quotes’"),
    story("s-33333", "dogs dogs", notes=["drug-use:described"], themes=("drugs", "belonging")),
    story("s-44444", "Byłem w więzieniu", language="pl"),
)


def opened(shown: Library) -> dict[str, tuple[str, dict[str, Any]]]:
    files = {}
    for path, content in export.build(shown).items():
        assert isinstance(content, bytes)
        call = CALL.fullmatch(content.decode())
        assert call
        assert path == f"search/{call[1]}.js"
        files[call[1]] = (call[2], json.loads(call[3]))
    return files


def counts(packed: list[int]) -> dict[int, tuple[int, ...]]:
    """Unpack postings as searcher.js does: story number → counts."""
    found: dict[int, tuple[int, ...]] = {}
    numbers = iter(packed)
    number = -1
    for step in numbers:
        number += step >> 1
        times = [0, 0, 0, 0, step & 1]
        if not step & 1:
            bits = next(numbers)
            times = [next(numbers) if bits & 1 << field else 0 for field in range(5)]
        found[number] = tuple(times)
    return found


def test_the_index_holds_the_same_counts_as_the_postings() -> None:
    """
    Every word of every story, with every form and count, is in the files, and nothing else is.
    """
    files = opened(SHOWN)
    terms = {
        stem: (said, counts(packed))
        for name, (_, data) in files.items()
        if name.startswith("terms")
        for stem, said, packed in data["terms"]
    }
    each = [postings.count(postings.contents(story, SHOWN)) for story in SHOWN.stories]

    assert {stem for story in each for stem in story.terms} == set(terms)
    for stem, (_, found) in terms.items():
        assert found == {
            n: story.terms[stem] for n, story in enumerate(each) if stem in story.terms
        }
    assert "s" == terms["dog"][0]
    assert "=dying" == terms["die"][0]


def test_a_form_is_found_in_the_file_where_it_would_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Either with its stem, or as a pointer to it.
    """
    monkeypatch.setattr(export, "TERMS_SIZE", 20)
    files = opened(SHOWN)
    firsts = files["directory"][1]["firsts"]
    place = max(n for n, first in enumerate(firsts) if first <= "dying")

    assert ["dying", "die"] in files[f"terms-{place:03}"][1]["forms"]


def test_every_file_says_its_format_and_is_named_by_its_digest() -> None:
    """
    A page can refuse a format it does not know, and a file that is not the one it asked for.
    """
    files = opened(SHOWN)
    digests = files["directory"][1]["files"]

    assert {export.FORMAT} == {data["format"] for _, data in files.values()}
    assert {name: digest for name, (digest, _) in files.items() if name != "directory"} == digests


def test_the_directory_has_what_filters_need() -> None:
    """
    Themes, stages and notes of each story, by number; averages exactly as the prompt has them.
    """
    directory = opened(SHOWN)["directory"][1]

    assert 3 == directory["stories"]
    assert [[2], [0, 2], [2]] == directory["themesOf"]
    assert [[0, 1]] * 3 == directory["stagesOf"]
    assert [[], [[1, 1]], []] == directory["notesOf"]
    assert sum(directory["lengths"][4]) / 3 == directory["averages"][4]


def test_cards_say_what_a_result_shows() -> None:
    """
    In words, and in the story's own language where that is not the site's.
    """
    cards = opened(SHOWN)["cards-000"][1]["cards"]

    assert ["s-33333", "A day", "Dee waits."] == cards[1][:3]
    assert ["drug use (told in detail)", True, ""] == cards[1][4:]
    assert "pl" == cards[2][6]
    assert cards[1][3].startswith("Dee · ")
    assert cards[1][3].endswith(" · now: early days")


def test_nothing_in_a_file_can_end_a_script() -> None:
    """
    Whatever the words of a story, a file is one call with data.
    """
    for content in export.build(SHOWN).values():
        assert isinstance(content, bytes)
        assert b"<" not in content
        assert "\u2028" not in content.decode()


def test_an_empty_library_has_an_index() -> None:
    """
    A page without stories says that nothing is found, and not that something is broken.
    """
    assert [("directory", 0)] == [
        (name, data["stories"]) for name, (_, data) in opened(library()).items()
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6), st.integers(10, 400))
def test_the_same_library_gives_the_same_bytes(texts: list[str], size: int) -> None:
    """
    Any words at all can be exported, and always alike.
    """
    stories = [story(f"s-{n}{n}{n}{n}{n}", text, title=text) for n, text in enumerate(texts, 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "TERMS_SIZE", size)
        tree = export.build(library(*stories))
        assert tree == export.build(library(*reversed(stories)))
        opened(library(*stories))


def test_scripts_fit_the_files() -> None:
    """
    The page's script knows the format that is written here.
    """
    script = Path(__file__).parents[2] / "site_templates" / "scripts" / "searcher.js"

    assert f"const FORMAT = {export.FORMAT};" in script.read_text(encoding="utf-8")
