"""What tests do on the search page: open it, ask, wait for the answer, and read it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Site


def opened(site: Site, **question: Any) -> Page:
    """Open the page with a question in its address, and wait for the answer."""
    page = site.open("search.html#" + urlencode(question, doseq=True))
    answered(page, question.get("q", ""))
    return page


def ask(page: Page, q: str) -> None:
    """Type a question, send it, and wait for the answer."""
    page.get_by_role("searchbox").fill(q)
    page.get_by_role("searchbox").press("Enter")
    answered(page, q)


def answered(page: Page, q: str | None = None) -> None:
    """Wait until a question is answered: by default the one that is in the box of the search page."""
    if q is not None:
        expect(page.locator("body")).to_have_attribute("data-answered", q)
    page.wait_for_function(
        # A page that is only beginning has no body yet.
        "() => document.body && 'answered' in document.body.dataset"
        " && document.body.dataset.answered === document.getElementById('q').value"
    )


def results(page: Page) -> list[str]:
    """List the ids of the stories shown, in order."""
    links = page.locator("#search-results > li h3 a").all()
    return [Path(link.get_attribute("href") or "").stem for link in links]


def status(page: Page) -> str:
    """Give what the page says of what was found."""
    return page.locator("#search-status").inner_text()


def refuse(ran: list[str]) -> Callable[[Dialog], None]:
    """Note what a page says by `alert`, and go on."""

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    return note
