"""Using the page on verifying quotations: pasting a text, and reading what the page says and shows of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from registry.model.register import Register

if TYPE_CHECKING:
    from playwright.sync_api import Page


def verify(page: Page, text: str) -> str:
    """Paste a text and return what the page says in its status line."""
    page.fill("#verify-text", text)
    page.click("[data-verify] button")
    return settled(page, "section[aria-labelledby=passage] [role=status]")


def settled(page: Page, status: str) -> str:
    """Return what a status line says when the work is done."""
    page.wait_for_function(
        "([status, working]) => ![working, ''].includes(document.querySelector(status).textContent)",
        arg=[status, words(page)["say_working"]],
    )
    return page.inner_text(status)


def words(page: Page) -> dict[str, str]:
    """Return the words that the page may say, by name."""
    found: dict[str, str] = json.loads(page.get_attribute("[data-verify]", "data-words") or "")
    return found


def results(page: Page) -> list[dict[str, str]]:
    """Return what the page shows of each text that is quoted."""
    found: list[dict[str, str]] = page.eval_on_selector_all(
        ".verify-result:has(h3 a)",
        """all => all.map((box) => ({
            title: box.querySelector("h3").textContent,
            href: box.querySelector("h3 a").href,
            verdict: box.querySelector(".verify-verdict").textContent,
            named: box.querySelector(".verify-unnoticed")?.textContent ?? "",
            differences: [...box.querySelectorAll(".verify-differences li")].map((item) => item.textContent).join("|"),
        }))""",
    )
    return found


def practices(register: Register) -> list[str]:
    """Return the official texts of all measures."""
    return [measure.practice.zh.strip() for measure in register.measures]
