"""Scanning line by line: keys with their colons, dashes, and the values that follow them."""

from __future__ import annotations

import re

from registry.core.languages import Bilingual
from registry.core.text.confusables import plain
from registry.loader.lint.flow import WIDE_LIST, Flow
from registry.loader.lint.layout import Layout
from registry.loader.lint.normal_form import KEY as KEY_PATTERN
from registry.loader.lint.normal_form import LIST, TEXT
from registry.loader.lint.source_lines import KEY, MARKER, WORD, SourceLines
from registry.loader.lint.stray_lines import mend_marker, mend_stray
from registry.loader.lint.values import WIDE_BARS, scan_block, scan_plain, scan_quoted

_WIDE_DASHES = "－–—−‐•·●▪﹣"
_DASH = re.compile(r"-( +|$)")
_SLIP = re.compile(r"([A-Za-z_][\w-]*)(\s*[=;；]\s*|\s+|$)(\S.*)?$", re.ASCII)
_ALIAS = re.compile(r"\*[\w-]+\s*(#.*)?$", re.ASCII)

_SOUND = re.compile(rf"( *){KEY_PATTERN}: (?:({TEXT})|{LIST})$")
"""A line in normal form, with a plain text or a list."""


class Scanner:
    """Goes through a sheet line by line; ``plain`` tells whether the last value was plain text, which may run on."""

    def __init__(self, sheet: SourceLines) -> None:
        """Begin at the top of ``sheet``."""
        self.sheet = sheet
        self.layout = Layout(sheet)
        self.plain = False

    def scan(self) -> None:
        """Scan all lines."""
        while self.sheet.at < len(self.sheet.lines):
            mend_marker(self.sheet)
            self.scan_line()
            self.sheet.at += 1

    def scan_line(self) -> None:
        """Scan the present line, and with it those into which its value runs on."""
        # Most lines are sound at a glance: a key beside the one before, with a plain text or a plain list.
        sound = _SOUND.match(self.sheet.line)
        if sound and self.layout.has_key_at(sound.end(1)):
            self.layout.levels[-1].count += 1
            self.layout.opened, self.plain = False, sound[2] is not None
            return
        body = self.sheet.line.lstrip(" ")
        if not body or body[0] == "#" or MARKER.match(self.sheet.line):
            return
        if self.sheet.line[0] == "%":
            mend_stray(self.sheet, 0)
            return
        column = len(self.sheet.line) - len(body)
        if (
            self.plain
            and column > self.layout.floor
            and not body.startswith("- ")
            and self.key_at(column) is None
        ):
            return
        awaited = self.layout.opened and self.layout.levels
        if self.key_at(column) is None and not awaited and mend_stray(self.sheet, column):
            self.scan_line()
            return
        self.mend_dash(column)
        column = self.scan_dashes(column)
        if column >= len(self.sheet.line) or self.sheet.line[column] == "#":
            return
        indented_only = not self.sheet.line[:column].strip()
        if (
            self.key_at(column) is None
            and indented_only
            and not (self.layout.opened and self.is_value(column))
        ):
            self.mend_key(column)
            if not self.sheet.line:
                return
        key = self.key_at(column)
        if key is None:
            self.scan_value(column, "")
            return
        column = self.layout.place(column, "key", shift=indented_only)
        self.scan_key(column)

    # Keys and dashes

    def key_at(self, column: int) -> re.Match[str] | None:
        """Return the key that stands at ``column``, whatever colon follows it, or ``None``."""
        key = KEY.match(self.sheet.line, column)
        if key is None or (key[3] == ":" and self.sheet.line[key.end() : key.end() + 1] in {"", " "}):
            return key
        # Within words (12:30, https://…, Chinese text) a colon makes no key; after an English word it was meant to.
        is_word = WORD.fullmatch(key[1]) and not self.sheet.line.startswith("//", key.end())
        return key if is_word else None

    def scan_key(self, column: int) -> None:
        """Scan the key at ``column`` and what follows it."""
        key = self.key_at(column)
        if key is None:
            return
        name, start, end = key[1], key.start(3), key.end()
        if key[3] != ":" or self.sheet.line[end : end + 1] not in {"", " "}:
            wide = key[3] != ":"
            self.sheet.report(
                start, "colon.full-width" if wide else "colon.no-space", name=name, colon=key[3]
            )
            self.sheet.line = f"{self.sheet.line[:start]}: {self.sheet.line[end:].lstrip()}"
        rest = self.sheet.line[start + 1 :]
        self.scan_value(start + 1 + len(rest) - len(rest.lstrip()), name)

    def is_value(self, column: int) -> bool:
        """Say whether a line without a colon is the value of the key above it."""
        if column <= self.layout.floor:
            return self.sheet.line[column] in "[{\"'"
        if not _SLIP.match(self.sheet.line, column):
            return True
        # Where the next line of its level begins with a key, this one was meant to.
        level = re.compile(rf" {{0,{column}}}(?! )")
        below = next(
            (line for line in self.sheet.lines[self.sheet.at + 1 :] if line.strip() and level.match(line)), ""
        )
        return bool(below[:column].strip()) or KEY.match(below, column) is None

    def mend_key(self, column: int) -> None:
        """Report a line that should begin with a key and a colon; leave it empty where no key can be made out."""
        if self.mend_wide_key(column):
            return
        slip = _SLIP.match(self.sheet.line, column)
        name = slip[1] if slip else ""
        if slip and (slip[2].strip() or (" " not in (slip[3] or "") or not (slip[3] or "").isascii())):
            self.sheet.report(
                slip.start(2),
                "colon.missing",
                name=name,
                text=Bilingual((slip[3] or "内容")[:20], (slip[3] or "text")[:20]),
            )
            self.sheet.line = f"{self.sheet.line[:column]}{name}: {slip[3] or ''}"
            return
        self.sheet.report(column, "colon.no-field")
        self.sheet.line = ""

    def mend_wide_key(self, column: int) -> bool:
        """Report a key typed with full-width letters, with spaces or in Chinese; return whether it was one."""
        line = self.sheet.line
        wide = re.match(r"([Ａ-Ｚａ-ｚ０-９＿－\w-]+)\s*[:：]\s*(.*)", line[column:])
        if wide and not wide[1].isascii() and WORD.fullmatch(plain(wide[1])):
            name, rest = plain(wide[1]), plain(wide[2]) if plain(wide[2]).isascii() else wide[2]
            self.sheet.report(column, "half-width-mark.line", name=name, rest=rest)
        elif spaced := re.match(r"([A-Za-z]+(?: +[A-Za-z]+)+)\s*[:：](?: +(.*)|$)", line[column:]):
            name, rest = spaced[1].replace(" ", "_").lower(), spaced[2] or ""
            self.sheet.report(column, "colon.space-in-name", typed=spaced[1], name=name)
        elif chinese := re.match(r"([\u4e00-\u9fff]{1,8})\s*：\s*(.*)", line[column:]):
            name, rest = chinese[1], chinese[2]
            self.sheet.report(column + len(name), "colon.chinese-name", name=name)
            self.sheet.line = ""
            return True
        else:
            return False
        self.sheet.line = f"{line[:column]}{name}: {rest}"
        return True

    def mend_dash(self, column: int) -> None:
        """Report a dash that is not half-width or lacks its space."""
        mark, after = self.sheet.line[column], self.sheet.line[column + 1 : column + 2]
        in_list = self.layout.has_list_at(column)
        if not in_list and not (self.layout.opened and column >= self.layout.floor):
            return
        if mark in _WIDE_DASHES and self.key_at(column) is None:
            self.sheet.report(column, "half-width-mark.dash", mark=mark)
        elif mark == "-" and after not in {"", " ", "-"}:
            self.sheet.report(column, "dash.no-space")
        else:
            return
        self.sheet.line = f"{self.sheet.line[:column]}- {self.sheet.line[column + 1 :].lstrip()}"

    def scan_dashes(self, column: int) -> int:
        """Place the dashes at ``column``; return where what follows them begins."""
        shift = True
        while dash := _DASH.match(self.sheet.line, column):
            column = self.layout.place(column, "item", shift=shift) + len(dash.group())
            shift, self.layout.opened, self.plain = False, True, False
        return column

    # Values

    def is_wide_bar(self, rest: str) -> bool:
        """Say whether a sign stands alone where a bar was meant: one like it, above lines that are indented further."""
        if rest.strip() not in WIDE_BARS:
            return False
        below = next((line for line in self.sheet.lines[self.sheet.at + 1 :] if line.strip()), "")
        deeper = len(below) - len(below.lstrip(" ")) > self.layout.floor
        return not rest[0].isascii() or (deeper and KEY.match(below.lstrip(" ")) is None)

    def scan_value(self, column: int, key: str) -> None:
        """Scan what stands after a key or a dash, or alone on its line."""
        sheet = self.sheet
        rest = sheet.line[column:]
        self.layout.opened = not rest or rest[0] in "#&!" or bool(_ALIAS.match(rest))
        self.plain = False
        if self.layout.opened:
            return
        if rest[0] in "|>" or self.is_wide_bar(rest):
            self.layout.opened = scan_block(sheet, column, self.layout.floor)
        elif rest[0] in "\"'":
            scan_quoted(sheet, column)
        elif rest[0] in "[{" or WIDE_LIST.match(rest):
            sheet.at = Flow(sheet.lines, sheet.at, self.layout.floor, sheet.diagnostics).scan(column)
        else:
            self.plain = scan_plain(sheet, column, key)
