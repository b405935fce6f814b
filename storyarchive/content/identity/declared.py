"""The names that a narrative itself accounts for: made up, or kept with their bearer's yes."""

import re
from dataclasses import dataclass
from functools import lru_cache

from storyarchive.content.identity.wordlist import unowned
from storyarchive.content.narrative import NamedPerson, Narrative

_WORD = re.compile(r"[\w'’-]+")


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """Give a name without its possessive ending, in small letters."""
    return unowned(name).casefold()


@dataclass(frozen=True, slots=True)
class Declared:
    """Names, each word of one by itself, bare."""

    changed: frozenset[str]
    """Made-up names, the narrator's included."""
    kept: frozenset[str]
    """Real names."""

    def accounts_for(self, word: str, is_english: bool = True) -> bool:
        """Tell whether a word is a made-up name, or in other languages a form of one."""
        name = bare(word)
        if name in self.changed:
            return True
        # 'Desowi', 'Donną': an ending is put on a name, and takes its last letter away.
        return not is_english and any(
            len(known) > 2 and name.startswith(known[:-1] if len(known) > 3 else known)
            for known in self.changed
        )


def read(narrative: Narrative) -> Declared:
    """Gather the names that a narrative declares."""
    own = NamedPerson(narrative.fields.pseudonym, "narrator", changed=True)
    changed: set[str] = set()
    kept: set[str] = set()
    for person in (own, *(narrative.fields.names or ())):
        words = {bare(word) for word in _WORD.findall(person.as_written or "")}
        if person.changed is True:
            changed |= words
        elif person.changed is False:
            kept |= words
    return Declared(frozenset(changed - kept), frozenset(kept))
