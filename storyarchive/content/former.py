"""Former versions are what the last commits held: a history only grows, and nothing is forgotten that was withdrawn."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyarchive import git
from storyarchive.content import fields, schema
from storyarchive.content.archive import Archive
from storyarchive.content.narrative import Narrative, Step
from storyarchive.content.settings import Settings
from storyarchive.errors import GitError, Problem, Severity, UnknownName

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


@dataclass(frozen=True, slots=True)
class Known:
    """What a repository knows of an archive that lies in it."""

    commits: tuple[Former, ...] = ()
    returned: tuple[str, ...] = ()
    """Ids of narratives that are here, not in the list, and were in the list of some commit of any branch."""
    is_shallow: bool = False
    """Whether the repository holds only part of its history."""


def load(archive: Archive, since: str | None = None) -> Known:
    """Ask git what has changed in an archive since the last commit, in it, and what was ever withdrawn.

    since: a commit to compare with instead, such as `origin/main`.

    Outside of a repository, and where there is no commit yet, nothing is known. Raises UnknownName when there is no
    such commit, and GitError when there is a repository that git cannot read.
    """
    directory = archive.directory
    if not _in_repository(directory, archive.settings):
        if since is not None:
            raise UnknownName(
                f"Git knows no commit {since}: {directory.as_posix()} is in no repository."
            )
        return Known()
    if since is not None:
        if git.ask(directory, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}") is None:
            raise UnknownName(f"Git knows no commit {since} in {directory.as_posix()}.")
        commits = [since]
    else:
        # During a merge the other side is not a parent yet.
        found = (git.ask(directory, "rev-parse", each) for each in ("HEAD^@", "MERGE_HEAD"))
        is_there = git.ask(directory, "rev-parse", "--verify", "--quiet", "HEAD") is not None
        others = [name for each in found for name in (each or b"").decode().split()]
        commits = ["HEAD", *others] if is_there else []
    shallow = git.ask(directory, "rev-parse", "--is-shallow-repository") or b""
    return Known(
        commits=tuple(_at(archive, commit) for commit in commits),
        returned=_returned(archive, everywhere=True),
        is_shallow=shallow.strip() == b"true",
    )


def mindful(archive: Archive) -> Archive:
    """Give an archive without the narratives that a commit of any branch withdrew, whatever its list says.

    Raises GitError when there is a repository that git cannot read.
    """
    if not _in_repository(archive.directory, archive.settings):
        return archive
    return archive.without(frozenset(_returned(archive)))


def ever_withdrawn(frame: Archive) -> frozenset[str]:
    """Give the ids that any commit of any branch withdrew; raises GitError as `mindful` does.

    frame: the archive; its narratives need not be read.
    """
    is_known = _in_repository(frame.directory, frame.settings)
    return _in_lists(frame.directory) if is_known else frozenset()


def problems(archive: Archive, known: Known) -> Iterator[Problem]:
    """Find what was taken out of the record of a narrative, or of the list of withdrawn ones, and what came back."""
    said: set[Problem] = set()
    for before in known.commits:
        for problem in (
            *_rewritten(archive, before),
            *_forgotten(archive, before),
            *_gone(archive, before),
        ):
            if problem not in said:
                said.add(problem)
                yield problem
    for id in known.returned:
        path = archive.path(f"{id}.md")
        message = f"{id} was withdrawn, and must not come back"
        remedy = f"Run: storyarchive withdraw {id} --reason teller"
        yield Problem(path, 1, "withdrawn-id", message, remedy)
    if known.is_shallow:
        message = "git holds only part of the history here, so what was withdrawn may be unknown"
        remedy = "Fetch it all: git fetch --unshallow (in a workflow: fetch-depth: 0)."
        # Nobody can be harmed by an example.
        weight = Severity.ADVICE if archive.settings.demonstration else Severity.ERROR
        yield Problem(archive.path(_WITHDRAWN), 1, "history-incomplete", message, remedy, weight)


def _in_repository(directory: Path, settings: Settings) -> bool:
    """Tell whether git answers for a directory; where it should and does not, nothing may be taken for granted."""
    if not git.may_know(directory):
        return False
    if git.ask(directory, "rev-parse", "--git-dir") is not None:
        return True
    if settings.demonstration:  # nobody can be harmed by an example
        return False
    raise _unreadable(directory)


def _returned(archive: Archive, everywhere: bool = False) -> tuple[str, ...]:
    """Find narratives that are here, are not in the list, and were in the list of some commit of any branch.

    everywhere: whether the archive may have had another place in the repository, which takes longer to find out.
    """
    here = {name[:7].casefold() for name in (*archive.by_id, *archive.media)}
    return tuple(sorted((_in_lists(archive.directory, everywhere) & here) - archive.withdrawn_ids))


def _in_lists(directory: Path, everywhere: bool = False) -> frozenset[str]:
    """Give every id that some commit of any branch had in its list."""
    place = f":(top,glob)**/{_WITHDRAWN}" if everywhere else f"./{_WITHDRAWN}"
    # What somebody prefers to see in a log must not hide anything here.
    ours = ("-c", "log.follow=false", "-c", "log.showRoot=true")
    words = ("log", "--all", "--reflog", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=")
    listed = _asked(directory, *ours, *words, "-O/dev/null", "--", place)
    lines = [line.split() for line in listed.splitlines() if line.startswith(b":")]
    blobs = sorted({blob.decode() for line in lines for blob in line[2:4] if blob.strip(b"0")})
    return frozenset().union(*(_ids(raw) for _, raw in _blobs(directory, blobs)))


def _ids(raw: bytes) -> frozenset[str]:
    """Give the ids in a list of withdrawn narratives as it is written, for one slip must not lose all of them."""
    return frozenset(id.decode() for id in _IDS.findall(_COMMENTS.sub(b"", raw)))


_COMMENTS = re.compile(rb"^[ \t]*#.*$", re.MULTILINE)
_IDS = re.compile(rb"(?<![\w-])" + fields.ID.encode() + rb"(?![\w-])")


def _asked(directory: Path, *words: str, given: bytes = b"") -> bytes:
    """Ask git what it has to be able to answer."""
    answer = git.ask(directory, *words, given=given)
    if answer is None:
        raise _unreadable(directory)
    return answer


def _unreadable(directory: Path) -> GitError:
    return GitError(
        f"Git cannot read the repository that {directory.as_posix()} is in, so what was withdrawn is"
        f" not known.  Ask it why: git -C {directory.as_posix()} fsck"
    )


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
            remedy = f"Run: storyarchive withdraw {id} --reason teller; or restore it from Git."
            yield Problem(
                archive.path(_WITHDRAWN), 1, "not-withdrawn", message, remedy, Severity.ADVICE
            )


def _at(archive: Archive, commit: str) -> Former:
    directory, narratives, withdrawn = archive.directory, {}, frozenset[str]()
    for name, raw in _changed(directory, commit):
        path = (directory / name).as_posix()
        if name == _WITHDRAWN:
            withdrawn = _ids(raw)
        else:
            id = name.removesuffix(".md")
            narrative, _ = schema.read(raw, path, id, archive.vocabulary)
            if narrative is not None:
                narratives[id] = narrative
    return Former(commit, narratives, withdrawn)


def _changed(directory: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    """Give each file of an archive that a commit held and that is not the same now, with its bytes then."""
    words = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--diff-filter=MDT", "-z")
    listed = _asked(directory, *words, "-O/dev/null", "--relative", commit, "--", ".")
    names = [name for name in listed.decode("utf-8", "replace").split("\0") if _is_ours(name)]
    for named, raw in _blobs(directory, [f"{commit}:./{name}" for name in names]):
        yield named.partition(":./")[2], raw


def _blobs(directory: Path, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of blobs, each as git was asked for it; all of them are there."""
    if not names:
        return
    asked = "".join(f"{name}\n" for name in names).encode()
    answer = _asked(directory, "cat-file", "--batch", given=asked)
    for name in names:
        head, _, answer = answer.partition(b"\n")
        if b" blob " not in head:
            raise _unreadable(directory)
        size = int(head.rsplit(b" ", 1)[1])
        yield name, answer[:size]
        answer = answer[size + 1 :]


def _is_ours(name: str) -> bool:
    return name == _WITHDRAWN or re.fullmatch(r"[^/\n]+\.md", name) is not None
