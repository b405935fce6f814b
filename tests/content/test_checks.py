from pathlib import Path
from typing import Any

import pytest

from storyarchive.content import checks, narrative_checks
from storyarchive.content.archive import load
from storyarchive.errors import Problem, Severity
from tests.made import BODY, HELP, ON, PROJECT, SOUND, archive, dump, history, narrative

ID = "s-4k7p2"


def found(tmp_path: Path, text: str, **others: str | bytes) -> tuple[Problem, ...]:
    files = {f"{ID}.md": text, **others}
    return checks.run(load(archive(tmp_path, files)), ON)


def test_the_example_archive_has_nothing_to_mend() -> None:
    """
    The stories that new editors learn from are without a fault.
    """
    assert () == checks.run(load(PROJECT / "narratives"), ON)


def test_a_draft_is_told_what_is_still_missing(tmp_path: Path) -> None:
    """
    What a published narrative needs is missing in a draft, and an error once it is published.
    """
    draft = found(tmp_path / "a", f"---\nid: {ID}\nstatus: draft\n---\n")
    published = found(tmp_path / "b", f"---\nid: {ID}\nstatus: published\n---\n")

    assert {Severity.MISSING} == {problem.severity for problem in draft}
    missing = {problem.message for problem in draft}
    assert {"title is not recorded", "consent is not recorded", "there is no story yet"} <= missing
    assert Severity.ERROR in {problem.severity for problem in published}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"stage_now": "giving-back"}, "stage-not-told", "error"),
        ({"quotes": [{"text": "Never said."}]}, "quote-not-in-story", "error"),
        ({"prompts": ["Why did you do it?", "What helped?"]}, "asks-why", "advice"),
        ({"format": "audio"}, "no-media", "error"),
        (
            {
                "format": "audio",
                "media": {
                    "file": f"{ID}.mp3",
                    "transcript": "body",
                    "voice_changed": "no",
                    "minutes": 3,
                },
            },
            "media-missing",
            "error",
        ),
        ({"translation_of": "s-2222z"}, "no-original", "error"),
        ({"related": ["s-2222z"]}, "no-related", "error"),
        ({"status": "paused", "history": history("published")}, "history-out-of-step", "missing"),
        (
            {
                "history": [
                    {"to": "draft", "date": "2026-05-02", "by": "editor-1"},
                    {"to": "published", "date": "2026-05-01", "by": "editor-1"},
                ]
            },
            "history-order",
            "error",
        ),
        ({"consent": {"expires_on": "2026-11-22"}}, "expired", "held"),
        ({"consent": {"approved_text": "sha256:" + "0" * 64}}, "text-changed", "error"),
        (
            {"consent": {"scopes": {"offline": "yes"}, "expires_on": "2027-01-01"}},
            "ends-before-the-copy",
            "advice",
        ),
        ({"consent": {"scopes": {"print": "yes"}}}, "shown-nowhere", "held"),
    ],
)
def test_each_check_finds_what_it_is_for(
    tmp_path: Path, changes: dict[str, Any], code: str, severity: str
) -> None:
    """
    One thing amiss brings its own problem, with a remedy.
    """
    problems = [p for p in found(tmp_path, narrative(ID, **changes)) if p.code == code]

    assert [severity] == [problem.severity for problem in problems]
    assert problems[0].remedy


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("<script>alert(1)</script>", "raw-html"),
        ("He said <b>no</b>.", "raw-html"),
        ("![a picture](a.png)", "remote-image"),
        ("<!-- note: drug-use -->", "unknown-marker"),
        ("<!-- a comment -->", "raw-html"),
    ],
)
def test_what_readers_would_not_see_is_named_with_its_line(
    tmp_path: Path, words: str, code: str
) -> None:
    """
    HTML, pictures and stray markers in a story are told by line.
    """
    body = f"{BODY}\n\n{words}\n\nThe end."
    text = narrative(ID, body)
    line = text[: text.index(words)].count("\n") + 1

    assert [(line, code)] == [(p.line, p.code) for p in found(tmp_path, text)]


@pytest.mark.parametrize("words", ["Two is < three.", "`<b>`", "I love you <3", "a & b"])
def test_plain_signs_are_no_html(tmp_path: Path, words: str) -> None:
    """
    A story may hold signs that HTML uses.
    """
    assert () == found(tmp_path, narrative(ID, f"{BODY}\n\n{words}"))


def test_a_marker_of_a_note_of_the_story_is_right(tmp_path: Path) -> None:
    """
    A line can say where a noted passage begins and ends.
    """
    body = f"{BODY}\n\n<!-- note: drug-use -->\n\nIt was bad.\n\n<!-- note ends -->\n\nThen not."

    assert () == found(tmp_path, narrative(ID, body, content_notes=["drug-use"]))


def test_a_translation_waits_for_its_original(tmp_path: Path) -> None:
    """
    What the original holds back is mended there, and never by the scopes of the translation.
    """
    scopes = dict.fromkeys(("public-web", "mentor-edition", "offline"), "yes")

    def remedy(name: str, translation: dict[str, Any], **original: Any) -> tuple[str, str]:
        others: dict[str, str | bytes] = {"s-2222z.md": narrative("s-2222z", **original)}
        text = narrative(ID, translation_of="s-2222z", **translation)
        (told,) = [
            (text.split("\n")[p.line - 1].strip().partition(":")[0], p.remedy)
            for p in found(tmp_path / name, text, **others)
            if p.code == "shown-nowhere" and ID in p.path
        ]
        return told

    paused = remedy("a", {}, status="paused")
    refused = remedy("b", {}, consent={"scopes": {**scopes, "translation": "no"}})
    strange = remedy("c", {"consent": {"record": "CR-0043"}})
    own = remedy("d", {"consent": {"scopes": {"print": "yes"}}}, status="paused")

    assert ["translation_of"] * 3 + ["scopes"] == [
        told[0] for told in (paused, refused, strange, own)
    ]
    assert "nothing is to be mended here.  What holds s-2222z back:" in paused[1]
    assert "Ask the narrator; their answer stands in consent.scopes of s-2222z." == refused[1]
    assert "Write the record of s-2222z: both are the story of one person." == strange[1]
    assert own[1].endswith("else mend consent.scopes.")


def test_a_story_that_every_edition_drops_is_not_told_to_mend_its_scopes(tmp_path: Path) -> None:
    """
    The reason stands at its own field.
    """
    editions = {"public": {"title": "Open", "scopes": ["public-web"], "drop_notes": ["drug-use"]}}
    text = narrative(ID, f"{BODY}\n\nIt was bad.", content_notes=["drug-use"])
    directory = archive(tmp_path, {f"{ID}.md": text}, settings={"editions": editions})

    (told,) = [p for p in checks.run(load(directory), ON) if p.code == "shown-nowhere"]

    assert "content_notes:" in text.split("\n")[told.line - 1]
    assert "If that is what was agreed, all is well." == told.remedy


def test_a_withdrawn_id_is_an_error_wherever_it_stands(tmp_path: Path) -> None:
    """
    A link to a withdrawn story stops the build, like the story itself.
    """
    entry = dump([{"id": "s-2222z", "withdrawn_on": "2026-05-18", "reason_code": "teller"}])
    others: dict[str, str | bytes] = {"_withdrawn.yaml": entry}

    related = found(tmp_path / "a", narrative(ID, related=["s-2222z"]), **others)
    translated = found(tmp_path / "b", narrative(ID, translation_of="s-2222z"), **others)

    assert "names-withdrawn" in {p.code for p in checks.blocking(related)}
    assert "names-withdrawn" in {p.code for p in checks.blocking(translated)}


def test_help_lines_are_needed_real_and_tried(tmp_path: Path) -> None:
    """
    A site without a help line that somebody tried lately is told so.
    """
    line = HELP["lines"][0]
    none = {**HELP, "lines": []}
    placeholder = {**HELP, "lines": [{**line, "placeholder": "yes"}]}
    old = {**HELP, "lines": [{**line, "checked_on": "2025-01-01"}]}

    def codes(name: str, lines: dict[str, Any]) -> list[str]:
        others: dict[str, str | bytes] = {"_help/gb.yaml": dump(lines)}
        return [p.code for p in found(tmp_path / name, narrative(ID), **others)]

    assert ["no-help-lines"] == codes("a", none)
    assert ["help-placeholder"] == codes("b", placeholder)
    assert ["help-unchecked"] == codes("c", old)


def test_a_recording_without_a_story_is_named(tmp_path: Path) -> None:
    """
    A voice left behind when its story went is found.
    """
    others: dict[str, str | bytes] = {"s-2222z.mp3": SOUND}

    assert ["stray-file"] == [p.code for p in found(tmp_path, narrative(ID), **others)]


def test_every_check_is_in_the_list() -> None:
    """
    A check that is written and not listed would find nothing.
    """
    written = {
        thing
        for thing in vars(narrative_checks).values()
        if callable(thing)
        and getattr(thing, "__annotations__", {}).get("c") is narrative_checks.Checked
    }

    assert written == set(narrative_checks.NARRATIVE_CHECKS)
