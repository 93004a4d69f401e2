"""Components held against each other, the words and the program: what one takes in, calls or asks for must be there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import TemplateSyntaxError

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest
from registry.core.project_files import files_of
from registry.loader.decode import decode
from registry.loader.yaml import content_of
from registry.rendering.checks.analysis import (
    TAGS,
    Asked,
    Called,
    Component,
    Macro,
    analyse,
    asked_by_program,
    open_block,
)
from registry.rendering.context import View

MACROS = "macros"
"""The folder of components, in the project's."""

LARGEST = 500_000
"""Bytes of a component, a style sheet or a script."""

_SHELL = "theme/main.html"
"""The template of every page."""

_OF_REMOVED = 2
"""Files that take in a component which is not there: where so many do, it is not misspelt, but was removed."""

_THEME = frozenset("shell assets component config page nav base_url env extra_css extra_javascript".split())
"""The names that the theme's templates are handed."""

_VIEW = frozenset(dir(View)) | {each.name for each in dataclasses.fields(View)}

_ASKS = re.compile(r"""\.(?:t|both|render|other_t)\(|words\[|\.get\(\s*f?"[a-z_]+\.|"[a-z_]+\.[a-z_]+_\"""")
"""What a module has that asks for words or components; to parse all of them takes long."""

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_UNCLOSED = re.compile(r"(?:\{\{(?:(?!\}\}|\{\{|\{%).)*|\{%(?:(?!%\}|\{\{|\{%).)*)(?=\{\{|\{%|\Z)", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)

_SAID = {
    "open": (
        "“{{% {0} %}}”没有配对。", "“{{% {0} %}}” is unmatched.",
        "补上它的开始或结束标记，先开始的后结束。", "Write the tag that begins or ends it; the one that begins first ends last.",
    ),
    "syntax": (
        "组件的写法有误：{0}。", "The component cannot be read: {0}.",
        "检查这一行的 {{% … %}}、{{{{ … }}}} 和括号。", "Check {{% … %}}, {{{{ … }}}} and the brackets on this line.",
    ),
    "open-braces": (
        "“{0}”没有结束。", "“{0}” is not closed.",
        "补上 {{{{ … }}}} 或 {{% … %}} 的另一半，用半角。", "Write the other half of {{{{ … }}}} or {{% … %}}, in half width.",
    ),
    "quote": (
        "标签 {0} 的引号没有配对。", "A quotation mark of the tag {0} is unmatched.",
        "补上它的另一半，或删去多余的。", "Add its other half, or remove it.",
    ),
    "tag": ("Jinja 没有标签“{0}”。", "Jinja has no tag “{0}”."),
    "name": ("没有名为“{0}”的变量或宏。", "There is no variable or macro “{0}”."),
    "filter": ("Jinja 没有过滤器“{0}”。", "Jinja has no filter “{0}”."),
    "test": ("Jinja 没有测试“{0}”。", "Jinja has no test “{0}”."),
    "view": ("view 没有“{0}”。", "view has no “{0}”."),
    "file": ("macros/ 里没有“{0}”。", "There is no “{0}” in macros/."),
    "macro": ("{0} 里没有宏“{1}”。", "{0} has no macro “{1}”."),
    "parameter": ("宏“{0}”没有参数“{1}”。", "The macro “{0}” has no parameter “{1}”."),
    "too-many": (
        "宏“{0}”最多有 {1} 个参数。", "The macro “{0}” takes {1} parameters at most.",
        "删去多余的，或在 {2} 里加上。", "Remove the extra ones, or add them in {2}.",
    ),
    "lacking": (
        "调用宏“{0}”时没有给参数“{1}”。", "The macro “{0}” is called without “{1}”.",
        "写上 {1}=…，或在 {2} 里给它默认值。", "Write {1}=…, or give it a default in {2}.",
    ),
    "value": ("宏“{0}”的参数“{1}”没有“{2}”这个值。", "“{2}” is not a value of the parameter “{1}” of the macro “{0}”."),
    "own": (
        "文件里没有与文件同名的宏“{0}”。", "The file has no macro of its own name, “{0}”.",
        "写 {{% macro {0}(view, …) %}} … {{% endmacro %}}；找回原来的内容：git checkout HEAD -- {1}。",
        "Write {{% macro {0}(view, …) %}} … {{% endmacro %}}; to restore what was there: git checkout HEAD -- {1}.",
    ),
    "missing": (
        "缺少这个组件，{0} 第 {1} 行引用了它。", "This component is missing, and line {1} of {0} uses it.",
        "找回它：git checkout HEAD -- {2}；或从 {0} 去掉它。", "Restore it with git checkout HEAD -- {2}, or take it out of {0}.",
    ),
    "asset": ("docs/assets 里没有“{0}”。", "There is no “{0}” in docs/assets."),
    "stray": (
        "macros/ 里只放 .html 组件和 strings.yml。", "macros/ holds components (.html) and strings.yml only.",
        "移走这个文件，或改名。", "Move this file away, or rename it.",
    ),
}  # fmt: skip
"""What can be wrong, by kind: the message and the hint in Chinese and English."""


@dataclass
class Components:
    """The components of a project as written, what the program asks of them, and the problems found on the way."""

    by_name: dict[str, Component] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


def text_of(path: Path, diagnostics: Diagnostics) -> str | None:
    """Return the text of a file of the project, or ``None``; what is wrong with its characters goes to ``diagnostics``."""
    content = content_of(path, LARGEST, diagnostics)
    lines = None if content is None else decode(content, diagnostics)
    return None if lines is None or diagnostics.problems else "\n".join(lines)


def read_components(project: Path) -> Components:
    """Read the components of a project, and what its program asks of them; what cannot be read is a problem."""
    found = Components()
    folder = project / MACROS
    for path in files_of(folder, "**/*"):
        name = path.relative_to(folder).as_posix()
        diagnostics = Diagnostics(f"{MACROS}/{name}")
        if path.is_dir() or name == "strings.yml":
            continue
        if path.suffix != ".html":
            _add(diagnostics, 1, "stray")
        elif (text := text_of(path, diagnostics)) is not None:
            names = _THEME if name.startswith("theme/") else frozenset()
            try:
                component = analyse(name, text, names)
            except TemplateSyntaxError as error:
                _report_syntax(text, error, diagnostics)
            else:
                found.by_name[name] = component
                _check_own(name, text, component, diagnostics)
        if path.suffix == ".html" and name not in found.by_name:
            found.unreadable.add(name)
        found.problems += diagnostics.problems
    _read_program(project, found)
    for component in found.by_name.values():
        found.asked += [
            dataclasses.replace(asked, file=f"{MACROS}/{asked.file}") for asked in component.asked
        ]
        found.called += [
            dataclasses.replace(called, file=f"{MACROS}/{called.file}") for called in component.called
        ]
    return found


def _read_program(project: Path, found: Components) -> None:
    """Read what the program asks of components and words."""
    for path in sorted((project / "registry").rglob("*.py")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if _ASKS.search(text):
            asked, called = asked_by_program(path.relative_to(project).as_posix(), text, "exports")
            found.asked += asked
            found.called += called


def _report_syntax(text: str, error: TemplateSyntaxError, diagnostics: Diagnostics) -> None:
    if unclosed := _UNCLOSED.search(_COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)):
        line = unclosed.string.count("\n", 0, unclosed.start()) + 1
        _add(diagnostics, line, "open-braces", unclosed.group()[:2])
        return
    try:
        opened = open_block(text)
    except TemplateSyntaxError:
        opened = None
    if opened is not None:
        line, name = opened
        _add(diagnostics, line, "open" if name in TAGS else "tag", name, choices=TAGS)
    else:
        _add(diagnostics, error.lineno, "syntax", (error.message or "").rstrip("."))


def _check_own(name: str, text: str, component: Component, diagnostics: Diagnostics) -> None:
    own = name.removesuffix(".html").replace("-", "_")
    if "/" not in name and own not in component.macros:
        _add(diagnostics, 1, "own", own, f"{MACROS}/{name}")
    markup = _JINJA.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    for tag in re.finditer(r"<[a-z][^<>]*>", markup):
        if tag.group().count('"') % 2:
            _add(diagnostics, markup.count("\n", 0, tag.start()) + 1, "quote", tag.group().split()[0])
    for line, kind, word in component.unknown:
        _add(diagnostics, line, kind, word, choices=component.macros)
    for line, word in component.attributes:
        if word not in _VIEW:
            _add(diagnostics, line, "view", word, choices=_VIEW)


def check_components(found: Components, assets: Iterable[str]) -> list[Diagnostic]:
    """Check what components take in and call; ``assets`` are the logical names of styles, scripts and images, if known."""
    problems: list[Diagnostic] = []
    known = set(assets)
    if _SHELL not in found.by_name.keys() | found.unreadable:
        _report_missing(_SHELL, 1, lost := Diagnostics("registry/rendering/shell.py"), found)
        problems += lost.problems
    for name, component in found.by_name.items():
        diagnostics = Diagnostics(f"{MACROS}/{name}")
        for line, target, macros in component.taken:
            _check_taken(line, target, macros, diagnostics, found)
        for line, asset in component.assets:
            if known and asset not in known:
                _add(diagnostics, line, "asset", asset, choices=known)
        problems += diagnostics.problems
    for called in found.called:
        diagnostics = Diagnostics(called.file)
        macros_of = found.by_name.get(called.target)
        if macros_of is not None and called.macro in macros_of.macros:
            _check_call(called, macros_of.macros[called.macro], diagnostics)
        elif (
            macros_of is None
            and called.target not in found.unreadable
            and (called.file.endswith(".py") or called.file.startswith(f"{MACROS}/theme/"))
        ):
            _report_missing(called.target, called.line, diagnostics, found)
        problems += diagnostics.problems
    return problems


def _check_taken(
    line: int, target: str, macros: tuple[str, ...], diagnostics: Diagnostics, found: Components
) -> None:
    module = found.by_name.get(target)
    if module is not None:
        for macro in macros:
            if macro not in module.macros and macro not in module.constants:
                _add(diagnostics, line, "macro", target, macro, choices=module.macros)
    elif target not in found.unreadable:
        _report_missing(target, line, diagnostics, found)


def _report_missing(target: str, line: int, diagnostics: Diagnostics, found: Components) -> None:
    """Report a component that is not there: a misspelt name where it stands, one that was removed at its own file."""
    names = {name.removesuffix(".html"): name for name in found.by_name}
    near = nearest(target.removesuffix(".html"), names)
    times = sum(target in {taken[1] for taken in component.taken} for component in found.by_name.values())
    if near and times < _OF_REMOVED and not diagnostics.file.endswith(".py"):
        _add(diagnostics, line, "file", target, near=names[near])
        return
    missing = Diagnostics(f"{MACROS}/{target}")
    _add(missing, 1, "missing", diagnostics.file, str(line), f"{MACROS}/{target}")
    if target not in found.unreadable:  # Once is enough.
        found.unreadable.add(target)
        diagnostics.problems += missing.problems
    if not diagnostics.file.endswith(".py"):
        _add(diagnostics, line, "file", target)


def _check_call(called: Called, macro: Macro, diagnostics: Diagnostics) -> None:
    file = f"{MACROS}/{called.target}"
    for name in sorted(called.named - {*macro.names, "caller"}):
        if not macro.takes_more:
            _add(diagnostics, called.line, "parameter", called.macro, name, choices=macro.names)
    if called.positional > len(macro.names) and not macro.takes_more:
        _add(diagnostics, called.line, "too-many", called.macro, str(len(macro.names)), file)
    given = {*macro.names[: called.positional], *called.named}
    for name in macro.names:
        if name in macro.required and name not in given and not called.open:
            _add(diagnostics, called.line, "lacking", called.macro, name, file)
    for key, value in called.constants.items():
        name = macro.names[key] if isinstance(key, int) and key < len(macro.names) else str(key)
        if name in macro.looked_up and value not in macro.looked_up[name]:
            _add(diagnostics, called.line, "value", called.macro, name, value, choices=macro.looked_up[name])


def _add(
    diagnostics: Diagnostics,
    line: int,
    kind: str,
    *words: str,
    choices: Iterable[str] = (),
    near: str | None = None,
) -> None:
    zh, en, *hint = (said.format(*words) for said in _SAID[kind])
    near = near or (nearest(words[-1], choices) if words else None)
    if not hint and near:
        hint = [f"是否应为 {near}？", f"Perhaps {near}?"]
    do_zh, do_en = hint or ("检查拼写。", "Check the spelling.")
    diagnostics.add((line, 1), "component", zh=zh, en=en, do_zh=do_zh, do_en=do_en)
