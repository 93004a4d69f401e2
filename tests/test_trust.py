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


RUN_ALL = """
import json, os, sys
from pathlib import Path
import pytest
found = []
for arguments, variables in json.loads(sys.argv[1]):
    os.environ |= variables
    status = pytest.main(["-q", "-p", "no:cacheprovider", *arguments])
    results = Path(sys.argv[2])
    found.append([int(status), results.exists()])
    results.unlink(missing_ok=True)
    for name in variables:
        del os.environ[name]
Path("found.json").write_text(json.dumps(found))
"""
"""Runs tests several times in one process, which takes most of its time to start."""


def run_python(project: Path, *arguments: str) -> None:
    environment = {
        name: text for name, text in os.environ.items() if name != "CI" and not name.startswith("PYTEST")
    }
    subprocess.run(
        [sys.executable, *arguments],
        cwd=project, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip


def test_complete_run_is_written(small_project: Path) -> None:
    run_python(small_project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2")
    found = read_results(small_project / RESULTS)
    assert found is not None
    assert found.tests == 3
    assert found.passed["bytes"] == 3
    assert found.figures["bytes"] == {"files": 7}
    assert found.passed["whole"] == 0
    names = json.loads((small_project / RESULTS).read_text())["promises"]["bytes"]["tests"]
    assert names == ["test_reproducible.py::test_one", "test_reproducible.py::test_two"]


def test_no_other_run_is_written_and_nothing_is_skipped_unseen_in_ci(small_project: Path) -> None:
    one = "tests/test_reproducible.py"
    runs: list[tuple[list[str], dict[str, str], int, bool]] = [
        # arguments, variables, and what is expected: the exit status, whether results are written
        ([], {}, 0, True),
        ([], {"BREAK": "1"}, 1, False),
        (["-k", "one"], {}, 0, False),
        ([one], {}, 0, False),
        (["--deselect", f"{one}::test_two"], {}, 0, False),
        (["--ignore", "tests/test_other.py"], {}, 0, False),
        (["--collect-only"], {}, 0, False),
        ([], {"SKIP": "1"}, 0, False),
        ([], {"CI": "true"}, 0, False),
        ([], {"CI": "true", "SKIP": "1"}, 1, False),
    ]
    asked = json.dumps([(arguments, variables) for arguments, variables, *_ in runs])
    run_python(small_project, "-c", RUN_ALL, asked, str(RESULTS))
    found = json.loads((small_project / "found.json").read_text())
    assert found == [[status, written] for *_, status, written in runs]


@pytest.mark.parametrize("folder", ["", "en/"])
def test_page_shows_every_promise(site: Path, folder: str) -> None:
    page = (site / folder / "trust" / "index.html").read_text(encoding="utf-8")
    assert all(f'<section id="{promise}"' in page for promise in PROMISES)
    found = read_results()
    if found:
        assert f"{found.day.year}" in page
        assert all(str(n) in page for figures in found.figures.values() for n in figures.values())
    assert 'href="../version.json"' in page or 'href="../../version.json"' in page
