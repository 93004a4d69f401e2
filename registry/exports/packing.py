"""Zip files with the same bytes for the same content: fixed times, fixed order, no compression.

Imports nothing of the project. Office files are zip files. Compressed bytes differ between versions of zlib; stored
bytes do not, and servers compress what they send.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_FIRST = "[Content_Types].xml"


def repack(made: bytes, target: Path, replacing: Mapping[str, bytes] | None = None) -> None:
    """Write the zip file ``made`` to ``target`` anew, with the parts of ``replacing`` in place of its own."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    parts |= replacing or {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, key=lambda each: (each != _FIRST, each)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name])
