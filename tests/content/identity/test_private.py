"""Words that only the editor's own machine knows."""

import subprocess
from pathlib import Path

import pytest

from storyarchive.content import identity
from storyarchive.content.identity.private import load
from storyarchive.errors import ArchiveError
from tests.content.identity.made import ID, kept
from tests.made import BODY, ON, archive, narrative


def listed(place: Path, text: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / "private-words.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "zoe came",
        "ZOË came",
        "it was Zoë’s",
        "**Zo**ë came",
        "Anna\nMaria Kowalski came",
        "anna-maria",
    ],
)
def test_a_private_word_is_found_whatever_its_case_and_accents(tmp_path: Path, words: str) -> None:
    """
    It is an error that names the file and line, nobody can acknowledge, and no report shows.
    """
    private = load(listed(tmp_path / "home", "# real names\nZoë\n\nAnna Maria\n"))
    held = kept(tmp_path, words)
    (found,) = (p for p in identity.problems(held, ON, private) if p.code == "id.private-word")

    assert "error" == found.severity
    assert "cannot be acknowledged" in found.remedy
    assert not any(word in str(found).lower() for word in ("zo", "anna", "maria"))
    assert "zo" not in repr(private)


@pytest.mark.parametrize("words", ["zoes came", "Anna came", "Maria Anna", "azoe"])
def test_only_whole_words_and_whole_phrases_count(tmp_path: Path, words: str) -> None:
    """
    A part of a phrase is somebody else.
    """
    private = load(listed(tmp_path / "home", "Zoë\nAnna Maria"))

    codes = {p.code for p in identity.problems(kept(tmp_path, words), ON, private)}
    assert "id.private-word" not in codes


def test_comments_and_every_field_are_read(tmp_path: Path) -> None:
    """
    What stands in the file stands in the repository.
    """
    private = load(listed(tmp_path / "home", "Zoë"))
    text = narrative(ID, BODY).replace("pseudonym: Dee", "pseudonym: Dee # really Zoë")
    held = kept(tmp_path, files={f"{ID}.md": text})

    assert [3] == [p.line for p in identity.problems(held, ON, private)]


def test_a_list_inside_the_repository_is_refused(tmp_path: Path) -> None:
    """
    The next commit would take it along, unless git ignores it.
    """
    directory = archive(tmp_path)
    subprocess.run(["git", "init", str(tmp_path)], check=True, capture_output=True)
    path = listed(directory, "Zoë")

    with pytest.raises(ArchiveError, match="gitignore"):
        load(path)
    (tmp_path / ".gitignore").write_text("private-words.txt\n")
    assert load(path).phrases


@pytest.mark.parametrize("raw", [None, b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_read_says_so(tmp_path: Path, raw: bytes | None) -> None:
    """
    A check that somebody relies on is never left out in silence.
    """
    path = tmp_path / "private-words.txt"
    if raw:
        path.write_bytes(raw)

    with pytest.raises(ArchiveError, match="private words"):
        load(path)
