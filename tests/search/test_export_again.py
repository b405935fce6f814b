import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive.content.library import Library
from storyarchive.search import export
from tests.search.made import story
from tests.search.test_export import invented, of, opened

MANY = opened(of(*map(invented, range(60))))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_the_same_library_gives_the_same_bytes(texts: list[str]) -> None:
    """
    Any words at all can be exported, and always alike, whatever the order of the stories.
    """
    stories = [story(f"s-{n}{n}{n}{n}{n}", text, title=text) for n, text in enumerate(texts, 2)]
    shown = of(*stories)
    tree = export.build(shown)

    assert tree == export.build(
        Library(**{**vars(shown), "stories": tuple(reversed(shown.stories))})
    )
    assert len(opened(shown)) == len(tree)


TIED = """
import hashlib
from storyarchive.search import export
from tests.search.made import library, story

words = [f"b{a}{b}k" for a in "abc" for b in "abcdefghijklmnopqrst"]
one, two, three = words[:20], words[20:40], words[40:]
told = (f"{a} was there and {b} was there and then {c} came in, all day." for a, b, c in zip(one, two, three))
tree = export.build(
    library(
        story("s-22222", " ".join(told)),
        story("s-33333", " ".join(two + three)),
        story("s-44444", " ".join(three)),
    )
)
print(hashlib.sha256(b"".join(tree[path] for path in sorted(tree))).hexdigest())
"""


def test_the_same_bytes_come_from_another_process() -> None:
    """
    The order of sets, which differs from one to the next, decides nothing: not even which of many passages
    that are worth the same are shown.
    """
    digests = set()
    for seed in ("1", "2", "3"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", TIED]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        digests.add(done.stdout)

    assert 1 == len(digests)


@pytest.mark.parametrize("word", ["zymotic", "bus", "gear", "smack"])
def test_an_edit_changes_few_files(word: str) -> None:
    """
    A word more: the files of the word, of what it means and of their places, the story's card, and what lists all.
    """
    edited = opened(of(*(invented(n, word if n == 7 else "") for n in range(60))))
    changed = {name for name in edited if MANY.get(name) != edited[name]}

    assert MANY["directory"].layout == edited["directory"].layout
    assert {"directory"} < changed
    assert 7 >= len(changed) < len(edited) / 15


def test_one_story_more_leaves_most_cuts_where_they_are() -> None:
    """
    Three of four files of words still begin where they began.
    """
    after = opened(of(*map(invented, range(61))))
    was, now = (set(files["directory"].data["firsts"].split(" ")) for files in (MANY, after))

    assert len(was & now) >= len(was) * 3 / 4


def test_a_version_is_of_all_that_is_said() -> None:
    """
    A page that has an old directory must not read new files as if they were its own.
    """
    one, edited, other = (
        opened(of(*stories))["directory"].data
        for stories in ([invented(1)], [invented(1, "zymotic")], [invented(2)])
    )

    assert 3 == len({said["version"] for said in (one, edited, other)})
    assert one["layout"] != other["layout"]
