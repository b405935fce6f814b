"""Run the command line as `python -m storyarchive`."""

from storyarchive.cli import run

run()
