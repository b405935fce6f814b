"""Make a valid archive of any size out of real, public-domain life stories.

    python -m tests.benchmarks.make_archive 1499 /tmp/archive --corpus PLACE
    python -m tests.benchmarks.make_archive 10000 /tmp/archive --words 700

PLACE holds Markdown files, a folder a book, with the front matter `title`, `source_title`,
`source_author`, `source_year`. Without it the example stories of this project are taken instead, and
the program says so: they are too few and too alike to measure with.

Themes, stages and content notes are given to each text by the vocabulary's own words, so that they
are plausible and the same every time. Where more narratives are asked for than there are texts,
paragraphs of two or three texts are put together anew. With `--words` the texts are cut after a
paragraph, to so many words on average, and the front matter is as rich as that of a story told today.
"""

import argparse
import json
import math
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import frontmatter
import yaml

from storyarchive.content import wordbook
from storyarchive.content.identity.folding import fold
from storyarchive.content.identity.safeguarding import METHOD_NOTES, methods
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.search import analysis
from tests.benchmarks import rich

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "corpora" / "public-domain"
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 700
"""Words of a text that is put together, where nothing else is asked."""

SETTINGS = """\
title: Old Roads
tagline: Life stories from old books, for measuring with.
language: en
country: gb
bases: [public-domain]
contact: {name: Nobody, ways: [This library is for measuring; it has no readers.]}
editions:
  public: {title: Open library, scopes: [public-web], on_the_web: yes}
"""

HELP = """\
country: United Kingdom
lines:
  - name: Example line
    what_for: A made-up line, so that the pages are as long as real ones.
    how: {phone: There is no number}
    hours: Never
    cost: Nothing
    checked_on: 2026-11-01
"""


@dataclass(frozen=True)
class Text:
    """One text of the corpus."""

    title: str
    work: str
    author: str
    year: int
    paragraphs: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make an archive of real old life stories.")
    parser.add_argument("number", type=int, help="how many narratives")
    parser.add_argument("directory", type=Path, help="where to write the archive")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="where the texts are")
    parser.add_argument("--words", type=int, help="words of a narrative, on average; rich fields")
    given = parser.parse_args()
    made = make(given.number, given.directory, given.corpus, given.words)
    print(f"{made:,} narratives in {given.directory}")


def make(number: int, directory: Path, corpus: Path, words: int | None = None) -> int:
    """Write an archive of `number` narratives to a directory that is not there yet, or empty.

    words: how many a narrative has on average, of a rich archive; without it they are as they are.
    """
    if directory.exists() and any(directory.iterdir()):
        sys.exit(f"{directory} is not empty: name a directory that is not there yet.")
    texts = list(_texts(corpus))
    vocabulary = _vocabulary(directory, texts)
    (directory / "_archive.yaml").write_text(SETTINGS, encoding="utf-8")
    (directory / "_withdrawn.yaml").write_text("[]\n", encoding="utf-8")
    (directory / "_help").mkdir()
    (directory / "_help" / "gb.yaml").write_text(HELP, encoding="utf-8")
    finder = Finder(vocabulary, texts)
    chosen = [
        texts[index] if index < len(texts) else _recombined(texts, index, words or LENGTH)
        for index in range(number)
    ]
    if words is not None:
        lengths = rich.cut([text.paragraphs for text in chosen], words)
        chosen = [
            replace(text, paragraphs=text.paragraphs[:length])
            for text, length in zip(chosen, lengths, strict=True)
        ]
    for index, text in enumerate(chosen):
        id = _id(index)
        narrative = _narrative(id, text, finder, index if words is not None else None)
        (directory / f"{id}.md").write_text(narrative, encoding="utf-8")
    return number


def _texts(corpus: Path) -> Iterator[Text]:
    files = sorted(path for path in corpus.glob("*/*.md")) if corpus.is_dir() else []
    if not files:
        print(
            f"There are no texts in {corpus}; the example stories are taken instead."
            " What is measured with them says little.",
            file=sys.stderr,
        )
        files = sorted((PROJECT / "narratives").glob("s-*.md"))
    for path in files:
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
        blocks = [block.strip() for block in re.split(r"\n\s*\n", post.content)]
        # Raw HTML and pictures are refused in stories; an old book has neither on purpose.
        blocks = [b.replace("<", "‹").replace("![", "[") for b in blocks if b and b != "* * *"]
        yield Text(
            title=str(post.get("title", path.stem)),
            work=str(post.get("source_title", "An example")),
            author=str(post.get("source_author", "Nobody")),
            year=int(str(post.get("source_year", 1900))),
            paragraphs=tuple(blocks),
        )


def _recombined(texts: Sequence[Text], index: int, least: int) -> Text:
    """Put paragraphs of two or three texts together, so many words or somewhat more, the same for one index."""
    chance = random.Random(index)
    sources = chance.sample(texts, min(len(texts), chance.choice((2, 3))))
    paragraphs: list[str] = []
    words = 0
    # Short texts may have fewer words together; then all of each is there.
    known = {paragraph for source in sources for paragraph in source.paragraphs}
    while words < least and len(paragraphs) < len(known):
        paragraph = chance.choice(chance.choice(sources).paragraphs)
        if paragraph in paragraphs:
            continue
        paragraphs.append(paragraph)
        words += len(paragraph.split())
    first = sources[0]
    title = " and ".join(source.title for source in sources[:2])
    return Text(title, first.work, first.author, first.year, tuple(paragraphs))


def _vocabulary(directory: Path, texts: Sequence[Text]) -> Vocabulary:
    """Copy the project's vocabulary, with the decades of the books added to its list."""
    place = directory / "_vocabulary"
    shutil.copytree(PROJECT / "narratives" / "_vocabulary", place)
    lists = place / "lists.yaml"
    decades = sorted({_decade(text.year) for text in texts})
    listed = lists.read_text(encoding="utf-8")
    lists.write_text(
        re.sub(
            r"^decades: \[(.*)\]",
            lambda m: f"decades: [{', '.join(json.dumps(d) for d in decades)}, {m.group(1)}]",
            listed,
            flags=re.MULTILINE,
        ),
        encoding="utf-8",
    )
    files = {name: (name, (place / name).read_bytes()) for name in wordbook.VOCABULARIES}
    vocabulary, problems = wordbook.read(files)
    if vocabulary is None:
        sys.exit("\n".join(map(str, problems)))
    return vocabulary


class Finder:
    """Finds the vocabulary's own words in texts."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[Text]) -> None:
        self.themes = {t.id: _phrases((t.label, *t.alt)) for t in vocabulary.themes}
        self.stages = {
            s.id: _single((s.label, s.definition, s.look_for)) for s in vocabulary.stages
        }
        self.notes = {
            note.id: _phrases(
                word
                for group in vocabulary.synonyms
                if group.content_note == note.id
                for word in (group.canonical, *group.both)
            )
            | _phrases([note.label])
            for note in vocabulary.notes
        }
        self.lists = {
            name: list(vocabulary.lists[name]) for name in ("services", "genders", "age_bands")
        }
        self.total = len(texts)
        self.seen: Counter[str] = Counter()
        for text in texts:
            self.seen.update(_ngrams(" ".join(text.paragraphs)).keys())

    def weigh(self, found: Mapping[str, int], phrases: frozenset[str]) -> float:
        """Weigh how much a text speaks of something: rare words tell more (inverse document frequency)."""
        return sum(
            (1 + math.log(found[phrase])) * math.log((1 + self.total) / (1 + self.seen[phrase]))
            for phrase in sorted(phrases & found.keys())
        )

    def speaks_of(self, text: str, note: str) -> bool:
        """Say whether a text has words of a content note."""
        return not self.notes[note].isdisjoint(_ngrams(text))

    def best(self, found: Mapping[str, int], kinds: Mapping[str, frozenset[str]]) -> list[str]:
        weights = {id: self.weigh(found, phrases) for id, phrases in kinds.items()}
        return [id for id in sorted(kinds, key=lambda id: -weights[id]) if weights[id] > 0]


def _phrases(words: Iterator[str] | Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(analysis.split(word)[0]) for word in words)


def _single(texts: Sequence[str]) -> frozenset[str]:
    filler = analysis.FILLER["en"]
    return frozenset(w for text in texts for w in analysis.split(text)[0] if w not in filler)


def _ngrams(text: str) -> Counter[str]:
    words = analysis.split(text)[0]
    return Counter(
        " ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)
    )


def _narrative(id: str, text: Text, finder: Finder, number: int | None = None) -> str:
    """Write a narrative; one that has a number has rich front matter."""
    body = "\n\n".join(text.paragraphs)
    found = _ngrams(body)
    themes = finder.best(found, finder.themes)[:4]
    themes += [id for id in ("making-sense", "setbacks") if id not in themes][: 2 - len(themes)]
    third = max(1, len(text.paragraphs) // 3)
    parts = [text.paragraphs[at : at + third] for at in range(0, third * 3, third)]
    ranked = [finder.best(_ngrams(" ".join(part)), finder.stages) for part in parts]
    stages = [stage[0] for stage in ranked if stage] or ["early-days"]
    counts = {
        note: sum(found[phrase] for phrase in phrases) for note, phrases in finder.notes.items()
    }
    # Notes are guessed here: an old book that tells how somebody died does not get one that forbids it.
    forbid = METHOD_NOTES if any(methods(fold(body))) else frozenset()
    scopes = dict.fromkeys(("public-web", "search-engines", "print", "offline"), "yes")
    fields: dict[str, object] = {
        "id": id,
        "pseudonym": text.author.split()[0][:40],
        "title": _cut(f"{text.title} ({text.work})", 70),
        "summary": _cut(" ".join(text.paragraphs[0].split()), 300),
        "language": "en",
        "format": "text",
        "role": "mentee",
        "setting": "prison" if "prison-life" in themes else "community",
        "themes": themes,
        "stage_now": stages[-1],
        "stages": stages,
        "content_notes": [
            {"id": note, "level": "described" if count > 2 else "mention"}
            for note, count in counts.items()
            if count and note not in forbid
        ],
        "told_in": _decade(text.year),
        "names": [],
        "basis": "public-domain",
        "consent": {
            "record": "CR-0000" if number is None else rich.record(number),
            "scopes": scopes,
        },
        "status": "published",
        "history": [
            {"to": "draft", "date": "2026-05-01", "by": "editor-1"},
            {"to": "consented", "date": "2026-05-02", "by": "editor-1"},
            {"to": "published", "date": "2026-05-18", "by": "reviewer-2"},
        ],
        "safety": {
            "intruder_test": {"date": "2026-05-16", "by": "reviewer-2", "result": "pass"},
            "live_case": "no",
            "unreported_crime": "no",
        },
        "checks": {"acknowledged": []},
        "provenance": {
            "source": "An old book",
            "edited": ["shortened"],
            "work": {
                "title": _cut(text.work, 200),
                "author": _cut(text.author, 120),
                "year": text.year,
                "rights": "Published before 1929, so in the public domain in the United States.",
            },
        },
    }
    if number is not None:
        fields |= rich.fields(number, text.paragraphs, finder.lists)
        scopes |= dict.fromkeys(rich.SCOPES, "yes")
        notes = [id for id, count in counts.items() if count and id not in forbid]
        body = "\n\n".join(rich.marked(text.paragraphs, notes, finder.speaks_of))
    front = yaml.dump(fields, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100_000)
    return f"---\n{front}---\n\n{body}\n"


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _cut(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _decade(year: int) -> str:
    return f"{year // 10 * 10}s"


def _id(index: int) -> str:
    """Give an id that tells nothing of the order: multiplying by a number prime to 30 scatters it."""
    number = (index * 7_368_787 + 11_111) % 30**5
    letters = []
    for _ in range(5):
        number, digit = divmod(number, 30)
        letters.append(ALPHABET[digit])
    return "s-" + "".join(letters)


if __name__ == "__main__":
    main()
