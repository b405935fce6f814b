"""Files: what a publisher makes, and the one place that writes it, whole or not at all."""

import ctypes
import filecmp
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storyarchive.errors import OutputError, TooFar
from storyarchive.sharing import begun

Tree = dict[str, bytes | Path]
"""Path in the edition, with `/` → its bytes, or a file to copy."""

_NAME = re.compile(r"[A-Za-z0-9._+-]{1,60}")
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a tree changed."""

    files: int
    """Files the directory now has."""
    changed: int
    """Files that are new or have other bytes than before."""
    removed: int
    """Files of the former tree that are gone."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is in the place of a directory before it is written."""

    inode: int | None
    """None where there is nothing."""


def before(directory: Path) -> Before:
    """Look at the place of a directory that is to be written."""
    # What a build that was killed had put aside will be put back.
    for place in (directory, _put_aside(directory)):
        if place.exists():
            return Before(place.stat().st_ino)
    return Before(None)


def before_all(output: Path) -> dict[str, Before]:
    """Look at all directories of a place, by name, as `before` does."""
    there = sorted(output.iterdir()) if output.is_dir() else []
    names = {re.sub(r"^\.(.+)\.old$", r"\1", place.name) for place in there if place.is_dir()}
    return {name: before(output / name) for name in sorted(names)}


def _put_aside(directory: Path) -> Path:
    return directory.with_name(f".{directory.name}.old")


def write_tree(tree: Tree, directory: Path, began_with: Before | None = None) -> Written:
    """Make a directory hold exactly a tree.

    The new directory is made beside the old one and takes its place in one step, so that whoever
    looks, at any moment and after any crash or power cut, finds the old tree or the new one, whole.
    A file whose bytes are the same is the same file as before (a hard link), with its time unchanged.

    tree: has a `manifest.json` that lists its files; it tells later whether all there is ours. began_with: what was
    there before anything was read that the tree is made of, for who began later may know of a story that was withdrawn.

    Raises OutputError when the place cannot be written, holds files that are not ours, or was written since.
    """
    for path in tree:
        if not all(_NAME.fullmatch(part) and part.strip(".") for part in path.split("/")):
            raise OutputError(
                f'"{path}" cannot be a file name on every computer: mend the template.'
            )
    beside = directory.with_name(f".{directory.name}.new")
    former = _put_aside(directory)
    with _said(directory, tree):
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _locked(directory.with_name(f".{directory.name}.lock"), directory):
            _recover(directory, beside, former)
            if began_with is not None and before(directory) != began_with:
                raise OutputError(_OVERTAKEN.format(directory.as_posix()))
            old = set(_files(directory))
            _refuse_strangers(directory, old)
            try:
                changed = _fill(beside, tree, directory, old)
                if changed or old != set(tree):
                    _swap(beside, directory, former)
            finally:
                # Of a write that failed nothing stays, least of all when the disk is full.
                for leftover in (beside, former):
                    shutil.rmtree(leftover, ignore_errors=True)
    return Written(files=len(tree), changed=changed, removed=len(old - set(tree)))


@contextmanager
def amending(directory: Path) -> Iterator[Callable[[int, Mapping[str, bytes]], None]]:
    """Give a function that gives some files of a directory other bytes, all at one moment.

    As with `write_tree`, whoever looks finds the directory as it was, or as it is to be. What that takes is begun at
    once, and the process may do something else meanwhile.

    The function takes the inode of the directory when it was looked at, and held files of ours only; and path → bytes,
    of files that are there. It may be called once, and raises TooFar where it is not the same directory any more.

    Raises TooFar where the file system has no hard links, and OutputError when the place cannot be written.
    """
    beside = directory.with_name(f".{directory.name}.new")
    former = _put_aside(directory)
    with _said(directory, {}), _locked(directory.with_name(f".{directory.name}.lock"), directory):
        _recover(directory, beside, former)
        with ExitStack() as stack:
            linked = stack.enter_context(begun(partial(_link_all, directory, beside)))
            # Of a write that failed nothing stays.
            stack.callback(shutil.rmtree, beside, ignore_errors=True)

            def write(inode: int, changed: Mapping[str, bytes]) -> None:
                linked.result()
                if directory.stat().st_ino != inode:
                    raise TooFar
                for path, content in changed.items():
                    # The file of that name is also the one that is shown: another takes its name.
                    (beside / path).unlink()
                    (beside / path).write_bytes(content)
                _swap(beside, directory, former)
                tidied = stack.enter_context(begun(partial(_unlink_all, beside)))
                stack.callback(tidied.result)

            yield write


def _link_all(source: Path, target: Path) -> None:
    """Give all files of a directory a second name in another directory."""
    for folder, names in _by_folder(source):
        (target / folder).mkdir(parents=True, exist_ok=True)
        with _opened(source / folder) as here, _opened(target / folder) as there:
            for name in names:
                try:
                    # Where the directory is known by number, nobody has to find the way to it each time.
                    os.link(name, name, src_dir_fd=here, dst_dir_fd=there, follow_symlinks=False)
                except OSError as error:
                    raise TooFar from error


def _unlink_all(directory: Path) -> None:
    """Delete all files of a directory, as far as they can be deleted."""
    for folder, names in list(_by_folder(directory)):
        with suppress(OSError), _opened(directory / folder) as here:
            for name in names:
                os.unlink(name, dir_fd=here)


def _by_folder(directory: Path) -> Iterator[tuple[Path, Sequence[str]]]:
    for root, _, names in os.walk(directory):
        yield Path(root).relative_to(directory), names


@contextmanager
def _opened(directory: Path) -> Iterator[int]:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Give a file other bytes, whole or not at all; who may read it stays as it was.

    Raises OutputError when it cannot be written.
    """
    beside = None
    try:
        # A name that begins with a dot is nobody's story; what a kill leaves is withdrawn with its story.
        descriptor, name = tempfile.mkstemp(".new", f".{path.name}.", path.parent)
        beside = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            # Else a power cut may leave the new name with no bytes: a lost story.
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        else:
            beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise OutputError(
            f"{path.as_posix()} cannot be written ({why}): it is as it was."
        ) from error


def refuse_inside(path: Path, directory: Path, what: str, option: str) -> None:
    """Refuse a place that lies in a directory which is for other things.

    path: what is to be written; it need not be there yet. what: the directory in words, `the archive`. option: how
    another place is chosen, `--output FILE`.

    Raises OutputError.
    """
    # A link that leads into the directory is in it.
    if path.resolve().is_relative_to(directory.resolve()):
        raise OutputError(f"{path.as_posix()} is in {what}: choose another place with {option}.")


def _umask() -> int:
    # The only way to read it is to set it.
    now = os.umask(0)
    os.umask(now)
    return now


@contextmanager
def _said(directory: Path, tree: Tree) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        # A copy that fails names both ends, whichever it was.
        is_source = any(
            isinstance(file, Path) and str(file) == error.filename for file in tree.values()
        )
        if is_source and error.filename2 is None:
            raise OutputError(
                f"{error.filename} cannot be read ({why}): "
                f"{directory.as_posix()} is as it was before; build again when it can be."
            ) from error
        raise OutputError(
            f"{directory.as_posix()} cannot be written ({why}): "
            "it is as it was before; choose another place with --output DIR."
        ) from error


@contextmanager
def editing(directory: Path) -> Iterator[None]:
    """Keep two programs of one person from changing the files of a directory at once.

    Raises OutputError when another one is at it.
    """
    # Beside an archive lies what goes into Git, so the lock lies elsewhere.
    who = os.getuid() if hasattr(os, "getuid") else ""
    named = hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:16]
    with _locked(Path(tempfile.gettempdir()) / f"storyarchive-{who}-{named}.lock", directory):
        yield


@contextmanager
def _locked(lock: Path, directory: Path) -> Iterator[None]:
    """Hold a lock; one left by a program that died is no lock."""
    # Nothing is written to it, and a link in its place is not followed.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(lock, flags, 0o666)
    try:
        _lock(descriptor, directory)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(descriptor: int, directory: Path) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise OutputError(_BUSY.format(directory.as_posix())) from error
else:
    import fcntl

    def _lock(descriptor: int, directory: Path) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(_BUSY.format(directory.as_posix())) from error


_BUSY = "Another storyarchive is writing to {} now: wait for it to end, then run this again."


_OVERTAKEN = (
    "Another storyarchive wrote {} while this one was reading, and may know of something newer: "
    "run this again."
)


def _recover(directory: Path, beside: Path, former: Path) -> None:
    """Take up after a build that was killed: put the old tree back, and clear what was half made."""
    if former.exists() and not directory.exists():
        former.rename(directory)
    for leftover in (beside, former):
        if leftover.exists():
            shutil.rmtree(leftover)


def _refuse_strangers(directory: Path, old: set[str]) -> None:
    """Never replace a directory that holds a file which another program or a person put there."""
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise OutputError(
            f"{directory.as_posix()} is not a directory: move it, or choose --output."
        )
    if not old:
        return
    strangers = sorted(old - _listed(directory))
    if strangers:
        named = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
        raise OutputError(
            f"{directory.as_posix()} holds files that storyarchive did not write, and they would be"
            f" lost ({named}): move them, or choose another place with --output DIR."
        )


def _listed(directory: Path) -> set[str]:
    """Read which files a manifest says were written; none where there is no manifest of ours."""
    try:
        manifest = json.loads((directory / _MANIFEST).read_bytes())
        listed = manifest["files"] if manifest["edition"] and manifest["version"] else {}
        return {_MANIFEST, *listed}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return set()


def _files(directory: Path) -> Iterator[str]:
    for root, folders, names in os.walk(directory):
        prefix = Path(root).relative_to(directory).as_posix()
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in names + links:
            yield name if prefix == "." else f"{prefix}/{name}"


def _fill(beside: Path, tree: Tree, directory: Path, old: set[str]) -> int:
    """Make the new directory, linking what is unchanged; give the number of files that changed."""
    changed = 0
    for folder in sorted({path.rpartition("/")[0] for path in tree}):
        (beside / folder).mkdir(parents=True, exist_ok=True)
    for path, content in tree.items():
        target, before = beside / path, directory / path
        if path in old and _same(content, before) and _linked(before, target):
            continue
        changed += path not in old or not _same(content, before)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
        else:
            target.write_bytes(content)
    return changed


def _same(content: bytes | Path, before: Path) -> bool:
    if before.is_symlink() or not before.is_file():
        return False
    if isinstance(content, Path):
        return filecmp.cmp(content, before, shallow=False)
    return before.stat().st_size == len(content) and before.read_bytes() == content


def _linked(before: Path, target: Path) -> bool:
    try:
        os.link(before, target)
    except OSError:  # a file system without hard links, such as that of most USB sticks
        return False
    return True


def _swap(beside: Path, directory: Path, former: Path) -> None:
    # A name may reach the disk seconds before the bytes it stands for: after a power cut, the files
    # of a new site would be empty.
    _sync(beside)
    if not directory.exists():
        beside.rename(directory)
    elif not _exchange(beside, directory):
        # Two steps where the system cannot do it in one; `_recover` mends a stop between them.
        directory.rename(former)
        beside.rename(directory)
    # Only after that may the old tree be deleted. Should the disk fail now, either one is whole.
    with suppress(OSError):
        _sync(directory.parent)


def _sync(directory: Path) -> None:
    """Wait until all that was written to the file system of a directory is on its disk."""
    if sys.platform.startswith("linux"):
        # One call for ten thousand files: asking for each of them takes seventy times as long.
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            library = ctypes.CDLL(None, use_errno=True)
            if library.syncfs(descriptor) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(directory))
        finally:
            os.close(descriptor)
    elif hasattr(os, "sync"):  # pragma: no cover
        os.sync()


def _exchange(one: Path, other: Path) -> bool:
    """Let two directories change places in one step, where the system can (Linux: renameat2)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
