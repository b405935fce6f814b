import re

import pytest

from storyarchive import guide
from storyarchive.cli import main
from storyarchive.content.codes import CODES
from storyarchive.content.consent import RULES
from tests.made import PROJECT


@pytest.mark.parametrize("name", guide.PAGES)
def test_reference_pages_are_those_the_program_makes(name: str) -> None:
    """
    Every field, check and command is in the guide, as the program knows it.
    """
    made = guide.PAGES[name]()

    assert made == (PROJECT / "docs" / name).read_text(encoding="utf-8"), (
        "Run: python -m storyarchive.guide docs"
    )


def test_every_code_that_the_program_uses_is_explained() -> None:
    """
    No problem carries a code that the guide does not know, and the guide knows no other.
    """
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((PROJECT / "storyarchive" / "content").glob("*.py"))
        if path.name != "codes.py"
    )
    quoted = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', source))
    rules = {rule.__name__.replace("_", "-") for rule in RULES}
    lists = {
        f"unknown-{name}"
        for name in [
            "age-band",
            "area",
            "basis",
            "content-note",
            "decade",
            "experience",
            "format",
            "gender",
            "level",
            "method",
            "payment",
            "reason",
            "result",
            "role",
            "scope",
            "service",
            "setting",
            "stage",
            "status",
            "taker",
            "theme",
            "told",
            "visibility",
            "way",
            "witness",
        ]
    }

    assert set() == set(CODES) - quoted - rules - lists - {
        "expired",
        "incomplete",
        "unsafe",
        "repeated",
    }


def test_every_command_ends_its_help_with_an_example() -> None:
    """
    Whoever asks for help gets a line to paste.
    """
    for name, command in main.commands.items():
        assert command.help is not None
        last = command.help.rstrip().split("\n")[-1].strip()
        assert last.startswith(f"storyarchive {name}"), name


def test_documents_link_to_files_that_are_there() -> None:
    """
    A link within the project leads somewhere.
    """
    for page in [
        *PROJECT.glob("*.md"),
        *PROJECT.glob("docs/*.md"),
        *PROJECT.glob("narratives/R*.md"),
    ]:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
