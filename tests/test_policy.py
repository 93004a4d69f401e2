"""The content policy: each page says it, it forbids what it should, and nothing that the site does itself breaks it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.rendering.content_security_policy import REFERRER, content_policy
from tests.kinds import kinds
from tests.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDERS = ("", "en/")


def test_the_policy_is_strict() -> None:
    policy = dict(each.split(" ", 1) for each in content_policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert not re.search(r"unsafe|data:|blob:|https?:|\*", content_policy())
    assert content_policy(header=True) == content_policy() + "; frame-ancestors 'none'"


def test_each_page_says_the_policy_before_all_else(site: Path) -> None:
    said = (
        f'<head>\n<meta http-equiv="Content-Security-Policy" content="{content_policy()}">\n'
        f'<meta name="referrer" content="{REFERRER}">\n<meta charset="utf-8">'
    )
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert said in text, path
        assert text.index(said) + len(said) < 1024, "browsers look no further for the encoding"


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_that_a_page_does_breaks_the_policy(
    browser: Browser, served: str, site: Path, folder: str
) -> None:
    with watched(browser, served, viewport={"width": 1440, "height": 900}) as (page, wrong):
        for kind in kinds(site)[bool(folder) :: 2]:
            page.goto(served + folder + kind)
            use(page)
    assert wrong == []


_USE = """async () => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const tell = (each, ...names) => names.forEach((name) => each.dispatchEvent(new Event(name, { bubbles: true })));
  for (const field of seen("input[type=search], textarea")) {
    field.focus();
    field.value = "电子营业执照 tax";
    tell(field, "input", "change");
  }
  for (const choice of seen("select")) {
    choice.selectedIndex = 1;
    tell(choice, "change");
  }
  for (const each of seen("input[type=checkbox], summary, button:not([type=submit])")) each.click();
  await new Promise((done) => setTimeout(done, 100));
}"""
"""Do all that a page offers to do: type into its fields, choose, tick, open, press its buttons."""


def use(page: Page) -> None:
    """Use a page as a program can, and its search box as a reader does."""
    page.evaluate(_USE)
    page.locator("header input[type=search]").press("Enter")
    page.wait_for_load_state()
    page.wait_for_timeout(50)


def test_the_policy_holds_against_what_would_break_it(browser: Browser, served: str) -> None:
    breaks = {
        "script-src": "import('https://elsewhere.invalid/x.js').catch(() => 0)",
        "style-src": "document.body.setAttribute('style', 'color: red')",
        "img-src": "new Image().src = 'https://elsewhere.invalid/x.png'",
        "connect-src": "fetch('https://elsewhere.invalid/').catch(() => 0)",
        "form-action": "const form = document.createElement('form'); form.action = 'https://elsewhere.invalid/'; document.body.append(form); form.submit()",
        "frame-src": "const frame = document.createElement('iframe'); frame.src = 'https://elsewhere.invalid/'; document.body.append(frame)",
        "base-uri": "const base = document.createElement('base'); base.href = 'https://elsewhere.invalid/'; document.head.append(base)",
        "require-trusted-types-for": "try { document.body.innerHTML = '<p>' } catch { 0 }",
    }
    for directive, doing in breaks.items():
        with watched(browser, served) as (page, wrong):
            page.goto(served)
            page.evaluate(f"() => {{ {doing} }}")
            told = "Trusted" if directive.startswith("require") else f"policy: {directive}"
            for _ in range(
                100
            ):  # The browser tells when it gets to it, which on a busy machine takes a while.
                page.wait_for_timeout(50)
                if any(told in each for each in wrong):
                    break
            assert any(told in each for each in wrong), (directive, wrong)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_policy_lets_a_page_be_opened_from_a_disk(browser: Browser, site: Path, folder: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / folder / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('header')).borderTopWidth") == "4px"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not [each for each in said if "Content Security Policy" in each]
    context.close()
