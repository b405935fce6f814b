"""Where only words have changed a site is amended, and is what a first build makes; anything else is built."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storyarchive import building, files, sharing, stamps
from storyarchive.cli import main
from storyarchive.finding import find
from storyarchive.publish import amending
from storyarchive.publish.edition import PUBLISHERS
from storyarchive.search.facts import Wish
from tests import killing, leaks
from tests.computers import assert_same, built
from tests.longer import times
from tests.made import BODY, ON, archive, every_file, narrative

ID, OTHER, THIRD, TOLD_TWICE = "s-22222", "s-33333", "s-44444", "s-55555"
PL, ALIVE = "s-66666", "s-88882"
INVENTED: dict[str, Any] = {"basis": "fictional"}
MADE: dict[str, Any] = {"base_url": leaks.ADDRESS}


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any change for one that was long ago."""
    monkeypatch.setattr(stamps, "SETTLED", -(10**12))


@pytest.fixture(params=[1, 3], ids=["one process", "three"])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sharing, "_can_be_copied", lambda: True)
    monkeypatch.setenv(sharing.WORKERS, str(request.param))
    return int(request.param)


def told(id: str, body: str = BODY, **changes: Any) -> str:
    return narrative(id, body, **{**INVENTED, "pseudonym": f"Teller of {id}", **changes})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with an archive and its editions."""
    scopes = dict.fromkeys(leaks.EVERY_SCOPE - {"syndication"}, "yes")
    consent = {"record": "none-fictional", "scopes": scopes, "approved_text": None}
    stories: dict[str, dict[str, Any]] = {
        ID: {
            "related": [OTHER],
            "quotes": [{"text": "the chair was still mine", "ok_out_of_context": "yes"}],
            "prompts": ["What is a gate?", "Who had the keys?"],
        },
        OTHER: {"themes": ["belonging", "getting-out"], "stage_now": "early-days"},
        THIRD: {"quotes": [{"text": "the chair was still mine", "ok_out_of_context": "yes"}]},
        TOLD_TWICE: {"pseudonym": f"Teller of {ID}"},
        PL: {"translation_of": THIRD, "language": "pl"},
    }
    texts = {
        f"{id}.md": told(id, **{"consent": consent, **changes}) for id, changes in stories.items()
    }
    others = [f"s-777{n}{m}" for n in "23456" for m in "23456789"]
    texts |= {f"{id}.md": told(id, consent=consent) for id in others}
    texts |= {f"{ALIVE}.md": narrative(ALIVE)}
    archive(tmp_path, {**texts}, MADE)
    assert "changed)" in build(tmp_path).stdout
    return tmp_path


def build(place: Path, *more: str, output: str = "build", on: str = "2026-11-23") -> Result:
    typed = ["--archive", str(place / "narratives"), "--on", on, "build", *more]
    done = CliRunner().invoke(main, [*typed, "--output", str(place / output)])
    assert done.exception is None or done.exit_code == 1, done.exception
    return done


def is_amended(place: Path, *more: str, on: str = "2026-11-23") -> bool:
    """Build, and tell whether that was done without building all; then compare with a first build elsewhere."""
    whole: list[Path] = []
    build_it = building.build

    def watched(directory: Path, *arguments: object) -> object:
        whole.append(directory)
        return build_it(directory, *arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "build", watched)
        done = build(place, *more, on=on)
    shutil.rmtree(place / "cold", ignore_errors=True)
    again = build(place, *more, output="cold", on=on)
    assert done.exit_code == again.exit_code
    if not done.exit_code and not more:
        assert_same(built_in(place, "cold"), built_in(place, "build"), done.stdout)
    return not whole


def built_in(place: Path, output: str) -> dict[str, bytes]:
    (place / "look").mkdir(exist_ok=True)
    link = place / "look" / "build"
    link.unlink(missing_ok=True)
    link.symlink_to(place / output)
    return built(place / "look")


def edit(place: Path, old: str, new: str, id: str = ID) -> Path:
    """Change a file of the archive in one place."""
    path = place / "narratives" / (f"{id}.yaml" if id == "_archive" else f"{id}.md")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


Change = Callable[[Path], Any]


def approved_anew(place: Path) -> None:
    """Change the story of somebody who is alive, who has read it and agreed."""
    body = BODY.replace("long winter", "hard winter")
    path = place / "narratives" / f"{ALIVE}.md"
    path.write_text(narrative(ALIVE, body), encoding="utf-8")


WORDS: dict[str, Change] = {
    "a word": lambda place: edit(place, "long winter", "hard winter"),
    "a word more": lambda place: edit(place, "which way the bus", "which way the old bus"),
    "a word that no story has": lambda place: edit(place, "at the gate", "at the zymotic"),
    "a word less": lambda place: edit(place, "a good deal of it", "a deal of it"),
    "what two say": lambda place: (
        edit(place, "the canal", "the bus"),
        edit(place, "the canal", "the bus", OTHER),
    ),
    "a summary": lambda place: edit(place, "a gate, a bus", "a gate & <b>a</b> bus"),
    "a longer summary": lambda place: edit(place, "Dee tells of", "Dee tells us a lot of"),
    "a quote": lambda place: edit(
        place, "text: the chair was still mine", "text: the chair was still"
    ),
    "a question": lambda place: edit(place, "What is a gate?", "What is a gate for?"),
    "nothing but a touch": lambda place: (place / "narratives" / f"{ID}.md").touch(),
    "a text that was approved anew": approved_anew,
    "who reviewed it": lambda place: edit(place, "by: reviewer-2", "by: reviewer-3"),
}
"""What is changed of words, each after the others."""


def test_where_words_change_a_site_is_amended(place: Path, workers: int) -> None:
    """
    It is what a first build makes, byte for byte, in every edition; whatever was written and read together, and time
    after time. Files that are the same are the same files.
    """
    # What several processes could do otherwise they do at the first changes.
    for what, change in list(WORDS.items())[: None if workers == 1 else 3]:
        before = built_in(place, "build")
        inodes = {path: (place / "build" / path).stat().st_ino for path in before}
        change(place)

        assert is_amended(place), what

        now = built_in(place, "build")
        kept = [path for path in now if now[path] == before[path]]
        assert all((place / "build" / path).stat().st_ino == inodes[path] for path in kept), what
        assert len(kept) > len(now) / 2
    assert {"build", "cold", "look", "narratives"} == {p.name for p in place.iterdir()}
    assert [] == [p.name for p in (place / "build").glob(".*.new")]


FURTHER: dict[str, Change] = {
    "a title": lambda place: edit(place, "title: The story", "title: A story"),
    "a theme": lambda place: edit(place, "- getting-out\n", "- purpose\n"),
    "a stage": lambda place: edit(place, "stage_now: early-days", "stage_now: not-ready"),
    "a content note": lambda place: edit(
        place, "content_notes: []", "content_notes: [{id: drug-use}]"
    ),
    "a scope": lambda place: edit(place, "print: 'yes'", "print: 'no'"),
    "the scope of an edition": lambda place: edit(place, "offline: 'yes'", "offline: 'no'"),
    "a pause": lambda place: edit(place, "status: published", "status: paused"),
    "a link": lambda place: edit(place, f"- {OTHER}", f"- {THIRD}"),
    "a name": lambda place: edit(place, f"Teller of {ID}", "Teller"),
    "how long it takes": lambda place: edit(place, "I stood", "I stood" + " and stood" * 400),
    "a story that is translated": lambda place: edit(place, "long winter", "hard winter", THIRD),
    "a translation": lambda place: edit(place, "long winter", "hard winter", PL),
    "a day": lambda place: None,
    "an edition": lambda place: None,
    "a setting": lambda place: edit(place, "title: Test", "title: Other", "_archive"),
    "a new story": lambda place: (place / "narratives" / "s-88888.md").write_text(told("s-88888")),
    "a story fewer": lambda place: (place / "narratives" / f"{OTHER}.md").unlink(),
    "a page that was touched": lambda place: (
        edit(place, "long winter", "hard winter"),
        (place / "build" / "public" / "index.html").write_text("Else"),
    ),
    "a page that is gone": lambda place: (
        edit(place, "long winter", "hard winter"),
        (place / "build/public/index.html").rename(place / "index.html"),
    ),
    "its own page, that is gone": lambda place: (
        edit(place, "long winter", "hard winter"),
        (place / f"build/public/stories/{ID}.html").rename(place / "index.html"),
    ),
    "an edition that is gone": lambda place: (
        edit(place, "long winter", "hard winter"),
        (place / "build/offline").rename(place / "offline"),
    ),
    "a text that nobody approved": lambda place: edit(place, "long winter", "hard winter", ALIVE),
    "where words are cut": lambda place: edit(place, "the canal", "the lock"),
    "many stories": lambda place: (
        [
            (path.write_text(path.read_text() + "\nAgain.\n"), path)
            for path in (place / "narratives").glob("s-*.md")
        ]
        + [shutil.copy(place / "narratives/s-77722.md", place / "narratives" / "s-99999.md")]
    ),
}
"""What reaches further than a few pages."""


@pytest.mark.parametrize("what", FURTHER)
def test_what_reaches_further_is_built(place: Path, what: str) -> None:
    """
    Above all consent: what a narrator stops is gone from every edition.
    """
    FURTHER[what](place)
    more = {"an edition": ("public",)}.get(what, ())

    assert not is_amended(place, *more, on="2026-11-24" if what == "a day" else "2026-11-23")


def _changed(place: Path) -> None:
    edit(place, "long winter", "hard winter")


def _note_is(damage: Callable[[Path], None], name: str, place: Path) -> None:
    damage(place / "build" / "cache" / "last" / name)


DAMAGES: dict[str, Change] = {
    "all notes are gone": lambda place: shutil.rmtree(place / "build/cache/last"),
    "the whole cache": lambda place: shutil.rmtree(place / "build/cache"),
    "what names them": lambda place: (place / "build/cache/built.json").write_text("{}"),
    "a page is another": lambda place: (place / "build/public/about.html").write_text("Else"),
}


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


_NOTES = (
    *("public-counts.json", "public-lists.json", "public-stories-00000.jsonl"),
    *("offline-counts.json", "crowd.json", "ties.json", "narratives.json"),
)
DAMAGES |= {f"one byte of {name}": partial(_note_is, _flip, name) for name in _NOTES}
DAMAGES |= {f"{name} is empty": partial(_note_is, _emptied, name) for name in _NOTES[:2]}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_note_is_noticed(place: Path, what: str) -> None:
    """
    Then all is built, and the next change is amended again.
    """
    _changed(place)
    DAMAGES[what](place)

    assert not is_amended(place)
    edit(place, "hard winter", "long winter")
    assert is_amended(place)


def test_what_is_noted_of_a_story_that_is_gone_is_gone(place: Path) -> None:
    """
    Words that were taken out of a story as well, be it amended or built.
    """
    cache = place / "build" / "cache"
    edit(place, "long winter", "zymotic winter")
    assert is_amended(place)
    assert any(b"zymotic" in content for _, content in every_file(cache))
    edit(place, "zymotic winter", "hard winter")
    assert is_amended(place)
    assert not any(b"zymotic" in content for _, content in every_file(cache))

    edit(place, "status: published", "status: paused")
    assert not is_amended(place)
    assert not any(b"hard winter" in content for _, content in every_file(cache))


def test_the_index_at_the_prompt_is_amended_too(place: Path) -> None:
    """
    A word that was taken out is in none of its files, and a question finds what it finds in an index made anew.
    """
    cache = place / "build" / "cache"
    edit(place, "long winter", "zymotic winter")
    assert is_amended(place)
    assert 1 == found(place, "zymotic", cache)["total"]
    edit(place, "zymotic winter", "hard winter")
    assert is_amended(place)

    assert not any(b"zymotic" in content for _, content in every_file(cache))
    for asked in ("hard winter", "zymotic", "chair", '"the long winter"'):
        assert found(place, asked, place / "other") == found(place, asked, cache), asked

    edit(place, "hard winter", "long winter")
    for path in (cache / "search" / "public").iterdir():
        path.write_bytes(b"")
    assert is_amended(place)
    assert 0 < found(place, "winter", cache)["total"]


def found(place: Path, words: str, cache: Path) -> Any:
    return find(place / "narratives", "public", ON, words, Wish(), cache=cache).answer.as_json()


def test_where_files_cannot_have_two_names_all_is_built(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    As on most USB sticks.
    """

    def refused(*arguments: object, **named: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", refused)
    _changed(place)

    assert not is_amended(place)


def test_whoever_writes_at_the_same_time_is_not_written_over(place: Path) -> None:
    """
    What was looked at is no more what is there: all is built, from what is there.
    """
    _changed(place)
    write = files.amending

    @contextmanager
    def overtaken(directory: Path) -> Iterator[Any]:
        with write(directory) as written:
            if directory.name == "public":
                # Another build, which began later, ends sooner.
                shutil.copytree(directory, place / "copy")
                shutil.rmtree(directory)
                (place / "copy").rename(directory)
            yield written

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "amending", overtaken)
        assert not is_amended(place)


def test_every_publisher_is_known_where_words_change() -> None:
    """
    Whoever writes another one says whether it makes something of the words of stories.
    """
    assert {each.name for each in PUBLISHERS} == amending.CHANGED | amending.UNCHANGED
    assert not amending.CHANGED & amending.UNCHANGED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")
def test_killed_at_any_moment_an_amendment_leaves_a_whole_site(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    While files get their second names, before and after the sites change places, while the old one is deleted, and
    while it is noted: each edition is the old or the new one, whole, and the next build completes.
    """
    monkeypatch.setenv(sharing.WORKERS, "1")
    typed = ["--archive", str(place / "narratives"), "--on", "2026-11-23", "build"]
    run = killing.storyarchive([*typed, "--output", str(place / "build")])
    old = built_in(place, "build")
    _changed(place)
    changes = killing.changes(run, tmp_path / "said")
    new = built_in(place, "build")
    assert old != new
    spread = range(3, len(changes), len(changes) // times(6, 200))
    asked = [number for number, said in enumerate(changes, 1) if "dlsym" in said]
    for number in sorted({*spread, *asked, *(at + 1 for at in asked), len(changes)}):
        edit(place, "hard winter", "long winter")
        build(place)
        assert old == built_in(place, "build"), changes[number - 1]
        _changed(place)

        ended = killing.at_change(number, killing.die, run, tmp_path / "said")

        assert -9 == ended.status, ended.said
        found = built_in(place, "build")
        for edition in ("public", "mentor", "offline"):
            parts = [
                {path: content for path, content in site.items() if path.startswith(edition)}
                for site in (found, old, new)
            ]
            assert parts[0] in parts[1:], changes[number - 1]
