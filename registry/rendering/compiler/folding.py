"""Folding: a component made ready for one language before it is compiled.

What a component says the same on every page of a language is worked out once: words of the interface, the language
itself, branches that can never be taken. Components are put where they are called, so that a page costs what is its own.
What the component gives stays the same, character for character.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

from registry.rendering.compiler.calls import arguments, copied, sentence
from registry.rendering.compiler.modules import Module, Sources, loaded

VIEW = "view"
"""The name under which every component is handed its ``View``."""

_UNFOLDED = frozenset({"caller", "varargs", "kwargs"})
"""What a macro that uses them must be called for."""


def fold(name: str, sources: Sources) -> nodes.Template:
    """Return the component in file ``name``, folded; what nothing calls any more is left out."""
    own = sources.module(name)
    macros = {}
    for key, macro in own.macros.items():
        folded = copied(macro)
        local = own.stored[key] | {each.name for each in folded.args}
        Folder(own, sources, {}, local, ((name, key),)).fold(folded.body)
        macros[key] = folded
    wanted = _called(macros)
    kept: list[nodes.Node] = []
    for node in own.template.body:
        if isinstance(node, nodes.Macro):
            kept += [macros[node.name]] if node.name in wanted else []
        elif isinstance(node, nodes.FromImport):
            names = [each for each in node.names if (each[1] if isinstance(each, tuple) else each) in wanted]
            if names:
                kept.append(nodes.FromImport(node.template, names, node.with_context, lineno=node.lineno))
        else:
            kept.append(node)
    return nodes.Template(kept, lineno=1)


def _called(macros: Mapping[str, nodes.Macro]) -> set[str]:
    """Return the names that the component's own macro needs, directly or through others of the file."""
    public = [each for each in macros if not each.startswith("_")]
    wanted = set(public or macros)
    waiting = list(wanted)
    while waiting:
        macro = macros.get(waiting.pop())
        if macro is not None:
            met = {each.name for each in macro.find_all(nodes.Name)} - wanted
            wanted |= met
            waiting += met
    return wanted


class Folder(NodeTransformer):
    """Folds the body of one macro, in place."""

    def __init__(
        self,
        own: Module,
        sources: Sources,
        known: dict[str, nodes.Const],
        local: Set[str],
        within: tuple[tuple[str, str], ...],
    ) -> None:
        """Fold for a macro of ``own``.

        ``known`` are names with a value that never changes, ``local`` all names of the macro's own, ``within`` the
        macros, by file and name, in which it stands.
        """
        self.own = own
        self.sources = sources
        self.known = known
        self.local = local
        self.within = within
        self._context = nodes.EvalContext(cast(Environment, own.template.environment))

    def fold(self, body: list[nodes.Node]) -> None:
        """Fold the statements of the macro, one after the other: what is set to a constant is known from there on."""
        folded: list[nodes.Node] = []
        for node in body:
            new = self.visit(node)
            if (
                isinstance(new, nodes.Assign)
                and isinstance(new.target, nodes.Name)
                and isinstance(new.node, nodes.Const)
                and _times_stored(new.target.name, body) == 1
            ):
                self.known[new.target.name] = new.node
            else:
                _add(folded, new)
        body[:] = folded

    def statements(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """Return statements folded."""
        folded: list[nodes.Node] = []
        for node in body:
            _add(folded, self.visit(node))
        return folded

    def generic_visit(self, node: nodes.Node, *_args: Any, **_kwargs: Any) -> nodes.Node:
        """Fold what is within; an expression of constants becomes one."""
        for name, value in node.iter_fields():
            if isinstance(value, nodes.Node):
                setattr(node, name, self.visit(value))
            elif isinstance(value, list):
                value[:] = self.statements(value)
        return self._constant(node)

    def _constant(self, node: nodes.Node) -> nodes.Node:
        """Return an expression as a constant, where it is one; what could be changed later is none."""
        if isinstance(node, nodes.Expr) and not isinstance(node, nodes.TemplateData | nodes.Name):
            try:
                value = node.as_const(self._context)
            except nodes.Impossible:
                return node
            if value is None or isinstance(value, str | int | float):
                return nodes.Const(value, lineno=node.lineno)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Const:
        """Leave a constant as it is."""
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        """Put in what is known."""
        return self.known.get(node.name, node) if node.ctx == "load" else node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        """Look up in a constant of the file."""
        way = node.node
        if isinstance(way, nodes.Name) and way.name in self.own.constants and way.name not in self.local:
            looked_up = nodes.Getitem(self.own.constants[way.name], self.visit(node.arg), node.ctx)
            found = self._constant(looked_up.set_lineno(node.lineno))
            if isinstance(found, nodes.Const):
                return found
        return self.generic_visit(node)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        """Put in what the view says on every page."""
        if _is_view(node.node) and node.attr in self.sources.constants:
            return nodes.Const(self.sources.constants[node.attr], lineno=node.lineno)
        return self.generic_visit(node)

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:
        """Choose, where the choice is always the same."""
        self.generic_visit(node)
        if isinstance(node.test, nodes.Const) and node.expr2 is not None:
            return node.expr1 if node.test.value else node.expr2
        return node

    def visit_And(self, node: nodes.And) -> nodes.Node:
        """Leave out what decides nothing."""
        folded = self.generic_visit(node)
        if isinstance(folded, nodes.And) and isinstance(folded.left, nodes.Const):
            return folded.right if folded.left.value else folded.left
        return folded

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        """Leave out what decides nothing."""
        folded = self.generic_visit(node)
        if isinstance(folded, nodes.Or) and isinstance(folded.left, nodes.Const):
            return folded.left if folded.left.value else folded.right
        return folded

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        """Leave out branches that are never taken."""
        branches: list[nodes.If] = []
        otherwise = node.else_
        for each in (node, *node.elif_):
            test = self.visit(each.test)
            if not isinstance(test, nodes.Const):
                branches.append(nodes.If(test, self.statements(each.body), [], [], lineno=each.lineno))
            elif test.value:
                otherwise = each.body
                break
        otherwise = self.statements(otherwise)
        if not branches:
            return otherwise
        first, *others = branches
        return nodes.If(first.test, first.body, others, otherwise, lineno=first.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Put in words of the interface, round about what fills their placeholders."""
        self.generic_visit(node)
        way = node.node
        if (
            isinstance(way, nodes.Getattr)
            and _is_view(way.node)
            and way.attr in {"t", "other_t"}
            and len(node.args) == 1
            and isinstance(node.args[0], nodes.Const)
            and not (node.dyn_args or node.dyn_kwargs)
        ):
            language = self.sources.constants["language" if way.attr == "t" else "other"]
            words = self.sources.say(node.args[0].value, language)
            values = {each.key: each.value for each in node.kwargs}
            pieces = None if words is None else sentence(words, values, node.lineno)
            if pieces is not None:
                return self._constant(nodes.Concat(pieces, lineno=node.lineno))
        if (
            isinstance(way, nodes.Getattr)
            and _is_view(way.node)
            and way.attr == "link"
            and len(node.args) == 1
        ):
            return nodes.Add(nodes.Getattr(way.node, "home", "load"), node.args[0], lineno=node.lineno)
        return node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:
        """Put the components that are called here in the place of their calls."""
        found: list[nodes.Node] = []
        for child in node.nodes:
            new = self.visit(child)
            for each in new.nodes if isinstance(new, nodes.Concat) else [new]:
                inside = self._inside(each) if isinstance(each, nodes.Call) else None
                _add(found, [nodes.Output([each], lineno=each.lineno)] if inside is None else inside)
        return found

    def _inside(self, call: nodes.Call) -> list[nodes.Node] | None:
        """Return what the component called gives, as statements, or ``None`` where it must be called."""
        if not isinstance(call.node, nodes.Name) or call.node.name in self.local:
            return None
        own, name = self.own, call.node.name
        if name in own.imports:
            file, name = own.imports[name]
            own = self.sources.module(file)
        macro = own.macros.get(name)
        if macro is None or (own.name, name) in self.within:
            return None
        values = arguments(call, macro)
        if values is None or _UNFOLDED & own.loaded[name]:
            return None
        stored = own.stored[name]
        known = {
            each: value
            for each, value in values.items()
            if isinstance(value, nodes.Const) and each not in stored
        }
        body = [copied(each) for each in macro.body]
        within = (*self.within, (own.name, name))
        Folder(own, self.sources, dict(known), stored | values.keys(), within).fold(body)
        used = set().union(*map(loaded, body)) if own is not self.own else set()
        if (used - stored - values.keys()) & own.names:
            return None
        bound = {
            each: value
            for each, value in values.items()
            if each not in known and (each in stored or not _is_name(value, each))
        }
        if not bound and not stored:
            return body
        targets: list[nodes.Expr] = [nodes.Name(each, "store", lineno=call.lineno) for each in bound]
        return [nodes.With(targets, list(bound.values()), body, lineno=call.lineno)]


def _times_stored(name: str, body: list[nodes.Node]) -> int:
    return sum(
        each.name == name and each.ctx == "store" for node in body for each in node.find_all(nodes.Name)
    )


def _add(body: list[nodes.Node], new: nodes.Node | list[nodes.Node]) -> None:
    """Add statements to a body; outputs that follow each other become one."""
    for each in new if isinstance(new, list) else [new]:
        if isinstance(each, nodes.Output) and body and isinstance(body[-1], nodes.Output):
            body[-1] = nodes.Output([*body[-1].nodes, *each.nodes], lineno=body[-1].lineno)
        else:
            body.append(each)


def _is_view(node: nodes.Node) -> bool:
    return _is_name(node, VIEW)


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name
