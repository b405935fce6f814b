"""A story's page cares for its reader and for the one who told it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from storyarchive.content.library import Media, Work

from .made import AGREED, LINE, PRISON, PUBLIC, SETTINGS, Tags, note, page, pages, quote, story

MENTOR = replace(PUBLIC, id="mentor", on_the_web=False, mentor_notes=True)


def exits(html: str) -> list[dict[str, str]]:
    return [link for link in Tags(html).all("a") if link.get("class") == "exit"]


def kept_from_search_engines(html: str) -> bool:
    said = [meta["content"] for meta in Tags(html).all("meta") if meta.get("name") == "robots"]
    return any("noindex" in content.split(", ") for content in said)


def test_the_exit_leads_to_a_neutral_place() -> None:
    """
    A plain link, that tells the other place nothing of where the reader was.
    """
    assert exits(page(story())) == [
        {
            "class": "exit",
            "data-exit": "",
            "href": "https://weather.example/",
            "rel": "nofollow noreferrer",
        }
    ]


@pytest.mark.parametrize(
    "edition", [replace(PUBLIC, outside_links=False), replace(PRISON, exit_link=True)]
)
def test_the_exit_stays_in_an_edition_that_keeps_links_in(edition: object) -> None:
    """
    Where links may not leave, it shows a calendar of our own.
    """
    assert [link["href"] for link in exits(page(story(), edition=edition))] == ["../away.html"]


def test_an_edition_may_turn_the_exit_off() -> None:
    """
    A prison may decide that it does more harm than good.
    """
    assert exits(page(story(notes=(note("drug-use"),)), edition=PRISON)) == []


@pytest.mark.parametrize("id", ["domestic-abuse", "sexual-violence", "exploitation"])
def test_some_stories_have_the_exit_whatever_the_edition_says(id: str) -> None:
    """
    Someone who is watched at home or controlled must be able to leave such a page at once.
    """
    made = story(notes=(note(id),))

    assert [link["href"] for link in exits(page(made, edition=PRISON))] == ["../away.html"]


def test_content_notes_come_after_the_title_and_before_the_first_line() -> None:
    """
    A reader can choose before reading, and is told what, not how bad.
    """
    html = page(story(notes=(note("alcohol", "described", "near the end"), note("drug-use"))))

    # What asks first stands in a template, before all of it.
    html = html.partition("<article")[2]
    title, notes, first = (html.index(x) for x in ("<h1>", "This story mentions", "I stood"))
    assert title < notes < first
    assert "heavy drinking (told in detail, near the end)" in html
    assert "trigger" not in html.lower()
    assert "warning" not in html.lower()


def test_no_notes_no_heading() -> None:
    """
    A story that mentions nothing says nothing of it.
    """
    assert "This story mentions" not in page(story())


def test_hostile_words_are_only_words() -> None:
    """
    Nothing that a narrator or an editor writes becomes a tag.
    """
    nasty = '"><script>alert(1)</script>'
    made = story(
        title=nasty,
        pseudonym=nasty,
        summary=nasty,
        text=f"I stood at the gate. {nasty}",
        prompts=(nasty,),
        source=nasty,
        quotes=(quote(nasty),),
        notes=(note("alcohol", "described", nasty),),
        basis="public-domain",
        work=Work(nasty, nasty, 1923, nasty, f"https://a.example/{nasty}"),
    )

    for address, html in pages(made).items():
        assert "<script>alert" not in html, address
        assert "alert(1)" not in " ".join(
            value
            for _, attributes in Tags(html).found
            for value in attributes.values()
            if not value.startswith("https://a.example/")
        )


def test_a_marked_passage_can_be_skipped() -> None:
    """
    A noted part begins with a way round it, which leads to just after it.
    """
    html = page(story(text="One.\n\n<!-- note: drug-use -->\nTwo.\n\n<!-- note ends -->\n\nThree."))

    jump = re.search(r'<a href="#(after-\d+)">Skip this part \(it mentions drug use\)</a>', html)
    assert jump
    two, landing, three = (html.index(x) for x in ("Two.", f'id="{jump[1]}"', "Three."))
    assert jump.start() < two < landing < three
    assert "<!--" not in html


@pytest.mark.parametrize(("id", "first"), [("suicide", True), ("drug-use", False)])
def test_help_stands_before_the_hardest_stories_and_after_all(id: str, first: bool) -> None:
    """
    Help is at the end of every story, and at the top too where it may be needed at once.
    """
    html = page(story(notes=(note(id),)))

    assert (0 < html.find('class="help-first"') < html.index("I stood")) == first
    assert html.index("I stood") < html.index("If this has stirred things up")


def test_help_lines_fit_the_story() -> None:
    """
    Lines for what it mentions come first; lines for other things are left to the help page.
    """
    assert "A crisis line" in page(story(notes=(note("suicide"),)))
    assert "A crisis line" not in page(story())
    assert "A listening line" in page(story())


def test_a_placeholder_is_not_taken_for_a_help_line() -> None:
    """
    Nobody in need is given a number that is not one.
    """
    html = page(story(), help_lines=(replace(LINE, placeholder=True),))

    assert "An example, not a real help line" in html


def test_a_story_not_agreed_for_paper_prints_one_line() -> None:
    """
    The style sheet hides all else of such a page on paper.
    """
    html = page(story(agreed=AGREED - {"print"}))

    assert 'class="reading not-on-paper"' in html
    assert "This story is not shared on paper." in html
    assert "not-on-paper" not in page(story())


def test_paper_says_how_to_check_it() -> None:
    """
    Paper cannot be called back, so it says what it is and how to see if it still stands.
    """
    settings = replace(SETTINGS, base_url="https://a.example", editions={"public": PUBLIC})
    asking = "check that it is still shared: "

    html = page(story(), settings=settings)
    assert "s-22222 · Test library. Paper" in html
    assert f"{asking}a.example/recall.html, or ask the team." in html
    copy = page(story(), settings=settings, edition=PRISON)
    assert f"{asking}a.example/recall.html, or ask the team." in copy
    assert f"{asking}ask the team." in page(story())
    assert f"{asking}ask the team." in page(
        story(), settings=replace(settings, editions={"prison": PRISON}), edition=PRISON
    )


@pytest.mark.parametrize("demonstration", [True, False])
def test_an_invented_story_says_so_everywhere(demonstration: bool) -> None:
    """
    On its page, before its first line, and on every card that shows it.
    """
    settings = replace(SETTINGS, demonstration=demonstration)
    html = pages(story(basis="fictional"), settings=settings)
    own = html["stories/s-22222.html"]

    assert own.index("An invented example") < own.index("I stood at the gate")
    for address in ("stories/index.html", "themes/drugs.html", "stages/early-days.html"):
        assert "An invented example</p>" in html[address]
    for address in set(html) - {"away.html"}:
        assert ("All stories here are invented examples." in html[address]) == demonstration


def test_a_published_work_is_named() -> None:
    """
    A story from a book says which, when, and why it may be here.
    """
    work = Work("Twenty Years", "A. Author", 1923, "Out of copyright.", "https://b.example/")
    html = page(story(basis="public-domain", work=work))

    assert "From <strong>Twenty Years</strong> by A. Author, 1923. Out of copyright." in html
    assert '<a href="https://b.example/" rel="nofollow noreferrer">b.example/</a>' in html


def test_sound_waits_to_be_asked_for(tmp_path: Path) -> None:
    """
    Nothing loads by itself; its size is said; the words are its transcript.
    """
    sound = Media("s-22222.mp3", tmp_path / "s-22222.mp3", 9, True, None, 2_345_678)
    html = page(story(media=sound, format="audio"))

    assert Tags(html).all("audio")[0]["preload"] == "none"
    assert "9 minutes · 2.3 MB · the voice has been changed" in html
    assert "The words below are what is said." in html
    assert html.index("<audio") < html.index("I stood")


def test_prompts_wait_until_they_are_opened() -> None:
    """
    Questions are there for those who want them.
    """
    html = page(story())

    assert "<details" in html
    assert "<details open" not in html
    assert html.index("<details") < html.index("What helps you?")


def test_translations_are_linked_both_ways_in_their_own_words() -> None:
    """
    Each names the other's language as its speakers do.
    """
    html = pages(
        story("s-22222", translations=("s-33333",)),
        story("s-33333", language="pl", translation_of="s-22222"),
    )

    there = '<a href="../stories/s-33333.html" hreflang="pl">Read this story in <span lang="pl"'
    back = (
        '<a href="../stories/s-22222.html" hreflang="en-GB">Read this story in <span lang="en-GB"'
    )
    assert f'{there} dir="ltr">polski</span>' in html["stories/s-22222.html"]
    assert f'{back} dir="ltr">English</span>' in html["stories/s-33333.html"]
    assert '<h1 lang="pl" dir="ltr">' in html["stories/s-33333.html"]
    assert '<div class="told" lang="pl" dir="ltr">' in html["stories/s-33333.html"]


def test_a_language_written_from_the_right_says_so() -> None:
    """
    Arabic words run the right way in a page that runs the other.
    """
    assert '<div class="told" lang="ar" dir="rtl">' in page(story(language="ar"))


@pytest.mark.parametrize(
    ("quotes", "shown"),
    [
        ((quote("I stood at the gate."),), True),
        ((quote("I stood at the gate.", ok=False),), False),
        ((), False),
    ],
)
def test_only_words_that_may_stand_alone_are_pulled(
    quotes: tuple[object, ...], shown: bool
) -> None:
    """A quote needs the narrator's yes to stand without the story."""
    assert ('class="pull"' in page(story(quotes=quotes))) == shown


def test_no_quote_is_pulled_from_a_noted_passage() -> None:
    """
    A pull quote must not show what the note let the reader skip.
    """
    made = story()
    text = f"<!-- note: drug-use -->\n\n{made.text}"

    assert 'class="pull"' not in page(story(text=text, quotes=(quote("I stood at the gate."),)))


@pytest.mark.parametrize(
    ("edition", "agreed", "kept"),
    [
        (PUBLIC, AGREED, False),
        (PUBLIC, AGREED - {"search-engines"}, True),
        (MENTOR, AGREED, True),
    ],
)
def test_search_engines_need_a_yes(edition: object, agreed: frozenset[str], kept: bool) -> None:
    """
    A page may be found from outside only on the web and when its narrator agreed.
    """
    assert kept == kept_from_search_engines(page(story(agreed=agreed), edition=edition))


def test_a_list_with_one_story_that_did_not_agree_is_kept_from_search_engines() -> None:
    """
    A card says enough of a story to be found by.
    """
    html = pages(
        story("s-22222"), story("s-33333", agreed=AGREED - {"search-engines"}, themes=("family",))
    )

    assert not kept_from_search_engines(html["themes/drugs.html"])
    assert kept_from_search_engines(html["themes/family.html"])
    assert kept_from_search_engines(html["stories/index.html"])


def test_a_page_for_search_engines_names_no_story_that_did_not_agree() -> None:
    """
    The list of what to read next says titles.
    """
    html = pages(story("s-22222"), story("s-33333", agreed=AGREED - {"search-engines"}))

    assert "The story s-33333" not in html["stories/s-22222.html"]
    assert "The story s-22222" in html["stories/s-33333.html"]


def test_mentor_notes_are_for_mentor_editions() -> None:
    """
    An edition for mentors says whom a story may help.
    """
    made = story(stages=("not-ready", "early-days"))

    assert "for someone who says no." in page(made, edition=MENTOR)
    assert "For mentors" not in page(made)


def test_everyone_can_ask_for_a_story_to_be_taken_down() -> None:
    """
    Stopping is as easy as starting: the way is on every story.
    """
    html = page(story())

    assert '<a href="../taking-part.html">Asked to be taken down? Tell us</a>' in html
    assert "s-22222" in html
    assert "Tell any worker." in pages(story())["taking-part.html"]


def test_a_taken_down_story_leaves_no_word() -> None:
    """
    Only its address is still there, with help.
    """
    html = pages(story(), withdrawn=("s-77777",))
    gone = html["stories/s-77777.html"]

    assert "taken down at the teller’s wish or for another reason" in gone
    assert "A listening line" in gone
    assert kept_from_search_engines(gone)
    assert not any("s-77777" in text for text in html.values())


def test_gender_age_and_experiences_are_not_shown() -> None:
    """
    They help to find a story and could help to find a person.
    """
    made = story(gender="woman", age_band="35-49", experiences=("traveller-or-roma",))

    assert page(made) == page(story())
