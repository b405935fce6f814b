"""Types and style are held by the tests, so that one command tells all."""

import subprocess
import sys

import pytest

from tests.made import PROJECT


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=" ".join
)
def test_the_code_is_typed_linted_and_formatted(command: list[str]) -> None:
    """
    The tool finds nothing to mend.
    """
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stdout + done.stderr
