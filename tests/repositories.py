"""Real repositories for tests, with no settings but their own."""

import os
import subprocess
from pathlib import Path

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{role}_NAME": "editor-1" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "editor-1@example.org" for role in ("AUTHOR", "COMMITTER")},
}


def git(where: Path, *words: str, given: str = "") -> str:
    """Run git in a place as nobody in particular, and give what it prints."""
    environment = {name: value for name, value in os.environ.items() if name != "GIT_DIR"}
    done = subprocess.run(
        ["git", "-C", str(where), *words],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        env={**environment, **_NOBODY},
    )
    return done.stdout
