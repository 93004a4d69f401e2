"""From a key press on the search page to its results, in Chromium, on the built site.

Imports ``workplace``, ``measuring`` and ``checking``. Chromium is driven by Playwright, which comes with the tests' packages.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from registry.bench.measuring import Figure
from registry.bench.workplace import Workplace
from registry.checking import check

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

MOST_KEYS = 4
"""How many letters of each query are typed, one by one; every one asks anew."""

QUERIES = 50
"""How many queries are typed in each language."""

TYPE_AND_WAIT = """
text => new Promise((resolve) => {
  const field = document.querySelector("[data-search-page] input[type=search]");
  const list = document.querySelector("ol[data-search-results]");
  const started = performance.now();
  const observer = new MutationObserver(() => {
    if (list.dataset.query !== text) return;
    observer.disconnect();
    list.getBoundingClientRect(); // The results are laid out, and so belong to the time.
    resolve(performance.now() - started);
  });
  observer.observe(list, { attributes: true });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})
"""
"""Returns the milliseconds from the event of the key to the results in the page, laid out."""


def measure_keys(workplace: Workplace, say: Callable[[str], None]) -> list[Figure]:
    """Type queries letter by letter into the search page of the built site; return the milliseconds to the results."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        say(
            "没有 Chromium 或 playwright（先运行一次 build.py test），不量检索。 / "
            "No Chromium, or no playwright (run build.py test once): search is not measured."
        )
        return []
    figures = []
    with sync_playwright() as playwright, _serving(workplace.site) as address:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for language, folder in (("zh", ""), ("en", "en/")):
            page = browser.new_page()
            page.goto(f"{address}{folder}search/")
            texts = list(_typed(_queries(workplace, language)))
            page.evaluate(TYPE_AND_WAIT, texts[0])  # Loads what every query needs.
            times = tuple(float(page.evaluate(TYPE_AND_WAIT, text)) for text in texts[1:])
            figures.append(Figure("keys", language, workplace.size, times))
            page.close()
        browser.close()
    return figures


def _queries(workplace: Workplace, language: str) -> list[str]:
    """Return keywords and titles of measures from all over the register."""
    measures = check(workplace.measures).measures
    step = max(1, 2 * len(measures) // QUERIES)
    words = [list(getattr(each.keywords, language))[:1] for each in measures[::step]]
    titles = [getattr(each.title, language) for each in measures[step // 2 :: step]]
    return [word for each in words for word in each] + titles


def _typed(queries: list[str]) -> Iterator[str]:
    """Give what stands in the field after each key."""
    for query in queries:
        for length in range(1, min(MOST_KEYS, len(query)) + 1):
            if query[:length].strip() == query[:length]:
                yield query[:length]


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""
