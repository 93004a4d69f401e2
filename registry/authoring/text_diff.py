"""What changed between two wordings, as Markdown: taken out ~~so~~, put in **so**.

Chinese is compared by character, everything else by word. What stands in a text is escaped, so that it can neither style nor
link nor call anybody in a comment at a code host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from registry.core.console import printable

CONTEXT = {"zh": 24, "en": 60}
"""How many characters that did not change are shown on either side of those that did, by language."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+(?:['’.,-](?=\w)[^\W{_HAN}]+)*|\s+|.", re.DOTALL)

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&]")
_BREAK = "<!-- -->"
"""Shows nothing; keeps apart what a code host would join into a link, a mention or a mark of its own."""

_JOINED = re.compile(
    r"(?<=@)(?=[\w-])|(?<=#)(?=\d)|(?<=!)(?=\d)|(?<=:/)(?=/)|(?<=\bwww)(?=\.)|(?<=:)(?=[\w+-]+:)"
)
_LINE_START = re.compile(r"^(\s*)([-+=#>]|\d+(?=[.)]))")


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is; its line breaks become those of Markdown."""
    lines = []
    for line in text.split("\n"):
        opened = _JOINED.sub("\0", printable(line))
        escaped = _SPECIAL.sub(r"\\\g<0>", opened).replace("\0", _BREAK)
        start = _LINE_START.match(escaped)
        if start:
            digits = start.group(2).isdigit()
            at = start.end() if digits else start.start(2)
            escaped = f"{escaped[:at]}\\{escaped[at:]}"
        lines.append(escaped)
    return "<br>".join(lines)


def code(text: str) -> str:
    """Return a name as a code span; names hold no grave accent, and what does is shown without it."""
    return f"`{printable(text.replace('`', '′').replace(chr(10), ' '))}`"


def changes(old: str, new: str) -> str:
    """Return one text in Markdown that shows what was taken from ``old`` and what was put in to give ``new``.

    Long stretches without change are cut short; where hardly anything is the same, the old text stands before the new.
    """
    language = "zh" if re.search(f"[{_HAN}]", old + new) else "en"
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return replaced(old, new)
    parts: list[tuple[str, str]] = []
    codes = matcher.get_opcodes()
    for index, (tag, start, end, new_start, new_end) in enumerate(codes):
        same = "".join(before[start:end])
        if tag == "equal" and (len(same.strip()) > 1 or index in {0, len(codes) - 1}):
            parts.append(("", _shortened(same, language, index > 0, index < len(codes) - 1)))
        else:
            parts += [("del", same), ("ins", "".join(after[new_start:new_end]))]
    return _join(list(_gathered(parts)))


def replaced(old: str, new: str) -> str:
    """Return a text that went and the one that came for it, each whole."""
    return _join([("del", old), ("ins", new)])


def list_changes(old: Sequence[str], new: Sequence[str]) -> str:
    """Return what went from a list and what came to it, each item in Markdown already; or how its order changed."""
    parts = [f"~~{item}~~" for item in old if item not in new] + [
        f"**{item}**" for item in new if item not in old
    ]
    if not parts:
        return f"顺序 / order：{'、'.join(old)} → {'、'.join(new)}"
    kept = sum(item in new for item in old)
    return "、".join(parts) + (f"（其余 {kept} 项不变 / {kept} others unchanged）" if kept else "")


def value_changes(old: Any, new: Any) -> str:
    """Return how a value changed that is a text or a list of texts, or ``None`` where there was or is none."""
    if isinstance(old, list) and isinstance(new, list):
        return list_changes(*([escape(str(item)) for item in items] for items in (old, new)))
    texts = (
        "、".join(map(str, value)) if isinstance(value, list) else str(value or "") for value in (old, new)
    )
    return changes(*texts)


def _shortened(text: str, language: str, after_change: bool, before_change: bool) -> str:
    size = CONTEXT[language]
    if len(text) <= 2 * size + 10:
        return text
    head = text[:size] if after_change else ""
    tail = text[-size:] if before_change else ""
    return f"{head}…{tail}"


def _gathered(parts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the parts with neighbouring changes joined: all that goes, then all that comes."""
    gone, come = "", ""
    for kind, text in [*parts, ("", "")]:
        if kind == "del":
            gone += text
        elif kind == "ins":
            come += text
        else:
            yield from ((part, held) for part, held in (("del", gone), ("ins", come)) if held)
            gone, come = "", ""
            if text:
                yield "", text


def _join(parts: list[tuple[str, str]]) -> str:
    """Write parts one after the other, so that each mark is seen as one.

    Markdown takes no mark next to white space inside it, and none between a letter outside and punctuation inside.
    """
    written = ""
    after_mark = False
    for kind, text in parts:
        if not text:
            continue
        if not kind:
            guard = _BREAK if after_mark and text[:1].isalnum() else ""
            written += guard + escape(text)
            after_mark = False
            continue
        mark = "~~" if kind == "del" else "**"
        bare = text.strip()
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        if not bare:  # White space alone is shown by a sign.
            bare, lead, trail = "".join("⏎" if sign == "\n" else "␣" for sign in text), "", ""
        inner = "<br>".join(f"{mark}{escape(line)}{mark}" for line in re.split(r"\s*\n\s*", bare))
        written += escape(lead)
        written += (
            (_BREAK if written[-1:].isalnum() and not bare[0].isalnum() else "") + inner + escape(trail)
        )
        after_mark = not trail and not bare[-1].isalnum()
    return written
