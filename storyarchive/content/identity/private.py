"""Private words are real names and the like, kept outside the repository, that no file of it may hold."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from storyarchive import git
from storyarchive.content.archive import Archive
from storyarchive.content.identity.folding import breaks, fold
from storyarchive.content.identity.telling import Telling
from storyarchive.errors import ArchiveError

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class PrivateWords:
    """What must not be in any file; shown by no report."""

    phrases: frozenset[tuple[str, ...]]
    """Each its words, folded."""

    def __repr__(self) -> str:
        return f"PrivateWords({len(self.phrases)} not shown)"

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.phrases), default=0)

    @cached_property
    def first(self) -> frozenset[str]:
        """The words that phrases begin with, for passing over all others at once."""
        return frozenset(phrase[0] for phrase in self.phrases)

    def places(self, text: str) -> Iterator[int]:
        """List where a text holds one of them, in characters from its beginning."""
        words = [(found.start(), _plain(found.group())) for found in _WORD.finditer(text)]
        for index, (start, word) in enumerate(words):
            if word in self.first:
                run = tuple(said for _, said in words[index : index + self.longest])
                if any(run[: n + 1] in self.phrases for n in range(len(run))):
                    yield start


def load(path: Path) -> PrivateWords:
    """Read a list of private words: a word or phrase a line; `#` begins a comment.

    Case, accents and punctuation do not count; a word counts as a whole.

    Raises ArchiveError when the list cannot be read, and when it lies in a Git work tree that does
    not ignore it, for then the next commit would take it along.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ArchiveError(
            f"The private words in {path} cannot be read: {error.strerror or error}."
        ) from error
    except UnicodeDecodeError:
        raise ArchiveError(f"The private words in {path} are not UTF-8: save them again.") from None
    place = path.resolve()
    # A hook runs with variables that make git answer for another place, so that is seen without it.
    if any((above / ".git").exists() for above in place.parents):
        ignored = git.ask(place.parent, "check-ignore", "--quiet", "--no-index", str(place))
        tracked = git.ask(place.parent, "ls-files", "--error-unmatch", str(place))
        if ignored is None or tracked is not None:
            raise ArchiveError(
                f"The private words in {path} lie in a Git repository that would keep them: "
                "move the list out of it, or name it in .gitignore."
            )
    said = (line.partition("#")[0] for line in text.splitlines())
    phrases = (tuple(_plain(word) for word in _WORD.findall(fold(line))) for line in said)
    return PrivateWords(frozenset(filter(None, phrases)))


def found_in(
    telling: Telling, archive: Archive, words: PrivateWords
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """List the files of a narrative that hold private words, and the lines.

    The whole file is read, comments and all: a name is in the repository wherever it stands.
    """
    narrative = telling.narrative
    texts = {p.path: p.text for p in telling.passages if p.path != narrative.path}
    file = archive.directory / f"{narrative.id}.md"
    # Where the file is not on disk, what was read of it has to do.
    whole = file.read_bytes().decode("utf-8-sig", "replace") if file.is_file() else None
    texts[narrative.path] = whole if whole is not None else telling.text
    for path, text in texts.items():
        if where := lines(text, words):
            yield path, where


def lines(text: str, words: PrivateWords) -> tuple[int, ...]:
    """List the lines of a text that hold private words."""
    ends = breaks(text)
    return tuple(sorted({bisect_left(ends, at) + 1 for at in words.places(fold(text))}))


def _plain(word: str) -> str:
    """Give a word without case and accents: `Zoë` is `zoe`."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("ł", "l")
