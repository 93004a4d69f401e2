"""What a program can find of barriers: axe-core finds none on any kind of page, however it is set and opened."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kinds import kinds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDERS = ("", "en/")

_REPEATED = [
    ".terms .term:nth-child(n+4)",
    "tbody tr:nth-child(n+6)",
    ".block:nth-child(n+14)",
    ".counted:nth-child(n+4)",
    ".rule:nth-of-type(n+4)",
]
"""Of many alike the first stand for all, or the longest pages would take axe most of the time."""

_RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
"""What axe looks for in each theme: the dark one has other colours and nothing else."""

_SEEN = {("", "light"): 1440, ("", "dark"): 375, ("en/", "light"): 375, ("en/", "dark"): 1440}
"""The width at which pages of a language are seen in a theme: each page is seen at each width and in each theme once."""

_RUN = """async ([rules, repeated]) => {
  const context = { include: [["html"]], exclude: repeated.map((each) => [each]) };
  const found = await axe.run(context, { runOnly: rules, resultTypes: ["violations"], selectors: false });
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 120)}`));
}"""


def axe_source() -> str:
    """The source of axe-core, as the package carries it; browsers run it outside the page's own policy."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS)
def test_axe_finds_nothing(browser: Browser, served: str, site: Path, folder: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(axe_source())
    page = context.new_page()
    wrong: list[str] = []

    def look(theme: str, state: str) -> None:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        found = page.evaluate(_RUN, [_RULES[theme], _REPEATED])
        wrong.extend(f"{kind} {state} {theme}: {violation}" for violation in found)

    for kind in (*kinds(site), "search/?q=licence", "measures/?q=nothing+like+it"):
        for theme in _RULES:
            page.set_viewport_size({"width": _SEEN[folder, theme], "height": 900})
            if not kind or theme == "light":
                page.goto(served + folder + kind)
            if kind.startswith("search/?"):
                page.locator("[data-search-results] a").first.wait_for()
            if not kind:
                look(theme, "closed")
            # All else that can be opened only adds to what is seen.
            open_panels(page)
            look(theme, "open")
    context.close()
    assert wrong == []


def open_panels(page: Page) -> None:
    """Open what is closed on a page, its menu and what search proposes among it."""
    # The header is the same on every page of a language.
    if page.locator("main .home-head").count():
        menu = page.locator("[data-menu-button]")
        if menu.is_visible():
            menu.click()
        page.locator("header input[type=search]").fill("licence 执照")
        page.locator(".search-panel a").first.wait_for()
        return
    page.evaluate(
        "() => [...document.querySelectorAll('main details')].slice(0, 3).forEach((each) => { each.open = true })"
    )
