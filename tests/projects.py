"""Copies of the project as far as a build needs it, for tests that build in another folder or damage the code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

NEEDED = ("registry", "macros", "docs", "measures", "mkdocs.yml", "mkdocs.en.yml")
"""What a build reads."""


def copy_project(folder: Path, *, backwards: bool = False) -> Path:
    """Copy the project to ``folder``, its files in the order of their names or ``backwards``; return ``folder``."""
    files = [ROOT / name for name in NEEDED if (ROOT / name).is_file()]
    files += [path for name in NEEDED for path in (ROOT / name).rglob("*") if path.is_file()]
    for path in sorted(files, reverse=backwards):
        if "__pycache__" not in path.parts:
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return folder


def build_in(project: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Build in a copy of the project, as ``build.py`` would."""
    return subprocess.run(
        [sys.executable, "-m", "registry", "build", *options],
        cwd=project, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
