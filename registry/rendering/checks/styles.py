"""Styles as written: properties and units that there are not, declarations that do not end, colours and custom properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest

_DEFINED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:|@property\s+(--[\w-]+)")
_COLOUR = re.compile(r"(?i)\s*#(?:[0-9a-f]{3}|[0-9a-f]{6})\s*")
_DECLARED = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_USED = re.compile(r"var\(\s*([^\s,)]*)")
_NEWER_PROPERTIES = frozenset(("text-autospace", "text-size-adjust", "text-spacing-trim"))
"""Properties of styles that Pygments, which has a list of all, does not know yet."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STATEMENT = re.compile(r"(?<=[{};])\s*(?P<name>[A-Za-z][\w-]*)(?P<rest>[^;{}]*)(?=[;}])")
_VALUE = re.compile(r"\s*:(?P<value>.*)", re.DOTALL)
_NEXT = re.compile(r"\n\s*[\w-]+\s*:")
_UNIT = re.compile(r"(?<![\w#.-])\d*\.?\d+([A-Za-z]+)")
_STRING = re.compile(r""""[^"\n]*"|'[^'\n]*'|url\([^)\n]*\)""")
_UNITS = frozenset(
    "px rem em ch ex ic lh vw vh svh lvh dvh vmin vmax cqw fr s ms deg turn mm cm in pt x dpi dppx n".split()
)


def check_styles(styles: Mapping[str, str]) -> list[Diagnostic]:
    """Return the problems of styles, given by file, in which brackets and strings are closed."""
    problems: list[Diagnostic] = []
    for file, text in styles.items():
        diagnostics = Diagnostics(file)
        bare = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
        for statement in _STATEMENT.finditer(bare):
            line = bare.count("\n", 0, statement.start("name")) + 1
            for zh, en in _faults(statement["name"], statement["rest"]):
                _add(
                    diagnostics,
                    line,
                    zh,
                    en,
                    "写成“名称: 值;”，检查拼写。",
                    "Write “name: value;”, and check the spelling.",
                )
        for found in _UNIT.finditer(_STRING.sub("", bare)):
            if found[1] not in _UNITS:
                _add(diagnostics, found.string.count("\n", 0, found.start()) + 1, f"没有单位“{found[1]}”。", f"There is no unit “{found[1]}”.",
                     "检查拼写，例如 px、rem。", "Check the spelling, such as px or rem.")  # fmt: skip
        problems += diagnostics.problems
    return problems + _check_custom(styles)


def _faults(name: str, rest: str) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a declaration, in Chinese and English."""
    value = _VALUE.fullmatch(rest)
    if value is None:
        yield f"“{name}”后面没有半角冒号。", f"There is no colon after “{name}”."
        return
    if name not in _properties() and name not in _NEWER_PROPERTIES:
        near = nearest(name, _properties())
        yield (
            f"没有样式属性“{name}”{f'，是否应为 {near}' if near else ''}。",
            f"There is no property “{name}”{f'; perhaps {near}' if near else ''}.",
        )
    if _NEXT.search(value["value"]):
        yield "这一行末尾缺半角分号。", "The semicolon at the end of this line is missing."


@cache
def _properties() -> frozenset[str]:
    """Return the properties of CSS, which Pygments knows."""
    from pygments.lexers import css

    return frozenset(css._css_properties)  # noqa: SLF001  (it names them nowhere else)


def _check_custom(styles: Mapping[str, str]) -> list[Diagnostic]:
    """Check that every custom property that a style uses is defined in one, and that what is a colour anywhere is one everywhere."""
    declared = [match for text in styles.values() for match in _DECLARED.findall(text)]
    colours = {name for name, value in declared if _COLOUR.fullmatch(value)}
    used = {name for text in styles.values() for name in _USED.findall(text)}
    defined = {name for text in styles.values() for found in _DEFINED.findall(text) for name in found if name}
    problems: list[Diagnostic] = []
    for file, text in styles.items():
        diagnostics = Diagnostics(file)
        for found in _USED.finditer(text):
            if found[1] not in defined:
                near = nearest(found[1], defined)
                _add(diagnostics, text.count("\n", 0, found.start()) + 1, f"没有定义“{found[1]}”。", f"Nothing defines “{found[1]}”.",
                     f"是否应为 {near}？" if near else "检查拼写；颜色和尺寸在 tokens.css 里定义。",
                     f"Perhaps {near}?" if near else "Check the spelling; colours and sizes are defined in tokens.css.")  # fmt: skip
        for found in _DECLARED.finditer(text):
            name, value, line = (
                found[1],
                found[2].split("\n")[0].strip(),
                text.count("\n", 0, found.start()) + 1,
            )
            if name not in colours:
                continue
            if not _COLOUR.fullmatch(found[2]):
                _add(diagnostics, line, f"“{value}”不是颜色值，或者末尾缺半角分号。", f"“{value}” is not a colour, or the semicolon after it is missing.",
                     "写成 # 加三位或六位十六进制数，末尾加分号，如 #15577a;。",
                     "Write # with three or six hexadecimal digits and a semicolon, such as #15577a;.")  # fmt: skip
            elif name not in used and not name.startswith("--md-"):  # Material uses its own.
                _add(diagnostics, line, f"没有样式用到“{name}”。", f"No style uses “{name}”.",
                     "冒号前面的名称不改，只改颜色值。", "Leave the name before the colon as it was, and change only the colour.")  # fmt: skip
        problems += diagnostics.problems
    return problems


def _add(diagnostics: Diagnostics, line: int, zh: str, en: str, do_zh: str, do_en: str) -> None:
    diagnostics.add((line, 1), "asset", zh=zh, en=en, do_zh=do_zh, do_en=do_en)
