"""What an organisation wrote to make its site its own, and no site can use: colours, a logo and words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from storyarchive.content import messages
from storyarchive.content.archive import Archive
from storyarchive.content.colours import ON_ACCENT, ON_COLOUR, WORDS, contrast, darker, lighter
from storyarchive.content.fitting import misfits
from storyarchive.content.identity import hidden_data
from storyarchive.content.settings import Settings
from storyarchive.errors import Problem

_LOOK = ("colour", "accent", "logo")
_LOGO_BYTES = 100_000
_KINDS = {
    ".png": ("PNG", b"\x89PNG"),
    ".jpg": ("JPEG", b"\xff\xd8"),
    ".jpeg": ("JPEG", b"\xff\xd8"),
    ".webp": ("WebP", b"RIFF"),
}
"""Ending of a picture's name → its kind, and the bytes that one begins with."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that cannot be used."""

    code: str
    field: str
    """Its path: `look.colour`, `words.home.lead`."""
    message: str
    remedy: str


def problems(archive: Archive, on: date) -> Iterator[Problem]:
    """List what stands under `look` and `words` in `_archive.yaml` and cannot be used."""
    path, lines = archive.path("_archive.yaml"), archive.settings.lines
    for fault in _faults(archive):
        line = lines.get(fault.field, 1)
        yield Problem(path, line, fault.code, fault.message, fault.remedy)


def usable(archive: Archive) -> Settings:
    """Give the settings with only as much of a look, and of words, as can be used."""
    settings, spoilt = archive.settings, {fault.field for fault in _faults(archive)}
    look = replace(settings.look, **{each: None for each in _LOOK if f"look.{each}" in spoilt})
    words = {name: said for name, said in settings.words.items() if f"words.{name}" not in spoilt}
    return replace(settings, look=look, words=words)


def _faults(archive: Archive) -> Iterator[Fault]:
    settings = archive.settings
    yield from _unsaid(settings)
    yield from _faint(settings)
    yield from _unfit(settings)
    for misfit in misfits(settings.words, messages.original() if settings.words else {}):
        yield Fault("unfit-words", f"words.{misfit.name}", misfit.what, misfit.remedy)


def _unsaid(settings: Settings) -> Iterator[Fault]:
    """What is left empty was meant to say something."""
    for name in _LOOK:
        if f"look.{name}" in settings.lines and getattr(settings.look, name) is None:
            remedy = "A # begins a comment here: put a colour in quotes, or take the line out."
            yield Fault("says-nothing", f"look.{name}", f"{name} says nothing", remedy)
    for name, said in settings.words.items():
        forms = (said,) if isinstance(said, str) else said.values()
        if not all(form.strip() for form in forms):
            remedy = "Write words, or take the line out."
            yield Fault("says-nothing", f"words.{name}", f"{name} says nothing", remedy)


def _faint(settings: Settings) -> Iterator[Fault]:
    """Words stand on each colour, so they must stand out from it."""
    on_it = (("colour", "white", ON_COLOUR, darker), ("accent", "dark", ON_ACCENT, lighter))
    for name, called, words, nearer in on_it:
        colour = getattr(settings.look, name)
        if colour and contrast(words, colour) < WORDS:
            # Rounded down, so that nothing is said to be enough that is not.
            found = math.floor(contrast(words, colour) * 100) / 100
            near = nearer(colour, words, WORDS)
            message = (
                f'{called} words on "{colour}" have a contrast of {found}:1; they need {WORDS}:1'
            )
            remedy = f'The nearest colour of its hue that will do is "{near}".'
            yield Fault("faint-words", f"look.{name}", message, remedy)


def _unfit(settings: Settings) -> Iterator[Fault]:
    """A logo is a small picture that stands still and carries nothing else."""
    logo = settings.look.logo
    if logo is None:
        return
    name, (kind, sign) = logo.name, _KINDS[logo.suffix]
    if logo.is_symlink():
        yield Fault(
            "link", "look.logo", f"{name} is a link to a file", "Put the file itself there."
        )
    elif not logo.is_file():
        remedy = "Put it beside the stories, or take the line out."
        yield Fault("unfit-logo", "look.logo", f"there is no file {name}", remedy)
    elif (size := logo.stat().st_size) > _LOGO_BYTES:
        message = f"{name} has {size:,} bytes; the most is {_LOGO_BYTES:,}"
        remedy = "Make the picture smaller: it is shown 32 pixels high."
        yield Fault("unfit-logo", "look.logo", message, remedy)
    elif (content := _content(logo)) is None:
        yield Fault("unfit-logo", "look.logo", f"{name} cannot be read", "Check who may read it.")
    elif not content.startswith(sign):
        remedy = (
            f"Open it in a program for pictures and save it as {kind}; another name is not enough."
        )
        yield Fault("unfit-logo", "look.logo", f"{name} is no {kind} picture", remedy)
    elif _moves(content):
        remedy = "Save it as a picture that stands still: nobody could stop it."
        yield Fault("unfit-logo", "look.logo", f"{name} moves", remedy)
    else:
        for what in hidden_data.find(logo):
            message = f"{name} carries more than a picture: {what}"
            yield Fault("unfit-logo", "look.logo", message, hidden_data.remedy(name))


def _content(logo: Path) -> bytes | None:
    try:
        return logo.read_bytes()
    except OSError:
        return None


def _moves(content: bytes) -> bool:
    """Tell whether a picture is animated; sources: PNG third edition, 11.3.6.1; RFC 9649, 2.7."""
    if content.startswith(b"RIFF"):
        return content[12:16] == b"VP8X" and len(content) > 20 and content[20] & 2 != 0
    return b"acTL" in content.partition(b"IDAT")[0]
