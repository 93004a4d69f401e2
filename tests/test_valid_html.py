"""Every page is valid: a strict parser finds no fault in it, nor does the Nu checker in pages, styles and pictures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from justhtml import JustHTML

from tests.conftest import ROOT

NU = ROOT / ".cache" / "vnu.jar"
"""The Nu HTML checker, where .ci/run puts it."""

WITHOUT_ADDRESS = "violates Content Security Policy"
"""Nu cannot judge what 'self' is in a file, and takes data blocks for scripts; test_policy.py asks a browser."""

NOT_YET_KNOWN = ("Property “container-type” doesn't exist", "Unrecognized at-rule “@container”")
"""Parts of CSS that Nu has not heard of; browsers have them since 2023 and pass over them before."""


def test_a_strict_parser_finds_no_fault(site: Path) -> None:
    """In all pages but of measures, whose every fourth stands for others; the Nu checker reads them all."""
    paths = sorted(site.rglob("*.html"))
    of_measures = [path for path in paths if path.parent.parent.name == "m"]
    assert of_measures
    wrong = [
        f"{path.relative_to(site)}:{error.line}: {error.message}"
        for path in (*(set(paths) - set(of_measures)), *of_measures[::4])
        for error in JustHTML(path.read_text(encoding="utf-8"), sanitize=False, collect_errors=True).errors
    ]
    assert sorted(wrong) == []


def test_nu_finds_no_fault(site: Path) -> None:
    wrong = nu(site)
    assert wrong == []


def nu(site: Path) -> list[str]:
    """Return what the Nu checker finds below a folder; skips where it is missing, but in CI fails."""
    java = shutil.which("java")
    if java is None or not NU.is_file():
        reason = (
            "no Java: install default-jre-headless"
            if java is None
            else "no Nu checker: .ci/run puts it in .cache/"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = [
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--skip-non-html",
        "--no-langdetect",  # a guess, which code on a page misleads; test_languages.py knows
        "--also-check-css",
        "--also-check-svg",
    ]
    result = subprocess.run(
        [java, "-jar", str(NU), *options, str(site)], capture_output=True, text=True, check=True
    )
    return [
        f"{load.get('url', '').rpartition('/site/')[2]}:{load.get('lastLine', '')}: {load['message']}"
        for load in json.loads(result.stdout)["messages"]
        if not any(known in load["message"] for known in (WITHOUT_ADDRESS, *NOT_YET_KNOWN))
    ]
