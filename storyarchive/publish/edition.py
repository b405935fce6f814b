"""An edition: everything that is copied to a web host, a stick or a kiosk, whole, and the scopes that each part asks.

`PUBLISHERS` and `PARTS` are the whole of what an edition can show; `docs/scopes.md` is made from them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from storyarchive.content.library import Library
from storyarchive.files import Tree
from storyarchive.publish import feed, lists, look, recall, recordings, robots, site, sitemap, urls
from storyarchive.publish.press import Press
from storyarchive.publish.render import Templates


@dataclass(frozen=True, slots=True)
class When:
    """In which editions something is made."""

    says: str
    """The words of the guide for it."""
    holds: Callable[[Library], bool]


EVERYWHERE = When("every edition", lambda library: True)
ON_THE_WEB = When("editions on the web", lambda library: library.edition.on_the_web)
AT_AN_ADDRESS = When(
    "editions on the web, once `base_url` says where", lambda library: bool(library.web_address)
)
RESERVED_ON_THE_WEB = When(
    "editions on the web, unless every narrator in it said yes to `ai-training`",
    lambda library: library.edition.on_the_web and library.reserved,
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """What makes some of an edition's files."""

    name: str
    makes: tuple[str, ...]
    """Addresses of its files; `*` stands for any letters but `/`."""
    about: str
    """What they are for, a sentence."""
    build: Callable[[Press, Tree], Tree]
    """Makes them from a library on the press, given all that the publishers before it made."""
    asks: tuple[str, ...] = ()
    """The scopes that a story needs to be in them, besides those of the edition."""
    when: When = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a publisher makes that asks for a scope of its own."""

    name: str
    of: str
    """The publisher's name."""
    about: str
    """What it is, and what is there without the yes."""
    asks: tuple[str, ...]


PUBLISHERS: tuple[Publisher, ...] = (
    Publisher(
        "pages",
        (
            *(urls.HOME, urls.SEARCH, urls.WORDS, urls.HELP, urls.SAFETY, urls.CHOICES),
            *(urls.ABOUT, urls.ACCESS, urls.TAKING_PART, urls.NOT_FOUND, urls.AWAY),
            *(
                "stories/*.html",
                "themes/*.html",
                "stages/*.html",
                "people/*.html",
                "languages/*.html",
            ),
        ),
        "The pages to read. Where a story was that is taken down, a page says only that.",
        lambda press, made: site.build(press),
    ),
    Publisher(
        "styles and scripts",
        ("styles/*", "scripts/*"),
        "How pages look, and the search. No story is in them.",
        lambda press, made: look.build(press),
    ),
    Publisher(
        "recordings",
        ("media/*",),
        "Voices and pictures, with the words that go with them.",
        lambda press, made: recordings.build(press),
        asks=("audio",),
    ),
    Publisher(
        "search index",
        ("search/*.js",),
        "What the search page looks questions up in.",
        lambda press, made: dict(press.index.tree),
    ),
    Publisher(
        "recall list",
        (urls.RECALL_LIST,),
        "The ids of stories that were taken down, with the day of each, for programs.",
        lambda press, made: recall.as_json(press),
    ),
    Publisher(
        "recall page",
        (urls.RECALL,),
        "The same for people: is the story that I hold on paper or a stick still shared?",
        lambda press, made: recall.page(press),
        when=ON_THE_WEB,
    ),
    Publisher(
        "feed",
        (urls.FEED,),
        "Title, summary and link of stories that other sites may pass on, and the ids of those taken down (Atom).",
        lambda press, made: feed.build(press),
        asks=("syndication",),
        when=AT_AN_ADDRESS,
    ),
    Publisher(
        "sitemap",
        (urls.SITEMAP, "sitemap-*.xml"),
        "The pages that search engines may hold.",
        sitemap.build,
        asks=("search-engines",),
        when=AT_AN_ADDRESS,
    ),
    Publisher(
        "robots.txt",
        (urls.ROBOTS,),
        "Asks crawlers that train AI to keep out, unless every narrator said yes to `ai-training`; and"
        " search engines to leave the search index, and recordings of stories without their yes.",
        lambda press, made: robots.robots_txt(press),
        when=ON_THE_WEB,
    ),
    Publisher(
        "reservation",
        (urls.TDM_RESERVATION,),
        "Reserves text and data mining.",
        lambda press, made: robots.tdm_reservation(press),
        when=RESERVED_ON_THE_WEB,
    ),
    Publisher(
        "what is this",
        (urls.WHAT_IS_THIS,),
        "For whoever must decide whether the edition may be opened here.",
        lists.what_is_this,
    ),
    Publisher(
        "lists of files",
        (urls.FILES, urls.MANIFEST),
        "Every file with its checksum, and the ids of the stories, shown and taken down.",
        lists.files,
    ),
)
"""All that makes an edition, in order: a list of what there is comes after it."""

PARTS: tuple[Part, ...] = (
    Part(
        "found by search engines",
        "pages",
        "A page that shows stories has no `noindex` when each of them has the yes, and is on the web.",
        ("search-engines",),
    ),
    Part(
        "printed sheet",
        "pages",
        "Without the yes, the page of a story prints as one line: it is not shared on paper.",
        ("print",),
    ),
    Part(
        "pull quotes",
        "pages",
        "Words that stand out from a page, or on the first page, and count for more in a search.",
        ("excerpts",),
    ),
    Part("player", "pages", "The recording on the page of a story.", ("audio",)),
    Part(
        "translations",
        "pages",
        "A story in another language is there only with the yes in the story that it translates,"
        " and has no scope that that one has not.",
        ("translation",),
    ),
    Part(
        "open to AI training",
        "pages",
        "Every page reserves text and data mining and says `noai`, unless all stories have the yes.",
        ("ai-training",),
    ),
)
"""What asks for a scope within a page. The door and the templates see to it."""


def build(library: Library, templates: Templates) -> Tree:
    """Make an edition: whatever each publisher makes of the stories that say yes to what it asks."""
    return printed(Press(library, templates))


def printed(press: Press) -> Tree:
    """Make the edition of the library on a press."""
    tree = Tree()
    for publisher in PUBLISHERS:
        if publisher.when.holds(press.library):
            tree |= publisher.build(press.asking(*publisher.asks), tree)
    return tree
