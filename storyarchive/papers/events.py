"""What became of a consent, as events: each with a state, the day it began, and until when it held."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from storyarchive.content.narrative import Narrative
from storyarchive.papers import terms
from storyarchive.papers.words import METHODS

Node = dict[str, Any]
"""A JSON object of JSON-LD."""

_PAUSED = "paused"


def day_node(when: date) -> Node:
    """Write a day as JSON-LD."""
    return {"@value": when.isoformat(), "@type": "xsd:date"}


@dataclass(frozen=True, slots=True)
class Event:
    """One change in the state of a consent."""

    status: str
    """A term."""
    since: date
    is_restricted: bool = False


def tell(
    narrative: Narrative, given_by: str, asked_by: str, last: date | None, on: date
) -> Iterator[Node]:
    """Tell what became of a consent, event by event; `dct:valid` says from when to when each held."""
    events = _steps(narrative)
    if not events:
        yield {"@type": "dpv:ConsentUnknown"}
    if last is not None and on > last and events and _holds(events[-1]):
        # Nobody need have edited the file for a consent to be over.
        ended = max(last + timedelta(days=1), events[-1].since)
        events.append(Event("dpv:ConsentExpired", ended))
    for before, event, after in zip([None, *events], events, [*events[1:], None], strict=False):
        end = after.since if after else last if _holds(event) else None
        end = max(end, event.since) if end else None
        node: Node = {
            "@type": event.status,
            "dpv:isIndicatedAtTime": day_node(event.since),
            "dct:valid": f"{event.since}/{end or '..'}",
        }
        if event.status == "dpv:ConsentRequested":
            node["dpv:isIndicatedBy"] = {"@id": asked_by}
        elif _holds(event) and not _is_the_same(event, before):
            node["dpv:isIndicatedBy"] = {"@id": given_by, "@type": _giver(narrative)}
            node["dpv:hasIndicationMethod"] = list(_methods(narrative))
        if event.is_restricted:
            node["dpv:hasRight"] = {"@id": terms.RESTRICTED}
        yield {key: value for key, value in node.items() if value != []}


def _is_the_same(event: Event, before: Event | None) -> bool:
    """Tell whether an event is only the beginning or the end of a pause."""
    return before is not None and before.status == event.status


def _giver(narrative: Narrative) -> str:
    return (
        "dpv:Representative" if narrative.fields.basis == "estate-permission" else "dpv:DataSubject"
    )


def _holds(event: Event) -> bool:
    return event.status in ("dpv:ConsentGiven", terms.RENEWED)


def _steps(narrative: Narrative) -> list[Event]:
    """Read the history as events of consent; a step that changes nothing about consent is none."""
    events: list[Event] = []
    ended = False
    for step in narrative.fields.history or ():
        state = step.to or ""
        if step.date is None or (state != _PAUSED and state not in terms.STATUSES):
            continue
        before = events[-1].status if events else "dpv:ConsentRequested"
        # A pause gives nothing and takes nothing back: what was agreed rests.
        status = before if state == _PAUSED else terms.STATUSES[state]
        if status == "dpv:ConsentGiven" and ended:
            status = terms.RENEWED
        ended = ended or status == "dpv:ConsentExpired"
        event = Event(status, step.date, state == _PAUSED)
        if not events or events[-1] != replace(event, since=events[-1].since):
            events.append(event)
    return _dated(events, narrative.consent.given_on)


def _dated(events: list[Event], given_on: date | None) -> list[Event]:
    """Put the day on which consent was given in the place of the day on which it was written down.

    A consent given again has a record of its own, so the day in the file is that of the last one.
    """
    given = [index for index, event in enumerate(events) if _holds(event)]
    renewed = [index for index in given if events[index].status == terms.RENEWED]
    for index in (renewed or given)[:1]:
        earliest = events[index - 1].since if index else date.min
        latest = events[index + 1].since if index + 1 < len(events) else date.max
        if given_on is not None and earliest <= given_on <= latest:
            events[index] = replace(events[index], since=given_on)
    return events


def _methods(narrative: Narrative) -> Iterator[str]:
    consent = narrative.consent
    if method := METHODS.get(consent.method or ""):
        yield method
    if consent.read_aloud:
        yield "the form was read aloud"
