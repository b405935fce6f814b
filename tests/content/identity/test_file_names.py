"""Names and titles in file names, branches and messages."""

import subprocess
from pathlib import Path

import pytest

from storyarchive.content import identity
from storyarchive.content.archive import load
from storyarchive.content.identity.private import PrivateWords
from tests.content.identity.made import ID, kept
from tests.made import ON, SOUND, archive, narrative

TITLE = "The day they gave me the keys"
ELLIE = [{"as_written": "Ellie", "who": "friend", "changed": "yes", "agreed": "yes"}]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (f"{ID}-ellie.mp3", True),
        (f"{ID}-dee.mp3", True),
        (f"{ID}_Ellie2.mp3", True),
        (f"{ID}-talkwithellie.mp3", True),
        (f"{ID}-the-day-they.mp3", True),
        (f"{ID}-gavemethekeys.mp3", True),
        (f"{ID}.mp3", False),
        (f"{ID}-2.mp3", False),
        (f"{ID}-short.mp3", False),
        (f"{ID}-keys.mp3", False),
    ],
)
def test_a_file_is_named_by_its_id_alone(tmp_path: Path, name: str, found: bool) -> None:
    """
    A name or three words of the title in it are an error, and the report does not say them again.
    """
    held = kept(tmp_path, title=TITLE, names=ELLIE, files={name: SOUND})
    problems = [p for p in identity.problems(held, ON) if p.code == "risk.file-name"]

    assert found == bool(problems)
    assert all("ellie" not in problem.message.lower() for problem in problems)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("Add Ellie", [1]),
        ("A new draft\n\nEllie's story", [3]),
        ("The day they gave me", [1]),
        ("Mend what they gave me", [1]),
        ("A new draft of s-4k7p2", []),
        ("Add the keys", []),
        ("Dee", []),
        ("ellie is in small letters", []),
        ("A draft\n# Ellie, in what git says itself", []),
        ("A draft\n# ------------------------ >8 ------------------------\n+Ellie", []),
    ],
)
def test_a_message_holds_no_name_and_no_title(
    tmp_path: Path, message: str, lines: list[int]
) -> None:
    """
    A name counts with a capital and four letters, a title from three words on.
    """
    held = kept(tmp_path, title=TITLE, names=ELLIE)
    found = identity.message_problems(message, held, "MSG")

    assert lines == [problem.line for problem in found]
    assert all(problem.code == "risk.file-name" and problem.path == "MSG" for problem in found)


def test_a_message_holds_no_number_and_no_private_word(tmp_path: Path) -> None:
    """
    What must not be in a file must not be in a message, which is harder to take back.
    """
    words = PrivateWords(frozenset({("somebody",)}))
    found = identity.message_problems("Somebody\n\nRing 07700 900123", kept(tmp_path), "MSG", words)

    assert [(1, "id.private-word"), (3, "id.uk-phone")] == [(p.line, p.code) for p in found]
    assert "900123" not in str(found)


@pytest.mark.parametrize(
    ("title", "message", "lines"),
    [
        ("The allotment: how I got it", "Publish The allotment: how I got it", [1]),
        ("The allotment: how I got it", "Publish it\n\nIt is The Allotment – how\nI got it", [3]),
        ("The allotment: how I got it", "Publish the allotment\n\nhow I got it", []),
        ("The allotment: how I got it", "Mend how I got it", []),
        ("How I got it", "how i got it: a draft", [1]),
        ("How I got it", "Say how I got it all to work", [1]),
        ("One of the", "Mend one of the stories", []),
        ("The day they gave me the keys", "Put away what\nthey gave me", [2]),
    ],
)
def test_a_title_of_short_words_counts_whole(
    tmp_path: Path, title: str, message: str, lines: list[int]
) -> None:
    """
    From four words on, wherever a line ends; a part of it counts only if it says something.
    """
    found = identity.message_problems(message, kept(tmp_path, title=title), "MSG")

    assert lines == [problem.line for problem in found]


@pytest.mark.parametrize("common", ["Grace", "Hope", "Will"])
def test_a_name_that_is_a_word_does_not_alarm(tmp_path: Path, common: str) -> None:
    """
    Nobody could write a message otherwise.
    """
    held = kept(tmp_path, names=[{**ELLIE[0], "as_written": common}])

    assert () == identity.message_problems(f"{common} the page", held, "MSG")


def git(directory: Path, *words: str) -> None:
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(directory), *who, *words], check=True, capture_output=True)


def test_the_branch_and_the_last_message_are_looked_at(tmp_path: Path) -> None:
    """
    A name in either is a warning: no build shows it, and the next push would.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, title=TITLE, names=ELLIE)})
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "A new draft")
    assert [] == list(identity.problems(load(directory), ON))

    git(tmp_path, "switch", "-c", "story-of-ellie")
    git(tmp_path, "commit", "--allow-empty", "-m", "Ellie's story")
    found = list(identity.problems(load(directory), ON))

    assert ["risk.file-name"] * 2 == [problem.code for problem in found]
    assert {"warning"} == {str(problem.severity) for problem in found}
