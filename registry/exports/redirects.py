"""Old addresses: a page at each that leads on, and a list for the web server.

Imports ``templating``, ``placing`` and ``exports.stock``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.bilingual import LANGUAGES
from registry.exports.stock import Stock, page_path
from registry.model import Measure
from registry.placing import place
from registry.templating import View

_ADDRESS = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")


@dataclass(frozen=True)
class Redirect:
    """An address that a measure had before, below the root of a language, with a slash at its end."""

    language: str
    address: str
    measure: Measure

    def record(self, stock: Stock) -> dict[str, str]:
        """Return where it leads, as the API gives it: paths below the site's root, and the address where it is known."""
        target = page_path(self.language, self.measure.address)
        record = {"from": page_path(self.language, self.address), "to": target, "id": self.measure.id}
        return record | ({"url": stock.url(target)} if stock.settings.site_url else {})


def redirects(stock: Stock) -> Iterator[Redirect]:
    """Give the old addresses of all measures in both languages; one that would leave the site's folder is passed over.

    An alias without a slash is an identifier that the measure had, and its page was where pages of measures are.
    """
    for measure in stock.collection.measures:
        for alias in measure.aliases:
            address = alias.strip("/")
            if _ADDRESS.fullmatch(address):
                for language in LANGUAGES:
                    yield Redirect(language, f"{address}/" if "/" in address else f"m/{address}/", measure)


def write_redirects(stock: Stock, site: Path) -> list[str]:
    """Write a page at each old address; return their paths. It needs no script and works on any server."""
    names = []
    for each in redirects(stock):
        view = View(each.language, each.address, stock.collection, stock.strings, stock.settings)
        target = stock.url(page_path(each.language, each.measure.address))
        canonical = target if stock.settings.site_url else view.link(each.measure.address)
        html = stock.macros.render("redirect", view, measure=each.measure, canonical=canonical)
        name = f"{page_path(each.language, each.address).lstrip('/')}index.html"
        names.append(place(site, name, f"{html}\n".encode()))
    return names
