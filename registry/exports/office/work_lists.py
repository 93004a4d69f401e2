"""The work list of each body: its measures, and empty columns for who does what by when.

A notice asks each responsible body to draw up, measure by measure, a plan with its arrangements and times (逐项制订工作方案，
明确工作安排和时间节点).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl.worksheet.datavalidation import DataValidation

from registry.core.languages import LANGUAGES
from registry.core.writing import place
from registry.exports.context import NEVER, ExportContext, page_path
from registry.exports.office.register_workbook import SEPARATOR
from registry.exports.office.sheets import Cell, Column, Content, Linked, Sheet, Value
from registry.exports.office.workbooks import Book
from registry.model.citation import place_label
from registry.model.measure import Measure
from registry.model.urls import work_list
from registry.model.vocabulary import Body

PROGRESS = ("progress_open", "progress_running", "progress_done", "progress_help")
"""The words of the drop-down, in the section ``exports`` of the interface's words; none may hold a comma."""

_EMPTY: tuple[Value, ...] = (None,) * 4
_SHARED, _DEADLINE, _PROGRESS = 5, 9, 10
"""Which columns hold the other bodies, and what only certain values may be entered in."""


class WorkLists:
    """The work lists of a register: what they share is made once, a list only from the measures of its body."""

    def __init__(self, context: ExportContext) -> None:
        """Set up the sheets."""
        self._stock = context
        self._book = Book()
        self._rows = {language: _Rows(context, self._book, language) for language in LANGUAGES}

    def write(self, body: Body, site: Path) -> list[str]:
        """Write the work list of ``body`` below ``site``, also where it was under former keys; return its paths."""
        context = self._stock
        measures = context.register.of_body(body)
        contents = [
            Content(
                rows.of(body, measures),
                context.t("work_list_title", language, body=body.label[language]),
                context.t("work_list_note", language, status=context.status(language)),
            )
            for language, rows in self._rows.items()
        ]
        title = context.t("work_list_title", "zh", body=body.printed)
        first, *others = (work_list(key) for key in (body.key, *body.former_keys))
        self._book.write(site / first, title, context.newest(measures) or NEVER, contents)
        return [first, *(place(site, other, (site / first).read_bytes()) for other in others)]


class _Rows:
    """The rows of the sheet of a language. Several bodies share a measure, so its cells are kept."""

    def __init__(self, context: ExportContext, book: Book, language: str) -> None:
        self._stock = context
        self._language = language
        self._sheet = _sheet(context, book, language)
        self._names = {body.key: body.label[language] for body in context.register.vocabulary.bodies.values()}
        self._measures: dict[str, tuple[list[Cell], list[Cell]]] = {}
        self._cells: dict[tuple[int, Value], Cell] = {}

    def of(self, body: Body, measures: Sequence[Measure]) -> Iterator[list[Cell]]:
        """Give the rows of a body's list."""
        for number, measure in enumerate(measures, start=1):
            known = self._measures.get(measure.id)
            if known is None:
                cells = self._sheet.cells(_row(self._stock, measure, self._language))
                known = self._measures[measure.id] = cells[1:_SHARED], cells[_SHARED + 1 :]
            before, after = known
            others = self._cell(self._others(body, measure), _SHARED)
            yield [self._cell(number, 0), *before, others, *after]

    def _cell(self, value: Value, index: int) -> Cell:
        known = self._cells.get((index, value))
        if known is None:
            known = self._cells[index, value] = self._sheet.cell(value, index)
        return known

    def _others(self, body: Body, measure: Measure) -> str:
        names = SEPARATOR[self._language].join(
            [self._names[each.key] for each in measure.responsible if each is not body]
        )
        return (
            self._stock.t("and_others", self._language, names=names) if measure.others_responsible else names
        )


def _sheet(context: ExportContext, book: Book, language: str) -> Sheet:
    wide = language == "en"
    columns = (
        ("listing.number", 6, "number"), ("facts.identifier", 20, "text"), ("listing.measure", 26 if wide else 20, "text"), ("listing.practice", 80 if wide else 50, "text"),
        ("filters.list", 20 if wide else 16, "text"), ("column_shared", 28 if wide else 18, "text"), ("facts.remark", 16 if wide else 12, "text"),
        ("column_lead", 18, "text"), ("column_plan", 28, "text"), ("column_deadline", 16, "date"), ("column_progress", 12, "text"),
    )  # fmt: skip
    sheet = book.add_sheet(
        context.t("sheet_work_list", language),
        language,
        [Column(context.t(key, language), width, style) for key, width, style in columns],
        context.t("sheet_footer", language),
        titled=True,
        frozen=3,
    )
    _add_choices(context, sheet, language)
    return sheet


def _row(context: ExportContext, measure: Measure, language: str) -> list[Value]:
    """Return the row of a measure without its number and the other bodies, which differ from one body to another."""
    source = measure.source
    return [
        None,
        Linked(measure.id, context.url(page_path(language, measure.address)))
        if context.settings.site_url
        else measure.id,
        measure.title[language],
        measure.practice[language],
        context.t(
            "source", language, number=source.document.number[language], place=place_label(source, language)
        ),
        None,
        measure.remark.text[language] if measure.remark else "",
        *_EMPTY,
    ]


def _add_choices(context: ExportContext, sheet: Sheet, language: str) -> None:
    """Let the last column choose how far a measure is, and the one before it take dates only."""
    words = ",".join(context.t(key, language) for key in PROGRESS)
    progress = DataValidation(
        "list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True, showDropDown=False
    )
    progress.add(sheet.rest_of(_PROGRESS))
    deadline = DataValidation(
        "date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True,
        error=context.t("deadline_error", language),
    )  # fmt: skip
    deadline.add(sheet.rest_of(_DEADLINE))
    for each in (progress, deadline):
        sheet.made.data_validations.append(each)
