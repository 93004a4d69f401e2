"""Scanning the values that stand after a key or a dash: plain text, quoted text, text below a bar."""

from __future__ import annotations

import re
from typing import Any

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
        sheet.report(column, "half-width-mark.quotation-marks", opening=text[0], closing=text[-1])
        sheet.line = sheet.line[:column] + single_quoted(text[1:-1]) + rest[len(text) :]
    elif text[0] in "@`%*":
        _report_quotes_needed(sheet, column, column, "quotes-needed.first-character", mark=text[0])
    elif second := key not in _TEXT_KEYS and _SECOND_KEY.match(text):
        at = column + second.start(1)
        sheet.report(at, "colon.second-field", key=second[1])
        sheet.line = sheet.line[:at].rstrip(" ,，;；")
    elif colon:
        at = column + colon.start()
        ends = sheet.line.rstrip().endswith(":")
        _report_quotes_needed(
            sheet, column, at, "quotes-needed.colon-at-end" if ends else "quotes-needed.colon"
        )
    elif comment and key in _TEXT_KEYS:
        at = column + comment.end() - 1
        _report_quotes_needed(sheet, column, at, "quotes-needed.comment")
    else:
        return True
    return False


def _report_quotes_needed(sheet: SourceLines, column: int, at: int, name: str, **values: Any) -> None:
    sheet.report(at, name, **values)
    sheet.line = sheet.line[:column] + single_quoted(sheet.line[column:].rstrip())


def scan_quoted(sheet: SourceLines, column: int) -> None:
    """Scan a text that begins with a straight quotation mark."""
    mark, rest = sheet.line[column], sheet.line[column:]
    end = closing_quote(sheet.line, column)
    after = "" if end is None else sheet.line[end + 1 :]
    if end is None:
        sheet.report(column, "quotation.not-closed", mark=mark)
        sheet.line = sheet.line[:column] + single_quoted(rest[1:].rstrip("\"'“”‘’ "))
        _empty_text(sheet, mark)
    elif after.strip() and not COMMENT.match(after):
        sheet.report(end + 1, "quotation.text-after", mark=mark)
        sheet.line = sheet.line[:column] + single_quoted(rest[1:].rstrip(f"{mark} "))
    elif mark == '"' and (escape := _BAD_ESCAPE.search(sheet.line, column, end)):
        sheet.report(escape.start(), "quotation.escape", found=escape.group())
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
        sheet.report(column, "block-text.not-needed", mark=rest[0])
        sheet.line = sheet.line[:column].rstrip()
        return True
    if rest[0] in WIDE_BARS:
        sheet.report(column, "half-width-mark.bar", mark=rest[0])
        sheet.line = sheet.line[:column] + "|"
    elif not _BLOCK_HEADER.match(rest) and not re.search(r"[^\W\d_]{2}", rest):
        sheet.report(column + 1, "block-text.signs-after", mark=rest[0])
        sheet.line = sheet.line[:column] + "|"
    elif not _BLOCK_HEADER.match(rest):
        sheet.report(column, "block-text.text-after", mark=rest[0])
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
            column, "block-text.not-indented", header=header + 1, indentation=indentation or floor + 2
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
