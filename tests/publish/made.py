"""Small libraries and pages for the tests of publish, made by hand."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

from storyarchive import shipped
from storyarchive.content.library import Library, Quote, Story, StoryNote, Withdrawn
from storyarchive.content.reading import measure
from storyarchive.content.settings import Contact, Edition, ExitTo, HelpLine, Settings
from storyarchive.content.vocabulary import Note, Stage, Theme, ThemeGroup, Vocabulary
from storyarchive.files import Tree
from storyarchive.publish import site
from storyarchive.publish.press import Press
from storyarchive.publish.render import templates

ON = date(2026, 11, 23)
TEMPLATES = templates(shipped.templates())
SAY = TEMPLATES.say

VOCABULARY = Vocabulary(
    groups=(ThemeGroup("people", "People around me"), ThemeGroup("health", "Health")),
    themes=(
        Theme(
            "belonging", "people", "Feeling I belong", "Belonging", "Where you fit in.", ("fit in",)
        ),
        Theme("family", "people", "Family", "Family bonds", "Parents and children.", ("kids",)),
        Theme("drugs", "health", "Stopping drugs", "Recovery", "Stopping.", ("addict", "clean")),
        Theme("empty", "health", "Not told yet", "None", "No story is about this."),
    ),
    stages=(
        Stage(
            "not-ready", 1, "Not ready", "", "In the old life.", "No.", "For someone who says no."
        ),
        Stage(
            "early-days", 2, "Early days", "", "It is new.", "I count.", "For someone newly out."
        ),
        Stage("becoming-new", 3, "Becoming new", "", "A new self.", "I am.", "For someone asking."),
        Stage("giving-back", 4, "Giving back", "", "Helping.", "I wait.", "For a new mentor."),
    ),
    notes=tuple(
        Note(id, label, "", "")
        for id, label in {
            "suicide": "Suicide",
            "domestic-abuse": "Abuse by a partner or family",
            "sexual-violence": "Rape or sexual abuse",
            "exploitation": "Being used or trafficked",
            "drug-use": "Drug use",
            "alcohol": "Heavy drinking",
        }.items()
    ),
    note_levels={"mention": "Named.", "described": "Told in detail."},
    synonyms=(),
    mappings=(),
    lists={
        "roles": {"mentee": "Mentee", "peer-mentor": "Peer mentor"},
        "formats": {"text": "Text", "audio": "Audio"},
    },
)

LINE = HelpLine(
    "A listening line", "Anything.", {"phone": "01632 960 001"}, "", "", date(2026, 11, 1)
)
CRISIS = replace(LINE, name="A crisis line", for_notes=("suicide",))

SETTINGS = Settings(
    title="Test library",
    language="en-GB",
    country="gb",
    contact=Contact("The team", ("Tell any worker.",)),
    editions={},
    exit_to=ExitTo("Weather", "https://weather.example/"),
)

PUBLIC = Edition("public", "Open library", ("public-web",), on_the_web=True)
PRISON = Edition("prison", "Prison copy", ("offline",), outside_links=False, exit_link=False)

AGREED = frozenset(
    {
        *("public-web", "search-engines", "mentor-edition", "print", "offline"),
        *("audio", "translation", "excerpts", "syndication"),
    }
)
"""All scopes but research and the training of AI."""

TEXT = "\n\n".join(["I stood at the gate.", *(["I walked up and down the canal all winter."] * 40)])


def story(id: str = "s-22222", **changes: Any) -> Story:
    """Make a story that every test may change a little."""
    text = changes.get("text", TEXT)
    made = Story(
        id=id,
        title=f"The story {id}",
        pseudonym="Dee",
        summary="Dee tells of a gate.",
        language="en-GB",
        text=text,
        format="text",
        role="peer-mentor",
        setting="both",
        services=(),
        themes=("belonging", "drugs"),
        stage_now="early-days",
        stages=("not-ready", "early-days"),
        notes=(),
        told_in="2020s",
        gender=None,
        age_band=None,
        experiences=(),
        quotes=(),
        prompts=("What helps you?",),
        reading=measure(text, "en-GB"),
        basis="living-consent",
        agreed_in="2026-04",
        names_changed=True,
        edited=("shortened",),
        source="Recorded talk",
        read_back=True,
        work=None,
        media=None,
        translation_of=None,
        translations=(),
        related=(),
        same_teller=(),
        agreed=AGREED,
    )
    return replace(made, **changes)


def note(id: str, level: str = "mention", where: str = "") -> StoryNote:
    """Make a content note."""
    return StoryNote(id, level, where)


def quote(text: str, ok: bool = True) -> Quote:
    """Make a quote."""
    return Quote(text, ok)


def library(
    *stories: Story,
    edition: Edition = PUBLIC,
    settings: Settings = SETTINGS,
    help_lines: tuple[HelpLine, ...] = (LINE, CRISIS),
    withdrawn: tuple[str, ...] = (),
) -> Library:
    """Make a library of stories."""
    return Library(
        edition=edition,
        on=ON,
        settings=settings,
        vocabulary=VOCABULARY,
        help_lines=help_lines,
        stories=tuple(sorted(stories, key=lambda each: each.id)),
        withdrawn=tuple(Withdrawn(id, date(2026, 11, 1)) for id in withdrawn),
        valid_until=date(2027, 5, 23),
    )


def pages(*stories: Story, **changes: Any) -> dict[str, str]:
    """Publish the pages of a library of stories: address → HTML."""
    return text_of(site.build(Press(library(*stories, **changes), TEMPLATES)))


def page(made: Story, **changes: Any) -> str:
    """Publish the page of one story."""
    return pages(made, **changes)[f"stories/{made.id}.html"]


def text_of(tree: Tree) -> dict[str, str]:
    """Read the pages of a tree."""
    return {
        path: content.decode()
        for path, content in sorted(tree.items())
        if path.endswith(".html") and isinstance(content, bytes)
    }


class Tags(HTMLParser):
    """The tags of a page, with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        """List the attributes of every tag of a kind."""
        return [attributes for name, attributes in self.found if name == tag]
