"""The page ``/trust/``: its figures come from tests that exist, and only from complete runs that passed."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry.pages.trust import PROMISES as SHOWN
from registry.pages.trust import RESULTS as READ
from registry.pages.trust import read_results
from tests.conftest import ROOT
from tests.trusting import FIGURES, PROMISES, RESULTS

TESTS = ROOT / "tests"

SMALL = """
import pytest
from tests.trusting import pytest_runtest_makereport, pytest_sessionfinish
"""


def names_of_tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_promises_are_those_of_the_page() -> None:
    assert set(PROMISES) == set(SHOWN)
    assert READ == ROOT / RESULTS


@pytest.mark.parametrize("promise", PROMISES)
def test_promise_is_held_by_tests(promise: str) -> None:
    for file in PROMISES[promise]:
        assert names_of_tests(TESTS / file), file


def test_results_name_tests_that_exist() -> None:
    if not READ.exists():
        assert read_results() is None  # No complete run has been recorded yet; the page says so.
        return
    found = json.loads(READ.read_text(encoding="utf-8"))
    named = {name for each in found["promises"].values() for name in each["tests"]}
    missing = {
        name for name in named if name.split("::")[1] not in names_of_tests(TESTS / name.split("::")[0])
    }
    assert missing == set(), "tests were renamed: delete tests/results/trust.json and run all tests"
    assert all(each["figures"].keys() <= FIGURES for each in found["promises"].values())


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A project of two tests, of which one adds a figure."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    (tmp_path / "tests" / "conftest.py").write_text(SMALL)
    (tmp_path / "tests" / "test_reproducible.py").write_text(
        "import os, pytest\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_one(n, record_property):\n"
        "    record_property('files', 7)\n"
        "    record_property('other', 8)\n"
        "def test_two():\n"
        "    assert not os.environ.get('BREAK')\n"
        "    os.environ.get('SKIP') and pytest.skip('not here')\n"
    )
    return tmp_path


def run_tests(project: Path, *arguments: str, **variables: str) -> int:
    environment = {
        name: text for name, text in os.environ.items() if name != "CI" and not name.startswith("PYTEST")
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=project, env={**environment, "PYTHONPATH": str(ROOT), **variables}, capture_output=True, check=False,
    ).returncode  # fmt: skip


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_complete_run_is_written(small_project: Path, processes: tuple[str, ...]) -> None:
    run_tests(small_project, *processes)
    found = read_results(small_project / RESULTS)
    assert found is not None
    assert found.tests == 3
    assert found.passed["bytes"] == 3
    assert found.figures["bytes"] == {"files": 7}
    assert found.passed["whole"] == 0
    names = json.loads((small_project / RESULTS).read_text())["promises"]["bytes"]["tests"]
    assert names == ["test_reproducible.py::test_one", "test_reproducible.py::test_two"]


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        ((), {"BREAK": "1"}),
        (("-k", "one"), {}),
        (("tests/test_reproducible.py",), {}),
        (("--deselect", "tests/test_reproducible.py::test_two"), {}),
        (("--ignore", "tests/test_other.py"), {}),
        (("--collect-only",), {}),
        ((), {"SKIP": "1"}),
        ((), {"CI": "true"}),
    ],
)
def test_no_other_run_is_written(
    small_project: Path, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    run_tests(small_project, *arguments, **variables)
    assert read_results(small_project / RESULTS) is None


def test_nothing_is_skipped_unseen_in_ci(small_project: Path) -> None:
    assert run_tests(small_project, CI="true") == 0
    assert run_tests(small_project, SKIP="1") == 0
    assert run_tests(small_project, CI="true", SKIP="1") == 1


@pytest.mark.parametrize("folder", ["", "en/"])
def test_page_shows_every_promise(site: Path, folder: str) -> None:
    page = (site / folder / "trust" / "index.html").read_text(encoding="utf-8")
    assert all(f'<section id="{promise}"' in page for promise in PROMISES)
    found = read_results()
    if found:
        assert f"{found.day.year}" in page
        assert all(str(n) in page for figures in found.figures.values() for n in figures.values())
    assert 'href="../version.json"' in page or 'href="../../version.json"' in page
