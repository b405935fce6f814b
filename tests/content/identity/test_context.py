"""What a check makes of who wrote the words, what stands near them, and what the story declares."""

from pathlib import Path
from typing import Any

import pytest

from storyarchive.content.identity import Ack
from storyarchive.errors import Severity
from tests.content.identity.made import ID, findings, problems
from tests.made import SOUND

KAY = {"as_written": "Kay", "who": "health trainer", "changed": "yes", "agreed": "yes"}


def checks(*given: Any, **changes: Any) -> list[str]:
    return [finding.check for finding in findings(*given, **changes)]


@pytest.mark.parametrize(
    "words",
    ["then Kay came in", "Kay’s chair", "my mentor, Kay", "Dr Kay said", "that was Kay's, Dee."],
)
def test_a_declared_name_passes(tmp_path: Path, words: str) -> None:
    """
    A made-up name that the file lists is no name of anybody; nor is the pseudonym.
    """
    assert [] == checks(tmp_path, words, names=[KAY])


def test_only_the_part_of_a_name_that_is_declared_passes(tmp_path: Path) -> None:
    """
    A surname beside a declared first name is found by itself.
    """
    assert ["Marsh"] == [f.text for f in findings(tmp_path, "then Kay Marsh came", names=[KAY])]


def test_a_real_name_that_is_kept_needs_a_second_person(tmp_path: Path) -> None:
    """
    Its bearer agreed; a reviewer looks as well.
    """
    kept = {**KAY, "changed": "no"}

    assert [Ack.REVIEWER] == [f.ack for f in findings(tmp_path, "then Kay came in", names=[kept])]
    assert [Ack.EDITOR] == [f.ack for f in findings(tmp_path / "b", "then Kay came in")]


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("my daughter", True),
        ("a boy in the home", True),
        ("the victim", True),
        ("somebody who was harmed", True),
        ("prison officer", True),
        ("wing officer", True),
        ("governor", True),
        ("prison chaplain", True),
        ("probation officer", False),
        ("grown-up daughter", False),
        ("worker in a children's home", False),
        ("health trainer", False),
    ],
)
def test_some_real_names_are_refused(tmp_path: Path, who: str, refused: bool) -> None:
    """
    Those of children, of people who were harmed, and of prison staff, whoever agreed.
    """
    kept = {**KAY, "who": who, "changed": "no"}
    found = problems(tmp_path, names=[kept])

    assert refused == ("name-refused" in {problem.code for problem in found})


def test_a_name_in_polish_is_found_and_a_declared_one_in_its_forms_passes(tmp_path: Path) -> None:
    """
    The list of words is English; a capital in the middle of a sentence is a name in Polish too.
    """
    words = "Rano zaniosłem ją Kayowi, a potem przyszedł Zbyszek i nic."

    assert ["Zbyszek"] == [
        f.text for f in findings(tmp_path, words, names=[KAY], language="pl") if f.line > 60
    ]


def test_labels_are_an_editors_fault_only(tmp_path: Path) -> None:
    """
    Narrators call themselves what they will, also where their words are quoted.
    """
    words = "They called me an addict."

    assert ["lang.label"] == checks(tmp_path / "a", words, summary="The story of an addict.")
    assert [] == checks(tmp_path / "b", words, quotes=[{"text": words}])


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("Dee was an ex-offender.", True),
        ("A room full of convicts.", True),
        ("The pros and cons of tea.", False),
        ("Dee gave consent.", False),
        ("She has a criminal record, and works in criminal justice.", False),
    ],
)
def test_labels_are_told_from_other_words(tmp_path: Path, summary: str, found: bool) -> None:
    """
    The words of the system and of everyday life are no labels.
    """
    assert found == ("lang.label" in checks(tmp_path, summary=summary))


@pytest.mark.parametrize("beside", ["in 2009", "for six years", "for burglary", "a life sentence"])
def test_a_prison_beside_a_sentence_is_an_error(tmp_path: Path, beside: str) -> None:
    """
    A place by itself is a warning; with a year, a sentence or an offence it can be searched for.
    """
    alone = findings(tmp_path / "a", "I was in HMP Somewhere and it rained.")
    both = findings(tmp_path / "b", f"I was in HMP Somewhere {beside} and it rained.")
    far = findings(tmp_path / "c", f"I was in HMP Somewhere. {'It rained. ' * 20} It was {beside}.")

    assert [Severity.WARNING] == [f.severity for f in alone if f.check == "place.prison"]
    assert [Severity.ERROR] == [f.severity for f in both if f.check == "place.prison"]
    assert [Severity.WARNING] == [f.severity for f in far if f.check == "place.prison"]


def test_a_sexual_offence_counts_near_a_person_only(tmp_path: Path) -> None:
    """
    Within 200 characters, for what one is to another can be enough to find them.
    """
    far = "It rained and rained. " * 10

    assert ["legal.sexual-offence"] == checks(tmp_path / "a", "It was rape, and my sister knew.")
    assert [] == checks(tmp_path / "b", f"It was rape. {far} And my sister knew.")


def test_a_child_cannot_be_described_where_children_were_taken_into_care(tmp_path: Path) -> None:
    """
    Elsewhere it is a warning that a reviewer may answer; there nobody may.
    """
    words = "My daughter was 6 and it rained."
    (plain,) = findings(tmp_path / "a", words)
    (care,) = findings(tmp_path / "b", words, content_notes=["child-removal"])

    assert (Severity.WARNING, Ack.REVIEWER) == (plain.severity, plain.ack)
    assert (Severity.ERROR, Ack.NONE) == (care.severity, care.ack)


@pytest.mark.parametrize("note", ["suicide", "self-harm", "overdose"])
@pytest.mark.parametrize(
    "words", ["He drank bleach.", "I took 40 tablets.", "I jumped off a bridge."]
)
def test_methods_are_found_in_marked_stories_and_never_shown(
    tmp_path: Path, note: str, words: str
) -> None:
    """
    A reader may copy what is told; and a report may be read by anybody.
    """
    found = problems(tmp_path, words, content_notes=[note])

    assert ["safe.suicide-method"] == [problem.code for problem in found]
    assert not any(word in str(found) for word in ("bleach", "ble*", "tablets", "40 ", "bridge"))


def test_methods_are_words_like_others_in_stories_without_a_note(tmp_path: Path) -> None:
    """
    Somebody cleans with bleach; and what happened can be said where it is marked.
    """
    assert [] == checks(tmp_path / "a", "He drank bleach, for a bet.")
    assert [] == checks(
        tmp_path / "b", "She overdosed. I took tablets for my nerves.", content_notes=["overdose"]
    )


def test_old_books_are_asked_less(tmp_path: Path) -> None:
    """
    Nobody in them can be found; what an editor wrote, and what harms a reader, is looked at.
    """
    words = (
        "then Danny Shaw of 12 Green Lane came on 12 March 1869; mail a@example.org; my son was 6"
    )
    work = {"title": "A Life", "author": "A. Nobody", "year": 1876, "rights": "Old."}
    book: dict[str, Any] = {
        "basis": "public-domain",
        "summary": "The life of a convict.",
        "provenance": {"source": "An old book", "edited": ["shortened"], "work": work},
    }
    found = findings(tmp_path / "a", words, **book)
    new = {**book, "provenance": {"source": "A book", "edited": [], "work": {**work, "year": 2015}}}

    assert {"lang.label", "id.email", "legal.child-detail"} == {f.check for f in found}
    assert Severity.WARNING == next(f for f in found if f.check == "legal.child-detail").severity
    assert "who.cap-run" in checks(tmp_path / "b", words, **new)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Ring 07700 900123"),
        ("summary", "Ring 07700 900123."),
        ("prompts", ["Who would ring 07700 900123?", "What helped?"]),
        ("content_notes", [{"id": "alcohol", "where": "after 07700 900123"}]),
        ("provenance", {"source": "Rang 07700 900123", "edited": []}),
        ("names", [{**KAY, "who": "on 07700 900123"}]),
    ],
)
def test_every_field_that_holds_words_is_read(tmp_path: Path, field: str, value: Any) -> None:
    """
    A number is told with the line of the field that holds it.
    """
    found = findings(tmp_path, **{field: value})
    lines = (tmp_path / "narratives" / f"{ID}.md").read_text().split("\n")

    assert ["id.uk-phone"] == [f.check for f in found]
    assert field in "\n".join(lines[found[0].line - 3 : found[0].line])


def test_transcripts_and_captions_are_read_with_their_own_lines(tmp_path: Path) -> None:
    """
    The times of captions are no phone numbers; what is said between them may be.
    """
    captions = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nI rang\n07700 900123\n"
    media = {
        "file": f"{ID}.mp3",
        "transcript": f"{ID}.txt",
        "captions": f"{ID}.vtt",
        "voice_changed": "yes",
        "minutes": 1,
    }
    files = {f"{ID}.mp3": SOUND, f"{ID}.txt": "Then Danny Shaw came.\n", f"{ID}.vtt": captions}
    found = findings(tmp_path, format="audio", media=media, files=files)

    assert [("who.cap-run", 1, ".txt"), ("id.uk-phone", 5, ".vtt")] == [
        (f.check, f.line, f.path[-4:]) for f in found
    ]


def test_one_name_in_many_places_is_one_finding(tmp_path: Path) -> None:
    """
    An editor answers once.
    """
    (found,) = findings(tmp_path, "then Danny came\n\nand Danny went\n\nand so did Danny")
    (said,) = problems(tmp_path / "b", "then Danny came\n\nand Danny went\n\nand so did Danny")

    assert 3 == len(found.lines)
    assert f"(also on lines {found.lines[1]}, {found.lines[2]})" in said.message


def test_a_name_is_told_once_by_the_check_that_says_most(tmp_path: Path) -> None:
    """
    Where an address or a title is told, its capitals are not told again.
    """
    assert ["id.address"] == checks(tmp_path / "a", "I lived at 12 Green Lane then")
    assert ["who.titled-name"] == checks(tmp_path / "b", "it was PC Danny Marsh who")
    assert ["who.related-name"] == checks(tmp_path / "c", "it was my sister, Ellie Marsh who")
