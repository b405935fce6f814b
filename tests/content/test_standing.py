from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storyarchive.content.archive import load
from storyarchive.content.standing import standing
from tests.made import ON, archive, history, narrative

ID = "s-4k7p2"


def told(place: Path, within: int = 60, on: date = ON, **changes: Any) -> list[tuple[str, str]]:
    """Say of one narrative what there is to see to, as (matter, day)."""
    directory = archive(place, {f"{ID}.md": narrative(ID, **changes)})
    found = standing(load(directory), on, within)
    assert {ID} >= {each.id for each in found}
    return [(str(each.matter), str(each.day)) for each in found]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"status": "draft"}, [("waiting", "None")]),
        ({"status": "consented"}, [("waiting", "2026-05-18")]),
        ({"status": "paused"}, [("paused", "2026-06-01")]),
        ({"status": "expired"}, [("expired", "2031-04-14")]),
        ({"consent": {"expires_on": "2026-11-22"}}, [("expired", "2026-11-22")]),
        ({"consent": {"expires_on": "2026-11-23"}}, [("expiring", "2026-11-23")]),
        ({"consent": {"expires_on": "2027-01-22"}}, [("expiring", "2027-01-22")]),
        ({"consent": {"expires_on": "2027-01-23"}}, []),
        ({"consent": {"review_by": "2027-01-22"}}, [("review", "2027-01-22")]),
        ({"consent": {"review_by": "2026-10-24"}}, [("review", "2026-10-24")]),
        ({"consent": {"review_by": "2026-10-23"}}, [("overdue", "2026-10-23")]),
        ({"consent": {"review_by": None, "given_on": "2024-12-01"}}, [("review", "2026-12-01")]),
        ({"consent": {"approved_on": "2026-11-20"}}, [("waiting", "2026-12-04")]),
        (
            {
                "status": "paused",
                "consent": {"review_by": "2026-12-01", "expires_on": "2026-12-02"},
            },
            [("review", "2026-12-01"), ("expiring", "2026-12-02"), ("paused", "2026-06-01")],
        ),
    ],
)
def test_each_matter_is_told_with_its_day(
    tmp_path: Path, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """
    What has to be seen to within sixty days, and nothing else.
    """
    assert expected == told(tmp_path, **changes)


def test_how_far_ahead_is_the_callers_to_say(tmp_path: Path) -> None:
    """
    With no days ahead only what is due is told.
    """
    due = {"review_by": "2026-11-24", "expires_on": "2026-11-24"}

    assert [] == told(tmp_path / "a", within=0, consent=due)
    assert ["review", "expiring"] == [m for m, _ in told(tmp_path / "b", within=1, consent=due)]


def test_what_waits_for_a_day_that_was_set_is_told(tmp_path: Path) -> None:
    """
    A publishing that lies ahead is waiting, not lost.
    """
    steps = [*history("consented"), {"to": "published", "date": "2026-12-15", "by": "reviewer-2"}]
    test = {"date": "2026-11-20", "by": "reviewer-2", "result": "pass"}
    safety = {"intruder_test": test, "live_case": "no", "unreported_crime": "no"}

    assert ["waiting"] == [m for m, _ in told(tmp_path, history=steps, safety=safety)]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "withdrawn"},
        {"consent": {"approved_text": "sha256:" + "0" * 64}},
        {"consent": {"record": []}},
    ],
)
def test_what_is_wrong_is_told_first(tmp_path: Path, changes: dict[str, Any]) -> None:
    """
    Nobody reads that all is well while a published story is held back by its own file.
    """
    assert ["wrong"] == [m for m, _ in told(tmp_path, **changes)]


def test_nobody_is_sent_to_ask_a_narrator_who_withdrew(tmp_path: Path) -> None:
    """
    A file that came back is no reason to ring.
    """
    gone = f"- {{id: {ID}, withdrawn_on: 2026-05-18, reason_code: teller}}\n"
    due = narrative(ID, consent={"review_by": "2026-11-24"})
    directory = archive(tmp_path, {f"{ID}.md": due, "_withdrawn.yaml": gone})

    assert () == standing(load(directory), ON, 60)
