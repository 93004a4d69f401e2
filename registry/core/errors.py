"""What an error says and where it arose, for people: never a traceback."""

from __future__ import annotations

import errno
from pathlib import Path

from registry.core.diagnostics import CommandError, Diagnostic, SiteError, diagnostic
from registry.core.languages import Bilingual
from registry.core.paths import ROOT
from registry.core.workers import places_of, refusal_in


def problems_of(error: Exception) -> tuple[Diagnostic, ...]:
    """Return what kept a page from being made, at the line of the template or file where it arose."""
    if isinstance(error, SiteError):
        return error.problems
    message = getattr(error, "message", None)
    file, line = place_of(error)
    reason = message if isinstance(message, Bilingual) else words_of(error)
    return (diagnostic(file, (line, 1), "template", reason=reason),)


_SYSTEM = (
    (
        (errno.ENOMEM, errno.EAGAIN),
        "内存或进程数不够：请腾出内存（构建可加 --jobs 1），再运行",
        "There is not enough memory, or too many processes run: free some (a build can take --jobs 1) and run again",
    ),
    (
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        "磁盘空间不足：请腾出磁盘空间再运行",
        "There is no space to write: free some disk space and run again",
    ),
    (
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "没有权限：请取得这里的权限，或换一个文件夹，再运行",
        "There is no permission: get it for this place, or choose another folder, and run again",
    ),
    (
        (errno.EMFILE, errno.ENFILE),
        "打开的文件太多：请提高系统的上限（ulimit -n），再运行",
        "Too many files are open: raise the system's limit (ulimit -n) and run again",
    ),
)
"""What the system refuses, by the number of the error, and what to do."""


def is_of_content(error: Exception) -> bool:
    """Say whether an error that arose while pages were made is told as a problem of the content."""
    is_of_system = isinstance(error, OSError) and error.errno is not None
    return not (is_of_system or isinstance(error, CommandError | MemoryError))


def message_of(error: BaseException) -> Bilingual:
    """Return the line that says why a command cannot go on, and what to do."""
    message = getattr(error, "message", None)
    if isinstance(message, Bilingual):
        return message
    if isinstance(error, MemoryError):
        error = OSError(errno.ENOMEM, "")
    elif isinstance(error, ImportError):
        error = refusal_in(str(error)) or error
    if isinstance(error, OSError) and error.errno is not None:
        said = ": ".join(filter(None, (str(error.filename2 or error.filename or ""), error.strerror)))
        for numbers, zh, en in _SYSTEM:
            if error.errno in numbers:
                return (
                    Bilingual(f"{zh}（{said}）。", f"{en} ({said}).")
                    if said
                    else Bilingual(f"{zh}。", f"{en}.")
                )
        return Bilingual(f"{said}：请检查这个位置，再运行。", f"{said}: check this place and run again.")
    where = "{}:{}: {}".format(*place_of(error), words_of(error))
    if isinstance(error, ImportError) and not (error.name or "").startswith("registry"):
        return Bilingual(
            f"装好的软件包不完整（{where}）：请删除 .venv 再运行，它会重建。",
            f"An installed package is incomplete ({where}): delete .venv and run again to create it.",
        )
    return Bilingual(
        f"程序出错，没有做完（{where}）：请把这一行告诉维护者。",
        f"The program failed ({where}): tell its maintainers this line.",
    )


def words_of(error: BaseException) -> str:
    """Return the kind of an error and what it says, in a line."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}".strip(": .")


def place_of(error: BaseException) -> tuple[str, int]:
    """Return the template and line that an error names, or the last of ours that it went through."""
    own, number = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(own, str) and isinstance(number, int):
        return _name(own), number
    places = [(file, line) for file, line in places_of(error) if _is_ours(file)]
    templates = [(file, line) for file, line in places if file.endswith(".html")]
    for file, line in (*templates[-1:], *places[-1:]):
        return _name(file), line
    return "macros", 1


def _is_ours(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def _name(path: str) -> str:
    return Path(path).relative_to(ROOT).as_posix() if _is_ours(path) else Path(path).name
