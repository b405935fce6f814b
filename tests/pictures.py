"""Make pictures of every kind of page: on a phone, on a desk, in the dark and on paper, and sheets to look through.

    python -m tests.pictures DIR
    python -m tests.pictures DIR story home     only these kinds
    python -m tests.pictures DIR --edition prison

Each picture is the whole page. The sheets, `sheet-LOOK-1.png` and so on, show the tops of many side by side.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.browser.opening import settled
from tests.pages import KINDS, Kind, editions

MOST_SHEETS = 6
"""Pages of paper that are pictured; a list of words has dozens."""


@dataclass(frozen=True)
class Look:
    """A way of looking at a page."""

    name: str
    width: int
    """Of the window, in pixels; of a sheet of paper, once it is pictured."""
    on_a_sheet: float
    """How large a picture is on a contact sheet, as a part of what it is."""
    columns: int
    """How many are side by side on a contact sheet."""
    settings: dict[str, Any] = field(default_factory=dict)
    """What a reader's settings ask for."""


LOOKS = (
    Look("360", 360, 1, 4),
    Look("1280", 1280, 0.375, 3),
    Look("360-dark", 360, 1, 4, {"color_scheme": "dark"}),
    Look("1280-dark", 1280, 0.375, 3, {"color_scheme": "dark"}),
)
PAPER = Look("print", 595, 0.8, 3)

HIGHEST = 1100
"""Pixels of a contact sheet; what is further down is on the picture itself."""
LABEL = 24
GAP = 10


def main() -> None:
    parser = argparse.ArgumentParser(description="Make pictures of every kind of page.")
    parser.add_argument("directory", type=Path, help="where to put them")
    parser.add_argument("kinds", nargs="*", help="names of kinds; all of them if none is given")
    parser.add_argument("--edition", default="public", help="of the example library")
    given = parser.parse_args()
    kinds = [kind for kind in KINDS if kind.name in given.kinds or not given.kinds]
    with tempfile.TemporaryDirectory() as place, chromium.running() as browser:
        edition = editions(Path(place)) / given.edition
        made = take(browser, edition, kinds, given.directory)
    print(f"{made} pictures and their sheets are in {given.directory}.")


def take(browser: Browser, edition: Path, kinds: Sequence[Kind], directory: Path) -> int:
    """Picture kinds of pages of a built edition, each way; give how many pictures were made."""
    directory.mkdir(parents=True, exist_ok=True)
    present = [kind for kind in kinds if (edition / kind.path).is_file()]
    made = 0
    for look in LOOKS:
        pictures = [(kind.name, shot(browser, edition, kind, look)) for kind in present]
        made += keep(pictures, look, directory)
    sheets = [sheet for kind in present for sheet in printed(browser, edition, kind)]
    return made + keep(sheets, PAPER, directory)


def shot(browser: Browser, edition: Path, kind: Kind, look: Look) -> Image.Image:
    """Picture a page, all of it."""
    context = browser.new_context(viewport={"width": look.width, "height": 800}, **look.settings)
    page = context.new_page()
    page.goto(f"{edition.as_uri()}/{kind.address}")
    settled(page, kind)
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name, full_page=True)
        picture = Image.open(file.name).copy()
    context.close()
    return picture


def printed(browser: Browser, edition: Path, kind: Kind) -> list[tuple[str, Image.Image]]:
    """Picture a page as it comes out of a printer, sheet by sheet."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{edition.as_uri()}/{kind.address}")
    settled(page, kind)
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    context.close()
    shown = [document[number] for number in range(min(len(document), MOST_SHEETS))]
    return [
        (f"{kind.name}-{number}", sheet.render(scale=PAPER.width / sheet.get_width()).to_pil())
        for number, sheet in enumerate(shown, 1)
    ]


def keep(pictures: Sequence[tuple[str, Image.Image]], look: Look, directory: Path) -> int:
    """Write pictures of one look, and sheets that show them side by side."""
    for name, picture in pictures:
        picture.save(directory / f"{name}-{look.name}.png")
    for number, start in enumerate(range(0, len(pictures), look.columns), 1):
        sheet = side_by_side(pictures[start : start + look.columns], look)
        sheet.save(directory / f"sheet-{look.name}-{number:02}.png")
    return len(pictures)


def side_by_side(row: Sequence[tuple[str, Image.Image]], look: Look) -> Image.Image:
    """Lay the tops of pictures side by side, each under its name."""
    step = round(look.width * look.on_a_sheet) + GAP
    tops = [smaller(picture, look.on_a_sheet) for _, picture in row]
    sheet = Image.new("RGB", (step * look.columns, LABEL + max(top.height for top in tops)), "grey")
    draw = ImageDraw.Draw(sheet)
    for at, ((name, _), top) in enumerate(zip(row, tops, strict=True)):
        draw.text((at * step + 4, 3), name, fill="white", font=ImageFont.load_default(15))
        sheet.paste(top, (at * step, LABEL))
    return sheet


def smaller(picture: Image.Image, part: float) -> Image.Image:
    """Give the top of a picture, smaller."""
    top = picture.crop((0, 0, picture.width, min(picture.height, round(HIGHEST / part))))
    size = (round(top.width * part), round(top.height * part))
    return top.resize(size, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
