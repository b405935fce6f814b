"""A query turns a mentor's question into an answer: stories in order, counts, and what was understood."""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from storyarchive.content.library import Library, Story
from storyarchive.errors import UnknownName
from storyarchive.search import analysis, facts, passages, phrases, question, ranking
from storyarchive.search.answer import Answer, Facets, Hit
from storyarchive.search.facts import Catalogue, Facts, Wish
from storyarchive.search.keeping import open_index
from storyarchive.search.passages import Excerpt, Matches
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.plan import Plan, Understood
from storyarchive.search.ranking import NEAR, Ranked, Reader

ANY = Wish()
"""Stories that may be like anything."""

__all__ = ["Answer", "Desk", "Facets", "Hit", "Understood", "Wish", "search"]


def search(
    library: Library,
    words: str,
    *,
    themes: Sequence[str] = (),
    stages: Sequence[str] = (),
    avoid: Sequence[str] = (),
    role: str | None = None,
    reading: str | None = None,
    minutes: int | None = None,
    off: Collection[str] = (),
    limit: int = 10,
    explain: bool = False,
    cache: Path,
) -> Answer:
    """Search a library for stories.

    words: the question, anything at all; with none, all stories that pass the filters are found.
    themes: ids, all of which a story must have. stages: ids, any of which it must cover.
    avoid: content notes it must not have, `note` or `note:described`. role: id of the narrator's role.
    reading: the hardest band it may be of. minutes: the most it may take to read. off: guesses that are
    not to be made, as `question.understand` names them. limit: hits to return. explain: whether to say
    what each score is made of.
    cache: the directory where the index is kept.

    Raises UnknownName for an id that the vocabulary has not.
    """
    wish = Wish(tuple(themes), tuple(stages), tuple(avoid), role, reading, minutes)
    with open_index(library, cache) as reader:
        desk = Desk(facts.catalogue(library), reader)
        return desk.ask(words, wish, off=off, limit=limit, explain=explain)


@dataclass(frozen=True)
class Desk:
    """The catalogue of a library with its index open, where many questions can be asked."""

    catalogue: Catalogue
    reader: Reader

    def ask(
        self,
        words: str,
        wish: Wish = ANY,
        *,
        off: Collection[str] = (),
        limit: int = 10,
        is_typing: bool = False,
        explain: bool = False,
    ) -> Answer:
        """Answer one question, as `search` does.

        is_typing: whether its last word may go on. explain: whether to say what each score is made of.
        """
        self._check(wish)
        plan = question.understand(
            words, self.book, self.reader, self.endings, wish.avoid, off, is_typing
        )
        said = self._told(plan)
        meant = replace(
            wish, reading=wish.reading or said.reading, minutes=wish.minutes or said.minutes
        )
        ranked = self._ranked(plan, meant)
        shown = self._without_avoided(ranked, said.avoiding)
        fits = self._filters(meant)
        found = [place for place in shown if all(fit(self.stories[place.id]) for fit in fits)]
        best = max((place.score for place in found), default=0.0)
        return Answer(
            query=words,
            understood=said,
            total=len(found),
            with_all_words=sum(place.has_all for place in found),
            close=sum(place.has_all or place.score >= NEAR * best for place in found),
            hits=tuple(self._hit(place, plan, explain) for place in found[: max(0, limit)]),
            facets=self._facets([self.stories[place.id] for place in found]),
            next_step=() if found else self._next_step(plan, meant, ranked, shown),
        )

    @cached_property
    def book(self) -> Phrasebook:
        """The words of its vocabulary."""
        return phrases.of(self.catalogue)

    @cached_property
    def stories(self) -> Mapping[str, Facts]:
        """Story id → its facts."""
        return {story.id: story for story in self.catalogue.facts}

    @cached_property
    def endings(self) -> Mapping[str, str]:
        """Endings that may be taken off a typed word, with what stands in their place."""
        return analysis.endings(story.language for story in self.catalogue.facts)

    def _check(self, wish: Wish) -> None:
        vocabulary = self.catalogue.vocabulary
        _known("theme", wish.themes, {theme.id: theme.label for theme in vocabulary.themes})
        _known("stage", wish.stages, {stage.id: stage.label for stage in vocabulary.stages})
        notes = {note.id: note.label for note in vocabulary.notes}
        for asked in wish.avoid:
            note, _, level = asked.partition(":")
            _known("content note", [note], notes)
            if level:
                _known("level of a content note", [level], vocabulary.note_levels)
        if wish.role:
            _known("role", [wish.role], vocabulary.lists["roles"])
        if wish.reading:
            _known("reading band", [wish.reading], dict.fromkeys(facts.BANDS, ""))

    def _ranked(self, plan: Plan, wish: Wish) -> list[Ranked]:
        """Order all stories that the words find; where there are none, all stories."""
        said = plan.understood
        if plan.wanted:
            ranked = ranking.rank(plan.wanted, self.reader, self._order(wish))
        elif said.words:
            return []
        else:
            ranked = self._browsed(wish)
        for words in plan.exactly:
            having = self._having(words)
            # What stands so nowhere is looked for as words; `Understood.nowhere` says so.
            if having:
                ranked = [place for place in ranked if place.id in having]
        for words in plan.without:
            having = self._having(words)
            ranked = [place for place in ranked if place.id not in having]
        return self._in_one_language(ranked)

    def _order(self, wish: Wish) -> Mapping[str, int]:
        known = self.catalogue
        return facts.places(known.facts, known.vocabulary, known.on, wish.stages)

    def _browsed(self, wish: Wish) -> list[Ranked]:
        """Order all stories where nothing was typed: most about the themes, now at the stage, then as equals."""
        order = self._order(wish)

        def key(story: Facts) -> tuple[int, bool, int]:
            about = sum(story.themes.index(theme) for theme in wish.themes if theme in story.themes)
            return about, story.stage_now not in wish.stages, order[story.id]

        ranked = sorted(self.catalogue.facts, key=key)
        return [Ranked(story.id, 0.0, has_all=True) for story in ranked]

    def _having(self, words: tuple[str, ...]) -> frozenset[str]:
        """Find the stories in which words stand as they are, one after the other."""
        filler = analysis.filler(self.catalogue.settings.language)
        telling = [
            (at, word) for at, word in enumerate(words) if word not in filler or len(words) == 1
        ]
        # Filler has no places, so any word may stand there; of nothing else there is nothing to find.
        each = []
        for at, word in telling:
            stems = ranking.look_up(word, self.reader, self.endings)
            each.append((at, [self.reader.places(stem) for stem in stems]))
        if not each:
            return frozenset()
        stories: set[str] = set.intersection(*({id for p in ways for id in p} for _, ways in each))
        return frozenset(id for id in stories if _stands(id, each))

    def _in_one_language(self, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Of a story and its translations keep the one that fits best."""
        seen: set[str] = set()
        kept = []
        for place in ranked:
            original = self.stories[place.id].translation_of or place.id
            if original not in seen:
                seen.add(original)
                kept.append(place)
        return kept

    def _without_avoided(self, ranked: Sequence[Ranked], avoiding: Sequence[str]) -> list[Ranked]:
        notes = [id for id in avoiding if not id.startswith("about:")]
        allowed = facts.without(facts.notes_avoided(notes, self.catalogue.vocabulary))
        kept = [place for place in ranked if allowed(self.stories[place.id])]
        for id in avoiding:
            if id.startswith("about:"):
                about = self._about(id.removeprefix("about:"))
                kept = [place for place in kept if place.id not in about]
        return kept

    def _about(self, id: str) -> frozenset[str]:
        """Find the stories that speak of a concept and are of its theme."""
        concept = self.book.concepts[id]
        saying = {*self.reader.levels(concept.key), *self.reader.levels(concept.narrower_key)}
        theme = concept.theme
        return frozenset(s for s in saying if not theme or theme in self.stories[s].themes)

    def _told(self, plan: Plan) -> Understood:
        """Say too which quoted words stand so nowhere."""
        lost = [
            " ".join(words) for words in plan.exactly if len(words) > 1 and not self._having(words)
        ]
        nowhere = dict.fromkeys([*plan.understood.nowhere, *lost])
        return replace(plan.understood, nowhere=tuple(nowhere))

    def _filters(self, wish: Wish) -> list[Callable[[Facts], bool]]:
        return [facts.has_all(wish.themes), facts.covers_any(wish.stages), facts.is_so(wish)]

    def _facets(self, found: Sequence[Facts]) -> Facets:
        vocabulary = self.catalogue.vocabulary
        themes = Counter(theme for story in found for theme in set(story.themes))
        stages = Counter(stage for story in found for stage in set(story.stages))
        return Facets(
            themes={id: themes[id] for id in vocabulary.theme if id in themes},
            stages={id: stages[id] for id in vocabulary.stage if id in stages},
        )

    def _hit(self, place: Ranked, plan: Plan, explain: bool) -> Hit:
        story = self.catalogue.read(place.id)
        return Hit(
            story=story,
            score=place.score,
            excerpt=_excerpt(story, plan, self.book),
            reasons=ranking.explain(plan.wanted, self.reader, story.id) if explain else (),
        )

    def _next_step(
        self, plan: Plan, wish: Wish, ranked: Sequence[Ranked], shown: Sequence[Ranked]
    ) -> tuple[str, ...]:
        """Say what to try when nothing was found: fewer filters first, then a theme, then fewer words.

        ranked: what the words alone find. shown: what of it is not to be avoided.
        """
        steps: list[str] = []
        for said, without in (
            ("stage", replace(wish, stages=())),
            ("theme", replace(wish, themes=())),
            ("theme and the stage", replace(wish, themes=(), stages=())),
            ("limits", Wish(themes=wish.themes, stages=wish.stages)),
            ("filters", Wish()),
        ):
            fits = self._filters(without)
            count = sum(all(fit(self.stories[place.id]) for fit in fits) for place in shown)
            if count and not steps:
                steps.append(f"Without the {said} there {_are(count)}.")
        if not steps and ranked:
            steps.append(f"Your choice of what not to see hides {_stories(len(ranked))}.")
        for label in self._themes_about(plan, wish):
            steps.append(f"Look at the theme “{label}”.")
        return tuple(steps or ["Try fewer words, or look by theme."])

    def _themes_about(self, plan: Plan, wish: Wish) -> list[str]:
        """Name the themes with stories to show whose own words are among those typed."""
        vocabulary, language = self.catalogue.vocabulary, self.catalogue.settings.language
        allowed = facts.without(facts.notes_avoided(wish.avoid, vocabulary))
        used = Counter(
            id for story in self.catalogue.facts if allowed(story) for id in story.themes
        )
        typed = {w.stem for word in plan.understood.words for w in analysis.analyse(word, language)}
        named = [vocabulary.theme[id] for id in plan.understood.themes if id in vocabulary.theme]
        said = [
            theme
            for theme in vocabulary.themes
            if any(
                typed & {word.stem for word in analysis.analyse(words, language)}
                for words in (theme.label, *theme.alt)
            )
        ]
        labels = dict.fromkeys(theme.label for theme in (*named, *said) if used[theme.id])
        return list(labels)[:3]


def _stands(id: str, each: Sequence[tuple[int, Sequence[Mapping[str, Sequence[int]]]]]) -> bool:
    """Tell whether words stand in a story at the distances they were typed in."""
    begins: set[int] | None = None
    for at, ways in each:
        places = {place - at for way in ways for place in way.get(id, ())}
        begins = places if begins is None else begins & places
    return bool(begins)


def _known(kind: str, asked: Iterable[str], known: Mapping[str, str]) -> None:
    for id in asked:
        if id not in known:
            by_label = {label.lower(): id for id, label in known.items() if label}
            near = difflib.get_close_matches(id.lower(), [*known, *by_label], n=1)
            listed = (
                f'Did you mean "{by_label.get(near[0], near[0])}"?'
                if near
                else f"There are: {', '.join(known)}."
            )
            raise UnknownName(f'There is no {kind} "{id}".  {listed}')


def _excerpt(story: Story, plan: Plan, book: Phrasebook) -> Excerpt:
    meant = {way.term: want.word for want in plan.wanted for way in want.ways}
    for words in plan.exactly:
        meant |= {analysis.stem(word, story.language): word for word in words}

    def find(text: str) -> Matches:
        words: list[analysis.Word] = []
        spans: list[tuple[int, int]] = []
        found: Matches = []
        for start, end in passages.words(text):
            for word in analysis.analyse(text[start:end], story.language):
                if word.stem in meant:
                    found.append((start, end, frozenset([meant[word.stem]])))
                if not word.is_compound:
                    words.append(word)
                    spans.append((start, end))
        for start, end, phrase in book.find([word.form for word in words]):
            terms = [phrase.key, *(book.concepts[id].key for id in phrase.counts_for)]
            wider = (w for id in phrase.counts_for for w in book.wider.get(id, ()))
            terms += (book.concepts[id].narrower_key for id in wider)
            if said := frozenset(meant[term] for term in terms if term in meant):
                found.append((spans[start][0], spans[end - 1][1], said))
        # The longer of two that begin together, which holds the other.
        return sorted(found, key=lambda match: (match[0], -match[1]))

    body = passages.plain(passages.unnoted(story.text))
    return passages.best(body, find) or passages.marked(story.summary, find)


def _are(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} {_stories(count)}"


def _stories(count: int) -> str:
    return f"{count:,} {'story' if count == 1 else 'stories'}"
