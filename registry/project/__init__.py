"""Checking what belongs to the whole project: hand-written pages, the words of the interface, MkDocs' settings.

Imports ``handwritten``, ``templating`` and the rooms before them; only ``project.configuration`` knows MkDocs.
"""

from __future__ import annotations

from pathlib import Path

from registry.handwritten import check_handwritten
from registry.problem import Problem
from registry.project.configuration import CONFIGURATIONS, check_configuration
from registry.project.settings import SettingsError, environment_settings, read_settings
from registry.templating import read_strings

__all__ = [
    "CONFIGURATIONS",
    "SettingsError",
    "belongs_to_project",
    "check_project",
    "environment_settings",
    "read_settings",
]

STRINGS = "macros/strings.yml"
"""The file of the interface's words."""


def check_project(project: Path) -> tuple[Problem, ...]:
    """Return all problems of a project's own files, in order. Never raises for bad content.

    Raises ``SettingsError`` for a variable of the environment that cannot be used.
    """
    environment_settings()
    problems, markdown = check_configuration(project)
    problems += check_handwritten(project, markdown)
    problems += read_strings(project / STRINGS, STRINGS)[1]
    return tuple(sorted(problems))


def belongs_to_project(path: Path, project: Path) -> bool:
    """Say whether a path is one of the files that ``check_project`` looks at, or a folder of them."""
    return any(
        path == project / name or path.is_relative_to(project / name)
        for name in ("docs", "macros", *CONFIGURATIONS.values())
    )
