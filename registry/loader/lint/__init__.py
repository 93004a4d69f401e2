"""Scanning: what people get wrong in writing YAML, found line by line before the parser sees it.

A parser tells where it stumbled; the scan tells what was meant. What it reports it also mends in the lines handed on, so
that one slip is one problem and the rest of the file is checked.
"""

from __future__ import annotations

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.loader.lint.lines import Scanner
from registry.loader.lint.normal_form import is_normal
from registry.loader.lint.source_lines import SourceLines
from registry.loader.lint.whole_file import restore_indentation, strip_beginnings, strip_quotes

RULES = {
    "stray-line": Bilingual(
        "文件里只有“字段: 内容”和以 # 开头的说明，没有其他记号。",
        "A file contains fields with their content and comments that begin with #, and no other marks.",
    ),
    "colon": Bilingual(
        "字段名后面是半角冒号加一个空格。", "A field name is followed by a half-width colon and a space."
    ),
    "half-width-mark": Bilingual(
        "YAML 自己的标点（引号、括号、逗号、短横、竖线）用半角。",
        "The marks that belong to YAML (quotation marks, brackets, comma, dash, bar) are half-width.",
    ),
    "dash": Bilingual(
        "短横只用在列表各项前面，后面有一个空格。",
        "A dash is used only before items of a list, and is followed by a space.",
    ),
    "indentation": Bilingual(
        "同一层的字段左边对齐，下一层多缩进两个空格。",
        "Fields of one level are aligned; those of the next level are indented by two more spaces.",
    ),
    "quotation": Bilingual(
        "值以半角引号开头，就在同一行以同样的引号结束，后面不再有文字。",
        "A value that begins with a straight quotation mark ends with the same mark on the same line.",
    ),
    "brackets": Bilingual(
        "方括号、花括号成对，各项之间有一个逗号。",
        "Brackets and braces come in pairs, with one comma between items.",
    ),
    "quotes-needed": Bilingual(
        "文字里有冒号加空格、空格加 #，或以 @ ` % 等开头，要加半角引号。",
        "A text is in quotation marks if it contains a colon and a space, or a space and #, or begins with @, ` or %.",
    ),
    "block-text": Bilingual(
        "| 所在行不写字，文字从下一行开始，缩进两个空格。",
        "Nothing follows | on its line; the text begins on the next line, indented by two spaces.",
    ),
}
"""The rules that this room holds files to, by name."""


def scan(lines: list[str], diagnostics: Diagnostics) -> list[str]:
    """Report what is wrong with the marks and the indentation of ``lines``, and return them mended."""
    if is_normal("\n".join(lines)):
        return lines
    sheet = SourceLines(list(lines), diagnostics)
    strip_quotes(sheet)
    strip_beginnings(sheet)
    restore_indentation(sheet)
    Scanner(sheet).scan()
    return sheet.lines
