"""What stands on each other can be told apart, in the colours of the site and in any that an organisation has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.colours import (
    BLACK,
    ON_ACCENT,
    ON_COLOUR,
    WHITE,
    WORDS,
    contrast,
    darker,
    lighter,
)
from storyarchive.content.settings import Look
from storyarchive.publish import look
from tests.publish.tokens import READERS, Reader, Rule, rules, shipped, tokens


@dataclass(frozen=True)
class Pair:
    """Two colours of the style that stand on each other."""

    front: str
    ground: str
    what: str
    """Where they do, and what for."""
    lined: bool = False
    """Whether a reader who asks for more contrast is given a line of ink instead."""


WORDS_ON = (
    Pair("ink", "paper", "the words of a page, and of its fields"),
    Pair("ink", "shade", "the words of a box"),
    Pair("soft", "paper", "hints, what a card says of a story, labels"),
    Pair("soft", "shade", "what was left out, the edition at the foot"),
    Pair("link", "paper", "links, pull quotes, buttons with an edge only"),
    Pair("link", "shade", "links in a box and at the foot"),
    Pair("paper", "link", "buttons, and the chip of the page itself"),
    Pair("paper", "ink", "a button under the pointer"),
    Pair("on-top", "top", "the name, the ways, the first words of the home page"),
    Pair("on-top", "top-deep", "the way out"),
    Pair("on-top-soft", "top", "the hint of the home page"),
    Pair("on-top-soft", "top-deep", "'All stories here are invented'"),
    Pair("on-focus", "focus", "the first button, a match in an excerpt, an old copy's warning"),
    Pair("top", "on-top", "the first button under the pointer"),
)
"""Words and their grounds: WCAG 2.2, 1.4.3, and 1.4.6 for whoever asks for more contrast."""

SHAPES_ON = (
    Pair("edge", "paper", "the edges of fields, chips and labels"),
    Pair("edge", "shade", "the same in a box"),
    Pair("link", "paper", "buttons, ticks, the dots of the way"),
    Pair("link", "shade", "buttons in a box"),
    Pair("spine-1", "paper", "the line of the way"),
    Pair("on-top-soft", "top", "the edge of the field on the home page"),
    Pair("on-top-soft", "top-deep", "the edge of the way out"),
    Pair("focus", "top", "the first button", lined=True),
)
"""Shapes that say something, and their grounds: WCAG 2.2, 1.4.11."""

GROUNDS = ("paper", "shade", "top", "top-deep")
"""What the place of the keyboard is marked on, by a ring of ink in or around one of accent: one of the two is seen."""

DRAWN = {"line", "spine", "spine-1", "spine-2", "spine-3", "spine-4", "spine-5"}
"""What only parts and adorns: nothing is lost where it is not seen."""


def wanting(colours: Mapping[str, str], reader: Reader) -> list[str]:
    """List the pairs that stand out from each other too little."""

    def ratio(front: str, ground: str) -> float:
        return contrast(colours[f"--{front}"], colours[f"--{ground}"])

    words, shapes = (7.0, 4.5) if reader.more else (4.5, 3.0)
    found = [(p.front, p.ground, words) for p in WORDS_ON]
    found += [(p.front, p.ground, shapes) for p in SHAPES_ON if not (reader.more and p.lined)]
    wrong = [f"{f} on {g}: {ratio(f, g):.2f} < {n}" for f, g, n in found if ratio(f, g) < n]
    wrong += [
        f"the keyboard's place on {ground}"
        for ground in GROUNDS
        if max(ratio("ink", ground), ratio("focus", ground)) < 3
    ]
    return wrong


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_stands_on_each_other_can_be_told_apart(reader: Reader) -> None:
    """
    Words and controls of the style are seen by whoever sees little, in light, dark and with more contrast.
    """
    assert [] == wanting(tokens(reader, shipped()), reader)


def on_screen() -> list[Rule]:
    """List the rules that set what a reader sees in our colours."""
    theirs = {"print", "(forced-colors:active)"}
    return [
        rule
        for rule in rules(shipped())
        if rule.selector != ":root" and not theirs & set(rule.where)
    ]


def coloured(rule: Rule) -> Mapping[str, str]:
    """Give property → value, of properties that have a colour."""
    kinds = r"(border|outline|background|box-shadow|accent|text-decoration).*|color|fill|stroke"
    return {name: value for name, value in rule.says.items() if re.fullmatch(kinds, name)}


def test_every_colour_of_the_style_is_a_token() -> None:
    """
    A colour that no token has would be checked by nobody, and would stay when an organisation has its own.
    """
    drawn = re.compile(r"\.(mark|shelf) ")
    literal = re.compile(r"#[0-9a-f]{3,8}|\b(rgb|hsl|oklch|white|black|red)\b")

    assert [".hero :focus-visible"] == [
        rule.selector
        for rule in on_screen()
        if not drawn.match(rule.selector) and literal.search(" ".join(coloured(rule).values()))
    ]


def test_every_token_that_is_used_stands_in_a_pair() -> None:
    """
    Whoever gives a new token to words or a shape has to say what it stands on.
    """
    used = {
        name
        for rule in on_screen()
        for value in coloured(rule).values()
        for name in re.findall(r"var\(--([a-z0-9-]+)\)", value)
    }
    known = {name for pair in (*WORDS_ON, *SHAPES_ON) for name in (pair.front, pair.ground)}

    assert set() == used - known - DRAWN


def test_words_and_ground_that_one_rule_sets_are_a_pair() -> None:
    """
    A rule cannot bring together two colours that nobody looked at together.
    """
    token = re.compile(r"var\(--([a-z0-9-]+)\)")
    together = {
        (words[1], ground[1])
        for rule in on_screen()
        if (words := token.fullmatch(rule.says.get("color", "")))
        and (ground := token.fullmatch(rule.says.get("background", "")))
    }

    assert len(together) > 3
    assert set() == together - {(pair.front, pair.ground) for pair in WORDS_ON}


def test_the_look_knows_the_style_that_it_comes_after() -> None:
    """
    What is derived from an organisation's colours stands on the grounds that the style has.
    """
    light, dark, more, _ = (tokens(reader, shipped()) for reader in READERS)

    assert (look.TOP, look.ACCENT) == (light["--top"], light["--focus"])
    assert (look.SHADE_BY_DAY, look.SHADE_BY_NIGHT) == (light["--shade"], dark["--shade"])
    assert ON_ACCENT == light["--on-focus"]
    assert more == tokens(READERS[2], shipped(), _root(look.INK_ON_PAPER))
    theirs = Reader("own colours", forced=True)
    assert tokens(theirs, shipped()) == tokens(theirs, shipped(), _root(look.THEIRS))


def _root(said: Mapping[str, str]) -> str:
    return f":root{{{';'.join(f'{name}:{value}' for name, value in said.items())}}}"


ANY = st.binary(min_size=3, max_size=3).map(lambda raw: f"#{raw.hex()}")
COLOURS = st.none() | ANY.map(lambda each: darker(each, ON_COLOUR, WORDS))
ACCENTS = st.none() | ANY.map(lambda each: lighter(each, ON_ACCENT, WORDS))
"""Colours that pass the check, those that only just do among them."""


@given(COLOURS, ACCENTS)
def test_whatever_an_organisation_may_choose_can_be_read(
    colour: str | None, accent: str | None
) -> None:
    """
    A colour that the check lets through spoils no page, for no reader.
    """
    css = look.css(Look(colour, accent))

    for reader in READERS:
        assert [] == wanting(tokens(reader, shipped(), css), reader), (colour, accent, reader)


@given(COLOURS.filter(bool), ACCENTS)
def test_links_are_easy_to_read_in_every_colour(colour: str, accent: str | None) -> None:
    """
    What is derived aims higher than the least.
    """
    css = look.css(Look(colour, accent))

    for reader in READERS:
        found = tokens(reader, shipped(), css)
        assert contrast(found["--link"], found["--paper"]) >= 7
        assert contrast(found["--link"], found["--shade"]) >= 7


@given(COLOURS.filter(bool))
def test_the_colour_is_shown_as_it_was_chosen(colour: str) -> None:
    """
    By day, the top of a page has the very colour of the organisation.
    """
    found = tokens(READERS[0], shipped(), look.css(Look(colour)))

    assert colour == found["--top"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (BLACK, WHITE, 21),
        (WHITE, WHITE, 1),
        ("#777777", WHITE, 4.48),
        ("#767676", WHITE, 4.54),
        ("#ff0000", WHITE, 4.0),
        ("#0000ff", WHITE, 8.59),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    """
    The same figures as any contrast checker gives.
    """
    assert ratio == pytest.approx(contrast(one, other), abs=0.005)
    assert contrast(one, other) == contrast(other, one)


@given(ANY, ANY, st.floats(1, 21))
def test_a_darker_colour_is_the_nearest_that_stands_out(
    colour: str, ground: str, least: float
) -> None:
    """
    What is offered instead of a colour is no further from it than it must be, and of its hue.
    """
    found = darker(colour, ground, least)

    assert contrast(found, ground) >= least or found == BLACK
    if contrast(colour, ground) >= least:
        assert colour == found
