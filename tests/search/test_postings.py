from dataclasses import replace
from typing import Any

from storyarchive.content.story import Quote
from storyarchive.search import postings
from storyarchive.search.postings import FIELDS
from tests.search.made import library, story


def counted(**fields: Any) -> postings.Postings:
    made = story("s-22222", **fields)
    return postings.count(postings.contents(made, library(made)))


def test_words_are_counted_in_every_field() -> None:
    """
    A stem has a count for each field, in the order of FIELDS.
    """
    found = counted(
        title="Keys",
        quotes=(Quote("The key", True),),
        summary="A key, keys",
        text="Keys *keys* keyed",
        themes=("drugs",),
    )

    assert ("title", "quotes", "summary", "themes", "body") == FIELDS
    assert (1, 1, 2, 0, 3) == found.terms["key"]
    assert (1, 2, 3, 5 * 3, 3) == found.lengths
    assert (("getting", "get"), ("keyed", "key"), ("keys", "key")) == tuple(
        pair for pair in found.forms if pair[1] in ("key", "get")
    )


def test_the_first_themes_weigh_more() -> None:
    """
    The theme that a story is most about is counted three times, the next twice.
    """
    found = counted(themes=("drugs", "setbacks", "belonging"))
    places = {
        word: found.terms[word][FIELDS.index("themes")] for word in ("heroin", "relaps", "fit")
    }

    assert {"heroin": 3, "relaps": 2, "fit": 1} == places


def test_a_story_is_analysed_once_whatever_the_edition() -> None:
    """
    The same texts have the same postings, and what is not searched makes no difference.
    """
    one = story("s-22222", "words", notes=["suicide"])
    other = replace(one, id="s-33333", notes=(), stage_now="not-ready")
    both = library(one, other)

    assert postings.count(postings.contents(one, both)) is (
        postings.count(postings.contents(other, both))
    )


def test_the_digest_names_the_texts() -> None:
    """
    Any change of a text, a language or a word of a theme gives another digest.
    """
    texts = postings.contents(story("s-22222", "words"), library())
    others = [texts._replace(**{field: "changed"}) for field in texts._fields]
    moved = texts._replace(title="", quotes=texts.title)

    assert len(others) + 2 == len({postings.digest(each) for each in (texts, moved, *others)})
