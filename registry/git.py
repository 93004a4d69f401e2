"""What git remembers of a folder, where there is a repository: what files held, what changed, and an earlier state as a whole.

What is asked in passing is answered by nothing where there is no git; what a person asks for raises ``HistoryError``.
Imports ``bilingual`` and ``working``.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from registry.bilingual import Bilingual
from registry.working import run_program

_PATIENCE = 20
"""Seconds; far more than any of these questions takes."""


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git answers in ``folder``, or ``None`` where it fails or is not installed."""
    try:
        answer = _run(folder, *arguments, given=given, patience=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if answer.returncode else answer.stdout


def content_at(folder: Path, revision: str, name: str) -> bytes | None:
    """Return what a file in ``folder`` held at a revision, or ``None`` where that is not to be had."""
    return ask(folder, "show", f"{revision}:./{name}")


def changed_since(folder: Path, revision: str) -> list[Path] | None:
    """Return the files below ``folder`` that were changed, added or removed since a revision; ``None`` without git."""
    changed = ask(folder, "diff", "--name-only", "--no-renames", "-z", "--relative", revision, "--", ".")
    new = ask(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    if changed is None or new is None:
        return None
    names = {name.decode("utf-8", "replace") for name in (changed + new).split(b"\0") if name}
    return [folder / name for name in sorted(names)]


def versions(folder: Path, name: str, most: int = 50) -> Iterator[bytes]:
    """Give what files of a name anywhere below ``folder`` held, newest first, ``most`` commits back."""
    listing = ask(
        folder,
        "log",
        f"-n{most}",
        "--format=commit %H",
        "--name-only",
        "--diff-filter=d",
        "--",
        f":(glob)**/{name}",
    )
    wanted, commit = [], ""
    for line in (listing or b"").decode("utf-8", "replace").splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line:
            wanted.append(f"{commit}:{line}")
    answer = ask(folder, "cat-file", "--batch", given="\n".join(wanted).encode()) if wanted else b""
    rest = answer or b""
    while rest:
        header, _, rest = rest.partition(b"\n")
        parts = header.split(b" ")
        if len(parts) == 3 and parts[1] == b"blob":
            size = int(parts[2])
            yield rest[:size]
            rest = rest[size + 1 :]


class HistoryError(Exception):
    """The earlier state is not to be had; ``message`` says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the words in both languages."""
        super().__init__(zh)
        self.message = Bilingual(zh, en)


@dataclass(frozen=True)
class Point:
    """A state of the repository: what the person called it, the commit compared with, and where ``folder`` lies in it.

    The commit is where the work now checked out left the revision named, so that what others did there since is not
    taken for a part of this change.
    """

    called: str
    commit: str
    root: Path
    folder: PurePosixPath

    def extract(self, into: Path) -> Path:
        """Put the folder as it was into ``into`` and return its path there; empty where there was none."""
        target = into / self.folder.name
        target.mkdir(parents=True)
        result = _run(self.root, "archive", "--format=tar", f"{self.commit}:{self.folder.as_posix()}")
        if result.returncode:
            return target
        with tarfile.open(fileobj=io.BytesIO(result.stdout)) as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                content = archive.extractfile(member) if member.isfile() else None
                if content is not None and not path.is_absolute() and ".." not in path.parts:
                    (target / path).parent.mkdir(parents=True, exist_ok=True)
                    (target / path).write_bytes(content.read())
        return target

    def other_changes(self) -> list[str]:
        """Return the files outside the folder that differ now or are new, as git names them."""
        changed = _text_of(self.root, "diff", "--name-only", "-z", "--no-renames", self.commit, "--")
        new = _text_of(self.root, "ls-files", "--others", "--exclude-standard", "-z")
        files = {name for name in f"{changed}\0{new}".split("\0") if name}
        return sorted(name for name in files if not PurePosixPath(name).is_relative_to(self.folder))


def find_point(folder: Path, revision: str) -> Point:
    """Return the point at which the present work left ``revision``. Raises ``HistoryError``."""
    if shutil.which("git") is None:
        raise HistoryError(
            "这台机器没有 git：请先安装。", "There is no git on this machine: install it first."
        )
    inside = _run(folder, "rev-parse", "--show-toplevel")
    if inside.returncode:
        said = inside.stderr.decode("utf-8", "replace").strip().splitlines()
        if said and "dubious ownership" in said[0]:
            raise HistoryError(
                f"git 不信任这个文件夹：{said[0]}", f"git does not trust this folder: {said[0]}"
            )
        raise HistoryError(
            f"“{folder}”不在 git 仓库里：请在克隆下来的仓库中运行。",
            f"“{folder}” is not in a git repository: run it in a clone.",
        )
    root = Path(inside.stdout.decode().strip()).resolve()
    shallow = _text_of(root, "rev-parse", "--is-shallow-repository") == "true"
    found = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode and shallow:
        raise HistoryError(
            f"这是浅克隆，里面没有“{revision}”：先运行 git fetch --unshallow。",
            f"This is a shallow clone without “{revision}”: first run git fetch --unshallow.",
        )
    if found.returncode:
        raise HistoryError(
            f"git 不认识“{revision}”：写分支名（如 main）、标签或提交号。",
            f"git knows no “{revision}”: give a branch (such as main), a tag or a commit.",
        )
    named = found.stdout.decode().strip()
    common = _run(root, "merge-base", named, "HEAD")
    if common.returncode and shallow:
        raise HistoryError(
            f"这是浅克隆，看不出从“{revision}”的哪里分出：先运行 git fetch --unshallow。",
            f"This is a shallow clone that does not show where this work left “{revision}”: first run git fetch --unshallow.",
        )
    commit = named if common.returncode else common.stdout.decode().split()[0]
    return Point(revision, commit, root, PurePosixPath(folder.resolve().relative_to(root).as_posix()))


def _run(
    folder: Path, *arguments: str, given: bytes = b"", patience: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), "-c", "core.quotePath=off", *arguments]
    return run_program(command, input=given, capture_output=True, timeout=patience)


def _text_of(folder: Path, *arguments: str) -> str:
    return _run(folder, *arguments).stdout.decode("utf-8", "replace").strip()
