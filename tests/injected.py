"""A library in which every text that can be written holds injections, and the same one with harmless words."""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from storyarchive.content import archive as archives
from storyarchive.content import checks, messages
from storyarchive.content.fitting import misfits
from storyarchive.content.frontmatter import CONTROL, join
from storyarchive.content.kinds import ADDRESS
from tests.injections import INJECTIONS, SEVERE
from tests.made import BODY, HELP, ON, SETTINGS, archive, dump, fields, narrative

TEXTS = tuple(text for text in INJECTIONS.values() if not CONTROL.search(text))
"""Those that a file of an archive can hold at all."""

PLAIN = {"pseudonym": 40, "title": 70, "summary": 300}
"""Field of a story → the letters that it can hold."""
WORK = {"title": 200, "author": 120, "rights": 300}
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def ids(count: int) -> list[str]:
    """Give ids that differ, in order."""
    base = len(LETTERS)
    return [
        f"s-2{LETTERS[n // base // base]}{LETTERS[n // base % base]}{LETTERS[n % base]}2"
        for n in range(count)
    ]


def packs(texts: Sequence[str], letters: int) -> list[str]:
    """Put as many texts side by side as a field can hold; those that are too long for it are left out."""
    found: list[str] = []
    for text in map(str.strip, texts):
        if not text or len(text) > letters:
            continue
        if found and len(found[-1]) + 3 + len(text) <= letters:
            found[-1] += f" · {text}"
        else:
            found.append(text)
    return found


@dataclass(frozen=True)
class Judged:
    """Which injections a check lets pass."""

    bodies: list[str]
    """In the text of a story."""
    fields: list[str]
    """In its other fields: what could lead to somebody is refused everywhere."""


def judge(place: Path) -> Judged:
    """Try every injection in the text of a story of its own."""
    named = dict(zip(ids(len(TEXTS)), TEXTS, strict=True))
    files = {f"{id}.md": narrative(id, f"{BODY}\n\n{text}\n") for id, text in named.items()}
    found = checks.blocking(checks.run(archives.load(archive(place, files)), ON))
    refused = {Path(problem.path).stem for problem in found}
    leading = {Path(problem.path).stem for problem in found if problem.code.startswith("id.")}
    return Judged(
        [text for id, text in named.items() if id not in refused],
        [text for id, text in named.items() if id not in leading],
    )


@dataclass(frozen=True)
class Written:
    """An archive that was written."""

    directory: Path
    ids: tuple[str, ...]
    refused: dict[str, int]
    """Where a text would stand → how many injections a check refuses there."""


def write(place: Path, judged: Judged, said: Callable[[str], str] = lambda text: text) -> Written:
    """Write an archive in which every field holds injections.

    judged: those that a story may hold. said: makes something else of each text.
    """
    texts = judged.fields
    packed = {name: packs(texts, letters) for name, letters in PLAIN.items()}
    work = {name: cycle(packs(texts, letters)) for name, letters in WORK.items()}
    sources, prompts = cycle(packs(texts, 120)), cycle(packs(texts, 200))
    links = [text for text in texts if re.fullmatch(ADDRESS.pattern, text)]
    addresses, paragraphs = cycle(links), cycle(judged.bodies)
    named = ids(max(map(len, packed.values())))
    each = {name: cycle(found) for name, found in packed.items()}
    files: dict[str, str | bytes] = {}
    for id in named:
        told = [said(next(paragraphs)) for _ in range(3)]
        body = "\n\n".join([BODY, *told])
        made = fields(id, body, **{name: said(next(found)) for name, found in each.items()})
        made["prompts"] = [said(next(prompts)), said(next(prompts))]
        made["quotes"] = [
            {"text": text} for text in told if "\n" not in text and text == text.strip()
        ][:1]
        made["provenance"] = {"source": said(next(sources)), "edited": [], "work": {
            **{name: said(next(found)) for name, found in work.items()}, "year": 1901, "link": next(addresses),
        }}  # fmt: skip
        made["consent"]["scopes"] |= {"syndication": "yes"}
        files[f"{id}.md"] = join(dump(made).rstrip(), body)
    own, unfit = _words(said)
    settings = _settings(said, own)
    files["_help/gb.yaml"] = dump(_help(said, links))
    directory = archive(place, files, settings)
    _label(directory / "_vocabulary", said)
    refused = {
        "anywhere, for their control characters": len(INJECTIONS) - len(TEXTS),
        "the text of a story": len(TEXTS) - len(judged.bodies),
        "the other fields of a story": len(TEXTS) - len(texts),
        "links": len(TEXTS) - len(links),
        "own messages": unfit,
        **{f"the {name}": sum(len(text.strip()) > most for text in TEXTS) for name, most in PLAIN.items()},
    }  # fmt: skip
    return Written(directory, tuple(named), refused)


def _words(said: Callable[[str], str]) -> tuple[dict[str, str], int]:
    """Put an injection behind each message that is one text, as an organisation's own words for it."""
    original = messages.original()
    lines = [name for name, words in original.items() if isinstance(words, str)]
    wanted = {
        name: f"{original[name]} {text}" for name, text in zip(lines, cycle(TEXTS), strict=False)
    }
    unfit = {misfit.name for misfit in misfits(wanted, original)}
    own = {}
    for name, text in zip(lines, cycle(TEXTS), strict=False):
        if name not in unfit:
            # A message may be Markdown: where it is, the same stands in both libraries.
            is_marked = _MARKED.search(wanted[name])
            own[name] = wanted[name] if is_marked else f"{original[name]} {said(text)}"
    return own, len(unfit)


_MARKED = re.compile(r"[*`\[\n]")


def _settings(said: Callable[[str], str], own: dict[str, str]) -> dict[str, Any]:
    texts = map(said, cycle(SEVERE))
    short = map(said, cycle([text for text in SEVERE if len(text) <= 60]))
    editions = {
        name: {**edition, "title": next(short), "about": next(texts)}
        for name, edition in SETTINGS["editions"].items()
    }
    # All that an edition can show is in the one that is looked at.
    editions["public"]["mentor_notes"] = "yes"
    return {
        **{"title": next(short), "tagline": next(texts), "organisation": next(short), "editions": editions},
        "base_url": "https://library.invalid/'onclick='alert(1)",
        "contact": {
            **{"name": next(short), "ways": [next(texts) for _ in range(8)]},
            **{"email": next(short), "phone": next(short)},
        },
        "exit_to": {"label": next(short), "url": "https://x.invalid/'onclick='alert(1)"},
        "words": own,
    }  # fmt: skip


def _help(said: Callable[[str], str], links: Sequence[str]) -> dict[str, Any]:
    blank: dict[str, Any] = HELP["lines"][0]

    def line(text: str) -> dict[str, Any]:
        # An address or a number is a link, in both libraries.
        is_link = text.startswith(("http://", "https://")) or not re.search("[A-Za-z<]", text)
        how = dict.fromkeys(("phone", "text", "web", "in_prison"), text if is_link else said(text))
        return blank | {
            "name": said(text),
            "what_for": said(text),
            "how": how,
            "hours": said(text),
            "cost": said(text),
        }

    whole = (text.strip() for text in (*links, *TEXTS) if text in links or "script:" in text)
    short = dict.fromkeys([*packs(TEXTS, 80), *(text for text in whole if len(text) <= 80)])
    return {"country": said(SEVERE[0]), "lines": [line(text) for text in short][:500]}


def _label(vocabulary: Path, said: Callable[[str], str]) -> None:
    """Put an injection in the place of every label and definition of the vocabulary."""
    texts = cycle([text for text in SEVERE if len(text) <= 80 and "\n" not in text])
    for path in vocabulary.glob("*.yaml"):
        whole = yaml.safe_load(path.read_text("utf-8"))
        path.write_text(dump(_changed(whole, lambda: said(next(texts)))), "utf-8")


def _changed(value: Any, text: Callable[[], str]) -> Any:
    if isinstance(value, list):
        return [_changed(each, text) for each in value]
    if isinstance(value, dict):
        return {
            name: text() if name in _SHOWN and isinstance(each, str) else _changed(each, text)
            for name, each in value.items()
        }
    return value


_SHOWN = {"label", "definition", "mentor_use", "look_for"}


def harmless(text: str) -> str:
    """Give words of about the same length that mean nothing to any program, others for each text."""
    letters = str(zlib.crc32(text.encode())).translate(str.maketrans("0123456789", "abdefgikmo"))
    return f"{letters} {'plain words ' * 30}"[: max(10, len(text))].strip()
