"""Measures search from a key press to its results, in Chromium, on the built site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from registry.validation.checker import check
from tests.bench.measuring import BenchError, Figure
from tests.bench.project import Project
from tests.browsing import CHROMIUM_OPTIONS, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    """Return the milliseconds from the key that completes ``words`` to the frame that shows their results.

    ``page`` is the search page; all but the last character of ``words`` is typed before the clock starts.
    """
    field = page.locator("[data-search-page] input[type=search]")
    field.fill(words[:-1])
    if words[:-1].strip():
        page.wait_for_function(
            "words => document.querySelector('ol[data-search-results]').dataset.query === words",
            arg=words[:-1].strip(),
        )
    page.evaluate(_WATCH, words)
    # A key types an ASCII character; an input method inserts any other one at the press of some key.
    if words[-1].isascii():
        page.keyboard.press(words[-1])
    else:
        page.keyboard.press("Shift")
        page.keyboard.insert_text(words[-1])
    return float(page.evaluate("() => window.keyToResults"))


def measure_keys(project: Project) -> list[Figure]:
    """Type queries into the search page of the built site; return the milliseconds from key to results.

    Each is typed twice: the first time the page also loads the files that the query needs. Raises ``BenchError`` where
    there is no Chromium or it fails.
    """
    from playwright.sync_api import Error, sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise BenchError("没有 Chromium，不测量检索。", "There is no Chromium: search is not measured.")
    figures = []
    try:
        with sync_playwright() as playwright, serving(project.site) as address:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
            for language, folder in (("zh", ""), ("en", "en/")):
                page = browser.new_page()
                page.goto(f"{address}{folder}search/")
                typed = _typed(_queries(project, language))
                milliseconds(page, typed[0])  # Loads what every query needs.
                times = [(milliseconds(page, words), milliseconds(page, words)) for words in typed[1:]]
                first, second = zip(*times, strict=True)
                figures += [
                    Figure("keys", f"{language}-first", project.size, first),
                    Figure("keys", language, project.size, second),
                ]
                page.close()
            browser.close()
    except Error as error:
        reason = error.message.splitlines()[0]
        raise BenchError(f"Chromium 没有做完：{reason}", f"Chromium did not finish: {reason}") from None
    return figures


def _queries(project: Project, language: str) -> list[str]:
    """Return keywords and titles of measures from the whole register."""
    measures = check(project.measures).measures
    step = max(1, 2 * len(measures) // QUERIES)
    keywords = [word for measure in measures[::step] for word in getattr(measure.keywords, language)[:1]]
    return keywords + [measure.title[language] for measure in measures[step // 2 :: step]]


def _typed(queries: list[str]) -> list[str]:
    """Return the contents of the field for which results are waited, without duplicates, none ending in a space."""
    beginnings = [query[:length] for query in queries for length in LENGTHS]
    return [words for words in dict.fromkeys(beginnings) if words == words.strip()]
