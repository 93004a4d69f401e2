"""Marks that come in pairs: quotation marks, title marks, brackets."""

from __future__ import annotations

import re
from collections import Counter

_OPENERS = {
    "”": "“",
    "》": "《",
    "）": "（",
    "〕": "〔",
    "】": "【",
    "」": "「",
    "』": "『",
    ")": "(",
    "]": "[",
    "}": "{",
}
"""What opens, by what closes. ‘ and ’ are left out: ’ is the apostrophe, too."""


_MARK = re.compile("[" + re.escape("".join({*_OPENERS, *_OPENERS.values(), '"'})) + "]")


def unpaired(text: str) -> list[int]:
    """Return where marks without a partner stand in ``text``; the straight ``"`` opens and closes in turn."""
    waiting: list[int] = []
    alone: list[int] = []
    open_marks: Counter[str] = Counter()
    for match in _MARK.finditer(text):
        offset, mark = match.start(), match.group()
        opener = _OPENERS.get(mark, mark)
        closes = mark in _OPENERS or (mark == '"' and open_marks[mark] > 0)
        if not closes:
            open_marks[mark] += 1
            waiting.append(offset)
        elif not open_marks[opener]:
            alone.append(offset)
        else:
            while text[waiting[-1]] != opener:
                open_marks[text[waiting[-1]]] -= 1
                alone.append(waiting.pop())
            open_marks[opener] -= 1
            waiting.pop()
    return sorted(alone + waiting)
