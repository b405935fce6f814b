"""Papers on a phone: whoever has no printer reads them there."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storyarchive.papers import form, printing, receipt
from tests.made import ON
from tests.papers.made import ID, TEMPLATES, frame, kept, read

PAPERS = {
    "form": form.draw(frame().settings, frame().vocabulary, TEMPLATES),
    "receipt": printing.page(receipt.write(kept(read()), ID, ON), TEMPLATES),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_no_wider_than_a_phone(browser: Browser, tmp_path: Path, name: str) -> None:
    """
    Nobody has to move it from side to side to read a line.
    """
    (tmp_path / "paper.html").write_text(PAPERS[name], encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((tmp_path / "paper.html").as_uri())

    assert 320 == page.evaluate("document.documentElement.scrollWidth")
    page.close()
