"""The code keeps its own habits: ruff and mypy find nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_DECEIVING = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees, or that turn what is seen around: code with them is not what a reviewer reads."""


def texts() -> list[Path]:
    """The project's own files, but for those that are wrong on purpose and those made by programs."""
    folders = ("registry", "macros", "docs", "deploy", "measures", "tests", "requirements", ".github", ".ci")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file()]
    return [
        path
        for path in found
        if not path.is_relative_to(ROOT / "tests" / "cases")
        and "__pycache__" not in path.parts
        and path.suffix not in {".png", ".zip"}
    ]


def test_no_character_deceives() -> None:
    wrong = [path for path in texts() if _DECEIVING.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=" ".join,
)
def test_nothing_found(command: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
