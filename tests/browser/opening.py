"""Opening a kind of page in a browser: until all of it is there, folded or unfolded, in any light and size."""

from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import Site
from tests.browser.searching import answered
from tests.pages import Kind

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")


def opened(site: Site, kind: Kind) -> Page:
    """Open a kind of page, wait for what a script fills in, unfold it, and give it the probes."""
    page = site.open(kind.address)
    settled(page, kind)
    unfolded(page, kind)
    page.evaluate(PROBES)
    return page


def settled(page: Page, kind: Kind) -> None:
    """Wait until what a script fills in is there."""
    if kind.template == "search.html":
        answered(page)


def unfolded(page: Page, kind: Kind) -> None:
    """Open all that can be opened on a page."""
    folds = "details => { for (const each of details) each.open = true; return details.length; }"
    if page.eval_on_selector_all("details:not([open])", folds) and kind.template == "search.html":
        # Opening the choices has them counted, which is told of in a task of its own.
        page.evaluate("() => new Promise(done => setTimeout(done, 20))")
        answered(page)


def resized(cdp: CDPSession, width: int, height: int, scale: int = 1) -> None:
    """Give a page a size in CSS pixels. scale: how far it is zoomed in."""
    size: dict[str, Any] = {"width": width, "height": height, "deviceScaleFactor": scale}
    cdp.send("Emulation.setDeviceMetricsOverride", {**size, "mobile": False})
