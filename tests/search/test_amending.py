"""An amended index is the index that would be made of the whole library."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive.content import messages
from storyarchive.content.library import Library, Quote, Story
from storyarchive.content.reading import measure
from storyarchive.errors import TooFar
from storyarchive.search import amending, counts, export
from storyarchive.search.export import Compiled
from tests.search.test_export import invented, of

SAY = messages.english()
MANY = of(*map(invented, range(60)))
COMPILED = export.compile(MANY, SAY)
WORDS = ("zymotic", "bus", "gear", "smack", "clean", "the", "winter", "was", "said", "heroin")


def with_text(story: Story, text: str) -> Story:
    return replace(story, text=text, reading=measure(text, story.language))


def amended(before: Compiled, library: Library, *changes: amending.Change) -> Compiled:
    """Amend an index, from nothing but what was compiled and the stories that are shown otherwise."""
    found = amending.amend(changes, replace(library, stories=()), before.counts, _reader(before))
    now = {story.id: story for story in library.stories} | {now.id: now for _, now in changes}
    shown = [now[found.counts.ids[number]] for number in found.showing]
    cards = amending.cards(found, shown, replace(library, stories=()), SAY)
    return Compiled({**before.tree, **found.files, **cards}, found.counts)


def _reader(compiled: Compiled) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        content = compiled.tree[path]
        assert isinstance(content, bytes)
        return content

    return read


def in_library(library: Library, *stories: Story) -> Library:
    now = {story.id: story for story in (*library.stories, *stories)}
    return replace(library, stories=tuple(now[id] for id in sorted(now)))


def but_directory(compiled: Compiled) -> dict[str, object]:
    return {path: file for path, file in compiled.tree.items() if path != export.DIRECTORY}


EDITS = st.tuples(
    st.integers(0, 59),
    st.sampled_from(["at the end", "before", "without", "instead", "summary", "quote"]),
    st.integers(0, 200),
    st.sampled_from(WORDS) | st.text(st.characters(categories=["L", "P"]), min_size=1, max_size=8),
)


def edited(story: Story, how: str, at: int, word: str) -> Story:
    """Change the words of a story in one place."""
    words = story.text.split()
    at %= len(words)
    if how == "summary":
        return replace(story, summary=f"{story.summary} {word}")
    if how == "quote":
        return replace(story, quotes=(Quote(f"{words[at]} {word}", ok_out_of_context=True),))
    instead = {"at the end": [*words, word], "before": [*words[:at], word, *words[at:]]}
    instead |= {"without": [*words[:at], *words[at + 1 :]]}
    instead |= {"instead": [*words[:at], word, *words[at + 1 :]]}
    return with_text(story, " ".join(instead[how]))


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_an_amended_index_is_one_that_is_made_anew(edits: list[tuple[int, str, int, str]]) -> None:
    """
    Byte for byte, whatever words come, go or move in one story or several, time after time; and so is what is known
    of all words, with which it is amended the next time.
    """
    library, compiled = MANY, COMPILED
    for number, *edit in edits:
        was = library.stories[number]
        now = edited(was, *edit)  # type: ignore[arg-type]
        after = in_library(library, now)
        wanted = export.compile(after, SAY)
        try:
            found = amended(compiled, library, (was, now))
        except TooFar:
            found = wanted
        assert but_directory(wanted) == but_directory(found)
        assert wanted.counts == found.counts
        library, compiled = after, wanted


def test_several_stories_are_amended_at_once() -> None:
    """
    What two stories change in one file is changed together.
    """
    changes = [(story, edited(story, "at the end", 0, "gear")) for story in MANY.stories[3:40:9]]

    found = amended(COMPILED, MANY, *changes)

    wanted = export.compile(in_library(MANY, *(now for _, now in changes)), SAY)
    assert but_directory(wanted) == but_directory(found)
    assert wanted.counts == found.counts
    assert but_directory(found) != but_directory(COMPILED)


def test_an_edit_reads_and_writes_few_files() -> None:
    """
    A word at the end touches its own shelf and the story's card, and nothing is read of most others.
    """
    asked: set[str] = set()
    read = _reader(COMPILED)

    def watched(path: str) -> bytes:
        asked.add(path)
        return read(path)

    was = MANY.stories[7]
    now = edited(was, "at the end", 0, "zymotic")
    found = amending.amend([(was, now)], MANY, COMPILED.counts, watched)

    assert 1 <= len(found.files) <= 4
    assert len(asked) < len(COMPILED.tree) / 4


def test_most_edits_are_amended() -> None:
    """
    Words that come or go seldom move where a file begins, even where files are as small as here.
    """
    far = 0
    for number, word in enumerate(WORDS * 3):
        was = MANY.stories[number * 2]
        try:
            amended(COMPILED, MANY, (was, edited(was, ("before", "instead")[number % 2], 7, word)))
        except TooFar:
            far += 1

    assert far <= 8


@pytest.mark.parametrize(
    "change",
    [{"themes": ("drugs",)}, {"stage_now": "giving-back"}, {"language": "pl"}, {"role": "mentor"}],
)
def test_what_moves_stories_or_filters_is_not_amended(change: dict[str, str]) -> None:
    """
    The numbers of stories, and the facts of all of them, are in files of their own.
    """
    was = MANY.stories[7]

    with pytest.raises(TooFar):
        amended(COMPILED, MANY, (was, replace(was, **change)))  # type: ignore[arg-type]


def test_a_story_that_is_much_longer_is_not_amended() -> None:
    """
    Where the mean length comes to another step, every level of every story may be another.
    """
    was = MANY.stories[7]
    now = replace(with_text(was, was.text + " more" * 20_000), reading=was.reading)
    now = replace(now, reading=replace(now.reading, words=20_000))

    with pytest.raises(TooFar):
        amended(COMPILED, MANY, (was, now))


def test_a_file_that_is_none_of_an_index_is_not_read() -> None:
    """
    It may have been damaged, or be of another version.
    """
    was = MANY.stories[7]
    for instead in (b"", b"storyarchive.receive()", b'storyarchive.receive("a","00000000",{});\n'):
        damaged = Compiled(dict.fromkeys(COMPILED.tree, instead), COMPILED.counts)
        with pytest.raises(ValueError, match="no file of the index"):
            amended(damaged, MANY, (was, edited(was, "at the end", 0, "gear")))


def test_counts_are_read_as_they_were_written() -> None:
    """
    All of them, and what has changed since; of another version they are not read.
    """
    was = MANY.stories[7]
    now = amended(COMPILED, MANY, (was, edited(was, "instead", 4, "zymotic"))).counts
    before = COMPILED.counts
    written = counts.to_json(before)

    assert before == counts.from_json(written)
    assert now == counts.changed(before, counts.since(before, now)) != before
    assert before == counts.changed(now, counts.since(now, before))
    with pytest.raises(ValueError, match="in another way"):
        counts.from_json(written.replace('"version":"', '"version":"other', 1))
