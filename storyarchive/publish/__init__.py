"""Publish: from a `Library` to a `Tree` of files, for one edition.

edition     the whole of it: pages, styles, scripts, media, search files and the manifest
site        the pages, one function a kind
story_page  the page of one story
press       what all pages of one edition share
render      templates, and what is wrong with them
cards       a story in a list
related     which stories to read next
words       other words for a theme, and the A to Z of them
care        help lines, the exit link and content notes
markdown    a story's text as safe HTML
drawing     a path through the stages as a line that can turn back
urls        where every page is
"""
