"""What components and programs say of themselves as written: which words they ask for, what they take in and call.

Nothing is run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import nodes
from jinja2.loaders import DictLoader

from registry.rendering.jinja import ComponentEnvironment

ANY = "\0"
"""What stands in a key for a part that is known only when the program runs."""

_ASKING = frozenset(("t", "other_t", "both", "get"))
"""The methods that are asked for words."""

_BEGINNING = re.compile(r"[a-z_]+\.[a-z_]+_")
"""A string that keys are compared with by their beginning."""

_BLOCKS = frozenset("if for macro call filter set block with autoescape".split())
TAGS = (
    _BLOCKS | {f"end{name}" for name in _BLOCKS} | set("else elif include import from extends print".split())
)
"""The tags of Jinja that components may have."""

_SPECIAL = frozenset("loop caller varargs kwargs self".split())
_ENVIRONMENT = ComponentEnvironment(DictLoader({}))
_TARGETS = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)


@dataclass(frozen=True)
class Asked:
    """Words asked for: where, their key with ``ANY`` for what is computed, the values handed over where they are known."""

    file: str
    line: int
    key: str
    values: frozenset[str] | None


@dataclass(frozen=True)
class Called:
    """A macro called: where, the file and name of the macro, how many parameters by position, and those by name.

    ``parameters`` are the constants handed over by position or name; ``open`` is whether there may be further ones.
    """

    file: str
    line: int
    target: str
    macro: str
    positional: int
    named: frozenset[str]
    constants: Mapping[int | str, str]
    open: bool = False


@dataclass(frozen=True)
class Macro:
    """A macro: the names of its parameters, those that must be given, and what constants may be looked up by which."""

    line: int
    names: tuple[str, ...]
    required: frozenset[str]
    takes_more: bool
    looked_up: Mapping[str, frozenset[str]]


@dataclass
class Component:
    """What a file says: ``taken`` are the files that it names with the macros of them, ``attributes`` those of ``view``."""

    name: str
    macros: dict[str, Macro] = field(default_factory=dict)
    constants: frozenset[str] = frozenset()
    taken: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    attributes: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[tuple[int, str, str]] = field(default_factory=list)
    assets: list[tuple[int, str]] = field(default_factory=list)


def open_block(text: str) -> tuple[int, str] | None:
    """Return line and name of the innermost block of a component that is not closed, or of an end that closes none.

    A tag that Jinja does not have comes before these: what it was to open or to close is unmatched because of it.
    """
    opened: list[tuple[int, str]] = []
    tokens = [token for token in _ENVIRONMENT.lex(text) if token[1] != "whitespace"]
    tags = [
        (at, tokens[at - 1][0], name)
        for at, (_, kind, name) in enumerate(tokens)
        if at and kind == "name" and tokens[at - 1][1] == "block_begin"
    ]
    for _, line, name in tags:
        if name not in TAGS:
            return line, name
    for at, line, name in tags:
        if name.startswith("end"):
            if name.removeprefix("end") not in {each for _, each in opened}:
                return line, name
            if opened[-1][1] != name.removeprefix("end"):
                return opened[-1]
            opened.pop()
        elif name in _BLOCKS and not (name == "set" and _assigns(tokens[at - 1 :])):
            opened.append((line, name))
    return opened[-1] if opened else None


def _assigns(tokens: list[tuple[int, str, str]]) -> bool:
    for _, kind, value in tokens:
        if kind == "block_end":
            return False
        if kind == "operator" and value == "=":
            return True
    return True


@lru_cache(maxsize=1000)
def analyse(name: str, text: str, names: frozenset[str] = frozenset()) -> Component:
    """Return what the file ``name`` says; ``names`` are known to it without being set. Raises ``TemplateSyntaxError``."""
    tree = _ENVIRONMENT.parse(text, name, name)
    macros = {node.name: node for node in tree.body if isinstance(node, nodes.Macro)}
    constants = {
        node.target.name: node.node
        for node in tree.body
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name)
    }
    sources = {key: (name, key) for key in macros} | dict(_imported(tree))
    found = Component(name, constants=frozenset(constants))
    tables = {
        key: frozenset(str(pair.key.value) for pair in node.items if isinstance(pair.key, nodes.Const))
        for key, node in constants.items()
        if isinstance(node, nodes.Dict)
    }
    found.macros = {key: _macro(macro, tables) for key, macro in macros.items()}
    found.unknown = [(line, "name", key) for line, key in _undeclared(tree, names)]
    for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test)):
        match node:
            case nodes.Filter(name=key) if key not in _ENVIRONMENT.filters:
                found.unknown.append((node.lineno, "filter", key))
            case nodes.Test(name=key) if key not in _ENVIRONMENT.tests:
                found.unknown.append((node.lineno, "test", key))
            case nodes.Getattr(node=nodes.Name(name="view"), attr=key):
                found.attributes.append((node.lineno, key))
            case nodes.Getitem(node=nodes.Name(name="assets"), arg=nodes.Const(value=str() as key)):
                found.assets.append((node.lineno, key))
    for call in tree.find_all(nodes.Call):
        _take_call(call, sources, found)
    for taken in tree.find_all(_TARGETS):
        target = getattr(taken, "template", None)
        if isinstance(target, nodes.Const):
            macro_names = tuple(
                each[0] if isinstance(each, tuple) else str(each) for each in getattr(taken, "names", ())
            )
            found.taken.append((taken.lineno, str(target.value), macro_names))
    return found


def _imported(tree: nodes.Template) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the macros that a file takes from others: the name that they have here, their file and name there."""
    for node in tree.body:
        if isinstance(node, nodes.FromImport) and isinstance(node.template, nodes.Const):
            for names in node.names:
                there, here = names if isinstance(names, tuple) else (names, names)
                yield here, (str(node.template.value), there)


def _take_call(node: nodes.Call, sources: Mapping[str, tuple[str, str]], found: Component) -> None:
    """Take what a call says: the words that it asks for, the macro that it calls; ``sources`` are the macros known here."""
    named = frozenset(kwarg.key for kwarg in node.kwargs)
    match node:
        case nodes.Call(node=nodes.Getattr(attr=attr), args=[first, *_]) if attr in _ASKING - {"get"}:
            values = None if node.dyn_kwargs else named
            found.asked += [Asked(found.name, node.lineno, key, values) for key in _keys(first)]
        case nodes.Call(node=nodes.Name(name="component"), args=[nodes.Const(value=str() as target), *_]):
            macro = target.replace("-", "_")
            found.called.append(Called(found.name, node.lineno, f"{target}.html", macro, 0, named, {}))
        case nodes.Call(node=nodes.Name(name=key)) if key in sources:
            found.called.append(_call(found.name, node, *sources[key]))


def _undeclared(tree: nodes.Template, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the names that are used where nothing sets them, each once for each macro."""
    shared = {*names, *_ENVIRONMENT.globals, *_SPECIAL}
    for node in tree.body:
        if isinstance(node, nodes.Macro):
            shared.add(node.name)
        else:
            shared |= _set_in(node)
    for node in tree.body:
        known = shared | _set_in(node)
        for name in node.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in known:
                known.add(name.name)
                yield name.lineno, name.name


def _set_in(node: nodes.Node) -> set[str]:
    """Return the names that a statement sets: variables, parameters, what is imported."""
    found = {name.name for name in node.find_all(nodes.Name) if name.ctx != "load"}
    for taken in (node, *node.find_all((nodes.FromImport, nodes.Import))):
        if isinstance(taken, nodes.FromImport):
            found |= {each[1] if isinstance(each, tuple) else each for each in taken.names}
        elif isinstance(taken, nodes.Import):
            found.add(taken.target)
    return found | ({node.name} if isinstance(node, nodes.Macro) else set())


def _macro(macro: nodes.Macro, tables: Mapping[str, frozenset[str]]) -> Macro:
    names = tuple(arg.name for arg in macro.args)
    variables = {each.name for each in macro.find_all(nodes.Name)}
    looked_up: dict[str, frozenset[str]] = {}
    for item in macro.find_all(nodes.Getitem):
        if (
            isinstance(item.node, nodes.Name)
            and item.node.name in tables
            and isinstance(item.arg, nodes.Name)
        ):
            looked_up[item.arg.name] = tables[item.node.name]
    required = frozenset(names[: len(names) - len(macro.defaults)])
    return Macro(macro.lineno, names, required, bool(variables & {"varargs", "kwargs"}), looked_up)


def _call(file: str, node: nodes.Call, target: str, macro: str) -> Called:
    given: list[tuple[int | str, nodes.Expr]] = [
        *enumerate(node.args),
        *((kwarg.key, kwarg.value) for kwarg in node.kwargs),
    ]
    constants = {
        key: value.value
        for key, value in given
        if isinstance(value, nodes.Const) and isinstance(value.value, str)
    }
    is_open = node.dyn_args is not None or node.dyn_kwargs is not None
    named = frozenset(kwarg.key for kwarg in node.kwargs)
    return Called(file, node.lineno, target, macro, len(node.args), named, constants, is_open)


def _keys(node: nodes.Node) -> Iterator[str]:
    """Give the keys that an expression may stand for."""
    match node:
        case nodes.Const():
            yield str(node.value)
        case nodes.CondExpr():
            yield from _keys(node.expr1)
            yield from _keys(node.expr2) if node.expr2 else ()
        case nodes.Concat():
            yield from _joined([list(_keys(each)) for each in node.nodes])
        case nodes.Add():
            yield from _joined([list(_keys(node.left)), list(_keys(node.right))])
        case _:
            yield ANY


def _joined(parts: list[list[str]]) -> Iterator[str]:
    if not parts:
        yield ""
        return
    for rest in _joined(parts[1:]):
        yield from (f"{first}{rest}" for first in parts[0])


@lru_cache(maxsize=1000)
def asked_by_program(file: str, text: str, section: str) -> tuple[list[Asked], list[Called]]:
    """Return the words that a Python file asks for, and the components that it renders.

    Keys without a section are of ``section``.
    """
    asked: list[Asked] = []
    called: list[Called] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("words"):
            asked += [Asked(file, node.lineno, key, None) for key in _program_keys(node.slice) if "." in key]
        elif isinstance(node, ast.Constant) and _BEGINNING.fullmatch(str(node.value)):
            asked.append(Asked(file, node.lineno, str(node.value) + ANY, None))
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        is_open = any(keyword.arg is None for keyword in node.keywords)
        if node.func.attr in _ASKING:
            keys = list(_program_keys(node.args[0]))
            if node.func.attr == "get":  # Of the words, where the key has a section; else of any other table.
                found, is_open = [key for key in keys if re.fullmatch(r"[a-z_]+\.[a-z_]+", key)], True
            else:
                found = [key if "." in key else f"{section}.{key}" for key in keys]
            asked += [Asked(file, node.lineno, key, None if is_open else named) for key in found]
        elif node.func.attr == "render" and isinstance(node.args[0], ast.Constant):
            name = str(node.args[0].value)
            macro = name.rpartition("/")[2].replace("-", "_")
            called.append(Called(file, node.lineno, f"{name}.html", macro, 0, named | {"view"}, {}, is_open))
    return asked, called


def _program_keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as key):
            yield key
        case ast.IfExp():
            yield from _program_keys(node.body)
            yield from _program_keys(node.orelse)
        case ast.JoinedStr():
            parts = [str(each.value) if isinstance(each, ast.Constant) else ANY for each in node.values]
            if (key := "".join(parts)).strip(ANY):
                yield key


def pattern_of(key: str) -> re.Pattern[str]:
    """Return what finds the keys that a key with computed parts may stand for; its groups are those parts."""
    return re.compile(r"([\w.-]+)".join(map(re.escape, key.split(ANY))))
