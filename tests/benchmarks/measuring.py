"""Measuring is what the benchmarks share: tables, medians, archives and a server."""

import argparse
import gzip
import importlib
import math
import mimetypes
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.benchmarks import make_archive
from tests.benchmarks.processes import run

NOT_INSTALLED = "not installed"
"""Stands in a table for what could not be measured."""

COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg"})
"""What web servers commonly send gzipped."""

ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""What a server must say for a page to be told how much memory it takes."""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table: the first column to the left, the others to the right, a line under the headings."""
    widths = [max(len(row[at]) for row in (headings, *rows)) for at in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return "  ".join([first.ljust(widths[0]), *cells]).rstrip()

    return "\n".join([line(headings), line(["-" * width for width in widths]), *map(line, rows)])


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table as Markdown: the first column to the left, the others to the right."""
    widths = [max(3, *(len(row[at]) for row in (headings, *rows))) for at in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return f"| {' | '.join([first.ljust(widths[0]), *cells])} |"

    rules = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([line(headings), line(rules), *map(line, rows)])


def number(value: float | None, form: str = ",.0f") -> str:
    """Write a number, or that there is none since a peer is not installed."""
    return NOT_INSTALLED if value is None else format(value, form)


def ratio(ours: float, theirs: float | None) -> str:
    """Say how many times theirs ours is."""
    return f"{ours / theirs:.2f}" if theirs else "–"


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the smallest of the values that so many percent of them do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def arguments(description: str, sizes: Sequence[int]) -> argparse.ArgumentParser:
    """Read what every benchmark of sizes takes: how many stories, and where to keep what is made."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("sizes", type=int, nargs="*", default=list(sizes), help="how many stories")
    parser.add_argument("--corpus", type=Path, default=make_archive.CORPUS, help="where texts are")
    parser.add_argument("--work", type=Path, help="keep what is made here for the next time")
    return parser


def whoosh(module: str) -> Any:
    """Give a module of Whoosh as it comes."""
    with warnings.catch_warnings():
        # Whoosh 2.7.4 has string escapes that newer Pythons warn of when they first compile it.
        warnings.simplefilter("ignore")
        return importlib.import_module(f"whoosh.{module}")


@contextmanager
def workplace(given: Path | None, inside: Path | None = None) -> Iterator[Path]:
    """Give the directory to work in: the one that was asked for, or one that goes away.

    inside: where the one that goes away is made.
    """
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="storyarchive-", dir=inside) as place:
        yield Path(place)


def archive_of(stories: int, work: Path, corpus: Path, words: int | None = None) -> Path:
    """Give the directory of an archive of so many stories, making it when it is not there.

    words: of a story on average, which also has rich front matter; without it they are as they are.
    """
    length = [] if words is None else ["--words", words]
    place = work / "-".join(["archive", str(stories), *map(str, length[1:])])
    if not place.is_dir():
        unfinished = place.with_name(f"{place.name}.new")
        program = "tests.benchmarks.make_archive"
        made = run(
            [sys.executable, "-m", program, stories, unfinished, "--corpus", corpus, *length]
        )
        print(made.said.strip(), file=sys.stderr)
        unfinished.rename(place)
    return place


@dataclass(frozen=True)
class Size:
    """What a directory takes."""

    files: int
    plain: int
    """Bytes of the files as they are."""
    gzipped: int
    """Bytes as a web server sends them."""


def size(directory: Path) -> Size:
    """Measure the files of a directory."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    return Size(
        files=len(files),
        plain=sum(path.stat().st_size for path in files),
        gzipped=sum(len(sent(path)) for path in files),
    )


def sent(path: Path) -> bytes:
    """Give what a server sends of a file to a browser that takes gzip."""
    content = path.read_bytes()
    return gzip.compress(content, 6, mtime=0) if path.suffix in COMPRESSED else content


@dataclass(frozen=True)
class Line:
    """What lies between a server and a browser."""

    latency: float
    """Seconds that each request takes before its answer begins to come."""
    speed: float
    """Bytes a second, of all requests together."""


class Serving:
    """A directory served on this computer, which counts what is asked for and may be on a slow line.

    The line is here and not in the browser, for there it would slow down pages and not their workers,
    and would count the bytes of the ones and not of the others.
    """

    def __init__(self, directory: Path, headers: Mapping[str, str]) -> None:
        # All is read and compressed beforehand, so that only the browser is measured.
        self._answers = {
            f"/{path.relative_to(directory).as_posix()}": _answer(path, headers)
            for path in directory.rglob("*")
            if path.is_file()
        }
        self._lock = threading.Lock()
        self._waiting = 0
        self._last = 0.0
        self._free = 0.0
        self.address = ""
        """Where the directory begins, with a slash at its end."""
        self.line: Line | None = None
        self.sent: list[tuple[str, int]] = []
        """Path and bytes of each answer, with its headers."""

    def settle(self) -> None:
        """Wait until nothing has been asked for during half a second."""
        while self._waiting or time.monotonic() - self._last < 0.5:
            time.sleep(0.02)

    def answer(self, address: str, write: Callable[[bytes], object]) -> None:
        """Answer a request, as fast as the line allows."""
        path = unquote(address.partition("?")[0])
        content = self._answers.get(path, _MISSING)
        with self._lock:
            self.sent.append((path, len(content)))
            self._waiting += 1
        try:
            if self.line is None:
                write(content)
            else:
                self._crawl(content, self.line, write)
        finally:
            with self._lock:
                self._waiting -= 1
                self._last = time.monotonic()

    def _crawl(self, content: bytes, line: Line, write: Callable[[bytes], object]) -> None:
        time.sleep(line.latency)
        for start in range(0, len(content), _PACKET):
            packet = content[start : start + _PACKET]
            with self._lock:
                self._free = max(self._free, time.monotonic()) + len(packet) / line.speed
                there = self._free
            time.sleep(max(0.0, there - time.monotonic()))
            write(packet)


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_PACKET = 1460


def _answer(path: Path, headers: Mapping[str, str]) -> bytes:
    content = sent(path)
    said = {
        "Content-Type": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        "Content-Length": str(len(content)),
        "Cache-Control": "max-age=3600",
        **({"Content-Encoding": "gzip"} if path.suffix in COMPRESSED else {}),
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + content


@contextmanager
def served(directory: Path, headers: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """Serve a directory on this computer with HTTP/1.1, gzipped where that is common."""
    serving = Serving(directory, headers or {})

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            # A browser that closes its page hangs up on what it was sent.
            with suppress(ConnectionError):
                serving.answer(self.path, self.wfile.write)

    server = _Server(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    serving.address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield serving
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that hang up."""
