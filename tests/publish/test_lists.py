"""Lists lead to stories in plain words, and never rank a person."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from storyarchive.content.vocabulary import Synonyms
from storyarchive.publish import drawing, related, site, words

from .made import SAY, SETTINGS, VOCABULARY, library, note, pages, story

MANY = tuple(story(f"s-{number:05}", title=f"Story {number:05}") for number in range(85))


def cards(html: str) -> list[str]:
    return re.findall(r'<li class="card"[^>]*>\n<h3><a href="([^"]*)"', html)


def test_a_long_list_has_forty_stories_a_page() -> None:
    """
    All stories are there once, in parts that lead to each other.
    """
    html = pages(*MANY)
    shown = [cards(html[f"stories/index{part}.html"]) for part in ("", ".p2", ".p3")]

    assert [len(part) for part in shown] == [40, 40, 5]
    assert [link for part in shown for link in part] == [
        f"../stories/{each.id}.html" for each in MANY
    ]
    assert "stories/index-p4.html" not in html
    assert 'href="../stories/index.p3.html" rel="next"' in html["stories/index.p2.html"]
    assert "85 stories" in html["stories/index.p3.html"]


def test_every_theme_has_a_page_and_only_filters_that_find_something() -> None:
    """
    A filter is a link with a count; one that would find nothing is not there.
    """
    html = pages(story(stages=("early-days", "giving-back")))
    page = html["themes/drugs.html"]

    assert "There are no stories here yet." in html["themes/empty.html"]
    assert "themes/drugs--giving-back.html" in html
    assert "themes/drugs--not-ready.html" not in html
    assert 'href="../themes/drugs--giving-back.html">Giving back <span>1</span>' in page


def test_stories_most_about_a_theme_come_first() -> None:
    """
    The first theme of a story is what it is most about.
    """
    html = pages(story("s-22222", themes=("family", "drugs")), story("s-33333", themes=("drugs",)))

    assert cards(html["themes/drugs.html"]) == [
        "../stories/s-33333.html",
        "../stories/s-22222.html",
    ]


def test_a_stage_shows_first_who_is_a_little_further_on() -> None:
    """
    Someone far ahead can feel out of reach.
    """
    stages = ("not-ready", "early-days", "becoming-new", "giving-back")
    html = pages(
        story("s-22222", stage_now="giving-back", stages=stages),
        story("s-33333", stage_now="not-ready", stages=stages),
        story("s-44444", stage_now="early-days", stages=stages),
    )

    assert cards(html["stages/not-ready.html"]) == [
        "../stories/s-44444.html",
        "../stories/s-22222.html",
        "../stories/s-33333.html",
    ]
    assert "now: early days" in html["stages/not-ready.html"]


def test_a_card_says_what_the_story_mentions() -> None:
    """
    The note is on every card, so that a reader can choose before opening.
    """
    html = pages(story(notes=(note("drug-use", "described"),)))

    assert "Mentions: drug use (told in detail)" in html["stories/index.html"]


def test_invented_stories_do_not_count_among_real_ones() -> None:
    """
    A count never makes a library look fuller than it is; a demonstration is all invented.
    """
    made = (story("s-22222"), story("s-33333", basis="fictional"))

    assert "1 story and 1 invented example" in pages(*made)["stories/index.html"]
    html = pages(*made, settings=replace(SETTINGS, demonstration=True))
    assert "2 stories</h2>" in html["stories/index.html"]


def test_the_story_to_start_with_is_real_and_gentle() -> None:
    """
    Not invented, with nothing told in detail.
    """
    gentle = story("s-44444")
    made = library(
        story("s-22222", basis="fictional"),
        story("s-33333", notes=(note("drug-use", "described"),)),
        gentle,
    )

    assert site.story_to_start_with(made) == gentle
    assert site.story_to_start_with(library()) is None


def test_the_story_to_start_with_changes_with_the_week() -> None:
    """
    It is the same all week, and another one comes in time.
    """
    made = library(*(story(f"s-{number:05}") for number in range(3)))
    chosen = [
        site.story_to_start_with(replace(made, on=made.on + timedelta(days=day)))
        for day in range(21)
    ]

    assert len({each.id for each in chosen if each}) == 3
    assert sum(one != other for one, other in pairwise(chosen)) <= 3


def test_the_first_page_asks_in_plain_words_where_the_person_is() -> None:
    """
    Stages are said as whom they may help, and never as a score.
    """
    html = pages(story())["index.html"]

    assert "For someone newly out</a>" in html
    assert "Change is zig-zag." in html
    for word in ("%", "score", "progress", "<ol", "<progress", "<meter"):
        assert word not in html


def test_the_path_never_climbs() -> None:
    """
    All steps stand at one height; only a return looks different.
    """
    there, back = drawing.path([1, 2, 3]), drawing.path([1, 2, 1])

    for drawn in (there, back):
        assert len(set(re.findall(r'<circle(?: class="now")? cx="\d+" cy="(\d+)"', drawn))) == 1
    assert there == drawing.path([2, 3, 7])
    assert there != back


def test_related_stories_share_themes_and_are_a_little_further_on() -> None:
    """
    The reason is said in words; a story is never its own neighbour, nor is its translation.
    """
    made = library(
        story("s-22222"),
        story("s-33333", stage_now="giving-back"),
        story("s-44444", stage_now="not-ready"),
        story("s-55555", translation_of="s-22222", language="pl"),
        story("s-66666", themes=("family", "empty")),
    )
    shelf = related.shelve(made.stories, made)

    assert [
        (each.story.id, each.why) for each in related.related(made.stories[0], made, shelf, SAY)
    ] == [
        ("s-33333", "Also about ‘Feeling I belong’ and ‘Stopping drugs’. Two steps further on."),
        ("s-44444", "Also about ‘Feeling I belong’ and ‘Stopping drugs’."),
    ]


def test_the_editor_s_choice_comes_first() -> None:
    """
    Someone who knows the stories knows best.
    """
    made = library(
        story("s-22222", related=("s-44444", "s-99999")),
        story("s-33333"),
        story("s-44444", themes=("family", "empty")),
    )
    found = related.related(made.stories[0], made, related.shelve(made.stories, made), SAY)

    assert [each.story.id for each in found] == ["s-44444", "s-33333"]
    assert found[0].why == "Chosen by the editor."


def test_related_stories_are_few_and_of_all_stories_some_are_somebody_s() -> None:
    """
    In a large library nobody is left on the shelf.
    """
    made = library(*MANY)
    shelf = related.shelve(made.stories, made)
    found = [[next.story.id for next in related.related(each, made, shelf, SAY)] for each in MANY]

    assert max(len(each) for each in found) <= related.MOST
    assert {id for each in found for id in each} == {each.id for each in MANY}


def test_words_that_hurt_are_never_shown() -> None:
    """
    They may be typed; they are not printed beside a theme nor in the A to Z.
    """
    vocabulary = replace(
        VOCABULARY,
        synonyms=(
            Synonyms(
                "d", "drugs", ("using", "smackhead"), ("gear",), hide=("smackhead",), theme="drugs"
            ),
        ),
    )
    shown = {
        word.text for found in words.a_to_z(vocabulary, {"drugs"}, SAY).values() for word in found
    }

    assert "clean" in shown
    assert not shown & {"smackhead", "addict", "gear", "using"}
    assert {} == words.a_to_z(vocabulary, set(), SAY)
    assert words.beside(vocabulary.theme["drugs"], vocabulary) == ["clean"]


def test_a_stage_says_what_else_people_call_it() -> None:
    """
    Without the words that hurt, and without its own name again.
    """
    stage = VOCABULARY.stage["early-days"]
    group = Synonyms(
        "d", "days", ("newly out", "early days", "junkie"), hide=("junkie",), stage=stage.id
    )
    vocabulary = replace(VOCABULARY, synonyms=(group,))

    assert ["newly out"] == words.beside_stage(stage, vocabulary)
    assert [] == words.beside_stage(VOCABULARY.stage["not-ready"], vocabulary)


@pytest.mark.parametrize("letter", ["S", "K"])
def test_words_lead_to_themes_without_script(letter: str) -> None:
    """
    The A to Z is a way in that always works.
    """
    html = pages(story(themes=("drugs", "family")))["words.html"]

    assert f">{letter}</h2>" in html
    assert '<dt>kids</dt><dd><a href="themes/family.html">Family</a></dd>' in html


def test_the_pattern_of_a_card_has_all_places_that_the_search_fills() -> None:
    """
    The search writes its results into the same card that lists show.
    """
    html = pages(story())["search.html"]
    pattern = html[html.index('<template id="card">') : html.index("</template>")]

    assert re.findall(r'data-slot="([a-z]+)"', pattern) == [
        "link",
        "summary",
        "excerpt",
        "meta",
        "notes",
        "invented",
    ]
    for name in ("excerpt", "notes", "invented"):
        assert re.search(rf'data-slot="{name}" hidden', pattern)
    for part in (
        'id="search"',
        'name="q"',
        'name="theme"',
        'name="stage"',
        'name="avoid"',
    ):
        assert part in html
    assert '<p id="search-said" class="unseen" role="status" aria-live="polite"></p>' in html


def test_the_calendar_says_nothing() -> None:
    """
    Whoever looks over a shoulder sees the days of a month.
    """
    html = pages(story())["away.html"]

    assert "November 2026" in html
    assert "<td>30</td>" in html
    assert "Test library" not in html
    assert "<a " not in html


def test_a_page_not_found_works_at_any_depth() -> None:
    """
    A web host shows it wherever an address leads nowhere.
    """
    plain = pages(story())["404.html"]
    known = pages(story(), settings=replace(SETTINGS, base_url="https://a.example/lib"))["404.html"]

    assert 'href="styles/site.css"' in plain
    assert 'href="/lib/styles/site.css"' in known
