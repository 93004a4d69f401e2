"""The catalogue of rules: every rule that a file is held to, with what it says and an example of each.

What the rules of reading and of shapes say stands with their messages; the others are functions whose docstrings say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.core.messages import statements as statements_of
from registry.loader.fields import Choice, Field, Line, ListOf, Record, Shape
from registry.loader.yaml import Node, Scalar, read
from registry.validation.rules import all_rules  # noqa: F401  (entering the rules)
from registry.validation.rules.rule import document_rule, file_rule, register_rule, statement_of
from registry.validation.rules.text import TEXT_RULES

EXAMPLES = Path(__file__).with_name("examples.yml")
"""Where the examples stand."""

KINDS = {
    "text": Bilingual("文字", "text"),
    "path": Bilingual("文件的位置", "where the file lies"),
    "encoding": Bilingual("编码", "encoding"),
    "whole": Bilingual("整个文件", "the whole file"),
    "many": Bilingual("写许多遍", "written many times"),
}
"""What an example shows."""

GROUPS = (
    "files",
    "writing",
    "fields",
    "identity",
    "outline",
    "plain_text",
    "official_text",
    "english",
    "renderings",
    "publication",
    "ledger",
    "documents",
    "references",
    "upkeep",
)
"""The groups of rules, in the order in which an editor meets them."""


@dataclass(frozen=True)
class Example:
    """What is wrong and what is right, in a file below the measures' folder; see the head of ``examples.yml``."""

    file: str
    kind: str
    right: str
    wrong: str
    also: tuple[str, ...]

    @property
    def wrong_as_typed(self) -> str:
        """The wrong text with the characters themselves where ``⟨U+200B⟩`` names one that cannot be seen."""
        return re.sub(r"⟨U\+([0-9A-F]{4,5})⟩", lambda match: chr(int(match[1], 16)), self.wrong)


@dataclass(frozen=True)
class Rule:
    """A rule: its name, its group, what it says, and its example."""

    name: str
    group: str
    statement: Bilingual
    example: Example


def catalogue() -> tuple[Rule, ...]:
    """Return every rule, group by group. Raises ``KeyError`` where one has no example."""
    examples = read_examples()
    rules = [
        Rule(name, group, statement, examples[name]) for name, (group, statement) in statements().items()
    ]
    return tuple(sorted(rules, key=lambda rule: GROUPS.index(rule.group)))


def statements() -> dict[str, tuple[str, Bilingual]]:
    """Return the group and the words of every rule, by name."""
    found: dict[str, tuple[str, Bilingual]] = {}
    for group in ("files", "writing", "fields"):
        found |= {name: (group, statement) for name, statement in statements_of(group).items()}
    functions: Mapping[str, Any] = {**file_rule, **TEXT_RULES, **document_rule, **register_rule}
    for name, rule in functions.items():
        module = rule.__module__.rpartition(".")[2]
        found[name] = ("english" if module == "british" else module, statement_of(rule))
    return found


def read_examples(path: Path = EXAMPLES) -> dict[str, Example]:
    """Return the example of each rule, by its name. Raises ``ValueError`` where the file has problems."""
    read_file = read(path, path.name)
    diagnostics = Diagnostics(path.name, read_file.problems)
    data = {} if read_file.root is None else _shape().take(read_file.root, path.name, diagnostics)
    if diagnostics.problems:
        problem = diagnostics.problems[0]
        raise ValueError(f"{problem.file}:{problem.line}: {problem.message.en}")
    return {
        name: Example(
            file=example.get("file", "starting-a-business/ybh2019-376-1a-03.yml"),
            kind=example.get("is", "text"),
            right=example["right"],
            wrong=example["wrong"],
            also=tuple(example.get("also", ())),
        )
        for name, example in data.items()
    }


@dataclass(frozen=True)
class _Verbatim(Shape):
    """A text taken as it stands, with the white space at its ends; it may be empty."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        if isinstance(node, Scalar):
            return node.text
        return Line().take(node, name, diagnostics)

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


def _shape() -> Record:
    example = Record(
        {
            "file": Field(Line(), Bilingual("文件", "file"), required=False),
            "is": Field(Choice(KINDS), Bilingual("例子的种类", "kind of example"), required=False),
            "right": Field(_Verbatim(), Bilingual("正确写法", "right")),
            "wrong": Field(_Verbatim(), Bilingual("错误写法", "wrong")),
            "also": Field(ListOf(Line()), Bilingual("同时报出的规则", "other rules broken"), required=False),
        }
    )
    return Record({name: Field(example, statement) for name, (_, statement) in statements().items()})
