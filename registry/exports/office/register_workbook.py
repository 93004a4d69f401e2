"""The whole register as a workbook: the measures in Chinese and in English, the lists, the bodies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from registry.core.languages import LANGUAGES
from registry.exports.api.serializer import status
from registry.exports.context import Stock, page_path
from registry.exports.office.sheets import Column, Content, Linked, Value
from registry.exports.office.workbooks import Book
from registry.model import urls
from registry.model.citation import list_label, place_label
from registry.model.document import ADOPTIONS
from registry.model.measure import Measure

SEPARATOR = {"zh": "、", "en": "; "}
"""What parts the names in one cell."""

_PRACTICE_WIDTH = {"zh": 58, "en": 92}


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
        _measure_columns(stock, language),
        stock.t("sheet_footer", language),
        frozen=1,
    )
    return Content(
        sheet.cells(_measure_row(stock, measure, language)) for measure in stock.collection.measures
    )


def _measure_columns(stock: Stock, language: str) -> list[Column]:
    wide = language == "en"
    columns = (
        ("facts.identifier", 19, "text", True), ("filters.indicator", 15 if wide else 11, "text", True), ("listing.measure", 26 if wide else 21, "text", True),
        ("listing.practice", _PRACTICE_WIDTH[language], "text", True), ("filters.adoption", 12 if wide else 9, "text", True),
        ("facts.source", 25, "text", True), ("facts.responsible", 34 if wide else 21, "text", True),
        ("facts.remark", 20 if wide else 13, "text", True), ("facts.origin", 14 if wide else 11, "text", True),
        ("column_status", 11 if wide else 8, "text", False), ("facts.fingerprint", 15, "text", False),
        ("column_published", 12, "text", False), ("print.address", 44, "text", False),
    )  # fmt: skip
    return [Column(stock.t(key, language), width, style, printed) for key, width, style, printed in columns]


def _measure_row(stock: Stock, measure: Measure, language: str) -> list[Value]:
    source = measure.source
    history = stock.history.get(measure.id, ())
    return [
        measure.id,
        measure.indicator.name[language],
        measure.title[language],
        measure.practice[language],
        ADOPTIONS[measure.adoption][language],
        stock.t(
            "source", language, number=source.document.number[language], place=place_label(source, language)
        ),
        responsible(stock, measure, language),
        measure.remark.text[language] if measure.remark else "",
        SEPARATOR[language].join(place.label[language] for place in measure.origin),
        stock.t(f"status_{status(measure)}", language),
        measure.fingerprint,
        history[0].date if history else "",
        way(stock, page_path(language, measure.address)),
    ]


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
