from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from storyarchive.content.fields import BASES, SCOPES, STATUSES
from storyarchive.content.frontmatter import approval
from storyarchive.content.library import open_library
from storyarchive.content.narrative import Narrative
from storyarchive.papers import printing, receipt
from storyarchive.publish import edition
from tests.made import BODY, ON
from tests.papers.made import ID, OTHER, TEMPLATES, answers, kept, read

GOOD: dict[str, Any] = {
    "status": "published",
    "basis": "living-consent",
    "scopes": set(SCOPES),
    "given_on": date(2026, 1, 31),
    "published_after": 20,
    "lasts": 1800,
    "review_after": 730,
    "approved": True,
}
CHANGES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(STATUSES),
        "basis": st.sampled_from(BASES),
        "scopes": st.sets(st.sampled_from(SCOPES)),
        "given_on": st.dates(date(2024, 1, 1), date(2031, 12, 31)),
        "published_after": st.integers(0, 60),
        "lasts": st.integers(0, 2500),
        "review_after": st.integers(0, 1500),
        "approved": st.booleans(),
    },
).map(lambda changes: GOOD | changes)
"""Consents that are good but for any number of changes."""
LATER = st.integers(20, 500) | st.integers(-30, 2500)
"""Days after consent was given."""

SECRET = f"{BODY}\n\nIt was quetzalbox that did it."


def changed(id: str, changes: Mapping[str, Any], **more: Any) -> Narrative:
    given_on: date = changes["given_on"]
    published_on = given_on + timedelta(days=changes["published_after"])
    steps = {"draft": given_on, "consented": given_on, "published": published_on}
    if changes["status"] not in steps:
        steps[changes["status"]] = published_on
    history = [
        {"to": to, "date": str(on), "by": "reviewer-2" if to == "published" else "editor-1"}
        for to, on in steps.items()
    ]
    history = history[: 1 + list(steps).index(changes["status"])]
    return read(
        id,
        SECRET,
        status=changes["status"],
        basis=changes["basis"],
        history=history,
        safety={
            "intruder_test": {"date": str(published_on), "by": "reviewer-2", "result": "pass"},
            "live_case": "no",
            "unreported_crime": "no",
        },
        consent={
            "scopes": dict.fromkeys(sorted(changes["scopes"]), "yes"),
            "given_on": str(given_on),
            "approved_on": str(given_on),
            "review_by": str(given_on + timedelta(days=changes["review_after"])),
            "expires_on": str(given_on + timedelta(days=changes["lasts"])),
            "approved_text": approval(SECRET) if changes["approved"] else f"sha256:{'1' * 64}",
        },
        **more,
    )


@given(CHANGES, CHANGES, LATER, st.booleans())
@example(GOOD, GOOD, 30, True)
def test_it_says_yes_for_an_edition_exactly_when_the_edition_shows_the_story(
    first: dict[str, Any], second: dict[str, Any], later: int, paired: bool
) -> None:
    """
    Whatever was agreed and whatever the day: no edition is a yes that does not show the story, and no way to meet it.
    """
    on = first["given_on"] + timedelta(days=later)
    more = {"translation_of": ID, "language": "pl"} if paired else {}
    archive = kept(changed(ID, first), changed(OTHER, second, **more))

    for id in (ID, OTHER):
        written = receipt.write(archive, id, on)
        said = answers(written, "In what we make from")
        shown = {
            edition.title: id in {story.id for story in open_library(archive, key, on).stories}
            for key, edition in archive.settings.editions.items()
        }
        event(f"shown: {any(shown.values())}")
        assert shown == {what: answer.is_so for what, answer in said.items()}
        assert all(answer.why for answer in said.values() if not answer.is_so)
        if not any(shown.values()):
            assert not any(answer.is_so for answer in answers(written, "How people can").values())
        for paper in (printing.text(written), printing.page(written, TEMPLATES)):
            assert "quetzalbox" not in paper


@pytest.mark.parametrize("address", ["https://example.org", None])
@pytest.mark.parametrize("scopes", [(), ("search-engines",), ("syndication",), ("excerpts",)])
def test_what_it_says_of_ways_to_meet_a_story_is_what_the_files_do(
    address: str | None, scopes: tuple[str, ...]
) -> None:
    """
    A feed that has the story is a yes, a page that search engines may keep is a yes, and nothing else is.
    """
    quotes = [{"text": "She said the chair was still mine.", "ok_out_of_context": "yes"}]
    archive = kept(
        read(quotes=quotes, consent={"scopes": dict.fromkeys(("public-web", *scopes), "yes")}),
        base_url=address,
    )
    tree = edition.build(open_library(archive, "public", ON), TEMPLATES)
    feed, page = tree.get("feed.xml", b""), tree[f"stories/{ID}.html"]
    assert isinstance(feed, bytes)
    assert isinstance(page, bytes)

    said = answers(receipt.write(archive, ID, ON), "How people can")

    assert (ID.encode() in feed) == said["Sent to other websites"].is_so
    assert (b'content="noindex' not in page) == said["Found by search engines"].is_so
    assert ("excerpts" in scopes) == said["Lines of it standing alone"].is_so
