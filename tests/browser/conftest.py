"""Real pages in a real Chromium, over http and from disk, with every request and complaint noted."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from storyarchive import serve
from tests import pages, polish
from tests.browser import chromium


@dataclass
class Seen:
    """What a browser did besides showing a page."""

    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Requests that left the site."""


@dataclass
class Site:
    """A site open in a browser."""

    address: str
    """Where it begins, with a slash at its end."""
    context: BrowserContext
    seen: Seen

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on(
            "console",
            lambda said: (
                self.seen.complaints.append(f"{path}: {said.text}")
                if said.type in {"error", "warning"}
                else None
            ),
        )
        page.on("pageerror", lambda error: self.seen.complaints.append(f"{path}: {error}"))
        page.on("request", lambda request: self._note(request.url))
        page.goto(self.address + path)
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.seen.elsewhere.append(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.running(shell=True) as found:
        yield found


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the directory of the example library, every edition in it."""
    return pages.editions(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def in_polish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the directory of the example library with a Polish site."""
    return polish.editions(tmp_path_factory.mktemp("polish"))


@pytest.fixture(scope="session")
def over_http(built: Path) -> Iterator[str]:
    web = serve.server(built / "public", 0)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{web.server_address[1]}/"
    web.shutdown()
    thread.join()
    web.server_close()


@pytest.fixture(scope="module", params=pages.KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> pages.Kind:
    """Give every kind of page in turn; what is opened for one module serves all its tests of that kind."""
    found: pages.Kind = request.param
    return found


@pytest.fixture(params=["http", "file"])
def site(
    request: pytest.FixtureRequest, browser: Browser, built: Path, over_http: str
) -> Iterator[Site]:
    """Open the public edition, over http and from disk in turn; no page may complain or call elsewhere."""
    address = over_http if request.param == "http" else (built / "public").as_uri() + "/"
    context = browser.new_context()
    seen = Seen()
    yield Site(address, context, seen)
    context.close()
    assert [] == seen.complaints
    assert [] == seen.elsewhere
