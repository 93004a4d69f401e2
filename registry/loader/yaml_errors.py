"""Explaining: what the parser complains of, as a problem with its plain cause and the line where it begins.

It is asked only about what the scan let pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual

RULES = {
    "yaml": Bilingual("文件是写法正确的 YAML。", "A file is well-formed YAML."),
}
"""The rules that this room holds files to, by name."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the parser said: the context it was in and the problem it met, each with line and column (from 1)."""

    context: str
    context_place: tuple[int, int] | None
    problem: str
    place: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Cause:
    """A cause: how the complaint reads, whether it begins where the context does, and the words for people."""

    pattern: str
    at_context: bool
    zh: str
    en: str
    do_zh: str
    do_en: str


_CAUSES = (
    _Cause(
        r"quoted scalar",
        True,
        "这里打开的引号没有关上。",
        "The quotation mark opened here is not closed.",
        "补上同样的半角引号，或把文字写在 | 下面。",
        "Close it with the same straight mark, or write the text below |.",
    ),
    _Cause(
        r"escape",
        False,
        "双引号里的反斜杠不是可用的转义。",
        "A backslash inside double quotation marks means nothing here.",
        "反斜杠写两个（\\\\），或改用单引号。",
        "Write the backslash twice (\\\\), or use single quotation marks.",
    ),
    _Cause(
        r"flow (sequence|mapping)",
        True,
        "这里打开的括号没有关上，或各项之间少了逗号。",
        "The bracket opened here is not closed, or a comma between its items is missing.",
        "括号成对，各项之间用半角逗号加空格隔开。",
        "Close the bracket, and separate the items with a half-width comma and a space.",
    ),
    _Cause(
        r"expected '-' indicator|block sequence entries|block collection",
        False,
        "列表各项没有对齐，或列表写在了不该写的地方。",
        "The items of this list are not aligned, or a list cannot be used here.",
        "每项另起一行，以 `- ` 开头，左边对齐。",
        "Begin each item on its own line with `- `, all in one column.",
    ),
    _Cause(
        r"could not find expected ':'|simple key",
        True,
        "这一行没有“字段: ”。",
        "This line has no field name with a colon.",
        "字段名后面写半角冒号和一个空格；若是上面文字的一部分，缩进两个空格。",
        "Write a half-width colon and a space after the field name; if the line belongs to the text above, indent it.",
    ),
    _Cause(
        r"mapping values are not allowed|expected key|expected <block end>",
        False,
        "这一行的缩进与上面的字段对不齐，或文字里有冒号加空格。",
        "This line is not aligned with the fields above, or a text contains a colon and a space.",
        "与同一层的字段对齐；含冒号加空格的文字放进半角引号里。",
        "Align it with the fields of its level; put a text that contains a colon and a space in straight quotation marks.",
    ),
    _Cause(
        r"cannot start any token|node content|block scalar|directive|document start|ambiguous|anchor|alias|tag",
        False,
        "值不能这样开头。",
        "A value cannot begin like this.",
        "文字以 @ ` % & * ! 等符号开头时，放进半角引号里；删去多余的符号。",
        "Put a text that begins with @, `, %, &, * or ! in straight quotation marks; delete marks that do not belong.",
    ),
)


def explain(complaint: Complaint, diagnostics: Diagnostics) -> None:
    """Report a complaint of the parser."""
    said = f"{complaint.context} {complaint.problem}"
    for cause in _CAUSES:
        if re.search(cause.pattern, said):
            place = complaint.context_place if cause.at_context else complaint.place
            diagnostics.add(
                place or complaint.place or complaint.context_place or (1, 1),
                "yaml",
                zh=cause.zh,
                en=cause.en,
                do_zh=cause.do_zh,
                do_en=cause.do_en,
            )
            return
    diagnostics.add(
        complaint.place or complaint.context_place or (1, 1),
        "yaml",
        zh="这一行无法解析。",
        en="This line cannot be understood.",
        do_zh="仿照其他举措文件填写：字段名、半角冒号、空格、内容。",
        do_en="Follow the other measure files: field name, half-width colon, space, text.",
    )
