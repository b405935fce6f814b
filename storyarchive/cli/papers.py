"""Commands that make papers: for a narrator, for a talk, and for whoever must prove a consent."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyarchive import files, shipped
from storyarchive.cli.group import Given, main
from storyarchive.content import archive as archives
from storyarchive.content import former
from storyarchive.errors import ProblemsFound

if TYPE_CHECKING:
    from storyarchive.publish.render import Templates

_FILE = click.Path(path_type=Path, dir_okay=False)


@main.command("receipt")
@click.argument("id", metavar="ID")
@click.option("--html", type=_FILE, metavar="FILE", help="Write a page to print instead.")
@click.pass_obj
def receipt_(given: Given, id: str, html: Path | None) -> None:
    """Tell a narrator what was agreed, and how to stop.

    It says where the story is in what is made from that day on, and why not where it is not.

    For a story that was taken down, it says when, and what cannot be called back.

    \b
    Example:
        storyarchive receipt s-4k7p2 --html ../receipt.html
    """
    from storyarchive.papers import printing, receipt

    _refuse_inside(given, html, "--html FILE")
    written = receipt.write(former.mindful(archives.load(given.archive)), id, given.on)
    if html is None:
        click.echo(printing.text(written), nl=False)
    else:
        _write(html, printing.page(written, _templates(given)))


@main.command()
@click.option(
    "--output", type=_FILE, metavar="FILE", help="Where to write it.  [default: print it]"
)
@click.pass_obj
def form(given: Given, output: Path | None) -> None:
    """Draw the form to print and fill in by hand.

    It has a box for each field of a story.

    Its words are those of your vocabulary. The first page is for the narrator to keep.

    \b
    Example:
        storyarchive form --output ../form.html
    """
    from storyarchive.papers import form as forms

    _refuse_inside(given, output)
    frame = archives.load_frame(given.archive)
    _write(output, forms.draw(frame.settings, frame.vocabulary, _templates(given)))


@main.group()
def export() -> None:
    """Write down for other programs what the archive holds.

    \b
    Example:
        storyarchive export consent --output ../consent.jsonld
    """


@export.command("consent")
@click.option(
    "--output", type=_FILE, metavar="FILE", help="Where to write it.  [default: print it]"
)
@click.pass_obj
def consent_(given: Given, output: Path | None) -> None:
    """Write the consent records, as JSON-LD in the words of the W3C Data Privacy Vocabulary.

    No title, no made-up name and no word of a story is in it.

    \b
    Example:
        storyarchive export consent --output ../consent.jsonld
    """
    from storyarchive.papers import records

    _refuse_inside(given, output)
    archive = former.mindful(archives.load(given.archive))
    if archive.problems:
        # A list of consents that leaves some out without saying so is worse than none.
        raise ProblemsFound(archive.problems)
    found = records.export(archive, given.on)
    _write(output, found.text)
    if found.without:
        noun = "story has" if found.without == 1 else "stories have"
        click.echo(
            f"{found.without} {noun} no consent to record: invented, or published before.", err=True
        )


def _templates(given: Given) -> "Templates":
    from storyarchive.publish.render import templates

    return templates(archives.beside(given.archive), shipped.templates())


def _refuse_inside(given: Given, path: Path | None, option: str = "--output FILE") -> None:
    """Refuse to put a paper among the stories, where it would go into the repository with them."""
    if path is not None:
        files.refuse_inside(path, given.archive, "the archive", option)


def _write(path: Path | None, text: str) -> None:
    if path is None:
        click.echo(text, nl=False)
        return
    files.replace_file(path, text.encode())
    click.echo(f"{path.as_posix()} is written.", err=True)
