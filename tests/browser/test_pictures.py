"""The command that makes pictures of pages for a person to look through."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests import pictures
from tests.pages import KINDS


def test_a_kind_of_page_is_pictured_in_every_light_and_on_paper(
    browser: Browser, built: Path, tmp_path: Path
) -> None:
    """
    On a phone and on a desk, light and dark, whole; on paper sheet by sheet; and on a sheet for each look.
    """
    kinds = [kind for kind in KINDS if kind.name == "taken-down"]
    made = pictures.take(browser, built / "public", kinds, tmp_path)
    seen = {path.stem: opened(path) for path in tmp_path.iterdir()}

    assert 5 == made
    for look, width in (("360", 360), ("1280", 1280), ("360-dark", 360), ("1280-dark", 1280)):
        assert width == seen[f"taken-down-{look}"].width
        assert f"sheet-{look}-01" in seen
    paper = seen["taken-down-1-print"]
    # A4 is as high as the diagonal of a square of its width.
    assert 1.41 < paper.height / paper.width < 1.42
    assert "sheet-print-01" in seen
    light, dark = (seen[f"taken-down-360{look}"].getpixel((5, 500)) for look in ("", "-dark"))
    assert light != dark


def opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.copy()
