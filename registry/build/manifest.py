"""The record of the last build: which files it put in place, and what each was made of.

A unit is some files that are made together, from the same things; its key stands for all of those. Where the key is what
it was, and the files lie in the old site as the record says, they are taken over into the new one by hard links; else
they are made again. So a record that is lost, or does not fit the site, costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from registry.core.writing import write_new
from registry.validation.cache import FOLDER, keep


class FileSignature(NamedTuple):
    """What tells a file from another, and from itself before it was changed in any way.

    The time of its last change covers its mode and edits that keep size and time of writing; a system that has none
    gives another time, and the mode.
    """

    written: int
    changed: int
    size: int
    number: int
    mode: int

    def is_file(self, other: FileSignature | None) -> bool:
        """Say whether the other is the same file with the same content; a new link changes nothing in that."""
        return other is not None and self._replace(changed=0) == other._replace(changed=0)


Files = Mapping[str, FileSignature]
"""The files of a unit by their path below the site's root."""


@dataclass
class Manifest:
    """What a build put at a place: key and files of each unit, by its name."""

    targets: dict[str, tuple[str, Files]] = field(default_factory=dict)

    def files(self, target: str, key: str) -> Files | None:
        """Return the files of a unit that was made of the same things; ``None`` where it was not."""
        before = self.targets.get(target)
        return before[1] if before is not None and before[0] == key else None

    def every(self) -> dict[str, FileSignature]:
        """Return all files, of whatever unit."""
        return {name: one for _, files in self.targets.values() for name, one in files.items()}


_NAME = "published-"

REST = "rest"
"""The unit of the files that every build makes, whatever has changed."""

COMPRESSED = "compressed"
"""The unit of the compressed files beside others."""

FOLDERS = "folders"
"""The unit of the folders, whose paths end with a slash; of them only the mode counts."""


def read_record(site: Path) -> Manifest:
    """Return the record of the site that stands at ``site``; an empty one where there is none that can be read."""
    try:
        held = json.loads(_path(site).read_text(encoding="utf-8"))["units"]
        return Manifest(
            {
                target: (key, {name: FileSignature(*one) for name, one in files.items()})
                for target, (key, files) in held.items()
            }
        )
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return Manifest()


def write_record(record: Manifest, site: Path) -> None:
    """Keep the record of the site that now stands at ``site``; where it cannot be kept, the next build makes all again.

    Units of which a file is not the one that was made are left out. Records of sites that are gone are removed.
    """
    standing = snapshot(site)
    targets = {
        target: (key, {name: standing[name] for name in files})
        for target, (key, files) in record.targets.items()
        if all(one.is_file(standing.get(name)) for name, one in files.items())
    }
    targets[FOLDERS] = "", {name: one for name, one in standing.items() if name.endswith("/")}
    path = _path(site)
    keep(path, json.dumps({"site": str(site), "units": targets}, separators=(",", ":")).encode())
    with suppress(OSError):
        for other in path.parent.glob(f"{_NAME}*.json"):
            if not Path(_site_of(other)).exists():
                other.unlink(missing_ok=True)


def _site_of(record: Path) -> str:
    """Return the place of the site that a record is of, which stands at the record's beginning."""
    with record.open(encoding="utf-8") as file:
        beginning = file.read(5000)
    found = re.match(r'\{"site":("(?:[^"\\]|\\.)*")', beginning)
    return json.loads(found[1]) if found else ""


def signature_of(path: str | Path) -> FileSignature:
    """Return what tells a file from others. Raises ``OSError``."""
    return _seen(os.stat(path, follow_symlinks=False))  # noqa: PTH116  (see ``placing``)


def _seen(status: os.stat_result) -> FileSignature:
    return FileSignature(
        status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode
    )


def put(folder: Path, name: str, content: bytes) -> FileSignature:
    """Write a new file below ``folder``, and return what tells it from others. Raises ``OSError``."""
    return _seen(write_new(f"{folder}/{name}", content))


def snapshot(site: Path) -> dict[str, FileSignature]:
    """Return all that stands below ``site``, itself included: files and links by their paths, and folders.

    What cannot be read, and what another build takes away meanwhile, is left out.
    """
    found: dict[str, FileSignature] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError), os.scandir(f"{site}/{folder}") as entries:
            found[f"{folder}/"] = FileSignature(0, 0, 0, 0, signature_of(f"{site}/{folder}").mode)
            for entry in entries:
                name = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
                else:
                    found[name] = signature_of(entry.path)
    return found


def stand(files: Files, standing: Files) -> bool:
    """Say whether files are among those that stand, just as they were put there."""
    return all(standing.get(name) == one for name, one in files.items())


def take_over(files: Files, old: Path, new: Path) -> bool:
    """Let files stand below ``new``, too, as they do below ``old``; ``False`` where that cannot be.

    Another build may have put its site at ``old`` meanwhile, so each is looked at once more.
    """
    before, after = f"{old}/", f"{new}/"
    try:
        for name, one in files.items():
            path = after + name
            try:
                os.link(before + name, path)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
                os.link(before + name, path)
            if not one.is_file(signature_of(path)):
                raise FileNotFoundError(path)
    except OSError:  # A file system without hard links, or a file that went away.
        for name in files:
            Path(after + name).unlink(missing_ok=True)
        return False
    return True


def files_below(folder: Path) -> list[str]:
    """Return the paths of all files below a folder."""
    beginning = len(str(folder)) + 1
    return [f"{inside}/{name}"[beginning:] for inside, _, names in os.walk(folder) for name in names]


def key_of(*parts: str) -> str:
    """Return the key of a unit that is made of ``parts``."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return what stands for the content of files and folders, whatever their order."""
    digest = hashlib.blake2b(digest_size=12)
    every = {each for path in paths for each in ([path] if path.is_file() else path.rglob("*"))}
    for path in sorted(every):
        if path.is_file():
            digest.update(f"{path.as_posix()}\0".encode() + hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _path(site: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(site), digest_size=8).hexdigest()
    return FOLDER / f"{_NAME}{name}.json"
