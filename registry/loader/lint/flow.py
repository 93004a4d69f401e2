"""Scanning what stands in brackets and braces, and finding where quotation marks close."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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
                self.finish("".join(each.closer for each in reversed(self.stack)))
                self.report(
                    outermost.line,
                    outermost.column,
                    "brackets",
                    "这里打开的括号没有关上。",
                    "The bracket opened here is not closed.",
                    f"在最后一项后面加上“{outermost.closer}”。",
                    f"Add “{outermost.closer}” after the last item.",
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
        self.report(
            self.at,
            at,
            "quotation",
            "这里打开的引号在本行没有关上。",
            "The quotation mark opened here is not closed on its line.",
            f"在这一项末尾加上同样的半角引号 {mark} 。",
            f"Add the same straight mark {mark} at the end of the item.",
        )
        self.copy(at, "", skip=1)
        self.item = at + 1
        return at + 1

    def open(self, line: str, at: int, mark: str) -> int:
        """Deal with an opening bracket or brace; return where to go on."""
        if mark not in "[{" and not WIDE_LIST.match(line, at):
            return at + 1
        if self.stack and (not self.empty(line, at) or _PLACEHOLDER.match(line, at)):
            if mark in "[{":
                self.report(
                    self.at,
                    at,
                    "quotes-needed",
                    f"括号里的文字含有“{mark}”。",
                    f"A text inside brackets contains “{mark}”.",
                    '在整段文字的两头各加一个半角双引号 " ；文字里面的引号用弯的。',
                    'Put a straight double quotation mark " at each end of the text; marks within it are curly.',
                )
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
            self.report(
                self.at,
                at,
                "brackets",
                f"应该用“{innermost.closer}”关上，这里是“{mark}”。",
                f"“{innermost.closer}” should close here, but “{mark}” is here.",
                f"改为“{innermost.closer}”。",
                f"Make it “{innermost.closer}”.",
            )
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
                self.report(
                    self.at,
                    comma,
                    "brackets",
                    "两项之间少了逗号。",
                    "A comma is missing between two items.",
                    "在这里加上半角逗号。",
                    "Put a comma here.",
                )
                self.copy(comma, ",", skip=0)
                return at + 1
            if mark == ":" and spaced and self.item >= 0:
                self.report(
                    self.at,
                    at,
                    "quotes-needed",
                    "花括号里的文字含有“冒号加空格”。",
                    "A text inside braces contains a colon and a space.",
                    "给这段文字加上半角引号。",
                    "Put the text in straight quotation marks.",
                )
                self.copy(at, "", skip=1)
            return at + 1
        key = line[self.item : at].strip() if self.item >= 0 else "quoted"
        if mark == "：":
            if not WORD.fullmatch(key):
                return at + 1
            self.wide(at, mark, ":", "colon")
            self.copy(at, ": ", skip=1)
        elif not spaced and self.item >= 0:
            if not WORD.fullmatch(key):
                return at + 1
            self.report(
                self.at,
                at,
                "colon",
                f"“{key}”的冒号后面没有空格。",
                f"No space follows the colon after “{key}”.",
                f"写成 `{key}: 内容`。",
                f"Write `{key}: text`.",
            )
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
            self.report(
                self.at,
                at,
                "brackets",
                "逗号前面没有内容。",
                "There is nothing before this comma.",
                "删去多余的逗号，或补上这一项。",
                "Delete the comma, or write the item before it.",
            )
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
            self.report(
                self.at,
                column,
                "quotes-needed",
                f"花括号里的文字含有逗号，“{text[:20]}”被当作了字段名。",
                f"A text inside braces contains a comma, so that “{text[:20]}” is taken for a field name.",
                "给整段文字加上半角引号。",
                "Put the whole text in straight quotation marks.",
            )
            self.pieces.append(line[self.copied : self.item - 1])
            self.copied = self.item
        else:
            self.report(
                self.at,
                column,
                "colon",
                f"“{text[:20]}”里没有冒号。",
                f"“{text[:20]}” has no colon.",
                "写成 `字段: 内容`。",
                "Write `field: text`.",
            )
            gap = re.search(r"\s+", line[column:at])
            if gap:
                self.copy(column + gap.start(), ":")

    def after(self, line: str, position: int) -> None:
        """Report what follows the end of the value on its line."""
        rest = line[position:]
        if rest.strip() and not re.match(r"\s+#", rest):
            self.report(
                self.at,
                position + len(rest) - len(rest.lstrip()),
                "brackets",
                f"括号关上之后还有“{rest.strip()[:20]}”。",
                f"“{rest.strip()[:20]}” follows the closing bracket.",
                "删去它；括号要一一成对。",
                "Delete it; brackets come in pairs.",
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

    def wide(self, at: int, mark: str, half: str, rule: str = "half-width-mark") -> None:
        """Report a full-width mark that stands for a half-width one."""
        self.report(
            self.at,
            at,
            rule,
            f"这里写了 {mark} ，应是半角 {half} 。",
            f"There is {mark} where {half} belongs.",
            f"改为半角 {half} ；若它是文字的一部分，给文字加上半角引号。",
            f"Make it {half} ; if it belongs to a text, put the text in straight quotation marks.",
        )

    def copy(self, until: int, new: str = "", skip: int = 0) -> None:
        """Take over the line up to ``until``, and ``new`` in place of the next ``skip`` characters."""
        self.pieces += [self.lines[self.at][self.copied : until], new]
        self.copied = until + skip

    def finish(self, end: str = "") -> None:
        """Put the mended line, with ``end`` after it, in the place of the present one."""
        self.lines[self.at] = "".join(self.pieces) + self.lines[self.at][self.copied :] + end

    def report(self, line: int, column: int, rule: str, zh: str, en: str, do_zh: str, do_en: str) -> None:
        """Report a problem at a line and column, both from 0."""
        self.diagnostics.add((line + 1, column + 1), rule, zh=zh, en=en, do_zh=do_zh, do_en=do_en)
