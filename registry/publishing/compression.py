"""Compressed files beside files, for web servers that hand them out ready: ``.gz``, and ``.br`` where it can be made.

Imports nothing of the project. The standard library makes ``.gz``. Brotli saves readers about a seventh more; a server
that serves it has Debian's package ``brotli`` at hand, so that no build elsewhere must carry a package for it.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

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


def compress(site: Path) -> bool:
    """Write the compressed files beside all text files below ``site``; return whether Brotli was there too."""
    files = [
        path for path in sorted(site.rglob("*")) if path.suffix in ENDINGS and path.stat().st_size >= SMALLEST
    ]
    for path in files:
        # No time, name or system inside, so that the same text gives the same bytes.
        with (
            path.with_name(f"{path.name}.gz").open("wb") as target,
            gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as packed,
        ):
            packed.write(path.read_bytes())
    program = shutil.which("brotli")
    if program is None:
        return False
    for at in range(0, len(files), _AT_ONCE):
        names = [str(path) for path in files[at : at + _AT_ONCE]]
        subprocess.run([program, "--best", "--keep", "--force", "--", *names], check=True)
    return True
