"""Former versions are what the last commits held: a history only grows, and nothing is forgotten that was withdrawn."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyarchive import git
from storyarchive.content import records, schema
from storyarchive.content.archive import Archive
from storyarchive.content.narrative import Narrative, Step
from storyarchive.errors import Problem, Severity, UnknownName

_WITHDRAWN = "_withdrawn.yaml"


@dataclass(frozen=True, slots=True)
class Former:
    """What one commit held of the files that are not the same now."""

    commit: str
    """As git was asked for it: `HEAD`, or a hash."""
    narratives: Mapping[str, Narrative]
    """Id → the narrative as it was; those that could be read then."""
    withdrawn: frozenset[str]
    """The ids of its list of withdrawn narratives, if that list was another one."""


def load(archive: Archive, since: str | None = None) -> tuple[Former, ...]:
    """Read the former versions of what has changed in an archive: since the last commit, and in it.

    since: a commit to compare with instead, such as `origin/main`.

    Outside of a repository, and where there is no commit yet, nothing is known. Raises UnknownName when there is no
    such commit.
    """
    directory = archive.directory
    if since is not None:
        if git.ask(directory, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}") is None:
            raise UnknownName(f"Git knows no commit {since} in {directory.as_posix()}.")
        commits = [since]
    else:
        parents = git.ask(directory, "rev-parse", "HEAD^@") or b""
        is_there = git.ask(directory, "rev-parse", "--verify", "--quiet", "HEAD") is not None
        commits = ["HEAD", *parents.decode().split()] if is_there else []
    return tuple(_at(archive, commit) for commit in commits)


def problems(archive: Archive, former: Sequence[Former]) -> Iterator[Problem]:
    """Find what was taken out of the record of a narrative, or of the list of withdrawn ones.

    former: versions to compare with. Several are the parents of a merge, or the last commit and the one before.
    """
    said: set[Problem] = set()
    for before in former:
        for problem in (
            *_rewritten(archive, before),
            *_forgotten(archive, before),
            *_gone(archive, before),
        ):
            if problem not in said:
                said.add(problem)
                yield problem


def _rewritten(archive: Archive, before: Former) -> Iterator[Problem]:
    for id, former in before.narratives.items():
        now = archive.by_id.get(id)
        if now is None:
            continue
        lost = _lost(former.fields.history or (), now.fields.history or ())
        if lost is not None:
            is_shown = now.fields.status == "published"
            yield Problem(
                now.path,
                now.line("history"),
                "history-rewritten",
                f'the step to "{lost.to}" of {lost.date} is not in the history as it was',
                f"Put it back, {_written(lost)}, and add what happened since at the end.",
                Severity.ERROR if is_shown else Severity.MISSING,
            )


def _lost(former: Sequence[Step], now: Sequence[Step]) -> Step | None:
    """Give the first step that stood in a history and does not stand there now, in its order."""
    steps = iter(now)
    # Steps of two branches may lie between each other after a merge; none may be missing.
    return next((step for step in former if step not in steps), None)


def _written(step: Step) -> str:
    return f"{{to: {step.to}, date: {step.date}, by: {step.by}}}"


def _forgotten(archive: Archive, before: Former) -> Iterator[Problem]:
    for id in sorted(before.withdrawn - archive.withdrawn_ids):
        message = f"{id} was in this list, and is not any more"
        remedy = "Put its entry back: without it the story could come back."
        yield Problem(archive.path(_WITHDRAWN), 1, "withdrawal-forgotten", message, remedy)


def _gone(archive: Archive, before: Former) -> Iterator[Problem]:
    unread = {problem.path for problem in archive.problems}
    for id, former in before.narratives.items():
        is_here = id in archive.by_id or former.path in unread
        if not is_here and id not in archive.withdrawn_ids and former.fields.status != "draft":
            message = f"{id} was deleted, and is not in the list of withdrawn narratives"
            remedy = f"Run: storyarchive withdraw {id}; or restore the file from Git."
            yield Problem(
                archive.path(_WITHDRAWN), 1, "not-withdrawn", message, remedy, Severity.ADVICE
            )


def _at(archive: Archive, commit: str) -> Former:
    directory, narratives, withdrawn = archive.directory, {}, frozenset[str]()
    for name, raw in _changed(directory, commit):
        path = (directory / name).as_posix()
        if name == _WITHDRAWN:
            withdrawn = frozenset(entry.id for entry in records.read_withdrawn(raw, path)[0])
        else:
            id = name.removesuffix(".md")
            narrative, _ = schema.read(raw, path, id, archive.vocabulary)
            if narrative is not None:
                narratives[id] = narrative
    return Former(commit, narratives, withdrawn)


def _changed(directory: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    """Give each file of an archive that a commit held and that is not the same now, with its bytes then."""
    words = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--diff-filter=MDT", "-z")
    listed = git.ask(directory, *words, "--relative", commit, "--", ".") or b""
    names = [name for name in listed.decode("utf-8", "replace").split("\0") if _is_ours(name)]
    if not names:
        return
    asked = "".join(f"{commit}:./{name}\n" for name in names).encode()
    answer = git.ask(directory, "cat-file", "--batch", given=asked) or b""
    for name in names:
        head, _, answer = answer.partition(b"\n")
        if head.endswith(b" missing") or b" blob " not in head:
            continue
        size = int(head.rsplit(b" ", 1)[1])
        yield name, answer[:size]
        answer = answer[size + 1 :]


def _is_ours(name: str) -> bool:
    return name == _WITHDRAWN or re.fullmatch(r"[^/\n]+\.md", name) is not None
