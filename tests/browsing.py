"""A real browser on the built site: Debian's Chromium, driven by Playwright, and a server on loopback.

What a test waits for with ``wait_for_function`` is written as a function: Playwright evaluates a plain expression anew at
each look, which the pages' Content-Security-Policy forbids after the first.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM_OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
"""Keeps Chromium from asking anything of hosts outside; it runs as root in CI, hence without its sandbox."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the test is skipped and says so, except in CI, where it fails."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "no Chromium: install Debian's package chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the built site on loopback, with a slash at its end."""
    with serving(site) as address:
        yield address


class serving:  # noqa: N801  (used as a context manager, like open)
    """Serves a folder on a free port of loopback while the context lasts; gives its address."""

    def __init__(self, folder: Path) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""
