"""A copy of the project with a register of a given size, in which commands run and files are edited."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from registry.core.paths import ROOT
from registry.model.vocabulary import FOLDER
from registry.validation import cache
from tests.bench.measuring import BenchError, Command
from tests.bench.synthetic import make_register

COPIED = ("registry", "tests", "macros", "docs", "mkdocs.yml", "mkdocs.en.yml", ".gitignore")
"""What commands and benchmarks read besides the measures."""

FOLDER_OF_LANGUAGE = {"zh": ".", "en": "en"}
"""Where the site of each language lies below the root."""


@dataclass(frozen=True)
class Edit:
    """A place in a file where a word is inserted, and the path at which the word is then served.

    ``before`` and ``after`` are the file's text around the place.
    """

    file: Path
    before: str
    after: str
    path: str

    def save(self, word: str) -> None:
        """Save the file with the word in it."""
        self.file.write_text(f"{self.before} {word}{self.after}", encoding="utf-8", newline="\n")

    def undo(self) -> None:
        """Save the file as it was."""
        self.file.write_text(f"{self.before}{self.after}", encoding="utf-8", newline="\n")


def move_away(paths: Iterable[Path], folder: Path) -> None:
    """Move files and folders to a new folder below ``folder``; it is removed when everything is measured.

    For minutes after many files have been removed, ext4 takes ten times as long to create files, since it skips the inode
    numbers of those (``recently_deleted`` in ``fs/ext4/ialloc.c`` of Linux).
    """
    target = Path(tempfile.mkdtemp(dir=folder))
    for number, path in enumerate(paths):
        if path.exists():
            path.rename(target / str(number))


def new_word(number: int) -> str:
    """Return a word for an edit, of letters only, which no rule forbids and no text contains."""
    return "bench" + f"{number:03}".translate(str.maketrans("0123456789", "abcdefghij"))


@dataclass(frozen=True)
class Project:
    """A copy of the project in ``folder``, a git repository where git is installed, with ``size`` measures."""

    folder: Path
    size: int

    @property
    def measures(self) -> Path:
        """The folder of its measures."""
        return self.folder / "measures"

    @property
    def site(self) -> Path:
        """Where its site is built."""
        return self.folder / "site"

    def page(self, identifier: str, language: str) -> Path:
        """Return the path of a measure's page in the built site."""
        return self.site / FOLDER_OF_LANGUAGE[language] / "m" / identifier / "index.html"

    def command(self, *arguments: str, module: str = "registry") -> Command:
        """Return a command of the project, or one of its modules, as ``build.py`` runs it."""
        variables = {
            "PYTHONPATH": str(self.folder),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "",  # The peers' programs were compiled when they were installed.
            "NO_MKDOCS_2_WARNING": "1",
        }
        return Command(arguments[0], [sys.executable, "-P", "-m", module, *arguments], self.folder, variables)

    def build(self) -> Command:
        """Return the command that builds its site."""
        return self.command("build", "--site-dir", str(self.site))

    def clear(self) -> None:
        """Move away the site and the caches of earlier builds."""
        move_away((self.site, self.folder / cache.FOLDER.name), self.folder.parent)

    def measure_edit(self) -> Edit:
        """Return an edit of the first measure's English title."""
        path = self._first_measure()
        return _edit(path, r"^title:\n  zh: .*\n  en: \"?[^\"\n]*()", f"en/m/{path.stem}/")

    def vocabulary_edit(self) -> Edit:
        """Return an edit of the first body's English name."""
        path = self.measures / "vocabulary" / "bodies.yml"
        key = re.search(r"^([a-z][\w-]*):$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert key is not None
        return _edit(path, r"^  name: \{zh: [^,]*, en: [^}\n]*()\}", f"en/bodies/{key.group(1)}/")

    def macro_edit(self) -> Edit:
        """Return an edit of a macro that the page of every measure contains."""
        path = self.folder / "macros" / "facts.html"
        return _edit(path, r'<section class="facts()"', f"en/m/{self._first_measure().stem}/")

    def _first_measure(self) -> Path:
        return min(path for path in self.measures.glob("*/*.yml") if path.parent.name != FOLDER)


def make_project(folder: Path, size: int) -> Project:
    """Copy the project to ``folder``, with ``size`` measures. Raises ``BenchError`` where the register has more."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    try:
        make_register(folder / "measures", size)
    except ValueError:
        raise BenchError(
            f"--sizes：本站的举措已多于 {size} 项。",
            f"--sizes: the register itself holds more than {size} measures.",
        ) from None
    git = shutil.which("git")
    if git is not None:  # Commands ask git what was there before.
        author = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false")
        for arguments in (("init",), ("add", "."), ("commit", "--message", "bench")):
            subprocess.run([git, *author, *arguments], cwd=folder, check=True, capture_output=True)
    return Project(folder, size)


def _edit(path: Path, pattern: str, address: str) -> Edit:
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise BenchError(f"{path.name}：找不到可改之处。", f"{path.name}: there is no place to edit.")
    return Edit(path, text[: found.start(1)], text[found.start(1) :], address)
