"""The words of problems: every one that the program names is there, in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.core.diagnostics import diagnostic
from registry.core.languages import Bilingual
from registry.core.messages import messages
from registry.validation.rules.catalogue import statements

REGISTRY = Path(__file__).resolve().parent.parent / "registry"
TEXTS = ("zh", "en", "do_zh", "do_en")
RULES = {*statements(), "format", "template"}
"""Those of the check, and what is reported of files that cannot be formatted and pages that cannot be made."""
COMMANDS = ("git.", "new.", "amend.")
"""How the messages begin that say in one line why a command stops."""
OF_CHARACTERS = {"found", "code", "named", "unicode"}
"""What a character is called: its name in Unicode is English, and is left out in Chinese."""


def _named(table: dict[str, Any], start: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from _named(entry, f"{start}{name}.")
    if "zh" in table:
        yield start.rstrip("."), {key: text for key, text in table.items() if isinstance(text, str)}


MESSAGES = dict(_named({name: entry for name, entry in messages().items() if name != "rules"}))


TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in REGISTRY.rglob("*.py")]


def _strings() -> set[str]:
    """All texts in the program, among which are the names of messages."""
    nodes = [node for tree in TREES for node in ast.walk(tree)]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _composed() -> Iterator[str]:
    """Give patterns of the names that are put together of a rule and what says the case."""
    for node in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
        texts = [part.value if isinstance(part, ast.Constant) else "" for part in node.values]
        if re.match(r"[a-z-]+\.", str(texts[0])):
            yield "".join(re.escape(str(text)) or "[a-z-]*" for text in texts)


def _placeholders(text: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {re.sub(r"\.(zh|en)$", "", name) for name in names}


@pytest.mark.parametrize(("name", "texts"), MESSAGES.items(), ids=MESSAGES)
def test_a_message_is_whole_in_both_languages(name: str, texts: dict[str, str]) -> None:
    assert tuple(texts) == (TEXTS[:2] if name.startswith(COMMANDS) else TEXTS)
    assert name.startswith(COMMANDS) or name.partition(".")[0] in RULES
    for language in ("zh", "en"):
        for text in (texts[language], texts.get(f"do_{language}", texts[language])):
            assert text
            assert (
                language == "en"
                or re.search("[\u4e00-\u9fff\uff00-\uffef]", text)
                or re.fullmatch(r"\{\w+\}", text)
            )
            assert text.strip() == text
    assert _placeholders(texts["zh"]) - OF_CHARACTERS == _placeholders(texts["en"]) - OF_CHARACTERS
    assert _placeholders(texts.get("do_zh", "")) == _placeholders(texts.get("do_en", ""))


def test_the_program_names_all_messages_and_no_others() -> None:
    strings = _strings()
    composed = re.compile("|".join(_composed()))
    assert [name for name in MESSAGES if name not in strings and not composed.fullmatch(name)] == []
    cases = {name.partition(".")[0] for name in MESSAGES if "." in name}
    called = {text for text in strings if re.fullmatch(r"[a-z-]+\.(?!txt|yml|html)[a-z-]+", text)}
    beginnings = {name for name in called if any(message.startswith(name) for message in MESSAGES)}
    assert {name for name in called - beginnings if name.partition(".")[0] in cases} == set()


def test_values_are_filled_in_for_each_language() -> None:
    found = diagnostic(
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
    listed = diagnostic("a.yml", (1, 1), "type.no-record", name="{0}", fields=["a", "b"])
    assert listed.message == Bilingual("“{0}”下面应有这些字段：a、b。", "“{0}” must have the fields a, b.")
