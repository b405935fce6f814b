import os
from pathlib import Path
from typing import Any

import pytest

from storyarchive.content.archive import load
from storyarchive.errors import ArchiveError, ProblemsFound
from tests.made import archive, dump, narrative

ID = "s-4k7p2"


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"", 1, "empty-file"),
        (b"  \n\n", 1, "empty-file"),
        (b"---\nid: s-4k7p2\nti\0tle: a\n---\nx\n", 3, "nul-byte"),
        (b"---\nid: s-4k7p2\ntitle: caf\xe9\n---\nx\n", 3, "not-utf8"),
        (b"Just a story.\n", 1, "no-front-matter"),
        (b"--- hello\nid: s-4k7p2\n---\n", 1, "no-front-matter"),
        (b"---\n---\n\nStory\n", 1, "no-front-matter"),
        (b"---\nid: s-4k7p2\n\nStory\n", 1, "unclosed-front-matter"),
        (b"---\nid: s-4k7p2\n\ttitle: a\n---\nx\n", 3, "bad-yaml"),
        (b"---\nid: s-4k7p2\nthemes:\n\t- drugs\n---\nx\n", 4, "bad-yaml"),
        (b"---\nid: s-4k7p2\ntitle: a: b\n---\nx\n", 3, "bad-yaml"),
        (b"---\nid: s-4k7p2\nthemes: [drugs\n---\nx\n", 3, "bad-yaml"),
        (b"---\nid: s-4k7p2\ntitle: \x07\n---\nx\n", 3, "control-character"),
        (b"---\nid: s-4k7p2\nstatus: draft\n---\n\nI said\x1b]0;pwn\n", 6, "control-character"),
        ("id: é".encode("utf-16"), 1, "not-utf8"),
        (b"---\nid: s-4k7p2\n---\nx\n", 2, "missing-status"),
        (b"---\nid: s-4k7p2\nstatus: draft\n---\ntitle: Ten\n---\nx\n", 5, "field-in-story"),
        (b"---\nid: s-4k7p2\ntitle: 'open\n---\nx\n", 3, "bad-yaml"),
        (b"---\nid: s-4k7p2\ntitle:Ten\nstatus: draft\n---\nx\n", 3, "bad-yaml"),
        (b"---\nid: s-4k7p2\nstatus: draft\n---\n" + b">" * 900_000, 5, "too-deep"),
        (b"---\nid: s-4k7p2\nstatus: draft\n---\na" + "\u0315\u0300".encode() * 99, 5, "too-deep"),
        (b"---\nid: s-4k7p2\nnames:\n" + b" [ #]\n" * 100_000 + b"---\nx\n", 43, "bad-yaml"),
        (b"---\nid: s-4k7p2\nnames:\n  " + b"- " * 100_000 + b"a\n---\nx\n", 4, "bad-yaml"),
        (b"---\nid: s-4k7p2\nprompts: [" + b"a, " * 110_000 + b"b]\n---\nx\n", 3, "wrong-count"),
        (b"---\n- id\n- title\n---\nx\n", 2, "wrong-type"),
        (b"---\ntitle: no id\n---\nx\n", 2, "missing-id"),
        (b"---\nid: s-2222z\n---\nx\n", 2, "file-name"),
        ("---\nid: s-4k7p2\ntitle: a\u2028b\nthemes: [drugs\n---\nx\n".encode(), 4, "bad-yaml"),
        (b"x" * 5_000_000, 1, "too-large"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_line_and_reason(
    tmp_path: Path, content: bytes, line: int, code: str
) -> None:
    """
    No input brings a traceback; each says where and what.
    """
    found = load(archive(tmp_path, {f"{ID}.md": content})).problems

    assert (line, code) == (found[0].line, found[0].code), found
    assert found[0].path.endswith(f"narratives/{ID}.md")


def test_two_files_with_one_id_are_told_whatever_the_case(tmp_path: Path) -> None:
    """
    A copy of a file under another name cannot slip in.
    """
    files = {f"{ID}.md": narrative(ID), "S-4K7P2.md": narrative(ID), "copy.md": narrative(ID)}

    found = load(archive(tmp_path, files))

    assert 2 == sum(problem.code == "duplicate-id" for problem in found.problems)
    assert () == found.narratives


def test_a_withdrawn_id_is_found_under_any_name(tmp_path: Path) -> None:
    """
    A restored branch cannot bring a withdrawn story back, not by another name nor as a recording.
    """
    entry = [{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    files: dict[str, str | bytes] = {
        "copy.md": narrative(ID),
        f"{ID}.mp3": b"voice",
        "_withdrawn.yaml": dump(entry),
    }

    found = load(archive(tmp_path, files)).problems

    assert {"copy.md", f"{ID}.mp3"} == {
        Path(problem.path).name for problem in found if problem.code == "withdrawn-id"
    }


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """
    A symbolic link cannot pull in a file from elsewhere, nor show one person's file as another's.
    """
    directory = archive(tmp_path)
    (tmp_path / "secret.md").write_text(narrative(ID))
    (directory / f"{ID}.md").symlink_to(tmp_path / "secret.md")
    (directory / "s-2222z.md").symlink_to(directory / "nowhere")
    (directory / "s-3333z.md").symlink_to(directory / "s-3333z.md")
    (directory / "s-4444z.mp3").symlink_to(directory / "_archive.yaml")

    found = load(directory)

    assert ["link", "link", "link", "link"] == [problem.code for problem in found.problems]
    assert () == found.narratives


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s-4k7p2.md.txt", "Name it s-4k7p2.md."),
        ("s-4k7p2.docx", "Name it s-4k7p2.md."),
        ("_withdrawn.yml", 'Did you mean "_withdrawn.yaml"?'),
        ("s-4k7p2\n.md", "Rename the file."),
    ],
)
def test_a_name_that_would_be_overlooked_is_told(tmp_path: Path, name: str, said: str) -> None:
    """
    A program that adds an ending, or a slip in a name, does not make a file vanish in silence.
    """
    found = load(archive(tmp_path, {name: narrative(ID)})).problems

    assert [("odd-name", said)] == [(p.code, p.remedy.partition("  ")[0]) for p in found]


def test_the_list_of_the_withdrawn_cannot_go_missing(tmp_path: Path) -> None:
    """
    Without it a story that was taken down could come back unseen.
    """
    directory = archive(tmp_path)
    (directory / "_withdrawn.yaml").rename(directory / "_Withdrawn.yaml")

    with pytest.raises(ArchiveError, match=r"_withdrawn\.yaml is missing"):
        load(directory)


def test_a_long_flat_list_is_not_deep(tmp_path: Path) -> None:
    """
    Many people named in one line are no nest.
    """
    people = [{"as_written": "Kay", "who": f"friend {n}", "changed": "yes"} for n in range(60)]
    text = narrative(ID, names=people)
    flow = "names: [" + ", ".join(
        f"{{as_written: Kay, who: friend {n}, changed: yes}}" for n in range(60)
    )
    head, _, rest = text.partition("names:")
    flat = f"{head}{flow}]\nbasis:{rest.partition('basis:')[2]}"

    found = load(archive(tmp_path, {f"{ID}.md": flat}))

    assert () == found.problems
    assert 60 == len(found.by_id[ID].fields.names or ())


@pytest.mark.parametrize(
    "changes",
    [
        {"limits": {"cooling_off_days": 0}},
        {"limits": {"expires_after_months": 600}},
        {"limits": {"review_grace_days": 365}},
        {"limits": {"story_bytes": 10_000_000}},
        {"title": ""},
        {"editions": {"public": {"title": "P", "scopes": ["excerpts"], "on_the_web": "yes"}}},
        {"editions": {"cache": {"title": "P", "scopes": ["offline"]}}},
        {"editions": {}},
        {"editions": {"public": {"scopes": ["public-web"]}}},
        {"editions": {"public": {"title": "P"}}},
        {"bases": ["hearsay"]},
    ],
)
def test_settings_cannot_loosen_what_was_promised(tmp_path: Path, changes: dict[str, Any]) -> None:
    """
    An archive may be stricter than the project, never looser.
    """
    with pytest.raises(ProblemsFound):
        load(archive(tmp_path, settings=changes))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """
    What is not a plain file is named, never opened.
    """
    directory = archive(tmp_path)
    os.mkfifo(directory / f"{ID}.md")
    os.mkfifo(directory / "_help" / "ie.yaml")
    os.mkfifo(directory / "notes.yaml")
    (directory / "s-2222z.md").mkdir()

    found = load(directory).problems

    assert 4 * ["not-a-file"] == [problem.code for problem in found]
    assert {f"{ID}.md", "ie.yaml", "notes.yaml", "s-2222z.md"} == {
        Path(problem.path).name for problem in found
    }


def test_of_a_file_with_thousands_of_mistakes_the_first_are_told(tmp_path: Path) -> None:
    """
    They are enough to mend first, and the story stays out all the same.
    """
    front = "id: s-4k7p2\nstatus: draft\n" + "".join(f"a{n}: b\n" for n in range(5_000))

    found = load(archive(tmp_path, {f"{ID}.md": f"---\n{front}---\nx\n"}))

    assert (1000, ()) == (len(found.problems), found.narratives)
    assert 4 == found.problems[0].line


def test_a_missing_vocabulary_says_where_to_get_one(tmp_path: Path) -> None:
    """
    The message names the missing file and one that can be copied.
    """
    directory = archive(tmp_path)
    (directory / "_vocabulary" / "themes.yaml").unlink()

    with pytest.raises(ArchiveError) as raised:
        load(directory)

    message = str(raised.value)
    assert "_vocabulary/themes.yaml is missing" in message
    shipped = message.rpartition(" from ")[2].rstrip(".")
    assert Path(shipped.removesuffix(".")).name.startswith("themes")


@pytest.mark.parametrize("name", ["_archive.yaml", "_withdrawn.yaml", "_help/gb.yaml"])
def test_records_with_mistakes_stop_the_reading(tmp_path: Path, name: str) -> None:
    """
    Without settings, withdrawn ids or help lines that can be trusted, nothing is read.
    """
    with pytest.raises(ProblemsFound) as raised:
        load(archive(tmp_path, {name: "nonsense: [1, 2"}))

    assert "bad-yaml" == raised.value.problems[0].code


@pytest.mark.parametrize("place", ["nowhere", "narratives/_archive.yaml"])
def test_a_place_that_is_no_archive_is_named(tmp_path: Path, place: str) -> None:
    """
    A mistyped directory is one sentence.
    """
    archive(tmp_path)

    with pytest.raises(ArchiveError, match="is not a directory"):
        load(tmp_path / place)


def test_another_organisation_replaces_the_vocabulary(tmp_path: Path) -> None:
    """
    Themes and lists are data: a new theme needs no code.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID, themes=["fishing", "belonging"])})
    themes = directory / "_vocabulary" / "themes.yaml"
    line = "  - {id: fishing, group: people, label: Fishing, definition: Time by the water.}\n"
    themes.write_text(themes.read_text() + line)

    found = load(directory)

    assert () == found.problems
    assert "Fishing" == found.vocabulary.theme["fishing"].label


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("lists.yaml", "ai-training]", "ai-training, billboards]", "fixed-list"),
        (
            "themes.yaml",
            "id: had-enough, group: change-and-self",
            "id: had-enough, group: x",
            "unknown-concept",
        ),
        ("themes.yaml", "id: turning-point,", "id: had-enough,", "duplicate-id"),
        ("thesaurus.yaml", "theme: prison-life", "theme: prison", "unknown-concept"),
        ("content-notes.yaml", "  mention:", "  hinted:", "fixed-list"),
    ],
)
def test_vocabularies_that_do_not_fit_together_are_refused(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    """
    A word that leads nowhere, or a list that the rules of consent rest on, cannot be changed unseen.
    """
    directory = archive(tmp_path)
    path = directory / "_vocabulary" / file
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(ProblemsFound) as raised:
        load(directory)

    assert code in {problem.code for problem in raised.value.problems}
