"""Measuring is what the benchmarks share: tables, medians, archives, child processes and a server."""

import argparse
import gzip
import importlib
import json
import math
import mimetypes
import os
import subprocess
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
from tests.made import ON, PROJECT

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
def workplace(given: Path | None) -> Iterator[Path]:
    """Give the directory to work in: the one that was asked for, or one that goes away."""
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="storyarchive-") as place:
        yield Path(place)


def archive_of(stories: int, work: Path, corpus: Path) -> Path:
    """Give the directory of an archive of so many stories, making it when it is not there."""
    place = work / f"archive-{stories}"
    if not place.is_dir():
        unfinished = work / f"archive-{stories}.new"
        program = "tests.benchmarks.make_archive"
        made = run([sys.executable, "-m", program, stories, unfinished, "--corpus", corpus])
        print(made.said.strip(), file=sys.stderr)
        unfinished.rename(place)
    return place


@dataclass(frozen=True)
class Run:
    """One run of a program."""

    seconds: float
    memory: int
    """The most bytes that were resident, of it or of a program that it waited for."""
    said: str


def run(command: Sequence[object]) -> Run:
    """Run a program to its end in the project, and measure it; stop the benchmark if it fails.

    Linux counts what this program holds to the memory of its children, so hold little while measuring.
    """
    words = [str(part) for part in command]
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            words, stdout=output, stderr=output, cwd=PROJECT, env={**os.environ, **_today()}
        )
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if child.returncode:
        sys.exit(f"{' '.join(words)}\nfailed:\n{said}")
    # Linux counts in kilobytes, macOS in bytes.
    return Run(seconds, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), said)


def run_function(module: str, function: str, *arguments: object) -> tuple[Run, dict[str, float]]:
    """Call a function in a program of its own with texts; it gives the numbers that it measured."""
    program = (
        f"import json, sys; from {module} import {function}\n"
        f"print(json.dumps({function}(*sys.argv[1:])))"
    )
    done = run([sys.executable, "-c", program, *arguments])
    numbers: dict[str, float] = json.loads(done.said.splitlines()[-1])
    return done, numbers


def _today() -> dict[str, str]:
    """Make the program take the day of the tests for today, whatever the day."""
    noon = time.mktime((ON.year, ON.month, ON.day, 12, 0, 0, 0, 0, -1))
    return {"SOURCE_DATE_EPOCH": str(int(noon))}


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
