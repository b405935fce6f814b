"""How things look in a terminal: problems, results, stories and progress, each as text."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from storyarchive.content import wording
from storyarchive.content.library import Library, Story
from storyarchive.content.markers import MARKER
from storyarchive.errors import Problem, Severity
from storyarchive.publish import care
from storyarchive.search import phrases
from storyarchive.search.asking import CRISIS
from storyarchive.search.facts import Catalogue
from storyarchive.search.passages import Excerpt
from storyarchive.search.query import Answer, Hit
from storyarchive.search.ranking import LEVELS, Reason

if TYPE_CHECKING:
    from storyarchive.building import Built

_HEADINGS = {
    Severity.ERROR: "Wrong: to be mended",
    Severity.MISSING: "Missing: needed before publishing",
    Severity.HELD: "Held back: shown nowhere now",
    Severity.ADVICE: "Worth a thought",
}
_COLOURS = {
    Severity.ERROR: "red",
    Severity.MISSING: "yellow",
    Severity.HELD: "magenta",
    Severity.ADVICE: "blue",
}


def width() -> int:
    """Give the width to write in: the terminal's, at most 80 columns, so that lines read well."""
    return max(40, min(80, shutil.get_terminal_size((80, 24)).columns))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step that is under way, on a terminal only, and wipe it at the end."""
    live = sys.stderr.isatty()

    def say(step: str) -> None:
        if live:
            click.echo(f"\r\x1b[K{step} …", nl=False, err=True)

    try:
        yield say
    finally:
        if live:
            click.echo("\r\x1b[K", nl=False, err=True)


def wiped(line: str) -> str:
    """Put a line in the place of the step under way."""
    return f"\r\x1b[K{line}" if sys.stderr.isatty() and sys.stdout.isatty() else line


def problems(found: Sequence[Problem]) -> str:
    """Show problems one below the other, each with its place and its remedy."""
    return "\n".join(_problem(problem) for problem in found)


def _problem(problem: Problem) -> str:
    place = click.style(f"{problem.path}:{problem.line}:", bold=True)
    code = click.style(f"{problem.code}:", fg=_COLOURS[problem.severity])
    lines = [f"{place} {code} {problem.message}"]
    if problem.remedy:
        # A remedy can hold a line to paste, so it is not broken where the window ends.
        lines.append(f"    {problem.remedy}")
    return "\n".join(lines)


def checked(found: Sequence[Problem], files: int) -> str:
    """Show what a check found, the heaviest first, and sum it up."""
    parts = []
    for severity in Severity:
        these = [problem for problem in found if problem.severity is severity]
        if these:
            heading = click.style(f"{_HEADINGS[severity]} ({len(these)})", bold=True)
            parts.append(f"{heading}\n\n{problems(these)}")
    noun = "file" if files == 1 else "files"
    total = "nothing to mend" if not found else f"{len(found)} to look at"
    return "\n\n".join([*parts, f"{files:,} {noun} checked: {total}."])


def problems_json(found: Sequence[Problem]) -> str:
    """Give problems as JSON: a list of objects with the fields of `Problem`."""
    return json.dumps(
        [
            {
                "path": problem.path,
                "line": problem.line,
                "code": problem.code,
                "severity": str(problem.severity),
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in found
        ],
        ensure_ascii=False,
        indent=2,
    )


def built(edition: "Built") -> str:
    """Sum up one edition: 'public    29 stories, 210 files, 2.1 MB (3 changed)'."""
    written = edition.written
    said = [f"{written.changed:,} changed"] if written.changed else ["no change"]
    said += [f"{written.removed:,} removed"] if written.removed else []
    stories = "1 story" if edition.stories == 1 else f"{edition.stories:,} stories"
    name = click.style(f"{edition.edition:<9}", bold=True)
    return f"{name} {stories}, {written.files:,} files, {wording.size_words(edition.size)} ({', '.join(said)})"


def answer(found: Answer, catalogue: Catalogue) -> str:
    """Show what a search found: the count, the stories, where else to look."""
    parts = [_help(catalogue)] if found.understood.needs_help else []
    parts += [_understood(found, catalogue)]
    parts += [_hit(rank, hit, catalogue) for rank, hit in enumerate(found.hits, 1)]
    parts += [_facets(found)] if found.total > 1 else []
    parts += [_wrapped(step) for step in found.next_step]
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
    text = "\n".join(_wrapped(line) for line in lines)
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
    vocabulary, language = catalogue.vocabulary, catalogue.settings.language
    head = f"{rank:>2}. {click.style(found.title, bold=True)}  {found.id}"
    lines = [head, _wrapped(wording.card_words(found, vocabulary, language), 4)]
    if found.basis == "fictional":
        lines.append("    " + wording.INVENTED)
    if found.notes:
        noted = ", ".join(wording.note_words(found.notes, vocabulary))
        lines.append(_wrapped(f"Mentions {noted}", 4))
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
    return "\n".join([head, *(_wrapped(line, 2) for line in lines)])


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
    return _wrapped(f"{option}  {', '.join(f'{id} ({counts[id]})' for id in frequent)}", 9, True)


def _wrapped(text: str, indent: int = 0, hanging: bool = False) -> str:
    spaces = " " * indent
    return textwrap.fill(
        text,
        width(),
        initial_indent="" if hanging else spaces,
        subsequent_indent=spaces,
        break_on_hyphens=False,
        break_long_words=False,
    )


def story(told: Story, library: Library) -> str:
    """Show one story as an edition does: what to know first, the story, what to talk about."""
    vocabulary = library.vocabulary
    head = [click.style(told.title, bold=True), told.pseudonym]
    if told.basis == "fictional":
        head.append(wording.BASES["fictional"])
    head.append(wording.reading_words(told.reading))
    if told.notes:
        noted = ", ".join(wording.note_words(told.notes, vocabulary))
        head.append(_wrapped(f"This story mentions {noted}."))
    head.append(_wrapped(wording.path_words(told.stages, vocabulary) + "."))
    parts = ["\n".join(head), *_body(told.text)]
    if told.prompts:
        prompts = "\n".join(_wrapped(f"- {prompt}") for prompt in told.prompts)
        parts.append(f"{click.style('To talk about', bold=True)}\n{prompts}")
    parts.append(_wrapped(wording.made_words(told)))
    ways = " ".join(library.settings.contact.ways)
    parts.append(_wrapped(f"Is this your story, and should it come down? {ways}"))
    return "\n\n".join(parts) + "\n"


def _body(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", MARKER.sub("", text)):
        block = block.strip()
        if block.startswith("#"):
            yield click.style(block.lstrip("# "), bold=True)
        elif block.startswith((">", "- ", "* ")):
            yield "\n".join(_wrapped(line, 2) for line in block.split("\n"))
        elif block:
            yield _wrapped(" ".join(block.split()))
