"""How consent stands, as a table for the terminal."""

from collections.abc import Sequence
from datetime import date

import click

from storyarchive.content.standing import Matter, Standing

_HEADINGS = {
    Matter.WRONG: ("Wrong: storyarchive check says what to do", "red"),
    Matter.OVERDUE: ("Review missed: held back", "red"),
    Matter.EXPIRED: ("Ended: shown nowhere", "red"),
    Matter.REVIEW: ("To review: ask the narrator", "yellow"),
    Matter.EXPIRING: ("Ending soon", "yellow"),
    Matter.PAUSED: ("Paused", "magenta"),
    Matter.WAITING: ("On the way", "blue"),
}


def standing(found: Sequence[Standing], on: date, within: int) -> str:
    """Show what has to be seen to, the most pressing first, each with its day and its place in a file."""
    ahead = f" and {within} days ahead" if within else ""
    parts = [f"Consent on {on}{ahead}."]
    for matter, (heading, colour) in _HEADINGS.items():
        these = [each for each in found if each.matter is matter]
        if these:
            title = click.style(f"{heading} ({len(these):,})", fg=colour, bold=True)
            parts.append("\n".join([title, *(_row(each, on) for each in these)]))
    count = len({each.id for each in found})
    noun = "narrative" if count == 1 else "narratives"
    parts.append(f"{count:,} {noun} to see to." if count else "Nothing to see to.")
    return "\n\n".join(parts)


def _row(each: Standing, on: date) -> str:
    day = f"{each.day}" if each.day else "no day"
    away = _away(each.day, on) if each.day else ""
    return f"  {each.id}  {day:<10}  {away:<14}  {each.why}\n           {each.path}:{each.line}"


def _away(day: date, on: date) -> str:
    days = (day - on).days
    if days == 0:
        return "today"
    amount = "1 day" if abs(days) == 1 else f"{abs(days):,} days"
    return f"in {amount}" if days > 0 else f"{amount} ago"
