"""How a finding is said, and how an editor answers one that is a false alarm."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content import answering, checks, filing
from storyarchive.content.identity import masked
from storyarchive.errors import Severity, UnknownName
from tests.content.identity.made import entry, findings, kept, problems
from tests.made import ON, PROJECT

ROOM = "We met in BT12 LAB on the second floor."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A1234AA", "A12****"),
        ("Kay", "K**"),
        ("AB", "A*"),
        ("", ""),
        ("Danny Shaw", "Dan** ****"),
        ("07700 900123", "077** ******"),
    ],
)
def test_a_masked_text_shows_its_beginning(text: str, shown: str) -> None:
    """
    Enough to find it again in the file.
    """
    assert shown == masked(text)


@given(st.text(st.characters(blacklist_characters="*")))
def test_a_masked_text_shows_three_letters_and_a_third_at_most(text: str) -> None:
    """
    And is as long as the text, its spaces kept.
    """
    shown = masked(text)
    told = [c for c, real in zip(shown, text, strict=True) if c == real and c != " "]

    assert len(told) <= min(3, -(-len(text) // 3))
    assert [c == " " for c in text][3:] == [c == " " for c in shown][3:]


def test_no_report_holds_what_was_found(tmp_path: Path) -> None:
    """
    It names the check, the file, the line and a masked text, and the command that answers it.
    """
    (problem,) = problems(tmp_path, ROOM)

    assert "BT12 LAB" not in str(problem)
    assert "UK vehicle registration: BT1* ***" == problem.message
    assert ROOM == (tmp_path / "narratives/s-4k7p2.md").read_text().split("\n")[problem.line - 1]
    assert (
        f'storyarchive acknowledge s-4k7p2 id.uk-vehicle --line {problem.line} --reason "…"'
        " --by reviewer-2" in problem.remedy
    )


@pytest.mark.parametrize(
    ("status", "words", "severity"),
    [
        ("published", ROOM, Severity.ERROR),
        ("published", "then Danny came in", Severity.WARNING),
        ("paused", ROOM, Severity.WARNING),
        ("draft", ROOM, Severity.WARNING),
    ],
)
def test_only_what_is_published_stops_a_build(
    tmp_path: Path, status: str, words: str, severity: Severity
) -> None:
    """
    An error of a story that is shown nowhere is still to be mended before it is published.
    """
    assert [severity] == [problem.severity for problem in problems(tmp_path, words, status=status)]


def test_an_acknowledged_text_is_told_no_more(tmp_path: Path) -> None:
    """
    Wherever it stands in that file, and however its lines are broken.
    """
    words = ROOM + "\n\nThat was BT12\nLAB again."

    assert [] == [*problems(tmp_path, words, **entry("id.uk-vehicle", "BT12 LAB"))]


def test_an_entry_covers_that_text_of_that_check_only(tmp_path: Path) -> None:
    """
    Another text, and the same text found by another check, are told.
    """
    words = ROOM + " And BT13 LAB, with Danny."
    found = findings(tmp_path, words, **entry("id.uk-vehicle", "BT12 LAB"))

    assert {"BT12 LAB": True, "BT13 LAB": False, "Danny": False} == {
        finding.text: finding.acknowledged for finding in found
    }


def test_an_entry_for_another_check_answers_nothing(tmp_path: Path) -> None:
    """
    It is stale, and what was found is told.
    """
    found = problems(tmp_path, ROOM, **entry("id.uk-postcode", "BT12 LAB"))

    assert {"stale-acknowledgement", "id.uk-vehicle"} == {problem.code for problem in found}


def test_what_an_editor_may_answer_an_editor_answers(tmp_path: Path) -> None:
    """
    A warning about a web address needs no second person.
    """
    answer = entry("id.url", "www.example.org", by="editor-1")

    assert () == problems(tmp_path, "See www.example.org there", **answer)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (entry("id.uk-vehicle", "BT12 LAB", by="editor-3"), "needs-a-reviewer"),
        (entry("id.uk-vehicle", "BT12 LAB", reason="A room"), "short-reason"),
        (entry("id.uk-vehicle", "BT12 LAB", date="2026-11-24"), "acknowledged-too-soon"),
    ],
)
def test_an_entry_that_does_not_hold_answers_nothing(
    tmp_path: Path, answer: dict[str, Any], code: str
) -> None:
    """
    It is named itself, and what it was for is told as if it were not there.
    """
    assert {code, "id.uk-vehicle"} == {p.code for p in problems(tmp_path, ROOM, **answer)}


def test_who_edited_the_story_cannot_be_its_reviewer(tmp_path: Path) -> None:
    """
    Also where they are called a reviewer.
    """
    steps = [("draft", "editor-1"), ("consented", "reviewer-2"), ("published", "reviewer-3")]
    history = [{"to": to, "date": "2026-05-01", "by": by} for to, by in steps]
    by_editor = entry("id.uk-vehicle", "BT12 LAB", by="reviewer-2")
    by_other = entry("id.uk-vehicle", "BT12 LAB", by="reviewer-3")

    refused = problems(tmp_path / "a", ROOM, history=history, **by_editor)
    assert "needs-a-reviewer" in {problem.code for problem in refused}
    assert () == problems(tmp_path / "b", ROOM, history=history, **by_other)


def test_some_checks_cannot_be_answered(tmp_path: Path) -> None:
    """
    The story has to change.
    """
    answer = entry("id.prison-number", "A1234AA")
    found = problems(tmp_path, "I was A1234AA there.", **answer)

    assert {"cannot-acknowledge", "id.prison-number"} == {problem.code for problem in found}


def test_an_entry_whose_text_went_is_stale(tmp_path: Path) -> None:
    """
    It is advice to delete it, and holds nothing up.
    """
    (found,) = problems(tmp_path, **entry("id.uk-vehicle", "BT12 LAB"))

    assert ("stale-acknowledgement", Severity.ADVICE) == (found.code, found.severity)


def test_an_unknown_check_is_guessed(tmp_path: Path) -> None:
    """
    A slip in the name of a check is named with what was perhaps meant.
    """
    found = problems(tmp_path, **entry("id.uk-vehicel", "BT12 LAB"))

    assert ["unknown-check"] == [problem.code for problem in found]
    assert "id.uk-vehicle" in found[0].remedy


@pytest.mark.parametrize(
    ("check", "guess"),
    [("id.adress", "id.address"), ("id.uk-vehicel", "id.uk-vehicle"), ("unknown-theme", "")],
)
def test_a_slip_at_the_prompt_is_guessed_and_nothing_is_written(
    tmp_path: Path, check: str, guess: str
) -> None:
    """
    So is what is no check of this kind, which only mending answers.
    """
    kept(tmp_path, ROOM)
    story = filing.find(tmp_path / "narratives", "s-4k7p2")

    with pytest.raises(UnknownName) as raised:
        answering.acknowledge(story, check, 31, "Name of a training room", "reviewer-2", ON)

    meant = f'Did you mean "{guess}"?  ' if guess else ""
    assert str(raised.value) == (
        f'There is no check "{check}" that can be acknowledged.  {meant}docs/checks.md lists them.'
    )


def test_the_page_shows_an_answer_as_a_message_gives_it(tmp_path: Path) -> None:
    """
    Its command is copied from what `check` prints about a story, and works on no other.
    """
    page = (PROJECT / "docs" / "identity.md").read_text(encoding="utf-8")
    shown = page.partition("## When it is a false alarm")[2].split("```")[1]

    (problem,) = problems(tmp_path, ROOM)

    printed = str(problem).replace(f"{tmp_path.as_posix()}/", "")
    said = re.sub(rf"(:|--line ){problem.line}\b", r"\g<1>31", printed)
    assert " ".join(said.split()) == " ".join(shown.split())


def test_the_reason_of_an_answer_is_read_too(tmp_path: Path) -> None:
    """
    A file holds what stands in its notes.
    """
    answer = entry("id.uk-vehicle", "BT12 LAB", reason="Not the car of PC Marsh, a room")

    assert ["who.titled-name"] == [p.code for p in problems(tmp_path, ROOM, **answer)]


def test_the_checks_of_an_archive_run_them(tmp_path: Path) -> None:
    """
    Nothing that is found is left out of the list that a build asks for.
    """
    found = checks.run(kept(tmp_path, ROOM), ON)

    assert ["id.uk-vehicle"] == [problem.code for problem in checks.blocking(found)]


def test_an_answer_counts_from_its_day(tmp_path: Path) -> None:
    """
    Which day it is comes from the caller.
    """
    answer = entry("id.uk-vehicle", "BT12 LAB", date="2026-05-18")
    before = problems(tmp_path, ROOM, on=date(2026, 5, 17), **answer)

    assert "acknowledged-too-soon" in {problem.code for problem in before}
