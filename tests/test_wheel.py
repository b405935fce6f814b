"""What people install is the wheel, so the wheel is what is tried."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.made import PROJECT, archive, narrative


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(place),
        str(PROJECT),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return next(place.glob("storyarchive-*.whl"))


def test_templates_and_vocabularies_are_inside_and_stories_are_not(wheel: Path) -> None:
    """
    The wheel holds all that the program needs, and nobody's story.
    """
    names = zipfile.ZipFile(wheel).namelist()

    assert "storyarchive/_shipped/vocabulary/themes.yaml" in names
    assert "storyarchive/_shipped/site_templates/story.html" in names
    assert [] == [name for name in names if "/s-" in name or name.startswith("tests")]


def test_the_wheel_installed_alone_builds_an_archive(wheel: Path, tmp_path: Path) -> None:
    """
    Without the project around it, the program builds, checks and searches.
    """
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = environment / scripts / "python"
    site = next(environment.glob("lib*/**/site-packages"), environment / "Lib" / "site-packages")
    # The wheel itself is unpacked as pip would; what it depends on is taken from here, not fetched.
    zipfile.ZipFile(wheel).extractall(site)
    (site / "here.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    directory = archive(tmp_path, {"s-4k7p2.md": narrative("s-4k7p2")})

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "storyarchive", "--archive", str(directory), *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    where = [str(python), "-c", "import storyarchive; print(storyarchive.__file__)"]
    assert str(site) in subprocess.run(where, cwd=tmp_path, capture_output=True, text=True).stdout
    assert (0, "") == ((done := run("check")).returncode, done.stderr)
    assert (0, "") == ((done := run("build")).returncode, done.stderr)
    assert (tmp_path / "build" / "public" / "stories" / "s-4k7p2.html").is_file()
    assert "The story s-4k7p2" in run("search", "chair").stdout
