"""Where the files that come with the program are, templates and vocabularies, and where an archive has its own."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def templates() -> Path:
    """Give the directory of the shipped templates."""
    return _first(_PACKAGE / "_shipped" / "site_templates", _CHECKOUT / "site_templates")


def vocabulary() -> Path:
    """Give the directory of the shipped vocabularies."""
    return _first(_PACKAGE / "_shipped" / "vocabulary", _CHECKOUT / "narratives" / "_vocabulary")


def beside(archive: Path) -> Path:
    """Give the place of an organisation's own templates: `site_templates/` beside its archive."""
    return archive.resolve().parent / "site_templates"


def _first(installed: Path, checkout: Path) -> Path:
    # A wheel holds copies inside the package; a checkout has them at their places in the project.
    return installed if installed.is_dir() else checkout
