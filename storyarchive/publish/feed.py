"""The feed: stories that other sites may pass on, and those that they must take off, as Atom.

Atom is RFC 4287; `at:deleted-entry`, which tells of what was withdrawn, is RFC 6721.
"""

import re
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from storyarchive.content import wording
from storyarchive.content.library import Story
from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

MOST = 100
"""Stories in a feed, those agreed to last; a withdrawn one is told of for ever."""

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build(press: Press) -> Tree:
    """Make the feed of a library's stories, the newest first."""
    library, address = press.library, press.library.web_address
    if address is None:
        return {}
    stories = sorted(library.stories, key=lambda story: story.id)
    stories = sorted(stories, key=_updated, reverse=True)[:MOST]
    changes = [*map(_updated, stories), *(_moment(gone.withdrawn_on) for gone in library.withdrawn)]
    feed = Element("feed", {"xmlns": _ATOM, "xmlns:at": _TOMBSTONES})
    feed.set("xml:lang", library.settings.language)
    _say(feed, "id", f"{address}/{urls.FEED}")
    _say(feed, "title", library.settings.title)
    if library.settings.tagline:
        _say(feed, "subtitle", library.settings.tagline)
    # A feed that has told of nothing yet is as old as its library.
    _say(feed, "updated", max(changes, default=_moment(library.on)))
    _say(
        SubElement(feed, "author"), "name", library.settings.organisation or library.settings.title
    )
    _say(feed, "rights", press.say("feed.terms"))
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{address}/{urls.FEED}")
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{address}/{urls.HOME}")
    for gone in library.withdrawn:
        SubElement(feed, "at:deleted-entry", ref=_name(gone.id), when=_moment(gone.withdrawn_on))
    for story in stories:
        _add(feed, story, press, f"{address}/{urls.story(story.id)}")
    ElementTree.indent(feed, " ")
    return {urls.FEED: bytes(ElementTree.tostring(feed, "utf-8", xml_declaration=True)) + b"\n"}


def _add(feed: Element, story: Story, press: Press, address: str) -> None:
    vocabulary, say = press.library.vocabulary, press.say
    invented = story.basis == "fictional"
    notes = wording.note_words(story, vocabulary, say)
    said = [
        *([f"{say('card.invented')}."] if invented else []),
        story.summary,
        *([say("feed.mentions", notes=", ".join(notes))] if notes else []),
    ]
    entry = SubElement(feed, "entry", {"xml:lang": story.language})
    _say(entry, "id", _name(story.id))
    _say(entry, "title", say("feed.example", title=story.title) if invented else story.title)
    _say(entry, "updated", _updated(story))
    _say(SubElement(entry, "author"), "name", story.pseudonym)
    _say(entry, "summary", " ".join(said))
    SubElement(
        entry, "link", rel="alternate", type="text/html", hreflang=story.language, href=address
    )
    themes = [("theme", id, vocabulary.theme[id].label) for id in story.themes]
    mentions = [("content-note", note.id, vocabulary.note[note.id].label) for note in story.notes]
    for kind, term, label in (*themes, *mentions):
        SubElement(entry, "category", term=term, scheme=f"urn:storyarchive:{kind}", label=label)


def _name(id: str) -> str:
    """Name an entry, the same wherever the library moves."""
    return f"urn:storyarchive:{id}"


def _updated(story: Story) -> str:
    """Give the first moment of the month of consent, which the page shows too, or of the decade of the telling.

    The day on which somebody agreed is not shown.
    """
    if story.agreed_in:
        return f"{story.agreed_in}-01T00:00:00Z"
    decade = re.match(r"\d{4}", story.told_in)
    return f"{decade[0] if decade else '1970'}-01-01T00:00:00Z"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _say(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = _NOT_IN_XML.sub("", words)
