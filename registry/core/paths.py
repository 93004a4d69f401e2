"""Where the project is, and how files are called in messages."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
"""The project's folder."""


def prefix_of(measures: Path) -> str:
    """Return how files in ``measures`` are called in problems: by the way from its parent folder."""
    return measures.resolve().name


def base_of(measures: Path) -> Path:
    """Return the folder from which files are named in problems."""
    return measures.resolve().parent
