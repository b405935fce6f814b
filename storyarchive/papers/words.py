"""Plain words for what a consent says, for people who may read little."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from storyarchive.content import languages, messages
from storyarchive.content.settings import Contact

__all__ = [
    "BASES",
    "BEYOND_RECALL",
    "COMPLAINT",
    "DAYS_TO_TELL",
    "METHODS",
    "NO_NARRATOR",
    "PAYMENTS",
    "ROLES",
    "SCOPES",
    "TOLD",
    "YES_NO",
    "Use",
    "day",
    "language",
    "listed",
    "months",
    "plain",
    "ways",
]


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that may be done with a story, as it is said to its narrator."""

    name: str
    """What it is called, in a few words."""
    means: str
    """What it means for the narrator, a sentence or two."""


SCOPES: Mapping[str, Use] = {
    "public-web": Use("On the internet", "Anyone can read it, anywhere in the world."),
    "search-engines": Use(
        "Found by search engines", "Someone who types in words from it may find it."
    ),
    "mentor-edition": Use("Used by mentors", "Mentors show it to the people they help."),
    "print": Use("On paper", "It can be printed. Paper cannot be called back."),
    "offline": Use(
        "Copied to a stick", "It can be read in prisons and other places with no internet."
    ),
    "audio": Use("Heard", "People can hear your voice, or someone who reads it out."),
    "translation": Use("In other languages", "Someone may put it into another language."),
    "excerpts": Use("A few words of it alone", "A line of it may stand on a card or a poster."),
    "research": Use("For research", "People who study how lives change may use it."),
    "syndication": Use("On other websites", "Other websites can show it too."),
    "ai-training": Use("To train AI", "Computer programs may learn from it. They cannot unlearn."),
}
"""Scope → how it is asked and told; in the order of the form."""

TOLD: Mapping[str, str] = {
    "can-stop-any-time": "You can stop at any time. You do not have to say why.",
    "no-effect-on-support": "Saying no, or stopping, does not change the help you get.",
    "copies-may-survive": "If you stop, a copy that someone else made may still be there.",
    "print-cannot-be-called-back": "What is printed on paper cannot be called back.",
}
"""What a narrator is told before agreeing → the words it is told in."""

METHODS: Mapping[str, str] = {
    "in-person": "face to face",
    "phone": "on the phone",
    "video": "on a video call",
    "post": "by post",
}

ROLES: Mapping[str, str] = {
    "independent-advocate": "an advocate, who works for you and not for us",
    "archive-worker": "a worker of the library",
    "peer-worker": "a peer worker",
    "researcher": "a researcher",
}
"""Role of somebody who asks or witnesses → who that is."""

PAYMENTS: Mapping[str, str] = {
    "none": "Nothing",
    "expenses-only": "Fares and other costs only",
    "fee": "A fee",
}

BASES: Mapping[str, str] = {
    "living-consent": "the person who tells it said yes",
    "estate-permission": "the family said yes for them",
    "public-domain": "it is from an old book",
    "licensed-work": "it was published, and we may use it",
    "composite": "it is made of several stories, and each one said yes",
    "fictional": "it is invented",
}
"""Basis → why a story may be shown."""

NO_NARRATOR = ("public-domain", "licensed-work", "fictional")
"""Bases for which nobody living was asked."""

YES_NO: Mapping[bool, str] = {True: "Yes", False: "No"}

BEYOND_RECALL = (
    "Paper that was printed.",
    "Copies that other people made.",
    "What a computer program has learned from it.",
)
DAYS_TO_TELL = 28
"""Days after a withdrawal by which the narrator is told what was done: the last step of docs/withdrawal.md."""
COMPLAINT = "You can complain in any of the ways above. Within 30 days we tell you that we have it."


def plain(text: str) -> str:
    """Give words on one line, without anything that a terminal or a printer would obey.

    text: words of a file, which may hold line ends and characters that nobody sees.
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def day(when: date) -> str:
    """Say a day in full: '14 May 2027'."""
    return messages.english().day(when)


def listed(parts: list[str]) -> str:
    """Join words as one says them: 'paper, sticks and cards'."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def language(tag: str) -> str:
    """Name a language as English speakers do."""
    return plain(languages.english_name(tag))


def months(count: int) -> str:
    """Say how long some months are: '2 years', '18 months', '1 month'."""
    number, unit = (count // 12, "year") if count % 12 == 0 else (count, "month")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def ways(contact: Contact) -> tuple[str, ...]:
    """List the ways to reach whoever answers, a sentence each."""
    return (
        *(plain(way) for way in contact.ways),
        *([f"Ring {plain(contact.phone)} ({plain(contact.name)})."] if contact.phone else []),
        *([f"Write to {plain(contact.email)}"] if contact.email else []),
    )
