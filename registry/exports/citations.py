"""Citations of measures for reference managers, as files beside their records in the API.

Imports ``citation``, ``placing`` and ``exports.stock``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from registry import addresses
from registry.citation import citation_files
from registry.exports.stock import Stock
from registry.model import Measure
from registry.placing import place


def write_citations(stock: Stock, measures: Iterable[Measure], site: Path) -> list[str]:
    """Write the files of ``measures`` below ``site``; return their paths."""
    site_url = stock.settings.site_url
    return [
        place(site, f"{addresses.API}measures/{measure.id}{ending}", text.encode())
        for measure in measures
        for ending, text in citation_files(
            measure, f"{site_url}/{measure.address}" if site_url else ""
        ).items()
    ]
