"""The command that measures growth, at a small size, and the plot that it draws."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks import browser, growing
from tests.benchmarks.plot import Panel, Series, draw

SVG = "{http://www.w3.org/2000/svg}"


def test_the_command_prints_a_table_and_draws_a_plot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Of time, memory, size, files and a first search; nothing that was built is left.
    """
    place, plot = tmp_path / "place", tmp_path / "pictures" / "growing.svg"
    place.mkdir()
    said = ["growing", "3", "--peers-to", "0", "--corpus", str(tmp_path / "none")]
    monkeypatch.setattr(sys, "argv", [*said, "--memory", str(place), "--plot", str(plot)])
    monkeypatch.setattr(browser, "QUESTIONS", ("prison",))
    monkeypatch.setattr(browser, "TIMES", 1)

    growing.main()

    out = capsys.readouterr().out
    rows = [line.split("|")[1:3] for line in out.splitlines() if line.startswith("|")]
    table = {name.strip(): value.strip() for name, value in rows}
    texts = [each.text for each in ElementTree.parse(plot).iter(f"{SVG}text")]
    assert "3" == table["stories"]
    assert "1" == table["pages of the longest list"]
    assert 5 < int(table["first search, kilobytes"]) < 100
    assert {"Time of a build from nothing", "What a first search loads"} <= set(texts)
    assert [] == list(place.iterdir())


def test_the_longest_list_is_the_one_with_most_parts() -> None:
    """
    Parts are numbered; what is no list counts as one page.
    """
    parts = ["themes/drugs.html", "themes/drugs.p2.html", "themes/drugs.p3.html"]

    assert 3 == growing.longest([*parts, "stages/early-days.html", "index.html"])


def test_a_plot_has_logarithmic_axes() -> None:
    """
    Ten times as much is as far again, on both of them, and each number is written at its place.
    """
    ours = Series("ours", [(1_000, 2), (10_000, 20), (100_000, 200)])
    theirs = Series("theirs & more", [(1_000, 3), (10_000, 40)])

    drawn = draw([Panel("Time", lambda value: f"{value:g} s", [ours, theirs])], "How it grows.")

    root = ElementTree.fromstring(drawn)
    texts = [each.text for each in root.iter(f"{SVG}text")]
    dots = [dot for dot in root.iter(f"{SVG}circle") if dot.get("class") == "dot-0"][1:]
    across = [float(dot.attrib["cx"]) for dot in dots]
    along = [float(dot.attrib["cy"]) for dot in dots]
    assert {"ours", "theirs & more", "10,000", "2 s", "40 s", "in step with the stories"} <= {
        *texts
    }
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.2)
    assert along[0] - along[1] == pytest.approx(along[1] - along[2], abs=0.2)
    assert along[0] > along[2]
