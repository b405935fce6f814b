"""A query turns a mentor's question into an answer: stories in order, counts, and what was understood."""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache as remember
from pathlib import Path

from storyarchive.content.library import Library, Story
from storyarchive.errors import UnknownName
from storyarchive.search import analysis, passages, ranking
from storyarchive.search.answer import Answer, Facets, Hit, Understood
from storyarchive.search.index import open_index
from storyarchive.search.passages import Excerpt
from storyarchive.search.ranking import Ranked, Reader, Wanted

__all__ = ["Answer", "Facets", "Hit", "Understood", "search"]

MOST_WORDS = 32
"""Words of a question that are looked for; nobody asks more, and each costs a reader bytes."""


def search(
    library: Library,
    words: str,
    *,
    themes: Sequence[str] = (),
    stages: Sequence[str] = (),
    avoid: Sequence[str] = (),
    limit: int = 10,
    cache: Path,
) -> Answer:
    """Search a library for stories.

    words: the question, anything at all; with none, all stories that pass the filters are found.
    themes: ids, all of which a story must have. stages: ids, any of which it must cover.
    avoid: content notes it must not have, `note` or `note:described`. limit: hits to return.
    cache: the directory where the index is kept.
    """
    vocabulary = library.vocabulary
    _known("theme", themes, vocabulary.theme, [theme.label for theme in vocabulary.themes])
    _known("stage", stages, vocabulary.stage, [stage.label for stage in vocabulary.stages])
    avoiding = _avoiding(library, avoid)

    with open_index(library, cache) as reader:
        wanted, understood = understand(words, library, reader, avoid)
        ranked = ranking.rank(wanted, reader)
    if not wanted:
        ranked = _browsed(library, themes, stages)

    stories = {story.id: story for story in library.stories}
    of_themes, of_stages, allowed = _has_all(themes), _covers_any(stages), _without(avoiding)
    found = [
        (place, story)
        for place in ranked
        if of_themes(story := stories[place.id]) and of_stages(story) and allowed(story)
    ]
    asked_elsewhere = [stories[place.id] for place in ranked]
    return Answer(
        query=words,
        understood=understood,
        total=len(found),
        with_all_words=sum(place.has_all for place, _ in found),
        hits=tuple(_hit(place, story, wanted) for place, story in found[: max(0, limit)]),
        facets=_facets(library, [story for _, story in found]),
        next_step=()
        if found
        else _next_step(library, words, asked_elsewhere, of_themes, of_stages, allowed),
    )


def understand(
    words: str, library: Library, reader: Reader, avoid: Sequence[str] = ()
) -> tuple[list[Wanted], Understood]:
    """Decide what is looked for: the words typed, without filler, each with the stems it may stand for."""
    typed, compounds = analysis.split(words)
    filler = fillers(library)
    said = _once(typed)
    kept = [word for word in said if word not in filler] or said
    looked_for = kept[:MOST_WORDS]
    dropped = [word for word in said if word not in looked_for]
    known_endings = endings(library)

    wanted: list[Wanted] = []
    for word in looked_for:
        stems = ranking.look_up(word, reader, known_endings)
        # Two forms of one word are one thing to look for.
        if not stems or all(stems != other.stems for other in wanted):
            wanted.append(Wanted(word, stems))
    for word in _once(compounds)[:MOST_WORDS]:
        # A story that has the word closed up may be meant as well.
        if stems := reader.stems(word):
            wanted.append(Wanted(word, stems, required=False))
    nowhere = [want.word for want in wanted if not want.stems]
    return wanted, Understood(tuple(looked_for), tuple(dropped), tuple(nowhere), tuple(avoid))


def fillers(library: Library) -> frozenset[str]:
    """Give the filler words of the language that the site speaks."""
    return analysis.FILLER.get(analysis.primary(library.settings.language), frozenset())


def endings(library: Library) -> Mapping[str, str]:
    """Give the endings, with what stands in their place, of the languages that the stories are in."""
    codes = sorted({analysis.primary(story.language) for story in library.stories})
    return {
        ending: instead
        for code in codes
        for ending, instead in analysis.ENDINGS.get(code, {}).items()
    }


def _avoiding(library: Library, avoid: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """Read what is to be avoided: the note, and the levels of it."""
    vocabulary = library.vocabulary
    levels = list(vocabulary.note_levels)
    avoiding = []
    for asked in avoid:
        note, _, level = asked.partition(":")
        _known("content note", [note], vocabulary.note, [note.label for note in vocabulary.notes])
        if level:
            _known("level of a content note", [level], vocabulary.note_levels)
        avoiding.append((note, frozenset(levels[levels.index(level) :] if level else levels)))
    return avoiding


def _known(
    kind: str, asked: Iterable[str], known: Mapping[str, object], labels: Sequence[str] = ()
) -> None:
    for id in asked:
        if id not in known:
            by_label = dict(zip((label.lower() for label in labels), known, strict=False))
            near = difflib.get_close_matches(id.lower(), [*known, *by_label], n=1)
            listed = (
                f'Did you mean "{by_label.get(near[0], near[0])}"?'
                if near
                else f"There are: {', '.join(known)}."
            )
            raise UnknownName(f'There is no {kind} "{id}".  {listed}')


def _has_all(themes: Collection[str]) -> Callable[[Story], bool]:
    return lambda story: all(theme in story.themes for theme in themes)


def _covers_any(stages: Collection[str]) -> Callable[[Story], bool]:
    return lambda story: not stages or any(stage in story.stages for stage in stages)


def _without(avoiding: Sequence[tuple[str, frozenset[str]]]) -> Callable[[Story], bool]:
    kept_out = {(note, level) for note, levels in avoiding for level in levels}
    return lambda story: all((note.id, note.level) not in kept_out for note in story.notes)


def _browsed(library: Library, themes: Sequence[str], stages: Sequence[str]) -> list[Ranked]:
    """Order all stories where nothing was typed: most about the themes, now at the stage, shortest."""

    def key(story: Story) -> tuple[int, bool, int, str]:
        about = sum(story.themes.index(theme) for theme in themes if theme in story.themes)
        return about, story.stage_now not in stages, story.reading.minutes, story.id

    return [Ranked(story.id, 0.0, has_all=True) for story in sorted(library.stories, key=key)]


def _hit(place: Ranked, story: Story, wanted: Sequence[Wanted]) -> Hit:
    return Hit(
        id=story.id,
        title=story.title,
        score=place.score,
        stage_now=story.stage_now,
        stages=story.stages,
        themes=story.themes,
        content_notes=tuple(
            note.id if note.level == "mention" else f"{note.id}:{note.level}"
            for note in story.notes
        ),
        minutes=story.reading.minutes,
        url=f"stories/{story.id}.html",
        excerpt=_excerpt(story, wanted),
    )


def _excerpt(story: Story, wanted: Sequence[Wanted]) -> Excerpt:
    meant = {stem: want.word for want in wanted for stem in want.stems}

    @remember
    def matches(written: str) -> frozenset[str]:
        words = analysis.analyse(written, story.language)
        return frozenset(meant[word.stem] for word in words if word.stem in meant)

    body = passages.plain(passages.unnoted(story.text))
    return passages.best(body, matches) or passages.marked(story.summary, matches)


def _facets(library: Library, found: Sequence[Story]) -> Facets:
    themes = Counter(theme for story in found for theme in set(story.themes))
    stages = Counter(stage for story in found for stage in set(story.stages))
    return Facets(
        themes={id: themes[id] for id in library.vocabulary.theme if id in themes},
        stages={id: stages[id] for id in library.vocabulary.stage if id in stages},
    )


def _next_step(
    library: Library,
    words: str,
    found: Sequence[Story],
    of_themes: Callable[[Story], bool],
    of_stages: Callable[[Story], bool],
    allowed: Callable[[Story], bool],
) -> tuple[str, ...]:
    """Say what to try when nothing was found: fewer filters first, then a theme, then fewer words.

    found: what the words alone find.
    """
    steps = []
    shown = [story for story in found if allowed(story)]
    if count := sum(of_themes(story) for story in shown):
        steps.append(f"Without the stage there {_are(count)}.")
    elif count := sum(of_stages(story) for story in shown):
        steps.append(f"Without the theme there {_are(count)}.")
    elif shown:
        steps.append(f"Without the theme and the stage there {_are(len(shown))}.")
    elif found:
        steps.append(f"Your choice of what not to see hides {_stories(len(found))}.")
    for label in _themes_about(library, words, allowed):
        steps.append(f"Look at the theme “{label}”.")
    if not steps:
        steps.append("Try fewer words, or look by theme.")
    return tuple(steps)


def _themes_about(library: Library, words: str, allowed: Callable[[Story], bool]) -> list[str]:
    """Name the themes with stories to show whose own words are among those typed."""
    language = library.settings.language
    filler = fillers(library)
    typed = {w.stem for w in analysis.analyse(words, language) if w.form not in filler}
    used = Counter(id for story in library.stories if allowed(story) for id in story.themes)
    return [
        theme.label
        for theme in library.vocabulary.themes
        if used[theme.id]
        and any(
            typed & {word.stem for word in analysis.analyse(said, language)}
            for said in (theme.label, *theme.alt)
        )
    ][:3]


def _are(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} {_stories(count)}"


def _stories(count: int) -> str:
    return f"{count:,} {'story' if count == 1 else 'stories'}"


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
