"""After any change of an archive, a build over the last one makes what a first build makes."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from storyarchive.finding import find
from storyarchive.search.facts import Wish
from tests import killing, leaks
from tests.computers import Bytes, assert_same, built
from tests.longer import LONG
from tests.made import HELP, ON, SETTINGS, SOUND, archive, dump, every_file

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

EDITIONS = {id: SETTINGS["editions"][id] for id in (("public", "offline") if LONG else ("public",))}
MADE: Mapping[str, Any] = {"base_url": leaks.ADDRESS, "editions": EDITIONS}
FIRST, SECOND, THIRD, PL = (leaks.name(number) for number in range(4))
TRANSLATION: dict[str, Any] = {"translation_of": FIRST, "language": "pl"}


def story(number: int, **changes: Any) -> str:
    return leaks.told(number, **{**leaks.voice(number), "consent": leaks.ALL, **changes})


def write(directory: Path, path: str, content: str | bytes) -> None:
    place = directory / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode())


def settings(directory: Path, **changes: Any) -> None:
    write(directory, "_archive.yaml", dump({**SETTINGS, **MADE, **changes}))


def edit(directory: Path, path: str, old: str, new: str) -> None:
    text = (directory / path).read_text(encoding="utf-8")
    assert old in text
    write(directory, path, text.replace(old, new, 1))


def add(directory: Path, number: int) -> None:
    for path, content in leaks.with_voice(number, story(number)).items():
        write(directory, path, content)


def remove(directory: Path, number: int) -> None:
    for path in directory.glob(f"{leaks.name(number)}.*"):
        path.unlink()


def withdraw(directory: Path, number: int) -> None:
    remove(directory, number)
    gone = {"id": leaks.name(number), "withdrawn_on": "2026-11-20", "reason_code": "teller"}
    write(directory, "_withdrawn.yaml", dump([gone]))


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "nothing": lambda at: None,
    "the title of a story": lambda at: write(
        at, f"{FIRST}.md", story(0, title="Another title", related=[SECOND])
    ),
    "what two stories are linked by": lambda at: edit(at, f"{FIRST}.md", SECOND, THIRD),
    "the text of a translation": lambda at: write(
        at, f"{PL}.md", story(3, body="Words.\n\n" * 40, quotes=[], **TRANSLATION)
    ),
    "a recording": lambda at: write(at, f"{SECOND}.mp3", SOUND + b"other"),
    "a transcript, of the same length": lambda at: write(at, f"{SECOND}.txt", "quetzzzbox"),
    "a theme's name": lambda at: edit(
        at, "_vocabulary/themes.yaml", "label: Leaving prison", "label: Coming home"
    ),
    "a help line": lambda at: write(
        at, "_help/gb.yaml", dump({**HELP, "lines": [{**HELP["lines"][0], "name": "Other line"}]})
    ),
    "the library's title": lambda at: settings(at, title="Another library"),
    "its words": lambda at: settings(at, words={"story.next": "Onwards"}),
    "its address": lambda at: settings(at, base_url="https://other.example"),
    "a template": lambda at: write(at.parent, "site_templates/404.html", "<p>Nothing here.</p>"),
    "that template, of the same length": lambda at: write(
        at.parent, "site_templates/404.html", "<p>Nothing home.</p>"
    ),
    "the template is gone": lambda at: shutil.rmtree(at.parent / "site_templates"),
    "a new story": lambda at: add(at, 4),
    "a pause": lambda at: write(at, f"{THIRD}.md", story(2, status="paused")),
    "a scope": lambda at: write(
        at, f"{leaks.name(4)}.md", story(4, consent=leaks.scopes("public-web"))
    ),
    "a story that is deleted": lambda at: remove(at, 4),
    "a withdrawal": lambda at: withdraw(at, 1),
    "the first text again": lambda at: write(at, f"{FIRST}.md", story(0)),
}
"""What is changed → how, one after the other."""

GONE: dict[str, tuple[bytes, ...]] = {
    "a pause": (leaks.word(2).encode(), THIRD.encode()),
    "a story that is deleted": (leaks.word(4).encode(), leaks.name(4).encode()),
    "a withdrawal": (leaks.word(1).encode(),),
}
"""Change → what is in no file of any output or cache afterwards: a story's words, and its id if it may not be named."""


def build(directory: Path, output: Path, said: Path) -> Bytes:
    """Build in a process that knows nothing of the builds before, with the cache that is there."""
    run = killing.storyarchive(killing.words(directory, output))
    ended = killing.at_change(0, killing.die, run, said)
    assert 0 == ended.status, ended.said
    return built(output.parent)


def states(output: Path) -> dict[str, tuple[int, int]]:
    """Give the number of each file and directory of the editions, and when it was changed."""
    return {
        path.relative_to(output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for edition in EDITIONS
        for path in (output / edition, *(output / edition).rglob("*"))
    }


def test_after_any_change_a_warm_build_is_a_cold_one(tmp_path: Path) -> None:
    """
    Texts, links, recordings, vocabularies, help lines, settings, words, templates, new stories and stories that are
    gone: what is built over the last build is what is built in another place. Files with the bytes they had are
    the same files, and where nothing changed nothing is touched. What was in a story that is gone is nowhere.
    """
    links: dict[int, dict[str, Any]] = {0: {"related": [SECOND]}, 3: TRANSLATION}
    files: dict[str, str | bytes] = {}
    for number in range(4):
        files |= leaks.with_voice(number, story(number, **links.get(number, {})))
    directory = archive(tmp_path / "warm", files, MADE)
    output, said = tmp_path / "warm" / "build", tmp_path / "said"
    before = build(directory, output, said)
    for edition in EDITIONS:
        find(directory, edition, ON, "chair", Wish(), cache=output / "cache")
    for number, (what, change) in enumerate(CHANGES.items(), 1):
        kept, is_gone = states(output), GONE.get(what, ())
        change(directory)
        assert all(any(word in content for _, content in every_file(output)) for word in is_gone)

        warm = build(directory, output, said)

        # What is wrong after a change is wrong after the next as well, so not all have to be looked at.
        if LONG or number % 3 == 2:
            cold = tmp_path / f"cold-{number}"
            assert_same(build(directory, cold / "build", said), warm, what)
        assert (what == "nothing") == (warm == before), what
        now = states(output)
        same = [path for path in warm if before.get(path) == warm[path]]
        assert [] == [path for path in same if kept[path] != now[path]], what
        assert what != "nothing" or kept == now
        for path, content in every_file(output):
            found = [word for word in is_gone if word in content or word.decode() in str(path)]
            assert [] == found, f"{path}, after {what}"
        before = warm
