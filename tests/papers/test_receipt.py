from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storyarchive.content import schema
from storyarchive.content.consent import RULES
from storyarchive.content.fields import BASES, REASONS, SCOPES, STATUSES, TAKERS, TOLD
from storyarchive.content.reading import measure
from storyarchive.content.settings import Contact, Edition
from storyarchive.errors import ArchiveError, UnknownName
from storyarchive.papers import gone, printing, reasons, receipt, words
from tests.made import ON, dump, narrative
from tests.papers.made import ID, OTHER, TEMPLATES, Tags, answers, frame, kept, loaded, read

WHERE = "In what we make from"
COPIES = "In new copies"


def text(*narratives: Any, on: date = ON, **settings: Any) -> str:
    return printing.text(receipt.write(kept(*narratives, **settings), narratives[0].id, on))


def test_it_says_what_was_agreed_when_how_and_with_whom() -> None:
    """
    Every fact of the yes is there, in words and not in codes.
    """
    said = " ".join(text(read()).split())

    assert "“The story s-4k7p2”" in said
    assert "Told by Dee, which is a made-up name." in said
    assert "You said yes on 14 April 2026, face to face." in said
    assert "You were asked by an advocate, who works for you and not for us." in said
    assert "With you was a peer worker." in said
    assert "It was our form 2026-03, in English. It was read out to you." in said
    assert "We ask you again by 14 April 2028 if all is still well." in said
    assert "It ends by itself after 14 April 2031." in said
    assert "You approved the words on 4 May 2026. The words we hold are still the same." in said


def test_every_scope_is_listed_and_one_not_recorded_is_a_no() -> None:
    """
    A narrator can see each thing that was never asked for.
    """
    scopes = {"public-web": "yes", "print": "no"}

    said = answers(receipt.write(kept(read(consent={"scopes": scopes})), ID, ON), "What you said")

    assert [use.name for use in words.SCOPES.values()] == list(said)
    assert ["On the internet"] == [what for what, answer in said.items() if answer.is_so]


def test_where_it_is_follows_the_door_and_says_why_not() -> None:
    """
    Each edition is a yes, or a no with its reason in plain words.
    """
    given = {"scopes": {"public-web": "yes", "print": "yes"}}

    said = answers(receipt.write(kept(read(consent=given)), ID, ON), WHERE)

    assert {"Open library": True, "Mentor edition": False, "Offline copy": False} == {
        what: answer.is_so for what, answer in said.items()
    }
    assert "There is no yes to “Used by mentors”." == said["Mentor edition"].why
    assert "There is no yes to “Copied to a stick”." == said["Offline copy"].why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "draft"}, "It is not finished yet."),
        ({"status": "paused"}, "It is on hold. We leave it out of all that we make."),
        ({"status": "withdrawn"}, "It has been stopped for good."),
        ({"consent": {"expires_on": "2026-11-22"}}, "The yes ended on 22 November 2026."),
        (
            {"consent": {"approved_on": "2026-11-20"}},
            "There is time for you to think first. It can be shown from 4 December 2026.",
        ),
        ({"consent": {"review_by": "2026-10-01"}}, "It was time to ask you again"),
        ({"consent": {"approved_text": "sha256:" + "0" * 64}}, "not the ones that you approved"),
    ],
)
def test_a_story_that_nobody_can_read_says_why(changes: dict[str, Any], why: str) -> None:
    """
    The reason is one that a narrator can do something with.
    """
    said = answers(receipt.write(kept(read(**changes)), ID, ON), WHERE)

    assert not any(answer.is_so for answer in said.values())
    assert all(why in answer.why for answer in said.values()), said


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "paused"},
        {"consent": {"scopes": {"public-web": "yes"}}},
        {"consent": {"approved_text": "sha256:" + "0" * 64}},
        {"consent": {"expires_on": "2027-01-31"}},
        {"consent": {"expires_on": "2026-10-31"}},
    ],
)
def test_what_was_made_before_is_not_said_to_be_without_it(changes: dict[str, Any]) -> None:
    """
    A no is of what is made from today: the web may show the story until it is built again, and copies are out.
    """
    written = receipt.write(kept(read(**changes)), ID, ON)
    copies = answers(written, "How people")[COPIES]

    assert not copies.is_so
    assert "A copy made before may be used until the day it names." in copies.why
    assert "as a rule 6 months after it was made" in copies.why
    (where,) = [s for s in written.sections if s.heading.startswith(WHERE)]
    assert "In what we make from 23 November 2026" == where.heading
    assert "on the internet until the library is made again" in " ".join(where.words)
    assert "Nobody can read it" not in str(written)


def test_what_never_was_published_is_in_nothing_made_before() -> None:
    """
    The narrator of a draft is not told of copies that cannot be.
    """
    written = receipt.write(kept(read(status="consented")), ID, ON)

    assert "made before" not in str(written)


def test_a_story_that_is_over_is_told_that_alone() -> None:
    """
    What a copy may do, and when to ask again, matter no more.
    """
    over = read(consent={"expires_on": "2026-10-01", "review_by": "2026-09-01"})
    written = receipt.write(kept(over), ID, ON)

    assert {"The yes ended on 1 October 2026."} == {a.why for a in answers(written, WHERE).values()}
    (lasts,) = [s.words for s in written.sections if s.heading == "How long it lasts"]
    assert ("Your yes ended on 1 October 2026.",) == lasts


def test_nobody_is_asked_again_after_the_end() -> None:
    """
    Of two days only the sooner counts.
    """
    said = text(read(consent={"expires_on": "2027-03-01", "review_by": "2028-11-01"}))

    assert "1 March 2027" in said
    assert "ask you again" not in said


def test_that_it_ends_by_itself_needs_a_library_that_is_made_again() -> None:
    """
    The receipt promises what is made, and not what a website that nobody builds goes on to show.
    """
    said = " ".join(text(read()).split())

    assert "What we make after that day does not have it." in said
    assert "The library on the internet should be made again every day." in said
    assert "stops by itself" not in said


def test_a_copy_for_mentors_is_no_copy_of_the_offline_edition() -> None:
    """
    Who said no to sticks and yes to mentors reads in which copies it is.
    """
    given = read(consent={"scopes": {"mentor-edition": "yes", "offline": "no"}})
    written = receipt.write(kept(given), ID, ON)

    assert not answers(written, "What you said")["Copied to a stick"].is_so
    why = "These are: Mentor edition. A copy made today may be used until 23 May 2027."
    assert why == answers(written, "How people")[COPIES].why


@pytest.mark.parametrize("agreed", ["yes", "no"])
def test_only_what_may_be_printed_is_said_to_be_printed(agreed: str) -> None:
    """
    A no to paper is not followed by words that take it back.
    """
    given = read(consent={"scopes": {"public-web": "yes", "print": agreed}})
    paper = answers(receipt.write(kept(given), ID, ON), "How people")["On paper"]

    assert (agreed == "yes") == paper.is_so == ("can print it" in paper.why)


def test_an_edition_that_leaves_a_note_out_names_it() -> None:
    """
    Nobody wonders why the prison copy has not got the story.
    """
    copy = Edition("prison", "Prison copy", ("offline",), drop_notes=("strong-language",))
    kept_back = kept(read(content_notes=["strong-language"]), editions={"prison": copy})

    said = answers(receipt.write(kept_back, ID, ON), WHERE)

    assert "This copy leaves out stories with: swearing." == said["Prison copy"].why


def test_words_that_changed_are_told() -> None:
    """
    A narrator learns that the archive holds other words than those they said yes to.
    """
    said = " ".join(text(read(consent={"approved_text": "sha256:" + "0" * 64})).split())

    assert "The words we hold have changed since." in said


def test_ways_to_meet_it_need_their_scope_and_an_edition_that_shows_it() -> None:
    """
    Agreed but shown nowhere is a no; so is shown but not agreed.
    """
    quotes = [{"text": "She said the chair was still mine.", "ok_out_of_context": "yes"}]
    shown = answers(receipt.write(kept(read(quotes=quotes)), ID, ON), "How people")
    paused = answers(receipt.write(kept(read(status="paused")), ID, ON), "How people")

    assert {
        COPIES,
        "On paper",
        "Found by search engines",
        "Lines of it standing alone",
    } == {what for what, answer in shown.items() if answer.is_so}
    assert "may be used until 23 May 2027" in shown[COPIES].why
    assert not any(answer.is_so for answer in paused.values())


def test_search_engines_and_other_websites_need_the_open_web() -> None:
    """
    A story that only mentors see is found by nobody from outside, whatever was agreed.
    """
    scopes = {"mentor-edition": "yes", "search-engines": "yes", "syndication": "yes"}
    archive = kept(read(consent={"scopes": scopes}), base_url="https://example.org")

    said = answers(receipt.write(archive, ID, ON), "How people")

    assert [COPIES] == [w for w, a in said.items() if a.is_so]


@pytest.mark.parametrize(("address", "sent"), [("https://example.org", True), (None, False)])
def test_a_feed_needs_an_address_on_the_web(address: str | None, sent: bool) -> None:
    """
    Without one nothing is sent, and the receipt does not say that it is.
    """
    told = read(consent={"scopes": {"public-web": "yes", "syndication": "yes"}})

    said = answers(receipt.write(kept(told, base_url=address), ID, ON), "How people")

    assert sent == said["Sent to other websites"].is_so


def test_translations_are_listed_and_have_no_more_than_the_original() -> None:
    """
    What is a no for a story is a no for each of its translations, on their receipts too.
    """
    scopes = {"public-web": "yes", "print": "yes", "translation": "yes"}
    original = read(consent={"scopes": scopes})
    polish = read(
        OTHER,
        translation_of=ID,
        language="pl",
        consent={"scopes": {"public-web": "yes", "audio": "yes", "translation": "yes"}},
    )
    both = kept(original, polish)

    listed = answers(receipt.write(both, ID, ON), "In other languages")
    own = answers(receipt.write(both, OTHER, ON), "What you said")

    assert [("In Polish, number s-2222z", True)] == [(a.what, a.is_so) for a in listed.values()]
    assert {"On the internet", "In other languages"} == {w for w, a in own.items() if a.is_so}
    assert "It is a translation of the story s-4k7p2." in text(polish, original)


def test_how_to_stop_is_there_with_every_way_and_the_number() -> None:
    """
    Stopping is as easy as starting, and says what cannot be called back.
    """
    said = " ".join(text(read()).split())

    assert "You can stop at any time. You do not have to say why." in said
    assert "- Tell any worker." in said
    assert "Say the number of the story: s-4k7p2. You need not give your name." in said
    assert "WHAT WE CANNOT CALL BACK - Paper that was printed." in said


def test_a_story_that_was_taken_down_says_when_and_nothing_of_itself(tmp_path: Path) -> None:
    """
    The receipt of a withdrawn id tells the day, what is done, and what nobody can call back.
    """
    entry = [{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    archive = loaded(tmp_path, {"_withdrawn.yaml": dump(entry)})

    said = " ".join(printing.text(receipt.write(archive, ID, ON)).split())

    assert "It was taken down on 18 May 2026. The person who told it asked for that." in said
    assert "WHAT NOBODY CAN CALL BACK" in said
    assert "“" not in said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 6, 15), "By 15 June 2026 we tell you how far we are with this"),
        (date(2026, 6, 16), "By 15 June 2026 we were to tell you how far we are with this."),
    ],
)
def test_the_receipt_of_a_withdrawal_names_the_day_and_claims_no_more_than_is_done(
    on: date, said: str
) -> None:
    """
    The day of the promise is there, kept or missed; that the web is without it, or had a recording, nobody knows here.
    """
    told = " ".join(
        printing.text(gone.taken_down(kept().settings, ID, date(2026, 5, 18), "teller", on)).split()
    )

    assert said in told
    assert "with its recording if it had one" in told
    assert "It is in nothing that we make from that day" in told
    assert "The library is made without it" not in told
    before, after = told.split("WHAT TAKES LONGER")
    assert "library on the internet" not in before
    assert "The library on the internet is replaced by the one without it." in after


@pytest.mark.parametrize("name", [f"{ID}.md", f"{ID}.mp3", "s-9999z.md"])
def test_a_taken_down_story_whose_file_is_back_is_no_receipt(tmp_path: Path, name: str) -> None:
    """
    Nobody is told that a story is deleted while its text or its recording lies in the archive.
    """
    entry = [{"id": ID, "withdrawn_on": "2026-05-18", "reason_code": "teller"}]
    files = {"_withdrawn.yaml": dump(entry), name: narrative(ID)}

    with pytest.raises(ArchiveError, match=rf"narratives/{name} is there again: delete it"):
        receipt.write(loaded(tmp_path, files), ID, ON)


def test_an_unknown_id_and_an_unreadable_file_are_one_sentence(tmp_path: Path) -> None:
    """
    What is wrong, where, and what to do next.
    """
    archive = loaded(tmp_path, {f"{ID}.md": narrative(ID).replace("Dee", "[Dee", 1)})

    with pytest.raises(UnknownName, match=f'There is no story "{OTHER}"'):
        receipt.write(archive, OTHER, ON)
    with pytest.raises(ArchiveError, match=rf"{ID}\.md:\d+ cannot be read .*storyarchive check"):
        receipt.write(archive, ID, ON)


WORK = {"title": "Five years", "author": "A. N. Other", "year": 1876, "rights": "Out of copyright."}


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        (
            {"basis": "fictional", "consent": {"record": "none-fictional"}},
            "It is an invented example. Nobody in it is real",
            "You said yes",
        ),
        (
            {
                "basis": "public-domain",
                "provenance": {"source": "A book", "edited": [], "work": WORK},
            },
            "The work is “Five years” by A. N. Other, 1876. Why it may be shown: Out of copyright.",
            "You said yes",
        ),
        (
            {"basis": "estate-permission"},
            "the person who told it, who has died",
            "Nobody was asked",
        ),
        (
            {"basis": "composite", "consent": {"record": ["CR-1", "CR-2"]}},
            "or is made again without your part",
            "Nobody was asked",
        ),
    ],
)
def test_other_bases_have_words_of_their_own(
    changes: dict[str, Any], said: str, unsaid: str
) -> None:
    """
    Nobody is told that they said yes who was never asked.
    """
    told = " ".join(text(read(**changes)).split())

    assert said in told
    assert unsaid not in told


def test_a_draft_with_next_to_nothing_recorded_has_a_receipt() -> None:
    """
    What is not recorded is said not to be.
    """
    bare = "---\nid: s-4k7p2\nstatus: draft\n---\n\nWords.\n"
    found, _ = schema.read(bare.encode(), f"{ID}.md", ID, frame().vocabulary)
    assert found is not None

    said = " ".join(text(found).split())

    assert "We have not written down that you said yes." in said
    assert "We have not written down when it ends." in said
    assert "You have not approved the words yet." in said


def test_the_page_needs_nothing_else_and_says_the_same_as_the_text() -> None:
    """
    It can be printed anywhere: no script, no link, nothing to load.
    """
    written = receipt.write(kept(read()), ID, ON)
    page = Tags(printing.page(written, TEMPLATES))

    assert not {"script", "link", "img", "a", "iframe"} & set(page.names)
    assert not {"src", "href"} & {name for name, _ in page.attributes}
    for section in written.sections:
        for line in (section.heading, *section.words, *section.points, *section.after):
            assert line in page.text
        for answer in section.answers:
            assert answer.what in page.text
            assert answer.why in page.text


def test_hostile_words_are_shown_and_do_nothing() -> None:
    """
    A title is words, whatever it looks like; what cannot be seen does not reach a terminal.
    """
    title = "<script>alert(1)</script>\n\u2067&"
    ways = ("Tell\nany\u2028worker <b>",)
    archive = kept(read(title=title, pseudonym="<i>"), contact=Contact("<u>", ways, "<a", "<br>"))
    written = receipt.write(archive, ID, ON)
    page, said = printing.page(written, TEMPLATES), printing.text(written)

    assert "“<script>alert(1)</script> &”" in Tags(page).text
    assert not {"script", "i", "b", "u", "a", "br"} & set(Tags(page).names)
    assert all(letter == "\n" or letter.isprintable() for letter in said)


def test_the_words_are_easy_to_read() -> None:
    """
    A receipt reads at the age of nine, measured as stories are.
    """
    taken_down = gone.taken_down(kept().settings, ID, ON, "teller", ON)
    for written in (receipt.write(kept(read()), ID, ON), taken_down):
        told = [
            line
            for section in written.sections
            for line in (*section.words, *section.points, *section.after)
        ] + [a.why for section in written.sections for a in section.answers if a.why]
        found = measure("\n\n".join(told), "en")
        assert found.grade is not None
        assert 9 >= round(found.grade + 5), found


def test_every_word_of_the_fields_has_its_plain_words() -> None:
    """
    A new scope, rule, role or reason is given words, or this fails.
    """
    rules = {rule.__name__.replace("_", "-") for rule in RULES}

    assert list(SCOPES) == list(words.SCOPES)
    assert list(TOLD) == list(words.TOLD)
    assert set(TAKERS) == set(words.ROLES)
    assert set(BASES) == set(words.BASES)
    assert set(STATUSES) - {"published"} == set(reasons.STATUSES)
    assert set(REASONS) == set(gone._TAKEN_DOWN)
    assert set() == rules - set(reasons.WORDS), "said as: " + reasons.OTHERWISE
