"""The sheet: the lines being scanned, where the scan stands, and how it reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from registry.core.diagnostics import Diagnostics

WORD = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
"""What a key looks like."""

WIDE_COLONS = "：﹕∶︰꞉"
"""Signs that are typed for the colon after a key."""

KEY = re.compile(
    rf"""("[^"]*"|'[^']*'|[^\s:{WIDE_COLONS}"'\[\]{{}},#&*!|>%@`“‘][^\s:{WIDE_COLONS}"'\[\]{{}},]*)(\s*)([:{WIDE_COLONS}])"""
)
"""A key and the colon, half-width or not, that follows it."""

COMMENT = re.compile(r"\s+#")
"""What begins a comment after a value."""

MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
"""A line that begins or ends a document."""


@dataclass(slots=True)
class SourceLines:
    """The lines, mended as the scan goes on, the index of the present one, and the problems found."""

    lines: list[str]
    diagnostics: Diagnostics
    at: int = 0

    @property
    def line(self) -> str:
        """The present line."""
        return self.lines[self.at]

    @line.setter
    def line(self, mended: str) -> None:
        self.lines[self.at] = mended

    def report(self, column: int, name: str, /, at: int | None = None, **values: Any) -> None:
        """Report a problem at a column (from 0) of the present line, or of the line at the index ``at``."""
        line = self.at if at is None else at
        self.diagnostics.report((line + 1, column + 1), name, **values)


def single_quoted(text: str) -> str:
    """Return ``text`` as a YAML value in single quotation marks."""
    return "'" + text.replace("'", "''") + "'"
