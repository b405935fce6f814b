"""How consent stands: which narratives an editor has to see to, and by what day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storyarchive.content import consent, deadlines
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Settings


class Matter(StrEnum):
    """What there is to see to, the most pressing first."""

    WRONG = "wrong"
    """Something in its file is wrong: it is shown nowhere, or stops every build."""
    OVERDUE = "overdue"
    """Its review was missed, and the days of grace are over: it is shown nowhere."""
    EXPIRED = "expired"
    """Its consent has ended: it is shown nowhere."""
    REVIEW = "review"
    """The narrator is to be asked again whether all is well."""
    EXPIRING = "expiring"
    """Its consent ends soon."""
    PAUSED = "paused"
    """It was stopped for now."""
    WAITING = "waiting"
    """It is on its way, and not shown yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One narrative that has to be seen to. Nothing of its story is here, so that it may stand in any report."""

    id: str
    path: str
    """The file, as the person at the prompt would type it."""
    line: int
    """The line in that file of what decides it."""
    status: str
    matter: Matter
    day: date | None
    """The day it is about: when it ended, is due, ends, was paused, or can be shown; None where none is recorded."""
    why: str
    """A sentence without a full stop."""


def standing(archive: Archive, on: date, within: int) -> tuple[Standing, ...]:
    """List what has to be seen to, the most pressing first, then by day.

    within: days ahead for which reviews and endings are told beforehand.
    """
    found = [
        seen
        for narrative in archive.narratives
        if narrative.id not in archive.withdrawn_ids
        for look in LOOKS
        for seen in look(_Seen(narrative, archive.settings, on, on + timedelta(days=within)))
    ]
    order = list(Matter)
    return tuple(sorted(found, key=lambda s: (order.index(s.matter), s.day or on, s.id)))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A narrative as an editor looks at it on a day."""

    narrative: Narrative
    settings: Settings
    on: date
    until: date
    """The last day of what is told beforehand."""

    def say(self, matter: Matter, day: date | None, why: str, field: str) -> Standing:
        n = self.narrative
        return Standing(n.id, n.path, n.line(field), self.status, matter, day, why)

    @property
    def status(self) -> str:
        return self.narrative.fields.status or ""

    @property
    def last(self) -> date | None:
        return deadlines.last_day(self.narrative.consent, self.settings)

    @property
    def due(self) -> date | None:
        return deadlines.review_due(self.narrative.consent, self.settings)


def wrong(seen: _Seen) -> Iterator[Standing]:
    """A published narrative that a rule refuses, or one that is withdrawn and still here."""
    if seen.status == "withdrawn":
        yield seen.say(Matter.WRONG, None, "it is withdrawn, and still here", "status")
    elif seen.status == "published":
        for refusal in consent.refusals(_asked(seen), consent.ON_ITS_OWN):
            yield seen.say(Matter.WRONG, None, refusal.why, refusal.field)
            return


def overdue(seen: _Seen) -> Iterator[Standing]:
    """A published narrative whose review was missed for longer than is forgiven."""
    if seen.status == "published" and any(
        consent.refusals(_asked(seen), (consent.review_overdue,))
    ):
        yield seen.say(
            Matter.OVERDUE, seen.due, "its review was missed; it is held back", "consent.review_by"
        )


def ended(seen: _Seen) -> Iterator[Standing]:
    """A narrative whose consent is over, whatever its file says."""
    if seen.status == "expired" or (
        seen.status == "published" and seen.last and seen.on > seen.last
    ):
        yield seen.say(
            Matter.EXPIRED,
            seen.last,
            "its consent has ended; it is shown nowhere",
            "consent.expires_on",
        )


def to_review(seen: _Seen) -> Iterator[Standing]:
    """A narrative whose narrator is to be asked again."""
    if seen.status in _LIVE and seen.due and seen.due <= seen.until and not any(overdue(seen)):
        yield seen.say(
            Matter.REVIEW, seen.due, "ask the narrator whether all is well", "consent.review_by"
        )


def ending(seen: _Seen) -> Iterator[Standing]:
    """A narrative whose consent ends soon."""
    if seen.status in _LIVE and seen.last and seen.on <= seen.last <= seen.until:
        yield seen.say(Matter.EXPIRING, seen.last, "its consent ends", "consent.expires_on")


def stopped(seen: _Seen) -> Iterator[Standing]:
    """A narrative that is paused, and since when."""
    if seen.status == "paused":
        steps = seen.narrative.fields.history or ()
        since = steps[-1].date if steps and steps[-1].to == "paused" else None
        yield seen.say(Matter.PAUSED, since, "it was stopped for now", "status")


def waiting(seen: _Seen) -> Iterator[Standing]:
    """A narrative on its way: written, approved, or published from a day that has not come."""
    cool = deadlines.cool_on(seen.narrative.consent, seen.settings)
    if seen.status == "draft":
        yield seen.say(Matter.WAITING, None, "it is being written", "status")
    elif seen.status == "consented" and cool and seen.on < cool:
        yield seen.say(
            Matter.WAITING, cool, "the narrator can still think again", "consent.approved_on"
        )
    elif seen.status == "consented":
        yield seen.say(Matter.WAITING, cool, "a reviewer can publish it", "status")
    elif seen.status == "published":
        for refusal in consent.refusals(_asked(seen), _NOT_YET):
            yield seen.say(Matter.WAITING, cool, refusal.why, refusal.field)
            return


_LIVE = ("published", "paused")
_NOT_YET = (consent.cooling_off, consent.published_too_soon, consent.published_later)

LOOKS: tuple[Callable[[_Seen], Iterator[Standing]], ...] = (
    wrong,
    overdue,
    ended,
    to_review,
    ending,
    stopped,
    waiting,
)


def _asked(seen: _Seen) -> Asked:
    """Put a narrative to the rules of the calendar, which ask of no edition."""
    return Asked(seen.narrative, consent.ANY_EDITION, seen.on, seen.settings, frozenset(), None)
