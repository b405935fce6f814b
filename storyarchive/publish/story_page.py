"""A story's page: the words, and what stands around them."""

from storyarchive.content import languages, wording
from storyarchive.content.library import Library, Story
from storyarchive.content.vocabulary import Stage
from storyarchive.publish import care, drawing, listings, markdown, urls
from storyarchive.publish.cards import mentions
from storyarchive.publish.press import Press
from storyarchive.publish.related import related

_LONG_ENOUGH_FOR_A_QUOTE = 250
"""Words; in a shorter story the quote would be much of it twice."""


def build(press: Press, story: Story) -> bytes:
    """Make one story's page."""
    library, vocabulary = press.library, press.library.vocabulary
    found_from_outside = library.edition.on_the_web and "search-engines" in story.agreed
    shelf = press.shelf_for_search_engines if found_from_outside else press.shelf
    values = {
        "story": story,
        "foreign": not languages.same(story.language, library.settings.language),
        "reading": wording.reading_words(story.reading, press.say),
        "translations": translations(press, story),
        "person": listings.person(story),
        "notes": wording.note_words(story, vocabulary, press.say),
        "mentions": mentions(story),
        "help_first": care.needs_help_first(story),
        "help_lines": care.lines_for([note.id for note in story.notes], library.help_lines),
        "path": wording.path_words(story.stages, vocabulary, press.say),
        "path_drawing": drawing.path([vocabulary.stage[id].order for id in story.stages]),
        "quote": pull_quote(story, library),
        "passages": markdown.passages(story.text, library.edition.outside_links),
        "may_help": may_help(story, library),
        "themes": [(urls.theme(id), vocabulary.theme[id].label) for id in story.themes],
        "sheet": sheet(press, story),
        "made": wording.made_words(story, press.say),
        "source": f"{story.source.rstrip('.')}.",
        "related": [
            (press.cards[next.story.id], next.why)
            for next in related(story, library, shelf, press.say)
        ],
    }
    return press.page(
        urls.story(story.id),
        "story.html",
        story.title,
        values,
        showing=[story],
        notes_of=story,
    )


def translations(press: Press, story: Story) -> list[Story]:
    """List the same story in other languages, the one it was told in first."""
    original = press.by_id.get(story.translation_of or "")
    told = [original] if original else []
    siblings = [press.by_id[id] for id in (original or story).translations if id in press.by_id]
    return [other for other in (*told, *siblings) if other.id != story.id]


def sheet(press: Press, story: Story) -> str:
    """Say at the foot of a printed sheet what it is, and where to look before it is passed on."""
    library, say = press.library, press.say
    values = {
        "id": story.id,
        "site": library.settings.title,
        "contact": say.small(library.settings.contact.name),
    }
    if not library.edition.on_the_web:
        values["day"] = say.day(library.on)
    if library.recall_address:
        values["address"] = f"{library.recall_address.removeprefix('https://')}/{urls.RECALL}"
    name = f"{'sheet' if library.edition.on_the_web else 'copied_sheet'}"
    return say(f"story.{name}{'' if library.recall_address else '_ask'}", **values)


def may_help(story: Story, library: Library) -> list[Stage]:
    """List the stages of people whom a story may help: those it covers, a little behind its end."""
    stage = library.vocabulary.stage
    covered = [stage[id] for id in dict.fromkeys(story.stages)]
    now = stage[story.stage_now].order
    return [each for each in covered if 1 <= now - each.order <= 2] or covered[-2:]


def pull_quote(story: Story, library: Library) -> str | None:
    """Choose words that may stand alone, from a part of a longer story that carries no note."""
    if story.reading.words < _LONG_ENOUGH_FOR_A_QUOTE:
        return None
    passages = markdown.passages(story.text, library.edition.outside_links)
    noted = " ".join(piece.striptags() for note, piece in passages if note)
    for quote in story.quotes:
        if quote.ok_out_of_context and " ".join(quote.text.split()) not in noted:
            return quote.text
    return None
