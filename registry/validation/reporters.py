"""Reporting problems: as text for a terminal, as JSON for programs, as annotations for a code host."""

from __future__ import annotations

import hashlib
import json
import locale
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.core.console import printable
from registry.core.diagnostics import Diagnostic
from registry.core.git import last_sound
from registry.core.languages import LANGUAGES, Bilingual
from registry.core.regular_files import read_plain
from registry.loader.decode import lines_of

FORMATS = ("text", "json", "github", "gitlab")
"""The formats of ``check``."""

_RESTORE = re.compile(r"git checkout HEAD -- ([^`\s,;]+)")

_WIDTH = 60
"""Characters of a line that an excerpt shows."""


def preferred_languages() -> Sequence[str]:
    """Return the languages in the order to print them: Chinese first unless the locale is of another language."""
    name = next(
        (os.environ[variable] for variable in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(variable)),
        None,
    )
    language = (
        (name or locale.getlocale()[0] or "C").lower().replace("-", "_").partition("_")[0].partition(".")[0]
    )
    return LANGUAGES if language in {"zh", "chinese", "c", "posix"} else LANGUAGES[::-1]


def report(problems: Iterable[Diagnostic], form: str, root: Path) -> str:
    """Return the problems in one of ``FORMATS``; ``root`` is the folder from which their files are named."""
    problems = [_with_commit(problem, root) for problem in problems]
    if form == "json":
        return _json([as_data(problem) for problem in problems])
    if form == "gitlab":
        return _json([_quality(problem) for problem in problems])
    if form == "github":
        return "\n".join(_annotation(problem) for problem in problems)
    lines: dict[str, list[str]] = {}  # Each file is read once, however many problems it has.
    return "\n".join(_text(problem, root, lines) for problem in problems)


def _with_commit(problem: Diagnostic, root: Path) -> Diagnostic:
    """Return a problem whose hint takes a file from the commit that still has it sound."""
    found = _RESTORE.search(problem.hint.en)
    if found is None or (commit := last_sound(root, found[1])) == "HEAD":
        return problem
    zh, en = (
        problem.hint[language].replace("git checkout HEAD", f"git checkout {commit}")
        for language in LANGUAGES
    )
    return replace(problem, hint=Bilingual(zh, en))


def tally(problems: Sequence[Diagnostic], measures: int) -> str:
    """Return the last line of a report: how many problems there are, or how many measures without any."""
    if not problems:
        both = (f"{measures} 项举措，没有问题。", f"{measures} measures, no problems.")
        if not measures:
            both = ("没有问题。", "No problems.")
    else:
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        files = len({problem.file for problem in problems})
        both = (
            f"{files} 个文件，{errors} 个错误，{warnings} 个提醒。",
            f"Files: {files}. Errors: {errors}. Warnings: {warnings}.",
        )
    return " / ".join(both[LANGUAGES.index(language)] for language in preferred_languages())


def _json(data: object) -> str:
    """Return JSON in which what a terminal would obey is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def as_data(problem: Diagnostic) -> dict[str, Any]:
    """Return a problem as programs get it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": {language: problem.message[language] for language in LANGUAGES},
        "hint": {language: problem.hint[language] for language in LANGUAGES},
    }


def _text(problem: Diagnostic, root: Path, lines_by_file: dict[str, list[str]]) -> str:
    kind = {"error": "错误 error", "warning": "提醒 warning"}[problem.severity]
    lines = [f"{printable(problem.file)}:{problem.line}:{problem.column}: {kind} [{problem.rule}]"]
    lines += _excerpt(problem, root, lines_by_file)
    for language in preferred_languages():
        lines.append(f"  {printable(problem.message[language])}")
        lines.append(f"  → {printable(problem.hint[language])}")
    return "\n".join(lines) + "\n"


def _excerpt(problem: Diagnostic, root: Path, lines_by_file: dict[str, list[str]]) -> list[str]:
    """Return the line itself and a caret below the place; nothing where the file cannot be shown."""
    if problem.file not in lines_by_file:
        lines_by_file[problem.file] = _lines(root / problem.file, problem.file)
    lines = lines_by_file[problem.file]
    if problem.line > len(lines):
        return []
    line = lines[problem.line - 1]
    start = max(0, problem.column - 1 - _WIDTH // 2)
    shown = printable(line[start : start + _WIDTH])
    before = "…" if start else ""
    offset = len(before) + _columns(shown[: problem.column - 1 - start])
    after = "…" if len(line) > start + _WIDTH else ""
    return [f"    {before}{shown}{after}", f"    {' ' * offset}^"] if shown.strip() else []


def _lines(path: Path, name: str) -> list[str]:
    """Return the lines of a file; none where it cannot be shown."""
    try:
        return lines_of(read_plain(path, name, 2_000_000).decode("utf-8-sig"))
    except (OSError, ValueError):
        return []


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    width = 0
    for sign in text:
        if not unicodedata.combining(sign):
            width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return width


def _quality(problem: Diagnostic) -> dict[str, Any]:
    """Return a problem as GitLab's code quality report has it, which is shown on the lines of a merge request."""
    text = " / ".join(f"{problem.message[language]} {problem.hint[language]}" for language in LANGUAGES)
    place = f"{problem.file}:{problem.line}:{problem.column}:{problem.rule}:{text}"
    return {
        "description": text,
        "check_name": problem.rule,
        "fingerprint": hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": "major" if problem.severity == "error" else "minor",
        "location": {"path": problem.file, "lines": {"begin": problem.line}},
    }


def _annotation(problem: Diagnostic) -> str:
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def escaped_property(text: str) -> str:
        return escaped(text).replace(":", "%3A").replace(",", "%2C")

    text = "\n".join(
        printable(f"{problem.message[language]} {problem.hint[language]}") for language in LANGUAGES
    )
    place = f"file={escaped_property(printable(problem.file))},line={problem.line},col={problem.column}"
    return f"::{problem.severity} {place},title={escaped_property(problem.rule)}::{escaped(text)}"
