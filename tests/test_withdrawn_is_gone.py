"""Withdrawing a story and building again is as if it had never been there, but for the mark that says so."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from storyarchive.building import build
from storyarchive.finding import find
from storyarchive.search.facts import Wish
from tests import leaks
from tests.leaks import Told
from tests.made import ON, dump, every_file

SCOPES = st.sampled_from(
    [
        leaks.EVERY_SCOPE,
        leaks.EVERY_SCOPE | {"ai-training"},
        *(leaks.EVERY_SCOPE - {scope} for scope in ("public-web", "audio", "syndication")),
        frozenset({"offline"}),
    ]
)
LINKS = st.sampled_from(["none", "related", "translation"])
OTHERS = st.lists(st.tuples(SCOPES, LINKS), max_size=3)

LISTS = {
    *("recall.html", "recall.json", "feed.xml", "what-is-this.html", "files.txt", "manifest.json")
}
"""Files that may say that a story was withdrawn, besides the page where it was."""


def told(number: int, agreed: frozenset[str], **changes: Any) -> Told:
    consent = leaks.scopes(*agreed)
    text = leaks.told(number, **{**leaks.voice(number), **changes, "consent": consent})
    return Told(leaks.name(number), leaks.word(number), leaks.with_voice(number, text))


def link(how: str) -> dict[str, Any]:
    """Link a narrative with the one that is withdrawn."""
    id = leaks.name(0)
    links: dict[str, dict[str, Any]] = {
        "none": {},
        "related": {"related": [id]},
        "translation": {"translation_of": id, "language": "pl"},
    }
    return links[how]


def built(directory: Path, output: Path) -> dict[str, bytes]:
    """Build all editions, and give every file that is in them: path → bytes."""
    # What pointed to a story that is withdrawn is an error to mend; the rest is built all the same.
    build(directory, output, ON, keep_going=True)
    return {
        path.relative_to(output).as_posix(): content
        for edition in leaks.EDITIONS
        for path, content in every_file(output / edition)
    }


@settings(max_examples=8, deadline=None)
@given(SCOPES, OTHERS)
def test_withdrawn_then_built_is_as_if_it_had_never_been(
    agreed: frozenset[str], others: list[tuple[frozenset[str], str]]
) -> None:
    """
    Every byte of every edition is that of an archive which has the entry in its list and never had the narrative; and
    that of an archive without either, but for the page where the story was and the lists of what there is. Nothing is
    left in the caches.
    """
    gone = told(0, agreed)
    rest = [told(n, scopes, **link(how)) for n, (scopes, how) in enumerate(others, 1)]
    with tempfile.TemporaryDirectory() as place:
        was = leaks.make(Path(place, "was"), [gone, *rest])
        output = Path(place, "was", "build")
        before = built(was, output)
        find(was, "public", ON, "chair", Wish(), cache=output / "cache")
        leaks.withdraw(was, gone)
        after = built(was, output)

        never = leaks.make(Path(place, "never"), rest)
        without = built(never, Path(place, "never", "build"))
        entry = {"id": gone.id, "withdrawn_on": "2026-11-20", "reason_code": "teller"}
        (never / "_withdrawn.yaml").write_text(dump([entry]), encoding="utf-8")
        as_if = built(never, Path(place, "as-if"))

        cached = [content for _, content in every_file(output / "cache")]

    assert any(gone.word.encode() in content for content in before.values())
    assert as_if == after
    assert not any(gone.word.encode() in content for content in [*after.values(), *cached])
    changed = {
        path for path in as_if.keys() | without.keys() if as_if.get(path) != without.get(path)
    }
    marks = {f"{edition}/stories/{gone.id}.html" for edition in leaks.EDITIONS}
    assert marks <= changed
    assert changed <= marks | {f"{each}/{path}" for each in leaks.EDITIONS for path in LISTS}
