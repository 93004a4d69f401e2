"""The home page of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from registry.model.document import Document
from registry.model.measure import Measure
from registry.model.register import Register
from registry.model.vocabulary import Body, Indicator, Place
from registry.rendering.context import View
from registry.rendering.page import Page, RenderContext

Named = TypeVar("Named", Body, Place)

DOCUMENTS_SHOWN = 3
"""How many documents, the newest, the home page shows with their lists; the page of documents has them all."""

NAMES_SHOWN = 30
"""How many bodies, and how many places, the home page names; of more, those with the most measures."""

STEPS = 4
"""Into how many steps of shade the figure puts its numbers."""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """What a column of the figure counts: its name, the filter that gives it, and how many measures there are in all."""

    name: str
    query: str
    total: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How many measures of an indicator a column has; ``step`` is the shade, from 0 (none) to ``STEPS`` (most)."""

    column: MatrixColumn
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An indicator's cells in the figure, and their sum."""

    indicator: Indicator
    cells: tuple[MatrixCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The figure: how measures spread over indicators (rows) and lists (columns).

    With more documents than ``DOCUMENTS_SHOWN`` the columns are replicating and drawing on, over the whole register.
    ``key`` begins the names of its words; ``documents`` are those whose lists are columns.
    """

    key: str
    documents: tuple[Document, ...]
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


def home(context: RenderContext) -> Page:
    """Return the home page."""
    view, register = context.view(""), context.register
    documents = register.newest_documents[:DOCUMENTS_SHOWN]
    vocabulary = register.vocabulary
    html = context.macros.render(
        "home",
        view,
        news=[
            (document, sum(len(register.of_list(part)) for part in document.lists)) for document in documents
        ],
        figure=matrix_of(view),
        bodies=most_used(vocabulary.bodies.values(), register.of_body),
        places=most_used(vocabulary.places.values(), register.of_place),
    )
    return Page(context.language, "", "", view.t("site.name"), view.t("site.description"), html)


def most_used(
    every: Iterable[Named], measures_of: Callable[[Named], Sequence[Measure]]
) -> list[tuple[Named, int]]:
    """Return those that have measures, in their own order, each with how many; of many the ones that have most."""
    counted = [(each, len(measures_of(each))) for each in every]
    named = sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])[:NAMES_SHOWN]
    return [pair for pair in counted if pair in named]


def matrix_of(view: View) -> Matrix:
    """Return the figure of a register."""
    register, language = view.register, view.language
    if len(register.documents) > DOCUMENTS_SHOWN:
        adoptions = Counter(measure.adoption for measure in register.current)
        columns = tuple(
            MatrixColumn(view.adoption(key), f"adoption={key}", adoptions[key])
            for key in sorted(adoptions, reverse=True)
        )
        spread = {
            indicator.key: Counter(
                f"adoption={measure.adoption}" for measure in register.of_indicator(indicator)
            )
            for indicator in register.vocabulary.indicators.values()
        }
        return Matrix("matrix_whole", (), columns, matrix_rows(register, columns, spread))
    documents = register.newest_documents
    lists = [measure_list for document in documents for measure_list in document.lists]
    columns = tuple(
        MatrixColumn(
            measure_list.name[language], f"list={measure_list.id}", len(register.of_list(measure_list))
        )
        for measure_list in lists
    )
    spread = {
        row.key: Counter(
            {f"list={measure_list.id}": len(register.of_cell(row, measure_list)) for measure_list in lists}
        )
        for row in register.vocabulary.indicators.values()
    }
    return Matrix("matrix", documents, columns, matrix_rows(register, columns, spread))


def matrix_rows(
    register: Register, columns: tuple[MatrixColumn, ...], spread: Mapping[str, Counter[str]]
) -> tuple[MatrixRow, ...]:
    """Return a row for each indicator; ``spread`` counts its measures by the columns' queries."""
    counts = {key: [found[column.query] for column in columns] for key, found in spread.items()}
    most = max((count for row in counts.values() for count in row), default=0)
    return tuple(
        MatrixRow(
            indicator,
            tuple(
                MatrixCell(each, count, -(-count * STEPS // most) if count else 0)
                for each, count in zip(columns, counts[indicator.key], strict=True)
            ),
            sum(counts[indicator.key]),
        )
        for indicator in register.vocabulary.indicators.values()
    )
