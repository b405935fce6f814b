from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive.content import records, schema, wordbook
from storyarchive.content.vocabulary import Vocabulary
from tests.made import HELP, PROJECT, SETTINGS, dump, narrative

PLACE = PROJECT / "narratives" / "_vocabulary"
PIECES = st.text(max_size=12) | st.sampled_from(
    ["[", "{", "- ", ": ", "\n", "\n  ", "''", '"', "|", "&a ", "*a", "no", "~", "---"]
)
PLACES = st.floats(0, 1)


@cache
def words() -> dict[str, tuple[str, bytes]]:
    return {name: (name, Path(PLACE / name).read_bytes()) for name in wordbook.VOCABULARIES}


@cache
def vocabulary() -> Vocabulary:
    found, _ = wordbook.read(words())
    assert found
    return found


def spliced(text: str, at: float, length: int, piece: str) -> bytes:
    """Put a piece into a text in the place of some of its letters."""
    start = int(at * len(text))
    return (text[:start] + piece + text[start + length :]).encode("utf-8", "surrogatepass")


@settings(max_examples=150)
@given(PLACES, st.integers(0, 80), PIECES)
def test_records_with_any_slip_are_read_or_refused(at: float, length: int, piece: str) -> None:
    """
    A piece cut out of a file, or put into it, gives what it says or problems, and never neither.
    """
    read = (
        records.read_settings(spliced(dump(SETTINGS), at, length, piece), "a.yaml", vocabulary()),
        records.read_help(spliced(dump(HELP), at, length, piece), "h.yaml", vocabulary()),
        schema.read(
            spliced(narrative("s-22222"), at, length, piece), "s.md", "s-22222", vocabulary()
        ),
    )
    for found, problems in read:
        assert found or problems


@settings(max_examples=15)
@given(st.sampled_from(sorted(wordbook.VOCABULARIES)), PLACES, st.integers(0, 80), PIECES)
def test_vocabularies_with_any_slip_are_read_or_refused(
    name: str, at: float, length: int, piece: str
) -> None:
    """
    The same holds for each file of a vocabulary among the others.
    """
    changed = spliced(words()[name][1].decode(), at, length, piece)

    found, problems = wordbook.read({**words(), name: (name, changed)})

    assert found or problems
