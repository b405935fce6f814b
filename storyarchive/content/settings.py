"""Settings are what an organisation decides for its whole archive, in `_archive.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: the defaults are the project's, an organisation may be stricter."""

    cooling_off_days: int = 14
    """Days after the later of `given_on` and `approved_on` before a narrative may be shown."""
    review_after_months: int = 24
    """Months after `given_on` when consent is looked at again, where the file names no day."""
    review_grace_days: int = 30
    """Days after the review day for which a narrative still stands; then it is held back."""
    intruder_test_days: int = 30
    """Days before publishing within which the intruder test is passed."""
    expires_after_months: int = 60
    """Months after `given_on` beyond which no consent holds, whatever the file says."""
    valid_for_months: int = 6
    """Months for which a copied edition (USB stick, kiosk) may be used."""
    help_checked_days: int = 180
    """Days after which a help line should be rung again."""
    story_bytes: int = 1_000_000
    """The largest narrative file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to ask for a story to be taken down, or anything else."""

    name: str
    """Who answers."""
    ways: tuple[str, ...]
    """Ways to reach them, a sentence each: phone, letter, through any worker."""
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class ExitTo:
    """Where 'Exit this page' goes: somewhere that shows nothing personal."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One library made from the archive, for one audience."""

    id: str
    title: str
    """What this edition is called, in a few words."""
    scopes: tuple[str, ...]
    """The consent scopes a story must have, all of them."""
    about: str = ""
    """Whom it is for, a sentence."""
    on_the_web: bool = False
    """Whether it is put on the open web; else search engines are told to keep out."""
    mentor_notes: bool = False
    """Whether it shows notes that help a mentor use a story."""
    outside_links: bool = True
    """Whether links may leave the edition; else addresses are printed as text."""
    exit_link: bool = True
    """Whether every page has 'Exit this page'."""
    drop_notes: tuple[str, ...] = ()
    """Content notes whose stories are left out."""
    help_from_prison_only: bool = False
    """Whether help lines that cannot be reached from prison are left out."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an organisation makes its own in how pages look; `publish.look` derives the rest."""

    colour: str | None = None
    """The ground of the top of each page, `#rrggbb`; links take their hue from it."""
    accent: str | None = None
    """What stands out: the first button, the match in an excerpt, where the keyboard is; `#rrggbb`."""
    logo: Path | None = None
    """The picture beside the name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `_archive.yaml` says."""

    title: str
    language: str
    """The language of the site (BCP 47)."""
    country: str
    """The help lines shown, a file of `_help/` (`gb`)."""
    contact: Contact
    editions: Mapping[str, Edition]
    """Edition id → edition, in the order of the file."""
    tagline: str = ""
    organisation: str = ""
    base_url: str | None = None
    """Where the public edition is put, with no slash at its end."""
    demonstration: bool = False
    """Whether the whole archive is invented; every page then says so."""
    content_repo: str = "private"
    bases: tuple[str, ...] = ()
    """The bases that this archive accepts."""
    exit_to: ExitTo | None = None
    limits: Limits = field(default_factory=Limits)
    words: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    """Message of the site → an organisation's own words for it."""
    look: Look = field(default_factory=Look)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Path of a field (`look.colour`) → its line."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Someone to turn to."""

    name: str
    what_for: str
    how: Mapping[str, str]
    """Way (`phone`, `text`, `web`, `in_prison`) → how to use it."""
    hours: str
    cost: str
    checked_on: date
    """The day on which somebody last tried it."""
    for_notes: tuple[str, ...] = ()
    """Content notes it is for; none: for anyone."""
    reachable_from_prison: bool = False
    placeholder: bool = False
    """Whether it stands for a real line that the organisation must fill in."""
