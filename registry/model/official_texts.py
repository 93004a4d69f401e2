"""The official texts of the vocabulary: what documents, notices, bodies, places and remarks print, in Chinese.

What the scan of a document had otherwise, and what is shown instead, is a text of its own.

Each has an identifier under which ``published.yml`` records its fingerprint, as that of a measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.core.fingerprints import fingerprint
from registry.loader.yaml import Mapping as MappingNode
from registry.loader.yaml import Node, Reading, Scalar, Sequence

KeyPath = tuple[str | int, ...]
"""The keys and indices that lead to a node."""

HOMES = ("documents", "corrections", "notices", "bodies", "places", "remarks")
"""The lists of the vocabulary that hold official texts, and the folder of the notices; they begin the identifiers."""

_PRINTED = frozenset({"number", "issuer", "title", "heading", "text"})
"""The keys whose Chinese is printed so; other names are the register's own."""


@dataclass(frozen=True)
class OfficialText:
    """The official text of an entry: its parts in order, each where it stands.

    ``name`` is that of the file, as in ``VocabularyReading.readings``. The parts of a notice include its anchors, for
    they are addresses.
    """

    id: str
    name: str
    parts: tuple[tuple[KeyPath, Scalar], ...]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of all its parts, an empty line between them."""
        return fingerprint(*(part.text for _, part in self.parts))


def official_texts(readings: Mapping[str, Reading]) -> dict[str, OfficialText]:
    """Return the official texts in the files of the vocabulary, by identifier."""
    return {text.id: text for name, reading in readings.items() for text in official_texts_in(name, reading)}


def official_texts_in(name: str, reading: Reading) -> Iterator[OfficialText]:
    """Give the official texts of one file of the vocabulary, which is called ``name``."""
    root = reading.root
    if not isinstance(root, MappingNode) or name.partition("/")[0] not in HOMES:
        return
    if "/" in name:
        entries: dict[str, tuple[KeyPath, Node]] = {name: ((), root)}
    else:
        entries = {f"{name}/{key}": ((key,), node) for key, node in root.entries.items()}
    for identifier, (path, node) in entries.items():
        yield OfficialText(identifier, name, tuple(_parts(node, path)))
        corrections = node.entries.get("corrections") if isinstance(node, MappingNode) else None
        if corrections is not None:
            parts = tuple(_parts(corrections, (*path, "corrections")))
            yield OfficialText(f"corrections/{path[-1]}", name, parts)


def measure_text(identifier: str, reading: Reading) -> OfficialText | None:
    """Return the official text of a measure, or ``None`` where it cannot be read."""
    title, practice = reading.find("title", "zh"), reading.find("practice", "zh")
    if not isinstance(title, Scalar) or not isinstance(practice, Scalar):
        return None
    return OfficialText(identifier, "", ((("title", "zh"), title), (("practice", "zh"), practice)))


def _parts(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Scalar]]:
    if isinstance(node, MappingNode):
        for key, value in node.entries.items():
            if key != "corrections":
                yield from _parts(value, (*path, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _parts(item, (*path, index))
    elif isinstance(node, Scalar):
        last, above = path[-1], path[-2:-1]
        if (
            last in {"printed", "shown"}
            or (last == "zh" and _PRINTED.intersection(above))
            or (last == "id" and path[0] == "blocks")
        ):
            yield path, node
