"""The words of the interface held against what asks for them: every key and every placeholder, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from string import Formatter

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest
from registry.core.git import versions
from registry.core.project_files import files_of
from registry.loader.yaml import Mapping, Node, read, read_bytes
from registry.model.strings import read_strings
from registry.rendering.checks.analysis import ANY, Asked, pattern_of
from registry.validation.rules import all_rules  # noqa: F401  (entering the rules)
from registry.validation.rules.plain_text import MARKUP
from registry.validation.rules.text import apply_text_rules, texts_of

STRINGS = "macros/strings.yml"
"""The file of the interface's words."""

_SOURCES = (("registry", "*.py"), ("registry", "*.js"), ("registry", "*.xml"), ("macros", "*.html"), ("docs/assets/scripts", "*.js"),
            ("measures/vocabulary", "*.yml"))  # fmt: skip
"""Where the computed parts of keys come from."""

_WHOLE_TEXTS = {"no-space-in-chinese", "chinese-is-chinese", "plain-text"}
"""The rules on texts that words of the interface need not keep: names and signs of programs stand in them."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"\b[A-Za-z]*[a-z][A-Za-z]*\b")
_STRAIGHT = re.compile("[A-Za-z]'[a-z]")
_WORD, _SIGN = re.compile(rb"[\w-]+(?:\.[\w-]+)?"), re.compile(b"[.-]")
_NAMES = re.compile(r"Excel|Word|JSON|CSV|GB/T [\d—]+|measures/|營業執照|⌘|·|\u3000|\{\w+\}")
"""What is written alike in both languages, and is not held to the rules on texts."""


def check_words(project: Path, asked: Iterable[Asked] | None) -> list[Diagnostic]:
    """Return all problems of the words of a project; ``asked`` are those asked for, ``None`` where that is not known."""
    reading = read(project / STRINGS, STRINGS)
    problems = read_strings(project / STRINGS, STRINGS)[1]
    if problems or not isinstance(reading.root, Mapping):
        return problems
    diagnostics = Diagnostics(STRINGS)
    words = {
        f"{section}.{key}": node
        for section, entries in reading.root.entries.items()
        for key, node in (entries.entries.items() if isinstance(entries, Mapping) else ())
    }
    for section, entries in reading.root.entries.items():
        if not isinstance(entries, Mapping):
            _add(diagnostics, entries, f"“{section}”下面没有内容。", f"“{section}” contains nothing.",
                 "在它下面缩进两格写“名称: {zh: …, en: …}”。", "Below it, indented by two spaces, write `name: {zh: …, en: …}`.")  # fmt: skip
    texts = [
        (replace(text, text=_NAMES.sub(lambda found: "0" * len(found.group()), text.text)), node)
        for text, node in texts_of(reading.root)
        if not str(text.path[1]).endswith(("_begin", "_end"))
    ]
    diagnostics.problems += apply_text_rules(STRINGS, texts, _WHOLE_TEXTS)
    placeholders = {key: _check_form(key, node, diagnostics) for key, node in words.items()}
    if asked is not None:
        asked = list(asked)
        unused = _check_used(project, words, asked, diagnostics)
        _check_missing(project, reading.root, words, asked, unused, diagnostics)
        _check_values(words, placeholders, asked, diagnostics)
        return diagnostics.problems + _misspelt(words, asked)
    return diagnostics.problems


def _misspelt(words: dict[str, Node], asked: list[Asked]) -> list[Diagnostic]:
    """Return the problems of keys that one component alone asks for and nothing has: they may be misspelt there."""
    times = Counter(each.key for each in asked)
    problems: list[Diagnostic] = []
    for each in asked:
        if (
            times[each.key] == 1
            and ANY not in each.key
            and each.key not in words
            and each.file.endswith(".html")
        ):
            near = nearest(each.key, words)
            diagnostics = Diagnostics(each.file)
            diagnostics.add(
                (each.line, 1),
                "words",
                zh=f"strings.yml 里没有“{each.key}”。",
                en=f"strings.yml has no “{each.key}”.",
                do_zh=f"是否应为 {near}？" if near else "检查拼写，或在 strings.yml 里写上它。",
                do_en=f"Perhaps {near}?" if near else "Check the spelling, or write it in strings.yml.",
            )
            problems += diagnostics.problems
    return problems


def _check_form(key: str, node: Node, diagnostics: Diagnostics) -> dict[str, set[str]]:
    """Check the two languages of some words against each other; return the placeholders of each that can be read."""
    found: dict[str, set[str]] = {}
    nodes = node.entries if isinstance(node, Mapping) else {}
    texts = {language: getattr(nodes.get(language), "text", "") for language in ("zh", "en")}
    for language, text in texts.items():
        if match := MARKUP.search(text):
            _add(diagnostics, nodes[language], f"“{match.group()}”是网页或 Markdown 的标记，会照样显示。", f"“{match.group()}” is markup, which shows as it is typed.",
                 "删去它，只留文字。", "Remove it and keep the words.")  # fmt: skip
        if language == "en" and _STRAIGHT.search(text):
            _add(diagnostics, nodes[language], "英文的撇号是直的。", "A straight apostrophe is in the English.", "改为“’”。", "Make it “’”.")  # fmt: skip
        if broken := _broken_placeholder(text):
            _add(diagnostics, nodes[language], f"占位符的写法有误：“{broken}”。", f"The placeholder “{broken}” is not written as it should be.",
                 "写成 {名称}：半角花括号成对，里面只有字母、数字和下划线。", "Write {name}: a pair of half-width braces with letters, digits and _ only.")  # fmt: skip
        else:
            found[language] = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    if len(found) == 2 and "one" not in key.split(".")[1].split("_"):  # English may write “one” for {n}.
        for language, other in (("zh", "en"), ("en", "zh")):
            for name in sorted(found[other] - found[language]):
                _add(diagnostics, nodes[language], f"另一种语言里有 {{{name}}}，这里没有。", f"The other language has {{{name}}}, and this one does not.",
                     f"补上 {{{name}}}，或检查它的拼写。", f"Add {{{name}}}, or check its spelling.")  # fmt: skip
    if not _HAN.search(texts["zh"]) and _LATIN_WORD.search(_NAMES.sub(" ", texts["zh"])):
        _add(diagnostics, nodes["zh"], "中文里没有汉字。", "The Chinese contains no Chinese characters.",
             "写上中文；英文写在 en 里。", "Write Chinese here, and the English in en.")  # fmt: skip
    return found


def _broken_placeholder(text: str) -> str:
    """Return the piece of a text that looks like a placeholder and is none, or ``""``."""
    rest = re.sub(r"\{\w+\}", "", text, flags=re.ASCII)
    found = re.search(r"[{}｛｝].{0,20}", rest)
    return found.group() if found else ""


def _check_used(
    project: Path, words: dict[str, Node], asked: list[Asked], diagnostics: Diagnostics
) -> dict[str, Node]:
    """Report the words that nothing asks for, and return them."""
    exact = {each.key for each in asked}
    paths = (path for folder, name in _SOURCES for path in files_of(project / folder, f"**/{name}"))
    found = {word for path in paths for word in _WORD.findall(path.read_bytes())}
    tokens = {part.decode() for word in found for part in (word, *_SIGN.split(word), *word.split(b"."))}
    patterns = [pattern_of(key) for key in sorted(exact) if ANY in key and key != ANY]
    unused: dict[str, Node] = {}
    for key, node in words.items():
        if key in exact or key in tokens:
            continue
        parts = (match.groups() for pattern in patterns if (match := pattern.fullmatch(key)))
        if not any(
            all(part in tokens or tokens.issuperset(part.split("_")) for part in group) for group in parts
        ):
            unused[key] = node
    for key, node in unused.items():
        near = nearest(key, exact - words.keys())
        _add(diagnostics, node, f"没有网页用到“{key}”。", f"Nothing uses “{key}”.",
             f"是否应为 {near}？" if near else "检查名称的拼写，或删去这一项。", f"Perhaps {near}?" if near else "Check the spelling of the name, or remove it.")  # fmt: skip
    return unused


def _last_before(project: Path, key: str, words: dict[str, Node]) -> Node | None:
    """Return the word that stood before one that is missing, as git has it."""
    section, _, name = key.partition(".")
    for content in versions(project, STRINGS.rpartition("/")[2], most=2):
        entries = read_bytes(content, STRINGS).find(section)
        names = list(entries.entries) if isinstance(entries, Mapping) else []
        if name in names:
            above = (words.get(f"{section}.{other}") for other in reversed(names[: names.index(name)]))
            return next(filter(None, above), None)
    return None


def _check_missing(
    project: Path,
    root: Mapping,
    words: dict[str, Node],
    asked: list[Asked],
    unused: dict[str, Node],
    diagnostics: Diagnostics,
) -> None:
    told: set[str] = set()
    for each in asked:
        if ANY in each.key or each.key in words or each.key in told:
            continue
        told.add(each.key)
        section, _, key = each.key.partition(".")
        near = nearest(each.key, unused)
        known = unused[near] if near else _last_before(project, each.key, words)
        place = known or root.keys.get(section) or root
        _add(diagnostics, place, f"缺少“{each.key}”，{each.file} 第 {each.line} 行引用了它。",
             f"“{each.key}” is missing, which line {each.line} of {each.file} asks for.",
             f"把 {near} 改回 {key}。" if near else f"在 {section} 下面写上 {key}: {{zh: …, en: …}}，或更正那一行中的名称。",
             f"Rename {near} to {key}." if near else f"Write {key}: {{zh: …, en: …}} below {section}, or correct the name on that line.",
             each.file.rpartition("/")[2])  # fmt: skip


def _check_values(
    words: dict[str, Node],
    placeholders: dict[str, dict[str, set[str]]],
    asked: list[Asked],
    diagnostics: Diagnostics,
) -> None:
    """Check that placeholders are filled, and that what is handed over is shown."""
    by_key: dict[str, list[Asked]] = {}
    for each in asked:
        by_key.setdefault(each.key, []).append(each)
    for key, node in words.items():
        calls = by_key.get(key, [])
        if not calls or any(call.values is None for call in calls):
            continue
        filled = frozenset.intersection(*(call.values or frozenset() for call in calls))
        nodes = node.entries if isinstance(node, Mapping) else {}
        for language, names in placeholders[key].items():
            for name in sorted(names - filled):
                near = nearest(name, filled)
                _add(diagnostics, nodes[language], f"没有值可填入 {{{name}}}。", f"Nothing fills {{{name}}}.",
                     f"是否应为 {{{near}}}？" if near else "删去它，或检查拼写。", f"Perhaps {{{near}}}?" if near else "Remove it, or check its spelling.",
                     calls[0].file.rpartition("/")[2])  # fmt: skip
        if "one" in key.partition(".")[2].split("_"):
            continue
        for name in sorted(filled - set().union(*placeholders[key].values())):
            _add(diagnostics, node, f"两种语言都没有用 {{{name}}}。", f"Neither language shows {{{name}}}.",
                 f"补上 {{{name}}}。", f"Add {{{name}}}.", calls[0].file.rpartition("/")[2])  # fmt: skip


def _add(
    diagnostics: Diagnostics, node: Node, zh: str, en: str, do_zh: str, do_en: str, *involves: str
) -> None:
    diagnostics.add(node.place, "words", zh=zh, en=en, do_zh=do_zh, do_en=do_en, involves=involves)
