"""Measure how long a question takes at the prompt, as a whole program from its start to its end.

    python -m tests.benchmarks.prompt 1000
    python -m tests.benchmarks.prompt 1000 --words 'first night in the cell' --work PLACE

The first question makes the index, later ones find it in the cache; then one story is changed. The
last line is the same program when it only says its version, which is what Python itself takes.
"""

import statistics
import sys
from pathlib import Path

from tests.benchmarks import measuring
from tests.benchmarks.measuring import table
from tests.benchmarks.processes import Run, run

WORDS = "found god in prison"
TIMES = 5


def main() -> None:
    parser = measuring.arguments("Measure how long a question takes at the prompt.", [1000])
    parser.add_argument("--words", default=WORDS, help="the question")
    given = parser.parse_args()
    with measuring.workplace(given.work) as work:
        for stories in given.sizes:
            archive = measuring.archive_of(stories, work, given.corpus)
            print(f"\n{stories:,} stories: “{given.words}” at the prompt\n")
            print(measured(archive, given.words), flush=True)


def measured(archive: Path, words: str) -> str:
    """Ask with an empty cache, a full one, and after a story was changed; give the table."""
    with measuring.workplace(None) as cache:
        ask = [sys.executable, "-m", "storyarchive", "--archive", archive, "search"]
        ask += [*words.split(), "--cache", cache]
        first = run(ask)
        later = [run(ask) for _ in range(TIMES)]
        story = min(archive.glob("s-*.md"))
        before = story.read_bytes()
        try:
            story.write_bytes(before + b"\nThis line was not here before.\n")
            changed = run(ask)
        finally:
            story.write_bytes(before)
    version = [run([sys.executable, "-m", "storyarchive", "--version"]) for _ in range(TIMES)]
    rows = [
        _row("first question", [first]),
        _row(f"later questions, median of {TIMES}", later),
        _row("after a story was changed", [changed]),
        _row(f"only the version, median of {TIMES}", version),
    ]
    return table(["", "seconds", "megabytes of memory"], rows)


def _row(name: str, runs: list[Run]) -> list[str]:
    seconds = statistics.median(run.seconds for run in runs)
    return [name, f"{seconds:.2f}", f"{max(run.memory for run in runs) / 1e6:,.0f}"]


if __name__ == "__main__":
    main()
