"""Compressed files beside files, for web servers that hand them out ready: ``.gz``, and ``.br`` where it can be made.

Imports ``working``. The standard library makes ``.gz``. Brotli saves readers about a fifth more; a server
that serves it has Debian's package ``brotli`` at hand, so that no build elsewhere must carry a package for it.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from registry.working import run_jobs

ENDINGS = frozenset(
    {
        ".bib",
        ".css",
        ".csv",
        ".gb18030",
        ".html",
        ".js",
        ".json",
        ".map",
        ".ris",
        ".svg",
        ".txt",
        ".xml",
        ".yml",
    }
)
"""Kinds of files that are text."""

SMALLEST = 512
"""Bytes; what is smaller travels in one packet either way."""

_AT_ONCE = 200
"""Files a call of ``brotli``: as many as any system's command line holds."""

_QUALITY = 10
"""Of ``brotli``: the highest, 11, takes two and a half times as long and saves a fiftieth."""


def compress(site: Path, jobs: int) -> bool:
    """Write the compressed files beside all text files below ``site``; return whether Brotli was there too.

    ``jobs`` processes at most work side by side.
    """
    files = [
        path for path in sorted(site.rglob("*")) if path.suffix in ENDINGS and path.stat().st_size >= SMALLEST
    ]
    program = shutil.which("brotli")
    parts = [(files[at : at + _AT_ONCE], program) for at in range(0, len(files), _AT_ONCE)]
    run_jobs(_compress_some, parts, jobs)
    return program is not None


def _compress_some(files: Sequence[Path], program: str | None) -> None:
    for path in files:
        # No time, name or system inside, so that the same text gives the same bytes.
        with (
            path.with_name(f"{path.name}.gz").open("wb") as target,
            gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as packed,
        ):
            packed.write(path.read_bytes())
    if program is not None:
        names = [str(path) for path in files]
        subprocess.run([program, f"--quality={_QUALITY}", "--keep", "--force", "--", *names], check=True)
