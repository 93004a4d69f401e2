"""The whole register as a workbook: the measures in Chinese and in English, the lists, the bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.core.languages import LANGUAGES
from registry.exports.api.records import FURTHER, Property, status
from registry.exports.context import Stock, page_path
from registry.exports.office.sheets import Column, Content, Linked, Value
from registry.exports.office.workbooks import Book
from registry.model import urls
from registry.model.citation import list_label, place_label
from registry.model.document import ADOPTIONS
from registry.model.measure import Measure

SEPARATOR = {"zh": "、", "en": "; "}
"""What parts the names in one cell."""


def write_register_book(stock: Stock, site: Path) -> list[str]:
    """Write the workbook of the whole register below ``site``; return its path."""
    book = Book()
    contents = [
        *(_measures(stock, book, language) for language in LANGUAGES),
        _lists(stock, book),
        _bodies(stock, book),
        _notes(stock, book),
    ]
    title = str(stock.strings.get("site.name", "zh", {}))
    book.write(site / urls.REGISTER_BOOK, title, stock.updated, contents)
    return [urls.REGISTER_BOOK]


def way(stock: Stock, path: str) -> Value:
    """Return the cell of an address: a link where the site's own is set, else the path below the site's root."""
    return Linked(stock.url(path), stock.url(path)) if stock.settings.site_url else path


def responsible(stock: Stock, measure: Measure, language: str) -> str:
    """Return the names of the responsible bodies in one cell, with 等相关部门 where it is printed."""
    names = SEPARATOR[language].join(body.label[language] for body in measure.responsible)
    return stock.t("and_others", language, names=names) if measure.others_responsible else names


def _measures(stock: Stock, book: Book, language: str) -> Content:
    sheet = book.add_sheet(
        stock.t("sheet_measures", language),
        language,
        [
            Column(stock.t(column.heading, language), column.widths[language == "en"], "text", column.printed)
            for column in _MEASURE_COLUMNS
        ],
        stock.t("sheet_footer", language),
        frozen=1,
    )
    return Content(
        sheet.cells([column.cell(stock, measure, language) for column in _MEASURE_COLUMNS])
        for measure in stock.collection.measures
    )


@dataclass(frozen=True)
class _MeasureColumn:
    """A column of measures: the words of its heading, its width in Chinese and English, its cells, whether it is printed."""

    heading: str
    widths: tuple[int, int]
    cell: Callable[[Stock, Measure, str], Value]
    printed: bool = True


def _source_cell(stock: Stock, measure: Measure, language: str) -> str:
    source = measure.source
    place = place_label(source, language)
    return stock.t("source", language, number=source.document.number[language], place=place)


def _published_cell(stock: Stock, measure: Measure, _language: str) -> str:
    history = stock.history.get(measure.id, ())
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
        lambda stock, measure, language: _text_of(field.get(stock, measure), language),
    )


_MEASURE_COLUMNS = (
    _MeasureColumn("facts.identifier", (19, 19), lambda _, measure, _language: measure.id),
    _MeasureColumn("filters.indicator", (11, 15), lambda _, measure, language: measure.indicator.name[language]),
    _MeasureColumn("listing.measure", (21, 26), lambda _, measure, language: measure.title[language]),
    _MeasureColumn("listing.practice", (58, 92), lambda _, measure, language: measure.practice[language]),
    _MeasureColumn("filters.adoption", (9, 12), lambda _, measure, language: ADOPTIONS[measure.adoption][language]),
    _MeasureColumn("facts.source", (25, 25), _source_cell),
    _MeasureColumn("facts.responsible", (21, 34), responsible),
    _MeasureColumn("facts.remark", (13, 20), lambda _, measure, language: measure.remark.text[language] if measure.remark else ""),
    _MeasureColumn("facts.origin", (11, 14), lambda _, measure, language: SEPARATOR[language].join(place.label[language] for place in measure.origin)),
    *map(_further, FURTHER),
    _MeasureColumn("column_status", (8, 11), lambda stock, measure, language: stock.t(f"status_{status(measure)}", language), printed=False),
    _MeasureColumn("facts.fingerprint", (15, 15), lambda _, measure, _language: measure.fingerprint, printed=False),
    _MeasureColumn("column_published", (12, 12), _published_cell, printed=False),
    _MeasureColumn("print.address", (44, 44), lambda stock, measure, language: way(stock, page_path(language, measure.address)), printed=False),
)  # fmt: skip


def _lists(stock: Stock, book: Book) -> Content:
    columns = [
        Column(stock.both("documents.number"), 20),
        Column(stock.t("column_document_title", "zh"), 34), Column(stock.t("column_document_title", "en"), 44),
        Column(stock.both("filters.list"), 20),
        Column(stock.t("column_group", "zh"), 26), Column(stock.t("column_group", "en"), 34),
        Column(stock.both("column_count"), 10, "number"),
        Column(stock.both("print.address"), 40),
    ]  # fmt: skip
    sheet = book.add_sheet(stock.t("sheet_lists", "zh"), "zh", columns, stock.t("sheet_footer", "zh"))
    return Content(map(sheet.cells, _list_rows(stock)))


def _list_rows(stock: Stock) -> Iterator[list[Value]]:
    for document in stock.collection.documents:
        for each in document.lists:
            for group in each.groups:
                yield [
                    document.number.zh,
                    document.title.zh,
                    document.title.en,
                    f"{list_label(each, 'zh')}\n{list_label(each, 'en')}",
                    group.heading.zh,
                    group.heading.en,
                    group.measures,
                    way(stock, page_path("zh", document.address)),
                ]


def _bodies(stock: Stock, book: Book) -> Content:
    columns = [
        Column(stock.t("bodies.printed_name", "zh"), 24),
        Column(stock.t("bodies.full_name", "zh"), 36), Column(stock.t("bodies.full_name", "en"), 56),
        Column(stock.both("column_count"), 10, "number"), Column(stock.both("column_led"), 14, "number"),
        Column(stock.both("sheet_work_list"), 46),
    ]  # fmt: skip
    sheet = book.add_sheet(stock.t("sheet_bodies", "zh"), "zh", columns, stock.t("sheet_footer", "zh"))
    return Content(map(sheet.cells, _body_rows(stock)))


def _body_rows(stock: Stock) -> Iterator[list[Value]]:
    for body in stock.collection.vocabulary.bodies.values():
        counts = len(stock.collection.of_body(body)), len(stock.collection.led_by(body))
        yield [
            body.printed,
            body.name.zh,
            body.name.en,
            *counts,
            way(stock, f"/{urls.work_list(body.key)}"),
        ]


def _notes(stock: Stock, book: Book) -> Content:
    """What somebody who has only the workbook must know of its texts."""
    columns = [Column(stock.both("sheet_notes"), 110)]
    sheet = book.add_sheet(stock.t("sheet_notes", "zh"), "zh", columns, stock.t("sheet_footer", "zh"))
    return Content(sheet.cells([stock.status(language)]) for language in LANGUAGES)
