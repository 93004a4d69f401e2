"""What is wrong with every line alike: something pasted before each, or the indentation gone."""

from __future__ import annotations

import re
from itertools import pairwise

from registry.loader.lint.source_lines import KEY, WORD, SourceLines

_NUMBERED = re.compile(r"\s*(\d+)[.:|]?(?:\s|$)")
_LANGUAGE = re.compile(r"(zh|en)\s*[:：]")


_QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "「": "」", "＂": "＂"}


def strip_quotes(sheet: SourceLines) -> None:
    """Report that the whole file stands in quotation marks, and take them off."""
    filled = [index for index, line in enumerate(sheet.lines) if line.strip()]
    if len(filled) < 3:
        return
    first, last = sheet.lines[filled[0]], sheet.lines[filled[-1]].rstrip()
    inside = first[1:].lstrip()
    closer = _QUOTES.get(first[0])
    if (
        closer
        and last.endswith(closer)
        and first.count(first[0]) == 1
        and (inside[:1] in {"#", ""} or KEY.match(inside))
    ):
        sheet.report(
            0,
            "quotation",
            f"整个文件放在了引号“{first[0]}”里。",
            f"The whole file stands in quotation marks ({first[0]}).",
            "删去文件开头和末尾的引号。",
            "Delete the marks at the beginning and at the end of the file.",
            at=filled[0],
        )
        sheet.lines[filled[0]] = inside
        sheet.lines[filled[-1]] = sheet.lines[filled[-1]].rstrip()[:-1]


def strip_beginnings(sheet: SourceLines) -> None:
    """Report what stands before every line, such as line numbers, the + of a comparison or the > of a letter."""
    filled = [index for index, line in enumerate(sheet.lines) if line.strip()]
    if len(filled) < 3:
        return
    first = sheet.lines[filled[0]]
    sign = first[0]
    if sign in "+>" and all(sheet.lines[index][0] == sign for index in filled):
        zh = en = f"“{sign}”"
        spaced = all(sheet.lines[index][1:2] in {" ", ""} for index in filled)
        ends = [2 if spaced else 1] * len(filled)
    elif _NUMBERED.match(first):
        numbers = [match for index in filled if (match := _NUMBERED.match(sheet.lines[index]))]
        told = [int(match[1]) for match in numbers]
        if len(told) < len(filled) or not all(0 < b - a < 4 for a, b in pairwise(told)):
            return
        zh, en = "行号", "its number"
        ends = [match.end() for match in numbers]
    else:
        return
    sheet.report(
        0,
        "stray-line",
        f"每一行前面都有{zh}。",
        f"Every line begins with {en}.",
        "删去它们：从文件本身复制，不要从对比页、邮件或带行号的页面复制。",
        "Delete them: copy from the file itself, not from a comparison, an email or a page with line numbers.",
        at=filled[0],
    )
    for index, end in zip(filled, ends, strict=True):
        sheet.lines[index] = sheet.lines[index][end:]


def restore_indentation(sheet: SourceLines) -> None:
    """Report that no line is indented, where keys of languages stand at the left edge, and indent them."""
    edge = [index for index, line in enumerate(sheet.lines) if _LANGUAGE.match(line)]
    if len(edge) < 4 or any(line.startswith(" ") for line in sheet.lines):
        return
    sheet.report(
        0,
        "indentation",
        "整个文件的缩进都没有了。",
        "The indentation of the whole file is gone.",
        f"title、practice、keywords 下面的 zh 和 en 缩进两个空格，| 下面的文字缩进四个；`git checkout HEAD -- {sheet.diagnostics.file}` 可以找回原来的文件。",
        f"Indent zh and en below title, practice and keywords by two spaces, and the text below | by four; `git checkout HEAD -- {sheet.diagnostics.file}` "
        "restores the file as it was.",
        at=edge[0],
    )
    in_text = False
    for index, line in enumerate(sheet.lines):
        key = KEY.match(line)
        if _LANGUAGE.match(line):
            sheet.lines[index] = f"  {line}"
            in_text = line.rstrip().endswith(("|", ">"))
        elif key and WORD.fullmatch(key[1]):
            in_text = False
        elif in_text and line.strip():
            sheet.lines[index] = f"    {line}"
