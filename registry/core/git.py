"""What git knows of a folder: what files held, what changed, and an earlier state as a whole.

That git fails is never taken for an answer: it raises ``HistoryError``. Only ``ask`` and ``versions``, whose answers are
a help and no more, answer nothing instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from registry.core.diagnostics import CommandError
from registry.core.workers import run_program

_PATIENCE = 60
"""Seconds that git may take; far more than any of these questions needs."""

_PLAIN = (b"100644 blob ", b"100755 blob ")
"""How git lists plain files: neither links nor other repositories."""

_MAIN_BRANCHES = tuple(
    f"refs/{name}"
    for name in "remotes/origin/HEAD remotes/origin/main remotes/origin/master heads/main heads/master".split()
)
"""Where the main branch may be found, the first that there is being taken."""

_OF_ANOTHER_CALL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables by which git tells its hooks of the command that runs them; here they would lead to another repository."""


_UNKNOWN = re.compile("Needed a single revision|expected commit type|ambiguous|unknown revision|bad revision")
"""What git says of a name that it does not know."""


class HistoryError(CommandError):
    """What git was asked for is not to be had."""


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git answers in ``folder``, or ``None`` where it fails or is not installed."""
    try:
        answer = run(folder, *arguments, given=given)
    except HistoryError:
        return None
    return None if answer.returncode else answer.stdout


def changed_since(folder: Path, revision: str) -> list[str]:
    """Return the names of the files below ``folder`` that were changed, added or removed since a revision."""
    # A change of the commit of a submodule is shown even where .gitmodules asks to ignore it.
    shown = ("--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty", "-z", "--relative")
    changed = answer_of(folder, "diff", *shown, revision, "--", ".")
    new = answer_of(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return sorted(name.decode("utf-8", "replace") for name in {*(changed + new).split(b"\0")} if name)


def last_sound(folder: Path, name: str) -> str:
    """Return the commit to take a damaged or removed file from: the last one, or where that has the damage, the one before."""
    if ask(folder, "status", "--porcelain", "--", name):
        return "HEAD"
    commits = (ask(folder, "log", "-n2", "--format=%h", "--", name) or b"").decode().split()
    return commits[1] if len(commits) > 1 else "HEAD"


def versions(folder: Path, name: str, most: int = 50) -> Iterator[bytes]:
    """Give what files of a name anywhere below ``folder`` held, newest first, ``most`` commits back."""
    shown = (f"-n{most}", "--format=", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=d")
    listing = ask(folder, "log", *shown, "--", f":(glob)**/{name}") or b""
    # A line of the listing has the modes before and after, the objects before and after, the kind, and the name.
    objects = dict.fromkeys(line.split(b" ")[3] for line in listing.splitlines() if line.startswith(b":"))
    answer = ask(folder, "cat-file", "--batch", given=b"\n".join(objects)) if objects else b""
    yield from (content for content in _objects(answer or b"") if content is not None)


@dataclass(frozen=True)
class Point:
    """A state of the repository: what the person called it, the commit, and where ``folder`` lies in it."""

    called: str
    commit: str
    root: Path
    folder: PurePosixPath

    def contents(self, *names: str) -> dict[PurePosixPath, bytes]:
        """Return what the plain files in the folder held, by their paths below it; only those of ``names``, if any.

        They are read from git's objects: what .gitattributes says of archives and of files that are checked out does
        not count.
        """
        wanted = [(self.folder / name).as_posix() for name in names or ("",)]
        paths = [path for path in wanted if path != "."]
        listing = answer_of(self.root, "ls-tree", "-r", "-z", "--full-tree", self.commit, "--", *paths)
        files = {}
        for entry in listing.split(b"\0"):
            about, _, name = entry.partition(b"\t")
            path = PurePosixPath(os.fsdecode(name))
            if about.startswith(_PLAIN) and path != self.folder and ".." not in path.parts:
                files[path.relative_to(self.folder)] = about.rpartition(b" ")[2]
        answer = (
            answer_of(self.root, "cat-file", "--batch", given=b"\n".join(files.values())) if files else b""
        )
        contents = dict(zip(files, _objects(answer), strict=True))
        for path, content in contents.items():
            if content is None:
                raise _failed("cat-file", f"missing object of {path}")
        return {path: content for path, content in contents.items() if content is not None}

    def extract(self, into: Path) -> Path:
        """Put the folder as it was into ``into`` and return its path there; empty where there was none."""
        target = into / self.folder.name
        target.mkdir(parents=True, exist_ok=True)
        for path, content in self.contents().items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(content)
        return target

    def other_changes(self) -> list[str]:
        """Return the files outside the folder that differ now or are new, as git names them."""
        changed = changed_since(self.root, self.commit)
        return [name for name in changed if not PurePosixPath(name).is_relative_to(self.folder)]


def find_point(folder: Path, revision: str, *, exact: bool = False) -> Point:
    """Return the point at which the present work left ``revision``, or that revision itself where ``exact``.

    What others did on a branch since the present work left it is not taken for a part of this change.
    """
    root = _root(folder)
    if root is None:
        raise HistoryError.told("git.no-repository", folder=folder)
    shallow = answer_of(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    named = _commit(root, revision)
    if named is None and shallow:
        raise HistoryError.told("git.shallow", revision=revision)
    if named is None and len(revision) == 40 and not revision.strip("0123456789abcdef"):
        raise HistoryError.told("git.no-commit", revision=revision)
    if named is None:
        raise HistoryError.told("git.no-revision", revision=revision)
    common = None if exact else _common(root, named)
    if common is None and not exact and shallow:
        raise HistoryError.told("git.shallow-history", revision=revision)
    return _point(revision, common or named, root, folder)


def main_points(folder: Path) -> list[Point]:
    """Return the states with which the present work has to agree in what is published.

    That is where it left the main branch. Where all of it is on the main branch, it is the last commit and the one before
    it. None outside a repository and before the first commit.
    """
    root = _root(folder)
    head = None if root is None else _commit(root, "HEAD")
    if root is None or head is None:
        return []
    listing = answer_of(root, "for-each-ref", "--format=%(refname) %(objectname)", *_MAIN_BRANCHES).decode()
    known = dict(line.split(" ") for line in listing.splitlines())
    branch = next((name for name in _MAIN_BRANCHES if name in known), None)
    common = _common(root, known[branch]) if branch else None
    if branch and common not in {None, head}:
        return [_point(branch.split("/", 2)[2], str(common), root, folder)]
    before = _commit(root, "HEAD^")
    return [
        _point(name, commit, root, folder) for name, commit in (("HEAD", head), ("HEAD^", before)) if commit
    ]


def _point(called: str, commit: str, root: Path, folder: Path) -> Point:
    return Point(called, commit, root, PurePosixPath(folder.resolve().relative_to(root).as_posix()))


def _root(folder: Path) -> Path | None:
    """Return the folder of the repository that ``folder`` lies in, or ``None`` where it lies in none."""
    inside = run(folder, "rev-parse", "--show-toplevel")
    if inside.returncode == 0:
        return Path(os.fsdecode(inside.stdout).rstrip("\n")).resolve()
    words, resolved = error_line(inside.stderr), folder.resolve()
    if "dubious ownership" in words:
        raise HistoryError.told("git.not-trusted", words=words)
    if any((above / ".git").exists() for above in (resolved, *resolved.parents)):
        raise _failed("rev-parse", words)
    return None


def _commit(root: Path, revision: str) -> str | None:
    """Return the commit that a revision names, or ``None`` where it names none that is here."""
    found = run(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.decode().strip()
    # Anything else that git says is about the repository, not about the name.
    words = error_line(found.stderr)
    if words and not _UNKNOWN.search(words):
        raise _failed("rev-parse", words)
    return None


def _common(root: Path, commit: str) -> str | None:
    """Return the newest commit that HEAD shares with another, or ``None`` where they share none."""
    common = run(root, "merge-base", commit, "HEAD")
    if common.returncode > 1:
        raise _failed("merge-base", error_line(common.stderr))
    return common.stdout.decode().split()[0] if common.returncode == 0 else None


def answer_of(folder: Path, command: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git answers. Raises ``HistoryError`` where it fails."""
    answer = run(folder, command, *arguments, given=given)
    if answer.returncode:
        raise _failed(command, error_line(answer.stderr))
    return answer.stdout


def _objects(answer: bytes) -> Iterator[bytes | None]:
    """Give the contents of the objects that ``cat-file --batch`` answers with; ``None`` for one that is missing."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        parts = answer[at:end].split(b" ")
        if len(parts) == 3 and parts[1] == b"blob":
            size = int(parts[2])
            yield answer[end + 1 : end + 1 + size]
            at = end + size + 2
        else:
            yield None
            at = end + 1


def run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git and return what it answers.

    Raises ``HistoryError`` where there is none or it does not end, and what ``run_program`` raises.
    """
    if shutil.which("git") is None:
        raise HistoryError.told("git.missing")
    command = ["git", "-C", str(folder), "-c", "core.quotePath=off", *arguments]
    own = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_CALL}
    quiet = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return run_program(command, input=given, capture_output=True, timeout=_PATIENCE, env=own | quiet)
    except subprocess.TimeoutExpired:
        raise _failed(arguments[0], f"no answer in {_PATIENCE} s") from None


def error_line(errors: bytes) -> str:
    """Return what git says is wrong, in one line: what ends it is said last, in a line that begins with ``fatal``."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = next((line for line in lines if line.startswith("fatal: ")), lines[0] if lines else "")
    return fatal.removeprefix("fatal: ").removeprefix("error: ")


def _failed(command: str, words: str) -> HistoryError:
    return HistoryError.told("git.failed", command=command, words=words)
