import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from storyarchive.content.fields import BASES, REASONS, SCOPES, STATUSES
from storyarchive.content.narrative import Narrative
from storyarchive.content.records import WithdrawnEntry
from storyarchive.papers import terms
from storyarchive.papers.records import export
from tests.made import BODY, ON
from tests.papers.made import ID, OTHER, kept, read

# The parser of rdflib uses a class that rdflib itself is about to leave.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

LISTED = Path(__file__).with_name("dpv-terms.txt")
OURS = tuple(terms.CONTEXT[prefix] for prefix in ("dpv", "eu-gdpr", "legal-gb", "loc", "pd"))
"""Namespaces of the vocabulary, whose every term must be one that it has."""


@dataclass
class Vocabulary:
    """The terms of the vocabulary, by their names in full."""

    properties: set[str] = field(default_factory=set)
    parents: dict[str, set[str]] = field(default_factory=dict)
    """Class → the classes that it is a kind of."""
    ranges: dict[str, set[str]] = field(default_factory=dict)
    domains: dict[str, set[str]] = field(default_factory=dict)

    def is_a(self, kind: str, wanted: set[str]) -> bool:
        """Tell whether a class is one of some, or a kind of one."""
        parents = self.parents.get(kind, set())
        return kind in wanted or any(self.is_a(parent, wanted) for parent in parents)


def vocabulary() -> Vocabulary:
    found = Vocabulary()
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, name, *said = [full(word) for word in line.split()]
        groups: dict[str, set[str]] = {"is": set(), "domain": set(), "range": set()}
        group = ""
        for word in said:
            if word in groups:
                group = word
            else:
                groups[group].add(word)
        if kind == "property":
            found.properties.add(name)
            found.ranges[name], found.domains[name] = groups["range"], groups["domain"]
        else:
            assert "class" == kind, line
            found.parents[name] = groups["is"]
    return found


def full(word: str) -> str:
    prefix, colon, name = word.partition(":")
    return terms.CONTEXT[prefix] + name if colon else word


DPV = vocabulary()


def graph(*narratives: Narrative, on: date = ON, **settings: Any) -> Graph:
    """Read an export as any program would that knows JSON-LD, without a network."""
    return Graph().parse(data=export(kept(*narratives, **settings), on).text, format="json-ld")


def nodes(*narratives: Narrative, on: date = ON, **settings: Any) -> list[dict[str, Any]]:
    """Give the consent records of an export."""
    said = json.loads(export(kept(*narratives, **settings), on).text)
    return [node for node in said["@graph"] if node["@type"] == "dpv:ConsentRecord"]


def kinds(found: Graph, node: Node) -> set[str]:
    """Give what a node is: its types, or itself where it is a class of the vocabulary."""
    types = {str(kind) for kind in found.objects(node, RDF.type)}
    return types | ({str(node)} if str(node) in DPV.parents else set())


def faults(found: Graph) -> Iterator[str]:
    """List what an export says that the vocabulary does not know, or does not mean so."""
    for subject, predicate, value in found:
        name = str(predicate)
        if name.startswith(OURS) and name not in DPV.properties:
            yield f"{name} is no property"
        if (
            isinstance(value, URIRef)
            and str(value).startswith(OURS)
            and str(value) not in DPV.parents
        ):
            yield f"{value} is no class"
        if str(subject).startswith(OURS):
            yield f"{subject} is said something of"
        wanted = DPV.ranges.get(name)
        if wanted and not any(DPV.is_a(kind, wanted) for kind in kinds(found, value)):
            yield f"{name} has {kinds(found, value) or value}, not {wanted}"
        wanted = DPV.domains.get(name)
        if wanted and not any(DPV.is_a(kind, wanted) for kind in kinds(found, subject)):
            yield f"{name} is said of {kinds(found, subject)}, not of {wanted}"


def test_every_term_is_the_vocabularys_own_and_used_as_it_means_it() -> None:
    """
    Classes stand as classes, properties as properties, each with values and subjects that it takes.
    """
    found = graph(read(), read(OTHER, basis="composite", consent={"record": ["CR-1", "CR-2"]}))

    assert 100 < len(found)
    assert [] == list(faults(found))


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("dpv:hasPurpose", "dpv:hasAim", "hasAim is no property"),
        ("dpv:ConsentNotice", "dpv:ConsentPoster", "ConsentPoster is no class"),
        ("dpv:ConsentGiven", "dpv:ConsentNotice", "hasConsentStatus has"),
        ("dpv:DataController", "dpv:Purpose", "hasName is said of"),
        ("pd:CriminalOffence", "pd:Naughtiness", "Naughtiness is no class"),
        ("eu-gdpr:A17", "eu-gdpr:A99", "A99 is no class"),
        ("legal-gb:law-DPA", "legal-gb:law-XYZ", "law-XYZ is no class"),
    ],
)
def test_a_term_that_is_not_in_the_vocabulary_is_found(right: str, wrong: str, fault: str) -> None:
    """
    The test above would see a slip.
    """
    text = export(kept(read()), ON).text
    assert f'"{right}"' in text

    slip = Graph().parse(data=text.replace(f'"{right}"', f'"{wrong}"'), format="json-ld")

    assert any(fault in found for found in faults(slip)), list(faults(slip))


def test_a_record_says_what_the_mapping_says() -> None:
    """
    Identifier, subject, notice, purposes, law, time, method, end, rights, and nothing left to guess.
    """
    record = nodes(read())[0]

    assert "CR-0042" == record["dct:identifier"]
    assert {"@id": terms.PROFILE} == record["dct:conformsTo"]
    assert (ID, "dpv:DataSubject") == (
        record["dpv:hasDataSubject"]["dct:identifier"],
        record["dpv:hasDataSubject"]["@type"],
    )
    assert {"@type": "dpv:ConsentNotice", "dct:identifier": "2026-03", "dct:language": "en"} == (
        record["dpv:hasNotice"]
    )
    assert 8 == len(record["dpv:hasProcess"])
    assert {"@id": "loc:GB"} == record["dpv:hasJurisdiction"]
    assert [{"@id": "legal-gb:law-GDPR"}, {"@id": "legal-gb:law-DPA"}] == (
        record["dpv:hasApplicableLaw"]
    )
    given = record["dpv:hasConsentStatus"][-1]
    assert ("dpv:ConsentGiven", "2026-04-14", "2026-04-14/2031-04-14") == (
        given["@type"],
        given["dpv:isIndicatedAtTime"]["@value"],
        given["dct:valid"],
    )
    assert ["face to face", "the form was read aloud"] == given["dpv:hasIndicationMethod"]
    assert record["dpv:hasDataSubject"]["@id"] == given["dpv:isIndicatedBy"]["@id"]
    assert "2031-04-14" == record["dpv:hasDuration"]["rdf:value"]["@value"]
    assert ["dpv:WithdrawConsent", "dpv:ReaffirmConsent"] == [
        control["@type"] for control in record["dpv:hasConsentControl"]
    ]
    assert ["asked: independent-advocate", "witnessed: peer-worker"] == [
        helper["dct:description"] for helper in record["dct:contributor"]
    ]


def test_purposes_are_the_scopes_with_a_yes() -> None:
    """
    A no, and what was never asked, is no purpose.
    """
    found = export(kept(read(consent={"scopes": {"print": "yes", "audio": "no"}})), ON)
    said = json.loads(found.text)["@graph"]
    scopes = {node["@id"]: node.get("dct:identifier") for node in said}
    record = next(node for node in said if node["@type"] == "dpv:ConsentRecord")

    assert ["print"] == [scopes[each["dpv:hasPurpose"]["@id"]] for each in record["dpv:hasProcess"]]
    assert set(SCOPES) == set(terms.PURPOSES)
    assert set(SCOPES) <= set(scopes.values())


def step(to: str, on: str) -> dict[str, str]:
    return {"to": to, "date": on, "by": "editor-1"}


@pytest.mark.parametrize(
    ("steps", "on", "expected"),
    [
        ([step("draft", "2026-04-10")], ON, [("Requested", "2026-04-10/..")]),
        (
            [step("draft", "2026-04-10"), step("paused", "2026-04-20")],
            ON,
            [("Requested", "2026-04-10/2026-04-20"), ("Requested", "2026-04-20/..")],
        ),
        (
            [
                step("draft", "2026-04-10"),
                step("consented", "2026-05-04"),
                step("published", "2026-05-19"),
                step("paused", "2026-06-01"),
                step("published", "2026-07-01"),
            ],
            ON,
            [
                ("Requested", "2026-04-10/2026-04-14"),
                ("Given", "2026-04-14/2026-06-01"),
                ("Given", "2026-06-01/2026-07-01"),
                ("Given", "2026-07-01/2031-04-14"),
            ],
        ),
        (
            [step("draft", "2026-04-10"), step("consented", "2026-05-04")],
            date(2032, 1, 1),
            [
                ("Requested", "2026-04-10/2026-04-14"),
                ("Given", "2026-04-14/2031-04-15"),
                ("Expired", "2031-04-15/.."),
            ],
        ),
        (
            [
                step("draft", "2020-01-01"),
                step("consented", "2020-02-01"),
                step("expired", "2025-02-01"),
                step("consented", "2026-05-04"),
            ],
            ON,
            [
                ("Requested", "2020-01-01/2020-02-01"),
                ("Given", "2020-02-01/2025-02-01"),
                ("Expired", "2025-02-01/2026-04-14"),
                ("RenewedGiven", "2026-04-14/2031-04-14"),
            ],
        ),
    ],
)
def test_the_history_becomes_events(
    steps: list[dict[str, str]], on: date, expected: list[tuple[str, str]]
) -> None:
    """
    Each state of consent with its days; a consent that has run out is expired though nobody wrote it down.
    """
    record = nodes(read(status=steps[-1]["to"], history=steps), on=on)[0]

    assert expected == [
        (re.sub("dpv:|Consent", "", event["@type"]), event["dct:valid"])
        for event in record["dpv:hasConsentStatus"]
    ]


def test_a_pause_is_a_restriction_and_nobodys_yes() -> None:
    """
    What was agreed rests under Art. 18; going on afterwards is not another consent.
    """
    steps = [
        step("draft", "2026-04-10"),
        step("consented", "2026-05-04"),
        step("paused", "2026-06-01"),
        step("published", "2026-07-01"),
    ]
    _, given, paused, lifted = nodes(read(history=steps))[0]["dpv:hasConsentStatus"]

    assert "dpv:isIndicatedBy" in given
    assert {"@id": "eu-gdpr:A18"} == paused["dpv:hasRight"]
    assert "dpv:isIndicatedBy" not in paused
    assert "dpv:isIndicatedBy" not in lifted
    assert "dpv:hasRight" not in lifted


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("teller", "dpv:ConsentWithdrawn"),
        ("expired", "dpv:ConsentExpired"),
        ("safeguarding", "dpv:ConsentRevoked"),
        ("legal", "dpv:ConsentRevoked"),
        ("error", "dpv:ConsentInvalidated"),
    ],
)
def test_of_a_withdrawn_story_only_id_day_and_state_are_left(reason: str, status: str) -> None:
    """
    The reason itself is not told, nor anything of the story, even where its file is still there.
    """
    archive = replace(
        kept(read(OTHER)), withdrawn=(WithdrawnEntry(OTHER, date(2026, 5, 18), reason),)
    )
    said = json.loads(export(archive, ON).text)["@graph"]
    (record,) = (node for node in said if node["@type"] == "dpv:ConsentRecord")

    assert {"@id", "@type", "dct:identifier", "dpv:hasConsentStatus"} == set(record)
    assert OTHER == record["dct:identifier"]
    assert status == record["dpv:hasConsentStatus"]["@type"]
    assert "2026-05-18" == record["dpv:hasConsentStatus"]["dpv:isIndicatedAtTime"]["@value"]
    assert set(REASONS) == set(terms.WITHDRAWN)


def test_a_composite_has_a_record_for_each_person_in_it() -> None:
    """
    Two people, two records, two subjects.
    """
    first, second = nodes(read(basis="composite", consent={"record": ["CR-1", "CR-2"]}))

    assert ["CR-1", "CR-2"] == [first["dct:identifier"], second["dct:identifier"]]
    assert first["dpv:hasDataSubject"]["@id"] != second["dpv:hasDataSubject"]["@id"]
    assert first["@id"] != second["@id"]


def test_a_translation_has_the_subject_of_the_story_and_no_more_purposes() -> None:
    """
    One person told both.
    """
    original = read(consent={"scopes": {"print": "yes"}})
    polish = read(OTHER, translation_of=ID, language="pl")

    first, second = nodes(polish, original)

    assert first["dpv:hasDataSubject"]["@id"] == second["dpv:hasDataSubject"]["@id"]
    assert 1 == len(first["dpv:hasProcess"]) == len(second["dpv:hasProcess"])
    assert first["@id"] != second["@id"]


def test_for_somebody_who_has_died_the_family_speaks_and_no_data_law_is_named() -> None:
    """
    Data protection law protects the living.
    """
    record = nodes(read(basis="estate-permission"))[0]

    assert {"@id": "dpv:ExplicitlyExpressedConsent"} == record["dpv:hasLegalBasis"]
    assert not {"dpv:hasApplicableLaw", "dpv:hasRight"} & set(record)
    given = record["dpv:hasConsentStatus"][-1]["dpv:isIndicatedBy"]
    assert "dpv:Representative" == given["@type"]
    assert record["dpv:hasDataSubject"]["@id"] != given["@id"]


@pytest.mark.parametrize("basis", ["fictional", "public-domain", "licensed-work"])
def test_what_rests_on_nobodys_yes_has_no_record_and_is_counted(basis: str) -> None:
    """
    An invented story has no consent, and the export says how many such there are.
    """
    found = export(kept(read(basis=basis)), ON)

    assert 1 == found.without
    assert "ConsentRecord" not in found.text


@pytest.mark.parametrize(
    ("country", "place"), [("gb", "loc:GB"), ("uk", "loc:GB"), ("ie", "loc:IE"), ("england", None)]
)
def test_the_place_is_named_by_its_two_letters_or_not_at_all(
    country: str, place: str | None
) -> None:
    """
    No law is claimed for a country whose law nobody looked up.
    """
    record = nodes(read(), country=country)[0]

    assert place == record.get("dpv:hasJurisdiction", {}).get("@id")
    assert (place == "loc:GB") == ("dpv:hasApplicableLaw" in record)


def test_no_word_of_a_story_is_in_it() -> None:
    """
    No title, no made-up name, no summary, no theme, no quotation, no line of the body.
    """
    secret = "quetzalbox"
    told = read(
        body=f"{BODY}\n\nIt was {secret} that did it.",
        title=f"The {secret}",
        pseudonym=secret,
        summary=secret,
        prompts=[f"What is {secret}?", f"Who is {secret}?"],
        names=[{"as_written": secret, "who": secret, "changed": "yes"}],
        provenance={"source": secret, "edited": []},
        narrator={"gender": "woman", "age_band": "35-49", "experiences": ["parent"]},
        area="north",
    )
    text = export(kept(told), ON).text

    for word in (secret, "getting-out", "early-days", "woman", "35-49", "north", "mentee"):
        assert word not in text, word


def test_the_same_archive_and_day_give_the_same_bytes() -> None:
    """
    An export can be compared with the last.
    """
    archive = kept(read(), read(OTHER))

    assert export(archive, ON) == export(archive, ON)


DAYS = st.dates(date(2019, 1, 1), date(2033, 1, 1))


@given(
    st.lists(st.tuples(st.sampled_from(STATUSES), DAYS), max_size=7),
    st.sampled_from(BASES),
    DAYS | st.none(),
    DAYS | st.none(),
    DAYS,
    st.sets(st.sampled_from(SCOPES)),
)
def test_any_history_makes_sense_in_the_vocabulary(
    steps: list[tuple[str, date]],
    basis: str,
    given_on: date | None,
    expires_on: date | None,
    on: date,
    scopes: set[str],
) -> None:
    """
    Whatever was written down: known terms, days in order, and no state that begins after it ends.
    """
    history = [step(to, str(day)) for to, day in sorted(steps, key=lambda each: each[1])]
    told = read(
        basis=basis,
        status=history[-1]["to"] if history else "draft",
        history=history or None,
        consent={
            "given_on": str(given_on) if given_on else None,
            "expires_on": str(expires_on) if expires_on else None,
            "scopes": dict.fromkeys(sorted(scopes), "yes"),
        },
    )

    assert [] == list(faults(graph(told, on=on)))
    for record in nodes(told, on=on):
        events = [e for e in record["dpv:hasConsentStatus"] if "dct:valid" in e]
        spans = [event["dct:valid"].split("/") for event in events]
        assert sorted(since for since, _ in spans) == [since for since, _ in spans]
        assert all(end == ".." or since <= end for since, end in spans), spans
        assert [since for since, _ in spans[1:]] == [end for _, end in spans[:-1]]
        if not any(to in ("consented", "published") for to, _ in steps):
            assert not any("Given" in event["@type"] for event in events)
