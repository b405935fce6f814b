from pathlib import Path

import pytest

from storyarchive.content.archive import Archive, load
from storyarchive.errors import Problem
from tests.made import archive, narrative

ID = "s-4k7p2"


def problems(tmp_path: Path, text: str) -> list[Problem]:
    return list(load(archive(tmp_path, {f"{ID}.md": text})).problems)


def said(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    return [(p.line, p.code, p.message) for p in problems(tmp_path, text)]


def replaced(old: str, new: str) -> tuple[str, int]:
    """Give a valid narrative with one line changed, and the number of that line."""
    text = narrative(ID)
    assert text.count(old) == 1, old
    line = text[: text.index(old)].count("\n") + 1
    return text.replace(old, new), line


def test_a_whole_narrative_reads_without_a_problem(tmp_path: Path) -> None:
    """
    What the guide asks for is enough.
    """
    found: Archive = load(archive(tmp_path, {f"{ID}.md": narrative(ID)}))

    assert [] == list(found.problems)
    assert "Dee" == found.by_id[ID].fields.pseudonym


@pytest.mark.parametrize(
    ("old", "new", "code", "remedy"),
    [
        ("pseudonym: Dee", "pseudonim: Dee", "unknown-field", 'Did you mean "pseudonym"?'),
        ("pseudonym: Dee", "pseudonym: Dee\nshoe: 9", "unknown-field", "docs/fields.md lists"),
        (
            "pseudonym: Dee",
            "pseudonym: Dee\nnarrator: {area: north}",
            "unknown-field",
            "area stands at the top level, with no spaces before it.  Fields here: gender, age_band,",
        ),
        (
            "pseudonym: Dee",
            "pseudonym: Dee\ngiven_on: 2026-04-14",
            "unknown-field",
            "given_on stands under consent.  docs/fields.md lists",
        ),
        (
            "pseudonym: Dee",
            "pseudonym: Dee\nid: s-4k7p2",
            "duplicate-field",
            "Keep one of the two.",
        ),
        ("title: The story s-4k7p2", "title: [a, b]", "wrong-type", ""),
        ("title: The story s-4k7p2", f"title: {'a' * 71}", "too-long", "Shorten it."),
        ("- belonging", "- belonging-here", "unknown-theme", 'Did you mean "belonging"?'),
        ("- belonging", "- zzz", "unknown-theme", "…  All 25 are in _vocabulary/themes.yaml."),
        ("- belonging", "- reoffended", "unknown-theme", 'Did you mean "setbacks"?'),
        ("- belonging", "- getting-out", "repeated", "Delete one of the two."),
        ("stage_now: early-days", "stage_now: early", "unknown-stage", "Allowed: not-ready"),
        ("language: en-GB", "language: English (UK)", "wrong-form", "a language tag"),
        ("given_on: '2026-04-14'", "given_on: 14/04/2026", "not-a-date", "2026-05-18"),
        ("given_on: '2026-04-14'", "given_on: 2026-02-30", "not-a-date", "2026-05-18"),
        ("in_custody: 'no'", "in_custody: maybe", "not-yes-or-no", "Write yes or no."),
        ("record: CR-0042", "record: Jane", "wrong-form", "CR- and digits"),
        ("by: reviewer-2\n    result", "by: Anne\n    result", "wrong-form", "editor-1"),
        (
            "taken_by_role: independent-advocate",
            "taken_by_role: prison-officer",
            "not-free",
            "Consent must be free",
        ),
    ],
)
def test_each_wrong_value_is_its_own_problem_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, remedy: str
) -> None:
    """
    An editor is told the line, the kind of mistake and what to do.
    """
    text, line = replaced(old, new)

    found = [p for p in problems(tmp_path, text) if p.code == code]

    assert found, said(tmp_path, text)
    assert 0 <= found[0].line - line <= 1
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("yes", "no"), [("yes", "no"), ("true", "false"), ("Yes", "NO"), ("'yes'", '"no"')]
)
def test_yes_and_no_read_the_same_in_every_yaml(tmp_path: Path, yes: str, no: str) -> None:
    """
    YAML 1.1 and 1.2 differ on yes and no; a narrative does not.
    """
    text = narrative(ID).replace("read_aloud: 'yes'", f"read_aloud: {yes}")
    text = text.replace("in_custody: 'no'", f"in_custody: {no}")

    found = load(archive(tmp_path, {f"{ID}.md": text}))

    assert [] == list(found.problems)
    assert (True, False) == (found.by_id[ID].consent.read_aloud, found.by_id[ID].consent.in_custody)


def test_norwegian_is_a_language_not_a_refusal(tmp_path: Path) -> None:
    """
    `language: no` is the text "no".
    """
    text = narrative(ID).replace("language: en-GB", "language: no")

    assert "no" == load(archive(tmp_path, {f"{ID}.md": text})).by_id[ID].fields.language


def test_an_empty_list_of_notes_is_not_the_same_as_none_recorded(tmp_path: Path) -> None:
    """
    'Looked, there are none' and 'nobody looked' are different answers.
    """
    text = narrative(ID)
    assert () == load(archive(tmp_path / "a", {f"{ID}.md": text})).by_id[ID].fields.content_notes

    text = text.replace("content_notes: []", "content_notes:")
    assert None is load(archive(tmp_path / "b", {f"{ID}.md": text})).by_id[ID].fields.content_notes


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """
    An editor mends a file in one go.
    """
    text = (
        narrative(ID).replace("- belonging", "- nonsense").replace("format: text", "format: song")
    )
    text = text.replace("CR-0042", "42")

    assert {"unknown-theme", "unknown-format", "wrong-form"} == {
        c for _, c, _ in said(tmp_path, text)
    }


@pytest.mark.parametrize("bomb", ["a: &x 1\nb: *x", "a: &a [1]\nb: [*a, *a]\nc: {<<: *a}"])
def test_anchors_and_aliases_are_refused(tmp_path: Path, bomb: str) -> None:
    """
    One line may not stand for a million.
    """
    assert "yaml-alias" in {code for _, code, _ in said(tmp_path, f"---\n{bomb}\n---\nx\n")}


def test_a_deep_nest_is_refused(tmp_path: Path) -> None:
    """
    Brackets in brackets without end cannot exhaust the stack.
    """
    text = f"---\nid: {'[' * 100_000}\n---\nx\n"

    assert [(2, "bad-yaml")] == [(line, code) for line, code, _ in said(tmp_path, text)]


def test_a_draft_may_be_almost_empty(tmp_path: Path) -> None:
    """
    What is not written yet is no mistake.
    """
    found = load(archive(tmp_path, {f"{ID}.md": f"---\nid: {ID}\nstatus: draft\n---\n"}))

    assert [] == list(found.problems)
    assert "draft" == found.by_id[ID].fields.status
