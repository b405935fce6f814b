"""An inspection looks through a whole archive for what could lead to somebody, and says it masked."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from storyarchive.content.archive import Archive
from storyarchive.content.identity import (
    acknowledging,
    crowd,
    file_names,
    hidden_data,
    private,
)
from storyarchive.content.identity.crowd import Crowd
from storyarchive.content.identity.findings import Finding, Inquiry
from storyarchive.content.identity.private import PrivateWords
from storyarchive.content.identity.rules import RULE, Ack
from storyarchive.content.narrative import Narrative
from storyarchive.errors import Problem, Severity


def inspector(
    archive: Archive,
    on: date,
    private_words: PrivateWords | None = None,
    gathered: Crowd | None = None,
) -> Callable[[Narrative], Iterator[Problem]]:
    """Make what lists the problems that the checks find in a narrative of an archive.

    It lists what they find and nobody has acknowledged, and what is wrong with the answers.

    on: the day that acknowledgements are looked at. private_words: what no file may hold, if the
    editor has such a list. gathered: the crowd of the whole archive, where that is known already.
    """
    inquiry = Inquiry(archive, on, private_words)
    around = crowd.gather(archive) if gathered is None else gathered

    def inspect(narrative: Narrative) -> Iterator[Problem]:
        found = _all(narrative, inquiry, around)
        weight = Severity.ERROR if _is_published(narrative) else Severity.WARNING
        for finding in acknowledging.settled(narrative, found, on):
            if not finding.acknowledged:
                yield _problem(finding, narrative, around)
        yield from acknowledging.problems(narrative, found, on, weight)
        yield from _names_that_must_change(narrative, weight)

    return inspect


def problems(
    archive: Archive, on: date, private_words: PrivateWords | None = None
) -> Iterator[Problem]:
    """List what the checks find in an archive and around it, as `inspector` and `problems_around` do."""
    inspect = inspector(archive, on, private_words)
    for narrative in archive.narratives:
        yield from inspect(narrative)
    yield from problems_around(archive)


def problems_around(archive: Archive) -> Iterator[Problem]:
    """List what the checks find around the narratives of an archive: in files of nobody, and in Git."""
    yield from _files_of_nobody(archive)
    yield from _branch_and_message(archive)


def open_findings(
    narrative: Narrative,
    archive: Archive,
    on: date,
    private_words: PrivateWords | None = None,
) -> tuple[Finding, ...]:
    """List what the checks find in one narrative, by file and line, each with its exact text.

    Those that an entry of the file answers are there too, marked as acknowledged.
    """
    found = _all(narrative, Inquiry(archive, on, private_words), crowd.gather(archive))
    return acknowledging.settled(narrative, found, on)


def message_problems(
    text: str, archive: Archive, path: str, private_words: PrivateWords | None = None
) -> tuple[Problem, ...]:
    """List what a commit message must not hold: names, titles, numbers that name a person, private words.

    text: the message, as a hook is given it; the lines that git takes out are passed over.
    path: the file of the message, for the problems.
    """
    kept = "\n".join("" if line.startswith("#") else line for line in _uncut(text).split("\n"))
    found = [
        Problem(path, named.line, "risk.file-name", _named(named.what, "the message"), _BY_ID)
        for named in file_names.in_text(kept, archive)
    ]
    for finding in Inquiry(archive, date.max).of_text(kept, path):
        rule = RULE[finding.check]
        message = f"{rule.what}: {finding.shown}"
        found += [Problem(path, line, finding.check, message, _BY_ID) for line in finding.lines]
    if private_words:
        rule = RULE["id.private-word"]
        lines = private.lines(kept, private_words)
        found += [Problem(path, line, rule.id, rule.what, rule.remedy) for line in lines]
    return tuple(sorted(found, key=lambda p: (p.line, p.code, p.message)))


_BY_ID = "Write the id of the story instead, such as s-4k7p2: messages are never taken back."


def _uncut(text: str) -> str:
    """Leave out the part below git's scissors line, which is the change itself."""
    return re.split(r"^# -+ >8 -+$", text, maxsplit=1, flags=re.MULTILINE)[0]


def _all(narrative: Narrative, inquiry: Inquiry, gathered: Crowd) -> tuple[Finding, ...]:
    return (
        *inquiry.of(narrative),
        *crowd.findings(narrative, gathered),
        *_of_files(narrative, inquiry),
    )


def _is_published(narrative: Narrative) -> bool:
    return narrative.fields.status == "published"


def _problem(finding: Finding, narrative: Narrative, gathered: Crowd) -> Problem:
    rule = RULE[finding.check]
    severity = finding.severity if _is_published(narrative) else Severity.WARNING
    message = f"{rule.what}: {finding.shown}" if finding.shown else rule.what
    if len(finding.lines) > 1:
        more = ", ".join(map(str, finding.lines[1:6]))
        dots = " …" if len(finding.lines) > 6 else ""
        message += f" (also on line{'s' if len(finding.lines) > 2 else ''} {more}{dots})"
    remedy = rule.remedy
    if finding.check == "risk.media-data":
        remedy = hidden_data.remedy(finding.path)
    if finding.check == "risk.file-name":
        remedy = f"Name it by the id alone, such as {narrative.id}.mp3."
    if finding.check == "risk.k-anon":
        remedy = crowd.remedy(narrative, gathered)
    if finding.ack is Ack.NONE:
        remedy += "  It cannot be acknowledged."
    else:
        by = "reviewer-2" if finding.ack is Ack.REVIEWER else "editor-1"
        remedy += (
            f"  If it is a false alarm: storyarchive acknowledge {narrative.id} {finding.check}"
            f' --line {finding.line} --reason "…" --by {by}'
        )
    return Problem(finding.path, finding.line, finding.check, message, remedy, severity)


def _of_files(narrative: Narrative, inquiry: Inquiry) -> Iterator[Finding]:
    """Look at the files beside a narrative: what they are called, and what is hidden in them."""
    archive = inquiry.archive
    for name in inquiry.beside.get(narrative.id, ()):
        path = archive.path(name)
        if file_names.in_file_name(name, narrative) is not None:
            rule = RULE["risk.file-name"]
            yield Finding(rule.id, "", path, (1,), rule.severity, rule.ack, "")
        yield from _hidden(name, archive)


def _hidden(name: str, archive: Archive) -> Iterator[Finding]:
    rule = RULE["risk.media-data"]
    for what in hidden_data.find(archive.directory / name):
        yield Finding(rule.id, "", archive.path(name), (1,), rule.severity, rule.ack, what)


def _files_of_nobody(archive: Archive) -> Iterator[Problem]:
    """Look into files that belong to no narrative: they are shown nowhere, and kept all the same."""
    rule = RULE["risk.media-data"]
    for name in sorted(archive.media):
        if name[:7] not in archive.by_id:
            for finding in _hidden(name, archive):
                message = f"{rule.what}: {finding.shown}"
                remedy = hidden_data.remedy(name)
                yield Problem(finding.path, 1, rule.id, message, remedy, Severity.WARNING)


def _branch_and_message(archive: Archive) -> Iterator[Problem]:
    """Look at the branch and the last commit: nothing shows them, so no build is stopped by them."""
    for named in file_names.in_branch_and_last_message(archive):
        where = "the name of the branch" if named.line == 1 else "the last commit's message"
        remedy = "Before it is pushed: git branch --move NEW-NAME, or git commit --amend."
        path, message = archive.directory.as_posix(), _named(named.what, where)
        yield Problem(path, 1, "risk.file-name", message, remedy, Severity.WARNING)


def _named(what: str, where: str) -> str:
    return f"{where} holds {what} of a story"


_CHILD = re.compile(
    r"\b(?:child|children|kids?|baby|son|daughter|boy|girl|niece|nephew|grand(?:son|daughter|child)"
    r"|pupil|toddler|stepson|stepdaughter)\b",
    re.IGNORECASE,
)
_GROWN = re.compile(
    r"\b(?:grown|adult)\b|\bchildren's\b|\bboyfriend\b|\bgirlfriend\b", re.IGNORECASE
)
_HARMED = re.compile(
    r"\b(?:victims?|was harmed|I (?:hurt|harmed)|he hurt|she hurt|complainant)\b", re.I
)
_PRISON_STAFF = re.compile(
    r"\bprison (?:\w+ )?(?:officer|staff|teacher|tutor|nurse|doctor|chaplain|governor|worker|guard)\b"
    r"|(?<!probation )(?<!police )(?<!housing )(?<!careers )(?<!welfare )\bofficer\b|\bgovernor\b"
    r"|\bscrew\b|\b(?:prison|jail|correction\w*) guard\b|\bwarde[nr]\b",
    re.IGNORECASE,
)


def _names_that_must_change(narrative: Narrative, weight: Severity) -> Iterator[Problem]:
    """A real name is never kept for a child, for somebody who was harmed, or for prison staff."""
    for index, name in enumerate(narrative.fields.names or ()):
        who = name.who or ""
        if name.changed is not False:
            continue
        refused = _HARMED.search(who) or _PRISON_STAFF.search(who)
        if refused or (_CHILD.search(who) and not _GROWN.search(who)):
            line = narrative.line(f"names[{index}]")
            message = "the real name of a child, somebody harmed, or prison staff is kept"
            remedy = "Give them another name in the story, and write changed: yes."
            yield Problem(narrative.path, line, "name-refused", message, remedy, weight)
