"""How well search answers: every query of tests/search, typed into the search page of the built site in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from registry.pages.search import QUALITY
from tests.searching import all_results, open_search, queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LEAST_FIRST = 0.97
"""In how many queries the first result must be right; one of the first three must be in all."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_right_measure_comes_first(browser: Browser, served: str, language: str) -> None:
    asked = [query for query in queries() if query.language == language]
    page = browser.new_page()
    open_search(page, served, language)
    misses, far = [], []
    for query, found in zip(asked, all_results(page, [query.words for query in asked]), strict=True):
        if not found or found[0] not in query.expected:
            misses.append(f"{query.words}: {found[:3]}, expected {query.expected}")
            if not set(found[:3]) & set(query.expected):
                far.append(query.words)
    page.close()
    measured = {"queries": len(asked), "first": len(asked) - len(misses), "three": len(asked) - len(far)}
    print("\n".join(misses))
    assert not far, "\n".join(misses)
    assert measured["first"] >= LEAST_FIRST * len(asked), "\n".join(misses)
    shown = json.loads(QUALITY.read_text(encoding="utf-8"))[language]
    assert shown == measured, f"{QUALITY.name}, which the search page shows, must say {json.dumps(measured)}"
