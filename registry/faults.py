"""What an error says and where it arose, for people: never a traceback.

Imports ``bilingual``, ``problem``, ``command``, ``working`` and ``site``.
"""

from __future__ import annotations

import re
from pathlib import Path

from registry.bilingual import Bilingual
from registry.command import ROOT
from registry.problem import Problem
from registry.site import SiteError
from registry.working import places_of

_PLACED = re.compile(r"(?P<file>[\w./-]+\.\w+):(?P<line>\d+): (?P<said>.*)")


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Return what kept a page from being made, at the line of the template or file where it arose."""
    if isinstance(error, SiteError):
        return tuple(_said(line) for line in str(error).splitlines() if line.strip())
    return (_problem(*place_of(error), words_of(error)),)


def words_of(error: Exception) -> str:
    """Return the kind of an error and what it says, in a line."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}".strip(": .")


def _said(line: str) -> Problem:
    placed = _PLACED.fullmatch(line)
    if placed:
        return _problem(placed["file"], int(placed["line"]), placed["said"])
    named = re.search(r"'([\w/-]+\.md)'", line)
    return _problem(named[1] if named else "mkdocs.yml", 1, line)


def place_of(error: Exception) -> tuple[str, int]:
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


def _problem(file: str, line: int, said: str) -> Problem:
    return Problem(
        file, line, 1, "template",
        Bilingual(f"页面做不出来：{said}。", f"The page cannot be made: {said}."),
        Bilingual("看这一行和最近的改动。", "Look at this line and at what was changed last."),
    )  # fmt: skip
