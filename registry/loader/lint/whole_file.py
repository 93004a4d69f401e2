"""What is wrong with every line alike: something pasted before each, or the indentation gone."""

from __future__ import annotations

import re
from itertools import pairwise

from registry.core.languages import Bilingual
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
        sheet.report(0, "quotation.whole-file", at=filled[0], mark=first[0])
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
        what = Bilingual(f"“{sign}”", f"“{sign}”")
        spaced = all(sheet.lines[index][1:2] in {" ", ""} for index in filled)
        ends = [2 if spaced else 1] * len(filled)
    elif _NUMBERED.match(first):
        numbers = [match for index in filled if (match := _NUMBERED.match(sheet.lines[index]))]
        told = [int(match[1]) for match in numbers]
        if len(told) < len(filled) or not all(0 < b - a < 4 for a, b in pairwise(told)):
            return
        what = Bilingual("行号", "its number")
        ends = [match.end() for match in numbers]
    else:
        return
    sheet.report(0, "stray-line.every-line", at=filled[0], what=what)
    for index, end in zip(filled, ends, strict=True):
        sheet.lines[index] = sheet.lines[index][end:]


def restore_indentation(sheet: SourceLines) -> None:
    """Report that no line is indented, where keys of languages stand at the left edge, and indent them."""
    edge = [index for index, line in enumerate(sheet.lines) if _LANGUAGE.match(line)]
    if len(edge) < 4 or any(line.startswith(" ") for line in sheet.lines):
        return
    sheet.report(0, "indentation.whole-file", at=edge[0], file=sheet.diagnostics.file)
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
