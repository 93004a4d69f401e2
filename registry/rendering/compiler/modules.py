"""The files of components as parsed, and where folding takes them and all else from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from jinja2 import nodes


@dataclass(frozen=True)
class Module:
    """A component's file as parsed: its macros, what it takes from other files, and its constants, by local name."""

    name: str
    template: nodes.Template
    macros: Mapping[str, nodes.Macro]
    imports: Mapping[str, tuple[str, str]]
    constants: Mapping[str, nodes.Expr]

    @cached_property
    def names(self) -> set[str]:
        """All that the file's macros can refer to."""
        return {*self.macros, *self.imports, *self.constants}

    @cached_property
    def stored(self) -> Mapping[str, frozenset[str]]:
        """By macro, the names that are given a value within it."""
        return {key: frozenset(stored(macro)) for key, macro in self.macros.items()}

    @cached_property
    def loaded(self) -> Mapping[str, frozenset[str]]:
        """By macro, the names whose value is used within it."""
        return {key: frozenset(loaded(macro)) for key, macro in self.macros.items()}


def stored(node: nodes.Node) -> set[str]:
    """Return the names that are given a value within a node."""
    return {each.name for each in node.find_all(nodes.Name) if each.ctx == "store"}


def loaded(node: nodes.Node) -> set[str]:
    """Return the names whose value is used within a node."""
    return {each.name for each in node.find_all(nodes.Name) if each.ctx == "load"}


def module(name: str, template: nodes.Template) -> Module:
    """Return the parts of a parsed file."""
    macros: dict[str, nodes.Macro] = {}
    imports: dict[str, tuple[str, str]] = {}
    constants: dict[str, nodes.Expr] = {}
    for node in template.body:
        if isinstance(node, nodes.Macro):
            macros[node.name] = node
        elif isinstance(node, nodes.FromImport) and isinstance(node.template, nodes.Const):
            for each in node.names:
                own, local = each if isinstance(each, tuple) else (each, each)
                imports[local] = (str(node.template.value), own)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            constants[node.target.name] = cast(nodes.Expr, node.node)
    return Module(name, template, macros, imports, constants)


@dataclass
class Sources:
    """Where folding takes other files, constants of the view and words from; ``used`` and ``said`` are what it took.

    ``words`` returns those of a key in a language, or ``None`` for an unknown key; ``constants`` are attributes of
    the view that are the same on every page, the languages among them as ``language`` and ``other``.
    """

    load: Callable[[str], Module]
    words: Callable[[str, str], str | None]
    constants: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)

    def module(self, name: str) -> Module:
        """Return a file, and remember that it was used."""
        self.used.add(name)
        return self.load(name)

    def say(self, key: str, language: str) -> str | None:
        """Return words, and remember that they were used."""
        self.said.add((key, language))
        return self.words(key, language)
