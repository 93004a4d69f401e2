"""A page of a browser under watch: whatever happens in it that must not happen is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`);
});
"""


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """Open a page for the site at ``address``; give it, and the list in which faults are put down.

    Faults are messages of errors and warnings, breaches of the content policy, dialogs, windows opened, downloads, and
    requests that fail or go to another host. ``options`` are those of a browser context.
    """
    context = browser.new_context(**options)
    context.add_init_script(_TELL_OF_VIOLATIONS)
    page = context.new_page()
    wrong: list[str] = []
    host = urlsplit(address).netloc

    def asked(url: str) -> None:
        if urlsplit(url).netloc != host:
            wrong.append(f"asked of another host: {url}")

    def told(kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            wrong.append(f"{page.url}: {text}")

    def failed(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # The reader went on before it was answered.
            wrong.append(f"failed: {request.url}")

    def faced(dialog: Any) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: told(message.type, message.text))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("requestfailed", failed)
    page.on("request", lambda request: asked(request.url))
    page.on("dialog", faced)
    context.on("page", lambda opened: wrong.append(f"window: {opened.url}"))
    try:
        yield page, wrong
    finally:
        context.close()
