"""A copy of the project with a register of some size, in which commands run and files are edited.

Imports ``synthetic``, ``measuring``, ``command``, ``memory`` and ``vocabulary``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from registry import memory
from registry.bench.measuring import BenchError, Command
from registry.bench.synthetic import make_register
from registry.command import ROOT
from registry.vocabulary import FOLDER

COPIED = ("registry", "macros", "docs", "mkdocs.yml", "mkdocs.en.yml", ".gitignore")
"""What commands read besides the measures."""

PLACE_OF_LANGUAGE = {"zh": ".", "en": "en"}
"""Where the site of each language lies below the root."""


@dataclass(frozen=True)
class Edit:
    """A place in a file into which a word can be put, and the path at which it is then served.

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


def set_aside(paths: Iterable[Path], folder: Path) -> None:
    """Move files and folders to a new folder below ``folder``, to be removed when all is measured.

    For minutes after many files have been removed, ext4 takes ten times as long to make new ones, since it passes over
    the numbers of those (``recently_deleted`` in Linux' ``fs/ext4/ialloc.c``).
    """
    aside = Path(tempfile.mkdtemp(dir=folder))
    for number, path in enumerate(paths):
        if path.exists():
            path.rename(aside / str(number))


def new_word(number: int) -> str:
    """Return a word for an edit: of letters alone, which no rule forbids, and found nowhere else."""
    letters = ""
    for _ in range(4):
        number, place = divmod(number, 26)
        letters = chr(ord("a") + place) + letters
    return f"bench{letters}"


@dataclass(frozen=True)
class Workplace:
    """A copy of the project in ``folder``, under version control where git is there, with ``size`` measures."""

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
        """Return where the page of a measure is built."""
        return self.site / PLACE_OF_LANGUAGE[language] / "m" / identifier / "index.html"

    def command(self, *arguments: str, module: str = "registry") -> Command:
        """Return a command of the project, or a module of it, as ``build.py`` would run it."""
        variables = {
            "PYTHONPATH": str(self.folder),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "",  # The programs of others were compiled when they were installed.
            "NO_MKDOCS_2_WARNING": "1",
        }
        return Command(arguments[0], [sys.executable, "-P", "-m", module, *arguments], self.folder, variables)

    def forget(self) -> None:
        """Put aside what earlier builds have left."""
        set_aside((self.site, self.folder / memory.FOLDER.name), self.folder.parent)

    def empty_folder(self) -> Path:
        """Return a new folder, for what is made in a run of a part."""
        return Path(tempfile.mkdtemp(dir=self.folder.parent))

    def measure_edit(self, number: int = 0) -> Edit:
        """Return the edit of a measure: in its English title."""
        path = self._files()[number]
        pattern = r"^title:\n  zh: .*\n  en: \"?[^\"\n]*()"
        return _edit(path, pattern, f"en/m/{path.stem}/")

    def vocabulary_edit(self) -> Edit:
        """Return the edit of a body of the vocabulary: in its English name."""
        path = self.measures / "vocabulary" / "bodies.yml"
        key = re.search(r"^([a-z][\w-]*):$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert key is not None
        return _edit(path, r"^  name: \{zh: [^,]*, en: [^}\n]*()\}", f"en/bodies/{key.group(1)}/")

    def macro_edit(self) -> Edit:
        """Return the edit of a macro that every measure's page contains."""
        path = self.folder / "macros" / "facts.html"
        return _edit(path, r'<section class="facts()"', f"en/m/{self._files()[0].stem}/")

    def _files(self) -> list[Path]:
        """Return the files of all measures."""
        return sorted(path for path in self.measures.glob("*/*.yml") if path.parent.name != FOLDER)


def make_workplace(folder: Path, size: int) -> Workplace:
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
            f"--sizes：本库的举措已多于 {size} 项。",
            f"--sizes: the register holds more than {size} measures by itself.",
        ) from None
    _commit(folder)
    return Workplace(folder, size)


def _commit(folder: Path) -> None:
    """Put the copy under version control, since commands ask git what was there before."""
    git = shutil.which("git")
    if git is None:
        return
    someone = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init",), ("add", "."), ("commit", "--message", "bench")):
        subprocess.run([git, *someone, *arguments], cwd=folder, check=True, capture_output=True)


def _edit(path: Path, pattern: str, address: str) -> Edit:
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise BenchError(f"{path.name}：找不到可改之处。", f"{path.name}: there is no place to edit.")
    return Edit(path, text[: found.start(1)], text[found.start(1) :], address)
