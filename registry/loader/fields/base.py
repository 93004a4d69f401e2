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


def filled(node: Node, name: str, diagnostics: Diagnostics) -> Scalar | None:
    """Return a node that is a text with content; report any other."""
    if not isinstance(node, Scalar):
        message = "type.list-for-text" if isinstance(node, Sequence) else "type.fields-for-text"
        diagnostics.report(node.place, message, name=name)
        return None
    if node.empty:
        if node.style != "*":
            report_empty(node, name, diagnostics)
        return None
    return node


def report_empty(node: Node, name: str, diagnostics: Diagnostics) -> None:
    """Report that a node has no content."""
    diagnostics.report(node.place, "required.empty", name=name)


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
