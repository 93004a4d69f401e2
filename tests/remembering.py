"""What checks in this process need not find out again: the vocabulary as it is, and which files of the register are sound.

Most of a check of a copy with one change would else go into what a thousand tests before it have read. A preview remembers the
same in the same way. Whatever has another content is read and examined.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from registry.authoring import amend
from registry.authoring import format as formatting
from registry.core.diagnostics import Diagnostic
from registry.core.project_files import files_of
from registry.model import vocabulary_loader
from registry.model.vocabulary_loader import VocabularyReading
from registry.validation import cache as caching
from registry.validation import checker
from registry.validation.cache import CheckCache
from tests.conftest import ROOT

MOST = 20
"""So many vocabularies are kept at once."""


def remember(patch: pytest.MonkeyPatch) -> None:
    """Let all checks begin with what is known."""
    read, text_problems = checker.read_vocabulary, checker._text_problems
    readings: dict[object, VocabularyReading] = {}
    problems: dict[int, list[Diagnostic]] = {}

    def read_once(folder: Path, prefix: str) -> VocabularyReading:
        contents = checker._contents(folder, files_of(folder, "**/*.yml"))
        if any(content is None for _, content in contents):
            return read(folder, prefix)
        key = prefix, tuple((path.relative_to(folder).as_posix(), content) for path, content in contents)
        if key not in readings:
            if len(readings) == MOST:
                readings.clear()
                problems.clear()
            readings[key] = read(folder, prefix)
        return readings[key]

    def problems_once(reading: VocabularyReading) -> list[Diagnostic]:
        if not any(reading is known for known in readings.values()):
            return text_problems(reading)
        if id(reading) not in problems:
            problems[id(reading)] = text_problems(reading)
        return problems[id(reading)]

    for module in (vocabulary_loader, checker, amend, formatting):
        patch.setattr(module, "read_vocabulary", read_once)
    patch.setattr(checker, "_text_problems", problems_once)
    patch.setattr(checker, "CheckCache", warm)
    patch.setattr(caching, "cache_of", lambda _: warm())


def warm() -> CheckCache:
    """Return a cache that knows the register's own files."""
    known = _known()
    return CheckCache(None, {}, known.basis, dict(known._kept))


@cache
def _known() -> CheckCache:
    known = CheckCache()
    checker.check(ROOT / "measures", cache=known)
    return known
