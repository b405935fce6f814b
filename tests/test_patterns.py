import subprocess
import sys

from tests import patterns
from tests.made import PROJECT

ALL = "from tests import patterns as p; [print(f[0], p.slow(f)) for f in sorted(p.patterns()) if p.slow(f)]"
HOSTILE = "import sys; from tests import patterns; print(patterns.slow((sys.argv[1], 0)))"


def test_a_pattern_that_goes_back_again_and_again_is_found() -> None:
    """
    The texts made for a pattern are hostile to it.
    """
    for pattern in ("(a|aa)+b", r"^(\w+\s?)*$"):
        command = [sys.executable, "-c", HOSTILE, pattern]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
        assert "…" in done.stdout, pattern


def test_patterns_are_found_wherever_they_stand() -> None:
    """
    Compiled at the head of a module, put together from parts, or given to a function of `re`.
    """
    found = {pattern for pattern, _ in patterns.patterns()}

    assert len(found) > 100
    assert r"[A-Za-z0-9._+-]{1,60}" in found
    assert r"\[(\d+)\]" in found


def test_no_pattern_of_the_package_goes_back_again_and_again() -> None:
    """
    Whatever a text repeats, the time that a pattern takes does not explode.
    """
    # A process of its own: it has imported nothing yet, and can be ended.
    command = [sys.executable, "-c", ALL]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120)

    assert ("", "") == (done.stdout, done.stderr)
