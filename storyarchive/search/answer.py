"""An answer is what a question finds: stories in order, counts, and what the question was taken to mean."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storyarchive.search.passages import Excerpt, Segment


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found."""

    id: str
    title: str
    score: float
    """By `ranking`; 0 where nothing was typed."""
    stage_now: str
    stages: tuple[str, ...]
    themes: tuple[str, ...]
    content_notes: tuple[str, ...]
    """`note`, or `note:described`."""
    minutes: int
    url: str
    """In the edition."""
    excerpt: Excerpt
    """Where it matches, in its own words; of a noted passage nothing is shown."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was taken to mean."""

    words: tuple[str, ...]
    """What was looked for, folded."""
    dropped: tuple[str, ...]
    """What was left out, for it says nothing about what is looked for."""
    nowhere: tuple[str, ...]
    """Those of `words` that no story has."""
    avoiding: tuple[str, ...]
    """Content notes that were kept out: `note` or `note:described`."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of all stories found have a theme or cover a stage, in the order of the vocabulary."""

    themes: Mapping[str, int]
    stages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question."""

    query: str
    understood: Understood
    total: int
    """Stories found, of which `hits` are the first."""
    with_all_words: int
    """How many of them have all that was looked for; they come first."""
    hits: tuple[Hit, ...]
    facets: Facets
    next_step: tuple[str, ...] = ()
    """What to try instead, in sentences, when nothing was found."""

    def as_json(self) -> dict[str, Any]:
        """Give the answer as `--json` prints it; matches in an excerpt are `<mark>`, the rest is escaped."""
        return {
            "query": self.query,
            "understood": {
                "words": list(self.understood.words),
                "dropped": list(self.understood.dropped),
                "nowhere": list(self.understood.nowhere),
                "avoiding": list(self.understood.avoiding),
            },
            "total": self.total,
            "with_all_words": self.with_all_words,
            "hits": [_hit_json(hit) for hit in self.hits],
            "facets": {"themes": dict(self.facets.themes), "stages": dict(self.facets.stages)},
            "next_step": list(self.next_step),
        }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "score": hit.score,
        "stage_now": hit.stage_now,
        "stages": list(hit.stages),
        "themes": list(hit.themes),
        "content_notes": list(hit.content_notes),
        "minutes": hit.minutes,
        "url": hit.url,
        "excerpt": "".join(map(_segment_json, hit.excerpt)),
    }


def _segment_json(segment: Segment) -> str:
    text = html.escape(segment.text, quote=False)
    return f"<mark>{text}</mark>" if segment.is_match else text
