"""Work that is shared among processes comes to the same as work that is not."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence

import pytest

from storyarchive import sharing
from storyarchive.errors import TemplateError, WorkerLost
from storyarchive.sharing import WORKERS, shared

THINGS = range(1000)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take this process for one without threads: those of the tests hold no lock that a part needs."""
    monkeypatch.setattr(sharing, "_can_be_copied", lambda: True)


def squares(part: Sequence[int]) -> list[int]:
    return [number * number for number in part]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_parts_come_back_in_order_whatever_their_number(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """
    Each is worked on by a process of its own, where that pays.
    """
    monkeypatch.setenv(WORKERS, str(workers))
    found = shared(lambda part: (os.getpid(), squares(part)), THINGS)

    assert squares(THINGS) == [square for _, part in found for square in part]
    assert workers == len({process for process, _ in found})


@pytest.mark.usefixtures("alone")
def test_few_things_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Nor is nothing at all; the work is done once all the same.
    """
    monkeypatch.delenv(WORKERS, raising=False)
    assert [squares(range(50))] == shared(squares, range(50), least=40)
    assert [[]] == shared(squares, [])
    # Unless somebody says so.
    monkeypatch.setenv(WORKERS, "4")
    assert 4 == len(shared(squares, range(50), least=40))
    assert [[]] == shared(squares, [])


@pytest.mark.usefixtures("alone")
def test_what_goes_wrong_in_a_part_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    As it was raised there, and no process stays.
    """
    monkeypatch.setenv(WORKERS, "2")

    def fail(part: Sequence[int]) -> None:
        if part[0]:
            raise TemplateError("page.html:3: no such word")

    with pytest.raises(TemplateError, match=r"^page.html:3: no such word$"):
        shared(fail, THINGS)
    assert [] == multiprocessing.active_children()


@pytest.mark.usefixtures("alone")
def test_a_process_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With what to do about it, for memory may have run out.
    """
    monkeypatch.setenv(WORKERS, "2")

    def die(part: Sequence[int]) -> None:
        if part[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerLost, match=f"{WORKERS}=1"):
        shared(die, THINGS)


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A lock that another thread holds would stay locked in the copy for ever.
    """
    monkeypatch.setenv(WORKERS, "2")
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert 1 == sharing.workers()
    finally:
        done.set()
        thread.join()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("said", ["", "many", "-1", "²"])
def test_a_number_that_is_none_is_passed_over(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """
    Then as many work as there are processors.
    """
    monkeypatch.delenv(WORKERS, raising=False)
    usual = sharing.workers()
    monkeypatch.setenv(WORKERS, said)

    assert usual == sharing.workers() >= 1
