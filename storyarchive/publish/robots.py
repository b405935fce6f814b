"""Robots: what programs of the web are asked to do and leave; requests that well-behaved ones heed, never locks.

`robots.txt` is RFC 9309. `.well-known/tdmrep.json` is the file of the TDM Reservation Protocol, a final report of a
W3C community group (10 May 2024). Both are looked for at the root of a host, so both name the path of this edition.
"""

import json
from urllib.parse import urlsplit

from storyarchive.content.library import Library
from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

CRAWLERS = (
    "AI2Bot",
    "Ai2Bot-Dolma",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Brightbot",
    "Bytespider",
    "CCBot",
    "ChatGLM-Spider",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Cotoyogi",
    "Crawlspace",
    "DeepSeekBot",
    "Diffbot",
    "FacebookBot",
    "Factset_spyderbot",
    "FirecrawlAgent",
    "FriendlyCrawler",
    "Google-CloudVertexBot",
    "Google-Extended",
    "GPTBot",
    "ICC-Crawler",
    "img2dataset",
    "Kangaroo Bot",
    "laion-huggingface-processor",
    "LAIONDownloader",
    "Meta-ExternalAgent",
    "omgili",
    "omgilibot",
    "PanguBot",
    "SBIntuitionsBot",
    "Sidetrade indexer bot",
    "TerraCotta",
    "TikTokSpider",
    "Timpibot",
    "VelenPublicWebCrawler",
    "Webzio-Extended",
    "YandexAdditional",
    "YandexAdditionalBot",
)
"""Crawlers that gather text to train AI, or that sell what they gather to those who do, by the names they give.

Taken from what the list at github.com/ai-robots-txt/ai.robots.txt (its commit 000552c) says of each. Those that fetch a
page for one reader or for a search engine are left out: `search-engines` is asked about by itself. Look through the
list once a year.
"""


def robots_txt(press: Press) -> Tree:
    """Ask crawlers that train AI to keep out, where it is reserved, and search engines to leave what is not for them.

    Pages that search engines may not hold are not named: to read `noindex` on a page, they must be let in. A recording,
    a transcript and the search index cannot say it, so these are.
    """
    library = press.library
    path = _path(library)
    lines = ["# Requests, not locks: who means well keeps to them."]
    if library.reserved:
        lines += [
            "",
            "# The people who told these stories did not agree to training of AI",
            "# nor to text and data mining.",
            *(f"User-agent: {name}" for name in CRAWLERS),
            f"Disallow: {path}",
        ]
    lines += ["", "User-agent: *", f"Disallow: {path}search/"]
    for story in library.stories:
        if story.media and "search-engines" not in story.agreed:
            lines += [f"Disallow: {path}{urls.media(file.name)}" for file in story.media.files]
    if library.web_address:
        lines += ["", f"Sitemap: {library.web_address}/{urls.SITEMAP}"]
    return {urls.ROBOTS: "".join(f"{line}\n" for line in lines).encode()}


def tdm_reservation(press: Press) -> Tree:
    """Reserve text and data mining for every file, as the TDM Reservation Protocol has it; no licence is offered."""
    rules = [{"location": _path(press.library), "tdm-reservation": 1}]
    return {urls.TDM_RESERVATION: (json.dumps(rules, indent=1) + "\n").encode()}


def _path(library: Library) -> str:
    """Give the path of an edition on its host: both files end in it wherever they are copied."""
    return urlsplit(library.web_address or "").path.rstrip("/") + "/"
