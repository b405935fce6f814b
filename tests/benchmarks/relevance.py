"""Measure how well the search ranks, on collections with known answers, beside other search engines.

    python -m tests.benchmarks.relevance
    python -m tests.benchmarks.relevance cisi --details
    python -m tests.benchmarks.relevance --alone --set K1=0.9,1.2 --set body.b=0.5,0.75

A collection is a directory with `corpus.jsonl` (id, title, text), `queries.jsonl` (id, text) and
`qrels.tsv` (query, document, relevance). Each document becomes a story of an archive that is thrown
away, and every question goes through the program's own `search`. The others get title and text as
two fields, and all words of the question, any of which may match, with the settings they come with.

nDCG@10 is as trec_eval has it: the gain of a document is its relevance, divided by log2 of its place
and one, beside the same of the best possible order. recall@100 is how many of the relevant documents
are among the first hundred. Both are means over all questions that have a relevant document.

The program is measured as it comes, and once more without its thesaurus, which knows wings of prisons,
not of aeroplanes.

`--set` tries other constants: NAME=VALUE, or several values with commas between them, where NAME is
`K1` or another number of a module in `search/`, or `field.boost` or `field.b` of the ranking's weights.
All combinations are measured, each on a line of its own. What goes into the index stays as it is.
"""

import argparse
import importlib
import itertools
import json
import math
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from storyarchive.content.archive import load
from storyarchive.content.library import Library, open_library
from storyarchive.search import facts, query, ranking
from storyarchive.search.keeping import open_index
from tests.benchmarks import measuring
from tests.benchmarks.make_archive import ALPHABET, HELP, SETTINGS
from tests.benchmarks.measuring import NOT_INSTALLED, table
from tests.made import ON, PROJECT

COLLECTIONS = PROJECT.parent / "shared" / "corpora" / "ir"
DEPTH = 100
"""Documents that each engine is asked for."""

OURS = "storyarchive"
BARE = "storyarchive without its thesaurus"

# The themes and the summary are the same in every story and must match no question.
THEMES = ("measured-one", "measured-two")
STORY = """\
pseudonym: Nobody
summary: Something.
language: en
format: text
role: mentee
setting: community
themes: [measured-one, measured-two]
stage_now: early-days
stages: [early-days]
content_notes: []
told_in: "2020s"
names: []
basis: public-domain
consent: {record: CR-0000, scopes: {public-web: yes}}
status: published
history:
- {to: draft, date: 2026-05-01, by: editor-1}
- {to: consented, date: 2026-05-02, by: editor-1}
- {to: published, date: 2026-05-18, by: reviewer-2}
safety:
  intruder_test: {date: 2026-05-16, by: reviewer-2, result: pass}
  live_case: no
  unreported_crime: no
checks: {acknowledged: []}
provenance:
  source: A test collection
  edited: [shortened]
  work: {title: A test collection, author: Nobody, year: 1970, rights: For measuring with only.}
"""


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    """Can be empty."""
    text: str


@dataclass(frozen=True)
class Collection:
    """Documents, questions, and which documents answer them."""

    name: str
    documents: tuple[Document, ...]
    questions: Mapping[str, str]
    """Those that have a relevant document."""
    relevant: Mapping[str, Mapping[str, int]]
    """Question → document → relevance, above 0."""


@dataclass(frozen=True)
class Score:
    """How well one question was answered, or the mean over many."""

    ndcg: float
    recall: float


Ask = Callable[[str], Sequence[str]]
"""Gives the ids of the documents found for a question, the best first."""


def main() -> None:
    given = _arguments()
    collections = [read_collection(place) for place in found_in(given.collections, given.names)]
    if not collections:
        print(f"There are no test collections in {given.collections}, so nothing was measured.")
        return
    for collection in collections:
        for line in measured(collection, given):
            print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how well the search ranks.")
    parser.add_argument("names", nargs="*", help="collections to measure with (default: all)")
    parser.add_argument("--collections", type=Path, default=COLLECTIONS, help="where they are")
    parser.add_argument("--details", action="store_true", help="every question, the worst first")
    parser.add_argument("--alone", action="store_true", help="leave the other engines out")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE[,VALUE]...", dest="settings"
    )
    return parser.parse_args()


def found_in(place: Path, names: Sequence[str] = ()) -> list[Path]:
    """Give the collections in a directory, in order."""
    places = sorted(path.parent for path in place.glob("*/qrels.tsv"))
    return [path for path in places if not names or path.name in names]


def read_collection(place: Path) -> Collection:
    """Read a collection; questions without a relevant document are left out."""
    relevant: dict[str, dict[str, int]] = {}
    for line in (place / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, relevance = line.split("\t")
        if int(relevance) > 0:
            relevant.setdefault(question, {})[document] = int(relevance)
    return Collection(
        name=place.name,
        documents=tuple(
            Document(line["id"], line["title"], line["text"])
            for line in _lines(place / "corpus.jsonl")
        ),
        questions={
            line["id"]: line["text"]
            for line in _lines(place / "queries.jsonl")
            if line["id"] in relevant
        },
        relevant=relevant,
    )


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def measured(collection: Collection, given: argparse.Namespace) -> Iterator[str]:
    """Measure all engines on a collection, and give the lines to print."""
    peers = {} if given.alone else PEERS
    scores: dict[str, dict[str, Score] | None] = {}
    with tempfile.TemporaryDirectory(prefix="storyarchive-") as work:
        with ours(collection.documents, Path(work)) as ask:
            for settings in combinations(given.settings):
                with_settings = ", ".join(f"{name}={value:g}" for name, value in settings.items())
                before = {name: assign(name, value) for name, value in settings.items()}
                scores[with_settings or OURS] = score(collection, ask)
                for name, value in before.items():
                    assign(name, value)
        if not given.alone:
            with ours(collection.documents, Path(work) / "bare", with_thesaurus=False) as ask:
                scores[BARE] = score(collection, ask)
        for name, prepare in peers.items():
            try:
                scores[name] = score(collection, prepare(collection.documents))
            except (ImportError, sqlite3.OperationalError):
                scores[name] = None
    documents, questions = len(collection.documents), len(collection.questions)
    yield f"\n{collection.name}: {documents:,} documents, {questions:,} questions\n"
    rows = [_row(name, found) for name, found in scores.items()]
    yield table(["", "nDCG@10", "recall@100"], rows)
    if given.details:
        yield ""
        yield details(collection, scores)


def _row(name: str, scores: Mapping[str, Score] | None) -> list[str]:
    if scores is None:
        return [name, NOT_INSTALLED, ""]
    whole = mean(list(scores.values()))
    return [name, f"{whole.ndcg:.4f}", f"{whole.recall:.4f}"]


def details(collection: Collection, scores: Mapping[str, Mapping[str, Score] | None]) -> str:
    """Lay out every question beside the best peer, the one that we lose most with first."""
    (first, ours), *others = [(name, found) for name, found in scores.items() if found]
    best, theirs = max(
        others or [(first, ours)], key=lambda named: mean(list(named[1].values())).ndcg
    )
    order = sorted(collection.questions, key=lambda id: ours[id].ndcg - theirs[id].ndcg)
    rows = [
        [
            " ".join(f"{id}: {collection.questions[id]}".split())[:90],
            f"{ours[id].ndcg:.3f}",
            f"{theirs[id].ndcg:.3f}",
            f"{ours[id].ndcg - theirs[id].ndcg:+.3f}",
        ]
        for id in order
    ]
    return table(["nDCG@10 of each question", first, best, ""], rows)


def score(collection: Collection, ask: Ask) -> dict[str, Score]:
    """Ask every question of a collection."""
    scores = {}
    for id, words in collection.questions.items():
        found = list(ask(words))[:DEPTH]
        relevant = collection.relevant[id]
        scores[id] = Score(ndcg(found, relevant), recall(found, relevant))
    return scores


def mean(scores: Sequence[Score]) -> Score:
    count = max(1, len(scores))
    return Score(sum(s.ndcg for s in scores) / count, sum(s.recall for s in scores) / count)


def ndcg(found: Sequence[str], relevant: Mapping[str, int], places: int = 10) -> float:
    """Give the gain of the first places, each worth less than the one before, beside the best possible gain."""
    best = _gain(sorted(relevant.values(), reverse=True)[:places])
    return _gain([relevant.get(id, 0) for id in found[:places]]) / best


def _gain(relevances: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(relevances))


def recall(found: Sequence[str], relevant: Mapping[str, int], places: int = DEPTH) -> float:
    """Give the share of the relevant documents that stand in the first places."""
    return len(relevant.keys() & set(found[:places])) / len(relevant)


def combinations(settings: Sequence[str]) -> Iterator[dict[str, float]]:
    """Give every combination of the values that constants shall have: `["K1=1,2"]` to K1=1 and K1=2."""
    named = [setting.partition("=")[::2] for setting in settings]
    names = [name for name, _ in named]
    for values in itertools.product(*(values.split(",") for _, values in named)):
        yield dict(zip(names, map(float, values), strict=True))


def assign(name: str, value: float) -> float:
    """Give a constant of the ranking another value, and say what it was."""
    field, _, part = name.rpartition(".")
    modules = [m for m in sys.modules.values() if m.__name__.startswith("storyarchive.search.")]
    places: list[object] = [ranking.WEIGHTS.get(field)] if field else list(modules)
    found = [place for place in places if isinstance(getattr(place, part, None), int | float)]
    if not found:
        sys.exit(f"There is no constant {name} in the search.")
    before: float = getattr(found[0], part)
    for place in found:
        # Weights are frozen, and the ranking holds the same ones in other tables too.
        object.__setattr__(place, part, type(before)(value))
    return before


@contextmanager
def ours(documents: Sequence[Document], work: Path, with_thesaurus: bool = True) -> Iterator[Ask]:
    """Make the documents stories of an archive, and ask its library."""
    ids = {_id(number): document.id for number, document in enumerate(documents)}
    library = library_of(documents, work / "archive", with_thesaurus)
    with open_index(library, work / "cache") as index:
        desk = query.Desk(facts.catalogue(library), index)
        yield lambda words: [ids[hit.id] for hit in desk.ask(words, limit=DEPTH).hits]


def library_of(documents: Sequence[Document], place: Path, with_thesaurus: bool = True) -> Library:
    """Write an archive of the documents and open its library by the front door."""
    _vocabulary(place / "_vocabulary", with_thesaurus)
    (place / "_archive.yaml").write_text(SETTINGS, encoding="utf-8")
    (place / "_withdrawn.yaml").write_text("[]\n", encoding="utf-8")
    (place / "_help").mkdir()
    (place / "_help" / "gb.yaml").write_text(HELP, encoding="utf-8")
    for number, document in enumerate(documents):
        id = _id(number)
        (place / f"{id}.md").write_text(narrative(id, document), encoding="utf-8")
    archive = load(place)
    library = open_library(archive, "public", ON)
    if len(library.stories) != len(documents):
        lost = "\n".join(map(str, archive.problems[:5]))
        sys.exit(f"Of {len(documents)} documents only {len(library.stories)} are stories.\n{lost}")
    return library


def _vocabulary(place: Path, with_thesaurus: bool) -> None:
    """Copy the project's vocabulary, with two themes more that no question is about."""
    shutil.copytree(PROJECT / "narratives" / "_vocabulary", place)
    themes = yaml.safe_load((place / "themes.yaml").read_text(encoding="utf-8"))
    group = themes["groups"][0]["id"]
    themes["themes"] += [
        {"id": id, "group": group, "label": f"Xqz{number}", "definition": "For measuring."}
        for number, id in enumerate(THEMES)
    ]
    (place / "themes.yaml").write_text(yaml.safe_dump(themes), encoding="utf-8")
    if not with_thesaurus:
        (place / "thesaurus.yaml").write_text("synonyms: []\n", encoding="utf-8")


def narrative(id: str, document: Document) -> str:
    """Write a document as a narrative; what is too long for a title goes on at the head of the text."""
    title = " ".join(document.title.split())
    text = " ".join(document.text.split())
    head, rest = _cut(title or text or "Nothing", 70)
    body = f"{rest} {text}" if title else text
    return f"---\nid: {id}\ntitle: {json.dumps(head)}\n{STORY}---\n\n{_escaped(body.strip() or head)}\n"


def _cut(text: str, longest: int) -> tuple[str, str]:
    if len(text) <= longest:
        return text, ""
    head = text[: longest + 1].rpartition(" ")[0] or text[:longest]
    return head, text[len(head) :].strip()


def _escaped(text: str) -> str:
    """Write plain text as Markdown: with a backslash before all that could mean something."""
    marked = re.sub(r"[\\`*_{}\[\]()<>#&~|^$!]", r"\\\g<0>", text)
    # Only a first line can begin a list or a rule, and there is but one line.
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", marked)


def _id(number: int) -> str:
    letters = ""
    for _ in range(5):
        number, digit = divmod(number, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return f"s-{letters}"


def fts5(documents: Sequence[Document]) -> Ask:
    """Ask SQLite's full-text search: porter stems, bm25, the words of the question with OR between them."""
    held = sqlite3.connect(":memory:")
    held.execute(
        "create virtual table held using fts5(id unindexed, title, body, tokenize='porter unicode61')"
    )
    held.executemany(
        "insert into held values (?, ?, ?)", [(d.id, d.title, d.text) for d in documents]
    )

    def ask(words: str) -> list[str]:
        any_of = " OR ".join(f'"{word}"' for word in _words(words))
        rows = held.execute(
            "select id from held where held match ? order by bm25(held), rowid limit ?",
            (any_of, DEPTH),
        )
        return [id for (id,) in rows]

    return ask


def tantivy(documents: Sequence[Document]) -> Ask:
    """Ask tantivy: its English stemmer over title and body, BM25, any word of the question."""
    module: Any = importlib.import_module("tantivy")
    builder = module.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="en_stem")
    index = module.Index(builder.build())
    writer = index.writer()
    for document in documents:
        fields = {"id": document.id, "title": document.title, "body": document.text}
        writer.add_document(module.Document(**fields))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(words: str) -> list[str]:
        any_of = index.parse_query(" ".join(_words(words)), ["title", "body"])
        hits = searcher.search(any_of, DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return ask


def whoosh(documents: Sequence[Document]) -> Ask:
    """Ask Whoosh as it comes: its stemming analyser over title and body, BM25F, any word of the question."""
    names = ("analysis", "fields", "filedb.filestore", "qparser")
    analysis, fields, store, qparser = map(measuring.whoosh, names)
    stemmed = fields.TEXT(analyzer=analysis.StemmingAnalyzer())
    schema = fields.Schema(id=fields.STORED, title=stemmed, body=stemmed)
    index = store.RamStorage().create_index(schema)
    writer = index.writer()
    for document in documents:
        writer.add_document(id=document.id, title=document.title, body=document.text)
    writer.commit()
    searcher = index.searcher()
    parser = qparser.MultifieldParser(["title", "body"], schema, group=qparser.OrGroup)

    def ask(words: str) -> list[str]:
        any_of = parser.parse(" ".join(_words(words)))
        return [hit["id"] for hit in searcher.search(any_of, limit=DEPTH)]

    return ask


def _words(text: str) -> list[str]:
    """Give the words of a question in small letters, so that no engine takes one for an operator."""
    return re.findall(r"\w+", text.lower())


PEERS: Mapping[str, Callable[[Sequence[Document]], Ask]] = {
    "SQLite FTS5": fts5,
    "tantivy": tantivy,
    "Whoosh": whoosh,
}


if __name__ == "__main__":
    main()
