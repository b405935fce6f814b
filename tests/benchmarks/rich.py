"""Rich front matter for made narratives: quotes, prompts, services, facts of the narrator, marked passages."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from statistics import fmean

PROMPTS = (
    "What would you have said to them on that day?",
    "Who in this story would you want beside you?",
    "What helps you when a week goes wrong?",
    "Which part of this could have been told about you?",
    "What was the smallest thing here that made a difference?",
    "Where do you go when you need to be left in peace?",
    "What do you think happened next?",
)

SCOPES = ("excerpts", "translation", "mentor-edition", "syndication", "research")
"""What the narrators of rich stories agree to besides what all do, so that quotes are shown."""

_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“\"])")
_PLAIN = re.compile(r"[A-Z][\w ,;:.’'!?—-]{50,180}[.!?]")
"""A sentence that Markdown shows as it stands, and a card has room for."""


def cut(texts: Sequence[Sequence[str]], words: int) -> list[int]:
    """Say how many paragraphs of each text to keep, so that texts have so many words on average.

    Each text is cut after the paragraph that brings it nearest to a length which is the same for all;
    what is shorter than that stays whole. Where the texts are shorter on average, all stay whole.
    """
    counted: dict[str, int] = {}
    sums: list[list[int]] = []
    for text in texts:
        total, at = 0, []
        for paragraph in text:
            if paragraph not in counted:
                counted[paragraph] = len(paragraph.split())
            total += counted[paragraph]
            at.append(total)
        sums.append(at)

    def kept(length: int) -> list[int]:
        return [
            1 + min(range(len(at)), key=lambda end: (abs(at[end] - length), end)) for at in sums
        ]

    def mean(length: int) -> float:
        return fmean(at[end - 1] for at, end in zip(sums, kept(length), strict=True))

    low, high = 0, max(at[-1] for at in sums)
    while low < high:
        middle = (low + high) // 2
        if mean(middle) < words:
            low = middle + 1
        else:
            high = middle
    return kept(low)


def fields(
    index: int, paragraphs: Sequence[str], lists: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    """Give the fields that make the front matter of narrative number `index` rich.

    lists: ids of the vocabulary's lists `services`, `genders`, `age_bands`.
    """
    services, genders, ages = lists["services"], lists["genders"], lists["age_bands"]
    given: dict[str, object] = {
        "services": [services[index % len(services)], services[(index + 4) % len(services)]],
        "narrator": {"gender": genders[index % len(genders)], "age_band": ages[index % len(ages)]},
    }
    if found := quotes(paragraphs):
        given["quotes"] = [
            {"text": text, "ok_out_of_context": number == 0} for number, text in enumerate(found)
        ]
    given["prompts"] = [PROMPTS[(index + step) % len(PROMPTS)] for step in (0, 2, 3)]
    return given


def record(index: int) -> str:
    """Name the consent record of narrative number `index`: one in ten is of the teller of the one before it."""
    return f"CR-{index - (index % 10 == 9):06}"


def quotes(paragraphs: Sequence[str]) -> list[str]:
    """Find one or two sentences that may stand alone: the first from the second paragraph on, and the last."""
    sentences = [
        sentence
        for paragraph in paragraphs[1:] or paragraphs
        for sentence in _SENTENCE.split(paragraph)
        if _PLAIN.fullmatch(sentence)
    ]
    return list(dict.fromkeys((sentences[0], sentences[-1]))) if sentences else []


def marked(
    paragraphs: Sequence[str], notes: Collection[str], speaks_of: Callable[[str, str], bool]
) -> list[str]:
    """Put markers around the first paragraph that tells of one of the notes, but for the first of the story.

    speaks_of: says of a paragraph and a note whether the one tells of the other.
    """
    for note in notes:
        for at, paragraph in enumerate(paragraphs[1:], 1):
            if paragraph[0].isalpha() and speaks_of(paragraph, note):
                around = [f"<!-- note: {note} -->", paragraph, "<!-- note ends -->"]
                return [*paragraphs[:at], *around, *paragraphs[at + 1 :]]
    return list(paragraphs)
