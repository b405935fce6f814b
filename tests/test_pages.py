"""The list of kinds of pages is whole."""

from pathlib import Path

from tests.made import PROJECT
from tests.pages import EVERYWHERE, KINDS, editions

FRAME = "base.html"
"""What no page is made with alone."""


def test_every_template_has_a_kind_of_page() -> None:
    """
    A new template is not forgotten where pages are tested, pictured and measured.
    """
    templates = {path.name for path in (PROJECT / "site_templates").glob("*.html")}

    assert templates - {FRAME} == {kind.template for kind in KINDS}


def test_every_kind_of_page_is_in_the_example_library(tmp_path: Path) -> None:
    """
    The examples are there, each kind once; what is on the web only is in no other edition.
    """
    built = editions(tmp_path)

    assert [] == [kind for kind in KINDS if not (built / "public" / kind.path).is_file()]
    assert [] == [kind for kind in EVERYWHERE if not (built / "prison" / kind.path).is_file()]
    on_the_web = [kind for kind in KINDS if kind.on_the_web]
    assert [] == [kind for kind in on_the_web if (built / "prison" / kind.path).exists()]
    assert len(KINDS) == len({kind.name for kind in KINDS}) == len({k.address for k in KINDS})
