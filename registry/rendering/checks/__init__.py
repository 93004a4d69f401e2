"""Checking what belongs to the whole project: hand-written pages, the words of the interface, MkDocs' settings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.paths import ROOT
from registry.core.regular_files import strange_files
from registry.rendering.checks.assets import check_assets
from registry.rendering.checks.components import check_components, read_components
from registry.rendering.checks.words import check_words
from registry.validation.cache import is_known, make_known, program
from registry.validation.handwritten import Markdown, check_handwritten
from registry.validation.site_configuration import CONFIGURATIONS, check_configuration
from registry.validation.site_settings import SettingsError, environment_settings, read_settings

__all__ = [
    "CONFIGURATIONS",
    "SettingsError",
    "belongs_to_project",
    "check_program_files",
    "check_project",
    "digest_of",
    "environment_settings",
    "markdown_of",
    "read_settings",
]

_LOOKED_AT = ("docs", "macros", "measures/vocabulary", *CONFIGURATIONS.values())
"""What the check of a project depends on, beside the program."""

MADE = (".venv", ".registry-cache", ".cache", "site")
"""The folders that commands make in the project."""


def check_project(project: Path) -> tuple[Diagnostic, ...]:
    """Return all problems of a project's own files, in order. Never raises for bad content.

    What was found sound in the program's own project is not looked at again as long as nothing is changed. Raises
    ``SettingsError`` for a variable of the environment that cannot be used.
    """
    environment_settings()
    made = _check_made(project)
    if strange := strange_files(project):
        # What lies behind a link is not read, and what is read below follows them.
        return tuple(sorted([*made, *strange]))
    digest = digest_of(project) if project == ROOT else ""
    if digest and is_known("project", digest):
        return tuple(made)
    problems, markdown = check_configuration(project)
    problems += check_handwritten(project, markdown)
    problems += check_program_files(project)
    if digest and not problems:
        make_known("project", digest)
    return tuple(sorted(problems + made))


def markdown_of(project: Path) -> dict[str, Markdown]:
    """Return what the hand-written pages of each language are read with."""
    return check_configuration(project)[1]


def check_program_files(project: Path) -> list[Diagnostic]:
    """Return the problems of what makes pages look and speak: components, words, styles and scripts."""
    problems, assets = check_assets(project)
    components = read_components(project)
    problems += components.problems + check_components(components, assets)
    # What a component that is missing or cannot be read asks for is not known.
    return problems + check_words(project, None if components.unreadable else components.asked)


def digest_of(project: Path, names: Iterable[str] = _LOOKED_AT, without: str = "") -> str:
    """Return what stands for the program and some files, by default all that the check of a project depends on."""
    digest = blake2b(program().encode())
    for name in names:
        for path in sorted([project / name, *(project / name).rglob("*")]):
            if path.name == without:
                continue
            is_link = path.is_symlink()
            content = path.read_bytes() if path.is_file() and not is_link else b""
            digest.update(f"{path}\0{is_link}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def _check_made(project: Path) -> list[Diagnostic]:
    """Report folders that commands would fill or empty somewhere else, or cannot make."""
    problems: list[Diagnostic] = []
    for name in MADE:
        path = project / name
        is_link = os.path.realpath(path) != os.path.join(os.path.realpath(project), name)  # noqa: PTH118
        if not is_link and (path.is_dir() or not path.exists()):
            continue
        zh, en = ("链接", "a link") if is_link else ("文件", "a file")
        diagnostics = Diagnostics(name)
        diagnostics.add(
            (1, 1),
            "readable",
            zh=f"命令需要写入“{name}”文件夹，而这里是一个{zh}。",
            en=f"Commands write into a folder “{name}”; this is {en}.",
            do_zh="删去它，命令会重建这个文件夹；网站要放在别处的，用 --site-dir。",
            do_en="Remove it, the commands make the folder again; to put the site elsewhere, use --site-dir.",
            severity="error" if is_link else "warning",
        )
        problems += diagnostics.problems
    return problems


def belongs_to_project(path: Path, project: Path) -> bool:
    """Say whether a path is one of the files that ``check_project`` looks at, or a folder of them."""
    return any(
        path == project / name or path.is_relative_to(project / name)
        for name in ("docs", "macros", "requirements", *CONFIGURATIONS.values())
    )
