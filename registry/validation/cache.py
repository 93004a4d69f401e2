"""What a check remembers from one time to the next: the values of measure files in which it found nothing wrong.

Everything remembered is bound to what it was found by: the content of the file, its name, what it was held against, and
this program. Where any of them is another, or the record cannot be read, nothing is remembered. Only the values of the
files are kept on disk, in ``.registry-cache``; deleting that costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from registry.core.paths import ROOT
from registry.model.discovery import MeasurePath

FOLDER = ROOT / ".registry-cache"
"""Where programs keep what they would otherwise work out again."""

WORTH_KEEPING = 300
"""Files; fewer are examined again in no time."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a file that was written once more would bear another time, on any file system."""

_PART = ".part"
"""How the name of a file ends that is still being written."""

_ABANDONED_SECONDS = 3600
"""Seconds after which nobody writes such a file any more."""

Made = TypeVar("Made")

_SIGNATURE = tuple[int, int, int, int]


class CachedFile(NamedTuple):
    """What is remembered of a file.

    ``stamp`` stands for its content and what its publication was; ``signature`` is that of ``files``, or zeros where the
    file was so young that it could change again and keep it; ``values`` is JSON.
    """

    stamp: str
    signature: _SIGNATURE
    values: str


_UNSETTLED: _SIGNATURE = (0, 0, 0, 0)


@dataclass
class CheckCache:
    """What was found out before; ``path`` is where it is kept on disk, if anywhere.

    ``scratch`` holds, for this process alone, what was made before, by a name: a pair of what it was made of and of
    what it came to be.
    """

    path: Path | None = None
    scratch: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    _basis: str = ""
    _kept: dict[str, CachedFile] = field(default_factory=dict)
    _met: dict[str, CachedFile] = field(default_factory=dict)

    def once(self, name: str, made_of: object, make: Callable[[], Made]) -> Made:
        """Return what ``make`` gives, or what it gave before where ``made_of`` is equal to what it was then."""
        before = self.scratch.get(name)
        if before is None or before[0] != made_of:
            before = self.scratch[name] = made_of, make()
        made: Made = before[1]
        return made

    @property
    def basis(self) -> str:
        """What files are held against now, as a digest."""
        return self._basis

    def begin(self, basis: str) -> None:
        """Begin a check of files that are held against ``basis``, a digest; what was held against another is forgotten."""
        basis = f"{program()} {basis}"
        if not self._kept and self.path is not None:
            self._basis, self._kept = _load(self.path)
        if self._basis != basis:
            self._kept = {}
        self._basis, self._met = basis, {}

    def unchanged(self, found: MeasurePath) -> CachedFile | None:
        """Return what is remembered of a file that has not been written since it was found sound; else ``None``."""
        kept = self._kept.get(found.file)
        if kept is None or kept.signature != found.signature or kept.signature == _UNSETTLED:
            return None
        self._met[found.file] = kept
        return kept

    def same(self, found: MeasurePath, stamp: str) -> CachedFile | None:
        """Return what is remembered of a file whose content was found sound before; else ``None``."""
        kept = self._kept.get(found.file)
        return kept if kept is not None and kept.stamp == stamp else None

    def keep(self, found: MeasurePath, stamp: str, values: str, read_at: int) -> None:
        """Remember a sound file that was read at ``read_at``, in nanoseconds."""
        settled = max(found.signature[:2]) + SETTLED < read_at
        self._met[found.file] = CachedFile(stamp, found.signature if settled else _UNSETTLED, values)

    def end(self) -> None:
        """Forget the files that are no longer there or no longer sound, and write to disk what has changed."""
        changed = self._met != self._kept
        self._kept = self._met
        if changed and self.path is not None and len(self._kept) >= WORTH_KEEPING:
            _save(self.path, self._basis, self._kept)


def cache_of(measures: Path) -> CheckCache:
    """Return what was remembered of the measures in a folder."""
    name = hashlib.blake2b(os.fsencode(measures.resolve()), digest_size=8).hexdigest()
    return CheckCache(FOLDER / f"checked-{name}.jsonl")


def stamp_of(content: bytes, published: str) -> str:
    """Return what stands for the content of a file and the fingerprint under which it is published, or ``""``."""
    return hashlib.blake2b(content + b"\0" + published.encode(), digest_size=16).hexdigest()


@cache
def program() -> str:
    """Return a digest of this program: its source, the packages it is pinned to, and the Python it runs in."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    sources = sorted((ROOT / "registry").rglob("*"))
    for path in (*sources, ROOT / "requirements" / "run.txt"):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_known(name: str, digest: str) -> bool:
    """Say whether what ``digest`` stands for was found sound by an earlier run."""
    try:
        return (FOLDER / f"{name}.sound").read_text(encoding="utf-8") == digest
    except (OSError, ValueError):
        return False


def make_known(name: str, digest: str) -> None:
    """Remember that what ``digest`` stands for is sound; where that cannot be written, it is looked at again."""
    keep(FOLDER / f"{name}.sound", digest.encode())


def now() -> int:
    """Return the time in nanoseconds, as files bear it."""
    return time.time_ns()


def _load(path: Path) -> tuple[str, dict[str, CachedFile]]:
    try:
        with path.open(encoding="utf-8") as file:
            basis = json.loads(next(file))
            kept = {}
            for line in file:
                name, stamp, *signature, values = line.rstrip("\n").split("\t", 6)
                mtime, ctime, size, inode = map(int, signature)
                kept[name] = CachedFile(stamp, (mtime, ctime, size, inode), values)
            return basis, kept
    except (OSError, ValueError, StopIteration):
        return "", {}


def _save(path: Path, basis: str, kept: dict[str, CachedFile]) -> None:
    lines = [json.dumps(basis)]
    lines += (
        "\t".join((name, kept_file.stamp, *map(str, kept_file.signature), kept_file.values))
        for name, kept_file in kept.items()
    )
    keep(path, "\n".join([*lines, ""]).encode())


def keep(path: Path, content: bytes) -> None:
    """Write a file of ``FOLDER`` in one step; where that cannot be, whoever looks for it works it out again."""
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    with suppress(OSError):
        if FOLDER.is_symlink():
            return
        path.parent.mkdir(exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for abandoned in path.parent.glob(f"*{_PART}"):
            if time.time() - abandoned.stat().st_mtime > _ABANDONED_SECONDS:
                abandoned.unlink()


def forget() -> None:
    """Remove all that was kept, while other commands may keep more. Raises ``OSError``."""
    for path in () if FOLDER.is_symlink() else FOLDER.glob("*"):
        if path.is_file():
            path.unlink(missing_ok=True)
