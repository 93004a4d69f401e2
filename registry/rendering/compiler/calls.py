"""Calls in components: what they hand over, and the sentences that calls for words become."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import TypeVar

from jinja2 import nodes

_SPECIAL = frozenset("<>&'\"")
"""What escaping changes: words that have one of these are left to ``View.t``."""

NodeType = TypeVar("NodeType", bound=nodes.Node)


def copied(node: NodeType) -> NodeType:
    """Return a copy of a node and all within it, for folding changes nodes in place."""
    new: NodeType = object.__new__(type(node))
    for name, value in vars(node).items():
        if isinstance(value, nodes.Node):
            vars(new)[name] = copied(value)
        elif isinstance(value, list):
            vars(new)[name] = [copied(each) if isinstance(each, nodes.Node) else each for each in value]
        else:
            vars(new)[name] = value
    return new


def arguments(call: nodes.Call, macro: nodes.Macro) -> dict[str, nodes.Expr] | None:
    """Return what each parameter of a macro gets from a call, or ``None`` where they do not fit."""
    names = [each.name for each in macro.args]
    values: dict[str, nodes.Expr] = dict(
        zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True)
    )
    if any(isinstance(each, nodes.Name) or each.find(nodes.Name) for each in macro.defaults):
        return None  # A name means something else where the component is called.
    given = {**dict(zip(names, call.args, strict=False)), **{each.key: each.value for each in call.kwargs}}
    fits = len(given) == len(call.args) + len(call.kwargs) and not (call.dyn_args or call.dyn_kwargs)
    values |= given
    return values if fits and values.keys() == set(names) else None


def sentence(words: str, values: Mapping[str, nodes.Expr], line: int) -> list[nodes.Expr] | None:
    """Return words with their placeholders filled, or ``None`` where only ``View.t`` can fill them."""
    if not values:
        return None if "{" in words else [nodes.Const(words, lineno=line)]
    pieces: list[nodes.Expr] = []
    filled: set[str] = set()
    for text, name, form, conversion in Formatter().parse(words):
        if form or conversion or _SPECIAL.intersection(text):
            return None
        pieces.append(nodes.Const(text, lineno=line))
        if name is not None:
            if name not in values:
                return None
            pieces.append(values[name])
            filled.add(name)
    return pieces if filled == values.keys() else None
