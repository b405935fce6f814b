"""Files, branches and messages are named by opaque ids: a name in one of them travels with every copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storyarchive import git
from storyarchive.content.archive import Archive
from storyarchive.content.identity.declared import bare
from storyarchive.content.identity.wordlist import is_word
from storyarchive.content.narrative import Narrative

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST = 4
"""Letters below which a name is too like a word to say anything in a sentence."""

_RUN = 3
"""Words of a title, side by side, that give it away."""

_LONG = 4
"""Words from which on nobody writes a whole title by chance, however short and common each of them is."""

_BRANCH_AND_MESSAGE = "%D%x00%B"


@dataclass(frozen=True, slots=True)
class Named:
    """A place that holds a name, or the title of a story."""

    line: int
    what: str
    """'a name' or 'a title'; of which story is not said, for the report may be read anywhere."""
    text: str


def in_file_name(name: str, narrative: Narrative) -> str | None:
    """Find what in the name of a file beside a narrative gives it away; None: nothing.

    name: the file's, `s-4k7p2-ellie.mp3`. Whatever stands after the id counts, in any case.
    """
    rest = name[len(narrative.id) :].partition(".")[0].casefold()
    words = set(_WORD.findall(rest))
    for known in _names(narrative):
        if known in words or (len(known) >= _SHORTEST and known in rest):
            return known
    squashed = "".join(_WORD.findall(rest))
    title = [word.casefold() for word in _WORD.findall(narrative.fields.title or "")]
    runs = ["".join(title[i : i + _RUN]) for i in range(max(1, len(title) - _RUN + 1))]
    return next((run for run in runs if len(run) >= _SHORTEST and run in squashed), None)


def in_text(text: str, archive: Archive) -> Iterator[Named]:
    """Find names and titles of an archive's stories in a message.

    A title counts whole, and as three words side by side of which two are no short ones; one of up to
    three words only if it is not what anybody might write. A name counts as a whole word with a capital, unless it
    is short or an ordinary word too. Invented people and old books give nobody away.
    """
    names = {
        name
        for narrative in archive.narratives
        if _is_somebody(narrative)
        for name in _names(narrative)
        if len(name) >= _SHORTEST and not is_word(name)
    }
    # A title may run on into the next line, and not over an empty one, which counts as a word of no letter.
    spoken = [
        (number, word)
        for number, line in enumerate(text.split("\n"), 1)
        for word in _WORD.findall(line) or [""]
    ]
    for number, word in spoken:
        if word[:1].isupper() and bare(word) in names:
            yield Named(number, "a name", word)
    small = f" {' '.join(word.casefold() for _, word in spoken)} "
    for title in (_title(n) for n in archive.narratives if _is_somebody(n)):
        told = next((run for run in title if f" {run} " in small), None)
        if told is not None:
            number, _ = spoken[small.count(" ", 0, small.index(f" {told} "))]
            yield Named(number, "a title", told)


def in_branch_and_last_message(archive: Archive) -> Iterator[Named]:
    """Find names and titles in the name of the branch and in the last commit's message.

    Where there is no repository, there is nothing to find. The line is 1 for the branch.
    """
    if not any(map(_is_somebody, archive.narratives)):
        return
    said = git.ask(archive.directory, "log", "-1", f"--format={_BRANCH_AND_MESSAGE}")
    if said is None:
        return
    refs, _, message = said.decode("utf-8", "replace").partition("\0")
    branch = refs.partition("HEAD -> ")[2].partition(",")[0].strip()
    # A branch is in small letters and its words are joined by signs.
    as_words = " ".join(word.capitalize() for word in _WORD.findall(branch))
    yield from in_text(as_words, archive)
    for named in in_text(message, archive):
        yield Named(named.line + 1, named.what, named.text)


def _title(narrative: Narrative) -> tuple[str, ...]:
    words = [word.casefold() for word in _WORD.findall(narrative.fields.title or "")]
    if len(words) < _RUN:
        # A title of a word or two is found whole, if it is not what anybody might write.
        whole = " ".join(words)
        return (whole,) if words and not all(map(is_word, words)) else ()
    runs = (words[i : i + _RUN] for i in range(len(words) - _RUN + 1))
    # 'one of the' is in every other message: a run needs a word that says something.
    telling = [" ".join(run) for run in runs if sum(len(w) >= _SHORTEST for w in run) > 1]
    # All words of 'How I got it' are short, and together they are still the title.
    return (*telling, " ".join(words)) if len(words) >= _LONG else tuple(telling)


def _names(narrative: Narrative) -> set[str]:
    fields = narrative.fields
    written = [fields.pseudonym, *(name.as_written for name in fields.names or ())]
    return {bare(word) for name in written if name for word in _WORD.findall(name)}


def _is_somebody(narrative: Narrative) -> bool:
    return narrative.fields.basis not in ("fictional", "public-domain")
