"""Facts that too few narrators share, and facts that are too many."""

from pathlib import Path
from typing import Any

import pytest

from storyarchive.content import identity
from storyarchive.content.archive import load
from storyarchive.errors import Problem
from tests.made import ON, archive, narrative

IDS = [f"s-2222{letter}" for letter in "23456789abcdefghjkmnpqrstvwxyz"]
IDS += [f"s-3333{letter}" for letter in "23456789abcdefghjkmnpqrstvwxyz"]
WOMAN = {"narrator": {"gender": "woman"}}
NORTH = {"narrator": {"gender": "woman"}, "area": "north"}


def told(place: Path, *facts: dict[str, Any]) -> list[Problem]:
    files: dict[str, str | bytes] = {
        f"{id}.md": narrative(id, **changes) for id, changes in zip(IDS, facts, strict=False)
    }
    found = identity.problems(load(archive(place, files)), ON)
    return [problem for problem in found if problem.code.startswith("risk.")]


def names(found: list[Problem]) -> list[str]:
    return [Path(problem.path).stem for problem in found]


def test_three_who_share_their_facts_are_a_crowd(tmp_path: Path) -> None:
    """
    Two are not; and who shows nothing is never alone.
    """
    assert [] == told(tmp_path / "a", WOMAN, WOMAN, WOMAN, {})
    assert IDS[:2] == names(told(tmp_path / "b", WOMAN, WOMAN, {}, {}))


def test_five_are_needed_from_fifty_stories_on(tmp_path: Path) -> None:
    """
    In a large archive a group of four stands out.
    """
    assert [] == told(tmp_path / "a", *[WOMAN] * 4, *[{}] * 45)
    assert IDS[:4] == names(told(tmp_path / "b", *[WOMAN] * 4, *[{}] * 46))


def test_who_shows_more_stands_in_the_crowd_of_who_shows_less(tmp_path: Path) -> None:
    """
    To drop a fact never makes anyone easier to find.
    """
    assert [IDS[0]] == names(told(tmp_path, NORTH, WOMAN, WOMAN))


def test_drafts_and_invented_people_are_no_crowd(tmp_path: Path) -> None:
    """
    Only stories that are published, and told by somebody, hide others.
    """
    draft = {**WOMAN, "status": "draft"}
    invented = {**WOMAN, "basis": "fictional", "consent": {"record": "none-fictional"}}

    assert IDS[:2] == names(told(tmp_path / "a", WOMAN, WOMAN, invented))
    assert IDS[:2] == [
        id for id in names(told(tmp_path / "b", WOMAN, WOMAN, draft)) if id in IDS[:2]
    ]


def test_a_draft_is_asked_as_if_it_were_published(tmp_path: Path) -> None:
    """
    It joins the crowd when it is.
    """
    draft = {**WOMAN, "status": "draft"}

    assert IDS[:2] == names(told(tmp_path / "a", WOMAN, draft))
    assert IDS[2] not in names(told(tmp_path / "b", WOMAN, WOMAN, draft))


def test_a_translation_is_the_same_narrator(tmp_path: Path) -> None:
    """
    Two stories of one person are one in the crowd.
    """
    polish = {**WOMAN, "translation_of": IDS[0], "language": "pl"}

    assert [IDS[0], IDS[1], IDS[2]] == names(told(tmp_path, WOMAN, WOMAN, polish))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (NORTH, "Drop area. "),
        ({"narrator": {"gender": "woman", "age_band": "50-plus"}}, "Widen age_band"),
        (
            {"area": "north", "narrator": {"gender": "woman", "experiences": ["parent"]}},
            "Drop area, then drop the experience parent. ",
        ),
    ],
)
def test_what_to_drop_is_said_in_order(tmp_path: Path, facts: dict[str, Any], says: str) -> None:
    """
    As much as is needed until enough share what is left.
    """
    (found,) = told(tmp_path, facts, WOMAN, WOMAN)

    assert found.remedy.startswith(says)


def test_four_facts_are_too_many_for_anyone(tmp_path: Path) -> None:
    """
    However many share them; each experience is one.
    """
    full = {
        "area": "north",
        "narrator": {"gender": "woman", "age_band": "50-plus", "experiences": ["parent"]},
    }

    assert ["risk.too-many"] * 3 == [problem.code for problem in told(tmp_path, full, full, full)]


def test_the_facts_are_acknowledged_as_they_are_shown(tmp_path: Path) -> None:
    """
    When one of them changes, the entry is stale and the mix is told anew.
    """
    answer = {
        "check": "risk.k-anon",
        "text": "area: north, gender: woman",
        "reason": "The intruder test found nobody",
        "by": "reviewer-2",
        "date": "2026-05-18",
    }

    assert [] == told(tmp_path / "a", {**NORTH, "checks": {"acknowledged": [answer]}}, WOMAN, WOMAN)
    south = {**NORTH, "area": "south", "checks": {"acknowledged": [answer]}}
    assert ["risk.k-anon"] == [p.code for p in told(tmp_path / "b", south, WOMAN, WOMAN)]
