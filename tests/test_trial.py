"""No build fails on what the check has passed, however the project's own files are damaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry.build import sample_site
from registry.model.register import Register
from registry.validation.checker import CheckResult
from tests.conftest import ROOT
from tests.projects import copy_project

DAMAGES = 6
"""So many are tried here; ``tests/damages.py`` tries any number."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("trial"))


def start(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=project, encoding="utf-8", capture_output=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8", "PYTHONPATH": f"{project}{os.pathsep}{ROOT}"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("macros/measure-count.html", "n=n", "n=n.x", "macros/measure-count.html:7"),
        (
            "docs/en/about.md",
            "../documents/ybh2019-376/#unsaid)",
            "../documents/ybh2019-376/#unsayd)",
            "Perhaps #unsaid?",
        ),
        ("docs/zh/about.md", "../documents/ybh2019-376/)", "../documents/ybh2019-377/)", "docs/zh/about.md:"),
    ],
)
def test_what_only_shows_when_pages_are_made_is_told_by_the_check(
    project: Path, name: str, old: str, new: str, words: str
) -> None:
    path = project / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    result = start(project, "registry", "check")
    path.write_text(before, encoding="utf-8")
    assert result.returncode == 1, result.stderr
    assert f"{name}:" in result.stdout
    assert words in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_no_build_fails_on_what_the_check_has_passed(project: Path) -> None:
    result = start(project, "tests.damages", "2031", str(DAMAGES), str(project))
    *wrong, counts = map(json.loads, result.stdout.splitlines())
    assert wrong == []
    assert sum(counts.values()) > DAMAGES / 2, result.stderr


def test_a_sample_has_every_trait_of_the_measures_and_is_small(register: Register) -> None:
    def traits(measures: tuple[object, ...]) -> set[tuple[int, object]]:
        return {trait for measure in measures for trait in enumerate(sample_site._traits(measure))}  # type: ignore[arg-type]

    sample = sample_site._sample(register.measures)
    assert traits(sample) == traits(register.measures)
    assert len(sample) < len(register.measures) / 3


def test_what_was_tried_is_not_tried_again_until_something_changes(
    checked: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: set[str] = set()
    tried: list[str] = []
    monkeypatch.setattr(sample_site, "is_known", lambda _, digest: digest in known)
    monkeypatch.setattr(sample_site, "make_known", lambda _, digest: known.add(digest))
    monkeypatch.setattr(sample_site, "_makers", lambda part, *_: iter([lambda: tried.append(part)]))
    for _ in range(2):
        assert sample_site.try_site(checked) == ()
    assert tried == list(sample_site._PARTS)
    digest_of = sample_site.digest_of
    monkeypatch.setattr(
        sample_site,
        "digest_of",
        lambda *given, **named: digest_of(*given, **named) + "x" * ("docs" in given[1]),
    )
    assert sample_site.try_site(checked) == ()
    assert tried[len(sample_site._PARTS) :] == ["prose"]
