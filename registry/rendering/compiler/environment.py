"""Jinja as components use it: text is escaped, undefined names are errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join
from markupsafe import Markup, escape

_SPECIAL = re.compile("[<>&'\"]")


class _FastGenerator(CodeGenerator):
    """Writes code that costs less where nothing is out of the ordinary.

    Text without special signs, most of it, is output as it is. Attributes are asked for as Python does: one that is
    missing raises ``AttributeError`` where Jinja would look for an item of that name or give an undefined value.
    """

    def _output_child_pre(self, _node: nodes.Expr, _frame: Frame, _finalize: Any) -> None:
        self.write("environment.html(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write an attribute."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call; that of a method needs nothing of what Jinja hands to functions made for it."""
        is_method = isinstance(node.node, nodes.Getattr)
        if not is_method or forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write words joined."""
        self.write("environment.join((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")


class ComponentEnvironment(Environment):
    """The environment of components."""

    def __init__(self, loader: BaseLoader, *, optimized: bool = True) -> None:
        """Take components from ``loader``; ``optimized`` is whether Jinja looks for constants in them."""
        super().__init__(
            loader=loader,
            optimized=optimized,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )


class FastEnvironment(ComponentEnvironment):
    """The same for components that are folded; see ``_FastGenerator``."""

    code_generator_class = _FastGenerator

    def __init__(self, loader: BaseLoader) -> None:
        """Take components from ``loader``."""
        super().__init__(loader, optimized=False)  # Folding has found the constants.

    @staticmethod
    def html(value: object) -> str:
        """Return a value as HTML, ``Markup`` as it is and all else escaped."""
        if type(value) is str and _SPECIAL.search(value) is None:
            return value
        return value if type(value) is Markup else str(escape(value))

    @staticmethod
    def join(values: tuple[object, ...]) -> str:
        """Return values joined, as ``Markup`` where one of them is."""
        for each in values:
            if type(each) is not str:
                return markup_join(values)
        return "".join(values)  # type: ignore[arg-type]


def unfolded(folder: Path) -> ComponentEnvironment:
    """Return an environment that takes components as they are written."""
    return ComponentEnvironment(FileSystemLoader(folder))
