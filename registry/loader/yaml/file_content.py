"""The bytes of a file, or why there are none to be read."""

from __future__ import annotations

from pathlib import Path

from registry.core.diagnostics import Diagnostics
from registry.core.regular_files import NotPlainError, read_plain


def content_of(path: Path, largest: int, diagnostics: Diagnostics) -> bytes | None:
    """Return the bytes of a file, or ``None``, with the reason in ``diagnostics``, where it cannot be read or has more than ``largest``.

    Neither the file nor a folder that stands in its name may be a link.
    """
    try:
        content = read_plain(path, diagnostics.file, largest + 1)
        if len(content) > largest:
            _report_size(largest, diagnostics)
            return None
        return content
    except NotPlainError as error:
        zh, en = error.words.zh, error.words.en
    except FileNotFoundError:
        zh, en = "没有这个文件", "it is not there"
    except PermissionError:
        zh, en = "没有读取权限", "it may not be read"
    except (OSError, ValueError) as error:
        zh = en = getattr(error, "strerror", None) or "?"
    diagnostics.add(
        (1, 1),
        "readable",
        zh=f"文件无法读取：{zh}。",
        en=f"The file cannot be read: {en}.",
        do_zh=f"检查文件是否还在、名称和权限是否正确；可用 `git checkout HEAD -- {diagnostics.file}` 找回。",
        do_en=f"See that the file is there, under its name, and may be read; `git checkout HEAD -- {diagnostics.file}` restores it.",
    )
    return None


def _report_size(largest: int, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        (1, 1),
        "size",
        zh=f"文件超过 {largest // 1000:,} KB。",
        en=f"The file has more than {largest // 1000:,} KB.",
        do_zh="一个文件只写一条举措：检查是否误贴了其他内容。",
        do_en="One file contains one measure: see what was pasted in by mistake.",
    )
