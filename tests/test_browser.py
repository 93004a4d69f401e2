"""Every kind of page in a real browser: no error, no request to another host, nothing wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

KINDS = (
    "",
    "m/ybh2019-376-1a-03/",
    "m/ybh2019-376-2b-05/",
    "indicators/",
    "indicators/trading-across-borders/",
    "documents/",
    "documents/ybh2019-376/",
    "bodies/",
    "bodies/tax/",
    "places/",
    "places/guangzhou/",
    "measures/",
    "measures/?indicator=getting-electricity&q=电",
    "glossary/",
    "cite/",
    "verify/",
    "data/",
    "about/",
    "404.html",
)
"""One address of each kind of page."""

WIDTHS = (1440, 768, 375)
"""Of a desk, a tablet, a phone."""


_BROKEN = """() => [...document.querySelectorAll("thead th")].flatMap((heading) => {
  if (heading.closest("thead").offsetWidth < 2) return []; // Kept for screen readers alone.
  const text = heading.firstChild;
  if (text?.nodeType !== Node.TEXT_NODE) return [];
  return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map((line) => line.top)).size > 1;
  }).map(([word]) => word);
})"""
"""The words of column headings that are broken over two lines."""


@pytest.mark.parametrize("folder", ["", "en/"])
def test_pages_load_clean(browser: Browser, served: str, folder: str) -> None:
    with watched(browser, served) as (page, wrong):
        for kind in KINDS:
            response = page.goto(served + folder + kind)
            assert response is not None
            assert response.ok, kind
            page.wait_for_load_state("networkidle")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wrong.append(f"wider than {width}: {kind}")
                wrong += [f"broken at {width}: {word}, {kind}" for word in page.evaluate(_BROKEN)]
    assert wrong == []


_JUMPS = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().reduce((sum, each) => sum + each.value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 30);
})"""
"""How much of what was on the screen has moved since, as browsers measure it; up to 0.1 is good."""


@pytest.mark.parametrize("folder", ["", "en/"])
def test_nothing_jumps_when_scripts_come_late(browser: Browser, served: str, folder: str) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/*.js", hold)
    page.route("**/assets/theme.*.js", lambda route: route.continue_())
    wrong = []
    for kind in KINDS[bool(folder) :: 2]:
        page.goto(served + folder + kind, wait_until="commit")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
        while page.evaluate("document.readyState") != "complete":
            while held:
                held.pop().continue_()
        if page.evaluate(_JUMPS) >= 0.1:
            wrong.append(kind)
    page.close()
    assert wrong == []


def test_whole_permanent_address_wherever_the_site_lies(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(served + "en/measures/?q=tax#main")
    permanent = page.locator("link[rel=canonical]").get_attribute("href")
    assert permanent == served + "en/measures/"
    page.close()


@pytest.mark.parametrize(("folder", "other"), [("", "en/"), ("en/", "")])
def test_language_switch_keeps_the_page(browser: Browser, served: str, folder: str, other: str) -> None:
    """That it leads from each page to the same one, test_pages.py tells."""
    page = browser.new_page()
    for kind in KINDS[1:-1:5]:
        page.goto(served + folder + kind)
        page.click(f"header a[hreflang={'en' if other else 'zh-Hans'}]")
        assert page.url.split("?")[0] == (served + other + kind).split("?")[0]
    page.close()
