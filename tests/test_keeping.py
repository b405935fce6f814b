"""The commands of whoever looks after consent, as they are typed."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storyarchive.cli import main
from storyarchive.content.archive import load
from tests.made import BODY, ON, archive, every_file, narrative

ID, OTHER = "s-4k7p2", "s-2222z"
TESTED = {
    "intruder_test": {"date": "2026-11-20", "by": "reviewer-2", "result": "pass"},
    "live_case": "no",
    "unreported_crime": "no",
}


def run(directory: Path, *words: str, typed: str = "", **environment: str) -> Result:
    command = ["--archive", str(directory), "--on", str(ON), *words]
    return CliRunner(env={"COLUMNS": "80", **environment}).invoke(main, command, input=typed)


def kept(place: Path, **changes: Any) -> Path:
    """Write an archive with one narrative, and give its directory."""
    return archive(place, {f"{ID}.md": narrative(ID, **changes)})


def test_consent_shows_what_to_see_to_and_nothing_of_a_story(tmp_path: Path) -> None:
    """
    Ids, days and places in files, the most pressing first: it can stand in a log.
    """
    files = {
        f"{ID}.md": narrative(ID, consent={"expires_on": "2026-11-30"}),
        f"{OTHER}.md": narrative(OTHER, status="paused"),
    }
    directory = archive(tmp_path, files)

    done = run(directory, "consent")

    ends, status = (
        next(n for n, line in enumerate(files[name].split("\n"), 1) if word in line)
        for name, word in ((f"{ID}.md", "expires_on"), (f"{OTHER}.md", "status:"))
    )
    assert 0 == done.exit_code
    assert done.stdout == (
        "Consent on 2026-11-23 and 60 days ahead.\n"
        "\n"
        "Ending soon (1)\n"
        f"  {ID}  2026-11-30  in 7 days       its consent ends\n"
        f"           {directory.as_posix()}/{ID}.md:{ends}\n"
        "\n"
        "Paused (1)\n"
        f"  {OTHER}  2026-06-01  175 days ago    it was stopped for now\n"
        f"           {directory.as_posix()}/{OTHER}.md:{status}\n"
        "\n"
        "2 narratives to see to.\n"
    )
    assert "The story" not in done.stdout


def test_consent_for_programs(tmp_path: Path) -> None:
    """
    The same as JSON, with days as they are written in files.
    """
    said = json.loads(run(kept(tmp_path, status="draft"), "consent", "--json").stdout)

    assert ("2026-11-23", 60) == (said["on"], said["within"])
    (each,) = said["narratives"]
    assert {"id", "path", "line", "status", "matter", "day", "why"} == set(each)
    assert (ID, "draft", "waiting", None) == tuple(
        each[name] for name in ("id", "status", "matter", "day")
    )


def test_consent_with_nothing_to_see_to(tmp_path: Path) -> None:
    """
    It says so.
    """
    assert run(kept(tmp_path), "consent").stdout.endswith("\nNothing to see to.\n")


def test_the_way_from_draft_to_the_library_and_off_it(tmp_path: Path) -> None:
    """
    Approve, publish fourteen days later, pause: each says what it did and what comes next.
    """
    consent = {"approved_text": None, "approved_on": None}
    directory = kept(tmp_path, status="draft", consent=consent, safety=TESTED)

    approved = run(directory, "--on", "2026-11-09", "approve", ID, "--by", "editor-1")
    early = run(directory, "--on", "2026-11-22", "publish", ID, "--by", "reviewer-2")
    published = run(directory, "publish", ID, STORYARCHIVE_BY="reviewer-2")
    paused = run(directory, "pause", ID)

    path = f"{directory.as_posix()}/{ID}.md"
    assert approved.stdout == (
        f"{path}: draft → consented\n"
        f"A reviewer can publish it from 2026-11-23: storyarchive publish {ID}\n"
    )
    assert (1, True) == (early.exit_code, "cooling-off" in early.stderr)
    assert published.stdout.startswith(f"{path}: consented → published\n")
    assert paused.stdout.startswith(f"{path}: published → paused\n")
    assert {"status: paused"} == {
        line for line in Path(path).read_text().split("\n") if line.startswith("status")
    }


def test_publish_asks_who_it_is(tmp_path: Path) -> None:
    """
    A reviewer is somebody, without a name.
    """
    done = run(kept(tmp_path, status="consented"), "publish", ID)

    assert 2 == done.exit_code
    assert "--by" in done.stderr


@pytest.mark.parametrize("by", ["Anna", "editor", "editor-1\nstatus: published"])
def test_a_name_is_not_written_down(tmp_path: Path, by: str) -> None:
    """
    Who did it is a role and a number; anything else is refused, with the file as it was.
    """
    directory = kept(tmp_path)
    before = (directory / f"{ID}.md").read_bytes()

    done = run(directory, "pause", ID, "--by", by)

    assert 2 == done.exit_code
    assert "without a name" in done.stderr
    assert before == (directory / f"{ID}.md").read_bytes()


def test_withdraw_asks_first(tmp_path: Path) -> None:
    """
    It says what it would delete; a no, or no answer, changes nothing.
    """
    directory = kept(tmp_path)
    before = dict(every_file(tmp_path))

    for typed in ("n\n", ""):
        done = run(directory, "withdraw", ID, "--reason", "teller", typed=typed)
        assert f"To be deleted: {directory.as_posix()}/{ID}.md" in done.stdout
        assert 1 == done.exit_code
    assert before == dict(every_file(tmp_path))


def test_withdraw_does_what_it_can_and_lists_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With a yes the story goes, and the steps that remain are printed with their days, and written down.
    """
    monkeypatch.chdir(tmp_path)
    directory = kept(tmp_path)
    run(directory, "build", "public")

    done = run(directory, "withdraw", ID, "--reason", "teller", typed="y\n")
    again = run(directory, "withdraw", ID, "--reason", "teller", "--yes")

    assert (0, 0) == (done.exit_code, again.exit_code), done.output + again.output
    assert "Built again without it: public." in done.stdout
    assert "by 2026-12-07: Rewrite the history" in done.stdout
    assert Path(f"withdrawal-{ID}.md").is_file()
    assert f"{ID} was withdrawn on 2026-11-23" in again.stdout
    assert {ID} == load(directory).withdrawn_ids


def test_withdraw_knows_when_others_are_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Exit status 1 and the problems of the others, though the story is down.
    """
    monkeypatch.chdir(tmp_path)
    directory = kept(tmp_path)
    run(directory, "build", "public")
    (directory / f"{OTHER}.md").write_text(narrative(OTHER, themes=["nothing", "like-this"]))

    done = run(directory, "withdraw", ID, "--reason", "teller", "--yes")

    assert 1 == done.exit_code
    assert "unknown-theme" in done.stderr
    assert not (directory / f"{ID}.md").exists()


def test_a_warning_tells_the_command_that_answers_it(tmp_path: Path) -> None:
    """
    Reports are masked, so the line to paste is a command, and it works.
    """
    body = f"{BODY}\n\nIt was at 12 Green Lane.\n"
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, body)})
    found = run(directory, "check")
    (line,) = re.findall(r"storyarchive (acknowledge .*)", found.stdout)

    done = run(directory, *shlex.split(line.replace("…", "A street in a play.")))

    assert (1, 0, 0) == (found.exit_code, done.exit_code, run(directory, "check").exit_code)
    assert "Green" not in found.stdout + done.stdout


def test_a_commit_message_is_read_for_names(tmp_path: Path) -> None:
    """
    A hook gives the message; a pseudonym in it is told by its line, and not repeated.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, pseudonym="Zebedee")})
    message = tmp_path / "COMMIT_EDITMSG"

    message.write_text(f"Mend {ID}\n\nZebedee asked for it.\n")
    told = run(directory, "check", "--message", str(message))
    message.write_text(f"Mend {ID}\n")
    well = run(directory, "check", "--message", str(message))

    assert (1, 0) == (told.exit_code, well.exit_code)
    assert f"{message.as_posix()}:3: risk.file-name:" in told.stderr
    assert "Zebedee" not in told.stderr


@pytest.mark.parametrize("command", ["check", "build", "publish"])
def test_private_words_stop_what_would_show_them(tmp_path: Path, command: str) -> None:
    """
    A list on the editor's own computer is used by every command that looks, and its words are in no report.
    """
    words = tmp_path / "private.txt"
    words.write_text("winter\n")
    status = "consented" if command == "publish" else "published"
    safety = {"safety": TESTED} if command == "publish" else {}
    directory = kept(tmp_path, status=status, **safety)
    asked = {
        "check": ["check"],
        "build": ["build", "--output", str(tmp_path / "build")],
        "publish": ["publish", ID, "--by", "reviewer-2"],
    }

    done = run(directory, *asked[command], STORYARCHIVE_PRIVATE_WORDS=str(words))

    assert 1 == done.exit_code
    assert "id.private-word" in done.output
    assert "winter" not in done.output


def test_check_compares_with_a_commit(tmp_path: Path) -> None:
    """
    One that git does not know is an error; outside of a repository there is none.
    """
    done = run(kept(tmp_path), "check", "--since", "origin/main")

    assert 1 == done.exit_code
    assert "no commit origin/main" in done.stderr
