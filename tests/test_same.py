"""One archive, day and version give the same bytes on any computer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.computers import OTHERS, PLAIN, assert_same, build, elsewhere, examples, made
from tests.longer import LONG


@pytest.mark.parametrize("put", [examples, made])
def test_any_computer_makes_the_same_bytes(tmp_path: Path, put: Callable[[Path], None]) -> None:
    """
    Another directory, order of files, hash seed, time zone, locale, umask, file time, number of processes and way to
    start Python change no byte of any edition.
    """
    put(tmp_path / "source")
    elsewhere(tmp_path / "source", tmp_path / "plain", PLAIN)
    wanted = build(tmp_path / "plain")
    assert 400 < len(wanted)

    for on in OTHERS if LONG or put is made else OTHERS[:1]:
        place = tmp_path / "far away" / on.name / "ärchiv"
        elsewhere(tmp_path / "source", place, on)
        assert_same(wanted, build(place, on), on.name)
