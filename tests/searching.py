"""Queries with the measures that a reader would expect, and asking them of the search page in a real browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FILES = ("sample.tsv", "queries.tsv")
UNSEEN = ("unseen.tsv",)
"""Queries on which nobody tuned search when they were first asked; ``0`` is expected where the register has no answer."""


@dataclass(frozen=True)
class Query:
    """Words typed on the site of a language, and the identifiers of which any is right."""

    language: str
    words: str
    expected: tuple[str, ...]


def queries(files: tuple[str, ...] = FILES) -> list[Query]:
    """Return the queries of files."""
    found = []
    for name in files:
        for line in (ROOT / "tests" / "search" / name).read_text(encoding="utf-8").splitlines():
            if line and line[0] != "#":
                language, words, expected = line.split("\t")[:3]
                found.append(Query(language, words, tuple(expected.split(","))))
    return found


_TYPE = """(words) => new Promise((done, fail) => {
    const list = document.querySelector("ol[data-search-results]");
    const look = () => {
        if (list.dataset.query !== words.trim()) return;
        observer.disconnect();
        clearTimeout(patience);
        done([...document.querySelectorAll("[data-search-results] a[href]")].map((each) => each.getAttribute("href")));
    };
    const patience = setTimeout(() => fail(new Error(`no results for ${words}`)), 30000);
    const observer = new MutationObserver(look);
    observer.observe(list, { attributes: true, attributeFilter: ["data-query"] });
    const field = document.querySelector("[data-search-page] input[type=search]");
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    look();
})"""
"""Types words as a person would and gives the addresses of the results."""

_TYPE_ALL = f"""async (all) => {{
    const type = {_TYPE};
    const found = [];
    for (const words of all) found.push(await type(words));
    return found;
}}"""
"""Does so with all of many queries in one call."""


def home(served: str, language: str) -> str:
    return served + ("en/" if language == "en" else "")


def results(page: Page, words: str) -> list[str]:
    """Type ``words`` into the field of the search page and return the identifiers that it links to, best first."""
    (found,) = all_results(page, [words])
    return found


def all_results(page: Page, queries: list[str]) -> list[list[str]]:
    """Return the results of each of many queries, typed one after another."""
    answers: list[list[str]] = page.evaluate(_TYPE_ALL, queries)
    return [[href.split("/m/")[1].split("/")[0] for href in hrefs if "/m/" in href] for hrefs in answers]


def open_search(page: Page, served: str, language: str, words: str = "") -> None:
    page.goto(f"{home(served, language)}search/" + (f"?q={quote(words)}" if words else ""))


REPAIRING = re.compile(r"/(?:search-repair|search-spelling|sounds|pinyin|relations)\.")
"""What is loaded only where words alone find little."""


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

    def loaded(self, query: Query) -> tuple[int, int]:
        """Return the bytes, packed, of script, tables and index that ``query`` loads beyond the page until results stand.

        Apart: those that serve only to find what is meant where words alone find little.
        """
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(home(self.address, query.language))
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.keyboard.press("/")
        page.keyboard.insert_text(query.words)
        page.wait_for_selector("#search-list:is([data-state=results], [data-state=none])", state="attached")
        context.close()
        repairing = [url for url in asked if REPAIRING.search(url)]
        return sum(map(self._size, {*asked} - {*repairing})), sum(map(self._size, repairing))

    def _size(self, url: str) -> int:
        if url not in self.sizes:
            self.sizes[url] = self.packed((self.site / url.removeprefix(self.address)).read_bytes())
        return self.sizes[url]
