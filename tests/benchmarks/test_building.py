"""The command that builds beside peers, at a small size; what it measures is for those who run it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks import building, contest, machine, measuring, processes
from tests.benchmarks.make_archive import make
from tests.benchmarks.peers import eleventy, hugo, mkdocs, ours, pelican
from tests.benchmarks.peers.project import Project, Step, labels, narratives
from tests.made import PROJECT

COPY = """\
import pathlib, sys
source, output = map(pathlib.Path, sys.argv[1:])
output.mkdir(exist_ok=True)
for path in source.iterdir():
    made = output / path.name
    if not made.exists() or made.read_bytes() != path.read_bytes():
        made.write_bytes(path.read_bytes())
"""
"""A maker of sites that copies stories, and writes only what differs."""

STORIES = {
    "s-22222.md": "---\nsummary: The first of them\n---\nOne.\n",
    "s-33333.md": "---\nsummary: Another\n---\nTwo.\n",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "archive"
    make(3, place, place / "no corpus", words=200)
    return place


@pytest.fixture
def copier(tmp_path: Path) -> Project:
    source, output = tmp_path / "source", tmp_path / "output"
    source.mkdir()
    for name, text in STORIES.items():
        (source / name).write_text(text)
    copy = Step("copy", [sys.executable, "-c", COPY, source, output])
    return Project(
        "copier", "1", tmp_path, output, [copy, copy], lambda id: source / f"{id}.md", True
    )


def test_projects_are_built_from_nothing_in_turn(copier: Project) -> None:
    """
    So many rounds of all steps, and what the site has in the end.
    """
    said: list[str] = []

    (built,) = contest.cold([copier], 2, said.append)

    assert ["round 1 of 2: copier", "round 2 of 2: copier", "memory: copier"] == said
    assert [2, 2] == [len(steps) for steps in built.rounds]
    assert (2, sum(map(len, STORIES.values()))) == (built.files, built.size)
    assert built.memory > 1_000_000
    assert all(seconds > 0 for seconds in [*built.seconds(), built.processor()])


def test_a_story_is_changed_and_the_files_that_were_written_are_counted(copier: Project) -> None:
    """
    None when nothing changed, then one; in the end the story is as it was.
    """
    contest.once([copier], lambda what: None)

    taken = contest.warm([copier], "s-22222", building.CHANGES, 2, lambda what: None)

    counted = [(took.written, took.differ) for took in taken["copier"].values()]
    assert [(0, 0), (1, 1), (1, 1)] == counted
    assert STORIES["s-22222.md"] == copier.story("s-22222").read_text()


def test_a_change_is_another_one_in_each_round() -> None:
    """
    A word at the end of the story, or one of the summary for another of its length.
    """
    text = STORIES["s-22222.md"]

    assert text.replace("One.", "One. Again.") == contest.a_word_of_the_story(text, 0)
    assert text.replace("One.", "One. Againagain.") == contest.a_word_of_the_story(text, 1)
    assert text.replace("first", "aaaaa") == contest.the_summary(text, 0)
    assert text.replace("first", "bbbbb") == contest.the_summary(text, 1)


def test_ours_is_built_without_its_search_and_is_the_same_otherwise(
    archive: Path, tmp_path: Path
) -> None:
    """
    Nothing but the search index is missing; lists of files say so.
    """
    whole, alone = (ours.project(archive, tmp_path / str(s), searched=s) for s in (True, False))

    contest.once([whole, alone], lambda what: None)

    before, after = contest.seen(whole.output), contest.seen(alone.output)
    missing = {path.split("/")[0] for path in before.keys() - after.keys()}
    differ = {path for path in after if before[path][1] != after[path][1]}
    assert {"search"} == missing
    assert (
        {"manifest.json", "files.txt"}
        <= differ
        <= {"manifest.json", "files.txt", "what-is-this.html"}
    )


@pytest.mark.parametrize("name", ["Hugo", "Pelican", "MkDocs", "Eleventy"])
def test_a_peer_makes_a_page_for_each_story_and_lists(
    archive: Path, tmp_path: Path, name: str
) -> None:
    """
    With the same words: title, summary, prompts, notes and themes of every story.
    """
    place = tmp_path / "project"
    project = {
        "Hugo": lambda: hugo.set_up(archive, place, tmp_path / "site"),
        "Pelican": lambda: pelican.set_up(archive, place),
        "MkDocs": lambda: mkdocs.set_up(archive, place, searched=True),
        "Eleventy": lambda: eleventy.set_up(archive, place, PROJECT / "build" / "peers"),
    }[name]()
    if project is None:
        pytest.skip(f"{name} is not installed")

    contest.once([project], lambda what: None)

    ids = [path.stem for path in narratives(archive)]
    pages = {path.stem: path.read_text() for path in project.output.glob("stories/s-*.html")}
    themes = labels(archive).themes.values()
    assert ids == sorted(pages)
    for page in pages.values():
        assert "Questions to talk about" in page
        assert 2 <= sum(f">{theme}</a>" in page.replace("&#39;", "’") for theme in themes)
    assert all(f"{id}.html" in _lists(project.output) for id in ids)


def _lists(site: Path) -> str:
    return "".join(path.read_text() for path in site.glob("themes/*.html"))


def test_the_command_prints_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Of ours alone where nothing else is asked for, with the machine that they were measured on.
    """
    said = ["building", "3", "--times", "1", "--only", "nothing", "--mode", "cold"]
    said += ["--memory", str(tmp_path), "--corpus", str(tmp_path / "none")]
    monkeypatch.setattr(sys, "argv", said)

    building.main()

    lines = capsys.readouterr().out.splitlines()
    assert machine.described() in lines[0]
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in lines if "|" in line}
    assert {"storyarchive", "storyarchive, without its search"} <= rows.keys()
    assert "1.00" == rows["storyarchive"][2].strip()
    assert [] == list(tmp_path.iterdir())


def test_memory_is_that_of_all_processes_together() -> None:
    """
    Of two that hold forty megabytes each, where the system tells.
    """
    if not Path("/proc/self/smaps_rollup").is_file():
        pytest.skip("this system does not tell")
    hold = "held = bytearray(b'x') * 40_000_000; import time; time.sleep(0.3)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; child.wait()"

    assert 80_000_000 < processes.held([sys.executable, "-c", both]) < 160_000_000


def test_a_program_ends_with_the_benchmark_that_started_it(tmp_path: Path) -> None:
    """
    Somebody who stops a benchmark does not leave a build behind.
    """
    sign = tmp_path / "sign"
    child = f"import pathlib, time; time.sleep(2); pathlib.Path({str(sign)!r}).touch()"
    bench = f"import sys; from tests.benchmarks.processes import run; run([sys.executable, '-c', {child!r}])"
    running = subprocess.Popen([sys.executable, "-c", bench], cwd=PROJECT, stderr=subprocess.PIPE)
    time.sleep(1)

    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    time.sleep(2)

    assert b"KeyboardInterrupt" in said
    assert not sign.exists()


def test_a_table_is_laid_out_for_documents() -> None:
    """
    Numbers stand to the right.
    """
    expected = "| built | seconds |\n| ----- | ------: |\n| ours  |    1.00 |"

    assert expected == measuring.markdown(["built", "seconds"], [["ours", "1.00"]])
