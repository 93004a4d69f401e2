"""The bytes of a file, or why there are none to be read."""

from __future__ import annotations

from pathlib import Path

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.core.regular_files import NotPlainError, read_plain


def content_of(path: Path, largest: int, diagnostics: Diagnostics) -> bytes | None:
    """Return the bytes of a file, or ``None``, with the reason in ``diagnostics``, where it cannot be read or has more than ``largest``.

    Neither the file nor a folder that stands in its name may be a link.
    """
    try:
        content = read_plain(path, diagnostics.file, largest + 1)
        if len(content) > largest:
            diagnostics.report((1, 1), "size", size=largest // 1000)
            return None
        return content
    except NotPlainError as error:
        reason = error.words
    except FileNotFoundError:
        reason = Bilingual("没有这个文件", "it is not there")
    except PermissionError:
        reason = Bilingual("没有读取权限", "it may not be read")
    except (OSError, ValueError) as error:
        strerror = getattr(error, "strerror", None) or "?"
        reason = Bilingual(strerror, strerror)
    diagnostics.report((1, 1), "readable", reason=reason, file=diagnostics.file)
    return None
