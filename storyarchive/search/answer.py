"""An answer is what a question finds: stories in order, counts, and what the question was taken to mean."""

import dataclasses
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storyarchive.content.library import Story
from storyarchive.search.passages import Excerpt, Segment
from storyarchive.search.plan import Understood
from storyarchive.search.ranking import Reason


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found."""

    story: Story
    score: float
    """By `ranking`; 0 where nothing was typed."""
    excerpt: Excerpt
    """Where it matches, in its own words; of a noted passage nothing is shown."""
    reasons: tuple[Reason, ...] = ()
    """What its score is made of, where that was asked for."""

    @property
    def id(self) -> str:
        """The id of the story."""
        return self.story.id


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
    """How many of them have all that was looked for and that any story has; they come first."""
    close: int
    """How many fit well: those, and others about as good. They come before the rest."""
    hits: tuple[Hit, ...]
    facets: Facets
    next_step: tuple[str, ...] = ()
    """What to try instead, in sentences, when nothing was found."""

    def as_json(self) -> dict[str, Any]:
        """Give the answer as `--json` prints it; matches in an excerpt are `<mark>`, the rest is escaped."""
        return {
            "query": self.query,
            "understood": _understood_json(self.understood),
            "total": self.total,
            "with_all_words": self.with_all_words,
            "close": self.close,
            "hits": [_hit_json(hit) for hit in self.hits],
            "facets": {"themes": dict(self.facets.themes), "stages": dict(self.facets.stages)},
            "next_step": list(self.next_step),
        }


def _understood_json(said: Understood) -> dict[str, Any]:
    return {
        "words": list(said.words),
        "dropped": list(said.dropped),
        "nowhere": list(said.nowhere),
        "also": [{"word": a.word, "id": a.id, "words": list(a.words)} for a in said.also],
        "read_as": [{"typed": typed, "word": word} for typed, word in said.read_as],
        "exactly": list(said.exactly),
        "without": list(said.without),
        "avoiding": list(said.avoiding),
        "guessed": list(said.guessed),
        "themes": list(said.themes),
        "stages": list(said.stages),
        "reading": said.reading,
        "minutes": said.minutes,
        "needs_help": said.needs_help,
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    story = hit.story
    notes = (
        note.id if note.level == "mention" else f"{note.id}:{note.level}" for note in story.notes
    )
    reasons = [dataclasses.asdict(reason) for reason in hit.reasons]
    return {
        "id": story.id,
        "title": story.title,
        "score": hit.score,
        "stage_now": story.stage_now,
        "stages": list(story.stages),
        "themes": list(story.themes),
        "content_notes": list(notes),
        "minutes": story.reading.minutes,
        "url": f"stories/{story.id}.html",
        "excerpt": "".join(map(_segment_json, hit.excerpt)),
        **({"reasons": reasons} if reasons else {}),
    }


def _segment_json(segment: Segment) -> str:
    text = html.escape(segment.text, quote=False)
    return f"<mark>{text}</mark>" if segment.is_match else text
