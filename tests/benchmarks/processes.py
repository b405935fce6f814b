"""Programs are run by the benchmarks one at a time, and timed, and the memory of all their processes is watched."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.made import ON, PROJECT

_EVERY = 0.02
"""Seconds between two looks at how much memory the processes of a program hold."""


@dataclass(frozen=True)
class Run:
    """One run of a program."""

    seconds: float
    processor: float
    """Seconds of processors, of it and of the programs that it waited for: less disturbed by others than `seconds`."""
    memory: int
    """The most bytes that were resident, of it or of a program that it waited for."""
    said: str


def run(command: Sequence[object], place: Path = PROJECT) -> Run:
    """Run a program to its end in a directory, and measure it; stop the benchmark if it fails.

    Linux counts what this program holds to the memory of its children, so hold little while measuring.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        with _started(command, place, output.fileno()) as child:
            _, status, used = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - started
            child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nfailed:\n{said}")
    # Linux counts in kilobytes, macOS in bytes.
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, used.ru_utime + used.ru_stime, memory, said)


def run_function(module: str, function: str, *arguments: object) -> tuple[Run, dict[str, float]]:
    """Call a function in a program of its own with texts; it gives the numbers that it measured."""
    program = (
        f"import json, sys; from {module} import {function}\n"
        f"print(json.dumps({function}(*sys.argv[1:])))"
    )
    done = run([sys.executable, "-c", program, *arguments])
    numbers: dict[str, float] = json.loads(done.said.splitlines()[-1])
    return done, numbers


def held(command: Sequence[object], place: Path = PROJECT) -> int:
    """Run a program and say how many bytes all its processes held at the moment when they held most.

    Memory that processes share counts once (the proportional set size of Linux, looked at fifty times a second,
    which costs time: so this run is not one that is timed). Elsewhere, what the largest process held.
    """
    if not Path("/proc/self/smaps_rollup").is_file():
        return run(command, place).memory
    most = 0
    with tempfile.TemporaryFile() as output, _started(command, place, output.fileno()) as child:
        while child.poll() is None:
            most = max(most, sum(map(_proportional, _session(child.pid))))
            time.sleep(_EVERY)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nfailed with {child.returncode}")
    return most


@contextmanager
def _started(
    command: Sequence[object], place: Path, output: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program; when the benchmark is stopped, so is the program, with all that it started."""
    # A session of its own tells its processes, and theirs, from all others.
    child = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=place,
        env={**os.environ, **_today()},
        start_new_session=True,
    )
    try:
        yield child
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        raise


def _session(leader: int) -> Iterator[int]:
    """List the processes that a program has started and that are of its session."""
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                process = int(entry.name)
                if os.getsid(process) == leader:
                    yield process


def _proportional(process: int) -> int:
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return 0


def _today() -> dict[str, str]:
    """Make the program take the day of the tests for today, whatever the day."""
    noon = time.mktime((ON.year, ON.month, ON.day, 12, 0, 0, 0, 0, -1))
    return {"SOURCE_DATE_EPOCH": str(int(noon))}
