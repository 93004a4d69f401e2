"""The page of what the site promises, how it is tested, and what the last tests found.

The figures are in a file that the tests write; see ``tests/trusting.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.core.paths import ROOT
from registry.rendering.context import View
from registry.rendering.page import Page, RenderContext

FIGURES = frozenset({"kills", "files", "payloads"})
"""The figures that tests record; the words of each are in ``strings.yml``."""

RESULTS = ROOT / "tests" / "results" / "trust.json"
"""What the tests wrote when they last ran as a whole and all passed."""

PROMISES = (
    "text", "whole", "bytes", "hostile", "policy", "everyone", "valid", "deploy", "offline", "supply"
)  # fmt: skip
"""What is promised, in the order of the page; the words stand in ``strings.yml``."""


@dataclass(frozen=True)
class Results:
    """What a complete run found: its day, how many tests passed, and of each promise how many, and its figures."""

    day: date
    tests: int
    passed: Mapping[str, int]
    figures: Mapping[str, Mapping[str, int]]


def read_results(path: Path = RESULTS) -> Results | None:
    """Return what the tests wrote, or ``None`` where they have not yet."""
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    promises = found["promises"]
    return Results(
        date.fromisoformat(found["date"]),
        found["passed"],
        {name: each["passed"] for name, each in promises.items()},
        {name: each["figures"] for name, each in promises.items()},
    )


def trust(context: RenderContext) -> Page:
    """Return the page ``/trust/``."""
    view = context.view("trust/")
    results = read_results()
    html = context.macros.render(
        "trust-page", view, promises=PROMISES, results=results, day=_day(view, results.day) if results else ""
    )
    return Page(
        context.language, view.address, "about", view.t("trust.title"), view.t("trust.description"), html
    )


def _day(view: View, day: date) -> str:
    month = view.t("trust.months").split(" ")[day.month - 1]
    return str(view.t("trust.day", year=day.year, month=month, day=day.day))
