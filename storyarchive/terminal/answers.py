"""What a search found, on a terminal."""

import re
import sys
import textwrap
from collections.abc import Mapping

import click

from storyarchive.content import messages, wording
from storyarchive.publish import care
from storyarchive.search import phrases
from storyarchive.search.asking import CRISIS
from storyarchive.search.facts import Catalogue
from storyarchive.search.passages import Excerpt
from storyarchive.search.query import Answer, Hit
from storyarchive.search.ranking import LEVELS, Reason
from storyarchive.terminal.lines import width, wrapped


def answer(found: Answer, catalogue: Catalogue) -> str:
    """Show what a search found: the count, the stories, where else to look."""
    parts = [_help(catalogue)] if found.understood.needs_help else []
    parts += [_understood(found, catalogue)]
    parts += [_hit(rank, hit, catalogue) for rank, hit in enumerate(found.hits, 1)]
    parts += [_facets(found)] if found.total > 1 else []
    parts += [wrapped(step) for step in found.next_step]
    return "\n\n".join(part for part in parts if part)


def _understood(found: Answer, catalogue: Catalogue) -> str:
    said = found.understood
    head = _count(found)
    lines = [head]
    if found.query.strip() and found.total and not (said.words or said.without or guessed(found)):
        lines.append("There are no words in that, so these are all stories.")
    if found.total > len(found.hits):
        some = f"are the first {len(found.hits)}" if len(found.hits) > 1 else "is the first"
        lines[0] += f" Here {some} (more with --limit)."
    lines += [f"Read “{typed}” as “{word}”." for typed, word in said.read_as]
    for guess in said.also:
        lines.append(f"Also looked for: {', '.join(guess.words[:4])}.")
    if said.avoiding:
        lines.append(f"Leaving out: {', '.join(_avoided(id, catalogue) for id in said.avoiding)}.")
    if said.without:
        lines.append(f"Without the words: {', '.join(said.without)}.")
    if said.reading:
        lines.append(f"Reading: {said.reading}, no harder.")
    if said.minutes:
        lines.append(f"{said.minutes} minutes or less.")
    if said.nowhere:
        lines.append(f"No story has: {', '.join(said.nowhere)}.")
    if guesses := guessed(found):
        lines.append(f"To take a guess back: --off {' --off '.join(guesses)}")
    # Set off after wrapping, so that the codes of the terminal do not count as letters.
    text = "\n".join(wrapped(line) for line in lines)
    return text.replace(head, click.style(head, bold=True), 1)


def _count(found: Answer) -> str:
    if not found.total:
        return "No story found."
    some = found.total - found.close
    if not found.understood.words or not some:
        return f"{_stories(found.total)} found."
    fit = "fits" if found.close == 1 else "fit"
    have = "has" if some == 1 else "have"
    return f"{_stories(found.close)} {fit} well, {some:,} more {have} some of it."


def guessed(found: Answer) -> list[str]:
    """Name the guesses that an answer rests on, as `--off` takes them."""
    said = found.understood
    return [
        *(f"spelling:{typed}" for typed, _ in said.read_as),
        *(f"also:{guess.id}" for guess in said.also),
        *(f"avoid:{id}" for id in said.guessed),
        *([f"reading:{said.reading}"] if said.reading else []),
        *([f"minutes:{said.minutes}"] if said.minutes else []),
    ]


def _avoided(id: str, catalogue: Catalogue) -> str:
    if id.startswith("about:"):
        return phrases.of(catalogue).concepts[id.removeprefix("about:")].label
    note, _, level = id.partition(":")
    label = catalogue.vocabulary.note[note].label
    return label[0].lower() + label[1:] + (" told in detail" if level == "described" else "")


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def _hit(rank: int, hit: Hit, catalogue: Catalogue) -> str:
    found = hit.story
    vocabulary, say = catalogue.vocabulary, messages.english()
    head = f"{rank:>2}. {click.style(found.title, bold=True)}  {found.id}"
    lines = [head, wrapped(wording.card_words(found, vocabulary, say), 4)]
    if found.basis == "fictional":
        lines.append("    " + say("card.invented"))
    if found.notes:
        noted = ", ".join(wording.note_words(found, vocabulary, say))
        lines.append(wrapped(f"Mentions {noted}", 4))
    lines.append(_marked(hit.excerpt))
    lines += [_reason(reason, catalogue) for reason in hit.reasons]
    return "\n".join(lines)


def _reason(reason: Reason, catalogue: Catalogue) -> str:
    """Say what a thing adds to a score: '0.850  recalled: words for “recall to prison” (0.6 × 2.36 × 9/15)'."""
    stem, _, rest = reason.term.partition(" ")
    by = f"the stem “{stem}”"
    if rest.startswith('"'):
        by = f"the words “{rest[1:]}”"
    elif rest.startswith(("=", ">")):
        label = phrases.of(catalogue).concepts[rest[1:]].label
        by = f"{'words for' if rest[0] == '=' else 'parts of'} “{label}”"
    sum_ = f"{reason.worth:g} × {reason.rarity:.2f} × {reason.level}/{LEVELS}"
    return f"    {reason.score:6.3f}  {reason.word}: {by} ({sum_})"


def _help(catalogue: Catalogue) -> str:
    """Put help before everything else."""
    lines = [
        f"{line.name}: {', '.join(f'{way} {number}' for way, number in line.how.items())} ({line.hours})"
        for line in care.lines_for(CRISIS, catalogue.help_lines)
    ]
    said = "there is help:" if lines else "tell someone now: a friend, a worker, a Listener."
    head = click.style(f"If you are in a bad place right now, {said}", bold=True)
    return "\n".join([head, *(wrapped(line, 2) for line in lines)])


def _marked(excerpt: Excerpt) -> str:
    """Break an excerpt into lines, then set its matches off: colour on a terminal, else asterisks."""
    # Marks of no width while wrapping, so that lines come out even.
    raw = "".join(f"\x01{part.text}\x02" if part.is_match else part.text for part in excerpt)
    lines = textwrap.wrap(raw, width() - 4, initial_indent="    ", subsequent_indent="    ")
    text = "\n".join(lines)
    if sys.stdout.isatty():
        return re.sub(
            r"\x01(.*?)\x02", lambda m: click.style(m[1], bold=True, fg="green"), text, flags=re.S
        )
    return text.replace("\x01", "*").replace("\x02", "*")


def _facets(found: Answer) -> str:
    """Show the most frequent themes and the stages of all stories found, as options to add."""
    rows = [("--theme", found.facets.themes, 6), ("--stage", found.facets.stages, 7)]
    return "\n".join(_row(*row) for row in rows)


def _row(option: str, counts: Mapping[str, int], most: int) -> str:
    frequent = sorted(counts, key=lambda id: -counts[id])[:most]
    return wrapped(f"{option}  {', '.join(f'{id} ({counts[id]})' for id in frequent)}", 9, True)
