from pathlib import Path

import pytest

from storyarchive.building import build
from storyarchive.content import former
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import GitError, Problem, ProblemsFound, UnknownName
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


def withdrawn_and_back(place: Path) -> Path:
    """Withdraw a story, commit, bring it back with its list, commit twice, and give the archive."""
    directory = committed(place)
    (directory / f"{ID}.md").unlink()
    gone = GONE + f"- {{id: {ID}, withdrawn_on: 2026-06-01, reason_code: teller}}\n"
    (directory / "_withdrawn.yaml").write_text(gone)
    git(place, "commit", "-am", "Take down")
    git(place, "revert", "--no-edit", "HEAD")
    git(place, "commit", "--allow-empty", "-m", "Something else")
    return directory


def test_what_was_ever_withdrawn_does_not_come_back(tmp_path: Path) -> None:
    """
    A restored commit brings the list back as it was, too: the history still knows, and so does the door.
    """
    directory = withdrawn_and_back(tmp_path)

    assert [("withdrawn-id", f"{directory.as_posix()}/{ID}.md")] == [
        (problem.code, problem.path) for problem in found(directory)
    ]
    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON, keep_going=True)
    library = open_library(former.mindful(load(directory)), "public", ON)
    assert [OTHER] == [story.id for story in library.stories]


@pytest.mark.parametrize(
    "setting", ["log.follow=true", "log.showRoot=false", "diff.orderFile=/none"]
)
def test_no_setting_hides_a_withdrawal(tmp_path: Path, setting: str) -> None:
    """
    How somebody likes to read logs has no say in what is shown.
    """
    directory = withdrawn_and_back(tmp_path)
    git(tmp_path, "config", *setting.split("="))

    assert ["withdrawn-id"] == [problem.code for problem in found(directory)]


def test_an_empty_repository_knows_nothing(tmp_path: Path) -> None:
    """
    Before the first commit there is nothing to compare with.
    """
    directory = archive(tmp_path, FILES)
    git(tmp_path, "init", "-b", "main")

    assert [] == found(directory)
    assert 2 == len(former.mindful(load(directory)).narratives)


def test_what_another_branch_withdrew_is_withdrawn_here(tmp_path: Path) -> None:
    """
    Nobody waits for a merge to stop showing a story; and in a merge both sides count.
    """
    directory = committed(tmp_path)
    git(tmp_path, "checkout", "-b", "side")
    (directory / f"{ID}.md").unlink()
    gone = GONE + f"- {{id: {ID}, withdrawn_on: 2026-06-01, reason_code: teller}}\n"
    (directory / "_withdrawn.yaml").write_text(gone)
    git(tmp_path, "commit", "-am", "Take down")
    git(tmp_path, "checkout", "main")

    assert ["withdrawn-id"] == [problem.code for problem in found(directory)]

    git(tmp_path, "merge", "--no-ff", "--no-commit", "-s", "ours", "side")
    assert {"withdrawn-id", "withdrawal-forgotten"} == {p.code for p in found(directory)}


def test_a_part_of_a_history_is_said_to_be_one(tmp_path: Path) -> None:
    """
    Where git does not hold the commit that withdrew, nobody may think that all is known.
    """
    withdrawn_and_back(tmp_path / "kept")
    git(tmp_path, "clone", "--depth", "1", f"file://{tmp_path / 'kept'}", "part")

    problems = found(tmp_path / "part" / "narratives")

    assert [("history-incomplete", "error")] == [(p.code, p.severity) for p in problems]
    with pytest.raises(ProblemsFound):
        build(tmp_path / "part" / "narratives", tmp_path / "build", ON, keep_going=True)


@pytest.mark.parametrize("broken", ["HEAD", "refs/heads/bad", "blob"])
def test_a_repository_that_git_cannot_read_is_not_passed_over(tmp_path: Path, broken: str) -> None:
    """
    A build that could not ask what was withdrawn is no build.
    """
    directory = withdrawn_and_back(tmp_path)
    if broken == "blob":
        name = git(tmp_path, "rev-parse", "HEAD~2:narratives/_withdrawn.yaml").strip()
        (tmp_path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    else:
        (tmp_path / ".git" / broken).write_text("nothing")

    with pytest.raises(GitError, match="cannot read the repository"):
        build(directory, tmp_path / "build", ON)
    with pytest.raises(GitError):
        former.mindful(load(directory))


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path) -> None:
    """
    An archive that is not in Git is checked as it is.
    """
    assert [] == found(archive(tmp_path, FILES))
