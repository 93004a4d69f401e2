"""What has been published: the append-only record of identifiers and the fingerprints of their official texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.languages import Bilingual
from registry.loader.fields import ABSENT, Date, Fingerprint, Line, ListOf, bilingual, declared, record_of
from registry.loader.yaml import Reading, read, read_bytes
from registry.model.official_texts import HOMES

FILE = "published.yml"
"""Its name in the measures' folder."""

_IDENTIFIER = Line(
    rf"(?:[a-z0-9]+(-[a-z0-9]+)*-\d{{2,}}|({'|'.join(HOMES)})/[a-z0-9]+(-[a-z0-9]+)*)",
    Bilingual(
        "举措的标识，如 ybh2019-376-1a-03，或词表里官方文本的标识，如 documents/ybh2019-376",
        "a measure’s identifier, such as ybh2019-376-1a-03, or that of an official text of the vocabulary, such as "
        "documents/ybh2019-376",
    ),
)


@dataclass(frozen=True)
class LedgerEntry:
    """One entry; a later one of the same identifier records a correction made on purpose, with its reason."""

    id: str = declared(_IDENTIFIER, "标识", "identifier")
    date: str = declared(Date(), "发布日期", "date of publication")
    text: str = declared(Fingerprint(), "官方文本的指纹", "fingerprint of the official text")
    reason: Bilingual | None = declared(bilingual(Line()), "更正原因", "reason for the correction", None)
    line: int = 0
    """Where it stands in the record."""


_ENTRY = record_of(LedgerEntry)
_SHAPE = ListOf(_ENTRY, most=1_000_000)


def entry_line(entry: LedgerEntry) -> str:
    """Return the line of the record that an entry is written as."""
    text = f'- {{id: {entry.id}, date: {entry.date}, text: "{entry.text}"'
    if entry.reason is None:
        return f"{text}}}"
    return f"{text}, reason: {{zh: {_quoted(entry.reason.zh)}, en: {_quoted(entry.reason.en)}}}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


@dataclass(frozen=True)
class Earlier:
    """The entries that the record held at a commit."""

    commit: str
    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True)
class Ledger:
    """The record: all entries in order. ``sound`` says that it could be read."""

    file: str
    entries: tuple[LedgerEntry, ...]
    sound: bool = True

    @cached_property
    def newest(self) -> Mapping[str, LedgerEntry]:
        """The newest entry of each identifier."""
        return {entry.id: entry for entry in self.entries}


def read_published(folder: Path, prefix: str) -> tuple[Ledger, list[Diagnostic]]:
    """Read the record in ``folder``; where there is none yet, it is empty. ``prefix`` begins the name in problems."""
    file = f"{prefix}/{FILE}"
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return Ledger(file, ()), []
    return _published(read(path, file))


def published_of(content: bytes) -> Ledger:
    """Return the record that the bytes of an earlier file hold."""
    return _published(read_bytes(content, FILE))[0]


def _published(reading: Reading) -> tuple[Ledger, list[Diagnostic]]:
    diagnostics = Diagnostics(reading.file, list(reading.problems))
    value = ABSENT if reading.root is None else _SHAPE.take(reading.root, FILE, diagnostics)
    if not isinstance(value, list) or any(problem.severity == "error" for problem in diagnostics.problems):
        return Ledger(reading.file, (), sound=False), diagnostics.problems
    entries = (_ENTRY.build(entry, line=reading.place(index)[0]) for index, entry in enumerate(value))
    return Ledger(reading.file, tuple(entries)), diagnostics.problems
