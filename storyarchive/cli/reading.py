"""Commands for whoever looks for a story."""

import gc
import json
from collections.abc import Sequence
from pathlib import Path

import click

from storyarchive import finding, terminal
from storyarchive.cli.group import Given, main, warn_of_unread
from storyarchive.content import archive as archives
from storyarchive.content import former
from storyarchive.content.archive import Archive
from storyarchive.content.library import decisions, open_library
from storyarchive.errors import UnknownName
from storyarchive.search.facts import Wish
from storyarchive.terminal import answers, stories


@main.command()
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--theme", multiple=True, metavar="T", help="Only stories about this theme.")
@click.option("--stage", multiple=True, metavar="S", help="Only stories that tell of this stage.")
@click.option(
    "--avoid", multiple=True, metavar="NOTE", help="No story that mentions this content note."
)
@click.option("--role", metavar="R", help="Only stories told by somebody of this role.")
@click.option(
    "--reading", metavar="BAND", help="No story harder to read than this: easy, medium or harder."
)
@click.option(
    "--minutes", type=click.IntRange(1), metavar="N", help="No story that takes longer to read."
)
@click.option(
    "--off", multiple=True, metavar="GUESS", help="A guess not to make, as it was shown; or all."
)
@click.option("--edition", default="public", show_default=True, help="The library to look in.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=10,
    show_default=True,
    help="How many stories to show.",
)
@click.option("--explain", is_flag=True, help="Say what each score is made of.")
@click.option("--json", "as_json", is_flag=True, help="Results for programs.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=Path("build/cache"),
    show_default=True,
    help="Where the index is kept; deleting it is always safe.",
)
@click.pass_obj
def search(
    given: Given,
    words: Sequence[str],
    theme: Sequence[str],
    stage: Sequence[str],
    avoid: Sequence[str],
    role: str | None,
    reading: str | None,
    minutes: int | None,
    off: Sequence[str],
    edition: str,
    limit: int,
    explain: bool,
    as_json: bool,
    cache: Path,
) -> None:
    """Find stories for somebody.

    Type what you would say: 'nothing about suicide' leaves out, "square one" in quotation marks must
    stand so, a minus leaves a word out. Most filters can be given more than once.

    \b
    Example:
        storyarchive search been recalled, nothing about suicide --stage early-days
    """
    # A question is over before there is any garbage worth looking for, which takes a fifth of its time.
    gc.disable()
    click.get_current_context().call_on_close(gc.enable)
    wish = Wish(tuple(theme), tuple(stage), tuple(avoid), role, reading, minutes)
    with terminal.progress() as say:
        found = finding.find(
            given.archive,
            edition,
            given.on,
            " ".join(words),
            wish,
            off=tuple(off),
            limit=limit,
            explain=explain,
            cache=cache,
            say=say,
        )
    warn_of_unread(found.unread)
    if as_json:
        click.echo(json.dumps(found.answer.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(answers.answer(found.answer, found.catalogue))


@main.command()
@click.argument("id", metavar="ID")
@click.option("--edition", default="public", show_default=True, help="The library to show it from.")
@click.pass_obj
def show(given: Given, id: str, edition: str) -> None:
    """Read one story here, as an edition shows it.

    \b
    Example:
        storyarchive show s-4k7p2
    """
    archive = _readable(given)
    library = open_library(archive, edition, given.on)
    for story in library.stories:
        if story.id == id:
            click.echo_via_pager(stories.story(story, library))
            return
    for decision in decisions(archive, edition, given.on):
        if decision.id == id:
            why = "; ".join(refusal.why for refusal in decision.refusals)
            raise UnknownName(f"{id} is not in the edition {edition}: {why}.")
    if id in archive.withdrawn_ids:
        raise UnknownName(f"{id} was withdrawn.")
    raise UnknownName(f'There is no story "{id}".  Its id is the name of its file.')


def _readable(given: Given) -> Archive:
    """Load the archive, and say how many narratives cannot be looked at."""
    archive = former.mindful(archives.load(given.archive))
    warn_of_unread(len({problem.path for problem in archive.problems}))
    return archive
