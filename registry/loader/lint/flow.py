"""Scanning what stands in brackets and braces, and finding where quotation marks close."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from registry.core.diagnostics import Diagnostics
from registry.loader.lint.source_lines import WORD

WIDE_LIST = re.compile(r"[【［｛]\s*[\w-]+\s*[,，、:：\]】］}｝]", re.ASCII)
"""How a list or mapping of keys in full-width brackets begins."""

_TOKEN = re.compile(r"[\[\]{},:#\"'，、；;：【】［］｛｝“‘＂＇「]")
_CLOSERS = {"[": "]", "{": "}", "【": "]", "［": "]", "｛": "}"}
_HALF = {
    "，": ",",
    "、": ",",
    "；": ",",
    ";": ",",
    "】": "]",
    "］": "]",
    "｝": "}",
    "【": "[",
    "［": "[",
    "｛": "{",
    "：": ":",
}
_WIDE_QUOTES = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "「": "」"}
_LOST_COMMA = re.compile(r"\s*[\w-]+( +)[a-z_]+", re.ASCII)
_NEXT_KEY = re.compile(r"\s*[A-Za-z_]\w*\s*[:：]", re.ASCII)
_STRUCTURE = re.compile(r"( *)(?:- |[A-Za-z_][\w-]*\s*[:：])", re.ASCII)
_PLACEHOLDER = re.compile(r"\{\w+\}(?=\s*[^\s,}\]])")
"""A text that begins with a value to be filled in, such as ``{n} measures``."""
_DEEPEST = 50


def closing_quote(line: str, start: int) -> int | None:
    """Return where the quotation mark at ``start`` is closed on its line, or ``None``."""
    mark = line[start]
    pattern = r'(?:[^"\\]|\\.)*"' if mark == '"' else r"(?:[^']|'')*'(?!')"
    match = re.compile(pattern).match(line, start + 1)
    return match.end() - 1 if match else None


@dataclass
class _Open:
    """A bracket that is open: its place, the mark that closes it, and whether the item in it is past its key."""

    line: int
    column: int
    closer: str
    in_value: bool = False
    pairs: int = 0


@dataclass
class Flow:
    """Scans one bracketed value, from its opening mark to its end, mending ``lines`` in place.

    ``floor`` is the column of the key it belongs to: a key at or left of it cannot be inside.
    """

    lines: list[str]
    at: int
    floor: int
    diagnostics: Diagnostics
    stack: list[_Open] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    copied: int = 0
    item: int = 0
    """Where the present item begins on its line; ``-1`` after a bracket or quotation has closed."""

    def scan(self, column: int) -> int:
        """Scan from ``column`` of the present line; return the index of the line on which the value ends."""
        position = column
        while True:
            line = self.lines[self.at]
            self.item, self.copied, self.pieces = position, 0, []
            while match := _TOKEN.search(line, position):
                position = self.token(line, match.start(), match.group())
                if not self.stack:
                    self.after(line, position)
                    self.finish()
                    return self.at
                if len(self.stack) > _DEEPEST:
                    return len(self.lines)
            if self.broken_off():
                outermost = self.stack[0]
                self.finish("".join(bracket.closer for bracket in reversed(self.stack)))
                self.report(
                    outermost.column, "brackets.not-closed", line=outermost.line, closer=outermost.closer
                )
                return self.at
            self.finish()
            self.at += 1
            position = 0

    def token(self, line: str, at: int, mark: str) -> int:
        """Deal with a mark; return where to go on."""
        if mark == "#":
            return len(line) if at == 0 or line[at - 1] == " " else at + 1
        if mark in "\"'" or mark in _WIDE_QUOTES:
            return self.quote(line, at, mark) if self.empty(line, at) and self.item >= 0 else at + 1
        if mark in _CLOSERS:
            return self.open(line, at, mark)
        if mark in "]}】］｝":
            return self.close(line, at, mark)
        if mark in ":：":
            return self.colon(line, at, mark)
        return self.comma(line, at, mark)

    def empty(self, line: str, at: int) -> bool:
        """Say whether nothing but spaces stands between the beginning of the item and ``at``."""
        return self.item >= 0 and not line[self.item : at].strip()

    def quote(self, line: str, at: int, mark: str) -> int:
        """Deal with a quotation mark that begins an item; return where to go on."""
        if mark in _WIDE_QUOTES:
            end = line.find(_WIDE_QUOTES[mark], at + 1)
            if end < 0 or not re.match(r"\s*([,，\]】］}｝]|$)", line[end + 1 :]):
                return at + 1
            self.wide(at, mark, '"')
            self.copy(at, '"', skip=1)
            self.copy(end, '"', skip=1)
            self.item = -1
            return end + 1
        closing = closing_quote(line, at)
        if closing is not None:
            self.item = -1
            return closing + 1
        self.report(at, "quotation.item-not-closed", mark=mark)
        self.copy(at, "", skip=1)
        self.item = at + 1
        return at + 1

    def open(self, line: str, at: int, mark: str) -> int:
        """Deal with an opening bracket or brace; return where to go on."""
        if mark not in "[{" and not WIDE_LIST.match(line, at):
            return at + 1
        if self.stack and (not self.empty(line, at) or _PLACEHOLDER.match(line, at)):
            if mark in "[{":
                self.report(at, "quotes-needed.bracket-in-item", mark=mark)
                end = line.find(_CLOSERS[mark], at)
                return end + 1 if end >= 0 else at + 1
            return at + 1
        if mark not in "[{":
            self.wide(at, mark, _HALF[mark])
            self.copy(at, _HALF[mark], skip=1)
        self.stack.append(_Open(self.at, at, _CLOSERS[mark]))
        self.item = at + 1
        return at + 1

    def close(self, line: str, at: int, mark: str) -> int:
        """Deal with a closing bracket or brace; return where to go on."""
        innermost = self.stack[-1]
        half = _HALF.get(mark, mark)
        if mark not in "]}":
            if half != innermost.closer or (mark == "】" and "【" in line[max(self.item, 0) : at]):
                return at + 1
            self.wide(at, mark, half)
        elif half != innermost.closer:
            self.report(at, "brackets.other-mark", closer=innermost.closer, mark=mark)
        self.end_of_item(line, at)
        self.copy(at, innermost.closer, skip=1)
        self.stack.pop()
        self.item = -1
        return at + 1

    def colon(self, line: str, at: int, mark: str) -> int:
        """Deal with a colon, which between braces ends a key; return where to go on."""
        innermost = self.stack[-1]
        if innermost.closer != "}":
            return at + 1
        spaced = at + 1 == len(line) or line[at + 1] in " ,}"
        if innermost.in_value:
            lost = _LOST_COMMA.fullmatch(line, self.item, at) if self.item >= 0 else None
            if mark == ":" and spaced and lost:
                comma = lost.start(1)
                self.report(comma, "brackets.lost-comma")
                self.copy(comma, ",", skip=0)
                return at + 1
            if mark == ":" and spaced and self.item >= 0:
                self.report(at, "quotes-needed.colon-in-braces")
                self.copy(at, "", skip=1)
            return at + 1
        key = line[self.item : at].strip() if self.item >= 0 else "quoted"
        if mark == "：":
            if not WORD.fullmatch(key):
                return at + 1
            self.wide(at, mark, ":", "colon.full-width-in-braces")
            self.copy(at, ": ", skip=1)
        elif not spaced and self.item >= 0:
            if not WORD.fullmatch(key):
                return at + 1
            self.report(at, "colon.no-space-in-braces", key=key)
            self.copy(at, ": ", skip=1)
        innermost.in_value = True
        innermost.pairs += 1
        self.item = at + 1
        return at + 1

    def comma(self, line: str, at: int, mark: str) -> int:
        """Deal with a comma, or with what was typed for one; return where to go on."""
        innermost = self.stack[-1]
        if mark != ",":
            if not self.separates(line, at, mark):
                return at + 1
            self.wide(at, mark, ",")
            self.copy(at, ", ", skip=1)
        elif self.empty(line, at):
            self.report(at, "brackets.empty-item")
            self.copy(at, "", skip=1)
        self.end_of_item(line, at)
        innermost.in_value = False
        self.item = at + 1
        return at + 1

    def separates(self, line: str, at: int, mark: str) -> bool:
        """Say whether a mark other than the half-width comma is meant to part items."""
        if self.stack[-1].closer == "}":
            return bool(_NEXT_KEY.match(line, at + 1))
        return mark != ";" or line[at + 1 : at + 2] in {"", " "}

    def end_of_item(self, line: str, at: int) -> None:
        """Report an item between braces that has no key."""
        innermost = self.stack[-1]
        if innermost.closer != "}" or innermost.in_value or self.item < 0 or self.empty(line, at):
            return
        text = line[self.item : at].strip()
        column = self.item + len(line[self.item : at]) - len(line[self.item : at].lstrip())
        if innermost.pairs and not re.fullmatch(r"[a-z_]+ \S+", text):
            self.report(column, "quotes-needed.comma-in-braces", text=text[:20])
            self.pieces.append(line[self.copied : self.item - 1])
            self.copied = self.item
        else:
            self.report(column, "colon.missing-in-braces", text=text[:20])
            gap = re.search(r"\s+", line[column:at])
            if gap:
                self.copy(column + gap.start(), ":")

    def after(self, line: str, position: int) -> None:
        """Report what follows the end of the value on its line."""
        rest = line[position:]
        if rest.strip() and not re.match(r"\s+#", rest):
            self.report(
                position + len(rest) - len(rest.lstrip()), "brackets.text-after", found=rest.strip()[:20]
            )
            self.copy(position)
            self.copied = len(line)

    def broken_off(self) -> bool:
        """Say whether the value cannot go on in the next line."""
        for line in self.lines[self.at + 1 :]:
            if line.strip():
                structure = _STRUCTURE.match(line)
                return structure is not None and len(structure[1]) <= self.floor
        return True

    def wide(self, at: int, mark: str, half: str, name: str = "half-width-mark.in-brackets") -> None:
        """Report a full-width mark that stands for a half-width one."""
        self.report(at, name, mark=mark, half=half)

    def copy(self, until: int, new: str = "", skip: int = 0) -> None:
        """Take over the line up to ``until``, and ``new`` in place of the next ``skip`` characters."""
        self.pieces += [self.lines[self.at][self.copied : until], new]
        self.copied = until + skip

    def finish(self, end: str = "") -> None:
        """Put the mended line, with ``end`` after it, in the place of the present one."""
        self.lines[self.at] = "".join(self.pieces) + self.lines[self.at][self.copied :] + end

    def report(self, column: int, name: str, /, line: int | None = None, **values: Any) -> None:
        """Report a problem at a column (from 0) of the present line, or of another."""
        self.diagnostics.report(((self.at if line is None else line) + 1, column + 1), name, **values)
