import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from storyarchive.building import build
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import OutputError, ProblemsFound, TemplateError, UnknownName
from tests.made import ON, archive, dump, every_file, narrative

ID, OTHER = "s-4k7p2", "s-2222z"


def digests(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): hashlib.sha256(content).hexdigest()
        for path, content in every_file(place)
        if not path.name.endswith(".lock")
    }


def test_a_withdrawn_story_leaves_a_page_that_says_nothing_of_it(tmp_path: Path) -> None:
    """
    The address answers kindly, without title, name or theme, and the manifest lists the id.
    """
    entry = dump([{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}])
    files = {f"{OTHER}.md": narrative(OTHER), "_withdrawn.yaml": entry}
    build(archive(tmp_path, files), tmp_path / "build", ON)

    page = (tmp_path / "build" / "public" / "stories" / f"{ID}.html").read_text()
    manifest = json.loads((tmp_path / "build" / "public" / "manifest.json").read_bytes())

    assert "taken down" in page
    assert "noindex" in page
    assert ([OTHER], [ID]) == (manifest["stories"], manifest["withdrawn"])


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_withdrawn_story_that_comes_back_stops_every_build(
    tmp_path: Path, keep_going: bool
) -> None:
    """
    No option brings it back.
    """
    entry = dump([{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}])
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), "_withdrawn.yaml": entry})

    with pytest.raises(ProblemsFound) as raised:
        build(directory, tmp_path / "build", ON, keep_going=keep_going)

    assert ["withdrawn-id"] == [problem.code for problem in raised.value.problems]
    assert not (tmp_path / "build").exists()


def test_a_narrative_with_errors_stops_the_build_and_nothing_is_written(tmp_path: Path) -> None:
    """
    The last whole site stays until the mistake is mended.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    build(directory, tmp_path / "build", ON)
    before = digests(tmp_path / "build")
    (directory / f"{OTHER}.md").write_text("---\nid: s-2222z\nthemes: [nonsense]\n---\nx\n")

    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON)

    assert before == digests(tmp_path / "build")


def test_a_story_past_its_day_is_left_out_and_reported(tmp_path: Path) -> None:
    """
    Dates decide, whoever forgets to edit the file.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER)})
    on = date(2031, 4, 15)

    report = build(directory, tmp_path / "build", on, ["public"])

    assert 0 == report.editions[0].stories
    assert {"expired", "review-overdue"} == {problem.code for problem in report.held_back}


def test_one_word_takes_a_story_off_the_site(tmp_path: Path) -> None:
    """
    Pausing is one word: nothing else in the file need be put in order first.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER)})
    build(directory, tmp_path / "build", ON)
    path = directory / f"{ID}.md"
    path.write_text(path.read_text().replace("status: published", "status: paused") + "\nMore.\n")

    report = build(directory, tmp_path / "build", ON)

    assert {1} == {built.stories for built in report.editions}
    assert not (tmp_path / "build" / "public" / "stories" / f"{ID}.html").exists()


def test_a_published_story_that_no_edition_may_show_is_reported(tmp_path: Path) -> None:
    """
    A forgotten scope does not make a story vanish in silence.
    """
    scopes = {"print": "yes"}
    files = {f"{ID}.md": narrative(ID, consent={"scopes": scopes})}

    report = build(archive(tmp_path, files), tmp_path / "build", ON)

    assert ["shown-nowhere"] == [problem.code for problem in report.held_back]
    assert "public: the narrator did not agree to public-web" in report.held_back[0].message


def test_a_second_build_changes_nothing(tmp_path: Path) -> None:
    """
    No file is written that has the bytes it had.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    build(directory, tmp_path / "build", ON)

    report = build(directory, tmp_path / "build", ON)

    assert {0} == {built.written.changed for built in report.editions}


def test_the_manifest_is_true(tmp_path: Path) -> None:
    """
    Every file of an edition is listed with its hash, and nothing else.
    """
    build(archive(tmp_path, {f"{ID}.md": narrative(ID)}), tmp_path / "build", ON, ["offline"])
    place = tmp_path / "build" / "offline"
    manifest = json.loads((place / "manifest.json").read_bytes())

    found = digests(place)
    found.pop("manifest.json")

    assert found == manifest["files"]
    assert ("offline", "2027-05-23") == (manifest["edition"], manifest["valid_until"])


def test_an_organisations_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    """
    One file of their own, the rest ours.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    (tmp_path / "site_templates").mkdir()
    (tmp_path / "site_templates" / "404.html").write_text("Gone fishing")

    build(directory, tmp_path / "build", ON, ["public"])

    assert "Gone fishing" == (tmp_path / "build" / "public" / "404.html").read_text()
    assert (tmp_path / "build" / "public" / "index.html").is_file()


@pytest.mark.parametrize(
    ("template", "line"),
    [("{{ nothing }}", 1), ("\n{% if %}", 2), ("a\n\n{% include 'no.html' %}", 3)],
)
def test_a_template_error_names_file_and_line_and_writes_nothing(
    tmp_path: Path, template: str, line: int
) -> None:
    """
    Whoever wrote the template is told where to look.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    (tmp_path / "site_templates").mkdir()
    (tmp_path / "site_templates" / "404.html").write_text(template)

    with pytest.raises(TemplateError, match=rf"site_templates/404\.html:{line}"):
        build(directory, tmp_path / "build", ON)

    assert not (tmp_path / "build").exists()


def test_an_edition_no_longer_listed_is_reported(tmp_path: Path) -> None:
    """
    A forgotten copy may show what nobody checks any more.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    build(directory, tmp_path / "build", ON)
    settings = (directory / "_archive.yaml").read_text().replace("  mentor:", "  helpers:")
    (directory / "_archive.yaml").write_text(settings)

    report = build(directory, tmp_path / "build", ON)

    assert (tmp_path / "build" / "mentor",) == report.forgotten


def test_places_and_editions_that_cannot_be_are_named(tmp_path: Path) -> None:
    """
    Each is one sentence.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    (tmp_path / "file").write_text("")

    with pytest.raises(UnknownName, match="no edition"):
        build(directory, tmp_path / "build", ON, ["pubic"])
    with pytest.raises(OutputError, match="cannot be written"):
        build(directory, tmp_path / "file", ON)


def test_an_edition_that_is_not_built_and_shows_what_it_may_not_is_named(tmp_path: Path) -> None:
    """
    Building one edition after a withdrawal does not leave the others forgotten.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER)})
    build(directory, tmp_path / "build", ON)
    (directory / f"{ID}.md").unlink()
    entry = [{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    (directory / "_withdrawn.yaml").write_text(dump(entry))

    report = build(directory, tmp_path / "build", ON, ["public"])

    assert {"mentor": (ID,), "offline": (ID,)} == {
        shown.directory.name: shown.ids for shown in report.still_shown
    }


def test_a_copy_made_before_is_not_wrong_for_what_one_made_now_leaves_out(tmp_path: Path) -> None:
    """
    A stick made in winter may hold a story that ends in autumn; one made in summer may not.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, consent={"expires_on": "2027-08-01"})})
    build(directory, tmp_path / "build", ON, ["offline"])

    report = build(directory, tmp_path / "build", date(2027, 3, 1), ["public"])
    ended = build(directory, tmp_path / "build", date(2027, 8, 2), ["public"])

    assert () == report.still_shown
    assert ["offline"] == [shown.directory.name for shown in ended.still_shown]


def test_a_build_that_stops_says_what_stays_as_it_must_not(tmp_path: Path) -> None:
    """
    A slip in one story must not hide that another should be gone.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), f"{OTHER}.md": narrative(OTHER)})
    build(directory, tmp_path / "build", ON, ["public"])
    (directory / f"{ID}.md").unlink()
    (directory / f"{OTHER}.md").write_text(narrative(OTHER, related=[ID]))

    with pytest.raises(ProblemsFound) as raised:
        build(directory, tmp_path / "build", ON)

    said = f"{(tmp_path / 'build' / 'public').as_posix()} still shows {ID}; to take that off now:"
    assert f"{said} storyarchive build --keep-going" == raised.value.warning


def test_a_story_that_names_a_withdrawn_one_can_be_left_out(tmp_path: Path) -> None:
    """
    A withdrawal gets out even while another story still points to it.
    """
    entry = [{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    files = {
        f"{OTHER}.md": narrative(OTHER, related=[ID]),
        "s-3333z.md": narrative("s-3333z"),
        "_withdrawn.yaml": dump(entry),
    }

    report = build(archive(tmp_path, files), tmp_path / "build", ON, keep_going=True)

    assert ["names-withdrawn"] == [problem.code for problem in report.left_out]
    assert {1} == {built.stories for built in report.editions}


def test_help_lines_from_prison_only_and_the_yes_to_search_engines_reach_the_library(
    tmp_path: Path,
) -> None:
    """
    What an edition and a narrator say of them is what a library has.
    """
    scopes = {"public-web": "yes", "offline": "yes"}
    editions = {
        "public": {"title": "P", "scopes": ["public-web"]},
        "prison": {"title": "I", "scopes": ["offline"], "help_from_prison_only": "yes"},
    }
    files = {f"{ID}.md": narrative(ID, consent={"scopes": scopes})}
    kept = load(archive(tmp_path, files, {"editions": editions}))

    public, prison = (open_library(kept, id, ON) for id in ("public", "prison"))

    assert (1, 0) == (len(public.help_lines), len(prison.help_lines))
    assert [(frozenset(scopes), "2026-04")] == [
        (story.agreed, story.agreed_in) for story in public.stories
    ]


def test_a_template_that_names_a_withdrawn_story_stops_the_build(tmp_path: Path) -> None:
    """
    Whatever goes into a page is an input, an organisation's own templates as well.
    """
    gone = f"- {{id: {OTHER}, withdrawn_on: 2026-05-18, reason_code: teller}}\n"
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID), "_withdrawn.yaml": gone})
    (tmp_path / "site_templates").mkdir()
    (tmp_path / "site_templates" / "note.html").write_text(f"<p>\n{OTHER}</p>")

    with pytest.raises(ProblemsFound) as refused:
        build(directory, tmp_path / "build", ON)

    (problem,) = refused.value.problems
    assert ("names-withdrawn", 2) == (problem.code, problem.line)
    assert problem.path.endswith("site_templates/note.html")
