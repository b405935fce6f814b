"""Peers are the programs that somebody would take instead: each is given the same stories, set up as its guide says."""
