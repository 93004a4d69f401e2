"""For search engines and browsers: the sitemap, ``robots.txt`` and the OpenSearch descriptions.

Both want whole addresses: without ``site_url`` the
sitemap lists no page, and the descriptions give no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import escape

from registry.core.languages import HTML_LANGUAGE, LANGUAGES
from registry.core.writing import place
from registry.exports.context import ExportContext
from registry.exports.xml import pieces, xml
from registry.model import urls
from registry.model.measure import Measure

SITEMAP = "sitemap.xml"
"""Its name at the root of the site."""

MOST_ADDRESSES = 50_000
"""How many addresses the sitemap protocol lets a file hold."""

_PAGE = "index.html"
_HEAD = (
    b"<?xml version='1.0' encoding='utf-8'?>\n"
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_FOOT = b"</urlset>\n"

MOST_BYTES = 52_428_800 - len(_HEAD) - len(_FOOT)
"""How many bytes of addresses it lets a file hold: 50 MB with what stands around them."""


def write_crawlers(context: ExportContext, site: Path) -> list[str]:
    """Write ``robots.txt`` and the OpenSearch descriptions below ``site``; return their paths."""
    lines = ["User-agent: *", "Allow: /"]
    if context.settings.site_url:
        lines += ["", f"Sitemap: {context.url(f'/{SITEMAP}')}"]
    robots = place(site, "robots.txt", ("\n".join(lines) + "\n").encode())
    return [robots, *(_write_opensearch(context, language, site) for language in LANGUAGES)]


def _write_opensearch(context: ExportContext, language: str, site: Path) -> str:
    made = pieces(
        "opensearch.xml",
        context=context,
        language=language,
        tag=HTML_LANGUAGE[language],
        name=urls.OPENSEARCH,
    )
    return place(site, urls.below(language, urls.OPENSEARCH), xml(made))


def write_sitemap(context: ExportContext, site: Path, names: Iterable[str]) -> list[str]:
    """Write the sitemap of all pages below ``site``; ``names`` are the paths of the site's files, other files among them.

    Whatever made them, hand or program, they are all in it where the site's own address is known; each names its other
    language. Where they are more than a file
    may hold, the sitemap is an index of several. Return the paths of its files.
    """
    parts: list[list[bytes]] = [[]]
    room = MOST_BYTES
    for address in page_addresses(names) if context.settings.site_url else ():
        for url in _urls(context, address):
            if len(parts[-1]) == MOST_ADDRESSES or len(url) > room:
                parts.append([])
                room = MOST_BYTES
            parts[-1].append(url)
            room -= len(url)
    if len(parts) == 1:
        return [place(site, SITEMAP, b"".join((_HEAD, *parts[0], _FOOT)))]
    written = [
        place(site, f"sitemap-{number}.xml", b"".join((_HEAD, *part, _FOOT)))
        for number, part in enumerate(parts, start=1)
    ]
    index = pieces("sitemap.xml", context=context, names=written)
    return [*written, place(site, SITEMAP, xml(index))]


def page_addresses(names: Iterable[str]) -> list[str]:
    """Return the addresses below a language's root at which both languages have a page, by the files of the site."""
    pages = {name.removesuffix(_PAGE) for name in names if name == _PAGE or name.endswith(f"/{_PAGE}")}
    first, *others = LANGUAGES
    return sorted(
        page
        for page in pages
        if urls.language_of(page) == first and all(urls.below(language, page) in pages for language in others)
    )


def changed_on(context: ExportContext, address: str) -> str:
    """Return when what a page shows of the register last changed, or ``""`` where no date of the data says it."""
    register, vocabulary = context.register, context.register.vocabulary
    kind, _, rest = address.strip("/").partition("/")
    key = rest.partition("/")[0]  # Of a long listing the parts have addresses below its own.
    measures: tuple[Measure, ...] = ()
    if kind == "m" and key in register.by_id:
        measures = (register.by_id[key],)
    elif kind == "indicators" and key in vocabulary.indicators:
        measures = register.of_indicator(vocabulary.indicators[key])
    elif kind == "bodies" and key in vocabulary.bodies:
        measures = register.of_body(vocabulary.bodies[key])
    elif kind == "places" and key in vocabulary.places:
        measures = register.of_place(vocabulary.places[key])
    elif kind == "documents" and key in vocabulary.documents:
        measures = context.of_document(vocabulary.documents[key])
    elif kind == "measures" or (
        not rest and kind in {"", "indicators", "documents", "bodies", "places", "data"}
    ):
        return context.updated
    return context.newest(measures)


def _urls(context: ExportContext, address: str) -> Iterator[bytes]:
    """Give the entries of a page, one for each language."""
    ways = {language: escape(context.page_url(language, address)) for language in LANGUAGES}
    alternates = (
        *((HTML_LANGUAGE[language], way) for language, way in ways.items()),
        ("x-default", ways["zh"]),
    )
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{way}" />\n' for tag, way in alternates
    )
    changed = changed_on(context, address)
    date = f"<lastmod>{changed}</lastmod>\n" if changed else ""
    for way in ways.values():
        yield f"<url>\n<loc>{way}</loc>\n{date}{links}</url>\n".encode()
