"""Garbled text: what was once opened in another encoding and saved so, such as 鍏ㄩ潰, å…¨é¢ or È«Ãæ for 全面."""

from __future__ import annotations

import re

_WESTERN = {chr(byte): byte for byte in range(0x80, 0x100)}
for _byte in range(0x80, 0xA0):
    _sign = bytes([_byte]).decode("cp1252", "ignore")
    if _sign:
        _WESTERN[_sign] = _byte
_RUN = re.compile(rf"[{re.escape(''.join(_WESTERN))}]+|[^\x00-\u02ff]+")


def in_daily_use(text: str) -> bool:
    """Say whether all characters are of GB 2312: signs, and the 6,763 that are simplified or alike in both scripts."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def garbled(line: str) -> list[tuple[int, str, str]]:
    """Return what is garbled in a line: where it begins, what stands there, and what it was."""
    if line.isascii() or in_daily_use(line):
        return []  # The bytes of garbled Chinese make characters outside GB 2312.
    runs = ((run.start(), run.group(), _undone(run.group())) for run in _RUN.finditer(line))
    return [(start, stands, was) for start, stands, was in runs if was]


def _undone(run: str) -> str:
    """Return a run as it was before it was read in the wrong encoding, or ``""`` where it never was."""
    western = all(sign in _WESTERN for sign in run)
    if not western and in_daily_use(run):
        return ""
    content = bytes(_WESTERN[sign] for sign in run) if western else run.encode("gb18030", "ignore")
    was = content.decode("utf-8", "replace")
    lost = was.count("\ufffd")
    sound = sum(ord(sign) > 0xFF or (western and ord(sign) > 0x7F) for sign in was) - lost
    if sound > 2 * lost and sound > (0 if western else 1):
        return was
    try:
        was = content.decode("gb2312") if western and len(run) > 3 else ""
    except UnicodeDecodeError:
        return ""
    return was
