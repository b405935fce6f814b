"""Withdrawal in real repositories: a merge that brings a story back, the rewrite of history, and what it leaves."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from storyarchive import building, withdrawing
from storyarchive.cli import main
from storyarchive.content import frontmatter
from storyarchive.errors import ProblemsFound
from storyarchive.traces import Report, gather, search, verify
from tests.made import ON, PROJECT, SOUND, archive, narrative
from tests.repositories import git
from tests.traces.made import (
    ID,
    OTHER,
    RETOLD,
    STAYS,
    STORY,
    TRANSLATION,
    old_file,
    spoken,
    story,
)
from tests.traces.test_places import zipped

VOICE = bytes(range(256)) * 8
OTHER_VOICE = SOUND + b"Another voice." * 50
PAGE = (PROJECT / "docs" / "withdrawal.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "editor-1")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "editor-1@example.org")
    monkeypatch.delenv("GIT_DIR", raising=False)
    monkeypatch.chdir(tmp_path)


def commit(where: Path, message: str) -> None:
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--message", message)


def repository(place: Path) -> Path:
    """Make a repository with an archive of two stories, one of them with a recording."""
    where = place / "kept"
    archive(
        where,
        {
            f"{ID}.md": story(),
            f"{OTHER}.md": narrative(OTHER, STAYS, title="Where the chairs are"),
        },
    )
    git(where, "-c", "init.defaultBranch=main", "init", "--quiet")
    git(where, "config", "gc.auto", "0")
    commit(where, "Two stories")
    return where


def take_down(where: Path) -> None:
    planned = withdrawing.plan(where / "narratives", ID)
    withdrawing.withdraw(planned, "teller", ON, where.parent / "build", where.parent)
    commit(where, f"Take down {ID}")


def edit(where: Path, name: str = f"{ID}.md") -> None:
    """Change a story, and let the narrator approve it."""
    path = where / "narratives" / name
    before = path.read_text(encoding="utf-8")
    after = before.replace("Every", "Each") + "\nAnd so on.\n"
    old, new = (frontmatter.approval(text.split("\n---\n", 1)[1]) for text in (before, after))
    path.write_text(after.replace(old, new), encoding="utf-8")


def history(where: Path) -> Report:
    """Search a repository, working tree and all, for a story that is known by its old files."""
    old = old_file(where.parent)
    voice = old.with_name(f"{ID}.mp3")
    voice.write_bytes(VOICE)
    return verify(ID, where / "narratives", [where], [old, voice], with_git=True)


def retold(where: Path) -> Report:
    """Search as `history` does, for the translation."""
    old = where.parent / "to-check" / f"{TRANSLATION}.md"
    return verify(
        TRANSLATION, where / "narratives", [where], [old, old.with_suffix(".mp3")], with_git=True
    )


def places(report: Report) -> str:
    return "\n".join(f"{trace.place}: {trace.kind}" for trace in report.traces)


def kept_in_a_conflict(where: Path) -> None:
    """Mend the story on a branch, take it down, and keep the file when git asks."""
    git(where, "checkout", "--quiet", "-b", "old")
    edit(where)
    commit(where, "Mend a line")
    git(where, "checkout", "--quiet", "main")
    take_down(where)
    with pytest.raises(subprocess.CalledProcessError):
        git(where, "merge", "--quiet", "old")
    git(where, "add", f"narratives/{ID}.md")
    git(where, "commit", "--quiet", "--no-edit")


def added_again(where: Path) -> None:
    """Take the story from a branch without merging it, take it down, and merge the branch later."""
    git(where, "rm", "--quiet", f"narratives/{ID}.md")
    git(where, "commit", "--quiet", "--amend", "--message", "One story")
    git(where, "checkout", "--quiet", "-b", "old")
    (where / "narratives" / f"{ID}.md").write_text(story(), encoding="utf-8")
    commit(where, "Another")
    git(where, "checkout", "--quiet", "main")
    git(where, "merge", "--quiet", "--squash", "old")
    commit(where, "Another, from a branch")
    take_down(where)
    git(where, "merge", "--quiet", "--no-edit", "old")


@pytest.mark.parametrize("keep_going", [False, True])
@pytest.mark.parametrize("bring_back", [kept_in_a_conflict, added_again])
def test_a_merge_that_brings_a_story_back_stops_every_build(
    tmp_path: Path, bring_back: Callable[[Path], None], keep_going: bool
) -> None:
    """
    Whether somebody keeps the file in a conflict, or git adds it without a question.
    """
    where = repository(tmp_path)
    bring_back(where)

    with pytest.raises(ProblemsFound) as raised:
        building.build(where / "narratives", tmp_path / "build", ON, keep_going=keep_going)

    told = [problem for problem in raised.value.problems if problem.code == "withdrawn-id"]
    assert [(f"{ID}.md", True)] == [
        (Path(problem.path).name, "Delete this file" in problem.remedy) for problem in told
    ]


def commands(heading: str) -> str:
    """Give the commands that the page has under a heading."""
    found = re.search(rf"^### {heading}\n.*?^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def follow(heading: str, where: Path, *translations: str) -> None:
    """Do to the letter what the page says, for a story and its translations."""
    said = commands(heading)
    if heading == "Rewrite" and translations:
        first = f"export gone='{' '.join([ID, *translations])}'"
        assert f"`{first}`" in PAGE
        assert f"export gone='{ID}'\n" in said
        said = said.replace(f"export gone='{ID}'", first)
    shell(said, where)


def shell(said: str, where: Path) -> str:
    """Run what the page says in a shell, and give what it prints."""
    done = subprocess.run(["sh", "-e", "-c", said], cwd=where, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def blocks(heading: str) -> list[str]:
    """Give all commands that the page has under a heading, in order."""
    part = re.search(rf"^##+ {heading}\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert part is not None, heading
    return re.findall(r"^```(?:sh)?\n(.*?)^```", part[1], re.MULTILINE | re.DOTALL)


def typed(line: str, *answers: str) -> str:
    """Type a command of the program, and give what it says when it has ended well."""
    words = shlex.split(line)[1:]
    done = CliRunner().invoke(main, ["--on", str(ON), *words], input="\n".join(answers))
    assert 0 == done.exit_code or answers == ("n",), done.output
    return done.output


def taken_down(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the first steps of the page to the letter, for a story that turns out to have a translation."""
    monkeypatch.chdir(where)
    first, keep, last, look = blocks("Steps 1 to 4: off the library")
    *before, withdraw = first.splitlines()
    shell("\n".join(before), where)
    assert f"{TRANSLATION} is a translation of it" in typed(withdraw, "n")
    assert (where / "narratives" / f"{ID}.md").exists()
    assert TRANSLATION in keep
    shell(keep, where)
    typed(withdraw, "y")
    shell(last, where)
    for id in (ID, TRANSLATION):
        assert f"Nothing of {id} was found." in typed(look.replace(ID, id))


def of_others(where: Path, branch: str) -> str:
    """Give all that a branch says of everything but the story and its translation."""
    return git(
        where, "log", branch, "--patch", "--reverse", "--format=%an %ad %s", "--full-index", "--",
        ".", f":(exclude,glob)**/{ID}*", f":(exclude,glob)**/{TRANSLATION}*",
    )  # fmt: skip


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository that holds a story in every way that git can, and its remote; then take the story down.

    A translation goes with it that has a recording of its own.
    """
    where = repository(tmp_path)
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", str(remote))
    git(where, "remote", "add", "origin", str(remote))
    (where / "narratives" / f"{ID}.mp3").write_bytes(VOICE)
    said = {"title": "Drabina w sadzie", "summary": "Dee mówi o gołębiach, o sadzie i o piórze."}
    translation = spoken(TRANSLATION, RETOLD, translation_of=ID, language="pl", **said)
    (where / "narratives" / f"{TRANSLATION}.md").write_text(translation, encoding="utf-8")
    (where / "narratives" / f"{TRANSLATION}.mp3").write_bytes(OTHER_VOICE)
    commit(where, f"A voice for {ID}")
    git(where, "tag", "--annotate", "--message", "The first edition", "v1")
    git(where, "checkout", "--quiet", "-b", "side")
    edit(where)
    edit(where, f"{OTHER}.md")
    edit(where, f"{TRANSLATION}.md")
    commit(where, "Mend two")
    git(where, "push", "--quiet", "origin", "side")
    git(where, "checkout", "--quiet", "-b", "only-there")
    (where / "old").mkdir()
    git(where, "mv", f"narratives/{ID}.md", f"old/{ID}.md")
    git(where, "mv", f"narratives/{TRANSLATION}.mp3", f"old/{TRANSLATION}.mp3")
    commit(where, "Set aside")
    git(where, "push", "--quiet", "origin", "only-there")
    git(where, "checkout", "--quiet", "main")
    git(where, "branch", "--quiet", "-D", "only-there")
    git(where, "notes", "add", "--message", f"They rang about this: {STORY.splitlines()[2]}")
    git(where, "push", "--quiet", "-u", "origin", "main", "v1", "refs/notes/commits")
    git(where, "remote", "set-head", "origin", "main")  # as a clone has it
    git(where, "checkout", "--quiet", "--detach")
    edit(where)
    commit(where, "For the print only")
    git(where, "tag", "print")
    git(where, "checkout", "--quiet", "main")
    for _ in range(2):
        edit(where)
        git(where, "stash", "--quiet")
    edit(where)
    commit(where, "To be mended")
    edit(where)
    git(where, "commit", "--quiet", "--all", "--amend", "--message", "Mended")
    edit(where, f"{OTHER}.md")
    commit(where, "Another story")
    git(where, "merge", "--quiet", "--no-edit", "side", "-X", "ours")
    building.build(where / "narratives", where / "build", ON, ["public"], keep_going=True)
    taken_down(where, monkeypatch)
    return where


def test_after_the_rewrite_nothing_is_left(everywhere: Path, tmp_path: Path) -> None:
    """
    What `docs/withdrawal.md` says, done to the letter, leaves no trace of a story or its translation here or on the
    server, and every other story as it was.
    """
    where, remote = everywhere, tmp_path / "remote.git"
    said = places(history(where))
    also = places(retold(where))
    for place in (
        rf"narratives/{TRANSLATION}\.md in \w+ \(refs/heads/main",
        rf"narratives/{TRANSLATION}\.mp3 in \w+ \(refs/heads/main.*same-file",
        rf"old/{TRANSLATION}\.mp3 in \w+ \(refs/remotes/origin/only-there\)",
    ):
        assert re.search(place, also), f"{place}\n{also}"
    for place in (
        rf"narratives/{ID}\.md in \w+ \(refs/heads/main",
        rf"narratives/{ID}\.mp3 in \w+ \(refs/heads/main.*same-file",
        rf"narratives/{ID}\.md in \w+ \(refs/tags/print\)",
        r"refs/stash",
        r"refs/notes/commits",
        rf"old/{ID}\.md in \w+ \(refs/remotes/origin/only-there\)",
        r"in no branch or tag",
    ):
        assert re.search(place, said), f"{place}\n{said}"
    kept = {branch: of_others(where, branch) for branch in ("main", "side", "v1")}
    tree = git(where, "ls-tree", "-r", "main")

    for heading in ("Collect", "Rewrite"):
        follow(heading, where, TRANSLATION)
    (check,) = blocks("Check")
    for id, other in ((ID, TRANSLATION), (TRANSLATION, ID)):
        told = typed(check.replace(ID, id))
        assert f"Nothing of {id} was found." in told
        assert f"Note: {other} was withdrawn on the same day: check it too." in told
    follow("Send", where)
    follow("On the server", remote)

    for report in (history(where), history(remote), retold(where), retold(remote)):
        assert ("", ()) == (places(report), report.unsearched)
    for repository in (where, remote):
        listed = git(repository, "rev-list", "--objects", "--all")
        assert not re.search(f"{ID}|{TRANSLATION}", listed)
    assert kept == {branch: of_others(where, branch) for branch in ("main", "side", "v1")}
    assert kept["main"] == of_others(remote, "main")
    assert {"main", "only-there", "side"} == set(
        git(remote, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads").split()
    )
    assert tree == git(where, "ls-tree", "-r", "main")
    assert "?? build/\n" == git(where, "status", "--short")
    assert "tag" == git(remote, "cat-file", "-t", "v1").strip()
    git(remote, "fsck", "--strict")


def test_the_rewrite_needs_no_shared_repository(tmp_path: Path) -> None:
    """
    One part of the page is enough for somebody who works alone.
    """
    where = repository(tmp_path)
    take_down(where)

    follow("Rewrite", where)

    assert "" == places(history(where))


def test_the_server_can_refuse_what_brings_a_story_back(everywhere: Path, tmp_path: Path) -> None:
    """
    The hook of the page stops a push from an old clone, and no other.
    """
    remote = tmp_path / "remote.git"
    git(tmp_path, "clone", "--quiet", str(remote), "old-clone")
    for heading in ("Collect", "Rewrite", "Send"):
        follow(heading, everywhere, TRANSLATION)
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(commands("Everybody else"), encoding="utf-8")
    hook.chmod(0o755)
    old = tmp_path / "old-clone"
    edit(old, f"{OTHER}.md")
    commit(old, "A line")
    edit(everywhere, f"{OTHER}.md")
    git(everywhere, "commit", "--quiet", "--all", "--message", "A line")

    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(old, "push", "--force", "origin", "main")
    git(everywhere, "push", "--quiet", "origin", "main")

    assert "clone anew" in refused.value.stderr


def test_a_rewrite_for_one_of_two_is_not_taken_for_both(everywhere: Path) -> None:
    """
    Whoever forgets the translation is told where it still is, and that it was withdrawn with the story.
    """
    for heading in ("Collect", "Rewrite"):
        follow(heading, everywhere)

    report = history(everywhere)

    assert re.search(rf"narratives/{TRANSLATION}\.md in \w+ .*: mention", places(report))
    assert f"{TRANSLATION} was withdrawn on the same day: check it too" in report.notes
    assert "same-file" in places(retold(everywhere))


def voices(where: Path) -> str:
    """Give what the page's check of a voice that was taken back prints."""
    *_, check = blocks("Only a part of it")
    return shell(check, where)


def test_a_voice_alone_is_taken_back(tmp_path: Path) -> None:
    """
    The page leads to an archive that builds, a history without the recording, and a story that stays as it was.
    """
    where = repository(tmp_path)
    file = where / "narratives" / f"{ID}.md"
    file.write_text(spoken(ID, STORY), encoding="utf-8")
    commit(where, "Another format")
    git(where, "checkout", "--quiet", "-b", "side")
    file.with_suffix(".mp3").write_bytes(SOUND)
    commit(where, "A voice")
    stories = [each.read_bytes() for each in sorted(where.glob("narratives/s-*.md"))]
    assert voices(where)

    file.with_suffix(".mp3").unlink()
    text = re.sub(r"^media:\n(?:  .*\n)+", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert "`format: text`" in PAGE
    file.write_text(text.replace("format: audio", "format: text"), encoding="utf-8")
    commit(where, "Words only")
    git(where, "checkout", "--quiet", "main")
    git(where, "merge", "--quiet", "--no-ff", "--no-edit", "side")
    git(where, "branch", "--quiet", "-D", "side")
    assert voices(where), "a voice in a branch that was merged without it"
    report = building.build(where / "narratives", tmp_path / "build", ON, ["public"])
    _, path, _ = blocks("Only a part of it")
    both = re.search(r'":\(top,glob,icase\).*"', commands("Rewrite"))
    assert both is not None
    shell(commands("Rewrite").replace(both[0], path.strip()), where)

    assert not voices(where)
    assert () == report.left_out
    held = git(where, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    assert git(where, "hash-object", "--stdin", given=SOUND.decode("latin-1")).strip() not in held
    assert stories[0] == git(where, "show", f"HEAD:narratives/{OTHER}.md").encode()
    assert text.replace("format: audio", "format: text") == git(
        where, "show", f"HEAD:narratives/{ID}.md"
    )
    assert 3 == len(
        git(where, "log", "--all", "--oneline", "--", f"narratives/{ID}.md").split("\n")[:-1]
    )


def changed(where: Path) -> None:
    """Amend away a copy that was committed under another name."""
    path = where / "draft.txt"
    path.write_text(STORY, encoding="utf-8")
    commit(where, "A draft")
    path.write_text("Nothing.", encoding="utf-8")
    git(where, "commit", "--quiet", "--all", "--amend", "--message", "Nothing")


def unreachable(where: Path) -> None:
    changed(where)
    git(where, "reflog", "expire", "--expire=now", "--all")


def stashed(where: Path) -> None:
    (where / "draft.txt").write_text(STORY, encoding="utf-8")
    git(where, "add", "draft.txt")
    git(where, "stash", "--quiet")


def staged(where: Path) -> None:
    (where / "draft.txt").write_text(STORY, encoding="utf-8")
    git(where, "add", "draft.txt")
    (where / "draft.txt").write_text("Nothing.", encoding="utf-8")


def forked(where: Path) -> None:
    fork = where.parent / "fork"
    git(where.parent, "clone", "--quiet", str(where), str(fork))
    (fork / "draft.txt").write_text(STORY, encoding="utf-8")
    commit(fork, "A draft")
    git(where, "remote", "add", "fork", str(fork))
    git(where, "fetch", "--quiet", "fork")


def in_a_zip(where: Path) -> None:
    (where / "x.zip").write_bytes(zipped({"in/y.zip": zipped({"z.txt": STORY})}))
    commit(where, "A pack")
    git(where, "rm", "--quiet", "x.zip")
    commit(where, "No pack")


def in_a_message(where: Path) -> None:
    git(where, "commit", "--quiet", "--allow-empty", "--message", STORY)


def in_a_tag(where: Path) -> None:
    git(where, "tag", "--annotate", "--message", STORY, "told")


def in_a_note(where: Path) -> None:
    git(where, "notes", "add", "--message", STORY)


def in_a_merge(where: Path) -> None:
    git(where, "checkout", "--quiet", "-b", "other")
    git(where, "commit", "--quiet", "--allow-empty", "--message", "Other")
    git(where, "checkout", "--quiet", "main")
    git(where, "commit", "--quiet", "--allow-empty", "--message", "Main")
    git(where, "merge", "--quiet", "--no-commit", "other")
    (where / "draft.txt").write_text(STORY, encoding="utf-8")
    commit(where, "Merge")
    git(where, "rm", "--quiet", "draft.txt")
    commit(where, "Away")


def replaced(where: Path) -> None:
    """Let git show something else in the place of a file."""
    name = git(where, "hash-object", "-w", "--stdin", given=STORY).strip()
    other = git(where, "hash-object", "-w", "--stdin", given="Nothing.").strip()
    git(where, "replace", name, other)


def left_by_git(where: Path) -> None:
    git(where, "config", "rerere.enabled", "true")
    (where / ".git" / "rr-cache" / "ab").mkdir(parents=True)
    (where / ".git" / "rr-cache" / "ab" / "preimage").write_text(STORY, encoding="utf-8")


HIDDEN: dict[Callable[[Path], None], str] = {
    changed: r"draft\.txt in \w+ \(in no branch or tag\)",
    unreachable: r"object \w+, which no branch leads to",
    stashed: r"draft\.txt in \w+ \(refs/stash\)",
    staged: r"draft\.txt, staged and not committed",
    forked: r"draft\.txt in \w+ \(refs/remotes/fork/main\)",
    in_a_zip: r"x\.zip in \w+ \(refs/heads/main\) › in/y\.zip › z\.txt",
    in_a_message: r"the message of \w+ \(refs/heads/main\)",
    in_a_tag: r"the message of \w+ \(refs/",
    in_a_note: r"in \w+ \(refs/notes/commits\)",
    in_a_merge: r"draft\.txt in \w+ \(refs/heads/main\)",
    replaced: r"object \w+, which no branch leads to",
    left_by_git: r"\.git/rr-cache/ab/preimage",
}


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_words_are_found_wherever_git_keeps_them(
    tmp_path: Path, hide: Callable[[Path], None]
) -> None:
    """
    In branches, tags, stashes, notes, messages, the index, forks, what nothing leads to and what git itself writes.
    """
    where = tmp_path / "kept"
    archive(where, {f"{OTHER}.md": narrative(OTHER, STAYS)})
    git(where, "-c", "init.defaultBranch=main", "init", "--quiet")
    commit(where, "One story")
    clean = history(where)
    hide(where)

    report = history(where)

    assert ("", ()) == (places(clean), clean.unsearched)
    assert re.search(HIDDEN[hide] + ".*: text", places(report)), places(report)


def test_a_name_is_found_where_no_branch_leads(tmp_path: Path) -> None:
    """
    A directory of a commit that was taken back still names the file; so does what is staged.
    """
    where = tmp_path / "kept"
    archive(where, {f"{OTHER}.md": narrative(OTHER, STAYS)})
    git(where, "-c", "init.defaultBranch=main", "init", "--quiet")
    commit(where, "One story")
    (where / f"{ID}.txt").write_text("Nothing.")
    git(where, "add", "--all")
    staged = places(history(where))
    commit(where, "A draft")
    git(where, "reset", "--quiet", "--hard", "HEAD~1")
    git(where, "reflog", "expire", "--expire=now", "--all")

    assert f"{ID}.txt, staged and not committed: name" in staged
    assert re.search(rf"no branch leads to, .* as {ID}\.txt: name", places(history(where)))


def test_a_branch_of_built_pages_may_say_that_it_is_gone(tmp_path: Path) -> None:
    """
    The page in the place of the story, in a build that was committed after it was taken down.
    """
    where = repository(tmp_path)
    take_down(where)
    follow("Rewrite", where)
    building.build(where / "narratives", where / "docs" / "build", ON, ["public"])
    commit(where, "Built")

    report = history(where)

    assert f"stories/{ID}.html" in git(where, "ls-tree", "-r", "HEAD")
    assert "" == places(report)


def test_the_id_in_messages_and_branches_does_no_harm(tmp_path: Path) -> None:
    """
    It means nothing by itself: it is noted, and the story counts as gone.
    """
    where = tmp_path / "kept"
    archive(where, {f"{OTHER}.md": narrative(OTHER, STAYS)})
    git(where, "-c", "init.defaultBranch=main", "init", "--quiet")
    commit(where, f"Take down {ID}")
    git(where, "branch", f"mend-{ID}")
    git(where, "notes", "add", "--message", f"About {ID}")

    report = history(where)

    assert "" == places(report)
    assert 3 == len([note for note in report.notes if "no harm" in note])


@pytest.mark.parametrize("how", ["--depth=1", "--filter=blob:none"])
def test_a_history_that_is_not_whole_proves_nothing(tmp_path: Path, how: str) -> None:
    """
    A shallow or partial clone is said not to have been searched.
    """
    where = repository(tmp_path)
    edit(where, f"{OTHER}.md")
    commit(where, "More")
    git(where, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", how, where.as_uri(), "part")

    report = search(gather(ID), [tmp_path / "part"], with_git=True)

    assert ["part/.git"] == [each.place for each in report.unsearched]
    assert not report.is_clean


def test_other_working_trees_and_lent_objects_are_searched(tmp_path: Path) -> None:
    """
    Git keeps one repository in several places.
    """
    where = tmp_path / "kept"
    archive(where, {f"{OTHER}.md": narrative(OTHER, STAYS)})
    git(where, "-c", "init.defaultBranch=main", "init", "--quiet")
    commit(where, "One story")
    git(where, "worktree", "add", "--quiet", "../tree")
    (tmp_path / "tree" / "draft.txt").write_text(STORY, encoding="utf-8")
    lender = repository(tmp_path / "lender")
    git(tmp_path, "clone", "--quiet", "--shared", str(lender), "borrower")

    trees = history(where)
    borrowed = history(tmp_path / "borrower")

    assert "tree/draft.txt: text" in places(trees)
    assert any("borrows objects" in note for note in borrowed.notes)
    assert "same-file" in places(borrowed)


def test_without_git_the_history_is_said_not_to_be_searched(tmp_path: Path) -> None:
    """
    Nobody should take a search of files for one of the history.
    """
    where = repository(tmp_path)
    take_down(where)

    report = verify(ID, where / "narratives", [where], [old_file(tmp_path)])

    assert ((), True) == (report.traces, report.is_clean)
    assert any("add --git" in note for note in report.notes)


def test_a_directory_without_history_is_said(tmp_path: Path) -> None:
    """
    To ask for the history where there is none proves nothing.
    """
    report = verify(ID, archive(tmp_path), with_git=True)

    assert ["history"] == [each.place for each in report.unsearched]
