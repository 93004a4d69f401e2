"""The home page of a language.

Imports ``collection``, ``vocabulary`` and ``pages.page``.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.collection import Collection
from registry.pages.page import Page, Workshop
from registry.vocabulary import Document, Indicator, MeasureList

DOCUMENTS_SHOWN = 3
"""How many documents, the newest, the home page shows with their lists; the page of documents has them all."""

STEPS = 4
"""Into how many steps of shade the figure puts its numbers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many measures an indicator has in a list; ``step`` is the shade, from 0 (none) to ``STEPS`` (most)."""

    list: MeasureList
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator's cells in the figure, and their sum."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    total: int


def home(workshop: Workshop) -> Page:
    """Return the home page."""
    view = workshop.view("")
    documents = newest_first(workshop.collection)[:DOCUMENTS_SHOWN]
    news = [(each, sum(len(workshop.collection.of_list(part)) for part in each.lists)) for each in documents]
    html = workshop.macros.render("home", view, news=news, rows=matrix_rows(workshop.collection, documents))
    return Page(workshop.language, "", "", view.t("site.name"), view.t("site.description"), html)


def newest_first(collection: Collection) -> tuple[Document, ...]:
    """Return the documents by year, the newest first; of one year, the one entered last first."""
    return tuple(sorted(collection.documents, key=lambda document: document.year)[::-1])


def matrix_rows(collection: Collection, documents: tuple[Document, ...]) -> tuple[Row, ...]:
    """Return how the measures of ``documents`` spread over indicators and lists, a row for each indicator."""
    lists = [each for document in documents for each in document.lists]
    indicators = collection.vocabulary.indicators.values()
    counts = {row.key: [len(collection.of_cell(row, each)) for each in lists] for row in indicators}
    most = max((count for row in counts.values() for count in row), default=0)
    return tuple(
        Row(
            indicator,
            tuple(
                Cell(each, count, -(-count * STEPS // most) if count else 0)
                for each, count in zip(lists, counts[indicator.key], strict=True)
            ),
            sum(counts[indicator.key]),
        )
        for indicator in indicators
    )
