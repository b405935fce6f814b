"""Runs the command line within bounds: each time in a process of its own, with so much time and so much memory.

The process that starts them has imported the program already, so that a case costs what it does and no more.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.made import PROJECT

SECONDS = 20
"""Far more than any case needs, on any computer: it stands between a hang and the tests."""
MEMORY = 1_500_000_000
"""Bytes of address space, with what Python and its libraries take."""
FILE = 200_000_000
"""The largest file that may be written, in bytes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int | None
    """What it gave back; negative where a signal ended it; None where its time was up."""
    said: str
    """What it wrote, as a reader of a terminal sees it."""


class Runner:
    """Runs commands, one after the other."""

    def __init__(self, starter: "subprocess.Popen[str]") -> None:
        self._starter = starter

    def run(self, *arguments: str, on: str = "2026-11-23", seconds: int = SECONDS) -> Ended:
        """Run `storyarchive` with some arguments. seconds: how long it may take."""
        assert self._starter.stdin
        assert self._starter.stdout
        print(json.dumps([["--on", on, *arguments], seconds]), file=self._starter.stdin, flush=True)
        status, said = json.loads(self._starter.stdout.readline())
        return Ended(status, said)


@contextmanager
def runner() -> Iterator[Runner]:
    """Start a process that runs commands, and end it afterwards."""
    command = [sys.executable, "-m", "tests.bounded"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, text=True, **pipes) as starter:  # type: ignore[call-overload]
        yield Runner(starter)
        starter.stdin.close()
        starter.wait(30)


def _serve() -> None:
    # Imported before anything is run: what is there already costs no case time.
    from storyarchive import building, finding, withdrawing
    from storyarchive.cli import main

    del building, finding, withdrawing
    for line in sys.stdin:
        arguments, seconds = json.loads(line)
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if child == 0:
                _bounded(main, arguments, said.fileno())
            status = _waited(child, seconds)
            said.seek(0)
            print(json.dumps([status, said.read(1_000_000).decode("utf-8", "replace")]), flush=True)


def _bounded(main: object, arguments: Sequence[str], said: int) -> None:
    """Run a command in this process, and end it."""
    status = 99
    try:
        for stream in (1, 2):
            os.dup2(said, stream)
        os.close(0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        assert callable(main)
        main(list(arguments), prog_name="storyarchive")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _waited(child: int, seconds: int) -> int | None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    _serve()
