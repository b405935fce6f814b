"""A narrator is hidden in a crowd when enough others in the archive show the same facts."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from storyarchive.content.archive import Archive
from storyarchive.content.identity.findings import Finding
from storyarchive.content.identity.rules import RULE
from storyarchive.content.narrative import Narrative

_MANY_STORIES = 50
_FEW, _MORE = 3, 5
"""How many narrators share a set of facts at least: under `_MANY_STORIES` stories, and from there on."""

_TOO_MANY = 4
"""Facts that find a person by themselves, however many stories share them."""

_NOBODY = ("fictional", "public-domain")
"""Bases whose narrators are invented, or long dead and named on the page."""


def facts(narrative: Narrative) -> tuple[str, ...]:
    """List the facts about a narrator that are filled in, as `area: north`, the first to drop first."""
    fields = narrative.fields
    shown = fields.narrator
    said = [("area", fields.area)]
    if shown:
        said += [("age_band", shown.age_band), ("gender", shown.gender)]
        said += [("experience", experience) for experience in shown.experiences]
    return tuple(f"{name}: {value}" for name, value in said if value)


@dataclass(frozen=True)
class Crowd:
    """The narrators of an archive's published stories, by the facts they show."""

    shown: Counter[frozenset[str]]
    """Set of facts → how many narrators show exactly these."""
    people: frozenset[str]
    """Their ids, a translation being its original's."""
    least: int
    """How many narrators have to share a set of facts."""

    def sharing(self, told: frozenset[str]) -> int:
        """Count the narrators who show all of some facts, whatever else they show."""
        return sum(count for shown, count in self.shown.items() if told <= shown)


def gather(archive: Archive) -> Crowd:
    """Gather the narrators of the stories that are published, and neither invented nor from old books.

    A story and its translation are one narrator.
    """
    people = [n for n in archive.narratives if _is_published(n) and _is_somebody(n)]
    least = _FEW if len(people) < _MANY_STORIES else _MORE
    originals = {n.id: n for n in people if n.fields.translation_of is None}
    shown = Counter(frozenset(facts(n)) for n in originals.values())
    return Crowd(shown, frozenset(originals), least)


def to_json(crowd: Crowd) -> str:
    """Write down what a crowd shows, but not who is in it."""
    shown = sorted((sorted(facts), count) for facts, count in crowd.shown.items())
    return json.dumps([shown, crowd.least])


def from_json(written: str | bytes, among: Archive) -> Crowd:
    """Read a crowd that `to_json` wrote; raises ValueError or TypeError for anything else.

    among: an archive with some of its narratives, which are those that may be asked for.
    """
    shown, least = json.loads(written)
    counted = Counter({frozenset(facts): count for facts, count in shown})
    return Crowd(counted, gather(among).people, least)


def findings(narrative: Narrative, crowd: Crowd) -> Iterator[Finding]:
    """Find what facts give a narrator away: too few who share them, or too many of them."""
    told = facts(narrative)
    if not told or not _is_somebody(narrative):
        return
    line = narrative.line("narrator" if narrative.fields.narrator else "area")
    text = ", ".join(told)
    if len(told) >= _TOO_MANY:
        yield _finding("risk.too-many", narrative, line, text)
    if crowd.sharing(frozenset(told)) + _joins(narrative, crowd) < crowd.least:
        yield _finding("risk.k-anon", narrative, line, text)


def remedy(narrative: Narrative, crowd: Crowd) -> str:
    """Say which facts to drop, in order, until enough narrators share what is left."""
    left = list(facts(narrative))
    order = sorted(left, key=lambda fact: _ORDER.index(fact.partition(":")[0]))
    steps: list[str] = []
    for fact in order:
        if crowd.sharing(frozenset(left)) + _joins(narrative, crowd) >= crowd.least:
            break
        left.remove(fact)
        name, _, value = fact.partition(": ")
        steps.append(
            {
                "area": "drop area",
                "age_band": "widen age_band (there is none wider, so leave it out)",
                "gender": "leave out gender",
                "experience": f"drop the experience {value}",
            }[name]
        )
    said = ", then ".join(steps) or "leave out what need not be shown"
    return f"{said[0].upper()}{said[1:]}. It is a prompt to think: alone here is not alone in the world."


_ORDER = ("area", "age_band", "experience", "gender")
"""What to drop first."""


def _finding(id: str, narrative: Narrative, line: int, text: str) -> Finding:
    rule = RULE[id]
    return Finding(id, text, narrative.path, (line,), rule.severity, rule.ack, text)


def _joins(narrative: Narrative, crowd: Crowd) -> int:
    """Count one who is not in the crowd yet, and would be once the story is published."""
    return 0 if (narrative.fields.translation_of or narrative.id) in crowd.people else 1


def _is_published(narrative: Narrative) -> bool:
    return narrative.fields.status == "published"


def _is_somebody(narrative: Narrative) -> bool:
    return narrative.fields.basis not in _NOBODY
