"""For search engines and browsers: the sitemap, ``robots.txt`` and the OpenSearch descriptions.

Imports ``exports.stock``. Without ``site_url`` addresses begin at the host (``/m/…``); see decision 5.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from registry import addresses
from registry.bilingual import HTML_LANGUAGE, LANGUAGES
from registry.exports.stock import Stock, page_path, xml_bytes
from registry.model import Measure

SITEMAP = "sitemap.xml"
"""Its name at the root of the site."""

MOST_ADDRESSES = 50_000
"""How many addresses the sitemap protocol lets a file hold."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Listed:
    """An address of the sitemap: the page's language and address, and when it last changed (ISO 8601, or ``""``)."""

    language: str
    address: str
    changed: str


def write_crawlers(stock: Stock, site: Path) -> None:
    """Write ``robots.txt`` and the OpenSearch descriptions below ``site``."""
    site.mkdir(parents=True, exist_ok=True)
    lines = ["User-agent: *", "Allow: /"]
    if stock.settings.site_url:
        lines += ["", f"Sitemap: {stock.url(f'/{SITEMAP}')}"]
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for language in LANGUAGES:
        target = site / page_path(language, addresses.OPENSEARCH).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_opensearch(stock, language))


def _opensearch(stock: Stock, language: str) -> bytes:
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    search = stock.url(page_path(language, "search/?q={searchTerms}"))
    own = stock.url(page_path(language, addresses.OPENSEARCH))
    for name, text in (
        ("ShortName", stock.t("opensearch_name", language)),
        ("Description", stock.t("opensearch_description", language)),
        ("InputEncoding", "UTF-8"),
        ("Language", HTML_LANGUAGE[language]),
    ):
        ElementTree.SubElement(root, name).text = text
    ElementTree.SubElement(root, "Url", {"type": "text/html", "template": search})
    ElementTree.SubElement(
        root, "Url", {"type": "application/opensearchdescription+xml", "rel": "self", "template": own}
    )
    return xml_bytes(root)


def write_sitemap(stock: Stock, site: Path) -> None:
    """Write the sitemap of all pages that lie below ``site``, the pages of both languages being there already.

    Whatever made them, hand or program, they are all in it; each names its other language.
    """
    here = set(page_addresses(site))
    listed = [
        Listed(language, address, changed)
        for address, changed in ((each, changed_on(stock, each)) for each in sorted(here))
        for language in LANGUAGES
    ]
    parts = [listed[start : start + MOST_ADDRESSES] for start in range(0, len(listed), MOST_ADDRESSES)] or [
        []
    ]
    if len(parts) == 1:
        (site / SITEMAP).write_bytes(_urls(stock, listed))
        return
    index = ElementTree.Element("sitemapindex", {"xmlns": _SITEMAP})
    for number, part in enumerate(parts, start=1):
        name = f"sitemap-{number}.xml"
        (site / name).write_bytes(_urls(stock, part))
        ElementTree.SubElement(ElementTree.SubElement(index, "sitemap"), "loc").text = stock.url(f"/{name}")
    (site / SITEMAP).write_bytes(xml_bytes(index))


def page_addresses(site: Path) -> Iterator[str]:
    """Give the addresses below a language's root at which both languages have a page."""
    for folder, _, files in os.walk(site):
        if "index.html" in files:
            address = Path(folder).relative_to(site).as_posix().removeprefix(".")
            address = f"{address}/" if address else ""
            if not f"{address}".startswith("en/") and (site / "en" / address / "index.html").is_file():
                yield address


def changed_on(stock: Stock, address: str) -> str:
    """Return when what a page shows of the register last changed, or ``""`` where no date of the data says it."""
    collection, vocabulary = stock.collection, stock.collection.vocabulary
    kind, _, rest = address.strip("/").partition("/")
    key = rest.partition("/")[0]  # Of a long listing the parts have addresses below its own.
    measures: tuple[Measure, ...] = ()
    if kind == "m" and key in collection.by_id:
        measures = (collection.by_id[key],)
    elif kind == "indicators" and key in vocabulary.indicators:
        measures = collection.of_indicator(vocabulary.indicators[key])
    elif kind == "bodies" and key in vocabulary.bodies:
        measures = collection.of_body(vocabulary.bodies[key])
    elif kind == "places" and key in vocabulary.places:
        measures = collection.of_place(vocabulary.places[key])
    elif kind == "documents" and key in vocabulary.documents:
        measures = tuple(each for each in collection.measures if each.source.document.key == key)
    elif kind == "measures" or (
        not rest and kind in {"", "indicators", "documents", "bodies", "places", "data"}
    ):
        return stock.updated
    return stock.newest(measures)


def _urls(stock: Stock, listed: list[Listed]) -> bytes:
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for each in listed:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = stock.url(page_path(each.language, each.address))
        if each.changed:
            ElementTree.SubElement(url, "lastmod").text = each.changed
        ways = [(HTML_LANGUAGE[language], page_path(language, each.address)) for language in LANGUAGES]
        for tag, path in (*ways, ("x-default", ways[0][1])):
            ElementTree.SubElement(
                url, "xhtml:link", {"rel": "alternate", "hreflang": tag, "href": stock.url(path)}
            )
    return xml_bytes(root)
