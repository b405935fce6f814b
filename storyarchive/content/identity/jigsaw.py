"""Details that name nobody and, put together with a search engine, find somebody."""

import re

from storyarchive.content.identity.looking import Pattern

MEDIA = Pattern(
    re.compile(
        r"\b(?:front page|headlines?|in the papers?|on the news|made the news|documentary|went viral"
        r"|newspapers?|reporters?)\b",
        re.IGNORECASE,
    ),
    signs=(
        *("front page", "headline", "in the paper", "on the news", "made the news", "documentary"),
        *("viral", "newspaper", "reporter"),
    ),
)
UNIQUE = Pattern(
    # Not 'the first time I ever' and 'I only ever', which people say of everything.
    re.compile(
        r"\b(?:only(?! ever)|first(?! (?:time|thing|night|day)s?\b)|youngest|oldest|longest|biggest)\b"
        r"[^.?!\n]{0,40}\b(?:ever|in the (?:country|county|city|prison|UK|world)|in history)\b",
        re.IGNORECASE,
    ),
    signs=(
        *(f" ever{sign}" for sign in " ,.!?;:-–—\n"),
        *("in the " + place for place in ("country", "county", "city", "prison", "uk", "world")),
        "in history",
    ),
)
EXACT = Pattern(
    re.compile(
        r"\b\d+\s+years?,?\s+(?:and\s+)?\d+\s+months?\b"
        r"|\b\d{2,3}\s+(?:previous\s+)?(?:convictions|offences|counts|charges)\b"
        r"|[£$€]\s?\d{1,3}(?:,\d{3})+",
        re.IGNORECASE,
    ),
    digits=2,
)
BODY = Pattern(
    re.compile(
        r"\b(?:tattoo\w*|scar(?:s|red)?|birthmark|glass eye|amputat\w+|prosthetic)\b", re.IGNORECASE
    ),
    signs=("tattoo", "scar", "birthmark", "glass eye", "amputat", "prosthetic"),
)
