"""Jinja as components use it: text is escaped, undefined names are errors, what was compiled is kept between runs."""

from __future__ import annotations

import hashlib
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join
from markupsafe import Markup, escape

from registry.core.languages import Bilingual
from registry.validation.cache import FOLDER, keep, program

_SPECIAL = re.compile("[<>&'\"]")


_MOST = 100_000
"""Rounds of a loop over numbers; what a longer one gives would fill the memory before its time is up."""


class TooManyRounds(Exception):
    """A component counts further than any page needs; ``message`` says so."""

    message = Bilingual(f"range() 最多有 {_MOST} 个数", f"range() has at most {_MOST} numbers")


def _short_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if numbers[_MOST:]:
        raise TooManyRounds
    return numbers


class ComponentEnvironment(Environment):
    """The environment of components."""

    def __init__(self, loader: BaseLoader, cache: BytecodeCache | None = None) -> None:
        """Take components from ``loader``, and compiled ones from ``cache``."""
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            bytecode_cache=cache,
        )
        self.globals["range"] = _short_range


class _FastGenerator(CodeGenerator):
    """Writes code that costs less where nothing is out of the ordinary: a page takes two thirds of the time.

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
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write words joined."""
        self.write("environment.join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class FastEnvironment(ComponentEnvironment):
    """The same with faster code; see ``_FastGenerator``."""

    code_generator_class = _FastGenerator

    @staticmethod
    def html(value: object) -> str:
        """Return a value as HTML, ``Markup`` as it is and all else escaped."""
        if type(value) is str and _SPECIAL.search(value) is None:
            return value
        return value if type(value) is Markup else str(escape(value))

    @staticmethod
    def join(values: tuple[object, ...]) -> str:
        """Return values joined, as ``Markup`` where one of them is."""
        for value in values:
            if type(value) is not str:
                return markup_join(values)
        return "".join(values)  # type: ignore[arg-type]


class CompiledCache(BytecodeCache):
    """Compiled components, kept in ``.registry-cache``; where that cannot be read or written, nothing is lost but time.

    What is kept is code, and is only run where this machine and this program have kept it: a folder that came with the
    files has another number, and a file that is damaged another digest.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept."""
        with suppress(OSError):
            content = self._path(bucket).read_bytes()
            seal, body = content[:64], content[64:]
            if seal == self._seal(body):
                bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        body = bucket.bytecode_to_string()
        with suppress(OSError):
            keep(self._path(bucket), self._seal(body) + body)

    def _path(self, bucket: Bucket) -> Path:
        return FOLDER / f"component-{bucket.key}"

    def _seal(self, body: bytes) -> bytes:
        FOLDER.mkdir(exist_ok=True)
        folder = FOLDER.lstat()
        if not stat.S_ISDIR(folder.st_mode):
            raise NotADirectoryError
        own = f"{program()} {folder.st_dev} {folder.st_ino}".encode()
        return hashlib.sha256(own + body).hexdigest().encode()
