"""Which files of a folder are the project's own, and which are what editors leave."""

from __future__ import annotations

import re
from pathlib import Path

_LEFT_BY_EDITORS = re.compile(r"\.#.*|#.*#|~\$.*|.*~|.*\.(swp|swx|tmp|part)")


def left_by_editor(name: str) -> bool:
    """Say whether a file's name is one under which editors keep locks, copies and what is half written."""
    return _LEFT_BY_EDITORS.fullmatch(name) is not None


def is_passed_over(name: str) -> bool:
    """Say whether a file is hidden, or one that editors leave."""
    return name.startswith(".") or left_by_editor(name)


def files_of(folder: Path, pattern: str) -> list[Path]:
    """Return what below ``folder`` matches a pattern, in order, without what is passed over."""
    return sorted(path for path in folder.glob(pattern) if not is_passed_over(path.name))
