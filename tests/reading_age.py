"""Measures how easy the words of the site, the summaries and the prompts are: `python -m tests.reading_age`.

Two formulas give a school grade each, and the higher one counts; reading age is taken as grade + 5, as on the site.
One is the Automated Readability Index that stories are measured by (`storyarchive.content.reading`). The other is the
Flesch-Kincaid grade, 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid and others, 1975, Research Branch
Report 8-75), which needs syllables where the first needs letters.

A label ('Large print') is no sentence. Its words count as words; only whole sentences say how long sentences are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from storyarchive import shipped
from storyarchive.content import archive as archives
from storyarchive.content import languages, messages
from storyarchive.content.archive import Archive
from storyarchive.content.fitting import PLACE, Said
from storyarchive.content.vocabulary import Vocabulary
from tests.made import PROJECT

FEW = 40
"""Words; of fewer no formula says anything. Parts that are so short are measured together."""
SHORT = "all short parts"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_END = re.compile(r"[.!?…]+(?=[\s\"'”’)]|$)")
_MARKS = re.compile(r"\]\([^)\n]*\)|[*`\[]")
_BLOCK = re.compile(r"\n\s*\n|\n\s*(?=[-#]|\d+\.)")
_LIST = re.compile(r"^\s*(?:[-#]+|\d+\.)\s+")
_ENDINGS = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$")
_SOUNDED = re.compile(r"[^aeiouyl]le[sd]?$")
_APART = re.compile(r"((?<![tscgxl])i(?=[aou])|e(?=ing))")
_SHORTENED = frozenset({"s", "t", "d", "ll", "re", "ve", "m"})


@dataclass(frozen=True)
class Level:
    """How easy some words are."""

    name: str
    words: int
    sentence_words: float
    """Mean words in a sentence; 0 where there is none."""
    longest: int
    """Words in the longest sentence."""
    index: float
    """School grade by the Automated Readability Index."""
    flesch_kincaid: float
    """School grade by Flesch-Kincaid."""

    @property
    def age(self) -> int:
        """Reading age by the formula that finds the words harder."""
        return round(max(self.index, self.flesch_kincaid) + 5)


def measure(name: str, texts: Iterable[str]) -> Level:
    """Measure texts, which are Markdown, taken together."""
    words: list[str] = []
    sentences: list[int] = []
    for text in texts:
        for block in _BLOCK.split(_MARKS.sub("", text)):
            plain = _LIST.sub("", block)
            words += _WORD.findall(plain)
            *whole, _ = _END.split(plain)
            sentences += [len(_WORD.findall(sentence)) for sentence in whole]
    length = sum(sentences) / len(sentences) if sentences else 0.0
    letters = sum(map(len, words)) / len(words)
    spoken = sum(map(syllables, words)) / len(words)
    return Level(
        name,
        len(words),
        length,
        max(sentences, default=0),
        index=4.71 * letters + 0.5 * length - 21.43,
        flesch_kincaid=0.39 * length + 11.8 * spoken - 15.59,
    )


def syllables(word: str) -> int:
    """Count the syllables of an English word, nearly: its groups of vowels, without endings that are silent."""
    count = 0
    for part in re.split(r"['’-]", word.lower().replace("every", "evry")):
        if part.isalpha() and part not in _SHORTENED:
            heard = part if _SOUNDED.search(part) else _ENDINGS.sub("", part)
            count += max(1, len(re.findall("[aeiouy]+", _APART.sub(r"\1 ", heard))))
    return max(1, count)


@cache
def example() -> Archive:
    """Read the example archive."""
    return archives.load(PROJECT / "narratives")


def words_of(text: str) -> list[str]:
    """List the words of a text."""
    return _WORD.findall(_MARKS.sub("", text))


def site_words() -> dict[str, list[str]]:
    """Give what readers see of the language file and of the vocabularies, by part."""
    vocabulary = example().vocabulary
    return sections(messages.original()) | concepts(vocabulary)


def sections(said: Mapping[str, Said]) -> dict[str, list[str]]:
    """Give the messages of each section; what stands in a place counts as a word of two syllables."""
    found: dict[str, list[str]] = {}
    for name, message in said.items():
        text = message if isinstance(message, str) else message["other"]
        found.setdefault(name.partition(".")[0], []).append(PLACE.sub("story", text))
    return found


def concepts(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Give what readers see of a vocabulary, by its kinds of words."""
    return {
        "theme labels": [
            *(group.label for group in vocabulary.groups),
            *(theme.label for theme in vocabulary.themes),
        ],
        "theme definitions": [theme.definition for theme in vocabulary.themes],
        "stages": [
            words
            for stage in vocabulary.stages
            for words in (stage.label, stage.definition, stage.look_for, stage.mentor_use)
        ],
        "content notes": [note.label for note in vocabulary.notes],
        "roles and formats": [
            label for name in ("roles", "formats") for label in vocabulary.lists[name].values()
        ],
    }


def story_words() -> dict[str, list[str]]:
    """Give the summary and the prompts of every English story of the example archive."""
    found: dict[str, list[str]] = {}
    for narrative in example().narratives:
        fields = narrative.fields
        if languages.same(fields.language or "", "en"):
            found[f"{narrative.id} summary"] = [fields.summary or ""]
            found[f"{narrative.id} prompts"] = list(fields.prompts)
    return found


def levels(parts: Mapping[str, list[str]]) -> Iterator[Level]:
    """Measure parts, those with few words together, and all of them."""
    short: list[str] = []
    for name, texts in parts.items():
        level = measure(name, texts)
        if level.words < FEW:
            short += texts
        else:
            yield level
    if short:
        yield measure(SHORT, short)
    yield measure("all", [text for texts in parts.values() for text in texts])


def polish() -> Iterator[Level]:
    """Measure the Polish words; of these only the lengths of sentences mean anything."""
    said = messages.load("pl", (shipped.templates(),)).said
    for name, texts in sections(said).items():
        yield measure(name, texts)


def table(found: Iterable[Level]) -> str:
    """Write levels as a table, the hardest first."""
    head = f"{'':20}{'words':>7}{'a sentence':>12}{'longest':>9}{'ARI':>7}{'F-K':>7}{'age':>5}"
    rows = (
        f"{level.name:20}{level.words:7}{level.sentence_words:12.1f}{level.longest:9}"
        f"{level.index:7.1f}{level.flesch_kincaid:7.1f}{level.age:5}"
        for level in sorted(found, key=lambda level: -max(level.index, level.flesch_kincaid))
    )
    return "\n".join([head, *rows])


if __name__ == "__main__":
    print("Words of the site, and of the vocabularies\n")
    print(table(levels(site_words())))
    print("\nSummaries and prompts of the example stories\n")
    print(table(measure(name, texts) for name, texts in story_words().items()))
