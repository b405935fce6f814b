"""No day, edition or combination of fields shows what was not given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyarchive import shipped
from storyarchive.content import schema
from storyarchive.content.archive import Archive, load_frame
from storyarchive.content.fields import SCOPES
from storyarchive.content.frontmatter import approval, join
from storyarchive.content.library import open_library
from storyarchive.content.records import WithdrawnEntry
from storyarchive.publish import edition as editions
from storyarchive.publish.render import templates
from tests import leaks
from tests.made import BODY, ON, SETTINGS, archive, dump, fields, history

TEMPLATES = templates(shipped.templates())
EDITIONS = {**SETTINGS["editions"], "prison": leaks.PRISON}
TOLD = fields("s-22222")["consent"]["told"]

Fields = dict[str, Any]


STATUSES = ("published", "draft", "consented", "paused", "expired", "withdrawn")
BY = ("reviewer-2", "reviewer-2", "editor-1", "reviewer-2")
TO = ("consented", "consented", "consented", "draft")


def steps(published_on: str, by: str, before: str) -> list[dict[str, str]]:
    """Give a history: a draft, a second state, and its publishing."""
    return [
        {"to": "draft", "date": "2026-04-10", "by": "editor-1"},
        {"to": before, "date": "2026-05-04", "by": "editor-1"},
        {"to": "published", "date": published_on, "by": by},
    ]


CHANGES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("consent.given_on", ("2026-11-10", "2021-12-01", "2022-01-20", "2029-01-05")),
    ("consent.approved_on", ("2026-11-12", "2027-06-01")),
    ("consent.review_by", ("2031-04-14", "2026-10-20", "2027-01-10")),
    ("consent.expires_on", ("2099-01-01", "2026-11-22", "2027-02-01", "2028-03-01")),
    ("consent.approved_text", (approval("Another text."),)),
    ("consent.told", (TOLD[1:], [])),
    ("consent.taken_by_role", ("prison-officer", "archive-worker")),
    ("consent.capacity_checked", ("no",)),
    ("consent.in_custody", ("yes",)),
    ("consent.custody_permission", ("PR-7",)),
    *((f"consent.scopes.{scope}", ("no",)) for scope in SCOPES),
    ("consent.record", (None, "none-fictional")),
    ("consent.witness_role", ("employer",)),
    ("safety.live_case", ("yes", None)),
    ("safety.unreported_crime", ("yes", None)),
    ("safety.intruder_test.result", ("fail",)),
    ("safety.intruder_test.date", ("2026-01-18", "2026-05-19", "2029-01-01")),
    ("basis", ("fictional", "composite", "estate-permission", None)),
    ("pseudonym", (None,)),
    (
        "history",
        tuple(map(steps, ("2026-05-17", "2026-06-10", "2026-05-18", "2026-05-18"), BY, TO)),
    ),
    ("status", STATUSES),
    ("names", ([{"as_written": "Kay", "who": "a friend", "changed": "no"}],)),
    ("content_notes", ([{"id": "strong-language"}], [{"id": "alcohol"}])),
    ("ends_with", STATUSES),
    ("translates", (0, 1, 2)),
    ("withdrawn", (True,)),
)
"""Field → what else may stand in it; the last three are not fields, but what is done."""

ONE = st.sampled_from(CHANGES).flatmap(
    lambda change: st.tuples(st.just(change[0]), st.sampled_from(change[1]))
)
FEW = st.lists(ONE, max_size=2).map(dict)
MONTHS = [date(2026 + month // 12, month % 12 + 1, 15) for month in range(15 * 12)]
DAYS = st.sampled_from([*MONTHS[10:29] * 4, *MONTHS[:10], *MONTHS[29:]])
"""One day of each month for fifteen years, those on which most of the narratives may be shown more often."""


def written(number: int, changes: Fields) -> tuple[Fields, str]:
    """Give the front matter and body of a narrative that every edition may show, but for the changes."""
    word = leaks.word(number)
    body = f"{BODY}\n\nIt was {word} that did it.\n"
    status = changes.get("status", "published")
    made = fields(leaks.name(number), body, status=status)
    made |= {"title": word, "pseudonym": word, "summary": word}
    if "ends_with" in changes:
        made["history"] = history(str(changes["ends_with"]))
    for path, value in changes.items():
        *above, last = path.split(".")
        place = made
        for name in above:
            place[name] = dict(place[name])
            place = place[name]
        if path not in {"ends_with", "translates", "withdrawn"}:
            place[last] = value
    if changes.get("translates", number) != number:
        made |= {"translation_of": leaks.name(changes["translates"]), "language": "pl"}
    return made, body


def may_be_shown(
    told: Fields, body: str, edition: Mapping[str, Any], on: date, everyone: Mapping[str, Fields]
) -> bool:
    """State the rules of consent once more, as plainly as they can be, from what stands in the file."""
    consent, safety = told["consent"], told["safety"]
    steps, tested = told["history"], safety["intruder_test"]
    if None in (*told.values(), *consent.values(), *safety.values()):
        return False
    if [step["to"] for step in steps] != ["draft", "consented", "published"]:
        return False
    published = date.fromisoformat(steps[-1]["date"])
    day = {
        name: date.fromisoformat(consent[name]) for name in consent if name[-3:] in {"_on", "_by"}
    }
    given, approved = day["given_on"], day["approved_on"]
    last = min(day["expires_on"], given.replace(year=given.year + 5))
    later = on.month + 6
    half_a_year_on = on.replace(year=on.year + (later > 12), month=(later - 1) % 12 + 1)
    original = everyone.get(told.get("translation_of", ""))
    return (
        told["status"] == "published"
        and told["basis"] == "living-consent"
        and consent["record"] == "CR-0042"
        and steps[-1]["by"] != "editor-1"
        and published <= on
        and given + timedelta(14) <= published
        and approved + timedelta(14) <= published
        and timedelta(0) <= published - date.fromisoformat(tested["date"]) <= timedelta(30)
        and all(consent["scopes"].get(scope) == "yes" for scope in edition["scopes"])
        and on <= day["review_by"] + timedelta(30)
        and on <= last
        and (edition.get("on_the_web") == "yes" or half_a_year_on <= last)
        and consent["approved_text"] == approval(body)
        and set(TOLD) <= set(consent["told"])
        and consent["taken_by_role"] != "prison-officer"
        and consent["witness_role"] != "employer"
        and consent["capacity_checked"] == "yes"
        and (consent["in_custody"] == "no" or "custody_permission" in consent)
        and safety["live_case"] == "no" == safety["unreported_crime"]
        and tested["result"] == "pass"
        and all(name["changed"] == "yes" for name in told["names"])
        and not {note["id"] for note in told["content_notes"]} & set(edition.get("drop_notes", ()))
        and (
            "translation_of" not in told
            or (original is not None and original["consent"]["scopes"].get("translation") == "yes")
        )
    )


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive without narratives, with every kind of edition."""
    bases = ["living-consent", "composite", "fictional"]
    changes = {"base_url": leaks.ADDRESS, "editions": EDITIONS, "bases": bases}
    return load_frame(archive(tmp_path_factory.mktemp("frame"), {}, changes))


def shown(frame: Archive, all_changes: list[Fields], edition: str, on: date) -> set[str]:
    """Build an edition, see that only what may be is in it, and give the ids of what is."""
    told: dict[str, Fields] = {}
    bodies: dict[str, str] = {}
    narratives = []
    for number, changes in enumerate(all_changes):
        made, body = written(number, changes)
        told[made["id"]], bodies[made["id"]] = made, body
        raw = join(dump(made).rstrip(), body).encode()
        narrative, _ = schema.read(raw, f"{made['id']}.md", made["id"], frame.vocabulary)
        narratives += [narrative] if narrative else []
    gone = {leaks.name(n) for n, changes in enumerate(all_changes) if changes.get("withdrawn")}
    kept = replace(
        frame,
        narratives=tuple(narratives),
        withdrawn=tuple(WithdrawnEntry(id, ON, "teller") for id in sorted(gone)),
    )
    tree = editions.build(open_library(kept, edition, on), TEMPLATES)
    assert not [path for path, content in tree.items() if isinstance(content, Path)]
    everything = b"\n".join(bytes(content).lower() for content in tree.values())
    allowed = {
        id
        for id, made in told.items()
        if id not in gone and may_be_shown(made, bodies[id], EDITIONS[edition], on, told)
    }
    allowed = {i for i in allowed if told[i].get("translation_of", i) in allowed}
    found = set()
    for number, id in enumerate(told):
        says = leaks.word(number).encode() in everything
        names = id.encode() in everything or any(id in path for path in tree)
        assert not says or id in allowed, id
        assert not names or id in allowed | gone, id
        found |= {id} if says else set()
    return found


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(FEW, min_size=1, max_size=4),
    st.sampled_from(list(EDITIONS)),
    DAYS,
)
def test_what_is_shown_was_given(
    frame: Archive, all_changes: list[Fields], edition: str, on: date
) -> None:
    """
    Whatever stands in the files, on any day, every story in an edition is one that the rules, stated once more here in
    plain words, allow; of all others not a word and not an id is in any byte.
    """
    shown(frame, all_changes, edition, on)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_was_given_is_shown(frame: Archive, edition: str) -> None:
    """
    The property above is not empty: a narrative with nothing against it, and its translation, are in every edition.
    """
    both: list[Fields] = [{}, {"translates": 0}]

    assert {leaks.name(0), leaks.name(1)} == shown(frame, both, edition, date(2026, 11, 15))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "on",
    [
        date(2026, 1, 15),
        date(2026, 5, 20),
        date(2026, 11, 15),
        date(2027, 4, 15),
        date(2028, 6, 15),
    ],
    ids=str,
)
def test_each_change_alone_is_seen(frame: Archive, edition: str, on: date) -> None:
    """
    Every way in which a narrative can differ from one that may be shown, each by itself, and a translation of each.
    """
    changed: list[Fields] = [{field: value} for field, values in CHANGES for value in values]

    assert len(changed) > 50
    originals: list[Fields] = [{}, {}, {}, *changed]
    translations: list[Fields] = [{"translates": number} for number in range(len(originals))]
    shown(frame, [*originals, *translations], edition, on)
