"""The work list of each body: its measures, and empty columns for who does what by when.

A notice asks each responsible body to draw up, measure by measure, a plan with its arrangements and times (逐项制订工作方案，
明确工作安排和时间节点).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from registry.core.languages import LANGUAGES
from registry.core.writing import place
from registry.exports.context import NEVER, ExportContext
from registry.exports.office.workbooks import Cell, Column, Content, Linked, Sheet, Value, write_workbook
from registry.model.citation import place_label
from registry.model.measure import Measure
from registry.model.urls import work_list
from registry.model.vocabulary import Body

PROGRESS = ("progress_open", "progress_running", "progress_done", "progress_help")
"""The words of the drop-down, in the section ``exports`` of the interface's words; none may hold a comma."""

_SHARED = 5
"""The column of the other bodies, which alone, with the number before all, differs from one body's list to another's."""


class WorkLists:
    """The work lists of a register. Several bodies share a measure, so the cells of each are made once."""

    def __init__(self, context: ExportContext) -> None:
        """Set up the sheets."""
        self._context = context
        self._sheets = {language: _sheet(context, language) for language in LANGUAGES}
        self._cell = {language: cache(sheet.cell) for language, sheet in self._sheets.items()}
        self._cells_of = cache(self._cells)

    def write(self, body: Body, site: Path) -> list[str]:
        """Write the work list of ``body`` below ``site``, also where it was under former keys; return its paths."""
        context = self._context
        measures = context.register.of_body(body)
        contents = [
            Content(
                self._rows(language, body, measures),
                context.t("work_list_title", language, body=body.label[language]),
                context.t("work_list_note", language, status=context.status(language)),
            )
            for language in LANGUAGES
        ]
        title, date = context.t("work_list_title", "zh", body=body.printed), context.newest(measures) or NEVER
        first, *others = (work_list(key) for key in (body.key, *body.former_keys))
        write_workbook(site / first, title, date, list(self._sheets.values()), contents)
        return [first, *(place(site, other, (site / first).read_bytes()) for other in others)]

    def _rows(self, language: str, body: Body, measures: Sequence[Measure]) -> Iterator[list[Cell]]:
        cell = self._cell[language]
        for number, measure in enumerate(measures, start=1):
            others = [other for other in measure.responsible if other is not body]
            names = self._context.names(others, measure.others_responsible, language)
            cells = self._cells_of(language, measure.id).copy()
            cells[0], cells[_SHARED] = cell(number, 0), cell(names, _SHARED)
            yield cells

    def _cells(self, language: str, identifier: str) -> list[Cell]:
        """Return the cells of a measure that are the same in every body's list."""
        context, measure = self._context, self._context.register.by_id[identifier]
        source = measure.source
        linked = Linked(measure.id, context.page_url(language, measure.address))
        values: list[Value] = [
            None,
            linked if context.settings.site_url else measure.id,
            measure.title[language],
            measure.practice[language],
            context.t("source", language, number=source.document.number[language], place=place_label(source, language)),
            None,
            measure.remark.text[language] if measure.remark else "",
        ]  # fmt: skip
        sheet = self._sheets[language]
        return sheet.cells(values + [None] * (len(sheet.columns) - len(values)))


def _sheet(context: ExportContext, language: str) -> Sheet:
    wide = language == "en"
    words = ",".join(context.t(key, language) for key in PROGRESS)
    columns = (
        ("listing.number", 6, "number"), ("facts.identifier", 20), ("listing.measure", 26 if wide else 20),
        ("listing.practice", 80 if wide else 50), ("filters.list", 20 if wide else 16), ("column_shared", 28 if wide else 18),
        ("facts.remark", 16 if wide else 12), ("column_lead", 18), ("column_plan", 28),
        ("column_deadline", 16, "date", True, "", context.t("deadline_error", language)),
        ("column_progress", 12, "text", True, words),
    )  # fmt: skip
    return Sheet(
        context.t("sheet_work_list", language),
        language,
        [Column(context.t(key, language), *more) for key, *more in columns],
        context.t("sheet_footer", language),
        titled=True,
        frozen=3,
    )
