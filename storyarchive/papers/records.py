"""Consent records as JSON-LD: what was agreed, for whom, until when, and nothing of any story.

Shaped by ISO/IEC TS 27560:2023 in the terms of the W3C Data Privacy Vocabulary 2.3; see docs/records.md.
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from storyarchive.content.archive import Archive
from storyarchive.content.library import days_of
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Settings
from storyarchive.papers import events, terms
from storyarchive.papers.events import Node, day_node
from storyarchive.papers.scopes import allowed
from storyarchive.papers.words import SCOPES, plain, ways

_CONSENTED = ("living-consent", "estate-permission", "composite")
"""Bases that rest on somebody's yes."""


@dataclass(frozen=True, slots=True)
class Export:
    """The consent records of an archive."""

    text: str
    """JSON-LD."""
    without: int
    """Narratives that rest on nobody's consent, and so have no record."""


def export(archive: Archive, on: date) -> Export:
    """Write the consent records of an archive as JSON-LD, the same bytes for the same archive and day.

    on: the day on which they are looked at; a consent that has run out by then is recorded as expired.
    """
    own = _Names(archive.settings)
    kept = [n for n in archive.narratives if n.id not in archive.withdrawn_ids]
    consented = [n for n in kept if n.fields.basis in (None, *_CONSENTED)]
    records = [node for narrative in consented for node in _records(narrative, archive, own, on)]
    graph = [
        _controller(archive.settings, own),
        *(_purpose(scope, own) for scope in SCOPES),
        *records,
        *(
            _gone(entry.id, entry.withdrawn_on, entry.reason_code, own)
            for entry in archive.withdrawn
        ),
    ]
    said = {"@context": dict(terms.CONTEXT), "@graph": graph}
    return Export(json.dumps(said, ensure_ascii=False, indent=2) + "\n", len(kept) - len(consented))


@dataclass(frozen=True, slots=True)
class _Names:
    """Makes the names of things: opaque, and the same each time."""

    settings: Settings

    def of(self, *parts: str) -> str:
        """Name a thing of this archive."""
        keeper = self.settings.organisation or self.settings.title
        return _name(keeper, *parts)


def _name(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "storyarchive:" + "\n".join(parts)).urn


def _controller(settings: Settings, own: _Names) -> Node:
    return {
        "@id": own.of("controller"),
        "@type": "dpv:DataController",
        "dpv:hasName": plain(settings.organisation or settings.title),
        "dpv:hasContact": list(ways(settings.contact)),
    }


def _purpose(scope: str, own: _Names) -> Node:
    """Describe a scope as a purpose of our own, under one of the vocabulary's."""
    use = SCOPES[scope]
    return {
        "@id": _name("scope", scope),
        "@type": "dpv:Purpose",
        "dct:identifier": scope,
        "skos:prefLabel": {"@value": use.name, "@language": "en"},
        "skos:broader": {"@id": terms.PURPOSES[scope][0]},
    }


def _records(narrative: Narrative, archive: Archive, own: _Names, on: date) -> Iterator[Node]:
    """Write the record of each consent that a narrative rests on: one, or one a person."""
    references = narrative.consent.record or ()
    for reference in references or ("",):
        alone = len(references) < 2
        yield _record(narrative, reference, archive, own, on, alone)


def _record(
    narrative: Narrative, reference: str, archive: Archive, own: _Names, on: date, alone: bool
) -> Node:
    settings = archive.settings
    story = narrative.fields.translation_of or narrative.id
    subject = own.of("subject", story, *([] if alone else [reference]))
    given_by = own.of("family", story) if _is_dead(narrative) else subject
    days, agreed = days_of(narrative, settings, on), allowed(archive, narrative)
    node: Node = {
        "@id": own.of("record", narrative.id, reference),
        "@type": "dpv:ConsentRecord",
        "dct:identifier": reference or narrative.id,
        "dct:conformsTo": {"@id": terms.PROFILE},
        "dpv:hasDataSubject": {
            "@id": subject,
            "@type": "dpv:DataSubject",
            "dct:identifier": story if alone else f"{story} {reference}",
        },
        "dpv:hasDataController": {"@id": own.of("controller")},
        "dpv:hasNotice": _notice(narrative),
        "dpv:hasJurisdiction": _place(settings),
        "dpv:hasPersonalData": [{"@id": data} for data in terms.DATA],
        "dpv:hasProcess": [_process(scope) for scope in SCOPES if scope in agreed],
        "dpv:hasConsentStatus": list(
            events.tell(narrative, given_by, own.of("controller"), days.last, on)
        ),
        "dpv:hasDuration": _until(days.last),
        "dpv:hasConsentControl": _controls(settings, days.review_due),
        "dct:contributor": list(_helpers(narrative)),
        **_law(narrative, settings),
    }
    return {key: value for key, value in node.items() if value not in (None, [])}


def _place(settings: Settings) -> Node | None:
    """Name the country by its two letters, where the settings call it by them."""
    code = _code(settings)
    return {"@id": f"loc:{code.upper()}"} if re.fullmatch("[a-z]{2}", code) else None


def _code(settings: Settings) -> str:
    return terms.COUNTRIES.get(settings.country, settings.country)


def _is_dead(narrative: Narrative) -> bool:
    return narrative.fields.basis == "estate-permission"


def _law(narrative: Narrative, settings: Settings) -> Node:
    """Say by which law it is: data protection law protects the living (GDPR, recital 27)."""
    if _is_dead(narrative):
        return {"dpv:hasLegalBasis": {"@id": "dpv:ExplicitlyExpressedConsent"}}
    return {
        "dpv:hasLegalBasis": [{"@id": basis} for basis in terms.LEGAL_BASIS],
        "dpv:hasApplicableLaw": [{"@id": law} for law in terms.LAWS.get(_code(settings), ())],
        "dpv:hasRight": [{"@id": right} for right in terms.RIGHTS],
    }


def _notice(narrative: Narrative) -> Node | None:
    consent = narrative.consent
    if consent.form_version is None:
        return None
    node: Node = {"@type": "dpv:ConsentNotice", "dct:identifier": plain(consent.form_version)}
    if consent.form_language:
        node["dct:language"] = consent.form_language
    return node


def _process(scope: str) -> Node:
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@id": _name("scope", scope)},
        "dpv:hasProcessing": {"@id": terms.PURPOSES[scope][1]},
    }


def _until(last: date | None) -> Node | None:
    if last is None:
        return None
    return {"@type": "dpv:UntilTimeDuration", "rdf:value": day_node(last)}


def _controls(settings: Settings, review: date | None) -> list[Node]:
    how = {
        "@type": "dpv:RightExerciseNotice",
        "dct:description": list(ways(settings.contact)),
    }
    controls: list[Node] = [{"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": how}]
    if review is not None:
        controls.append({"@type": "dpv:ReaffirmConsent", "dct:date": day_node(review)})
    return controls


def _helpers(narrative: Narrative) -> Iterator[Node]:
    """Name the roles of whoever asked and witnessed; their names are in the register alone."""
    consent = narrative.consent
    for role, did in ((consent.taken_by_role, "asked"), (consent.witness_role, "witnessed")):
        if role not in (None, "none"):
            yield {"@type": "dpv:NaturalPerson", "dct:description": f"{did}: {role}"}


def _gone(id: str, withdrawn_on: date, reason: str, own: _Names) -> Node:
    """Record that a consent has ended: the id, the day and the state, and nothing else."""
    status = {
        "@type": terms.WITHDRAWN.get(reason, "dpv:ConsentRevoked"),
        "dpv:isIndicatedAtTime": day_node(withdrawn_on),
    }
    return {
        "@id": own.of("record", id),
        "@type": "dpv:ConsentRecord",
        "dct:identifier": id,
        "dpv:hasConsentStatus": status,
    }
