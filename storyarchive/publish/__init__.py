"""Publish: from a `Library` to a `Tree` of files, for one edition.

edition     the whole of it: what makes its files, and which scopes each asks
site        the pages, one function a kind
story_page  the page of one story
press       what all pages of one edition share
render      templates, and what is wrong with them
cards       a story in a list
related     which stories to read next
recordings  voices and pictures
recall      what was taken down, for whoever holds a copy
feed        what other sites may pass on
sitemap     what search engines may hold
robots      what crawlers are asked to leave
lists       what an edition holds: a page for who must allow it, checksums, the manifest
words       other words for a theme, and the A to Z of them
care        help lines, the exit link and content notes
markdown    a story's text as safe HTML
drawing     a path through the stages as a line that can turn back
urls        where every page is
"""
