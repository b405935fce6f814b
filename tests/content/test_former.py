from pathlib import Path

import pytest

from storyarchive.building import build
from storyarchive.content import former
from storyarchive.content.archive import load
from storyarchive.errors import Problem, ProblemsFound, UnknownName
from tests.made import ON, archive, history, narrative
from tests.repositories import git

ID, OTHER = "s-4k7p2", "s-2222z"
FILES = {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER)}
GONE = "- {id: s-3333z, withdrawn_on: 2026-05-18, reason_code: teller}\n"


def committed(place: Path) -> Path:
    """Write an archive into a new repository, commit it, and give its directory."""
    directory = archive(place, {**FILES, "_withdrawn.yaml": GONE})
    git(place, "init", "-b", "main")
    git(place, "add", ".")
    git(place, "commit", "-m", "First")
    return directory


def found(directory: Path, since: str | None = None) -> list[Problem]:
    archive = load(directory)
    return list(former.problems(archive, former.load(archive, since)))


def rewritten() -> str:
    """Give the story with a history in which one step was left out."""
    return narrative(ID, history=[history("published")[0], history("published")[2]])


def test_a_history_may_grow(tmp_path: Path) -> None:
    """
    A new step at the end is what a history is for.
    """
    directory = committed(tmp_path)
    (directory / f"{ID}.md").write_text(narrative(ID, status="paused"))

    assert [] == found(directory)


def test_a_step_taken_out_is_told_with_what_to_put_back(tmp_path: Path) -> None:
    """
    The file, the line of its history, and the step as it was; and no build is made.
    """
    directory = committed(tmp_path)
    (directory / f"{ID}.md").write_text(rewritten())

    (problem,) = found(directory)

    lines = rewritten().split("\n")
    assert ("history-rewritten", lines.index("history:") + 1) == (problem.code, problem.line)
    assert (directory / f"{ID}.md").as_posix() == problem.path
    assert "{to: consented, date: 2026-05-04, by: editor-1}" in problem.remedy
    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON)


def test_it_is_told_after_the_commit_as_well(tmp_path: Path) -> None:
    """
    A computer that checks what was pushed compares the commit with the one before.
    """
    directory = committed(tmp_path)
    (directory / f"{ID}.md").write_text(rewritten())
    git(tmp_path, "commit", "-am", "Second")

    assert ["history-rewritten"] == [problem.code for problem in found(directory)]

    git(tmp_path, "commit", "--allow-empty", "-m", "Third")
    assert [] == found(directory)
    assert ["history-rewritten"] == [problem.code for problem in found(directory, "HEAD~2")]
    with pytest.raises(UnknownName, match="no commit nowhere"):
        found(directory, "nowhere")


def test_a_merge_keeps_the_steps_of_both_sides(tmp_path: Path) -> None:
    """
    Steps of two branches lie between each other; one that is lost in the merge is told.
    """
    directory = committed(tmp_path)
    path = directory / f"{ID}.md"
    git(tmp_path, "checkout", "-b", "side")
    pause = {"to": "paused", "date": "2026-06-01", "by": "editor-1"}
    again = {"to": "published", "date": "2026-07-01", "by": "reviewer-2"}
    path.write_text(narrative(ID, status="paused"))
    git(tmp_path, "commit", "-am", "Side")
    git(tmp_path, "checkout", "main")
    path.write_text(narrative(ID, title="Another title"))
    git(tmp_path, "commit", "-am", "Main")
    git(tmp_path, "merge", "--no-commit", "-s", "ours", "side")

    both = [*history("published"), pause, again]
    path.write_text(narrative(ID, history=both))
    git(tmp_path, "commit", "-am", "Both")
    assert [] == found(directory)

    path.write_text(narrative(ID))
    git(tmp_path, "commit", "-a", "--amend", "-m", "One side")
    assert ["history-rewritten"] == [problem.code for problem in found(directory)]


def test_a_withdrawal_is_not_forgotten(tmp_path: Path) -> None:
    """
    An entry that was in the list stays there; without it no build is made, whatever is asked.
    """
    directory = committed(tmp_path)
    (directory / "_withdrawn.yaml").write_text("[]\n")

    assert ["withdrawal-forgotten"] == [problem.code for problem in found(directory)]
    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON, keep_going=True)


def test_a_deleted_story_is_to_be_withdrawn(tmp_path: Path) -> None:
    """
    Deleting a file keeps nobody from bringing it back; a draft may be thrown away.
    """
    directory = archive(tmp_path, {**FILES, f"{OTHER}.md": narrative(OTHER, status="draft")})
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "First")
    for id in (ID, OTHER):
        (directory / f"{id}.md").unlink()

    (problem,) = found(directory)

    assert ("not-withdrawn", "advice") == (problem.code, problem.severity)
    assert ID in problem.message


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path) -> None:
    """
    An archive that is not in Git is checked as it is.
    """
    assert [] == found(archive(tmp_path, FILES))
