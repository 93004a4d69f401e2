"""Where the comments of a YAML text stand; parsers do not say.

A ``#`` begins a comment if the text without it, up to the end of its line, says the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from registry.loader.yaml import Mapping, Node, Scalar, Sequence, read_bytes

_POSSIBLE = re.compile(r"(?:(?<=^)|(?<=[ \t]))#")


@dataclass(frozen=True)
class Comment:
    """A comment: its line, counted from 1, its text from the ``#`` on, and whether it has the line to itself."""

    line: int
    text: str
    alone: bool


def values(node: Node | None) -> Any:
    """Return what a piece of YAML says, as plain Python: texts without white space at their ends, keys in no order."""
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: values(entry) for key, entry in node.entries.items()}
    return None


def find_comments(text: str) -> list[Comment]:
    """Return the comments of a text that can be read, in order."""
    lines = text.split("\n")
    said = values(read_bytes(text.encode(), "").root)
    starts = {
        index: [match.start() for match in _POSSIBLE.finditer(line)] for index, line in enumerate(lines)
    }
    found: dict[int, int] = {}

    def harmless(cut: dict[int, int]) -> bool:
        shorter = [line[: cut[index]] if index in cut else line for index, line in enumerate(lines)]
        reading = read_bytes("\n".join(shorter).encode(), "")
        return reading.root is not None and values(reading.root) == said

    def search(candidates: list[int]) -> None:
        # Most files have few comments or none that are in doubt, so whole groups are tried before single lines.
        if not candidates:
            return
        if harmless({index: starts[index][0] for index in candidates}):
            found.update({index: starts[index][0] for index in candidates})
        elif len(candidates) > 1:
            half = len(candidates) // 2
            search(candidates[:half])
            search(candidates[half:])
        else:
            (index,) = candidates
            later = next((start for start in starts[index][1:] if harmless({index: start})), None)
            if later is not None:
                found[index] = later

    search([index for index, places in starts.items() if places])
    return [
        Comment(index + 1, lines[index][start:].rstrip(), not lines[index][:start].strip())
        for index, start in sorted(found.items())
    ]
