"""Recordings: the files of voices and pictures that go with stories, copied as they are."""

from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press


def build(press: Press) -> Tree:
    """Gather the recordings of stories, and the words that go with them."""
    tree: Tree = {}
    for story in press.library.stories:
        if story.media:
            tree |= {urls.media(file.name): file for file in story.media.files}
    return tree
