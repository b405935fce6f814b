"""The receipt of a story that was taken down: when, what is done, and what nobody can call back."""

from collections.abc import Iterator
from datetime import date, timedelta

from storyarchive.content.settings import Settings
from storyarchive.papers.paper import Receipt, Section
from storyarchive.papers.words import BEYOND_RECALL, COMPLAINT, DAYS_TO_TELL, day, plain, ways

_TAKEN_DOWN = {
    "teller": "The person who told it asked for that.",
    "expired": "The time that was agreed was over.",
    "safeguarding": "It was done to keep someone safe.",
    "legal": "The law asked for it.",
    "error": "It should not have been there.",
}
"""Code of a reason → how it is said."""


def taken_down(settings: Settings, id: str, day_gone: date, reason: str, on: date) -> Receipt:
    """Write the receipt of a story that was taken down.

    Of what is done outside the archive it knows nothing, and promises the day by which the narrator is told.

    day_gone: the day of the withdrawal. reason: its code, of which one that is unknown is left unsaid.
    """
    why = _TAKEN_DOWN.get(reason, "")
    done = (
        "The story is deleted from the archive, with its recording if it had one.",
        "It is in nothing that we make from that day: no page, no list, no search, no new copy.",
        "Its number is on a list, so that it cannot be put back by mistake.",
    )
    asked = (
        "The library on the internet is replaced by the one without it.",
        "Search engines and other websites are asked to take it off.",
        "Everyone who has a copy is asked to delete it.",
        "It is cleaned out of our older records and our safety copies.",
    )
    return Receipt(
        heading="A story that was taken down",
        about=(f"The number of the story is {id}.",),
        sections=(
            Section("When", (f"It was taken down on {day(day_gone)}. {why}".strip(),)),
            Section("What is done at once", points=done),
            Section("What takes longer", tuple(_told_by(day_gone, on)), asked),
            Section("What nobody can call back", points=BEYOND_RECALL),
            Section("Ask us", ("You can ask us anything about it:",), ways(settings.contact)),
            Section("If you are not happy with us", (COMPLAINT,)),
        ),
        said_on=on,
        library=plain(settings.title),
    )


def _told_by(day_gone: date, on: date) -> Iterator[str]:
    by = day_gone + timedelta(days=DAYS_TO_TELL)
    if on <= by:
        yield f"By {day(by)} we tell you how far we are with this, and what we could not do:"
    else:
        yield f"By {day(by)} we were to tell you how far we are with this. Ask us if nobody has:"
