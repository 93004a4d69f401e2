"""A register of two measures, which is built in a second: for tests that build many times."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

DOCUMENT = ROOT / "tests" / "data" / "second-document"

INDICATOR = "starting-a-business"
"""Where its measures lie."""


def small_register(folder: Path, name: str = "measures", *, changed: bool = False) -> Path:
    """Make a register of the first list of the tests' second document alone, in ``folder``; return where its measures are.

    ``changed`` gives another version of it, with other words in the titles.
    """
    measures = folder / name
    shutil.copytree(ROOT / "measures" / "vocabulary", measures / "vocabulary")
    shutil.rmtree(measures / "vocabulary" / "notices")
    first_list = (DOCUMENT / "documents.yml").read_text(encoding="utf-8").partition("    b:\n")[0]
    (measures / "vocabulary" / "documents.yml").write_text(first_list, encoding="utf-8")
    shutil.copytree(DOCUMENT / INDICATOR, measures / INDICATOR)
    if changed:
        for path in (measures / INDICATOR).glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace('en: "', 'en: "Anew: ', 1), encoding="utf-8")
    (measures / "published.yml").write_text("[]\n", encoding="utf-8")
    return measures
