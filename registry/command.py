"""What commands share: where the project is, the option that names the measures, and how a command stops.

Imports nothing of the project.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""


def measures_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--measures``."""
    parser.add_argument(
        "--measures",
        type=Path,
        default=ROOT / "measures",
        metavar="DIR",
        help="举措所在文件夹 / where the measures are",
    )


def prefix_of(measures: Path) -> str:
    """Return how files in ``measures`` are called in problems: by the way from its parent folder."""
    return measures.resolve().name


def base_of(measures: Path) -> Path:
    """Return the folder from which files are named in problems."""
    return measures.resolve().parent


def missing(*paths: Path) -> int | None:
    """Say which of the paths does not exist, and return the status; ``None`` where all do."""
    for path in paths:
        if not path.exists():
            return stop(f"没有“{path}”。", f"There is no “{path}”.")
    return None


def stop(zh: str, en: str, status: int = 2) -> int:
    """Say in one line why a command stops, and return the status."""
    print(f"{zh} / {en}", file=sys.stderr)
    return status
