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
        is_list = isinstance(node, Sequence)
        diagnostics.add(
            node.place,
            "type",
            zh=f"“{name}”应是一段文字，这里是{'列表' if is_list else '一组字段'}。",
            en=f"“{name}” must be a text, but {'a list' if is_list else 'a group of fields'} is here.",
            do_zh=f"写成 `{name}: 内容`。",
            do_en=f"Write `{name}: text`.",
        )
        return None
    if node.empty:
        if node.style != "*":
            report_empty(node, name, diagnostics)
        return None
    return node


def report_empty(node: Node, name: str, diagnostics: Diagnostics) -> None:
    """Report that a node has no content."""
    diagnostics.add(
        node.place,
        "required",
        zh=f"“{name}”没有内容。",
        en=f"“{name}” has no content.",
        do_zh="填上内容；这一项可以不填的，删去整行。",
        do_en="Fill it in; if the field is optional, delete the line.",
    )


def report_look_alike(
    node: Node, name: str, found: LookAlike, diagnostics: Diagnostics, choices: Collection[str] = ()
) -> None:
    """Report a letter that looks like one of ASCII, with the whole text mended: the nearest of the choices, if any."""
    mended = found.mended if found.mended in choices else nearest(found.mended, choices) or found.mended
    diagnostics.add(
        (node.line, node.column + found.offset),
        "look-alike",
        zh=f"“{name}”里的“{found.character}”（{found.code}）不是半角“{found.ascii}”。",
        en=f"The “{found.character}” ({found.code} {found.name}) in “{name}” is not the plain “{found.ascii}”.",
        do_zh=f"切换到英文输入法，重新输入：{mended}",
        do_en=f"Type it again with an English keyboard: {mended}",
    )
