"""Builds an archive full of secrets, every edition of it, and looks through every byte for what may not be there.

python -m tests.leaks
"""

import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storyarchive.building import build
from storyarchive.content.fields import SCOPES
from storyarchive.content.frontmatter import approval
from storyarchive.finding import find
from storyarchive.publish.edition import PUBLISHERS, Publisher
from storyarchive.search.facts import Wish
from tests.made import BODY, ON, SETTINGS, SOUND, archive, dump, every_file, narrative

WEB, COPIES = frozenset({"public"}), frozenset({"mentor", "offline", "prison"})
EDITIONS = WEB | COPIES
ADDRESS = "https://stories.example/lib"
PRISON: dict[str, Any] = {
    "title": "Prison copy",
    "scopes": ["offline"],
    "drop_notes": ["strong-language"],
    "outside_links": "no",
}
EVERY_SCOPE = frozenset(SCOPES) - {"ai-training"}
NARRATORS_OWN = "quetz"
"""What every word that is looked for begins with, and no other word of an archive."""


@dataclass(frozen=True)
class Told:
    """A narrative with a word of its own in every place where words can stand."""

    id: str
    word: str
    files: Mapping[str, str | bytes]
    editions: frozenset[str] = frozenset()
    """Those that may show it."""
    scopes: frozenset[str] = frozenset()
    gone: bool = False
    """Whether it is withdrawn, so that its id may be named."""


@dataclass
class Tried:
    """What was looked through, and what was found."""

    narratives: int = 0
    editions: int = 0
    files: int = 0
    words: int = 0
    leaks: list[str] = field(default_factory=list)
    """Place and word of each that was where it may not be."""
    shows: dict[str, set[str]] = field(default_factory=dict)
    """Publisher or `cache` → the ids of stories that were rightly in what it made."""

    def __str__(self) -> str:
        return (
            f"{self.narratives} narratives, {self.editions} editions, {self.files} files,"
            f" {self.words} words"
        )


def word(number: int) -> str:
    """Make a word that stands nowhere else and is its own stem."""
    high, low = divmod(number, 16)
    return f"{NARRATORS_OWN}{'abcdefghijklmnop'[high]}{'abcdefghijklmnop'[low]}box"


def told(number: int, **changes: Any) -> str:
    """Give a narrative that has its own word in every place where words can stand."""
    own, id = word(number), name(number)
    body = f"{BODY}\n\nIt was {own} that did it.\n"
    said = {
        "title": f"The {own}",
        "pseudonym": own,
        "summary": f"All of the {own}.",
        "quotes": [{"text": f"It was {own} that did it.", "ok_out_of_context": "yes"}],
        "prompts": [f"What is a {own}?", "What helped?"],
        "content_notes": [{"id": "drug-use", "level": "described", "where": own}],
        "provenance": {"source": own, "edited": ["shortened"]},
        "names": [{"as_written": own, "who": own, "changed": "yes", "agreed": "yes"}],
        "narrator": {"gender": "woman", "age_band": "35-49"},
    }
    return narrative(id, changes.pop("body", body), **{**said, **changes})


def name(number: int) -> str:
    """Make an id."""
    high, low = divmod(number, 16)
    return f"s-99{'23456789abcdefgh'[high]}{'23456789abcdefgh'[low]}9"


def scopes(*agreed: str) -> dict[str, Any]:
    """Give the consent to some scopes and no others."""
    return {"scopes": {scope: "yes" if scope in agreed else "no" for scope in SCOPES}}


def voice(number: int) -> dict[str, Any]:
    """Give the fields of a recording with a transcript and captions."""
    id = name(number)
    media = {"file": f"{id}.mp3", "transcript": f"{id}.txt", "captions": f"{id}.vtt"}
    return {"format": "audio", "media": {**media, "voice_changed": "no", "minutes": 1}}


ALL = scopes(*EVERY_SCOPE)

SHOWN: list[tuple[frozenset[str], frozenset[str], dict[str, Any]]] = [
    (EDITIONS, EVERY_SCOPE, {}),
    *((EDITIONS, EVERY_SCOPE - {scope}, {}) for scope in ("search-engines", "syndication")),
    *((EDITIONS, EVERY_SCOPE - {scope}, {}) for scope in ("print", "audio", "excerpts")),
    (EDITIONS, frozenset({"public-web", "mentor-edition", "offline"}), {}),
    (WEB, frozenset({"public-web"}), {}),
    (WEB, EVERY_SCOPE - {"mentor-edition", "offline"}, {}),
    (frozenset({"mentor"}), frozenset({"mentor-edition", "syndication", "audio"}), {}),
    (frozenset({"offline", "prison"}), frozenset({"offline", "search-engines"}), {}),
    (WEB, EVERY_SCOPE, {"consent": {"expires_on": "2027-01-31"}}),
    (EDITIONS - {"prison"}, EVERY_SCOPE, {"content_notes": [{"id": "strong-language"}]}),
    (EDITIONS, EVERY_SCOPE, {"translation_of": name(0), "language": "pl"}),
    *(
        (EDITIONS, EVERY_SCOPE - {scope}, {"translation_of": name(number), "consent": ALL})
        for number, scope in enumerate(("search-engines", "syndication"), 1)
    ),
]
"""Editions that may show a narrative, the scopes with a yes, and what else is odd about it."""

KEPT_BACK: list[dict[str, Any]] = [
    *({"status": status} for status in ("draft", "consented", "paused", "expired", "withdrawn")),
    {"consent": {"expires_on": "2026-11-22"}},
    {"consent": {"given_on": "2021-11-22", "expires_on": "2031-01-01"}},
    {"consent": {"given_on": "2026-11-20", "approved_on": "2026-11-21"}},
    {"consent": {"approved_on": "2026-11-20"}},
    {"consent": {"review_by": "2026-05-01"}},
    {"consent": scopes("print", "audio", "excerpts", "search-engines", "syndication")},
    {"consent": scopes()},
    {"translation_of": name(64), "language": "pl"},
    {"translation_of": name(6), "language": "pl"},
]
"""What keeps a narrative back: its status, a day, a scope, or the story that it translates."""

WRONG: list[dict[str, Any]] = [
    {"consent": {"approved_text": approval("Another text.")}},
    {"quotes": [{"text": f"Never said, {NARRATORS_OWN}aabox."}]},
    {"summary": f"{NARRATORS_OWN}aabox " * 40},
    {"title": [f"{NARRATORS_OWN}aabox"]},
    {"pseudonym": None},
    {"consent": {"capacity_checked": "no"}},
    {"consent": {"told": ["can-stop-any-time"]}},
    {"consent": {"taken_by_role": "prison-officer"}},
    {"consent": {"in_custody": "yes"}},
    {"basis": "fictional"},
    {"history": [{"to": "published", "date": "2026-05-19", "by": "reviewer-2"}]},
    {"names": [{"as_written": "Quetz", "who": "a cousin", "changed": "no", "agreed": "no"}]},
    {"stage_now": "nowhere"},
    {"a_field_that_there_is_not": f"{NARRATORS_OWN}aabox"},
]
"""Narratives with errors, which a build leaves out only when it is told to go on."""


def narratives() -> list[Told]:
    """Make narratives that some editions may show, that none may, that are wrong, and one to withdraw."""
    made = []
    for number, (editions, agreed, changes) in enumerate(SHOWN):
        consent = {**scopes(*agreed), **changes.get("consent", {})}
        text = told(number, **{**voice(number), **changes, "consent": consent})
        made.append(Told(name(number), word(number), with_voice(number, text), editions, agreed))
    for number, changes in enumerate(KEPT_BACK, 64):
        text = told(number, **{**voice(number), **changes})
        made.append(Told(name(number), word(number), with_voice(number, text)))
    for number, changes in enumerate(WRONG, 128):
        text = told(number, **changes)
        made.append(Told(name(number), word(number), {f"{name(number)}.md": text}))
    gone = told(192, **voice(192))
    made.append(Told(name(192), word(192), with_voice(192, gone), gone=True))
    torn = f"---\nid: {name(193)}\ntitle: [{word(193)}\n---\n{word(193)}\n"
    made.append(Told(name(193), word(193), {f"{name(193)}.md": torn}))
    return made


def with_voice(number: int, text: str) -> dict[str, str | bytes]:
    """Give the files of a narrative with a recording."""
    id = name(number)
    beside = {f"{id}{suffix}": word(number) for suffix in (".txt", ".vtt")}
    return {f"{id}.md": text, f"{id}.mp3": SOUND + word(number).encode(), **beside}


def make(place: Path, stories: list[Told]) -> Path:
    """Write an archive of narratives with every kind of edition, and give its directory."""
    editions = {**SETTINGS["editions"], "prison": PRISON}
    files = {path: content for each in stories for path, content in each.files.items()}
    return archive(place, files, {"base_url": ADDRESS, "editions": editions})


def withdraw(directory: Path, *stories: Told) -> None:
    """Do by hand what a withdrawal does to the archive."""
    entries = []
    for each in stories:
        entries.append({"id": each.id, "withdrawn_on": "2026-11-20", "reason_code": "teller"})
        for path in each.files:
            (directory / path).unlink()
    (directory / "_withdrawn.yaml").write_text(dump(entries), encoding="utf-8")


def run(place: Path) -> Tried:
    """Build everything, withdraw one story, build again, and look through all that there is.

    place: an empty directory.
    """
    stories = narratives()
    directory, output = make(place, stories), place / "build"

    def everything() -> None:
        for edition in EDITIONS:
            find(directory, edition, ON, "chair", Wish(), cache=output / "cache")
        build(directory, output, ON, keep_going=True)

    everything()
    withdraw(directory, *(each for each in stories if each.gone))
    everything()
    tried = Tried(narratives=len(stories), editions=len(EDITIONS))
    tried.words = len(stories) * 2
    for path, content in every_file(output):
        where = path.relative_to(output)
        for inside, opened in unpacked(where.as_posix(), content):
            tried.files += 1
            _look(where, inside, opened.lower(), stories, tried)
    return tried


def _look(where: Path, inside: str, content: bytes, stories: list[Told], tried: Tried) -> None:
    edition, by, asks = where.parts[0], "elsewhere", frozenset[str]()
    if edition == "cache":
        edition, by = where.parts[2], "cache"
    elif edition in EDITIONS:
        publisher = maker(where.relative_to(edition).as_posix())
        by, asks = publisher.name, frozenset(publisher.asks)
    shows = tried.shows.setdefault(by, set())
    for each in stories:
        is_there = each.word.encode() in content
        is_named = each.id.encode() in content or each.id in inside
        if edition in each.editions and asks <= each.scopes:
            shows |= {each.id} if is_there or is_named else set()
        elif is_there or (is_named and not each.gone):
            tried.leaks.append(f"{inside}: {each.word if is_there else each.id}")


def maker(path: str) -> Publisher:
    """Say which publisher makes a file; it is an error when none does, or more than one."""
    (found,) = [
        publisher
        for publisher in PUBLISHERS
        if any(re.fullmatch(re.escape(a).replace(r"\*", "[^/]*"), path) for a in publisher.makes)
    ]
    return found


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file, and all that is inside it where it is an archive."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            for entry in opened.namelist():
                yield from unpacked(f"{name}/{entry}", opened.read(entry))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place))
    print(found)
    for leak in found.leaks:
        print(leak)
    sys.exit(bool(found.leaks))
