"""Reading files that are what they seem: never through a link, and never what is no plain file.

A link in a change from somebody else may lead to a secret of the machine that reads it; a device or a pipe may never end.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.languages import Bilingual

_FOLDERS = ("docs", "macros", "requirements")
_FILES = ("measures", "mkdocs.yml", "mkdocs.en.yml")
_LOCK = ".#"
"""How the links begin by which Emacs tells that a file is being edited."""

LINK = Bilingual("这是一个链接，不是文件", "this is a link, not a file")
FOLDER = Bilingual("这是文件夹", "it is a folder")
SPECIAL = Bilingual("不是普通文件", "it is not a plain file")


class NotPlainError(OSError):
    """What was to be read is a link, lies behind one, or is no plain file; ``words`` say which."""

    def __init__(self, words: Bilingual) -> None:
        """Keep the words in both languages."""
        super().__init__(words.en)
        self.words = words


def read_plain(path: Path, name: str, largest: int = -1) -> bytes:
    """Return at most ``largest`` bytes of a plain file.

    ``name`` is how the file is called: by its path from a folder that is trusted. Nothing on that path may be a link.
    Raises ``OSError``, and ``NotPlainError`` for what is no plain file.
    """
    levels = 0 if Path(name).is_absolute() else len(PurePosixPath(name).parts) - 1
    for above in (path, *path.parents[:levels]):
        if above.is_symlink():
            raise NotPlainError(LINK)
    # A pipe is opened without waiting for somebody to write to it.
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    mode = os.lstat(path).st_mode
    if not stat.S_ISREG(mode):
        raise NotPlainError(FOLDER if stat.S_ISDIR(mode) else SPECIAL)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(largest)


def strange_files(project: Path) -> tuple[Diagnostic, ...]:
    """Return a problem for each link and each file that is not plain where the project's own files lie."""
    tops = [*_FILES, *_FOLDERS]
    found = [(project / name, "readable.link") for name in tops if (project / name).is_symlink()]
    for name in _FOLDERS:
        found += _strange_below(project / name) if not (project / name).is_symlink() else ()
    names = ((path.relative_to(project).as_posix(), message) for path, message in found)
    return tuple(diagnostic(shown_name(name), (1, 1), message) for name, message in names)


def shown_name(name: str) -> str:
    """Return the name of a file as problems have it; bytes of it that are no text are replaced."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _strange_below(folder: Path) -> Iterator[tuple[Path, str]]:
    for inside, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *files)):
            path = Path(inside, name)
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode) and not name.startswith(_LOCK):
                yield path, "readable.link"
            elif not (stat.S_ISLNK(mode) or stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield path, "readable.special"
