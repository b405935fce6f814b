"""A preview on this computer only, built again whenever a file changes."""

import sys
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchfiles import DefaultFilter, watch

from storyarchive.errors import OutputError

_NAMES = ("localhost", "127.0.0.1", "[::1]")
_METHODS = ("GET", "HEAD")
_FIRST_PAGES = ("index.html", "index.htm")
_PATIENCE = 30
"""Seconds that a browser may take for a line of its request, or to take a piece of the answer."""


class _Preview(SimpleHTTPRequestHandler):
    """Answers GET and HEAD from one directory, to this computer."""

    server_version = "storyarchive"
    sys_version = ""
    timeout = _PATIENCE

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        # A page elsewhere could point a name of its own at this computer and read drafts through it.
        if not self._is_meant():
            self._refuse(HTTPStatus.FORBIDDEN, "This preview answers to localhost only.")
            return False
        if self.command not in _METHODS:
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "This preview can only be read.")
            return False
        return True

    def _is_meant(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        port = self.connection.getsockname()[1]
        meant = {f"{name}:{port}" for name in _NAMES} | set(_NAMES if port == 80 else ())
        return len(hosts) == 1 and hosts[0].strip().lower() in meant

    def send_head(self) -> Any:
        if not self._is_inside():
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
            return None
        return super().send_head()

    def _is_inside(self) -> bool:
        """Tell whether an address leads to a file or directory of the site; a link may lead out of it."""
        try:
            place = Path(self.translate_path(self.path)).resolve()
            # What stands for a directory is its first page.
            pages = [place / name for name in _FIRST_PAGES] if place.is_dir() else []
            return all(map(self._is_of_the_site, [place, *pages]))
        # A NUL or half a letter, an address that is too long, a loop of links.
        except (ValueError, OSError, RuntimeError):
            return False

    def _is_of_the_site(self, place: Path) -> bool:
        found = place.resolve()
        plain = found.is_file() or found.is_dir() or not found.exists()
        return plain and found.is_relative_to(Path(self.directory).resolve())

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        said = f"{sentence}\n".encode()
        self.send_response(status)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", ", ".join(_METHODS))
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # The search files are scripts, and a page elsewhere could run them and read drafts in them.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what somebody reads is not written down."""


class _Server(ThreadingHTTPServer):
    """Answers each browser in a thread of its own, so that none waits for another."""

    request_queue_size = 100

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes away in the middle is no fault of anybody's.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Others(DefaultFilter):
    """Lets changes through, but those that the rebuilding makes."""

    def __init__(self, ignored: Path | None) -> None:
        super().__init__(ignore_paths=[ignored.resolve()] if ignored else None)


def server(directory: Path, port: int) -> ThreadingHTTPServer:
    """Make a server of a directory on this computer. port: 0 for any that is free.

    Raises OutputError when the port is taken.
    """
    try:
        return _Server(("127.0.0.1", port), partial(_Preview, directory=str(directory)))
    except OSError as error:
        raise OutputError(
            f"Port {port} cannot be used ({error.strerror}): choose another with --port."
        ) from error


def serve(
    directory: Path,
    watched: tuple[Path, ...],
    rebuild: Callable[[], None],
    port: int,
    ready: Callable[[str], None],
    ignored: Path | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Show a directory in the browser and build it again when something changes, until stopped.

    watched: directories to look at. rebuild: makes the directory anew and says itself what went
    wrong. ready: told the address. ignored: a directory within them that the rebuilding itself
    changes. stop: ends the preview; else Ctrl+C does.
    """
    stop = stop or threading.Event()
    with server(directory, port) as web:
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        ready(f"http://localhost:{web.server_address[1]}/")
        present = [place for place in watched if place.is_dir()]
        try:
            changes = watch(
                *present, stop_event=stop, raise_interrupt=False, watch_filter=_Others(ignored)
            )
            for _ in changes:
                rebuild()
        finally:
            web.shutdown()
            thread.join()
