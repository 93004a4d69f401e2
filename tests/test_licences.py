"""The list of licences is that of the locked packages, and each names a licence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from registry.cli.dependencies import LICENCES, LOCKS, licence_list
from tests.conftest import ROOT, run


def test_list_is_current() -> None:
    assert LICENCES.read_text(encoding="utf-8") == licence_list(), "python3 build.py lock --licences"


def test_every_package_names_a_licence() -> None:
    rows = [
        line.split(" | ")
        for line in LICENCES.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| [\w.-]+ \| \d", line)
    ]
    assert len(rows) > 20
    assert [row[0] for row in rows if row[2] in {"?", ""}] == []


def test_lock_runs_the_command_at_the_head_of_each_lock(tmp_path: Path) -> None:
    """A stand-in for uv notes how it is called; then the list of licences is made by build.py."""
    (tmp_path / "bin").mkdir()
    uv = tmp_path / "bin" / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/called\n')
    uv.chmod(0o755)
    project = tmp_path / "project"
    for name in ("registry", "requirements", "docs/decisions"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    (project / "build.py").write_text(
        f"import pathlib, sys\npathlib.Path({str(tmp_path / 'built')!r}).write_text(str(sys.argv[1:]))\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "registry", "lock", "--upgrade"],
        cwd=project, env={**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    calls = (tmp_path / "called").read_text().splitlines()
    assert len(calls) == len(LOCKS)
    for name, call in zip(LOCKS, calls, strict=True):
        assert call.startswith("pip compile ")
        assert "--generate-hashes" in call
        assert call.endswith(f"-o requirements/{name}.txt requirements/{name}.in --quiet --upgrade")
    assert (tmp_path / "built").read_text() == "['lock', '--licences']"


def test_without_uv_it_says_what_to_do() -> None:
    result = run("lock", environment={"PATH": ""})
    assert result.returncode == 2
    assert result.stderr.strip().endswith("uv is needed: run pip install uv first.")
    assert len(result.stderr.strip().splitlines()) == 1
