import contextlib
import http.client
import os
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from storyarchive import serve
from storyarchive.errors import OutputError


@contextlib.contextmanager
def serving(directory: Path) -> Iterator[int]:
    web = serve.server(directory, 0)
    thread = threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web.server_address[1]
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


def ask(
    port: int, path: str, method: str = "GET", host: str | None = None
) -> tuple[int, bytes, Mapping[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"localhost:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = (answer.status, answer.read(), dict(answer.getheaders()))
    connection.close()
    return found


def send(port: int, request: bytes) -> bytes:
    """Send bytes as they are, and give the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        # Whoever refuses a request need not wait for its end.
        with contextlib.suppress(OSError):
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            return b"".join(iter(lambda: line.recv(65536), b""))
    return b""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "empty").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("home")
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "site"


def test_it_answers_this_computer_with_what_is_in_the_directory(site: Path) -> None:
    """
    GET and HEAD are answered; whatever would change something is refused, with what is allowed.
    """
    with serving(site) as port:
        assert (200, b"home") == ask(port, "/")[:2]
        assert (200, b"") == ask(port, "/", "HEAD")[:2]
        assert (404, b"") == ask(port, "/nothing.html", "HEAD")[:2]
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"):
            status, _, headers = ask(port, "/", method)
            assert (405, "GET, HEAD") == (status, headers["Allow"]), method


OUTSIDE = [
    *("/../secret", "/%2e%2e/secret", "/..%2fsecret", "/empty/../../secret", "/%252e%252e/secret"),
    *("/..\\secret", "/..%5csecret", "\\..\\secret", "//secret", "///../secret", "/./../secret"),
    *("file:///etc/passwd", "http://other.example/", "/C:/secret", "/C:%5csecret", "/%2fetc%2fpasswd"),
    *("/link", "/linked/secret", "/linked/", "/loop", "/homes/", "/pipe", "/pipes/"),
    *("/empty/", "/nothing.html", "/index.html/", "/index.html/x", "/%00", "/index.html%00.png"),
    *("/%ed%a0%80", "/%ff", "/%", "/%zz", "/" + "a" * 5_000, "/" + "a/" * 5_000, "/%0d%0aX-Y:%20z"),
    *("*", "secret", "/index.html;/../../secret", "/~/secret", "/…".encode().decode("latin-1")),
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path[:20])
def test_nothing_outside_the_directory_is_shown(site: Path, tmp_path: Path, path: str) -> None:
    """
    However an address is written, and wherever a link in the directory leads; nor does it list what there is.
    """
    (site / "link").symlink_to(tmp_path / "secret")
    (site / "linked").symlink_to(tmp_path)
    (site / "loop").symlink_to(site / "loop")
    for name in ("homes", "pipes"):
        (site / name).mkdir()
    (site / "homes" / "index.htm").symlink_to(tmp_path / "secret")
    os.mkfifo(site / "pipe")
    os.mkfifo(site / "pipes" / "index.html")

    with serving(site) as port:
        answer = send(
            port, f"GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n".encode("latin-1")
        )

    status, said = answer.split(b" ", 2)[1], answer.partition(b"\r\n\r\n")[2]
    assert b"404" == status
    assert said != b"secret"
    assert b"X-Y" not in answer


def test_a_site_may_itself_be_reached_by_a_link(site: Path, tmp_path: Path) -> None:
    """
    Whoever keeps `build` on another disk sees the preview all the same.
    """
    (tmp_path / "elsewhere").symlink_to(site)

    with serving(tmp_path / "elsewhere") as port:
        assert (200, b"home") == ask(port, "/index.html")[:2]


def test_a_page_elsewhere_cannot_read_through_it(site: Path) -> None:
    """
    A name of somebody's own that points to this computer is refused, and so is a request without a name.
    """
    with serving(site) as port:
        for name in ("localhost", "LOCALHOST", "127.0.0.1", "[::1]"):
            assert 200 == ask(port, "/", host=f"{name}:{port}")[0], name
        for host in (
            *("evil.example", f"evil.example:{port}", f"localhost.evil.example:{port}", "localhost"),
            *(f"localhost:{port + 1}", f"localhost:{port}.evil.example", f"evil@localhost:{port}", " "),
            *(f"127.0.0.1.nip.io:{port}", f"0.0.0.0:{port}", f"[::ffff:127.0.0.1]:{port}", f"[::1:{port}"),
        ):  # fmt: skip
            status, body, _ = ask(port, "/", host=host)
            assert (403, False) == (status, b"home" in body), host
        twice = f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\n\r\n"
        assert send(port, twice.encode()).startswith(b"HTTP/1.0 403 ")
        assert send(port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 403 ")


def test_no_page_elsewhere_may_load_what_it_shows(site: Path) -> None:
    """
    The search files of drafts are scripts, which a browser would otherwise run for any page.
    """
    with serving(site) as port:
        headers = ask(port, "/index.html")[2]

    assert "same-origin" == headers["Cross-Origin-Resource-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "request_",
    [
        b"", b"\r\n", b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"GET / X Y Z\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nIf-Modified-Since: Mon, 99 Foo 99999 99:99:99 +9999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nExpect: 100-continue\r\nContent-Length: -1\r\n\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"__class__ / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", b"GET / HTTP/1.1\nHost: localhost:PORT\n\n",
    ],
    ids=lambda request: repr(request[:24]),
)  # fmt: skip
def test_a_bad_request_brings_no_traceback(
    site: Path, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """
    Nothing is said at the prompt, and the next request is answered.
    """
    with serving(site) as port:
        answer = send(port, request_.replace(b"PORT", str(port).encode()))
        assert (200, b"home") == ask(port, "/")[:2]

    assert ("", "") == capfd.readouterr()
    assert b"Traceback" not in answer


def test_a_browser_that_goes_away_brings_no_traceback(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """
    Whoever leaves in the middle of a large file leaves no complaint.
    """
    (site / "large.mp3").write_bytes(bytes(30_000_000))
    before = threading.active_count()
    with serving(site) as port:
        line = socket.create_connection(("127.0.0.1", port))
        line.sendall(f"GET /large.mp3 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        line.recv(10)
        # Closed at once and not in turn, as by a browser that is ended.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
        assert (200, b"home") == ask(port, "/")[:2]
        until(lambda: threading.active_count() <= before + 1)

    assert ("", "") == capfd.readouterr()


def test_who_is_slow_stops_nobody(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A hundred that say half a request wait alone, and not for ever.
    """
    assert serve._Preview.timeout == serve._PATIENCE
    monkeypatch.setattr(serve._Preview, "timeout", 1)
    with serving(site) as port, contextlib.ExitStack() as stack:
        slow = []
        for _ in range(100):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            line.sendall(b"GET / HT")
            slow.append(line)
        assert (200, b"home") == ask(port, "/")[:2]
        assert {b""} == {line.recv(100) for line in slow}


def test_it_listens_to_this_computer_only(site: Path) -> None:
    """
    Others on the network do not see a preview.
    """
    with serve.server(site, 0) as web:
        assert "127.0.0.1" == web.server_address[0]
        assert "127.0.0.1" == web.socket.getsockname()[0]


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
        until(lambda: ask(port, "/")[:2] == (200, b"changed"))
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
