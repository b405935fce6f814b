"""A contest builds several projects in turn, round by round, so that whatever disturbs the machine disturbs all."""

import os
import re
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from tests.benchmarks.peers.project import Project
from tests.benchmarks.processes import Run, held, run

Change = Callable[[str, int], str]
"""From the text of a story's file and the number of the round to a text that it did not have before."""


@dataclass(frozen=True)
class Built:
    """What several builds of one project took."""

    project: Project
    rounds: Sequence[Sequence[Run]]
    """A run of each step, in each round."""
    memory: int
    """The most bytes that the processes of a step held at one time."""
    files: int
    size: int
    """Bytes of the files of the site."""

    def seconds(self) -> list[float]:
        """Give the seconds of each round, all steps together."""
        return [sum(done.seconds for done in steps) for steps in self.rounds]

    def processor(self) -> float:
        """Give the seconds of processors of a round, the median of all."""
        return statistics.median(sum(done.processor for done in steps) for steps in self.rounds)


@dataclass(frozen=True)
class Rebuilt:
    """What building again took, after a change."""

    seconds: Sequence[float]
    processor: float
    written: int
    """Files that were made or written in the last round."""
    differ: int
    """Files that have other bytes than before, are new, or are gone, in the last round."""


def cold(projects: Sequence[Project], times: int, say: Callable[[str], None]) -> list[Built]:
    """Build each project from nothing, so many times, in turn."""
    rounds: dict[str, list[list[Run]]] = {project.name: [] for project in projects}
    for number in range(times):
        for project in projects:
            say(f"round {number + 1} of {times}: {project.name}")
            project.forget()
            settled()
            rounds[project.name].append([run(s.command, project.place) for s in project.steps])
    built = []
    for project in projects:
        say(f"memory: {project.name}")
        project.forget()
        memory = max(held(step.command, project.place) for step in project.steps)
        sizes = [path.stat().st_size for path in files(project.output)]
        built.append(Built(project, rounds[project.name], memory, len(sizes), sum(sizes)))
    return built


def once(projects: Sequence[Project], say: Callable[[str], None]) -> None:
    """Build each project, and measure nothing."""
    for project in projects:
        say(project.name)
        for step in project.steps:
            run(step.command, project.place)


def warm(
    projects: Sequence[Project],
    id: str,
    changes: Mapping[str, Change | None],
    times: int,
    say: Callable[[str], None],
) -> dict[str, dict[str, Rebuilt]]:
    """Change a story of each project that was built, and build it again; so many times, in turn.

    changes: what is done to the story's file before, by the name that the table gives it. In the end the file is
    as it was.
    Gives what it took, by the project's name and that of the change.
    """
    before = {project.name: project.story(id).read_bytes() for project in projects}
    taken: dict[str, dict[str, Rebuilt]] = {project.name: {} for project in projects}
    try:
        for name, change in changes.items():
            runs: dict[str, list[list[Run]]] = {project.name: [] for project in projects}
            counted: dict[str, tuple[int, int]] = {}
            for number in range(times):
                for project in projects:
                    say(f"{name}, round {number + 1} of {times}: {project.name}")
                    file = project.story(id)
                    if change is not None:
                        text = change(before[project.name].decode(), number)
                        file.write_text(text, encoding="utf-8")
                    there = seen(project.output)
                    settled()
                    done = [run(step.command, project.place) for step in project.steps]
                    runs[project.name].append(done)
                    counted[project.name] = differences(there, seen(project.output))
            for project in projects:
                rounds = runs[project.name]
                taken[project.name][name] = Rebuilt(
                    [sum(done.seconds for done in steps) for steps in rounds],
                    statistics.median(sum(done.processor for done in steps) for steps in rounds),
                    *counted[project.name],
                )
    finally:
        for project in projects:
            project.story(id).write_bytes(before[project.name])
    return taken


def a_word_of_the_story(text: str, number: int) -> str:
    """Change a story by a word at its end."""
    return f"{text.rstrip()} Again{'again' * number}.\n"


def the_summary(text: str, number: int) -> str:
    """Change a word of a story's summary for another of its length."""
    found = re.search(r"^summary: .*?\b([a-z]{4,})\b", text, re.MULTILINE | re.IGNORECASE)
    if found is None:
        sys.exit("The story has no summary to change.")
    start, end = found.span(1)
    return f"{text[:start]}{('abcdefghij'[number % 10]) * (end - start)}{text[end:]}"


def settled() -> None:
    """Have what was written before reach the disk, so that the next program does not wait for it."""
    os.sync()


def files(directory: Path) -> Iterable[Path]:
    """List the files of a directory."""
    return (path for path in directory.rglob("*") if path.is_file())


Seen = Mapping[str, tuple[tuple[int, int], str]]
"""Path of a file → which file it is and when it was written, and what its bytes are."""


def seen(directory: Path) -> Seen:
    """Look at all files of a directory, to tell later which were written and which differ."""
    there = {}
    for path in files(directory):
        with path.open("rb") as file:
            digest = file_digest(file, "blake2b").hexdigest()
        stat = path.stat()
        there[path.relative_to(directory).as_posix()] = ((stat.st_ino, stat.st_mtime_ns), digest)
    return there


def differences(before: Seen, after: Seen) -> tuple[int, int]:
    """Count the files that were written since, and those that differ."""
    written = sum(before.get(path, ((0, 0), ""))[0] != mark for path, (mark, _) in after.items())
    differ = sum(before.get(path, ((0, 0), ""))[1] != bytes for path, (_, bytes) in after.items())
    return written, differ + len(before.keys() - after.keys())
