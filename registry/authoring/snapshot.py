"""The register as its files stand, read without judging: for comparing two states, of which either may be unsound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from registry.authoring.comments import values
from registry.core.fingerprints import fingerprint
from registry.core.project_files import files_of
from registry.loader.yaml import read
from registry.model.discovery import measure_paths
from registry.model.ledger import LedgerEntry, read_published
from registry.model.vocabulary import FOLDER


@dataclass(frozen=True)
class MeasureState:
    """A measure as its file says: the identifier, the file below the measures' folder, and the values by key."""

    id: str
    file: str
    data: dict[str, Any]

    def text(self, *path: str) -> str:
        """Return the text at a path of keys; ``""`` where there is none."""
        value: Any = self.data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> list[str]:
        """Return the texts in the list at a key; none where there is no list."""
        value = self.data.get(key)
        return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []

    @property
    def current(self) -> bool:
        """Whether it is neither withdrawn nor superseded."""
        return "kind" not in self.data

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its Chinese text."""
        return fingerprint(self.text("title", "zh"), self.text("practice", "zh"))

    @property
    def stale(self) -> bool:
        """Whether its English was made from another Chinese text."""
        return self.text("translation", "of") != self.fingerprint

    @property
    def list(self) -> str:
        """The identifier of its list."""
        return f"{self.text('source', 'document')}-{self.text('source', 'list')}"


@dataclass(frozen=True)
class State:
    """All measures by identifier, the vocabulary by file and key, the record of what is published, and files not read."""

    measures: dict[str, MeasureState]
    vocabulary: dict[str, dict[str, Any]]
    published: dict[str, LedgerEntry]
    unreadable: tuple[str, ...]


def read_state(folder: Path) -> State:
    """Read all files of a measures' folder. Never raises for bad content."""
    measures: dict[str, MeasureState] = {}
    unreadable = []
    for path in measure_paths(folder):
        file = path.relative_to(folder).as_posix()
        data = values(read(path, file).root)
        if isinstance(data, dict):
            own = data.get("id")
            identifier = own if isinstance(own, str) and own else path.stem
            measures.setdefault(identifier, MeasureState(identifier, file, data))
        else:
            unreadable.append(file)
    vocabulary: dict[str, dict[str, Any]] = {}
    for path in files_of(folder / FOLDER, "**/*.yml"):
        file = path.relative_to(folder).as_posix()
        data = values(read(path, file).root)
        if isinstance(data, dict):
            vocabulary[file] = data
        else:
            unreadable.append(file)
    published, _ = read_published(folder, "")
    return State(measures, vocabulary, dict(published.newest), tuple(unreadable))
