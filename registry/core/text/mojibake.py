"""Garbled text: UTF-8 that was once opened as another encoding and saved so, such as 鍏ㄩ潰 or å…¨é¢ for 全面."""

from __future__ import annotations

import re

_WESTERN = {chr(byte): byte for byte in range(0x80, 0x100)}
for _byte in range(0x80, 0xA0):
    _sign = bytes([_byte]).decode("cp1252", "ignore")
    if _sign:
        _WESTERN[_sign] = _byte
_FOLLOWING = re.escape("".join(sign for sign, byte in _WESTERN.items() if byte < 0xC0))

_RARE = "".join(
    bytes([lead, trail]).decode("gbk", "ignore")
    for lead in range(0xE4, 0xEA)
    for trail in (*range(0x80, 0xA1),)
    if trail != 0x7F
)
"""Characters of which garbled Chinese holds many and Chinese hardly any: the first two of three bytes of UTF-8, read as GBK."""

_ALONE = f"{_RARE}锛銆鈥"
_FIRST = re.compile(f"[ÂÃ\u00e2-\u00ef{_ALONE}]")
_SIGN = re.compile(f"[ÂÃ][{_FOLLOWING}]|[\u00e2-\u00ef][{_FOLLOWING}]{{2}}|[{_ALONE}]")
_RUN = re.compile(rf"[\u0080-\u00ff{_FOLLOWING}]+|[^\x00-\u02ff]+")


def looks_garbled(text: str) -> bool:
    """Say whether a text holds what garbled text does; a text that is sound may, too."""
    # Nearly all texts hold none of the first signs, and a single set of characters is searched for ten times as fast.
    return bool(_FIRST.search(text) and _SIGN.search(text))


def garbled(line: str) -> list[tuple[int, str, str]]:
    """Return what is garbled in a line: where it begins, what stands there, and what it was."""
    found = []
    for run in _RUN.finditer(line) if looks_garbled(line) else ():
        if _SIGN.search(run.group()):
            was = _undone(run.group())
            if was is not None:
                found.append((run.start(), run.group(), was))
    return found


def _undone(run: str) -> str | None:
    """Return a run as it was before it was read in the wrong encoding, or ``None`` where it never was."""
    western = all(sign in _WESTERN for sign in run)
    content = bytes(_WESTERN[sign] for sign in run) if western else run.encode("gb18030", "ignore")
    was = content.decode("utf-8", "replace")
    lost = was.count("\ufffd")
    sound = sum(ord(sign) > 0xFF or (western and ord(sign) > 0x7F) for sign in was) - lost
    return was if sound > 2 * lost and sound > (0 if western else 1) else None
