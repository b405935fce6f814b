"""Recall: what whoever holds a copy needs to know whether a story is still shared; ids and days, nothing else."""

import json

from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

VERSION = 1


def as_json(press: Press) -> Tree:
    """List the ids of withdrawn stories with the day of each, for programs.

    A copy says on which day it was made, for stories can be withdrawn after it; on the web the list is kept up to
    date, and a day in it would change the file every day.
    """
    library = press.library
    made_on = {} if library.edition.on_the_web else {"on": library.on.isoformat()}
    said = {
        "version": VERSION,
        "edition": library.edition.id,
        **made_on,
        "recalled": [
            {"id": gone.id, "withdrawn_on": gone.withdrawn_on.isoformat()}
            for gone in library.withdrawn
        ],
    }
    return {urls.RECALL_LIST: (json.dumps(said, indent=1) + "\n").encode()}


def page(press: Press) -> Tree:
    """Make the page where somebody with a sheet of paper or a stick looks up whether a story is still shared."""
    values = {
        "recalled": press.library.withdrawn,
    }
    # Search engines keep what they find, and this list is for who holds a copy.
    title = press.say("recall.tab")
    return {urls.RECALL: press.page(urls.RECALL, "recall.html", title, values, index=False)}
