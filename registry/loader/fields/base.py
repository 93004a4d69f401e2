"""What a shape is, and what all shapes share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any

from registry.core.diagnostics import Diagnostics, nearest
from registry.core.text.confusables import LookAlike
from registry.loader.yaml import Node, Scalar, Sequence


class _Absent:
    """What a shape returns where a node has no value that can be used; its problem is reported."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
"""Stands for a value that a problem leaves unknown."""


class Values(dict[str, Any]):
    """The values of a record by key. Asking with ``[]`` for one that a problem leaves unknown raises ``UnknownError``."""

    def __missing__(self, key: str) -> Any:
        raise UnknownError(key)


class UnknownError(LookupError):
    """A value is asked for that is missing or has a problem, which is reported elsewhere."""


class Shape(ABC):
    """What a node may hold."""

    @abstractmethod
    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return what a node says, as plain Python, and add its problems to ``diagnostics``.

        ``name`` is what the field is called in messages. Where the node says nothing that can be used, the result is
        ``ABSENT``; lists and records hold whatever of them is sound.
        """

    def build(self, value: Any) -> Any:
        """Return the value of the model that stands for what ``take`` returned; the same, unless a shape says otherwise."""
        return value

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft-07) of the shape."""


class Single(Shape):
    """A shape of single values, which are texts with content."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return what ``take_text`` gives; report a node that is no text, or has no content."""
        if isinstance(node, Scalar) and not node.empty:
            return self.take_text(node, name, diagnostics)
        message = "type.list-for-text" if isinstance(node, Sequence) else "type.fields-for-text"
        return report_type(node, name, message, diagnostics)

    @abstractmethod
    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return what a text with content says, as ``take`` does."""


def report_type(node: Node, name: str, message: str, diagnostics: Diagnostics, **values: object) -> _Absent:
    """Report a node that is not what it should be, or has no content; return ``ABSENT``."""
    if not isinstance(node, Scalar) or not node.empty:
        diagnostics.report(node.place, message, name=name, **values)
    elif node.style != "*":
        diagnostics.report(node.place, "required.empty", name=name)
    return ABSENT


def report_look_alike(
    node: Node, name: str, found: LookAlike, diagnostics: Diagnostics, choices: Collection[str] = ()
) -> None:
    """Report a letter that looks like one of ASCII, with the whole text mended: the nearest of the choices, if any."""
    mended = found.mended if found.mended in choices else nearest(found.mended, choices) or found.mended
    diagnostics.report(
        (node.line, node.column + found.offset),
        "look-alike",
        name=name,
        character=found.character,
        code=found.code,
        ascii=found.ascii,
        unicode=found.name,
        mended=mended,
    )
