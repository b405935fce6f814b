import dataclasses
from pathlib import Path

import pytest

from storyarchive.content.archive import load
from storyarchive.content.library import Library, Story, open_library
from storyarchive.errors import UnknownName
from tests.made import BODY, ON, archive, dump, narrative

ID, OTHER = "s-4k7p2", "s-2222z"


def library(tmp_path: Path, *, edition: str = "public", **files: str) -> Library:
    named = {f"{id.replace('_', '-')}.md": text for id, text in files.items()}
    return open_library(load(archive(tmp_path, named)), edition, ON)


def test_only_what_was_agreed_is_in_the_library(tmp_path: Path) -> None:
    """
    A draft and a story without the scope do not exist behind the door.
    """
    opened = library(
        tmp_path,
        s_4k7p2=narrative(ID),
        s_2222z=narrative(OTHER, status="draft"),
        s_3333z=narrative("s-3333z", consent={"scopes": {"offline": "yes"}}),
    )

    assert [ID] == [story.id for story in opened.stories]


def test_a_story_has_no_field_for_consent_safety_checks_or_history() -> None:
    """
    A story is made by allow-list: this list is the whole of it, and adding to it is a decision.
    """
    expected = """
        id title pseudonym summary language text format role setting services themes stage_now stages
        notes told_in gender age_band experiences quotes prompts reading basis agreed_in names_changed
        edited source read_back work media translation_of translations related same_teller agreed
    """

    assert expected.split() == [field.name for field in dataclasses.fields(Story)]


def test_nothing_of_the_consent_block_is_in_a_story(tmp_path: Path) -> None:
    """
    The record, days, roles, area and editors of a narrative stay behind the door.
    """
    kept = [
        "CR-0042",
        "independent-advocate",
        "peer-worker",
        "reviewer-2",
        "2026-05-04",
        "midlands",
    ]
    text = narrative(ID, area="midlands")
    assert all(word in text for word in kept)

    told = repr(library(tmp_path, s_4k7p2=text).stories)

    assert [] == [word for word in kept if word in told]


def test_quotes_need_the_scope_and_must_be_the_narrators_words(tmp_path: Path) -> None:
    """
    A pull quote is shown only with the narrator's yes to excerpts, and only if they said it.
    """
    quotes = [
        {"text": "She said the chair was still mine.", "ok_out_of_context": "yes"},
        {"text": "She said I was cured.", "ok_out_of_context": "yes"},
    ]
    agreed = library(tmp_path / "a", s_4k7p2=narrative(ID, quotes=quotes))
    scopes = {"public-web": "yes"}
    refused = library(
        tmp_path / "b", s_4k7p2=narrative(ID, quotes=quotes, consent={"scopes": scopes})
    )

    assert ["She said the chair was still mine."] == [q.text for q in agreed.stories[0].quotes]
    assert () == refused.stories[0].quotes


@pytest.mark.parametrize(("audio", "heard"), [("yes", True), ("no", False)])
def test_a_voice_is_heard_only_with_its_own_yes(tmp_path: Path, audio: str, heard: bool) -> None:
    """
    Agreeing to the words is not agreeing to the voice.
    """
    media = {"file": f"{ID}.mp3", "transcript": "body", "voice_changed": "yes", "minutes": 3}
    scopes = {"public-web": "yes", "audio": audio}
    files = {f"{ID}.md": narrative(ID, format="audio", media=media, consent={"scopes": scopes})}
    opened = open_library(load(archive(tmp_path, {**files, f"{ID}.mp3": b"voice"})), "public", ON)

    assert heard == (opened.stories[0].media is not None)


def test_links_lead_only_to_stories_of_the_same_library(tmp_path: Path) -> None:
    """
    Not even the id of a story that is held back is given away.
    """
    opened = library(
        tmp_path,
        s_4k7p2=narrative(ID, related=[OTHER]),
        s_2222z=narrative(OTHER, status="paused"),
        s_5555z=narrative("s-5555z", translation_of=ID, language="pl", status="draft"),
    )

    assert [((), ())] == [(story.related, story.translations) for story in opened.stories]


def test_stories_of_one_teller_know_each_other(tmp_path: Path) -> None:
    """
    The same name on the same record is one person; a name alone may be two people's.
    """
    opened = library(
        tmp_path,
        s_4k7p2=narrative(ID),
        s_2222z=narrative(OTHER, consent={"scopes": {"public-web": "yes"}}),
        s_3333z=narrative("s-3333z", consent={"record": "CR-0043"}),
        s_4444z=narrative("s-4444z", pseudonym="Mo"),
        s_5555z=narrative("s-5555z", translation_of=ID, language="pl"),
        s_6666z=narrative("s-6666z", status="paused"),
    )

    assert {
        ID: (OTHER,),
        OTHER: (ID,),
        "s-3333z": (),
        "s-4444z": (),
        "s-5555z": (OTHER,),
    } == {story.id: story.same_teller for story in opened.stories}
    # Where one of them is left out, nothing of it is left.
    assert {()} == {story.same_teller for story in opened.asking("print").stories}


def test_withdrawn_ids_are_known_by_id_and_day_only(tmp_path: Path) -> None:
    """
    The reason stays in the archive.
    """
    entry = [{"id": OTHER, "withdrawn_on": "2026-05-18", "reason_code": "safeguarding"}]
    files = {f"{ID}.md": narrative(ID), "_withdrawn.yaml": dump(entry)}

    opened = open_library(load(archive(tmp_path, files)), "public", ON)

    assert [OTHER] == [gone.id for gone in opened.withdrawn]
    assert "safeguarding" not in repr(opened.withdrawn)


def test_an_unknown_edition_is_named(tmp_path: Path) -> None:
    """
    A mistyped edition is one sentence with a guess.
    """
    with pytest.raises(UnknownName, match=r'no edition "pubic".*"public"'):
        library(tmp_path, edition="pubic")


def test_a_story_keeps_the_narrators_words(tmp_path: Path) -> None:
    """
    The text of a story is the body of its file.
    """
    assert BODY == library(tmp_path, s_4k7p2=narrative(ID)).stories[0].text


def scopes(*agreed: str) -> dict[str, dict[str, str]]:
    return {"scopes": dict.fromkeys(("public-web", *agreed), "yes") | {"research": "no"}}


def test_a_story_has_the_scopes_with_a_yes(tmp_path: Path) -> None:
    """
    A no, and what is not recorded, is not agreed.
    """
    opened = library(tmp_path, s_4k7p2=narrative(ID, consent=scopes("print")))

    assert frozenset({"public-web", "print"}) == opened.stories[0].agreed


def test_a_translation_has_no_scope_that_its_original_has_not(tmp_path: Path) -> None:
    """
    It stands on the consent of the story it translates, in its quotes and its voice too.
    """
    media = {"file": f"{OTHER}.mp3", "transcript": "body", "voice_changed": "yes", "minutes": 3}
    quotes = [{"text": "She said the chair was still mine.", "ok_out_of_context": "yes"}]
    told = narrative(
        OTHER,
        translation_of=ID,
        language="pl",
        format="audio",
        media=media,
        quotes=quotes,
        consent=scopes("print", "audio", "excerpts", "translation"),
    )
    files: dict[str, str | bytes] = {
        f"{ID}.md": narrative(ID, consent=scopes("print", "translation")),
        f"{OTHER}.md": told,
        f"{OTHER}.mp3": b"voice",
    }
    opened = open_library(load(archive(tmp_path, files)), "public", ON)

    (translation,) = [story for story in opened.stories if story.id == OTHER]
    assert frozenset({"public-web", "print", "translation"}) == translation.agreed
    assert (None, ()) == (translation.media, translation.quotes)


@pytest.mark.parametrize(
    ("agreed", "reserved"),
    [((), True), ((True,), False), ((True, True), False), ((True, False), True), ((False,), True)],
)
def test_training_of_ai_is_reserved_unless_everybody_agreed(
    tmp_path: Path, agreed: tuple[bool, ...], reserved: bool
) -> None:
    """
    One no speaks for the edition, which is read as a whole; where there is nobody, nobody has agreed.
    """
    ids = [ID, OTHER][: len(agreed)]
    files = {
        f"{id}.md": narrative(id, consent=scopes("ai-training") if yes else scopes())
        for id, yes in zip(ids, agreed, strict=True)
    }
    opened = open_library(load(archive(tmp_path, files)), "public", ON)

    assert reserved == opened.reserved
    # Whatever a smaller library is made for, it does not lift what the whole one reserves.
    assert reserved == opened.asking("ai-training").reserved


def test_where_an_edition_is_on_the_web_is_known_for_those_that_are(tmp_path: Path) -> None:
    """
    A copy has no address of its own, and says where on the web it is told what was taken down.
    """
    kept = load(archive(tmp_path, {}, {"base_url": "https://a.example/lib/"}))
    public, offline = (open_library(kept, id, ON) for id in ("public", "offline"))

    assert ("https://a.example/lib", None) == (public.web_address, offline.web_address)
    assert ("https://a.example/lib",) * 2 == (public.recall_address, offline.recall_address)
