"""Places that name somebody with them: a court, a prison."""

import re
from collections.abc import Iterator

from storyarchive.content.identity.looking import Hit, Pattern
from storyarchive.content.identity.telling import Telling
from storyarchive.errors import Severity

_UPPER = "A-ZÀ-ÖØ-Þ"

COURT = Pattern(
    re.compile(
        rf"\b(?:[{_UPPER}][\w'’-]+\s){{1,2}}(?:Crown|Magistrates['’]?|Magistrate['’]s|Sheriff|County"
        r"|Superior|District|Youth|Family)\s+Court\b"
    ),
    # 'The Family Court' names none.
    holds=lambda text: (
        re.match(r"(?:The|A|At|In|My|Our|This|That|Then)\s\w+['’]?s?\sCourt$", text) is None
    ),
    signs=(" court",),
)
_PRISON = Pattern(
    re.compile(rf"\bHM(?:P(?:/YOI)?|YOI)\s+[{_UPPER}][\w'’-]+"), signs=("hmp", "hmyoi")
)
_WEIGHTY = re.compile(
    r"\b(?:19|20)\d\d\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|life)"
    r"[ -](?:years?|months?|weeks?|sentence|stretch)\b"
    r"|\b(?:murder|manslaughter|robber|robbed|burgl|theft|thie[fv]|steal|stole|rape|assault|stabb?"
    r"|wounding|GBH|ABH|arson|fraud|drug|suppl|dealing|firearm|kidnap|offence|convict|sentenced)",
    re.IGNORECASE,
)
_NEAR = 200
"""Characters within which two things are read together."""


def prison(telling: Telling) -> Iterator[Hit]:
    """Find named prisons; with a year, a sentence or an offence beside it, one is found by a search."""
    for hit in _PRISON(telling):
        _, start = telling.passage(hit.start)
        around = (max(start, hit.start - _NEAR), hit.end + _NEAR)
        weighty = _WEIGHTY.search(telling.text, *around)
        yield Hit(hit.start, hit.end, Severity.ERROR if weighty else None)
