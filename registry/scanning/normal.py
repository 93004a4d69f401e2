"""The form in which nothing needs scanning: that in which measure files and the record of publications are written.

Most files are in it, and to see that takes a twentieth of the time of a scan. Imports nothing of the project.
"""

from __future__ import annotations

import re

_MARKS = r"\[\]{}:#\"'，、；;：【】［］｛｝“‘＂＇「,"
_KEY = r"[a-z][a-z0-9_]*+"
_ITEM = rf"[^\s{_MARKS}-][^\n{_MARKS}]*+"
_QUOTED = r'"[^"\\\n]*+"'
_LIST = rf"\[(?:(?:{_ITEM}|{_QUOTED})(?:, (?:{_ITEM}|{_QUOTED}))*+)?+\]"
_MAP = rf"\{{{_KEY}: {_ITEM}(?:, {_KEY}: {_ITEM})*+\}}"
_TEXT = r"""[^\s"'\[\]{}#&*!|>%@`,“‘＂＇「【［｛｜丨∣│:-][^:#\n]*+"""
_VALUE = rf"(?:{_TEXT}|{_LIST}|{_QUOTED})"
_LINE = r"    [^ \n][^\n]*+(?<![|>｜\s])\n"
_BLOCK = rf"\|\n{_LINE}(?:\n*+{_LINE})*+"
_NESTED = rf"  {_KEY}: (?:{_VALUE}\n|{_BLOCK})"
_TOP = rf"{_KEY}:(?: (?:{_VALUE}|{_MAP})\n|\n(?:{_NESTED})++)"

_NORMAL = re.compile(rf"(?:#[^\n]*+\n)*+(?:(?:{_TOP})++|(?:- {_MAP}\n)++)\n?")


def is_normal(text: str) -> bool:
    """Say whether a file is plainly in normal form, so that a scan would find nothing in it."""
    return _NORMAL.fullmatch(text) is not None
