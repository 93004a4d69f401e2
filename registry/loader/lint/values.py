"""Scanning the values that stand after a key or a dash: plain text, quoted text, text below a bar."""

from __future__ import annotations

import re

from registry.loader.lint.flow import closing_quote
from registry.loader.lint.source_lines import COMMENT, KEY, MARKER, WORD, SourceLines, single_quoted

WIDE_BARS = ("｜", "丨", "∣", "│", "︱", "¦", "l", "I", "1", "/", "\\", "!")
"""What is typed for the bar above a text."""

_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])\s*(?:\s#.*)?$")
_BLOCK_KEY = re.compile(r" *[A-Za-z_]\w*\s*[:：=;；]?\s*[|>｜]\s*$", re.ASCII)
_NEXT_KEY = re.compile(r"[a-z_]+(\s*[=;；]|\s+[\[{\w])", re.ASCII)
_WRAPPED = re.compile(r"[“”„‟〝〞][^“”„‟〝〞]*[“”„‟〝〞]|‘[^‘’]*’|＂[^＂]*＂|＇[^＇]*＇|「[^「」]*」")
_SECOND_KEY = re.compile(r"[\w-]+[,，;；]?\s+([a-z_]+):(?= |$)")
_BAD_ESCAPE = re.compile(
    r"""\\(?:[^0abtnvfre "/\\N_LPxuU]|x(?![0-9A-Fa-f]{2})|u(?![0-9A-Fa-f]{4})|U(?![0-9A-Fa-f]{8}))"""
)
_LANGUAGE = re.compile(r" +(zh|en)\s*[:：]")
_TEXT_KEYS = frozenset({"zh", "en"})


def scan_plain(sheet: SourceLines, column: int, key: str) -> bool:
    """Scan a text without quotation marks; return whether it may run on in deeper lines."""
    rest = sheet.line[column:]
    comment = COMMENT.search(rest)
    text = rest[: comment.start()] if comment else rest.rstrip()
    colon = re.search(r":(?= |$)", text)
    if _WRAPPED.fullmatch(text):
        sheet.report(
            column,
            "half-width-mark",
            f"值的两头是“{text[0]}”和“{text[-1]}”，不是半角引号。",
            f"The value is wrapped in “{text[0]}” and “{text[-1]}”, which are not straight quotation marks.",
            "值一般不加引号：删去它们。若引号是文字的一部分，外面再加半角单引号。",
            "Values need no quotation marks: delete them. If they belong to the text, put straight single marks "
            "around it.",
        )
        sheet.line = sheet.line[:column] + single_quoted(text[1:-1]) + rest[len(text) :]
    elif text[0] in "@`%*":
        _report_quotes_needed(
            sheet, column, column, f"文字以“{text[0]}”开头。", f"The text begins with “{text[0]}”."
        )
    elif second := key not in _TEXT_KEYS and _SECOND_KEY.match(text):
        at = column + second.start(1)
        sheet.report(
            at,
            "colon",
            f"“{second[1]}”是另一个字段，却写在了同一行。",
            f"“{second[1]}” is another field, but is on the same line.",
            f"从“{second[1]}”起另起一行。",
            f"Begin a new line before “{second[1]}”.",
        )
        sheet.line = sheet.line[:at].rstrip(" ,，;；")
    elif colon:
        at = column + colon.start()
        _report_quotes_needed(
            sheet, column, at, "文字里有半角冒号加空格。", "The text contains a colon and a space."
        )
    elif comment and key in _TEXT_KEYS:
        at = column + comment.end() - 1
        zh, en = "“空格加 #”后面的文字不会被读到。", "What follows a space and # is not read."
        _report_quotes_needed(sheet, column, at, zh, en)
    else:
        return True
    return False


def _report_quotes_needed(sheet: SourceLines, column: int, at: int, zh: str, en: str) -> None:
    ends = sheet.line.rstrip().endswith(":")
    do_zh = '在整段文字的两头各加一个半角双引号 " ；中文里的冒号用全角。'
    do_en = 'Put a straight double quotation mark " at each end of the text.'
    if ends:
        do_zh = '删去末尾的冒号；冒号属于文字的，在整段文字的两头各加一个半角双引号 " ；文字在下面几行的，冒号后写 | ，文字缩进在下面。'
        do_en = 'Delete the colon at the end; if it belongs to the text, put a straight double quotation mark " at each end of the text; where the text stands in the lines below, write | and indent it there.'
    sheet.report(at, "quotes-needed", zh, en, do_zh, do_en)
    sheet.line = sheet.line[:column] + single_quoted(sheet.line[column:].rstrip())


def scan_quoted(sheet: SourceLines, column: int) -> None:
    """Scan a text that begins with a straight quotation mark."""
    mark, rest = sheet.line[column], sheet.line[column:]
    end = closing_quote(sheet.line, column)
    after = "" if end is None else sheet.line[end + 1 :]
    if end is None:
        sheet.report(
            column,
            "quotation",
            f"这里打开的引号 {mark} 在本行没有关上。",
            f"The quotation mark {mark} opened here is not closed on its line.",
            f"在行末加上同样的半角引号 {mark} ；长文字写在 | 下面。",
            f"Add the same straight mark {mark} at the end of the line; write a long text below |.",
        )
        sheet.line = sheet.line[:column] + single_quoted(rest[1:].rstrip("\"'“”‘’ "))
        _empty_text(sheet, mark)
    elif after.strip() and not COMMENT.match(after):
        sheet.report(
            end + 1,
            "quotation",
            f"引号 {mark} 关上之后还有文字。",
            f"Text follows the closing quotation mark {mark}.",
            "文字里面的引号：中文用“ ”，英文用 ‘ ’ 或 “ ”；整段文字写在 | 下面也可以。",
            "Within the text, use curly marks (“ ” ’), or write the whole text below |.",
        )
        sheet.line = sheet.line[:column] + single_quoted(rest[1:].rstrip(f"{mark} "))
    elif mark == '"' and (escape := _BAD_ESCAPE.search(sheet.line, column, end)):
        sheet.report(
            escape.start(),
            "quotation",
            f"双引号里的“{escape.group()}”不是可用的转义。",
            f"“{escape.group()}” means nothing inside double quotation marks.",
            "反斜杠写两个（\\\\），或改用单引号。",
            "Write the backslash twice (\\\\), or use single quotation marks.",
        )
        sheet.line = sheet.line[:column] + single_quoted(sheet.line[column + 1 : end])


def _empty_text(sheet: SourceLines, mark: str) -> None:
    """Empty the lines into which a value that was not closed runs on."""
    for index in range(sheet.at + 1, len(sheet.lines)):
        line = sheet.lines[index]
        if KEY.match(line.lstrip(" -")) or not line.strip():
            return
        sheet.lines[index] = ""
        if line.rstrip().endswith(mark):
            return


def scan_block(sheet: SourceLines, column: int, floor: int) -> bool:
    """Scan a text below ``|`` or ``>``, whose key stands in the column ``floor``; the scan goes on after it.

    Return whether there is no text after all, but a level of keys.
    """
    rest = sheet.line[column:]
    below = next((line for line in sheet.lines[sheet.at + 1 :] if line.strip()), "")
    if floor == 0 and _LANGUAGE.match(below):
        zh, en = (
            f"这里的“{rest[0]}”是多余的：下面是字段。",
            f"The “{rest[0]}” is not needed: there are fields below.",
        )
        sheet.report(column, "block-text", zh, en, "删去它。", "Delete it.")
        sheet.line = sheet.line[:column].rstrip()
        return True
    if rest[0] in WIDE_BARS:
        zh, en = f"这里用了“{rest[0]}”。", f"“{rest[0]}” is here."
        sheet.report(column, "half-width-mark", zh, en, "改为半角 | 。", "Make it a half-width |.")
        sheet.line = sheet.line[:column] + "|"
    elif not _BLOCK_HEADER.match(rest) and not re.search(r"[^\W\d_]{2}", rest):
        zh, en = f"“{rest[0]}”后面还有别的符号。", f"Other signs follow “{rest[0]}” on its line."
        do_zh, do_en = "这一行只写到 | 为止。", "Let the line end with |."
        sheet.report(column + 1, "block-text", zh, en, do_zh, do_en)
        sheet.line = sheet.line[:column] + "|"
    elif not _BLOCK_HEADER.match(rest):
        sheet.report(
            column,
            "block-text",
            f"“{rest[0]}”后面还有文字。",
            f"Text follows “{rest[0]}” on its line.",
            "文字另起一行，比字段名多缩进两个空格。",
            "Begin the text on the next line, indented by two spaces more than its field name.",
        )
        sheet.line = sheet.line[:column] + single_quoted(rest[1:].strip())
        _empty_text(sheet, "\0")
        return False
    stated = re.match(r"[|>][+-]?([1-9])", rest)
    _scan_block_lines(sheet, floor, floor + int(stated[1]) if stated else 0)
    return False


def _scan_block_lines(sheet: SourceLines, floor: int, indentation: int) -> None:
    header = sheet.at
    for index in range(header + 1, len(sheet.lines)):
        line = sheet.lines[index]
        column = len(line) - len(line.lstrip(" "))
        if not line.strip():
            continue
        if _BLOCK_KEY.match(line) or (column <= floor and _ends_block(line, column, floor)):
            break
        sheet.at = index
        if column > floor and column >= indentation:
            indentation = indentation or column
            continue
        sheet.report(
            column,
            "block-text",
            f"这一行属于第 {header + 1} 行 | 下面的文字，缩进却不够。",
            f"This line belongs to the text below | in line {header + 1}, but is not indented far enough.",
            f"在行首补空格，缩进到 {indentation or floor + 2} 格。",
            f"Indent it by {indentation or floor + 2} spaces.",
        )
        indentation = indentation or floor + 2
        sheet.lines[index] = " " * indentation + line.lstrip(" ")


def _ends_block(line: str, column: int, floor: int) -> bool:
    """Say whether a line at or left of its key ends a text, rather than being a line of it that is not indented."""
    if line[column] in "#-" or MARKER.match(line):
        return True
    key = KEY.match(line, column)
    if key and (WORD.fullmatch(key[1]) or (key[3] == ":" and line[key.end() : key.end() + 1] in {"", " "})):
        return True
    return column < floor and bool(_NEXT_KEY.match(line, column))
