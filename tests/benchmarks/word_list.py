"""Make the list of English words that the check of names knows.

    python -m tests.benchmarks.word_list [--corpus PLACE] > storyarchive/content/identity/words.txt

It is made of counts: the stems of words that stand in small letters in two books or more of the
public-domain corpus, and there more often than with a capital in the middle of a sentence. What a
story of today needs besides is in `modern.txt`. The example stories are left out, so that the false
alarms counted on them are not those of stories that the list has seen.
"""

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

import Stemmer

from tests.benchmarks.make_archive import CORPUS

_SMALL = re.compile(r"(?<![\w’'.@-])[a-z]{2,}(?![\w’'@])")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")


def words(corpus: Path) -> list[str]:
    """List the stems, in order. corpus: a folder a book."""
    books: dict[str, set[str]] = defaultdict(set)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for file in sorted(corpus.rglob("*.md")):
        text = _story(file)
        for word in _SMALL.findall(text):
            small[word] += 1
            books[word].add(file.parent.name)
        capital.update(word.lower() for word in _CAPITAL.findall(text))
    known = (word for word in small if len(books[word]) > 1 and small[word] > capital[word])
    return sorted(set(Stemmer.Stemmer("english").stemWords(sorted(known))))


def _story(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    return text.split("---\n", 2)[-1] if text.startswith("---") else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    given = parser.parse_args()
    print("# Stems of English words in small letters; made by tests/benchmarks/word_list.py.")
    print("\n".join(words(given.corpus)))


if __name__ == "__main__":
    main()
