"""Which scopes hold for a narrative: those with a yes, and in a translation those of the original too."""

from storyarchive.content.archive import Archive
from storyarchive.content.narrative import Narrative
from storyarchive.papers.words import SCOPES


def allowed(archive: Archive, narrative: Narrative) -> frozenset[str]:
    """List the scopes that hold for a narrative; one that is not recorded is a no."""
    of = narrative.fields.translation_of
    given = [narrative] if of is None else [narrative, archive.by_id.get(of)]
    return frozenset(
        scope
        for scope in SCOPES
        if all(each is not None and each.consent.agrees(scope) for each in given)
    )
