"""A preview on this computer only, built again whenever a file changes."""

import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from watchfiles import DefaultFilter, watch

from storyarchive.errors import OutputError

_HOSTS = frozenset({"localhost", "127.0.0.1"})


class _Preview(SimpleHTTPRequestHandler):
    """Answers GET and HEAD from one directory, to this computer."""

    server_version = "storyarchive"
    sys_version = ""

    def send_head(self) -> Any:
        # A page elsewhere could point a name of its own at this computer and read drafts through it.
        if self.headers.get("Host", "").partition(":")[0] not in _HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN, "This preview answers to localhost only.")
            return None
        if "\0" in unquote(self.path):
            self.send_error(HTTPStatus.NOT_FOUND, "There is no such page.")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND, "There is no such page.")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what somebody reads is not written down."""


class _Others(DefaultFilter):
    """Lets changes through, but those that the rebuilding makes."""

    def __init__(self, ignored: Path | None) -> None:
        super().__init__(ignore_paths=[ignored.resolve()] if ignored else None)


def server(directory: Path, port: int) -> ThreadingHTTPServer:
    """Make a server of a directory on this computer. port: 0 for any that is free.

    Raises OutputError when the port is taken.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Preview, directory=str(directory)))
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
