import gzip
import http.client
import json
import math
import sys
import time
from pathlib import Path

import pytest

from storyarchive.search import analysis, passages
from tests.benchmarks import alarms, measuring, processes, relevance
from tests.benchmarks.relevance import Document

DOCUMENTS = [
    ("1", "The gate", "Nobody met me when I was released, so I walked to the bus station."),
    ("2", "Sober", "I signed the pledge and have not had a drink since the winter."),
    ("3", "", "The chaplain lent me books about faith and I read them in the cell at night."),
    ("4", "A job in the yard", "Working with my hands kept me from drinking & from old friends."),
    ("5", "Keys", "They gave me the keys to the store: *me*, of all people. <I> laughed_out_loud."),
    (
        "6",
        "A mother's letters #7 " + "and more of them " * 6,
        "- She wrote every week.\n1. Always.",
    ),
]
QUESTIONS = [
    ("a", "Who stopped drinking?"),
    ("b", "keys to the store"),
    ("c", "nobody judged this"),
]
RELEVANT = ["a\t2\t2", "a\t4\t1", "b\t5\t1", "b\t1\t0"]


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """Write a collection of six documents, two of three questions having an answer."""
    place = tmp_path / "collections" / "tiny"
    place.mkdir(parents=True)
    documents = [{"id": id, "title": title, "text": text} for id, title, text in DOCUMENTS]
    questions = [{"id": id, "text": text} for id, text in QUESTIONS]
    for name, lines in (("corpus", documents), ("queries", questions)):
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        (place / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (place / "qrels.tsv").write_text("\n".join(RELEVANT) + "\n", encoding="utf-8")
    return place.parent


def test_the_gain_of_a_ranking_is_what_one_works_out_by_hand() -> None:
    """
    Gains of 3 and 1 in places 2 and 4, of at best 3, 2 and 1 in places 1 to 3; the order of others is nothing.
    """
    relevant = {"a": 3, "b": 2, "c": 1}
    gain = 3 / math.log2(3) + 1 / math.log2(5)
    best = 3 + 2 / math.log2(3) + 1 / 2

    assert gain / best == pytest.approx(relevance.ndcg(["x", "a", "y", "c"], relevant))
    assert relevance.ndcg(["a", "b", "c", "x"], relevant) == 1
    assert relevance.ndcg([], relevant) == 0


def test_only_ten_places_count_for_gain_and_a_hundred_for_recall() -> None:
    """
    The best order has no more than ten places either.
    """
    many = {str(number): 1 for number in range(20)}
    others = [f"x{number}" for number in range(100)]

    assert relevance.ndcg([str(number) for number in range(10)], many) == 1
    assert relevance.ndcg([*others[:10], "0"], many) == 0
    assert relevance.recall([*others[:99], "0"], many) == 1 / 20
    assert relevance.recall([*others, "0"], many) == 0


def test_every_engine_is_measured_on_a_collection_of_any_size(
    collections: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Ours finds both answers; those that are not installed are named all the same.
    """
    monkeypatch.setattr(
        sys,
        "argv",
        ["relevance", "--collections", str(collections), "--details", "--set", "K1=1,2"],
    )

    relevance.main()

    said = capsys.readouterr().out
    lines = {line.split("  ")[0]: line.split()[1:] for line in said.splitlines()}
    assert "tiny: 6 documents, 2 questions" in said
    assert ["1.0000", "1.0000"] == lines["K1=1"] == lines["K1=2"]
    assert set(relevance.PEERS) < set(lines)
    assert "b: keys to the store" in said


def test_a_peer_that_is_not_installed_is_named(
    collections: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The others are measured.
    """

    def missing(_: object) -> relevance.Ask:
        raise ModuleNotFoundError

    monkeypatch.setattr(relevance, "PEERS", {"Tantivy": missing, "SQLite": relevance.fts5})
    monkeypatch.setattr(sys, "argv", ["relevance", "--collections", str(collections)])

    relevance.main()

    lines = capsys.readouterr().out.splitlines()
    assert ["Tantivy", "not", "installed"] in [line.split() for line in lines]
    assert any(line.startswith("SQLite  ") and line[-1].isdigit() for line in lines)


def test_without_collections_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    They may not be published, so most people do not have them; nothing fails.
    """
    monkeypatch.setattr(sys, "argv", ["relevance", "--collections", str(tmp_path)])

    relevance.main()

    assert f"There are no test collections in {tmp_path}, so nothing was measured.\n" == (
        capsys.readouterr().out
    )


def test_no_word_of_a_document_is_lost_or_added(tmp_path: Path) -> None:
    """
    Whatever looks like Markdown is text, and what is too long for a title goes on in the story.
    """
    documents = [Document(*document) for document in DOCUMENTS]

    library = relevance.library_of(documents, tmp_path / "archive")

    for document, story in zip(documents, library.stories, strict=True):
        title = story.title if document.title else ""
        words = analysis.split(f"{title} {passages.plain(story.text)}")
        assert analysis.split(f"{document.title} {document.text}") == words


def test_a_constant_is_put_back_after_it_was_tried() -> None:
    """
    Also one of a frozen weight, which the ranking holds in more than one table.
    """
    before = relevance.assign("body.b", 0.5)

    assert relevance.assign("body.b", before) == 0.5
    assert relevance.assign("body.b", before) == before
    with pytest.raises(SystemExit, match=r"no constant body\.c"):
        relevance.assign("body.c", 1)


def test_all_combinations_of_constants_are_tried() -> None:
    """
    Without any, the constants are tried as they are.
    """
    assert [{"K1": 1, "body.b": 0.5}, {"K1": 2, "body.b": 0.5}] == list(
        relevance.combinations(["K1=1,2", "body.b=0.5"])
    )
    assert [{}] == list(relevance.combinations([]))


def test_a_table_is_aligned() -> None:
    """
    The first column stands to the left and the others to the right, the longest cell making the width.
    """
    expected = """\
          median  ratio
--------  ------  -----
requests      28   1.47
ms         1,583"""

    rows = [["requests", "28", "1.47"], ["ms", "1,583", ""]]

    assert expected == measuring.table(["", "median", "ratio"], rows)


def test_alarms_are_counted_without_a_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The example stories, in which all names are declared, hold no false alarm; undeclared, they hold many.
    """
    alarms.main(["--corpus", str(tmp_path / "none")])

    said = capsys.readouterr().out.splitlines()
    total = next(line for line in said if line.startswith("all "))
    names = next(line for line in said if line.startswith("who.cap-single "))
    assert said[0].startswith("There is no corpus in")
    assert total.split()[:3] == ["all", "0", "0.00"]
    assert int(names.split()[1]) > 10


def test_a_percentile_is_one_of_the_values() -> None:
    """
    95 of 100 numbers are not above it.
    """
    assert measuring.percentile(range(1, 101), 95) == 95
    assert measuring.percentile([7, 3], 95) == 7
    assert measuring.percentile([7, 3], 50) == 3


def test_a_number_that_is_not_there_has_no_ratio() -> None:
    """
    What is not installed is named once, where its number would be.
    """
    assert ["1,234", "0.50"] == [measuring.number(1234.4), measuring.ratio(2, 4)]
    assert ["not installed", "–"] == [measuring.number(None), measuring.ratio(2, None)]


def test_a_program_is_timed_and_its_memory_measured() -> None:
    """
    Fifty megabytes that it holds are seen, and what it measured itself is handed back.
    """
    done = processes.run([sys.executable, "-c", "held = bytearray(50_000_000); print('done')"])
    _, numbers = processes.run_function("json", "loads", '{"seconds": 2.5}')

    assert done.said == "done\n"
    assert done.seconds > 0
    assert done.memory > 50_000_000
    assert numbers == {"seconds": 2.5}


def test_a_program_that_fails_stops_the_benchmark() -> None:
    """
    With what it said.
    """
    with pytest.raises(SystemExit, match="alas"):
        processes.run([sys.executable, "-c", "raise SystemExit('alas')"])


def test_the_server_counts_what_it_sends(tmp_path: Path) -> None:
    """
    Pages are compressed, other files are not.
    """
    (tmp_path / "page.html").write_text("words " * 200)
    (tmp_path / "data.bin").write_bytes(b"data")

    with measuring.served(tmp_path) as site:
        host = site.address.removeprefix("http://").rstrip("/")
        line = http.client.HTTPConnection(host)
        line.request("GET", "/page.html?1")
        page = line.getresponse()
        assert page.getheader("Content-Encoding") == "gzip"
        assert gzip.decompress(page.read()) == b"words " * 200
        line.request("GET", "/data.bin")
        assert line.getresponse().read() == b"data"
        line.request("GET", "/missing")
        assert line.getresponse().read() == b""
        line.close()

    assert ["/page.html", "/data.bin", "/missing"] == [path for path, _ in site.sent]
    assert all(10 < size < 300 for _, size in site.sent)


def test_a_slow_line_makes_everything_later(tmp_path: Path) -> None:
    """
    Ten thousand bytes at a hundred thousand a second take a tenth of a second, after those of the latency.
    """
    (tmp_path / "data.bin").write_bytes(bytes(10_000))

    with measuring.served(tmp_path) as site:
        site.line = measuring.Line(latency=0.1, speed=100_000)
        started = time.monotonic()
        line = http.client.HTTPConnection(site.address.removeprefix("http://").rstrip("/"))
        line.request("GET", "/data.bin")
        line.getresponse().read()
        line.close()
        took = time.monotonic() - started

    assert took >= 0.2
