"""The commands of whoever looks after consent, as they are typed."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storyarchive import files
from storyarchive.cli import main
from storyarchive.content.archive import load
from tests.made import BODY, ON, SOUND, archive, every_file, narrative
from tests.repositories import git

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
        f"A reviewer can publish it from 2026-11-23, when check finds nothing:\n"
        f"  storyarchive check {path}\n"
        f"  storyarchive publish {ID} --by reviewer-2\n"
    )
    assert "Dated 2026-11-09, which is not today." in approved.stderr
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


def test_the_day_of_a_reproducible_build_is_no_day_of_a_record(tmp_path: Path) -> None:
    """
    SOURCE_DATE_EPOCH says what to build as of; what somebody approves today is dated today.
    """
    directory = kept(tmp_path)
    words = ["--archive", str(directory), "pause", ID]

    CliRunner(env={"SOURCE_DATE_EPOCH": "315532800"}).invoke(main, words)

    assert "date: 1980" not in (directory / f"{ID}.md").read_text()
    assert "to: paused" in (directory / f"{ID}.md").read_text()


def test_a_pause_of_what_cannot_be_read_says_how_to_take_it_off(tmp_path: Path) -> None:
    """
    No build shows it, and the old one stays until there is a new one.
    """
    done = run(kept(tmp_path, setting="bothh"), "pause", ID)

    assert 1 == done.exit_code
    assert "storyarchive build --keep-going" in done.stderr


def test_going_on_takes_a_story_with_its_wrong_transcript_out(tmp_path: Path) -> None:
    """
    An error in a file beside a story is an error of the story.
    """
    media = {"file": f"{ID}.mp3", "transcript": f"{ID}.txt", "voice_changed": "yes", "minutes": 1}
    beside: dict[str, str | bytes] = {
        f"{ID}.md": narrative(ID, format="audio", media=media),
        f"{ID}.mp3": SOUND,
        f"{ID}.txt": "My number was A1234AA.",
    }
    directory = archive(tmp_path, beside)

    done = run(directory, "build", "public", "--output", str(tmp_path / "build"), "--keep-going")

    assert 1 == done.exit_code
    assert not [path for path, content in every_file(tmp_path / "build") if b"A1234AA" in content]
    assert not (tmp_path / "build" / "public" / "stories" / f"{ID}.html").exists()


def test_a_withdrawal_builds_nothing_that_a_build_would_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Private words hold for the build inside a withdrawal as well.
    """
    monkeypatch.chdir(tmp_path)
    directory = kept(tmp_path)
    run(directory, "build", "public")
    (tmp_path / "private.txt").write_text("wolverine\n")
    (directory / f"{OTHER}.md").write_text(narrative(OTHER, f"{BODY}\n\nA wolverine.\n"))

    done = run(
        directory,
        *("withdraw", ID, "--reason", "teller", "--yes"),
        STORYARCHIVE_PRIVATE_WORDS=str(tmp_path / "private.txt"),
    )

    assert 1 == done.exit_code
    assert not (tmp_path / "build" / "public" / "stories" / f"{OTHER}.html").exists()


def test_the_prompt_does_not_show_what_was_ever_withdrawn(tmp_path: Path) -> None:
    """
    A withdrawal undone in Git is a withdrawal all the same, for search and show as for the build.
    """
    directory = kept(tmp_path)
    git(tmp_path, "init", "-b", "main")
    (directory / "_withdrawn.yaml").write_text(
        f"- {{id: {ID}, withdrawn_on: 2026-06-01, reason_code: teller}}\n"
    )
    git(tmp_path, "add", "narratives/_withdrawn.yaml")
    git(tmp_path, "commit", "-m", "Take down")
    (directory / "_withdrawn.yaml").write_text("[]\n")
    git(tmp_path, "commit", "-am", "Undo")

    shown = run(directory, "show", ID)
    found = run(directory, "search", "gate", "--cache", str(tmp_path / "cache"))

    assert (1, True) == (shown.exit_code, "no story" in shown.stderr)
    assert "No story found." in found.stdout


def test_two_at_once_do_not_undo_each_other(tmp_path: Path) -> None:
    """
    Whoever comes second is told to wait.
    """
    directory = kept(tmp_path)

    with files.editing(directory):
        done = run(directory, "pause", ID)

    assert 1 == done.exit_code
    assert "Another storyarchive is writing" in done.stderr


def test_a_pause_waits_for_nothing(tmp_path: Path) -> None:
    """
    Not even for a repository that git cannot read, which stops every build.
    """
    directory = kept(tmp_path)
    git(tmp_path, "init", "-b", "main")
    (tmp_path / ".git" / "HEAD").write_text("nothing")

    assert 0 == run(directory, "pause", ID).exit_code
    assert 1 == run(directory, "build", "--output", str(tmp_path / "build")).exit_code


def test_a_withdrawal_waits_for_nothing_and_says_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What cannot be built is said; the story is listed and deleted, and nobody reads that nothing was written.
    """
    monkeypatch.chdir(tmp_path)
    directory = archive(
        tmp_path, {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER, related=[ID])}
    )
    run(directory, "build", "public")
    git(tmp_path, "init", "-b", "main")
    (tmp_path / ".git" / "HEAD").write_text("nothing")

    done = run(directory, "withdraw", ID, "--reason", "teller", "--yes")

    assert 1 == done.exit_code
    assert f"{ID} is withdrawn, but not all of it is done" in done.stderr
    assert "Nothing was written" not in done.stderr
    assert {ID} == load(directory).withdrawn_ids
    assert not (directory / f"{ID}.md").exists()


def test_a_withdrawal_that_did_nothing_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A list of what remains does not lie in the archive; until that is mended nothing is done.
    """
    monkeypatch.chdir(tmp_path)
    directory = kept(tmp_path)

    words = ("withdraw", ID, "--reason", "teller", "--yes", "--checklist", str(directory))
    done = run(directory, *words)

    assert 1 == done.exit_code
    assert f"Nothing was done: {ID} is not withdrawn." in done.stderr
    assert (directory / f"{ID}.md").exists()


@pytest.mark.parametrize("told", ["2026-11-24", "1200-01-01", "soon"])
def test_the_day_of_a_letter_is_a_day_that_was(tmp_path: Path, told: str) -> None:
    """
    It is looked at before anybody is asked to say yes.
    """
    done = run(kept(tmp_path), "withdraw", ID, "--reason", "teller", "--told", told)

    assert 2 == done.exit_code
    assert "Take it down" not in done.stdout


@pytest.mark.parametrize("command", ["approve", "publish", "receipt"])
def test_nothing_is_done_with_what_was_ever_withdrawn(tmp_path: Path, command: str) -> None:
    """
    It is gone, whatever stands on the disk.
    """
    directory = kept(tmp_path, status="consented")
    git(tmp_path, "init", "-b", "main")
    gone = f"- {{id: {ID}, withdrawn_on: 2026-06-01, reason_code: tellr}}\n"
    (directory / "_withdrawn.yaml").write_text(gone)
    git(tmp_path, "add", "narratives/_withdrawn.yaml")
    git(tmp_path, "commit", "-m", "Take down")
    (directory / "_withdrawn.yaml").write_text("[]\n")
    by = ["--by", "reviewer-2"] if command in ("approve", "publish") else []

    done = run(directory, command, ID, *by)

    assert 1 == done.exit_code
    assert "Dee" not in done.stdout


def test_a_question_asked_before_knows_of_a_withdrawal_since(tmp_path: Path) -> None:
    """
    What is remembered of the archive is not what is remembered of another branch.
    """
    directory = kept(tmp_path)
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", "narratives")
    git(tmp_path, "commit", "-m", "First")
    asked = ["search", "gate", "--cache", str(tmp_path / "cache")]
    assert ID in run(directory, *asked).stdout
    blob = git(
        tmp_path,
        *("hash-object", "-w", "--stdin"),
        given=f"- {{id: {ID}, withdrawn_on: 2026-06-01, reason_code: teller}}\n",
    ).strip()
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    git(tmp_path, "update-index", "--cacheinfo", f"100644,{blob},narratives/_withdrawn.yaml")
    git(tmp_path, "commit", "-m", "Take down")
    git(tmp_path, "symbolic-ref", "HEAD", "refs/heads/main")

    assert "No story found." in run(directory, *asked).stdout


def test_private_words_that_cannot_be_read_keep_no_story_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The withdrawal is done; the build waits for the list.
    """
    monkeypatch.chdir(tmp_path)
    directory = kept(tmp_path)
    run(directory, "build", "public")

    done = run(
        directory,
        *("withdraw", ID, "--reason", "teller", "--yes"),
        STORYARCHIVE_PRIVATE_WORDS=str(tmp_path / "nowhere.txt"),
    )

    assert 1 == done.exit_code
    assert not (directory / f"{ID}.md").exists()
    assert {ID} == load(directory).withdrawn_ids
