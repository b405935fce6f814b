"""Ties are what is known of a narrative elsewhere than on its own page: by the checks and the pages of others.

They are written down as digests, for they tell of narratives that nobody may see.
"""

import hashlib
import json
from collections.abc import Mapping

from storyarchive.content.archive import Archive
from storyarchive.content.identity import crowd
from storyarchive.content.narrative import Narrative


def of(narrative: Narrative) -> str:
    """Name what is known of a narrative elsewhere, its summary, words and length left out."""
    fields = narrative.fields
    work = fields.provenance.work if fields.provenance else None
    said = json.dumps(
        [
            *(fields.id, fields.status, fields.basis, fields.title, fields.pseudonym),
            *(fields.language, fields.translation_of, fields.format, fields.related),
            # Who told it, and who is told of.
            *(narrative.consent.record, work.author if work else None, crowd.facts(narrative)),
            sorted(name.as_written or "" for name in fields.names or ()),
        ]
    )
    return _digest(said)


def all_of(archive: Archive) -> Mapping[str, str]:
    """Give what names the id of each narrative → what names its ties; nothing of those with translations, nor of these.

    What a translation may show hangs on another narrative.
    """
    translated = {n.fields.translation_of for n in archive.narratives}
    return {
        known_as(n.id): of(n)
        for n in archive.narratives
        if n.id not in translated and n.fields.translation_of is None
    }


def known_as(id: str) -> str:
    """Name the id of a narrative."""
    return _digest(id)


def _digest(said: str) -> str:
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
