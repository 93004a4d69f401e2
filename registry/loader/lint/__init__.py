"""The lint: what people get wrong in writing YAML, found line by line before the parser sees it.

A parser tells where it failed; the lint tells what was meant. What it reports it also corrects in the lines handed on, so
that one slip is one problem and the rest of the file is checked.
"""

from __future__ import annotations

from registry.core.diagnostics import Diagnostics
from registry.loader.lint.lines import Scanner
from registry.loader.lint.normal_form import is_normal
from registry.loader.lint.source_lines import SourceLines
from registry.loader.lint.whole_file import restore_indentation, strip_beginnings, strip_quotes

RULES = (
    "stray-line",
    "colon",
    "half-width-mark",
    "dash",
    "indentation",
    "quotation",
    "brackets",
    "quotes-needed",
    "block-text",
)
"""The rules that the lint holds files to."""


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
