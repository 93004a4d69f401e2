"""With the keyboard alone, and beyond what a program finds: focus, menu, zoom, larger text, motion, forced colours, no script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kinds import kinds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDERS = ("", "en/")

_FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  window.__passed ??= [];
  const before = window.__passed.at(-1);
  window.__passed.push(here);
  return {
    what: here.outerHTML.slice(0, 90),
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    forward: !before || Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
    again: window.__passed.indexOf(here) !== window.__passed.length - 1,
  };
}"""
"""Says of the element in focus whether that shows, whether it is on the screen, and whether it stands after the last one."""


@pytest.mark.parametrize(("folder", "width"), [("", 1440), ("en/", 375)])
def test_focus_goes_in_order_and_is_always_seen(
    browser: Browser, served: str, site: Path, folder: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    wrong = []
    for kind in kinds(site):
        page.goto(served + folder + kind)
        for _ in range(30):
            page.keyboard.press("Tab")
            at = page.evaluate(_FOCUSED)
            if at is None or at["again"]:
                break
            wrong += [
                f"{kind}: {fault}: {at['what']}" for fault in ("shown", "seen", "forward") if not at[fault]
            ]
    page.close()
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_skip_link_comes_first_and_leads_to_the_content(
    browser: Browser, served: str, folder: str
) -> None:
    page = browser.new_page()
    page.goto(served + folder + "measures/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_menu_opens_closes_and_gives_the_focus_back(browser: Browser, served: str, folder: str) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.goto(served + folder)
    menu, sections = page.locator("[data-menu-button]"), page.locator("#sections")
    assert not sections.is_visible()
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert sections.is_visible()
    sections.locator("a").first.focus()
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert not sections.is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-menu-button')")
    page.close()


_SIZES = (
    (320, "100%", "normal"),
    (1280, "200%", "normal"),
    (320, "", "large"),
    (375, "", "large"),
    (768, "", "large"),
    (1024, "", "large"),
    (1440, "", "large"),
)
"""Widths of the window with sizes of text: 400 percent of 1,280 points, the browser's own setting, and our larger text.

English words are longer than Chinese ones, which can be broken anywhere: Chinese is seen at the narrowest alone.
"""

_CUT = """([width, size, text]) => {
  document.documentElement.style.fontSize = size;
  document.documentElement.dataset.text = text;
  const wrong = document.documentElement.scrollWidth > width ? ["wider than the window"] : [];
  for (const each of document.querySelectorAll("h1, header a, header button, main h2, main p, main li, main a")) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.matches(".visually-hidden, .visually-hidden *")) continue;
    const { height } = each.getBoundingClientRect();
    const { lineHeight, writingMode } = getComputedStyle(each);
    const line = parseFloat(lineHeight);
    if (writingMode === "horizontal-tb" && height > 4 * line && height / line > each.textContent.trim().length / 2) wrong.push(`a line a letter: ${each.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_is_cut_off_at_400_percent_or_with_text_twice_as_large(
    browser: Browser, served: str, site: Path, folder: str
) -> None:
    page = browser.new_page()
    wrong = []
    for kind in kinds(site):
        page.goto(served + folder + kind)
        for width, size, text in _SIZES if folder else _SIZES[:3]:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(_CUT, [width, size, text])
            wrong += [f"{kind} at {width}, {size or text}: {each}" for each in found]
    page.close()
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_larger_text_is_large_and_stays(browser: Browser, served: str, folder: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(served + folder)
    page.locator("[data-text-button]").click()
    page.goto(served + folder + "glossary/")
    assert page.locator("[data-text-button]").get_attribute("aria-pressed") == "true"
    assert (
        float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")) >= 24
    ), "18 pt"
    page.locator("[data-text-button]").click()
    page.reload()
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) == 16
    page.close()


def test_tables_stay_tables_on_a_narrow_screen_and_nothing_moves_for_who_wants_no_motion(
    browser: Browser, served: str, site: Path
) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800}, reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter((each) => /[1-9]/.test(getComputedStyle(each).transitionDuration) || getComputedStyle(each).animationName !== 'none').length"
    for kind in kinds(site):
        page.goto(served + kind)
        assert page.evaluate(moving) == 0, kind
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", kind
        for table in page.locator("main table:visible").all():
            heard = table.aria_snapshot()
            assert heard.startswith("- table"), kind
            assert "- columnheader" in heard, kind
            assert "- cell" in heard, kind
    page.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_changes_is_announced(browser: Browser, served: str, folder: str) -> None:
    page = browser.new_page()
    page.goto(served + folder + "measures/")
    status = page.locator("main [role=status]")
    before = status.inner_text()
    page.locator("main select").first.select_option(index=1)
    assert status.inner_text() != before
    page.goto(served + folder + "m/ybh2019-376-1a-03/")
    assert page.locator("main [role=status]").count() >= 1
    page.close()


def test_states_are_told_apart_in_forced_colours(browser: Browser, served: str) -> None:
    page = browser.new_page(forced_colors="active", viewport={"width": 1440, "height": 900})
    page.goto(served + "m/ybh2019-376-1a-03/")
    highlight = page.evaluate("""() => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.forcedColorAdjust = "none";
      probe.style.backgroundColor = "Highlight";
      return getComputedStyle(probe).backgroundColor;
    }""")
    for selector in ("[data-text-button]", "[data-compare-button]"):
        button = page.locator(selector)
        seen = []
        for _ in range(2):
            seen.append(button.evaluate("(each) => getComputedStyle(each).backgroundColor") == highlight)
            button.click()
        assert seen == [False, True], selector
    current = page.locator("#sections [aria-current]")
    others = page.locator("#sections a:not([aria-current])").first
    border = "(each) => getComputedStyle(each).borderBottomColor"
    assert current.evaluate(border) != others.evaluate(border)
    page.close()


def test_everything_can_be_read_without_script(browser: Browser, served: str, site: Path) -> None:
    """On English pages, which are made of the same components as Chinese ones."""
    with_script, without = browser.new_page(), browser.new_context(java_script_enabled=False).new_page()
    for kind in kinds(site):
        with_script.goto(f"{served}en/{kind}")
        without.goto(f"{served}en/{kind}")
        assert without.locator(".needs-script:visible").count() == 0, kind
        assert without.locator("#sections:visible").count() == 1, kind
        assert missing(with_script, without) == [], kind
    with_script.close()
    without.context.close()


_READ = """() => {
  const aside = ".needs-script, [role=status], form, dialog";
  const filled = "[data-date], [data-address], [data-site-address]";
  return [...document.querySelectorAll("main :is(h1, h2, h3, p, td, th, dt, dd, li)")]
    .filter((each) => each.checkVisibility() && !each.closest(aside) && !each.matches(filled) && !each.querySelector(filled))
    .map((each) => each.innerText.trim());
}"""
"""The words of a page's text, but for what only a script makes useful and what only it can know: today and the address."""


def missing(page: Page, without: Page) -> list[str]:
    """Return what of a page's text is seen with script only."""
    rest = " ".join(without.evaluate(_READ))
    return [each for each in page.evaluate(_READ) if each not in rest]
