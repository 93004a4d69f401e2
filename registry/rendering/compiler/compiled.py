"""Components compiled for one language, and kept: in memory, and in a folder from one run to the next.

What is kept counts only as long as everything that it was made from is the same, so that a folder that is old, damaged or
gone costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, Template

from registry.rendering.compiler import folding
from registry.rendering.compiler.modules import Module, Sources, module

Words = Callable[[str, str], "str | None"]
"""What gives the words of a key in a language, or ``None``."""


@dataclass(frozen=True)
class _Kept:
    """A compiled component, and what it was made from: digests by file, words by key and language."""

    code: CodeType
    sources: dict[str, str]
    said: dict[tuple[str, str], str | None]


class Compiled:
    """Compiled components by name and language, for a program that makes pages again and again.

    ``folder`` keeps them for the next run; where it cannot be read or written, nothing is lost but time.
    """

    def __init__(self, folder: Path | None = None, program: str = "") -> None:
        """Begin with what is in ``folder``, read as it is needed; ``program`` stands for what makes and uses it."""
        self.folder = folder
        self._program = program
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._modules: dict[tuple[str, str], Module] = {}

    def code(
        self,
        name: str,
        text: Callable[[str], str],
        constants: Mapping[str, str],
        words: Words,
        env: Environment,
    ) -> CodeType:
        """Return the code of the component in file ``name``.

        ``text`` returns what a file says; ``constants`` and ``words`` are as in ``folding.Sources``. Raises
        ``TemplateError`` for a component with a mistake.
        """
        key = (name, constants["language"])
        kept = self._kept.get(key) or self._read(key)
        if kept is None or not _is_current(kept, text, words):
            sources = Sources(lambda each: self._module(each, text(each), env), words, constants)
            template = folding.fold(name, sources)
            kept = _Kept(
                env.compile(template, name, name),
                {each: _digest(text(each)) for each in sorted(sources.used)},
                {each: words(*each) for each in sorted(sources.said)},
            )
            self._write(key, kept)
        self._kept[key] = kept
        return kept.code

    def _module(self, name: str, text: str, env: Environment) -> Module:
        if (name, text) not in self._modules:
            self._modules[name, text] = module(name, env.parse(text, name, name))
        return self._modules[name, text]

    def _path(self, key: tuple[str, str]) -> Path | None:
        if self.folder is None:
            return None
        name, language = key
        return self.folder / f"{name.replace('/', '-')}.{language}.{sys.implementation.cache_tag}"

    def _seal(self, body: bytes) -> str:
        return hashlib.sha256(self._program.encode() + body).hexdigest()

    def _read(self, key: tuple[str, str]) -> _Kept | None:
        path = self._path(key)
        try:
            content = path.read_bytes() if path else b""
        except OSError:
            return None
        head, body = content[:64], content[64:]
        if head.decode(errors="replace") != self._seal(body):
            return None
        code, sources, said = marshal.loads(body)  # noqa: S302  (as Python's own compiled files are read)
        return _Kept(code, sources, said)

    def _write(self, key: tuple[str, str], kept: _Kept) -> None:
        path = self._path(key)
        if path is None:
            return
        body = marshal.dumps((kept.code, kept.sources, kept.said))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(self._seal(body).encode() + body)
            Path(name).replace(path)
        except OSError:
            self.folder = None


class FoldingLoader(BaseLoader):
    """Loads components folded for one language."""

    def __init__(self, folder: Path, compiled: Compiled, constants: Mapping[str, str], words: Words) -> None:
        """Take components from ``folder``; ``constants`` and ``words`` are as in ``folding.Sources``."""
        self._folder = folder
        self._compiled = compiled
        self._constants = constants
        self._words = words
        self._texts: dict[str, str] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name for it)
    ) -> Template:
        """Load a component."""
        code = self._compiled.code(name, self._text, self._constants, self._words, environment)
        return environment.template_class.from_code(environment, code, globals or {})

    def _text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = (self._folder / name).read_text(encoding="utf-8")
        return self._texts[name]


def _is_current(kept: _Kept, text: Callable[[str], str], words: Words) -> bool:
    try:
        return all(_digest(text(name)) == digest for name, digest in kept.sources.items()) and all(
            words(*key) == said for key, said in kept.said.items()
        )
    except OSError:
        return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
