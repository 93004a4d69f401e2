"""The words of problems: every one that the program names is there, in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.core.diagnostics import problem
from registry.core.languages import Bilingual
from registry.core.messages import messages
from registry.validation.rules.catalogue import statements

REGISTRY = Path(__file__).resolve().parent.parent / "registry"
TEXTS = ("zh", "en", "do_zh", "do_en")
OF_CHARACTERS = {"found", "code", "named", "unicode"}
"""What a character is called: its name in Unicode is English, and is left out in Chinese."""


def _named(table: dict[str, Any], start: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from _named(entry, f"{start}{name}.")
    if "zh" in table:
        yield start.rstrip("."), {key: text for key, text in table.items() if isinstance(text, str)}


MESSAGES = dict(_named({name: entry for name, entry in messages().items() if name != "rules"}))


def _strings() -> set[str]:
    """All texts in the program, among which are the names of messages."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in REGISTRY.rglob("*.py")]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("name", "texts"), MESSAGES.items(), ids=MESSAGES)
def test_a_message_is_whole_in_both_languages(name: str, texts: dict[str, str]) -> None:
    assert tuple(texts) == TEXTS
    assert name.partition(".")[0] in statements()
    for language in ("zh", "en"):
        for text in (texts[language], texts[f"do_{language}"]):
            assert text
            assert bool(re.search("[\u4e00-\u9fff]", text)) or language == "en"
            assert text.strip() == text
    assert _placeholders(texts["zh"]) - OF_CHARACTERS == _placeholders(texts["en"]) - OF_CHARACTERS
    assert _placeholders(texts["do_zh"]) == _placeholders(texts["do_en"])


def test_the_program_names_all_messages_and_no_others() -> None:
    strings = _strings()
    assert [name for name in MESSAGES if name not in strings] == []
    cases = {name.partition(".")[0] for name in MESSAGES if "." in name}
    called = {text for text in strings if re.fullmatch(r"[a-z-]+\.(?!txt|yml|html)[a-z-]+", text)}
    assert {name for name in called if name.partition(".")[0] in cases} <= set(MESSAGES)


def test_values_are_filled_in_for_each_language() -> None:
    found = problem(
        "a.yml",
        (2, 3),
        "required",
        name="title",
        key="zh",
        meaning=Bilingual("中文", "Chinese"),
        severity="warning",
    )
    assert (found.file, found.line, found.column, found.rule, found.severity) == (
        "a.yml",
        2,
        3,
        "required",
        "warning",
    )
    assert found.message == Bilingual("“title”缺少“zh”（中文）。", "“title” lacks “zh” (Chinese).")
    listed = problem("a.yml", (1, 1), "type.no-record", name="{0}", fields=["a", "b"])
    assert listed.message == Bilingual("“{0}”下面应有这些字段：a、b。", "“{0}” must have the fields a, b.")
