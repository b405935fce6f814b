import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from storyarchive import guide
from storyarchive.cli import commands, main
from storyarchive.content import checks, identity, steps
from storyarchive.content.archive import load
from storyarchive.content.codes import CODES
from storyarchive.content.consent import BY_DATE, ON_ITS_OWN, RULES
from storyarchive.content.kinds import singular
from storyarchive.content.library import open_library
from tests.made import ON, PROJECT, archive


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
    rules = (*ON_ITS_OWN, *BY_DATE, *steps.APPROVE, *steps.RENEW, *steps.PUBLISH)
    used = {rule.__name__.replace("_", "-") for rule in rules}
    used |= {rule.id for rule in identity.RULES}
    lists: set[str] = set()
    for path in sorted((PROJECT / "storyarchive" / "content").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            place = {"Problem": 2, "wrong": 1, "problem": 1, "at": 1, "Fault": 0}.get(called)
            if called == "Choice":
                lists |= {f"unknown-{singular(str(words[0])).replace(' ', '-')}"}
            elif place is not None and len(node.args) > place:
                code = node.args[place]
                used |= {str(code.value)} if isinstance(code, ast.Constant) else set()

    assert used | lists == set(CODES)


def test_every_rule_of_the_door_is_in_the_design() -> None:
    """
    The table of the rules names each of them, and no other.
    """
    text = (PROJECT / "docs" / "design.md").read_text(encoding="utf-8")
    table = text.partition("| rule | refuses |")[2].partition("\n\n")[0]

    assert [rule.__name__.replace("_", "-") for rule in RULES] == re.findall(r"\n\| `(.*?)`", table)


def test_every_command_ends_its_help_with_an_example() -> None:
    """
    Whoever asks for help gets a line to paste.
    """
    for name, command in commands().items():
        assert command.help is not None
        last = command.help.rstrip().split("\n")[-1].strip()
        assert last.startswith(f"storyarchive {name}"), name


def test_the_whole_example_of_the_guide_is_right(tmp_path: Path) -> None:
    """
    Whoever copies the file from the guide has nothing to mend, and it is shown.
    """
    guide_text = (PROJECT / "docs" / "editors.md").read_text(encoding="utf-8")
    found = re.search(r"```\n(---\nid: s-h7k2m\npseudonym.*?)```", guide_text, re.DOTALL)
    assert found is not None
    kept = load(archive(tmp_path, {"s-h7k2m.md": found[1]}))

    assert () == checks.run(kept, ON)
    assert ["s-h7k2m"] == [story.id for story in open_library(kept, "public", ON).stories]


def test_the_search_in_the_readme_is_real(tmp_path: Path) -> None:
    """
    What a visitor sees first is what the program prints.
    """
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"\$ storyarchive (search [^\n]+)\n(.*?)```", readme, re.DOTALL)
    assert found is not None
    where = ["--archive", str(PROJECT / "narratives"), "--on", str(ON)]
    runner = CliRunner(env={"COLUMNS": "80"})

    done = runner.invoke(main, [*where, *found[1].split(), "--cache", str(tmp_path)])

    assert done.stdout == found[2]


def test_the_line_for_a_withdrawal_is_right(tmp_path: Path) -> None:
    """
    Put at the end of the file that comes with the archive, it withdraws the story.
    """
    guide_text = (PROJECT / "docs" / "editors.md").read_text(encoding="utf-8")
    line = next(line for line in guide_text.split("\n") if "reason_code" in line).strip()
    shipped = (PROJECT / "narratives" / "_withdrawn.yaml").read_text(encoding="utf-8")

    kept = load(archive(tmp_path, {"_withdrawn.yaml": f"{shipped}{line}\n"}))

    assert {"s-h7k2m"} == kept.withdrawn_ids


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
