"""What git remembers of a folder, where there is a repository; nothing where there is none.

Imports nothing of the project.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

_PATIENCE = 20
"""Seconds; far more than any of these questions takes."""


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git answers in ``folder``, or ``None`` where it fails or is not installed."""
    command = ["git", "-C", str(folder), "-c", "core.quotePath=off", *arguments]
    try:
        answer = subprocess.run(command, input=given, capture_output=True, check=False, timeout=_PATIENCE)
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
