"""Sharing parts work on many things among processes, and gives the same whatever their number.

A part is worked on in a copy of this process (a fork), which has all that this one has read, so that only what was
made has to be sent. It decides nothing: what is done with what a copy made is up to the process that began it.
"""

import gc
import multiprocessing
import os
import pickle
import re
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from itertools import pairwise
from typing import Any, Generic, TypeVar

from storyarchive.errors import WorkerLost

T = TypeVar("T")
R = TypeVar("R")

WORKERS = "STORYARCHIVE_WORKERS"
"""The variable of the environment that says how many processes may work at once."""

_MOST = 8
"""Processes of which each still finds enough to do."""

_PROTOCOL = 5


def shared(work: Callable[[Sequence[T]], R], things: Sequence[T], least: int = 200) -> list[R]:
    """Do work on the parts of some things, which lie one after another, and give what each part came to, in order.

    work: takes a part, and gives something that can be pickled; how the things are parted may not matter to what is
    made of all of it. least: how many things are worth a process, unless somebody said how many processes there are.

    Raises what the work raises, and WorkerLost.
    """
    number = max(1, min(workers(), len(things) // (1 if _told() else least)))
    bounds = [len(things) * part // number for part in range(number + 1)]
    parts = [things[start:end] for start, end in pairwise(bounds)]
    with ExitStack() as stack:
        if number > 1:
            # What is there already is not looked through for waste in each of the copies.
            gc.freeze()
            stack.callback(gc.unfreeze)
        copies = [stack.enter_context(_Copy(work, part)) for part in parts[1:]]
        return [work(parts[0]), *(copy.result() for copy in copies)]


def begun(work: Callable[[], R]) -> "Begun[R]":
    """Begin a work in a copy of this process, where there may be two, while this one does another.

    It is to be left (`with`), whether its result was asked for or not.
    """
    return Begun(work)


class Begun(Generic[R]):
    """A work that was begun; where no copy can be made it is done when its result is asked for."""

    def __init__(self, work: Callable[[], R]) -> None:
        self._work = work
        self._copy = _Copy(lambda _: work(), ()) if workers() > 1 else None
        self._made: list[R] = []

    def __enter__(self) -> "Begun[R]":
        return self

    def result(self) -> R:
        """Wait for what the work came to; raises what it raised, and WorkerLost."""
        if not self._made:
            self._made.append(self._work() if self._copy is None else self._copy.result())
        return self._made[0]

    def __exit__(self, *problem: object) -> None:
        if self._copy is not None:
            self._copy.__exit__(*problem)


def workers() -> int:
    """Say how many processes may work at once: one where a copy of this process cannot be made safely."""
    if not _can_be_copied():
        return 1
    return _told() or min(len(os.sched_getaffinity(0)), _MOST)


def _told() -> int | None:
    given = os.environ.get(WORKERS, "")
    return max(1, min(int(given), 64)) if re.fullmatch("[0-9]{1,4}", given) else None


def _can_be_copied() -> bool:
    # A lock that another thread holds would stay locked in the copy for ever.
    return sys.platform.startswith("linux") and threading.active_count() == 1


class _Copy:
    """A copy of this process that works on a part, and is ended when it is left."""

    def __init__(self, work: Callable[[Sequence[Any]], Any], part: Sequence[Any]) -> None:
        reading, writing = os.pipe()
        self._answer = os.fdopen(reading, "rb")
        context = multiprocessing.get_context("fork")
        self._process = context.Process(
            target=_answer, args=(work, part, writing, reading), daemon=True
        )
        self._process.start()
        os.close(writing)

    def __enter__(self) -> "_Copy":
        return self

    def result(self) -> Any:
        """Wait for what the part came to; raises what the work raised."""
        try:
            # Piece by piece, for what a part came to may be large, and is not to lie in memory twice.
            has_failed, made = pickle.load(self._answer)
        except (EOFError, pickle.UnpicklingError):
            raise WorkerLost(
                "A process that worked on a part of this was ended from outside, as happens when memory runs out:"
                f" make room, or try with {WORKERS}=1 before the command."
            ) from None
        if has_failed:
            raise made
        return made

    def __exit__(self, *_: object) -> None:
        self._answer.close()
        self._process.kill()
        self._process.join()


def _answer(
    work: Callable[[Sequence[Any]], Any], part: Sequence[Any], writing: int, reading: int
) -> None:
    gc.disable()  # It ends soon, and what it holds with it.
    # Else it would wait for itself to read, should the process that began it have been killed.
    os.close(reading)
    try:
        made = (False, work(part))
    except Exception as error:
        made = (True, error)
    with suppress(BrokenPipeError), os.fdopen(writing, "wb") as answer:
        pickle.dump(made, answer, _PROTOCOL)
