"""Runs the program and stops it: killed at a moment, or something done to it at one of its changes of the disk."""

import ctypes
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storyarchive.cli import main
from tests.made import ON, PROJECT

ENDS_SOON = 20.0
"""Seconds within which the processes of a killed program have to be gone; a bound, and nothing that is measured."""


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    status: int
    """Its exit status; negative, the signal that ended it."""
    said: str
    """All that it printed."""


def words(archive: Path, output: Path, *more: str) -> list[str]:
    """Give what is typed to build an archive into a place."""
    return ["--archive", str(archive), "--on", str(ON), "build", "--output", str(output), *more]


def start(typed: Sequence[str], **environment: str) -> subprocess.Popen[str]:
    """Start the program as a process of its own, with a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "storyarchive", *typed],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait until a program and all the processes that it started have ended.

    They have its output open, and that is what is waited for. Raises AssertionError when one of them lives on.
    """
    try:
        said, _ = process.communicate(timeout=ENDS_SOON)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise AssertionError("processes of a program that ended live on") from None
    return Ended(process.returncode, said)


def killed(process: subprocess.Popen[str]) -> Ended:
    """Kill a program, and no process that it started, as a system does that has no memory left."""
    process.kill()
    return ended(process)


def storyarchive(typed: Sequence[str]) -> Callable[[], None]:
    """Give a run of the program for `at_change`."""
    return lambda: main(list(typed), prog_name="storyarchive")


def at_change(
    number: int, act: Callable[[], object], run: Callable[[], object], said: Path
) -> Ended:
    """Run something in a child of this process, and act there just before one of its changes of the disk.

    number: of that change, the first is 1. said: a file for what it prints.
    """
    return _ended(_forked(number, act, run, said), said)


def stopped_at_change(number: int, run: Callable[[], object], said: Path) -> int:
    """Run something until just before a change of the disk, where it waits for a signal to go on; give its process."""
    child = _forked(number, lambda: os.kill(os.getpid(), signal.SIGSTOP), run, said)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status), said.read_text()
    return child


def go_on(child: int, said: Path) -> Ended:
    """Let a process that was stopped go on to its end."""
    os.kill(child, signal.SIGCONT)
    return _ended(child, said)


def changes(run: Callable[[], object], said: Path) -> list[str]:
    """Run something and list its changes of the disk in their order, as `os.mkdir build`.

    What it asks the system by name is listed as well, as `ctypes.dlsym syncfs`.
    """
    noted = said.with_name(f"{said.name}.changes")
    with noted.open("w", encoding="utf-8", buffering=1) as notes:
        child = _forked(0, lambda: None, run, said, lambda line: print(line, file=notes))
        done = _ended(child, said)
    assert 0 == done.status, done.said
    return noted.read_text(encoding="utf-8").splitlines()


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def without_privileges() -> None:
    """Give up the right of a superuser to pass over permissions, where this is one (Linux; capset(2))."""
    if os.getuid() == 0:
        head, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert 0 == ctypes.CDLL(None).capset(head, nothing)


def _forked(
    number: int,
    act: Callable[[], object],
    run: Callable[[], object],
    said: Path,
    note: Callable[[str], object] = lambda line: None,
) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 70
    with said.open("w", encoding="utf-8", buffering=1) as sys.stdout:  # pragma: no cover
        sys.stderr = sys.stdout
        # What Python keeps of a module when it is first imported would be counted in the first run only.
        sys.dont_write_bytecode = True
        seen = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if changes_a_disk(event, arguments):
                seen += 1
                note(f"{event} {arguments[1 if event == 'ctypes.dlsym' else 0]}")
                if seen == number:
                    act()

        sys.addaudithook(watch)
        try:
            run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    raise AssertionError("nobody comes here")


def _ended(child: int, said: Path) -> Ended:
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8"))


def changes_a_disk(event: str, arguments: tuple[object, ...]) -> bool:
    """Tell whether something that a program does changes a disk, or asks the system for what Python has no name for."""
    if event == "open":
        path, mode, flags = arguments
        # What is known by a number is open already, such as a pipe.
        if isinstance(path, int):
            return False
        if isinstance(mode, str):
            return set(mode) & set("wax+") != set()
        return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) != 0
    return event in _CHANGES


_CHANGES = {
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("shutil.rmtree", "ctypes.dlsym"),
}
