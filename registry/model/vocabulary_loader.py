"""The vocabulary as it is read from ``measures/vocabulary``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.project_files import files_of
from registry.loader.fields import Shape
from registry.loader.yaml import Reading, read
from registry.model.document import NOTICE, Block
from registry.model.vocabulary import SHAPES, Vocabulary


@dataclass(frozen=True)
class VocabularyReading:
    """What is sound of the vocabulary, the readings of its files by name, and their problems."""

    known: Vocabulary
    readings: Mapping[str, Reading]
    problems: list[Diagnostic]

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The whole vocabulary, or ``None`` where a list of it could not be read."""
        return None if self.known.unknown else self.known


def read_vocabulary(folder: Path, prefix: str) -> VocabularyReading:
    """Read the vocabulary in ``folder``; ``prefix`` begins the names under which problems are reported.

    A list whose file has problems is left empty and named in ``Vocabulary.unknown``.
    """
    readings: dict[str, Reading] = {}
    problems: list[Diagnostic] = []
    data: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        data[name] = _take(shape, folder / f"{name}.yml", name, prefix, readings, problems)
    blocks: dict[str, tuple[Block, ...]] = {}
    for path in files_of(folder / "notices", "*.yml"):
        notice = _take(NOTICE, path, f"notices/{path.stem}", prefix, readings, problems)
        if notice is not None and notice.document == path.stem:  # Whatever else it says is told at its place.
            blocks[notice.document] = notice.blocks
    unknown = frozenset(name for name, value in data.items() if value is None)
    known: dict[str, Any] = {name: value or {} for name, value in data.items()}
    known["documents"] = {
        key: document.with_blocks(blocks.get(key, ())) for key, document in known["documents"].items()
    }
    return VocabularyReading(Vocabulary(**known, unknown=unknown), readings, problems)


def _take(
    shape: Shape, path: Path, name: str, prefix: str, readings: dict[str, Reading], problems: list[Diagnostic]
) -> Any:
    """Return the records of a file of the vocabulary, or ``None`` where it has problems; keep its reading and problems."""
    reading = readings[name] = read(path, f"{prefix}/{name}.yml")
    diagnostics = Diagnostics(reading.file, list(reading.problems))
    value = None if reading.root is None else shape.take(reading.root, name, diagnostics)
    problems += diagnostics.problems
    return None if diagnostics.problems else shape.build(value)
