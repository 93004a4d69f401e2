"""Exports: what the site gives to programs and offices, beside its pages.

``write_exports`` makes all files but the sitemap, which ``write_sitemap`` makes from the finished pages. Imports
``collection``, ``citation``, ``templating`` and the rooms before them; nothing here knows MkDocs. Files
bear dates of the data only, so that the same content gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from registry import addresses
from registry.exports.stock import Stock

__all__ = ["Stock", "write_exports", "write_sitemap"]


def write_exports(stock: Stock, site: Path) -> None:
    """Write every export below ``site``, a folder that need not exist: API, downloads, feeds, redirects, robots.txt."""
    # openpyxl and python-docx take 0.3 s to load; whoever only builds pages does not pay for them.
    from registry.citation import write_citation_files
    from registry.exports.annexes import write_annexes
    from registry.exports.api import write_api
    from registry.exports.crawlers import write_crawlers
    from registry.exports.feed import write_feeds
    from registry.exports.redirects import write_redirects
    from registry.exports.register_book import write_register_book
    from registry.exports.work_lists import write_work_lists
    from registry.quotation import write_quotation_data

    (site / addresses.DOWNLOADS).mkdir(parents=True, exist_ok=True)
    write_crawlers(stock, site)
    write_feeds(stock, site)
    write_redirects(stock, site)
    write_api(stock, site)
    write_citation_files(
        stock.collection.measures, stock.settings.site_url, site / addresses.API / "measures"
    )
    write_quotation_data(stock.collection, site / addresses.QUOTATIONS)
    write_register_book(stock, site)
    write_work_lists(stock, site)
    write_annexes(stock, site)


def write_sitemap(stock: Stock, site: Path) -> None:
    """Write the sitemap of the pages that lie below ``site``."""
    from registry.exports.crawlers import write_sitemap as write

    write(stock, site)
