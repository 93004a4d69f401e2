"""The whole register as a workbook: the measures in Chinese and in English, the lists, the bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.core.languages import LANGUAGES
from registry.exports.api.records import FURTHER, Property, status
from registry.exports.context import SEPARATOR, ExportContext, page_path
from registry.exports.office.workbooks import Column, Content, Linked, Sheet, Value, write_workbook
from registry.model import urls
from registry.model.citation import list_label, place_label
from registry.model.document import ADOPTIONS
from registry.model.measure import Measure


def write_register_book(context: ExportContext, site: Path) -> list[str]:
    """Write the workbook of the whole register below ``site``; return its path."""
    made = [_measures(context, language) for language in LANGUAGES]
    made += [_lists(context), _bodies(context), _notes(context)]
    write_workbook(
        site / urls.REGISTER_BOOK, context.t("site.name", "zh"), context.updated, *zip(*made, strict=True)
    )
    return [urls.REGISTER_BOOK]


def _address(context: ExportContext, path: str) -> Value:
    """Return the cell of an address: a link where the site's own is set, else the path below the site's root."""
    return Linked(context.url(path), context.url(path)) if context.settings.site_url else path


def _sheet(
    context: ExportContext, language: str, name: str, columns: Sequence[Column], frozen: int = 0
) -> Sheet:
    """Return a sheet by the key of its name."""
    footer = context.t("sheet_footer", language)
    return Sheet(context.t(name, language), language, columns, footer, frozen=frozen)


def _measures(context: ExportContext, language: str) -> tuple[Sheet, Content]:
    columns = [
        Column(context.t(column.heading, language), column.widths[language == "en"], "text", column.printed)
        for column in _MEASURE_COLUMNS
    ]
    sheet = _sheet(context, language, "sheet_measures", columns, frozen=1)
    return sheet, Content(
        sheet.cells([column.cell(context, measure, language) for column in _MEASURE_COLUMNS])
        for measure in context.register.measures
    )


@dataclass(frozen=True)
class _MeasureColumn:
    """A column of measures: the words of its heading, its width in Chinese and English, its cells, whether it is printed."""

    heading: str
    widths: tuple[int, int]
    cell: Callable[[ExportContext, Measure, str], Value]
    printed: bool = True


def _source_cell(context: ExportContext, measure: Measure, language: str) -> str:
    source = measure.source
    place = place_label(source, language)
    return context.t("source", language, number=source.document.number[language], place=place)


def _published_cell(context: ExportContext, measure: Measure, _language: str) -> str:
    history = context.history.get(measure.id, ())
    return history[0].date if history else ""


def _text_of(value: Any, language: str) -> str:
    """Return a value of the API in one language."""
    if isinstance(value, list):
        return SEPARATOR[language].join(_text_of(each, language) for each in value)
    if isinstance(value, dict):
        return _text_of(value[language], language)
    return "" if value is None else str(value)


def _further(field: Property) -> _MeasureColumn:
    return _MeasureColumn(
        f"facts.{field.name}",
        (16, 20),
        lambda context, measure, language: _text_of(field.get(context, measure), language),
    )


_MEASURE_COLUMNS = (
    _MeasureColumn("facts.identifier", (19, 19), lambda _, measure, _language: measure.id),
    _MeasureColumn("filters.indicator", (11, 15), lambda _, measure, language: measure.indicator.name[language]),
    _MeasureColumn("listing.measure", (21, 26), lambda _, measure, language: measure.title[language]),
    _MeasureColumn("listing.practice", (58, 92), lambda _, measure, language: measure.practice[language]),
    _MeasureColumn("filters.adoption", (9, 12), lambda _, measure, language: ADOPTIONS[measure.adoption][language]),
    _MeasureColumn("facts.source", (25, 25), _source_cell),
    _MeasureColumn("facts.responsible", (21, 34), lambda context, measure, language: context.names(measure.responsible, measure.others_responsible, language)),
    _MeasureColumn("facts.remark", (13, 20), lambda _, measure, language: measure.remark.text[language] if measure.remark else ""),
    _MeasureColumn("facts.origin", (11, 14), lambda _, measure, language: SEPARATOR[language].join(place.label[language] for place in measure.origin)),
    *map(_further, FURTHER),
    _MeasureColumn("column_status", (8, 11), lambda context, measure, language: context.t(f"status_{status(measure)}", language), printed=False),
    _MeasureColumn("facts.fingerprint", (15, 15), lambda _, measure, _language: measure.fingerprint, printed=False),
    _MeasureColumn("column_published", (12, 12), _published_cell, printed=False),
    _MeasureColumn("print.address", (44, 44), lambda context, measure, language: _address(context, page_path(language, measure.address)), printed=False),
)  # fmt: skip


def _lists(context: ExportContext) -> tuple[Sheet, Content]:
    columns = [
        Column(context.both("documents.number"), 20),
        Column(context.t("column_document_title", "zh"), 34), Column(context.t("column_document_title", "en"), 44),
        Column(context.both("filters.list"), 20),
        Column(context.t("column_group", "zh"), 26), Column(context.t("column_group", "en"), 34),
        Column(context.both("column_count"), 10, "number"),
        Column(context.both("print.address"), 40),
    ]  # fmt: skip
    sheet = _sheet(context, "zh", "sheet_lists", columns)
    return sheet, Content(map(sheet.cells, _list_rows(context)))


def _list_rows(context: ExportContext) -> Iterator[list[Value]]:
    for document in context.register.documents:
        for measure_list in document.lists:
            for group in measure_list.groups:
                yield [
                    document.number.zh,
                    document.title.zh,
                    document.title.en,
                    f"{list_label(measure_list, 'zh')}\n{list_label(measure_list, 'en')}",
                    group.heading.zh,
                    group.heading.en,
                    group.measures,
                    _address(context, page_path("zh", document.address)),
                ]


def _bodies(context: ExportContext) -> tuple[Sheet, Content]:
    columns = [
        Column(context.t("bodies.printed_name", "zh"), 24),
        Column(context.t("bodies.full_name", "zh"), 36), Column(context.t("bodies.full_name", "en"), 56),
        Column(context.both("column_count"), 10, "number"), Column(context.both("column_led"), 14, "number"),
        Column(context.both("sheet_work_list"), 46),
    ]  # fmt: skip
    sheet = _sheet(context, "zh", "sheet_bodies", columns)
    return sheet, Content(map(sheet.cells, _body_rows(context)))


def _body_rows(context: ExportContext) -> Iterator[list[Value]]:
    for body in context.register.vocabulary.bodies.values():
        counts = len(context.register.of_body(body)), len(context.register.led_by(body))
        yield [
            body.printed,
            body.name.zh,
            body.name.en,
            *counts,
            _address(context, f"/{urls.work_list(body.key)}"),
        ]


def _notes(context: ExportContext) -> tuple[Sheet, Content]:
    """What somebody who has only the workbook must know of its texts."""
    columns = [Column(context.both("sheet_notes"), 110)]
    sheet = _sheet(context, "zh", "sheet_notes", columns)
    return sheet, Content(sheet.cells([context.status(language)]) for language in LANGUAGES)
