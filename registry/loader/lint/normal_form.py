"""The form in which nothing needs scanning: that in which nearly all files of the register are written.

Most files are in it, and to see that takes a twentieth of the time of a scan.
"""

from __future__ import annotations

import re

DEEPEST = 3
"""Levels of keys; the vocabulary has files of so many."""

_MARKS = r"\[\]{}:#\"'，、；;：【】［］｛｝“‘＂＇「,"
KEY = r"(?:[a-z][a-z0-9_-]*+|'[a-z]++')"
_QUOTED = r"""(?:"(?:[^"\\\n]|\\[nt"\\]|\\u[0-9a-fA-F]{4})*+"|'(?:[^'\n]|'')*+')"""
_ITEM = rf"(?:[^\s{_MARKS}-][^\n{_MARKS}]*+|{_QUOTED})"
LIST = rf"\[(?:{_ITEM}(?:, {_ITEM})*+)?+\]"
_PAIR = rf"{KEY}: (?:[^\s{_MARKS}&*!|>%@`-][^\n\[\]{{}}:#,｝]*+|{_QUOTED})"
_MAP = rf"\{{{_PAIR}(?:, {_PAIR})*+\}}"
TEXT = (
    r"""(?:[^\s"'\[\]{}#&*!|>%@`,“”„‟〝〞‘＂＇「【［｛｜丨∣│︱¦:-][^:#\n]*+|“[^“”\n]*+”[^:#\n]*+(?<![”\s]))"""
)
_VALUE = rf"(?:{TEXT}|{LIST}|{_MAP}|{_QUOTED})"
_BETWEEN = r"(?:(?:#[^\n]*+)?+\n)*+"


def _entries(indentation: int) -> str:
    """Return the pattern of the entries of a level, and of those below them."""
    inner = " " * (indentation + 2)
    line = rf"{inner}[^ \n][^\n]*+(?<![|>｜\s])\n"
    below = rf"|\n{_entries(indentation + 2)}" if indentation < 2 * (DEEPEST - 1) else ""
    # Keys of languages stand on a deeper level only; at the left edge, or first below a bar there, they are a slip.
    none, not_below = (r"(?!(?:zh|en)\s*[:：])", r"(?! *(?:zh|en)\s*[:：])") if indentation == 0 else ("", "")
    value = rf"(?: {_VALUE}\n| \|\n{not_below}{line}(?:\n*+{line})*+{below})"
    return rf"(?:{_BETWEEN}{' ' * indentation}{none}{KEY}:{value})++"


_NORMAL = re.compile(rf"(?:{_entries(0)}|{_BETWEEN}(?:- {_MAP}\n)++){_BETWEEN}")


def is_normal(text: str) -> bool:
    """Say whether a file is plainly in normal form, so that a scan would find nothing in it."""
    return _NORMAL.fullmatch(text) is not None
