"""Verifying the fingerprint of a citation in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from tests.verifying import settled, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(f"{served}verify/")
    yield opened
    opened.close()


def check_fingerprint(page: Page, citation: str) -> str:
    page.fill("#verify-citation", citation)
    page.click("[data-verify-fingerprint] button")
    return settled(page, "section[aria-labelledby=fingerprint] [role=status]")


@pytest.mark.parametrize(
    "form", ["official", "gbt7714-2025", "gbt7714-2015", "law", "english", "markdown", "html"]
)
def test_fingerprint_of_every_form_is_known(page: Page, served: str, form: str) -> None:
    page.goto(f"{served}m/ybh2019-376-2b-11/")
    citation = page.text_content(f"#cite-{form} .cite-words") or ""
    page.goto(f"{served}verify/")
    assert check_fingerprint(page, citation) == words(page)["say_current"]


def test_fingerprints_that_do_not_match(page: Page, register: Register) -> None:
    said = words(page)
    now = register.by_id["ybh2019-376-1a-03"].fingerprint
    assert check_fingerprint(page, "ybh2019-376-1a-03 0123456789ab") == said["say_never"].replace(
        "{now}", now
    )
    assert check_fingerprint(page, "ybh2019-376-1a-99 0123456789ab") == said["say_unknown"].replace(
        "{id}", "ybh2019-376-1a-99"
    )
    assert check_fingerprint(page, "附件1") == said["say_no_fingerprint"]
    assert check_fingerprint(page, "指纹 0123456789ab") == said["say_no_identifier"]


def test_fingerprint_of_a_corrected_text(page: Page, register: Register) -> None:
    def earlier(route: Route) -> None:
        record = route.fetch().json()
        first = {"date": "2020-01-01", "fingerprint": "0123456789ab"}
        record["history"] = [
            first,
            {**record["history"][0], "reason": {"zh": "漏一字", "en": "A character was missing"}},
        ]
        route.fulfill(json=record)

    page.route("**/api/v1/measures/*.json", earlier)
    said = check_fingerprint(page, "ybh2019-376-1a-03 0123456789ab")
    assert register.by_id["ybh2019-376-1a-03"].fingerprint in said
    assert "漏一字" in page.inner_text("section[aria-labelledby=fingerprint] [data-verify-results]")
