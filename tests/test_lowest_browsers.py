"""The lowest browsers (docs/decisions/0013-lowest-browsers.md): no newer syntax or call in any script, no newer selector."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOWEST = {"chrome": (80,), "safari": (13, 1), "firefox": (74,)}
SCRIPTS = sorted((ROOT / "docs" / "assets").rglob("*.js"))
NAMES = ROOT / "tests" / "data" / "browser-names.tsv"
PARSER = Parser(Language(tree_sitter_javascript.language()))

GUARDED = {"ClipboardItem", "clipboard", "trustedTypes", "createPolicy", "createScriptURL", "isComposing"}
"""Newer names that stand where a script goes on without them."""

DATA = {"outline"}
"""Members of data that stand in no script else."""

NEWER_SYNTAX = {
    "private_property_identifier": "private members",
    "class_static_block": "static blocks",
    "field_definition": "class fields",
    "import_attribute": "import attributes",
}
NEWER_REGEX = re.compile(r"\(\?<[=!]|\(\?[a-z-]+:")
NEWER_FLAG = re.compile(r"[dv]")

NEWER_SELECTOR = re.compile(
    r"::?(?:has|is|where|user-valid|user-invalid|open|popover-open|modal|state|dir)\b"
)
ENHANCEMENTS = {"cite-print.css": 2}
"""How many rules have a newer selector and hide nothing that a reader of an older browser would need."""


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def text(node: Node | None) -> str:
    return node.text.decode() if node is not None and node.text is not None else ""


@cache
def versions() -> dict[str, dict[str, tuple[int, ...]]]:
    """Return since when browsers have each name that the scripts use."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(filter(lambda line: line[0] != "#", file), delimiter="\t")
        return {row["name"]: {key: tuple(map(int, row[key].split("."))) for key in LOWEST} for row in rows}


def newer_names(used: set[str], own: set[str]) -> list[str]:
    """Return those names that are not the scripts' own and that a lowest browser may lack."""
    known = versions()
    return sorted(
        name
        for name in used - own - GUARDED - DATA
        if name not in known or any(known[name][key] > LOWEST[key] for key in LOWEST)
    )


def is_newer_regex(node: Node) -> bool:
    pattern, flags = (text(node.child_by_field_name(name)) for name in ("pattern", "flags"))
    return bool(NEWER_REGEX.search(pattern) or NEWER_FLAG.search(flags))


def is_outside_functions(node: Node) -> bool:
    parent = node.parent
    while parent is not None and "function" not in parent.type and parent.type != "method_definition":
        parent = parent.parent
    return parent is None


def newer_syntax(tree: Node) -> Iterator[str]:
    """Give each piece of syntax that a lowest browser does not parse."""
    for node in nodes(tree):
        line = node.start_point[0] + 1
        if node.type in NEWER_SYNTAX:
            yield f"{line}: {NEWER_SYNTAX[node.type]}"
        elif text(node.child_by_field_name("operator")) in {"??=", "||=", "&&="}:
            yield f"{line}: logical assignment"
        elif node.type == "number" and "_" in text(node):
            yield f"{line}: numeric separator"
        elif node.type == "regex" and is_newer_regex(node):
            yield f"{line}: regular expression {text(node)}"
        elif node.type == "await_expression" and is_outside_functions(node):
            yield f"{line}: await outside of functions"
        elif node.type == "ERROR" or node.is_missing:
            yield f"{line}: cannot be parsed"


OURS = re.compile(r"\b(?:dataset|words|data|index|manifest|offline)$")
"""What the members of are our own data or the words of a page."""

FUNCTIONS = {"arrow_function", "function_expression", "generator_function"}


BINDING = {
    "formal_parameters", "array_pattern", "arrow_function", "rest_pattern", "for_in_statement", "import_specifier",
    "catch_clause", "pair_pattern", "assignment_pattern", "object_assignment_pattern", "function_declaration",
    "class_declaration",
}  # fmt: skip


def names_what_it_is(node: Node, within: str) -> bool:
    """Return whether an identifier gives a name to something, rather than using it."""
    if within == "variable_declarator" and node.parent is not None:
        return node.parent.child_by_field_name("value") != node
    return within in BINDING


def stands_as(node: Node, kind: str, field: str) -> bool:
    parent = node.parent
    return parent is not None and parent.type == kind and parent.child_by_field_name(field) == node


def names(tree: Node) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return what a script calls, what else it reads or names, its own functions, and all that it defines."""
    called: set[str] = set()
    read: set[str] = set()
    functions: set[str] = set()
    defined: set[str] = set()
    for node in nodes(tree):
        parent = node.parent
        field = parent.type if parent is not None else ""
        if node.type == "member_expression":
            name = text(node.child_by_field_name("property"))
            if stands_as(node, "assignment_expression", "left"):
                functions.add(name)
            elif not OURS.search(text(node.child_by_field_name("object"))):
                (called if stands_as(node, "call_expression", "function") else read).add(name)
        elif node.type in {
            "function_declaration",
            "generator_function_declaration",
            "method_definition",
            "class_declaration",
        }:
            functions.add(text(node.child_by_field_name("name")))
        elif node.type in {"pair", "variable_declarator"}:
            name = text(node.child_by_field_name("key") or node.child_by_field_name("name"))
            defined.add(name)
            value = node.child_by_field_name("value")
            if value is not None and value.type in FUNCTIONS:
                functions.add(name)
        elif node.type in {"shorthand_property_identifier", "shorthand_property_identifier_pattern"}:
            defined.add(text(node))
        elif node.type == "identifier" and text(node) != "await":
            (defined if names_what_it_is(node, field) else read).add(text(node))
    return called, read, functions, defined | functions


def all_names(trees: list[Node]) -> tuple[set[str], set[str], set[str], set[str]]:
    found = [names(tree) for tree in trees]
    called, read, functions, defined = (set().union(*(each[at] for each in found)) for at in range(4))
    return called, read, functions, defined


def parsed(path: Path) -> Node:
    return PARSER.parse(path.read_bytes()).root_node


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_has_newer_syntax(path: Path) -> None:
    assert list(newer_syntax(parsed(path))) == []


def test_no_script_uses_what_a_lowest_browser_lacks() -> None:
    called, read, functions, defined = all_names([parsed(path) for path in SCRIPTS])
    assert newer_names(called, functions) == [], f"add what is old enough to {NAMES.name}, with its versions"
    assert newer_names(read, defined) == [], f"add what is old enough to {NAMES.name}, with its versions"


@pytest.mark.parametrize(
    "script",
    [
        "list.at(-1);",
        "text.replaceAll('a', 'b');",
        "place.replaceChildren();",
        "structuredClone(value);",
        "list.findLast(test);",
        "Object.hasOwn(object, key);",
        "Object.groupBy(list, key);",
        "new Set(one).union(other);",
        "crypto.randomUUID();",
        "list.toSorted();",
        "Promise.withResolvers();",
        "CSS.highlights.clear();",
        "const word = new Intl.Segmenter('zh');",
        "value ??= 1;",
        "value ||= 1;",
        "class Thing { #own = 1; }",
        "class Thing { own = 1; }",
        "class Thing { static { start(); } }",
        "await start();",
        "const number = 1_000;",
        "/(?<=a)b/.test(text);",
        "/(?<!a)b/.test(text);",
        "/a/v.test(text);",
        "/(?i:a)/.test(text);",
        "import data from './data.json' with { type: 'json' };",
    ],
)
def test_what_is_newer_is_told(script: str) -> None:
    trees = [PARSER.parse(script.encode()).root_node]
    called, read, functions, defined = all_names(trees)
    own = {"list", "text", "place", "value", "object", "key", "other", "one", "start", "test", "data", "type"}
    assert (
        list(newer_syntax(trees[0]))
        or newer_names(called, functions | {"start", "test"})
        or newer_names(read, defined | own)
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/assets/styles").glob("*.css")), ids=lambda path: path.name
)
def test_no_rule_is_dropped_for_a_newer_selector(path: Path) -> None:
    """A browser that does not know one selector drops the rule with all its selectors."""
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = re.findall(r"([^{};]+)\{", sheet)
    newer = [head for head in heads if NEWER_SELECTOR.search(head) or re.search(r"@media[^{]*[<>]", head)]
    assert len(newer) == ENHANCEMENTS.get(path.name, 0), newer
    assert not [head for head in heads if head.strip().startswith(("@layer", "@scope", "&"))]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_below_the_lowest_browsers_pages_say_what_they_cannot_do(
    browser: Browser, served: str, prefix: str
) -> None:
    """A browser that cannot parse a script runs none of it."""
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.route(
        "**/assets/*.js",
        lambda route: route.fulfill(body="this is no (script", content_type="text/javascript"),
    )
    for address in ("search/", "verify/", "measures/"):
        page.goto(served + prefix + address)
        lines = page.locator(".without-script:visible")
        assert lines.count() == 1
        assert "Chrome 80" in lines.inner_text() and "Safari 13.1" in lines.inner_text()
        assert (
            page.locator(
                "form.needs-script:visible, form[data-verify]:visible, form[data-filter]:visible"
            ).count()
            == 0
        )
    page.goto(f"{served}{prefix}m/ybh2019-376-1a-03/")
    assert page.locator(".without-script:visible").count() == 0
    assert page.is_visible("[data-field=practice][lang=zh-Hans]") and page.is_visible(".sections a")
    page.close()
