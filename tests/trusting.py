"""Writes what a complete run of the tests found, for the page ``/trust/``: nobody enters these figures by hand.

``tests/conftest.py`` hands pytest the hooks. One writes where every test was run, none was skipped and all passed, and not
in CI, which commits nothing; there, another takes a test that was skipped for one that failed. A test adds a figure with ``record_property("kills", 50)``; its words are in ``strings.yml``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from registry.pages.trust import FIGURES

PROMISES = {
    "text": ("test_fidelity.py", "test_build.py", "test_rules.py", "test_withdrawal.py", "test_exports_api.py", "test_exports_files.py"),
    "whole": ("test_publish.py", "test_publish_killed.py"),
    "bytes": ("test_reproducible.py",),
    "hostile": ("test_hostile.py", "test_handwritten.py"),
    "policy": ("test_policy.py", "test_browser.py"),
    "everyone": ("test_accessibility.py", "test_keyboard.py", "test_languages.py"),
    "valid": ("test_valid_html.py", "test_feeds.py", "test_pages.py"),
    "deploy": ("test_deploy.py", "test_deploy_files.py"),
    "offline": ("test_offline.py",),
    "supply": ("test_bootstrap.py", "test_licences.py", "test_workflows.py"),
}  # fmt: skip
"""The promises of the page, and the files whose tests hold them."""

_PARTIAL = ("ignore", "ignore_glob", "collectonly", "setuponly", "setupplan")
"""Options that leave tests out without a word."""

RESULTS = Path("tests") / "results" / "trust.json"
"""Where they are written, in the project's folder; ``registry/pages/trust.py`` reads them."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """In CI, whose machine has all that the tests need, let no test be skipped unseen."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write what was found."""
    config = session.config
    if hasattr(config, "workerinput") or os.environ.get("CI") or exitstatus != 0:
        return
    stats = config.pluginmanager.get_plugin("terminalreporter").stats
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS or any(map(config.getoption, _PARTIAL)):
        return
    if any(stats.get(outcome) for outcome in ("skipped", "deselected", "xfailed", "error")):
        return
    passed = [report for report in stats.get("passed", ()) if report.when == "call"]
    path = config.rootpath / RESULTS
    path.parent.mkdir(exist_ok=True)
    day = datetime.now(UTC).date().isoformat()
    path.write_text(json.dumps(results(passed, day), indent=2) + "\n", encoding="utf-8", newline="\n")


def results(passed: Iterable[pytest.TestReport], day: str) -> dict[str, Any]:
    """Return what stands in the file: the day, how many tests passed, and of each promise how many, which, and figures."""
    reports = list(passed)
    promises = {}
    for promise, files in PROMISES.items():
        own = [report for report in reports if _file(report) in files]
        promises[promise] = {
            "passed": len(own),
            "figures": {name: n for report in own for name, n in report.user_properties if name in FIGURES},
            "tests": sorted({_name(report) for report in own}),
        }
    return {"date": day, "passed": len(reports), "promises": promises}


def _file(report: pytest.TestReport) -> str:
    return Path(report.nodeid.split("::", 1)[0]).name


def _name(report: pytest.TestReport) -> str:
    """Return a test's file and name, without its parameters."""
    return f"{_file(report)}::{report.nodeid.split('::', 1)[1].split('[', 1)[0]}"
