"""A real git repository with the register's measures in it, for tests of what editors do."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.commands import run_here
from tests.conftest import ROOT

_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "编辑"), ("EMAIL", "editor@example.org"))
} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass(frozen=True)
class Repository:
    """A clone with ``measures/`` and the schema, on the branch ``main``, everything committed."""

    folder: Path

    @property
    def measures(self) -> Path:
        return self.folder / "measures"

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **_NOBODY},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout

    def commit(self, message: str = "a change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ``build.py`` on these measures."""
        return run_here(command, "--measures", str(self.measures), *arguments)

    def path(self, identifier: str) -> Path:
        return next(self.measures.glob(f"*/{identifier}.yml"))

    def edit(self, path: Path | str, old: str, new: str) -> Path:
        """Replace words in a file, or in that of a measure, where they occur first; they must occur."""
        file = self.path(path) if isinstance(path, str) else path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file


def make_repository(folder: Path) -> Repository:
    folder.mkdir()
    repository = Repository(folder)
    shutil.copytree(ROOT / "measures", folder / "measures")
    shutil.copytree(ROOT / "registry" / "schema", folder / "registry" / "schema")
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit("the register")
    return repository
