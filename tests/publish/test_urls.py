"""Addresses can be held by any stick, disc and web host."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.publish import urls


@given(st.text(min_size=1, max_size=90), st.text(min_size=1, max_size=90))
def test_names_are_short_and_ascii(theme: str, stage: str) -> None:
    """
    Whatever an organisation calls its themes, files have short plain names.
    """
    for address in (
        urls.theme(theme, stage),
        urls.part(urls.stage(stage), 9999),
        urls.story(theme),
    ):
        _, name = address.split("/")
        assert re.fullmatch(r"[A-Za-z0-9_-]+(\.p[0-9]+)?\.html", name)
        assert len(name) <= 60


def test_long_names_that_begin_alike_stay_apart() -> None:
    """
    A name that is cut keeps a digest of the whole.
    """
    assert urls.theme("a" * 60 + "b") != urls.theme("a" * 60 + "c")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (urls.story("s-4k7p2"), "stories/s-4k7p2.html"),
        (urls.theme("drugs"), "themes/drugs.html"),
        (urls.theme("drugs", "early-days"), "themes/drugs--early-days.html"),
        (urls.stage("early-days"), "stages/early-days.html"),
        (urls.part(urls.STORIES, 1), "stories/index.html"),
        (urls.part(urls.STORIES, 2), "stories/index.p2.html"),
    ],
)
def test_addresses_are_what_others_rely_on(address: str, expected: str) -> None:
    """
    Addresses are written into other people's pages and stay as they are.
    """
    assert address == expected
