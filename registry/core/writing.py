"""Putting files where they belong in a site.

A site has tens of thousands of files, and a ``Path`` for each takes as long as writing it; so paths are strings here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_NOT_ON_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .].*)?|.*[ .]|.*[\x00-\x1f<>:\"|?*\\].*",
    re.IGNORECASE | re.DOTALL,
)


def fits_windows(path: str) -> bool:
    """Say whether Windows can have a file at a path: it keeps some names for devices, such as ``aux`` and ``con``."""
    return not any(map(_NOT_ON_WINDOWS.fullmatch, path.split("/")))


def place(site: Path, name: str, content: bytes) -> str:
    """Write a new file below ``site`` and return ``name``, its path there. Raises ``OSError``."""
    write_new(f"{site}/{name}", content)
    return name


def write_new(path: str, content: bytes) -> os.stat_result:
    """Write a new file, in a folder that is made where there is none, and return its status. Raises ``OSError``."""
    try:
        file = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        file = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115
    with file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        return os.fstat(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in the place of a file in one step. Raises ``OSError``."""
    written = path.with_name(f".{path.name}.new")
    written.write_bytes(content)
    written.replace(path)
