"""What search costs a reader: bytes of a first query, and the time from a key to the results once all is loaded.

For tests and for the benchmarks. ``address`` is that of a served site, with a slash at its end; ``site`` its folder.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.searching import Query, home, open_search

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def gzipped(content: bytes) -> int:
    """Return how many bytes a server sends that packs with gzip."""
    return len(gzip.compress(content, 9))


class FirstQueries:
    """Asks first queries in the header of a page, each in a browser that has seen nothing, and counts what they load."""

    def __init__(
        self, browser: Browser, address: str, site: Path, packed: Callable[[bytes], int] = gzipped
    ) -> None:
        self.browser = browser
        self.address = address
        self.site = site
        self.packed = packed
        self.sizes: dict[str, int] = {}

    def loaded(self, query: Query) -> int:
        """Return the bytes, packed, of script, tables and index that ``query`` loads beyond the page until results stand."""
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(home(self.address, query.language))
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.keyboard.press("/")
        page.keyboard.insert_text(query.words)
        page.wait_for_selector("[role=option]")
        context.close()
        return sum(map(self._size, asked))

    def _size(self, url: str) -> int:
        if url not in self.sizes:
            self.sizes[url] = self.packed((self.site / url.removeprefix(self.address)).read_bytes())
        return self.sizes[url]


_WATCH = """() => {
  const field = document.querySelector("[data-search-page] input[type=search]");
  const list = document.querySelector("ol[data-search-results]");
  window.keyToResults = new Promise((done) => {
    let pressed = 0;
    field.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { once: true });
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - pressed));
    }).observe(list, { attributes: true, attributeFilter: ["data-query"] });
  });
}"""


def milliseconds(page: Page, words: str) -> float:
    """Return the milliseconds from the key that completes ``words`` to the frame in which their results stand.

    ``page`` is the search page, with all loaded that the words need; all but their last character is in the field before.
    """
    field = page.locator("[data-search-page] input[type=search]")
    field.fill(words[:-1])
    if words[:-1].strip():
        page.wait_for_function(
            "words => document.querySelector('ol[data-search-results]').dataset.query === words",
            arg=words[:-1].strip(),
        )
    page.evaluate(_WATCH)
    # A key that types the character, where there is one; an input method gives the others at once, at a key of its own.
    if words[-1].isascii():
        page.keyboard.press(words[-1])
    else:
        page.keyboard.press("Shift")
        page.keyboard.insert_text(words[-1])
    return float(page.evaluate("() => window.keyToResults"))


def median_milliseconds(browser: Browser, address: str, language: str, asked: Iterable[str]) -> float:
    """Return the median of ``milliseconds`` over the words ``asked`` in a language, each asked once before."""
    page = browser.new_page()
    open_search(page, address, language)
    times = []
    for words in asked:
        milliseconds(page, words)
        times.append(milliseconds(page, words))
    page.close()
    return median(times)
