from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content import answering, checks, filing, life, steps
from storyarchive.content.archive import load
from storyarchive.content.fields import STATUSES
from storyarchive.content.filing import Change
from storyarchive.content.frontmatter import approval
from storyarchive.content.library import open_library
from storyarchive.errors import ProblemsFound, StepRefused, UnknownName
from tests.made import BODY, ON, archive, history, narrative

ID = "s-4k7p2"
TEST = {"date": "2026-11-20", "by": "reviewer-2", "result": "pass"}
TESTED = {"intruder_test": TEST, "live_case": "no", "unreported_crime": "no"}
OLD_TEST = {**TEST, "date": "2026-10-01"}


def kept(place: Path, **changes: Any) -> Path:
    """Write an archive with one narrative that could be published on the day, and give its directory."""
    text = narrative(ID, **{"safety": TESTED, **changes})
    return archive(place, {f"{ID}.md": text})


def codes(refused: pytest.ExceptionInfo[ProblemsFound]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_states_are_those_of_the_list() -> None:
    """
    Every state can be written in a file, and every status is a state.
    """
    assert set(STATUSES) == set(life.STATES)
    assert set(STATUSES) >= {state for following in life.STATES.values() for state in following}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("draft", "consented", ("consented",)),
        ("paused", "consented", ("draft", "consented")),
        ("published", "consented", ("paused", "draft", "consented")),
        ("expired", "consented", ("consented",)),
        ("consented", "consented", ("draft", "consented")),
        ("paused", "published", ("published",)),
        ("withdrawn", "consented", ()),
    ],
)
def test_a_way_takes_only_steps_that_there_are(
    before: str, after: str, expected: tuple[str, ...]
) -> None:
    """
    The shortest way, through states that take nobody's decision.
    """
    assert expected == life.way(before, after, ("paused", "draft"))
    assert () == life.way("draft", "published")


def test_a_pause_is_no_way_past_the_narrator(tmp_path: Path) -> None:
    """
    A draft that is paused and published was still never consented to.
    """
    past = [
        {"to": "draft", "date": "2026-04-10", "by": "editor-1"},
        {"to": "paused", "date": "2026-05-01", "by": "editor-1"},
    ]
    directory = kept(tmp_path, status="paused", history=past)

    with pytest.raises(ProblemsFound) as refused:
        steps.publish(filing.find(directory, ID), "reviewer-2", ON)

    assert {"never-consented"} == codes(refused)


def test_a_pause_is_one_step_and_asks_nothing(tmp_path: Path) -> None:
    """
    Whatever else is amiss in the file, it is paused at once; the file says so, and no more.
    """
    directory = kept(tmp_path, consent={"given_on": None}, title=None)

    filing.write(steps.pause(filing.find(directory, ID), "teller", ON, "safeguarding"))

    text = (directory / f"{ID}.md").read_text()
    assert "\nstatus: paused\n" in text
    assert "- {to: paused, date: 2026-11-23, by: teller, reason_code: safeguarding}\n" in text
    assert () == open_library(load(directory), "public", ON).stories
    with pytest.raises(StepRefused, match="paused already, since 2026-11-23"):
        steps.pause(filing.find(directory, ID), "teller", ON)


def test_a_pause_written_by_hand_gets_its_step(tmp_path: Path) -> None:
    """
    Somebody wrote the one word; the command adds the line to the history.
    """
    directory = kept(tmp_path, status="paused", history=history("published"))

    done = steps.pause(filing.find(directory, ID), "editor-1", ON)

    assert ["paused"] == [step.to for step in done.steps]


def test_approving_records_the_text_and_the_day(tmp_path: Path) -> None:
    """
    What the narrator approved is the text as it now is; the file says its mark, the day, and the new state.
    """
    consent = {"approved_text": None, "approved_on": None}
    directory = kept(tmp_path, status="draft", consent=consent)

    done = steps.approve(filing.find(directory, ID), "editor-1", ON)

    assert approval(BODY) == done.after.consent.approved_text
    assert ON == done.after.consent.approved_on
    assert "consented" == done.after.fields.status
    assert ON + timedelta(days=14) == steps.cool_on(filing.find(directory, ID), done)


def test_a_changed_text_goes_back_to_draft_before_it_is_approved(tmp_path: Path) -> None:
    """
    The history tells that the text changed.
    """
    directory = kept(tmp_path, consent={"approved_text": approval("Another text.")})

    done = steps.approve(filing.find(directory, ID), "editor-1", ON)

    assert ["paused", "draft", "consented"] == [step.to for step in done.steps]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"consent": {"record": None}}, "consent-incomplete"),
        ({"consent": {"told": ["can-stop-any-time"]}}, "not-told"),
        ({"consent": {"capacity_checked": "no"}}, "no-capacity"),
        ({"consent": {"in_custody": "yes"}}, "no-custody-permission"),
        ({"consent": {"record": "none-fictional"}}, "wrong-record"),
        ({"basis": None}, "consent-incomplete"),
    ],
)
def test_no_text_is_approved_without_a_whole_consent(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    """
    The guard that failed is named, and nothing is written.
    """
    directory = kept(tmp_path, status="draft", **changes)
    before = (directory / f"{ID}.md").read_bytes()

    with pytest.raises(ProblemsFound) as refused:
        steps.approve(filing.find(directory, ID), "editor-1", ON)

    assert {code} == codes(refused)
    assert before == (directory / f"{ID}.md").read_bytes()


def test_what_expired_needs_a_consent_given_since(tmp_path: Path) -> None:
    """
    A new day of ending alone does not bring it back.
    """
    ended = {"expires_on": "2026-05-30"}
    old = kept(tmp_path / "old", status="expired", consent={"expires_on": "2030-01-01"})
    still = kept(tmp_path / "still", status="expired", consent={"given_on": "2026-07-01", **ended})
    new = kept(tmp_path / "new", status="expired", consent={"given_on": "2026-07-01"})

    with pytest.raises(ProblemsFound) as refused:
        steps.approve(filing.find(old, ID), "editor-1", ON)
    assert {"no-new-consent"} == codes(refused)
    with pytest.raises(ProblemsFound) as refused:
        steps.approve(filing.find(still, ID), "editor-1", ON)
    assert {"expired"} == codes(refused)
    assert "consented" == steps.approve(filing.find(new, ID), "editor-1", ON).after.fields.status


def test_publishing_shows_it(tmp_path: Path) -> None:
    """
    What the guards let through is in the library on that day.
    """
    directory = kept(tmp_path, status="consented")
    assert () == open_library(load(directory), "public", ON).stories

    filing.write(steps.publish(filing.find(directory, ID), "reviewer-2", ON))

    assert [ID] == [story.id for story in open_library(load(directory), "public", ON).stories]
    with pytest.raises(StepRefused, match="published already"):
        steps.publish(filing.find(directory, ID), "reviewer-2", ON)


@pytest.mark.parametrize(
    ("changes", "by", "code"),
    [
        ({}, "editor-1", "not-reviewed"),
        ({"consent": {"approved_on": "2026-11-20"}}, "reviewer-2", "cooling-off"),
        ({"consent": {"expires_on": "2026-11-01"}}, "reviewer-2", "expired"),
        ({"consent": {"review_by": "2026-05-01"}}, "reviewer-2", "review-overdue"),
        ({"consent": {"scopes": {"offline": "yes"}}}, "reviewer-2", "no-audience"),
        ({"consent": {"approved_text": "sha256:" + "0" * 64}}, "reviewer-2", "text-changed"),
        ({"safety": {**TESTED, "intruder_test": OLD_TEST}}, "reviewer-2", "intruder-test-too-old"),
        ({"safety": {**TESTED, "live_case": "yes"}}, "reviewer-2", "unsafe"),
        ({"summary": None}, "reviewer-2", "incomplete"),
        ({"quotes": [{"text": "Never said."}]}, "reviewer-2", "quote-not-in-story"),
    ],
)
def test_publishing_is_refused_with_the_guard_that_failed(
    tmp_path: Path, changes: dict[str, Any], by: str, code: str
) -> None:
    """
    Each guard of the step stands in the way by itself, and nothing is written.
    """
    directory = kept(tmp_path, **{"status": "consented", **changes})
    before = (directory / f"{ID}.md").read_bytes()

    with pytest.raises(ProblemsFound) as refused:
        steps.publish(filing.find(directory, ID), by, ON)

    assert code in codes(refused)
    assert before == (directory / f"{ID}.md").read_bytes()


@pytest.mark.parametrize("status", ["draft", "expired"])
def test_nothing_is_published_that_was_not_approved(tmp_path: Path, status: str) -> None:
    """
    There is no way past the narrator.
    """
    with pytest.raises(StepRefused, match="approve"):
        steps.publish(filing.find(kept(tmp_path, status=status), ID), "reviewer-2", ON)


@pytest.mark.parametrize("id", ["s-4k7p3", "../s-4k7p2", "", "s-2222z"])
def test_an_id_that_is_not_there_is_said_to_be_so(tmp_path: Path, id: str) -> None:
    """
    A typo, a path and a withdrawn id are no narratives.
    """
    directory = kept(tmp_path)
    (directory / "_withdrawn.yaml").write_text(
        "- {id: s-2222z, withdrawn_on: 2026-05-18, reason_code: teller}\n"
    )

    with pytest.raises(UnknownName):
        filing.find(directory, id)


_day = st.dates(date(2026, 4, 1), date(2026, 12, 31))


@given(
    order=st.lists(
        st.tuples(st.sampled_from(["pause", "approve", "publish"]), _day, st.booleans()), max_size=6
    ),
    status=st.sampled_from([status for status in STATUSES if status != "withdrawn"]),
    public=st.booleans(),
)
def test_no_order_of_commands_shows_what_was_not_given(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[tuple[str, date, bool]],
    status: str,
    public: bool,
) -> None:
    """
    Whatever is commanded, on whatever days and by whomever: what is shown has a yes, an approved text, a reviewer who
    is not the editor, and fourteen days behind it.
    """
    scopes = {"public-web": "yes" if public else "no", "mentor-edition": "yes"}
    directory = kept(tmp_path_factory.mktemp("a"), status=status, consent={"scopes": scopes})
    for command, on, by_editor in sorted(order, key=lambda each: each[1]):
        by = "editor-1" if by_editor else "reviewer-2"
        try:
            filing.write(_change(command, directory, by, on))
        except (ProblemsFound, StepRefused):
            continue

    shown = open_library(load(directory), "public", ON).stories
    told = filing.find(directory, ID).narrative
    if shown:
        past = told.fields.history or ()
        assert public
        assert "published" == told.fields.status == past[-1].to
        assert "editor-1" != past[-1].by
        assert told.consent.approved_text == approval(told.body)
        assert told.consent.approved_on
        assert past[-1].date
        assert told.consent.approved_on + timedelta(days=14) <= past[-1].date <= ON
    assert all(
        life.may_follow(str(a.to), str(b.to))
        for a, b in zip(told.fields.history or (), (told.fields.history or ())[1:], strict=False)
    )


def _change(command: str, directory: Path, by: str, on: date) -> Change:
    found = filing.find(directory, ID)
    if command == "pause":
        return steps.pause(found, by, on)
    return steps.approve(found, by, on) if command == "approve" else steps.publish(found, by, on)


def test_an_edit_keeps_comments_and_order(tmp_path: Path) -> None:
    """
    Every line that the step is not about is as it was, comments included.
    """
    directory = kept(tmp_path, status="consented")
    path = directory / f"{ID}.md"
    text = path.read_text().replace("status: consented", "status: consented   # since May")
    text = text.replace("\nnames:", "\n# Nobody is named.\nnames:")
    path.write_text(text)

    filing.write(steps.publish(filing.find(directory, ID), "reviewer-2", ON))

    added = "\n- {to: published, date: 2026-11-23, by: reviewer-2}"
    by = "by: editor-1\nsafety"
    expected = text.replace("consented   #", "published   #").replace(
        by, by.replace("\n", f"{added}\n")
    )
    assert expected == path.read_text()


def test_what_expired_does_not_come_back_by_a_pause(tmp_path: Path) -> None:
    """
    It is shown nowhere, so there is nothing to pause; and a history that says so by hand is refused.
    """
    past = history("expired")
    directory = kept(tmp_path, status="expired", history=past)
    with pytest.raises(StepRefused, match="shown nowhere"):
        steps.pause(filing.find(directory, ID), "editor-1", ON)

    by_hand = [*past, {"to": "paused", "date": "2026-07-01", "by": "editor-1"}]
    again = kept(tmp_path / "again", status="paused", history=by_hand)
    with pytest.raises(ProblemsFound) as refused:
        steps.publish(filing.find(again, ID), "reviewer-2", ON)
    assert "impossible-step" in codes(refused)


@pytest.mark.parametrize(
    ("status", "command", "expected"),
    [
        ("paused", "publish", ["paused", "published"]),
        ("expired", "approve", ["expired", "consented"]),
    ],
)
def test_a_status_written_by_hand_gets_its_step_first(
    tmp_path: Path, status: str, command: str, expected: list[str]
) -> None:
    """
    The history says that it was done, and that nobody knows by whom.
    """
    consent = {"given_on": "2026-11-23"} if status == "expired" else {}
    directory = kept(tmp_path, status=status, history=history("published"), consent=consent)

    done = _change(command, directory, "reviewer-2", ON)

    assert expected == [step.to for step in done.steps]
    assert "unknown" == done.steps[0].by


@pytest.mark.parametrize("status", ["consented", "draft"])
def test_a_status_written_by_hand_brings_back_nothing_that_expired(
    tmp_path: Path, status: str
) -> None:
    """
    Whatever stands in the file: after the end there is a consent given since, or there is nothing.
    """
    directory = kept(tmp_path, status=status, history=history("expired"))

    for command in ("approve", "publish"):
        with pytest.raises((ProblemsFound, StepRefused)):
            _change(command, directory, "reviewer-2", ON)

    past = [
        *history("expired"),
        {"to": "consented", "date": "2026-06-02", "by": "editor-1"},
        {"to": "published", "date": "2026-06-10", "by": "reviewer-2"},
    ]
    by_hand = archive(tmp_path / "b", {f"{ID}.md": narrative(ID, history=past)})
    assert () == open_library(load(by_hand), "public", ON).stories


def test_a_status_set_back_by_hand_is_paused_again(tmp_path: Path) -> None:
    """
    The step is there, and only the status is not; a second step would be one that there is not.
    """
    directory = kept(tmp_path, status="published", history=history("paused"))

    steps_taken = steps.pause(filing.find(directory, ID), "teller", ON)

    assert ((), "paused") == (steps_taken.steps, steps_taken.after.fields.status)


def test_a_running_consent_is_renewed(tmp_path: Path) -> None:
    """
    With a new consent in the file the text is approved again; until then the narrative is held, and nothing else stops.
    """
    new = {"given_on": "2026-11-20", "review_by": "2028-11-20", "expires_on": "2031-11-20"}
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, consent=new)})
    found = checks.run(load(directory), ON)

    done = steps.approve(filing.find(directory, ID), "editor-1", ON)

    assert () == checks.blocking(found)
    assert "dates-out-of-order" in {problem.code for problem in found}
    assert ["paused", "draft", "consented"] == [step.to for step in done.steps]
    assert ON == done.after.consent.approved_on


@pytest.mark.parametrize("basis", ["fictional", "public-domain"])
def test_what_needs_no_approval_is_not_taken_off_by_one(tmp_path: Path, basis: str) -> None:
    """
    Nobody is there to approve it, so the command does nothing to a published story.
    """
    record = {"record": "none-fictional" if basis == "fictional" else None, "approved_text": None}
    directory = kept(tmp_path, basis=basis, consent=record)

    with pytest.raises(StepRefused, match="nothing to approve"):
        steps.approve(filing.find(directory, ID), "editor-1", ON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: consented", "status:\tconsented"),
        ("status: consented", "status: consented\t# why"),
        ("status: consented", "? status\n: consented"),
        ("title: The story", 'title: "The\n  ---x story"\n#'),
    ],
)
def test_whatever_can_be_read_can_be_edited(tmp_path: Path, old: str, new: str) -> None:
    """
    Tabs, odd keys and dashes within a text stop nobody from pausing.
    """
    directory = kept(tmp_path, status="consented")
    path = directory / f"{ID}.md"
    path.write_text(path.read_text().replace(old, new, 1))

    steps_taken = steps.pause(filing.find(directory, ID), "teller", ON)

    assert "paused" == steps_taken.after.fields.status


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """
    Whoever was slower reads it again: a pause or a withdrawal in between is not undone.
    """
    directory = kept(tmp_path, status="consented")
    slow = steps.publish(filing.find(directory, ID), "reviewer-2", ON)
    filing.write(steps.pause(filing.find(directory, ID), "teller", ON))
    between = (directory / f"{ID}.md").read_bytes()

    with pytest.raises(StepRefused, match="changed meanwhile"):
        filing.write(slow)
    assert between == (directory / f"{ID}.md").read_bytes()

    (directory / f"{ID}.md").unlink()
    with pytest.raises(StepRefused, match="changed meanwhile"):
        filing.write(slow)
    assert not (directory / f"{ID}.md").exists()


TELLING = f"{BODY}\n\nThe page was www.example.org then.\n"


def test_a_false_alarm_is_answered_in_the_file(tmp_path: Path) -> None:
    """
    Until somebody has answered it nothing is published; then the exact text stands there with the reason.
    """
    text = narrative(ID, TELLING, status="consented", safety=TESTED)
    directory = archive(tmp_path, {f"{ID}.md": text})
    line = next(n for n, words in enumerate(text.split("\n"), 1) if "www." in words)
    with pytest.raises(ProblemsFound) as refused:
        steps.publish(filing.find(directory, ID), "reviewer-2", ON)
    assert {"id.url"} == codes(refused)

    why = 'The page of "a charity".  '
    filing.write(
        answering.acknowledge(filing.find(directory, ID), "id.url", line, why, "editor-1", ON)
    )

    answers = filing.find(directory, ID).narrative.fields.checks
    assert answers is not None
    assert [("id.url", why.strip(), "editor-1", ON)] == [
        (a.check, a.reason, a.by, a.date) for a in answers.acknowledged or ()
    ]
    assert (
        "published"
        == steps.publish(filing.find(directory, ID), "reviewer-2", ON).after.fields.status
    )


def test_an_answer_that_does_not_hold_is_not_written(tmp_path: Path) -> None:
    """
    Too short a reason, an editor where a reviewer is asked for, what cannot be answered at all, and the wrong line.
    """
    body = f"{BODY}\n\nI was A1234AA then. It was www.example.org at 12 Green Lane.\n"
    text = narrative(ID, body)
    directory = archive(tmp_path, {f"{ID}.md": text})
    line = next(n for n, words in enumerate(text.split("\n"), 1) if "A1234AA" in words)

    def answer(check: str, line: int, reason: str, by: str = "editor-1") -> None:
        answering.acknowledge(filing.find(directory, ID), check, line, reason, by, ON)

    for check, reason, code in (
        ("id.url", "short", "short-reason"),
        ("id.address", "A street in a play.", "needs-a-reviewer"),
        ("id.prison-number", "Not a number at all.", "cannot-acknowledge"),
    ):
        with pytest.raises(ProblemsFound) as refused:
            answer(check, line, reason)
        assert {code} == codes(refused)
    with pytest.raises(StepRefused, match="longer than 300"):
        answer("id.url", line, "word " * 70)
    with pytest.raises(StepRefused, match=f"on line 1 of .*; it does on line {line}"):
        answer("id.url", 1, "The page of a charity.")
    assert text == (directory / f"{ID}.md").read_text()


def test_what_the_editor_did_not_ask_for_is_not_written(tmp_path: Path) -> None:
    """
    An edit that would say something else is refused, with the file as it was.
    """
    found = filing.find(kept(tmp_path), ID)

    with pytest.raises(Exception, match="write the change by hand"):
        filing.edited(found, lambda front: front, replace(found.narrative.fields, status="paused"))
