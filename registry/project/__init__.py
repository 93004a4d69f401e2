"""Checking what belongs to the whole project: hand-written pages, the words of the interface, MkDocs' settings.

Imports ``handwritten``, ``templating`` and the rooms before them; only ``project.configuration`` knows MkDocs.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from registry.command import ROOT
from registry.handwritten import check_handwritten
from registry.memory import is_known, make_known, program
from registry.problem import Problem
from registry.project.assets import check_assets
from registry.project.components import check_components, read_components
from registry.project.configuration import CONFIGURATIONS, check_configuration
from registry.project.settings import SettingsError, environment_settings, read_settings
from registry.project.words import check_words

__all__ = [
    "CONFIGURATIONS",
    "SettingsError",
    "belongs_to_project",
    "check_program_files",
    "check_project",
    "environment_settings",
    "read_settings",
]

_LOOKED_AT = ("docs", "macros", "measures/vocabulary", *CONFIGURATIONS.values())
"""What the check of a project depends on, beside the program."""


def check_project(project: Path) -> tuple[Problem, ...]:
    """Return all problems of a project's own files, in order. Never raises for bad content.

    What was found sound in the program's own project is not looked at again as long as nothing is changed. Raises
    ``SettingsError`` for a variable of the environment that cannot be used.
    """
    environment_settings()
    digest = _digest(project) if project == ROOT else ""
    if digest and is_known("project", digest):
        return ()
    problems, markdown = check_configuration(project)
    problems += check_handwritten(project, markdown)
    problems += check_program_files(project)
    if digest and not problems:
        make_known("project", digest)
    return tuple(sorted(problems))


def check_program_files(project: Path) -> list[Problem]:
    """Return the problems of what makes pages look and speak: components, words, styles and scripts."""
    problems, assets = check_assets(project)
    components = read_components(project)
    problems += components.problems + check_components(components, assets)
    # What a component that is missing or cannot be read asks for is not known.
    return problems + check_words(project, None if components.unreadable else components.asked)


def _digest(project: Path) -> str:
    """Return what stands for everything that the check of a project depends on."""
    digest = blake2b(program().encode())
    for name in _LOOKED_AT:
        for path in sorted([project / name, *(project / name).rglob("*")]):
            is_link = path.is_symlink()
            content = path.read_bytes() if path.is_file() and not is_link else b""
            digest.update(f"{path}\0{is_link}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def belongs_to_project(path: Path, project: Path) -> bool:
    """Say whether a path is one of the files that ``check_project`` looks at, or a folder of them."""
    return any(
        path == project / name or path.is_relative_to(project / name)
        for name in ("docs", "macros", *CONFIGURATIONS.values())
    )
