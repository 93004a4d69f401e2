"""What a build has written: files, bytes, the largest pages, and what a reader's first look at a measure loads.

Imports ``workplace`` and ``measuring``.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from registry.bench.measuring import Figure, megabytes
from registry.bench.workplace import Workplace

_LOADED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="([^"]+\.(?:js|css|svg|png))"')
"""What a page asks for by itself: scripts, styles, its icon."""


def measure_output(workplace: Workplace) -> list[Figure]:
    """Return the figures of a workplace's built site."""
    site = workplace.site
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    pages = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    measures = {path: size for path, size in pages.items() if path.parent.parent.name == "m"}
    largest = max(measures, key=measures.__getitem__)
    values = {
        "files": len(sizes),
        "bytes": megabytes(sum(sizes.values())),
        "page": _kilobytes(sum(measures.values()) / len(measures)),
        "largest-page": _kilobytes(measures[largest]),
        "largest-listing": _kilobytes(max(size for path, size in pages.items() if path not in measures)),
        "first-view": _kilobytes(_first_view(largest)),
    }
    return [Figure("output", row, workplace.size, (value,)) for row, value in values.items()]


def _first_view(page: Path) -> int:
    """Return the bytes of a page and all that it loads by itself, each compressed as a server does."""
    asked = _LOADED.findall(page.read_text(encoding="utf-8"))
    files = {page, *((page.parent / name).resolve() for name in asked)}
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def _kilobytes(count: float) -> float:
    return count / 1000
