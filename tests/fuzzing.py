"""Fuzzing guided by coverage: texts are changed at random, and those that reach new code are changed further.

`python -m tests.fuzzing --minutes 10` stops at the first input that brings an exception, takes more than five seconds
or more than a gigabyte, and writes it into `build/fuzzing/`. What it finds becomes a case with a name in
`tests/hostile.py`. It needs atheris (`pip install -e '.[fuzz]'`), which keeps in `build/fuzzing/` what it has learned.
"""

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["storyarchive.content", "storyarchive.publish", "storyarchive.search"]
):
    from storyarchive.content import reading, records, schema, wordbook
    from storyarchive.content.identity import folding
    from storyarchive.content.vocabulary import Vocabulary
    from storyarchive.publish import markdown
    from storyarchive.search import analysis, extracts, passages

from tests.hostile import BODIES, RAW, YAML
from tests.made import PROJECT, SETTINGS, dump, narrative

ID = "s-22222"


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary that comes with the project."""
    place = PROJECT / "narratives" / "_vocabulary"
    found, _ = wordbook.read(
        {name: (name, (place / name).read_bytes()) for name in wordbook.VOCABULARIES}
    )
    assert found
    return found


def a_story(raw: bytes) -> None:
    """Read a narrative file."""
    schema.read(raw, f"{ID}.md", ID, vocabulary())


def settings(raw: bytes) -> None:
    """Read settings, help lines, the list of the withdrawn and a vocabulary."""
    records.read_settings(raw, "_archive.yaml", vocabulary())
    records.read_help(raw, "gb.yaml", vocabulary())
    records.read_withdrawn(raw, "_withdrawn.yaml")
    wordbook.read(dict.fromkeys(wordbook.VOCABULARIES, ("words.yaml", raw)))


def a_text(raw: bytes) -> None:
    """Make a body into a page, and into words."""
    text = raw.decode("utf-8", "replace")
    # Only so much is remembered as helps; here nothing comes twice.
    markdown.passages.cache_clear()
    markdown.passages(text, True)
    plain = passages.plain(passages.unnoted(text))
    assert len("".join(extracts.split(plain))) >= 0
    reading.measure(text, "en")
    folding.fold(text)
    for language in ("en", "pl"):
        list(analysis.analyse(plain, language))


TARGETS: tuple[Callable[[bytes], None], ...] = (a_story, settings, a_text)


def one(data: bytes) -> None:
    """Try one input: its first byte says on what."""
    if data:
        TARGETS[data[0] % len(TARGETS)](data[1:])


def seed(place: Path) -> None:
    """Write what to begin with: honest files, and the hostile ones that are short."""
    place.mkdir(parents=True, exist_ok=True)
    texts = [b"\0" + narrative(ID).encode(), b"\1" + dump(SETTINGS).encode()]
    texts += [b"\0" + make()[:2_000] for make in RAW.values()]
    texts += [b"\1" + make()[:2_000].encode("utf-8", "replace") for make in YAML.values()]
    texts += [b"\2" + make()[:2_000].encode("utf-8", "replace") for make in BODIES.values()]
    for number, text in enumerate(texts):
        (place / f"seed-{number}").write_bytes(text)


def main() -> None:
    """Fuzz for some minutes."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    given = asked.parse_args()
    place = PROJECT / "build" / "fuzzing"
    seed(place / "corpus")
    bounds = [
        f"-max_total_time={int(given.minutes * 60)}",
        "-timeout=5",
        "-rss_limit_mb=1000",
        "-max_len=8000",
    ]
    atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={place}/", str(place / "corpus")], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
