"""Putting a file where it belongs in the site. Imports nothing of the project."""

from __future__ import annotations

from pathlib import Path


def place(site: Path, name: str, content: bytes) -> str:
    """Write a file below ``site`` and return ``name``, its path there; its folder is made where there is none."""
    target = site / name
    try:
        target.write_bytes(content)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return name
