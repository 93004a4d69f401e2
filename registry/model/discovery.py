"""Finding the files of a register: which are measures, and which lie where nobody would look for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.project_files import left_by_editor
from registry.core.regular_files import shown_name
from registry.model.ledger import FILE
from registry.model.vocabulary import FOLDER, SHAPES

_IGNORED = {"Thumbs.db", "desktop.ini"}
_NOTICES = "notices"
_SETTINGS_OF_GIT = {".gitattributes", ".gitignore", ".gitmodules"}


class MeasurePath(NamedTuple):
    """A measure file: its name, that of its folder, how it is called in problems, its path, and its signature.

    The signature changes whenever the file does, as far as the file system tells: when it was written and changed, its
    size, and which file it is.
    """

    name: str
    folder: str
    file: str
    path: str
    signature: tuple[int, int, int, int]


@dataclass(frozen=True)
class Found:
    """All measure files in the order of their names, what is misplaced, and the names of all files.

    ``names`` are without their endings, those of misplaced files among them: a file that is there under a slightly
    wrong name has not vanished.
    """

    measures: list[MeasurePath]
    problems: list[Diagnostic]
    names: frozenset[str]


def measure_paths(folder: Path) -> list[Path]:
    """Return the paths of all measure files, in the order of their names."""
    return [Path(measure.path) for measure in find_files(folder, folder.name).measures]


def name_of(path: Path, folder: Path, prefix: str) -> str:
    """Return how a file is called in problems; bytes of its name that are no text are replaced."""
    return shown_name(f"{prefix}/{path.relative_to(folder).as_posix()}")


def _signature(entry: os.DirEntry[str]) -> tuple[int, int, int, int]:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:  # It is gone again, which is told when it is read.
        return (0, 0, 0, 0)
    return (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)


def find_files(folder: Path, prefix: str) -> Found:
    """Look through ``folder``; ``prefix`` begins the names of files in problems. Links are not followed."""
    search = _Search(folder, prefix)
    search.top()
    search.measures.sort()
    return Found(search.measures, search.problems, frozenset(search.names))


@dataclass
class _Search:
    folder: Path
    prefix: str
    measures: list[MeasurePath] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def top(self) -> None:
        for entry in self.entries(self.folder):
            if entry.is_dir() and entry.name == FOLDER:
                self.vocabulary(Path(entry.path))
            elif entry.is_dir():
                self.indicator(Path(entry.path))
            elif entry.name != FILE:
                self.misplaced(Path(entry.path))

    def indicator(self, folder: Path) -> None:
        start = name_of(folder, self.folder, self.prefix)
        for entry in self.entries(folder):
            name = entry.name
            if name.endswith(".yml") and name != ".yml":  # A folder of such a name is told when it is read.
                file = f"{start}/{shown_name(name)}"
                self.measures.append(MeasurePath(name, folder.name, file, entry.path, _signature(entry)))
                self.names.add(name.removesuffix(".yml"))
            elif entry.is_dir():
                self.all_misplaced(Path(entry.path))
            else:
                self.misplaced(Path(entry.path))

    def vocabulary(self, folder: Path) -> None:
        for entry in self.entries(folder):
            path = Path(entry.path)
            if entry.is_dir() and entry.name != _NOTICES:
                self.all_misplaced(path)
            elif entry.is_dir():
                for notice in self.entries(path):
                    if not notice.name.endswith(".yml"):
                        self.misplaced(Path(notice.path))
            elif path.suffix != ".yml" or path.stem not in SHAPES:
                self.misplaced(path)

    def all_misplaced(self, folder: Path) -> None:
        for entry in self.entries(folder):
            if entry.is_dir():
                self.all_misplaced(Path(entry.path))
            else:
                self.misplaced(Path(entry.path))

    def entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """Give what is in a folder in the order of the names, but for hidden files, editors' and links, which are reported."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.report(folder, "readable.folder", reason=error.strerror)
            return
        for entry in entries:
            if left_by_editor(entry.name):
                continue
            if entry.is_symlink():
                self.names.add(entry.name.partition(".")[0])
                self.report(Path(entry.path), "readable.link")
            elif entry.name in _SETTINGS_OF_GIT:
                self.report(Path(entry.path), "misplaced.git-settings")
            elif not entry.name.startswith(".") and entry.name not in _IGNORED:
                yield entry

    def misplaced(self, path: Path) -> None:
        self.names.add(path.name.partition(".")[0])
        stem, ending = path.name.partition(".")[::2]
        if ending.lower() in {"yaml", "yml", "yml.txt", "yaml.txt", "txt"} and ending != "yml":
            self.report(path, "misplaced.ending", ending=ending, renamed=f"{stem}.yml")
        elif path.parent == self.folder / FOLDER:
            self.report(path, "misplaced.in-vocabulary", known=[f"{name}.yml" for name in SHAPES])
        else:
            self.report(path, "misplaced", prefix=self.prefix)

    def report(self, path: Path, name: str, **values: Any) -> None:
        file = name_of(path, self.folder, self.prefix) if path != self.folder else self.prefix
        self.problems.append(diagnostic(file, (1, 1), name, **values))
