"""The command that takes a story down for good."""

import sys
from datetime import datetime
from pathlib import Path

import click

from storyarchive import files, terminal
from storyarchive.cli.group import Given, main
from storyarchive.content import archive as archives
from storyarchive.content.fields import REASONS
from storyarchive.errors import ProblemsFound, StoryArchiveError


@main.command()
@click.argument("id", metavar="ID")
@click.option(
    "--reason",
    type=click.Choice(REASONS),
    required=True,
    help="Why, as one word; nothing more is written down.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Where editions were built; those that are there are built again.",
)
@click.option(
    "--checklist",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    show_default=True,
    metavar="DIR",
    help="Where to write the list of what remains; outside the archive.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Your own templates.  [default: site_templates beside the archive]",
)
@click.option(
    "--told",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the narrator told anybody, from which deadlines count.  [default: today]",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def withdraw(
    given: Given,
    id: str,
    reason: str,
    output: Path,
    checklist: Path,
    templates: Path | None,
    told: datetime | None,
    yes: bool,
) -> None:
    """Take a story down for good.

    Its files go, its place in the libraries built here, and what is remembered of it. It asks first, and can be run
    again. What no program here can do is printed as a list with dates.

    \b
    Example:
        storyarchive withdraw s-4k7p2 --reason teller
    """
    from storyarchive import withdrawing

    told_on = told.date() if told else None
    if told_on and not (2000 <= told_on.year and told_on <= given.on):
        raise click.BadParameter(f"--told is {told_on}: write the day the narrator told anybody.")
    planned = withdrawing.plan(given.archive, id)
    if planned.since:
        click.echo(f"{id} was withdrawn on {planned.since}; this does again what is not done yet.")
    for other in planned.translations:
        click.echo(f"{other} is a translation of it, and goes with it.")
    for path in planned.files:
        click.echo(f"To be deleted: {path.as_posix()}")
    for path in planned.named_by:
        click.echo(f"Taken out of related in: {path.as_posix()}")
    if not yes:
        click.confirm("Take it down for good?", abort=True)
    try:
        with terminal.progress() as say, files.editing(given.archive):
            done = withdrawing.withdraw(
                planned,
                reason,
                given.on,
                output,
                checklist,
                told_on=told_on or given.written_on,
                templates=templates,
                private=given.private,
                say=say,
            )
    except StoryArchiveError as error:
        _say_how_far(id, error, given)
        sys.exit(1)
    if done.editions:
        click.echo(f"Built again without it: {', '.join(done.editions)}.")
        if not given.is_today:
            click.echo(f"Built as of {given.on}, which is not today.", err=True)
    click.echo(f"Still to do (also in {done.checklist.as_posix()}):\n")
    for step in withdrawing.remaining(planned, done.on):
        click.echo(terminal.wrapped(step, 2))
    for place in done.unlisted:
        click.echo(f"{place} shows it, and is no edition of the archive: delete it.", err=True)
    if done.left_out:
        click.echo(terminal.problems(done.left_out), err=True)
        click.echo("\nThe above were left out of the new build: mend them, then build.", err=True)
    if done.left_out or done.unlisted:
        sys.exit(1)


def _say_how_far(id: str, error: StoryArchiveError, given: Given) -> None:
    """Say what stopped a withdrawal, and that what was done of it stands."""
    if isinstance(error, ProblemsFound):
        click.echo(terminal.problems(error.problems), err=True)
    else:
        click.echo(f"Error: {error}", err=True)
    if id not in archives.load_frame(given.archive).withdrawn_ids:
        click.echo(f"\nNothing was done: {id} is not withdrawn.", err=True)
        return
    click.echo(
        f"\n{id} is withdrawn, but not all of it is done: mend the above, then run this again.",
        err=True,
    )
    if isinstance(error, ProblemsFound) and error.warning:
        click.echo(click.style(f"Take care: {error.warning}.", fg="red"), err=True)
