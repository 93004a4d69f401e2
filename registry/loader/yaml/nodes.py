"""What reading gives: nodes with their positions, as they stand in a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.core.diagnostics import Diagnostic


@dataclass(slots=True)
class Node:
    """A piece of YAML and where it stands; ``line`` and ``column`` count from 1."""

    line: int
    column: int

    @property
    def place(self) -> tuple[int, int]:
        """Line and column together."""
        return self.line, self.column


@dataclass(slots=True)
class Scalar(Node):
    """A single value as text. ``style`` is ``""`` (plain), ``"'"``, ``'"'``, ``"|"``, ``">"``, or ``"*"`` for an alias."""

    text: str
    style: str
    indent: int = 0

    @property
    def empty(self) -> bool:
        """Whether it says nothing: no text, or YAML's words for nothing."""
        return not self.text.strip() or (not self.style and self.text in {"~", "null", "Null", "NULL"})

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at ``offset`` of the text, as well as the style lets us know."""
        if self.style == "|":
            before = self.text[:offset]
            return self.line + 1 + before.count("\n"), self.indent + offset - (before.rfind("\n") + 1) + 1
        return self.line, self.column + offset + (1 if self.style in {"'", '"'} else 0)


@dataclass(slots=True)
class Sequence(Node):
    """A list of nodes."""

    items: list[Node]


@dataclass(slots=True)
class Mapping(Node):
    """Nodes by key, in the order written; ``keys`` holds where each key stands."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a file held: its root node, or ``None`` where it could not be read, and the problems met."""

    file: str
    root: Node | None
    problems: list[Diagnostic]

    @property
    def damaged(self) -> bool:
        """Whether characters of it are lost or garbled, so that its texts are not what was meant."""
        return any(problem.rule in {"encoding", "damaged-character"} for problem in self.problems)

    def find(self, *path: str | int) -> Node | None:
        """Return the node at a path of keys and indices, or ``None`` where there is none."""
        node = self.root
        for step in path:
            if isinstance(node, Mapping) and isinstance(step, str):
                node = node.entries.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def place(self, *path: str | int) -> tuple[int, int]:
        """Return line and column of the node at a path, or of the nearest one above it that exists."""
        for length in range(len(path), -1, -1):
            node = self.find(*path[:length])
            if node is not None:
                return node.place
        return 1, 1

    def place_of_key(self, *path: str | int) -> tuple[int, int]:
        """Return line and column of the key at the end of a path; of the node where it has none."""
        above = self.find(*path[:-1])
        key = path[-1] if path else None
        if isinstance(above, Mapping) and isinstance(key, str) and key in above.keys:
            return above.keys[key].place
        return self.place(*path)
