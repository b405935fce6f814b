"""The records of an archive besides its narratives: settings, withdrawn ids and help lines, each a table of fields."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from storyarchive.content import document
from storyarchive.content.fields import BASES, ID, REASONS, SCOPES
from storyarchive.content.groups import Field, Group, Many, Named
from storyarchive.content.kinds import (
    ADDRESS,
    LANGUAGE,
    SLUG,
    Choice,
    Date,
    Number,
    Shaped,
    Text,
    YesNo,
)
from storyarchive.content.look import LOOK, WORDS, placed
from storyarchive.content.settings import (
    Contact,
    Edition,
    ExitTo,
    HelpLine,
    Limits,
    Look,
    Settings,
)
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import Problem


@dataclass(frozen=True, slots=True)
class WithdrawnEntry:
    """A narrative that was withdrawn: the id, the day, and a code; nothing else is kept."""

    id: str
    withdrawn_on: date
    reason_code: str


def _edition(**values: Any) -> Edition:
    # The id is the key that the edition stands under; `read_settings` adds it.
    # One without a title or scopes has been told by now, and goes no further.
    needed = {"title": "", "scopes": ()}
    given = {name: value for name, value in values.items() if value is not None}
    return Edition(id="", **needed | given)


SETTINGS = Group(
    lambda **values: values,
    fields=(
        Field("title", Text(80), "What the library is called.", "Ways through", True),
        Field("tagline", Text(160), "What it is, a sentence.", absent=""),
        Field("organisation", Text(120), "Who keeps it.", absent=""),
        Field("language", LANGUAGE, "The language of the site.", "en-GB", True),
        Field("country", SLUG, "The help lines to show, a file of _help/.", "gb", True),
        Field("base_url", ADDRESS, "Where the public edition is put on the web."),
        Field(
            "demonstration",
            YesNo(),
            "yes when every story is invented; each page then says so.",
            "no",
            absent=False,
        ),
        Field(
            "content_repo",
            Choice("visibilities", ("private", "public")),
            "Who can see the repository; public copies can never be called back.",
            "private",
            absent="private",
        ),
        Field("bases", Many(Choice("bases", BASES), 1), "The bases accepted here.", absent=BASES),
        Field(
            "contact",
            Group(
                Contact,
                fields=(
                    Field("name", Text(120), "Who answers.", "The library team", True),
                    Field(
                        "ways",
                        Many(Text(200), 1, 8),
                        "Ways to ask for a story to be taken down, a sentence each.",
                        "[Tell any worker or mentor.]",
                        needed=True,
                    ),
                    Field("email", Text(120), "An address to write to."),
                    Field("phone", Text(60), "A number to ring."),
                ),
            ),
            "How to stop, change or ask.",
            needed=True,
        ),
        Field(
            "exit_to",
            Group(
                ExitTo,
                fields=(
                    Field("label", Text(60), "What that page is.", "Weather", True),
                    Field("url", ADDRESS, "Its address; it shows nothing personal.", "", True),
                ),
            ),
            "Where 'Exit this page' goes; without it, to a plain page of the site's own.",
        ),
        Field(
            "editions",
            Named(
                SLUG,
                Group(
                    _edition,
                    fields=(
                        Field("title", Text(80), "What it is called.", "Mentor edition", True),
                        Field("about", Text(200), "Whom it is for.", absent=""),
                        Field(
                            "scopes",
                            Many(Choice("scopes", SCOPES), 1),
                            "The scopes a story must allow, all of them.",
                            "[mentor-edition]",
                            needed=True,
                        ),
                        Field("on_the_web", YesNo(), "Whether the open web may read it.", "no"),
                        Field("mentor_notes", YesNo(), "Whether notes for mentors show.", "yes"),
                        Field("outside_links", YesNo(), "Whether links may lead out.", "no"),
                        Field("exit_link", YesNo(), "Whether 'Exit this page' shows.", "yes"),
                        Field(
                            "drop_notes",
                            Many(Choice("content_notes")),
                            "Content notes whose stories are left out.",
                            "[strong-language]",
                        ),
                        Field(
                            "help_from_prison_only",
                            YesNo(),
                            "Whether only help lines that can be reached from prison show.",
                            "yes",
                        ),
                    ),
                ),
            ),
            "The libraries to make, each with the scopes it needs.",
            needed=True,
        ),
        Field(
            "limits",
            Group(
                lambda **values: Limits(**{k: v for k, v in values.items() if v is not None}),
                fields=(
                    Field(
                        "cooling_off_days",
                        Number(14, 3650),
                        "Days from consent to showing; 14 or more.",
                    ),
                    Field(
                        "review_after_months",
                        Number(1, 24),
                        "Months to the next look; 24 or fewer.",
                    ),
                    Field(
                        "review_grace_days",
                        Number(0, 30),
                        "Days for which a missed look is forgiven; 30 or fewer.",
                    ),
                    Field(
                        "intruder_test_days",
                        Number(1, 30),
                        "Days for which a passed intruder test holds; 30 or fewer.",
                    ),
                    Field(
                        "expires_after_months",
                        Number(1, 60),
                        "Months that a consent can last; 60 or fewer.",
                    ),
                    Field("valid_for_months", Number(1, 60), "Months a copy may be used."),
                    Field("help_checked_days", Number(1, 3650), "Days a help line stays checked."),
                    Field("story_bytes", Number(1000, 5_000_000), "The largest file, in bytes."),
                ),
            ),
            "How long and how much; an archive may be stricter than the project, never looser.",
        ),
        Field("look", LOOK, "How pages look."),
        Field(
            "words",
            WORDS,
            "Your own words for messages of the site.",
            "{home.lead: Find someone who has been there.}",
            absent={},
        ),
    ),
)

WITHDRAWN = Many(
    Group(
        WithdrawnEntry,
        fields=(
            Field("id", Shaped(ID, "an id, such as s-4k7p2"), "The story.", "s-4k7p2", True),
            Field("withdrawn_on", Date(), "The day.", "2026-05-18", True),
            Field(
                "reason_code",
                Choice("reasons", REASONS),
                "Why, as one word.",
                "teller",
                needed=True,
            ),
        ),
    ),
    most=1_000_000,
    distinct=False,
)

HELP = Group(
    lambda **values: values,
    fields=(
        Field("country", Text(60), "The country, as readers call it.", "United Kingdom", True),
        Field(
            "lines",
            Many(
                Group(
                    HelpLine,
                    fields=(
                        Field("name", Text(80), "Who answers.", "", True),
                        Field("what_for", Text(200), "What they help with.", "", True),
                        Field(
                            "how",
                            Named(Choice("ways", ("phone", "text", "web", "in_prison")), Text(200)),
                            "How to reach them: phone, text, web, in_prison.",
                            needed=True,
                        ),
                        Field("hours", Text(80), "When.", "", True),
                        Field("cost", Text(80), "What it costs.", "", True),
                        Field("checked_on", Date(), "When somebody last tried it.", "", True),
                        Field("for_notes", Many(Choice("content_notes")), "For which.", absent=()),
                        Field(
                            "reachable_from_prison",
                            YesNo(),
                            "Whether it can be reached from prison.",
                            absent=False,
                        ),
                        Field(
                            "placeholder",
                            YesNo(),
                            "yes while it only stands for a line to fill in.",
                            absent=False,
                        ),
                    ),
                )
            ),
            "The help lines, the first the most important.",
            needed=True,
        ),
    ),
)


def read_settings(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[Settings | None, list[Problem]]:
    """Read `_archive.yaml`."""
    values, at = document.read(raw, path, SETTINGS, vocabulary.choices)
    if at.problems:
        return None, at.problems
    editions = {id: replace(edition, id=id) for id, edition in values.pop("editions").items()}
    for edition in editions.values():
        if edition.on_the_web and "public-web" not in edition.scopes:
            message = f"the edition {edition.id} is on the web and does not ask for public-web"
            remedy = "Add public-web to its scopes, or take on_the_web away."
            return None, [Problem(path, 1, "web-without-scope", message, remedy)]
    if "cache" in editions:
        message, remedy = 'an edition is called "cache"', "Choose another id: build/cache is taken."
        return None, [Problem(path, 1, "wrong-form", message, remedy)]
    if not editions:
        message, remedy = "no edition is listed", "List at least one, such as public."
        return None, [Problem(path, 1, "missing-field", message, remedy)]
    limits = values.pop("limits") or Limits()
    values["base_url"] = (values["base_url"] or "").rstrip("/") or None
    look = placed(values.pop("look") or Look(), Path(path).parent)
    return Settings(editions=editions, limits=limits, look=look, lines=at.lines, **values), []


def read_withdrawn(raw: bytes, path: str) -> tuple[tuple[WithdrawnEntry, ...], list[Problem]]:
    """Read `_withdrawn.yaml`; an empty file names nobody."""
    values, at = document.read(raw, path, WITHDRAWN, {}, empty=())
    return (() if at.problems else values), at.problems


def read_help(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[tuple[HelpLine, ...], list[Problem]]:
    """Read the help lines of one country."""
    values, at = document.read(raw, path, HELP, vocabulary.choices)
    return (() if at.problems else values["lines"]), at.problems
