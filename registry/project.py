"""Checking what belongs to the whole project: hand-written pages, the words of the interface, MkDocs' settings.

Imports ``handwritten``, ``templating`` and the rooms before them.
"""

from __future__ import annotations

from pathlib import Path

from registry.handwritten import check_handwritten
from registry.problem import Problem
from registry.reading import read
from registry.templating import read_strings

SETTINGS = ("mkdocs.yml", "mkdocs.en.yml")
"""The files of settings, one for each language."""

STRINGS = "macros/strings.yml"
"""The file of the interface's words."""


def check_project(project: Path) -> tuple[Problem, ...]:
    """Return all problems of a project's own files, in order. Never raises for bad content."""
    problems = check_handwritten(project)
    problems += read_strings(project / STRINGS, STRINGS)[1]
    for name in SETTINGS:
        problems += read(project / name, name).problems
    return tuple(sorted(problems))


def belongs_to_project(path: Path, project: Path) -> bool:
    """Say whether a path is one of the files that ``check_project`` looks at, or a folder of them."""
    return any(
        path == project / name or path.is_relative_to(project / name)
        for name in ("docs", "macros", *SETTINGS)
    )
