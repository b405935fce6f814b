import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyarchive.cli import main
from storyarchive.papers.printing import _WIDTH
from tests.made import PROJECT, archive, dump, every_file, narrative
from tests.papers.made import ID, OTHER, Tags

EXAMPLES = str(PROJECT / "narratives")


def run(*words: str, archive: str = EXAMPLES) -> Result:
    command = ["--archive", archive, "--on", "2026-11-23", *words]
    return CliRunner().invoke(main, command)


def test_receipt_prints_text(tmp_path: Path) -> None:
    """
    The receipt of a story, narrow enough to be printed large.
    """
    done = run("receipt", ID, archive=str(archive(tmp_path, {f"{ID}.md": narrative(ID)})))

    assert (0, "") == (done.exit_code, done.stderr)
    assert done.stdout.startswith("YOUR STORY, AND YOUR SAY IN IT\n")
    assert "As it is on 23 November 2026." in done.stdout
    assert _WIDTH >= max(map(len, done.stdout.split("\n")))


def test_receipt_writes_a_page_and_nothing_else(tmp_path: Path) -> None:
    """
    One file, whole, where it was asked for.
    """
    place = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    before = set(every_file(tmp_path))

    done = run("receipt", ID, "--html", str(tmp_path / "r.html"), archive=str(place))

    assert (0, "") == (done.exit_code, done.stdout), done.stderr
    assert f"{tmp_path.as_posix()}/r.html is written." == done.stderr.strip()
    assert {"r.html"} == {path.name for path, _ in set(every_file(tmp_path)) - before}
    assert "Your story, and your say in it" in Tags((tmp_path / "r.html").read_text("utf-8")).text


def test_mistakes_are_one_sentence(tmp_path: Path) -> None:
    """
    What is wrong, where, what to do; no traceback and no file.
    """
    files = {f"{ID}.md": narrative(ID), f"{OTHER}.md": "---\nid: [\n---\n"}
    place = str(archive(tmp_path, files))

    unknown = run("receipt", "s-99999", archive=place)
    broken = run("receipt", OTHER, archive=place)
    nowhere = run("receipt", ID, "--html", str(tmp_path / "no" / "r.html"), archive=place)

    for done, said in (
        (unknown, 'There is no story "s-99999".'),
        (broken, f"{OTHER}.md:"),
        (nowhere, "r.html cannot be written"),
    ):
        assert 1 == done.exit_code
        assert said in done.stderr
        assert done.stderr.startswith("Error: ")
        assert 1 == done.stderr.count("\n")


def test_an_archive_s_own_templates_come_first(tmp_path: Path) -> None:
    """
    An organisation can put its own heading on its papers.
    """
    place = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    own = tmp_path / "site_templates" / "papers"
    own.mkdir(parents=True)
    (own / "receipt.html").write_text("<p>{{ receipt.library }}</p>")

    run("receipt", ID, "--html", str(tmp_path / "r.html"), archive=str(place))

    assert "<p>Test library</p>" == (tmp_path / "r.html").read_text("utf-8")


def test_form_is_drawn_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    """
    The same page either way.
    """
    printed = run("form")
    written = run("form", "--output", str(tmp_path / "f.html"))

    assert 0 == printed.exit_code == written.exit_code, printed.output
    assert printed.stdout == (tmp_path / "f.html").read_text("utf-8")


@pytest.mark.parametrize(
    "words", [("receipt", ID, "--html"), ("form", "--output"), ("export", "consent", "--output")]
)
def test_no_paper_is_written_into_the_archive(tmp_path: Path, words: tuple[str, ...]) -> None:
    """
    It would go into the repository with the stories; a link into the archive is no way round.
    """
    place = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    (tmp_path / "link").symlink_to(place, target_is_directory=True)
    before = sorted(every_file(tmp_path))

    for inside in (place / "p.html", tmp_path / "link" / "p.html", place / ".." / place.name / "p"):
        done = run(*words, str(inside), archive=str(place))

        assert 1 == done.exit_code
        assert f"is in the archive: choose another place with {words[-1]} FILE." in done.stderr
    assert before == sorted(every_file(tmp_path))


def test_export_consent_writes_json_and_counts_the_rest() -> None:
    """
    The example archive is invented, so it has no consent, and says so.
    """
    done = run("export", "consent")

    assert 0 == done.exit_code
    kinds = {node["@type"] for node in json.loads(done.stdout)["@graph"]}
    assert {"dpv:DataController", "dpv:Purpose"} == kinds
    assert "stories have no consent to record: invented, or published before." in done.stderr


def test_export_of_an_archive_with_unread_files_is_refused(tmp_path: Path) -> None:
    """
    A list that leaves out what could not be read is not handed over as whole.
    """
    files = {f"{ID}.md": narrative(ID), f"{OTHER}.md": "---\nid: [\n---\n"}
    out = tmp_path / "c.jsonld"

    done = run("export", "consent", "--output", str(out), archive=str(archive(tmp_path, files)))

    assert 1 == done.exit_code
    assert f"{OTHER}.md:" in done.stderr
    assert not out.exists()


def test_no_paper_holds_a_word_of_a_story(tmp_path: Path) -> None:
    """
    Receipt, form and records tell of consent; the story is told nowhere but in the library.
    """
    body = "It was quetzalbox that did it.\n\n" * 20
    entry = [{"id": OTHER, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    files = {f"{ID}.md": narrative(ID, body), "_withdrawn.yaml": dump(entry)}
    place = str(archive(tmp_path, files))

    said = [
        run("receipt", ID, archive=place),
        run("receipt", OTHER, archive=place),
        run("receipt", ID, "--html", str(tmp_path / "r.html"), archive=place),
        run("form", archive=place),
        run("export", "consent", archive=place),
    ]

    assert [0] * 5 == [done.exit_code for done in said]
    page = (tmp_path / "r.html").read_text("utf-8")
    assert not [part for part in (page, *(done.output for done in said)) if "quetzalbox" in part]


def test_every_command_of_a_group_ends_its_help_with_an_example() -> None:
    """
    Whoever asks for help gets a line to paste.
    """
    done = run("export", "consent", "--help")

    assert "storyarchive export consent --output ../consent.jsonld" in done.stdout
