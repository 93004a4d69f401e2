"""Putting files where they belong in a site. Imports nothing of the project.

A site has tens of thousands of files, and a ``Path`` for each takes as long as writing it; so paths are strings here.
"""

from __future__ import annotations

import os
from pathlib import Path


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
