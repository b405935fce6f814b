import http.client
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storyarchive import serve
from storyarchive.errors import OutputError


@contextmanager
def serving(directory: Path) -> Iterator[int]:
    web = serve.server(directory, 0)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    try:
        yield web.server_address[1]
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


def ask(port: int, path: str, method: str = "GET", host: str = "localhost") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", f"{host}:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = (answer.status, answer.read())
    connection.close()
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "empty").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("home")
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "site"


def test_it_answers_this_computer_with_what_is_in_the_directory(site: Path) -> None:
    """
    GET and HEAD are answered, from the directory and nowhere else.
    """
    with serving(site) as port:
        assert (200, b"home") == ask(port, "/")
        assert (200, b"") == ask(port, "/", "HEAD")
        assert 501 == ask(port, "/", "POST")[0]
        for path in (
            "/../secret",
            "/%2e%2e/secret",
            "//secret",
            "/empty/",
            "/nothing.html",
            "/%00",
        ):
            status, body = ask(port, path)
            assert 404 == status, path
            assert b"secret\n" not in body


def test_a_page_elsewhere_cannot_read_through_it(site: Path) -> None:
    """
    A name of somebody's own that points to this computer is refused.
    """
    with serving(site) as port:
        assert 403 == ask(port, "/", host="evil.example")[0]
        assert 200 == ask(port, "/", host="127.0.0.1")[0]


def test_it_listens_to_this_computer_only(site: Path) -> None:
    """
    Others on the network do not see a preview.
    """
    with serve.server(site, 0) as web:
        assert "127.0.0.1" == web.server_address[0]


def test_a_port_that_is_taken_is_one_sentence(site: Path) -> None:
    """
    The message names the port and the option.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OutputError, match=f"Port {port} cannot be used .*--port"):
            serve.server(site, port)


def test_a_change_is_built_and_shown(site: Path, tmp_path: Path) -> None:
    """
    Saving a file brings the new page, once, even where the output lies among what is watched.
    """
    source = tmp_path / "source"
    source.mkdir()
    stop, addresses, rebuilt = threading.Event(), list[str](), list[int]()

    def rebuild() -> None:
        rebuilt.append(1)
        shutil.copyfile(source / "page.html", site / "index.html")

    thread = threading.Thread(
        target=serve.serve, args=(site, (tmp_path,), rebuild, 0, addresses.append, site, stop)
    )
    thread.start()
    try:
        until(lambda: bool(addresses))
        port = int(addresses[0].rstrip("/").rpartition(":")[2])
        time.sleep(0.5)  # the watcher says nothing when it has begun to watch
        (source / "page.html").write_text("changed")
        until(lambda: ask(port, "/") == (200, b"changed"))
        time.sleep(2)
        # One save may be told in two parts; what the rebuilding writes would bring many.
        assert len(rebuilt) <= 2
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
