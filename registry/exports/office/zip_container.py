"""Zip files with the same bytes for the same content: fixed times, fixed order, no compression.

Office files are zip files. Compressed bytes differ between versions of zlib; stored
bytes do not, and servers compress what they send.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_FIRST = "[Content_Types].xml"

_LARGE = 1 << 16
"""Bytes from which on pieces are written."""

Part = tuple[str, bytes | Iterable[bytes]]
"""A part of a file: its name, and its bytes, whole or piece by piece."""


def parts_of(made: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file by name, that of the content types first, as some readers of office files expect."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = sorted(archive.namelist(), key=lambda each: (each != _FIRST, each))
        return {name: archive.read(name) for name in names}


def pack(target: Path, parts: Iterable[Part]) -> None:
    """Write ``parts``, in their order, as a zip file at ``target``, whose folder is made where there is none.

    A part is asked for only when those before it are written, and one that comes in pieces is never whole in memory.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else _joined(content):
                    part.write(piece)


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give pieces joined to larger ones, since each that is written costs as much as a thousand bytes."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _LARGE:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)
