"""Commands for whoever looks after consent: how it stands, and the steps of a narrative."""

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from storyarchive import files
from storyarchive.cli.group import Given, main, warn_of_unread
from storyarchive.content import archive as archives
from storyarchive.content.fields import REASONS, WHO
from storyarchive.errors import ProblemsFound
from storyarchive.terminal import consent as in_words

if TYPE_CHECKING:
    from storyarchive.content.filing import Change


def _who(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not re.fullmatch(WHO, value):
        raise click.BadParameter(
            "write who you are without a name: editor-1, reviewer-2, lead-1, teller or unknown."
        )
    return value


_WHO = click.option(
    "--by",
    required=True,
    metavar="WHO",
    callback=_who,
    envvar="STORYARCHIVE_BY",
    show_envvar=True,
    help="Who you are, without a name, such as reviewer-2.",
)


@main.command()
@click.option(
    "--within",
    type=click.IntRange(0, 3650),
    default=60,
    show_default=True,
    metavar="DAYS",
    help="How far to look ahead.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def consent(given: Given, within: int, as_json: bool) -> None:
    """Say which narratives to see to, and by when.

    Due for review, ending, ended, paused, and waiting; ids and days only, so that it can stand in a log.

    \b
    Example:
        storyarchive consent --within 90
    """
    from storyarchive.content import former, standing

    archive = former.mindful(archives.load(given.archive))
    found = standing.standing(archive, given.on, within)
    if as_json:
        said = {
            "on": given.on.isoformat(),
            "within": within,
            "narratives": [
                {**asdict(each), "day": each.day.isoformat() if each.day else None}
                for each in found
            ],
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        click.echo(in_words.standing(found, given.on, within))
    warn_of_unread(len({problem.path for problem in archive.problems}))


@main.command()
@click.argument("id", metavar="ID")
@click.argument("check", metavar="CHECK")
@click.option("--line", type=click.IntRange(1), required=True, help="The line it was reported on.")
@click.option("--reason", required=True, metavar="WHY", help="Why it is no problem, a sentence.")
@_WHO
@click.pass_obj
def acknowledge(given: Given, id: str, check: str, line: int, reason: str, by: str) -> None:
    """Answer a check that stopped at something harmless.

    Say why it may stay. The exact text is written into the file; it covers that text, for that check, in that file, and
    nothing else.

    \b
    Example:
        storyarchive acknowledge s-4k7p2 id.url --line 52 --reason "The page of a charity." --by editor-1
    """
    from storyarchive.content import answering, filing

    with files.editing(given.archive):
        kept = filing.find(given.archive, id)
        change = answering.acknowledge(kept, check, line, reason, by, given.written_on)
        filing.write(change)
    click.echo(f"{change.file.as_posix()}: {check} on line {line} is acknowledged")
    _say_day(given)


@main.command()
@click.argument("id", metavar="ID")
@_WHO
@click.pass_obj
def approve(given: Given, id: str, by: str) -> None:
    """Record that the narrator approved the story as it is.

    Its text is marked as the approved one, today, and the narrative becomes consented. When a word of it is changed
    later, it is shown nowhere until it is approved again.

    \b
    Example:
        storyarchive approve s-4k7p2 --by editor-1
    """
    from storyarchive.content import filing, steps

    with files.editing(given.archive):
        kept = filing.find(given.archive, id)
        change = steps.approve(kept, by, given.written_on)
        filing.write(change)
    _say(change, given)
    if change.before.fields.status == "published":
        click.echo("It is shown nowhere now, until it is published again.")
    click.echo(
        f"A reviewer can publish it from {steps.cool_on(kept, change)}, when check finds nothing:"
    )
    click.echo(f"  storyarchive check {change.file.as_posix()}")
    click.echo(f"  storyarchive publish {id} --by reviewer-2")


@main.command()
@click.argument("id", metavar="ID")
@_WHO
@click.pass_obj
def publish(given: Given, id: str, by: str) -> None:
    """Publish a narrative, if everything is in order.

    It is shown where its scopes say yes; what stands in the way is said. Whoever publishes is not whoever edited it.

    \b
    Example:
        storyarchive publish s-4k7p2 --by reviewer-2
    """
    from storyarchive.content import filing, steps

    with files.editing(given.archive):
        kept = filing.find(given.archive, id)
        change = steps.publish(kept, by, given.written_on, given.private())
        filing.write(change)
    _say(change, given)
    click.echo("It is shown from the next build on: storyarchive build")


@main.command()
@click.argument("id", metavar="ID")
@click.option(
    "--by",
    default="unknown",
    callback=_who,
    envvar="STORYARCHIVE_BY",
    show_default=True,
    metavar="WHO",
    help="Who stops it, without a name: teller, editor-1, lead-1.",
)
@click.option(
    "--reason", type=click.Choice(REASONS), help="Why, as one word; nothing more is written down."
)
@click.pass_obj
def pause(given: Given, id: str, by: str, reason: str | None) -> None:
    """Stop showing a narrative, at once and for now.

    \b
    Example:
        storyarchive pause s-4k7p2
    """
    from storyarchive.content import filing, steps

    with files.editing(given.archive):
        try:
            kept = filing.find(given.archive, id)
        except ProblemsFound as found:
            off = "no build shows it, but it stays where it is until there is a build"
            raise ProblemsFound(found.problems, f"{off}: storyarchive build --keep-going") from None
        change = steps.pause(kept, by, given.written_on, reason)
        filing.write(change)
    _say(change, given)
    click.echo("It is shown until the next build: storyarchive build, then put that on the web.")


def _say(change: "Change", given: Given) -> None:
    states = [str(change.before.fields.status), *(str(step.to) for step in change.steps)]
    if states[1:2] == states[:1]:  # written by hand, and now in the history as well
        del states[0]
    click.echo(f"{change.file.as_posix()}: {' → '.join(states)}")
    _say_day(given)


def _say_day(given: Given) -> None:
    if given.written_on == given.on and not given.is_today:
        click.echo(f"Dated {given.written_on}, which is not today.", err=True)
