"""Git is asked by its own command, and only to read; where there is no repository, nothing is known."""

import subprocess
from pathlib import Path


def ask(directory: Path, *words: str, given: bytes = b"") -> bytes | None:
    """Give what a git command prints when it is asked in a directory; None where it cannot answer.

    words: the command without `git`, such as ("rev-parse", "HEAD"). given: its standard input.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(directory), *words],
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError:  # there is no git here
        return None
    return done.stdout if done.returncode == 0 else None
