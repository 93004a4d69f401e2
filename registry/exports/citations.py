"""Citations of measures for reference managers, as files beside their records in the API."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from registry.core.writing import place
from registry.exports.context import ExportContext
from registry.model import urls
from registry.model.citation import citation_files
from registry.model.measure import Measure


def write_citations(context: ExportContext, measures: Iterable[Measure], site: Path) -> list[str]:
    """Write the files of ``measures`` below ``site``; return their paths."""
    site_url = context.settings.site_url
    return [
        place(site, f"{urls.API}measures/{measure.id}{ending}", text.encode())
        for measure in measures
        for ending, text in citation_files(
            measure, f"{site_url}/{measure.address}" if site_url else ""
        ).items()
    ]
