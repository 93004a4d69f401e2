"""What differs between an official text and the same text as it was published, in words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from registry.core.languages import Bilingual
from registry.model.ledger import LedgerEntry
from registry.model.official_texts import OfficialText

_AROUND = 6
"""Characters of the text that are shown on either side of a difference."""

_SHOWN = 3
"""Differences that are shown."""

_MANY_PARTS = 3
"""Parts of a text; where it has so many, and git does not know what each was, the first alone is named."""


def differing(
    text: OfficialText, former: OfficialText | None, entry: LedgerEntry
) -> Iterator[tuple[tuple[int, int], Bilingual]]:
    """Give where a text differs from its former self, and how in words."""
    new = [part.text.strip() for _, part in text.parts]
    if former is None:
        for _, part in text.parts if len(text.parts) < _MANY_PARTS else text.parts[:1]:
            yield (
                part.at(0),
                Bilingual(
                    f"官方文本与已发布的不同，git 里找不到原来的：指纹应为 {entry.text}，现为 {text.fingerprint}。",
                    "The official text is not the published one, which git does not have: its fingerprint was "
                    f"{entry.text} and is {text.fingerprint}.",
                ),
            )
        return
    old = [part.text.strip() for _, part in former.parts]
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for was, (_, part) in zip(old[a:b], text.parts[c:d], strict=False) if kind == "replace" else ():
            shown, offset = _difference(was, part.text.strip())
            yield (
                part.at(offset),
                Bilingual(
                    f"官方文本与已发布的不同：{shown.zh}。",
                    f"The official text is not the published one: {shown.en}.",
                ),
            )
        for was in old[a + (d - c) : b]:
            yield (
                text.parts[min(d, len(new)) - 1 if d else 0][1].at(0),
                Bilingual(
                    f"官方文本与已发布的不同：这里之后少了“{_beginning(was)}”。",
                    f"The official text is not the published one: after this, “{_beginning(was)}” is missing.",
                ),
            )
        for _, part in text.parts[c + (b - a) : d]:
            yield (
                part.at(0),
                Bilingual(
                    f"官方文本与已发布的不同：多了“{_beginning(part.text)}”。",
                    f"The official text is not the published one: “{_beginning(part.text)}” was added.",
                ),
            )


def _beginning(text: str) -> str:
    return text.strip() if len(text.strip()) <= 4 * _AROUND else f"{text.strip()[: 4 * _AROUND]}…"


def _difference(old: str, new: str) -> tuple[Bilingual, int]:
    """Return what differs, in words, and where in ``new`` it begins."""
    changes = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    shown = "；".join(f"{_around(old, a, b)}→{_around(new, c, d)}" for _, a, b, c, d in changes[:_SHOWN])
    rest = len(changes) - _SHOWN
    zh = f"{shown}{f'；另有 {rest} 处' if rest > 0 else ''}"
    en = f"{shown.replace('；', '; ')}{f'; and {rest} more' if rest > 0 else ''}"
    return Bilingual(zh, en), changes[0][3]


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    middle = (
        text[start:end]
        if end - start <= 4 * _AROUND
        else f"{text[start : start + 2 * _AROUND]}…{text[end - _AROUND : end]}"
    )
    shown = f"{'…' if start > _AROUND else ''}{before}【{middle}】{after}{'…' if end + _AROUND < len(text) else ''}"
    return f"“{shown}”".replace("\n", "↵")
