"""The receipt of a story that was taken down: when, what is done, and what nobody can call back."""

from datetime import date

from storyarchive.content.settings import Settings
from storyarchive.papers.paper import Receipt, Section
from storyarchive.papers.words import BEYOND_RECALL, COMPLAINT, day, plain, ways

_TAKEN_DOWN = {
    "teller": "The person who told it asked for that.",
    "expired": "The time that was agreed was over.",
    "safeguarding": "It was done to keep someone safe.",
    "legal": "The law asked for it.",
    "error": "It should not have been there.",
}
"""Code of a reason → how it is said."""


def taken_down(settings: Settings, id: str, day_gone: date, reason: str, on: date) -> Receipt:
    why = _TAKEN_DOWN.get(reason, "")
    done = (
        "The story and its recording are deleted from the archive.",
        "The library is made without it: no page, no list, no search and no new copy has it.",
        "Its number is on a list, so that it cannot be put back by mistake.",
    )
    asked = (
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
            Section("What takes longer", ("Ask us how far we are with this:",), asked),
            Section("What nobody can call back", points=BEYOND_RECALL),
            Section("Ask us", ("You can ask us anything about it:",), ways(settings.contact)),
            Section("If you are not happy with us", (COMPLAINT,)),
        ),
        said_on=on,
        library=plain(settings.title),
    )
