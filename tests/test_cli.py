import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyarchive.cli import main
from storyarchive.version import VERSION
from tests.made import PROJECT, archive, narrative

ID = "s-4k7p2"
EXAMPLES = str(PROJECT / "narratives")


def run(*words: str, archive: str = EXAMPLES, on: str = "2026-11-23", **environment: str) -> Result:
    command = ["--archive", archive, "--on", on, *words]
    return CliRunner(env={"COLUMNS": "80", **environment}).invoke(main, command)


def test_build_writes_every_edition_and_says_which_file_to_open(tmp_path: Path) -> None:
    """
    One summary line for each edition, then what to do next.
    """
    done = run("build", "--output", str(tmp_path))

    assert 0 == done.exit_code, done.output
    lines = done.stdout.strip().split("\n")
    assert ["public", "mentor", "offline", "prison"] == [line.split()[0] for line in lines[:4]]
    assert f"Open {tmp_path.as_posix()}/public/index.html in a browser." == lines[4]
    assert (tmp_path / "public" / "index.html").is_file()


def test_build_with_a_mistake_in_the_archive_says_path_line_and_remedy(tmp_path: Path) -> None:
    """
    Exit status 1, one problem below the other, nothing written.
    """
    text = narrative(ID).replace("- belonging", "- belongin")
    directory = archive(tmp_path, {f"{ID}.md": text})
    line = text[: text.index("- belongin")].count("\n") + 1

    done = run("build", "--output", str(tmp_path / "build"), archive=str(directory))

    assert 1 == done.exit_code
    assert f'{ID}.md:{line}: unknown-theme: there is no theme "belongin"' in done.stderr
    assert 'Did you mean "belonging"?' in done.stderr
    assert not (tmp_path / "build").exists()


def test_check_groups_what_it_finds_by_weight(tmp_path: Path) -> None:
    """
    Wrong first, then missing, then worth a thought; exit status 1 only for what is wrong.
    """
    files = {
        "s-2222z.md": "---\nid: s-2222z\nstatus: draft\n---\n",
        "s-3333z.md": narrative("s-3333z", prompts=["Why did you?", "What helped?"]),
    }
    unfinished = run("check", archive=str(archive(tmp_path / "a", files)))
    files["s-4444z.md"] = "no front matter"
    wrong = run("check", archive=str(archive(tmp_path / "b", files)))

    assert (0, 1) == (unfinished.exit_code, wrong.exit_code)
    headings = [
        "Wrong: to be mended (1)",
        "Missing: needed before publishing",
        "Worth a thought (1)",
    ]
    places = [wrong.stdout.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "3 files checked" in wrong.stdout


def test_check_as_json_is_for_programs(tmp_path: Path) -> None:
    """
    A list of problems with all their fields.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, stage_now="giving-back")})

    found = json.loads(run("check", "--format", "json", archive=str(directory)).stdout)

    assert ["stage-not-told"] == [problem["code"] for problem in found]
    assert {"path", "line", "code", "severity", "message", "remedy"} == set(found[0])


def test_check_of_one_file_speaks_of_that_file(tmp_path: Path) -> None:
    """
    A path narrows what is shown, not what is looked at.
    """
    files = {f"{ID}.md": narrative(ID, related=["s-9999z"]), "s-2222z.md": "x"}
    directory = archive(tmp_path, files)

    done = run("check", str(directory / f"{ID}.md"), archive=str(directory))

    assert "no-related" in done.stdout
    assert "s-2222z" not in done.stdout


def test_search_shows_stories_with_the_match_marked(tmp_path: Path) -> None:
    """
    A mentor sees the title, who tells it, what it mentions, and where it matches.
    """
    done = run("search", "trusted", "with", "keys", "--limit", "2", "--cache", str(tmp_path))

    assert 0 == done.exit_code, done.output
    assert " 1. The day they gave me the keys  s-4k7p2" in done.stdout
    assert "Mentions drug use, children taken into care" in done.stdout
    assert re.search(r"\*keys?\*", done.stdout)
    assert "--stage  " in done.stdout
    assert "\x1b" not in done.stdout


def test_search_finds_nothing_and_says_what_to_try(tmp_path: Path) -> None:
    """
    Nothing found is an answer, not an error.
    """
    done = run("search", "xyzzy", "--cache", str(tmp_path))

    assert 0 == done.exit_code
    assert done.stdout.startswith("No story found.\nNo story has: xyzzy.\n")
    assert "Try fewer words" in done.stdout


def test_search_says_what_it_understood_and_how_to_take_it_back(tmp_path: Path) -> None:
    """
    What the line offers does what it says.
    """
    words = ["search", "prison keys under ten minutes, nothing about suicide", "--limit", "1"]
    said = run(*words, "--cache", str(tmp_path)).stdout
    offered = re.search(r"To take a guess back: (.*?)\n\n", said, re.DOTALL)
    assert offered is not None
    undone = run(*words, *offered[1].split(), "--cache", str(tmp_path)).stdout

    for guess in ("Also looked for: jail", "Leaving out: suicide.", "10 minutes or less."):
        assert guess in said
        assert guess not in undone


def test_search_puts_help_before_all_stories(tmp_path: Path) -> None:
    """
    For words of a crisis, whatever is found.
    """
    said = run("search", "he wants to kill himself", "--cache", str(tmp_path)).stdout

    assert said.startswith("If you are in a bad place right now, there is help:\n")
    assert "Example listening line" in said.split("\n\n")[0]
    assert "Example drugs and alcohol line" not in said.split("\n\n")[0]


def test_search_explains_its_scores(tmp_path: Path) -> None:
    """
    A line for each thing that was looked for and found.
    """
    said = run("search", "recalled", "--explain", "--limit", "1", "--cache", str(tmp_path)).stdout

    assert re.search(
        r"^ +\d\.\d{3}  recalled: .*\(\d\S* × \d\.\d\d × \d+/15\)$", said, re.MULTILINE
    )


@pytest.mark.parametrize(
    "words", ["", "?!", "😀", "-", '"', "AND * [ title:", "<script>", "x" * 10_000]
)
def test_search_answers_whatever_is_typed(tmp_path: Path, words: str) -> None:
    """
    With stories or with what to try; never with an error.
    """
    done = run("search", "--cache", str(tmp_path), "--", words)

    assert (0, "") == (done.exit_code, done.stderr)
    assert "stories found" in done.stdout or "No story found." in done.stdout


def test_search_as_json_has_the_documented_fields(tmp_path: Path) -> None:
    """
    Programs can rely on the names.
    """
    found = json.loads(run("search", "keys", "--json", "--cache", str(tmp_path)).stdout)

    assert {
        "query",
        "understood",
        "total",
        "with_all_words",
        "close",
        "hits",
        "facets",
        "next_step",
    } == set(found)
    fields = [
        "id",
        "title",
        "score",
        "stage_now",
        "stages",
        "themes",
        "content_notes",
        "minutes",
        "url",
        "excerpt",
    ]
    assert set(fields) == set(found["hits"][0])
    assert "<mark>" in found["hits"][0]["excerpt"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--theme", "drug"], 'There is no theme "drug".  Did you mean "drugs"?'),
        (["--stage", "early"], 'There is no stage "early"'),
        (["--avoid", "suicde"], 'Did you mean "suicide"?'),
        (["--edition", "pubic"], 'Did you mean "public"?'),
    ],
)
def test_a_name_that_is_not_there_is_one_sentence(
    tmp_path: Path, options: list[str], said: str
) -> None:
    """
    A mistyped filter brings a guess and exit status 1.
    """
    done = run("search", "keys", *options, "--cache", str(tmp_path))

    assert 1 == done.exit_code
    assert said in done.stderr
    assert 1 == done.stderr.count("\n")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_question_is_answered(tmp_path: Path, question: str) -> None:
    """
    No question brings a traceback.
    """
    done = run("search", "--cache", str(tmp_path), "--", question)

    assert 0 == done.exit_code, done.output


def test_show_reads_a_story_as_the_edition_shows_it() -> None:
    """
    What to know first, the story, what to talk about, how to take it down.
    """
    done = run("show", "s-4k7p2")

    for part in ("Dee", "An invented example", "This story mentions", "To talk about", "come down"):
        assert part in done.stdout
    assert "CR-" not in done.stdout
    assert "none-fictional" not in done.stdout


def test_show_says_why_a_story_is_not_there(tmp_path: Path) -> None:
    """
    An editor learns which rule keeps it back.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, status="paused")})

    held = run("show", ID, archive=str(directory))
    unknown = run("show", "s-zzzzz", archive=str(directory))

    assert f"{ID} is not in the edition public: its status is paused" in held.stderr
    assert 'There is no story "s-zzzzz"' in unknown.stderr


def test_version_and_help_are_there() -> None:
    """
    The program says what it is.
    """
    runner = CliRunner()

    assert f"storyarchive {VERSION}\n" == runner.invoke(main, ["--version"]).output
    for command in ["build", "check", "search", "show", "serve"]:
        assert command in runner.invoke(main, ["--help"]).output
        assert "Example:" in runner.invoke(main, [command, "--help"]).output


def test_the_day_comes_from_the_option_then_the_epoch_then_the_clock(tmp_path: Path) -> None:
    """
    SOURCE_DATE_EPOCH makes a build repeatable; --on stands above it.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": "4102444800"})  # 2100-01-01

    late = runner.invoke(main, ["--archive", str(directory), "show", ID])
    then = runner.invoke(main, ["--archive", str(directory), "--on", "2026-11-23", "show", ID])

    assert "its consent held until 2031-04-14" in late.stderr
    assert 0 == then.exit_code


@pytest.mark.parametrize(
    ("on", "epoch"), [("yesterday", ""), ("2026-13-01", ""), (None, "soon"), (None, "9" * 30)]
)
def test_a_day_that_is_none_is_one_sentence(on: str | None, epoch: str) -> None:
    """
    A day that cannot be read is a usage error.
    """
    words = ["--on", on] if on else []
    done = CliRunner(env={"SOURCE_DATE_EPOCH": epoch}).invoke(main, [*words, "show", ID])

    assert 2 == done.exit_code
    assert "Traceback" not in done.output


def piped(words: str, directory: Path) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m storyarchive --archive {directory} {words}"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        command,
        shell=True,
        cwd=directory.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive whose check says more than a pipe holds at once."""
    letters = "23456789abcdefghjkmn"
    ids = [f"s-22{one}{other}2" for one in letters for other in letters]
    files = {f"{id}.md": f"---\nid: {id}\nstatus: draft\n---\nx\n" for id in ids}
    return archive(tmp_path_factory.mktemp("unfinished"), files)


def test_a_reader_that_goes_away_is_no_error(unfinished: Path) -> None:
    """
    `storyarchive check | head -1` ends quietly.
    """
    done = piped("check | head -1", unfinished)

    assert ("", 1) == (done.stderr, done.stdout.count("\n"))


def test_colour_is_for_terminals_only(unfinished: Path) -> None:
    """
    Text that is piped to a file has no escape codes in it.
    """
    done = piped("check", unfinished)

    assert "Missing: needed before publishing" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_a_disk_that_is_full_is_one_sentence(unfinished: Path) -> None:
    """
    What cannot be printed is no traceback.
    """
    done = piped("check > /dev/full", unfinished)

    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_a_letter_that_cannot_be_shown_is_shown_as_its_number() -> None:
    """
    A Windows console without Polish letters reads the rest of a Polish story.
    """
    words = [sys.executable, "-m", "storyarchive", "show", "s-3w6fy"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(words, cwd=PROJECT, env=environment, capture_output=True, check=False)

    assert (0, b"") == (done.returncode, done.stderr)
    assert b"\\u0119" in done.stdout


@pytest.mark.parametrize("path", ["_vocabulary", "s-4k7p2.md", "."])
def test_check_takes_a_directory_or_a_file_of_the_archive(tmp_path: Path, path: str) -> None:
    """
    What is named is looked at; what is no file of the archive is never called clean.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), "s-2222z.md": "x"})

    inside = run("check", str(directory / path), archive=str(directory))
    outside = run("check", "/etc/hostname", archive=str(directory))

    assert (path == ".") == ("no-front-matter" in inside.stdout)
    assert "is no file of the archive" in outside.stderr
    assert 1 == outside.exit_code
