"""Hostile places: what may lie in an archive's directory that is no honest file, each with a name."""

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.made import narrative

ID = "s-23456"


def _loops(archive: Path) -> None:
    (archive / "round").symlink_to(archive, target_is_directory=True)
    (archive / "_help" / "round").symlink_to(archive / "_help", target_is_directory=True)
    (archive / "self").symlink_to(archive / "self")
    (archive / f"{ID}.md").symlink_to(archive, target_is_directory=True)


def _sparse(name: str) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        with (archive / name).open("wb") as file:
            file.truncate(4_000_000_000)

    return make


def _linked(name: str, target: str) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        (archive / name).unlink(missing_ok=True)
        (archive / name).symlink_to(target)

    return make


def _piped(name: str) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        (archive / name).unlink(missing_ok=True)
        os.mkfifo(archive / name)

    return make


def _socket(archive: Path) -> None:
    # A path of a socket can be 108 bytes long, and that of a test is longer.
    here = Path.cwd()
    os.chdir(archive)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"{ID}.md")
    finally:
        os.chdir(here)


def _folder(name: str) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        if (archive / name).is_file():
            (archive / name).unlink()
        (archive / name).mkdir()
        (archive / name / f"{ID}.md").write_text(narrative(ID))

    return make


def _named(name: bytes) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        Path(os.fsdecode(os.fsencode(archive) + b"/" + name)).write_text(narrative(ID))

    return make


def _unreadable(archive: Path) -> None:
    (archive / f"{ID}.md").write_text(narrative(ID))
    (archive / f"{ID}.md").chmod(0)


def _with_file(name: str, content: bytes) -> Callable[[Path], None]:
    def make(archive: Path) -> None:
        (archive / name).write_bytes(content)

    return make


_BOXES = b"".join(size.to_bytes(4, "big") + b"moov" for size in range(400_000, 8, -8))
_ARRAYS = b"%PDF-1.7\n1 0 obj " + b"[" * 200_000 + b"\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF"

PLACES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "links that go round": (_loops, f"{ID}.md:1: link:"),
    "a link to a device": (_linked(f"{ID}.md", "/dev/zero"), f"{ID}.md:1: link:"),
    "a link to this process": (_linked(f"{ID}.md", "/proc/self/environ"), f"{ID}.md:1: link:"),
    "settings that are a device": (_linked("_archive.yaml", "/dev/zero"), "_archive.yaml is missing"),
    "settings that are a link to themselves": (
        _linked("_archive.yaml", "_archive.yaml"),
        "_archive.yaml is missing",
    ),
    "a pipe": (_piped(f"{ID}.md"), f"{ID}.md:1: not-a-file:"),
    "a recording that is a pipe": (_piped(f"{ID}.mp3"), f"{ID}.mp3:1: not-a-file:"),
    "settings that are a pipe": (_piped("_archive.yaml"), "_archive.yaml is missing"),
    "a list of the withdrawn that is a pipe": (_piped("_withdrawn.yaml"), "_withdrawn.yaml is missing"),
    "a vocabulary that is a pipe": (_piped("_vocabulary/themes.yaml"), "themes.yaml is missing"),
    "help lines that are a pipe": (_piped("_help/gb.yaml"), "gb.yaml:1: not-a-file:"),
    "more help lines that are a pipe": (_piped("_help/ie.yaml"), "ie.yaml:1: not-a-file:"),
    "more settings that are a pipe": (_piped("other.yaml"), "other.yaml:1: not-a-file:"),
    "a logo that is a pipe": (_piped("_logo.png"), "_logo.png"),
    "a socket": (_socket, f"{ID}.md:1: not-a-file:"),
    "a story that is a directory": (_folder(f"{ID}.md"), f"{ID}.md:1: not-a-file:"),
    "settings that are a directory": (_folder("_archive.yaml"), "_archive.yaml is missing"),
    "help lines that are a directory": (_folder("_help/ie.yaml"), "ie.yaml:1: not-a-file:"),
    "a file of four gigabytes": (_sparse(f"{ID}.md"), f"{ID}.md:1: too-large:"),
    "settings of four gigabytes": (_sparse("_archive.yaml"), "_archive.yaml is not a file of a size"),
    "help lines of four gigabytes": (_sparse("_help/ie.yaml"), "ie.yaml:1: too-large:"),
    "a list of the withdrawn of four gigabytes": (_sparse("_withdrawn.yaml"), "_withdrawn.yaml is not"),
    "a recording of four gigabytes": (_sparse(f"{ID}.mp3"), f"{ID}.mp3:1: "),
    "a transcript of four gigabytes": (_sparse(f"{ID}.txt"), f"{ID}.txt:1: "),
    "a document of four gigabytes": (_sparse(f"{ID}.pdf"), f"{ID}.pdf:1: "),
    # Whoever may read everything reads this too.
    "a story that cannot be read": (_unreadable, "" if os.geteuid() == 0 else f"{ID}.md:1: not-a-file:"),
    "help lines that are a link to a device": (_linked("_help/ie.yaml", "/dev/zero"), "_help/ie.yaml:1: "),
    "a name with a line end": (_named(b"s-23456\n.md"), "s-23456\\n.md':1: odd-name:"),
    "a name with a carriage return": (_named(b"s-23456\r.md"), "s-23456\\r.md':1: odd-name:"),
    "a name that steers a terminal": (_named(b"s-23456\x1b[31m.md"), "s-23456\\x1b[31m.md':1: odd-name:"),
    "a name that turns round": (_named("s-\u202e23456.md".encode()), "s-\\u202e23456.md':1: odd-name:"),
    "a name that is not UTF-8": (_named(b"s-23456\xff.md"), ".md':1: odd-name:"),
    "a name with quotation marks": (_named(b"s-23456\"'`$(touch x).md"), ".md:"),
    "a name that is an option": (_named(b"--help.md"), "--help.md:"),
    "a name that is very long": (_named(b"a" * 252 + b".md"), "aaa.md:"),
    "a name of dots": (_named(b"....md"), ""),
    "a name in capitals": (_named(b"S-23456.MD"), "S-23456.MD:"),
    "a recording that is a program": (_with_file(f"{ID}.mp3", b"\x7fELF" + bytes(999)), f"{ID}.mp3:1: "),
    "a recording that is a page": (_with_file(f"{ID}.html", b"<script>alert(1)</script>"), f"{ID}.html:1: "),
    "a recording that is an SVG": (_with_file(f"{ID}.svg", b"<svg onload='alert(1)'/>"), f"{ID}.svg:1: "),
    "an MP3 of frames without end": (_with_file(f"{ID}.mp3", b"\xff\xfb\x10\x00" * 500_000), ""),
    "a box of itself": (_with_file(f"{ID}.mp4", b"\0\0\0\x08free" * 200_000), ""),
    "a box that is too long": (_with_file(f"{ID}.mp4", b"\xff\xff\xff\xffftyp" + bytes(99)), ""),
    "boxes in boxes": (_with_file(f"{ID}.mp4", _BOXES), ""),
    "a PDF that is damaged": (_with_file(f"{ID}.pdf", b"%PDF-1.7\n" + b"1 0 obj <<" * 50_000), f"{ID}.pdf:1: "),
    "a PDF of arrays in arrays": (_with_file(f"{ID}.pdf", _ARRAYS), f"{ID}.pdf:1: "),
    "subtitles without end": (_with_file(f"{ID}.vtt", b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\na\n\n" * 50_000), ""),
}  # fmt: skip
"""Name → what puts it into an archive, and what a check says of it; "" where it need say nothing."""
