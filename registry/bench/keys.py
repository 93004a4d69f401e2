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
from typing import TYPE_CHECKING

from registry.bench.measuring import BenchError, Figure
from registry.bench.workplace import Workplace
from registry.checking import check

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
"""It asks nothing of hosts outside; where it runs as root it must do without its sandbox."""

QUERIES = 20
"""How many queries are typed in each language."""

LENGTHS = (1, 2, 4)
"""After how many characters of each query the results are waited for."""

_WATCH = """words => {
  const field = document.querySelector("[data-search-page] input[type=search]");
  const list = document.querySelector("ol[data-search-results]");
  window.keyToResults = new Promise((done, failed) => {
    let pressed = 0;
    setTimeout(() => failed(new Error(`no results for ${words}`)), 60000);
    field.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { once: true });
    new MutationObserver((_, observer) => {
      if (list.dataset.query !== words) return;
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - pressed));
    }).observe(list, { attributes: true, attributeFilter: ["data-query"] });
  });
}"""


def milliseconds(page: Page, words: str) -> float:
    """Return the milliseconds from the key that completes ``words`` to the frame in which their results stand.

    ``page`` is the search page; all but the last character of ``words`` is in the field before.
    """
    field = page.locator("[data-search-page] input[type=search]")
    field.fill(words[:-1])
    if words[:-1].strip():
        page.wait_for_function(
            "words => document.querySelector('ol[data-search-results]').dataset.query === words",
            arg=words[:-1].strip(),
        )
    page.evaluate(_WATCH, words)
    # A key that types the character, where there is one; an input method gives the others at once, at a key of its own.
    if words[-1].isascii():
        page.keyboard.press(words[-1])
    else:
        page.keyboard.press("Shift")
        page.keyboard.insert_text(words[-1])
    return float(page.evaluate("() => window.keyToResults"))


def measure_keys(workplace: Workplace, say: Callable[[str], None]) -> list[Figure]:
    """Type queries into the search page of the built site; return the milliseconds from key to results.

    Each is typed twice: at first the page also loads what it lacks for the query, then it has all. Raises ``BenchError``
    where Chromium does not get to the end.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import Error, sync_playwright
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
        try:
            browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
            for language, folder in (("zh", ""), ("en", "en/")):
                page = browser.new_page()
                page.goto(f"{address}{folder}search/")
                typed = _typed(_queries(workplace, language))
                milliseconds(page, typed[0])  # Loads what every query needs.
                times = [(milliseconds(page, words), milliseconds(page, words)) for words in typed[1:]]
                for row, each in ((f"{language}-first", 0), (language, 1)):
                    figures.append(Figure("keys", row, workplace.size, tuple(time[each] for time in times)))
                page.close()
            browser.close()
        except Error as error:
            said = error.message.splitlines()[0]
            raise BenchError(f"Chromium 没有做完：{said}", f"Chromium did not finish: {said}") from None
    return figures


def _queries(workplace: Workplace, language: str) -> list[str]:
    """Return keywords and titles of measures from all over the register."""
    measures = check(workplace.measures).measures
    step = max(1, 2 * len(measures) // QUERIES)
    words = [list(getattr(each.keywords, language))[:1] for each in measures[::step]]
    titles = [getattr(each.title, language) for each in measures[step // 2 :: step]]
    return [word for each in words for word in each] + titles


def _typed(queries: list[str]) -> list[str]:
    """Return what stands in the field when results are waited for, each once, none ending in a space."""
    beginnings = [query[:length] for query in queries for length in LENGTHS]
    return [each for each in dict.fromkeys(beginnings) if each == each.strip()]


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
