"""The work list of each body: its measures, and empty columns for who does what by when.

A notice asks each responsible body to draw up, measure by measure, a plan with its arrangements and times (逐项制订工作方案，
明确工作安排和时间节点). Imports ``citation`` and the ``exports`` rooms below it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from registry import addresses
from registry.bilingual import LANGUAGES
from registry.citation import place_label
from registry.exports.register_book import SEPARATOR
from registry.exports.sheets import Column, Linked, Sheet, Value, new_book, save_book
from registry.exports.stock import Stock, page_path
from registry.model import Measure
from registry.vocabulary import Body

PROGRESS = ("progress_open", "progress_running", "progress_done", "progress_help")
"""The words of the drop-down, in the section ``exports`` of the interface's words; none may hold a comma."""

_EMPTY: tuple[Value, ...] = (None,) * 4
_HEAD_ROWS = 3


def write_work_lists(stock: Stock, site: Path) -> None:
    """Write the work list of every body that is responsible for a measure."""
    for body in stock.collection.vocabulary.bodies.values():
        if stock.collection.of_body(body):
            _write(stock, body, site / addresses.work_list(body))


def _write(stock: Stock, body: Body, target: Path) -> None:
    measures = stock.collection.of_body(body)
    book = new_book(stock.t("work_list_title", "zh", body=body.printed))
    for language in LANGUAGES:
        sheet = Sheet(
            book,
            stock.t("sheet_work_list", language),
            language,
            _columns(stock, language),
            stock.t("sheet_footer", language),
        )
        sheet.head(
            len(measures),
            stock.t("work_list_title", language, body=body.label[language]),
            stock.t("work_list_note", language),
            frozen=3,
        )
        _add_choices(stock, sheet.sheet, language, len(measures))
        for number, measure in enumerate(measures, start=1):
            sheet.row(_row(stock, body, number, measure, language))
    target.parent.mkdir(parents=True, exist_ok=True)
    save_book(book, target, stock.newest(measures) or stock.updated)


def _columns(stock: Stock, language: str) -> list[Column]:
    wide = language == "en"
    columns = (
        ("number", 6, "number"), ("id", 20, "text"), ("title", 26 if wide else 20, "text"), ("practice", 80 if wide else 50, "text"),
        ("list", 20 if wide else 16, "text"), ("shared", 28 if wide else 18, "text"), ("remark", 16 if wide else 12, "text"),
        ("lead", 18, "text"), ("plan", 28, "text"), ("deadline", 16, "date"), ("progress", 12, "text"),
    )  # fmt: skip
    return [Column(stock.t(f"column_{key}", language), width, style) for key, width, style in columns]


def _row(stock: Stock, body: Body, number: int, measure: Measure, language: str) -> list[Value]:
    source = measure.source
    others = SEPARATOR[language].join(
        each.label[language] for each in measure.responsible if each is not body
    )
    if measure.others_responsible:
        others = stock.t("and_others", language, names=others)
    return [
        number,
        Linked(measure.id, stock.url(page_path(language, measure.address)))
        if stock.settings.site_url
        else measure.id,
        measure.title[language],
        measure.practice[language],
        stock.t(
            "source", language, number=source.document.number[language], place=place_label(source, language)
        ),
        others,
        measure.remark.text[language] if measure.remark else "",
        *_EMPTY,
    ]


def _add_choices(stock: Stock, sheet: Any, language: str, measures: int) -> None:
    """Let the last column choose how far a measure is, and the one before it take dates only."""
    first, last = _HEAD_ROWS + 1, _HEAD_ROWS + measures
    words = ",".join(stock.t(key, language) for key in PROGRESS)
    progress = DataValidation(
        "list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True, showDropDown=False
    )
    progress.add(f"K{first}:K{last}")
    deadline = DataValidation(
        "date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True,
        error=stock.t("deadline_error", language),
    )  # fmt: skip
    deadline.add(f"J{first}:J{last}")
    for each in (progress, deadline):
        sheet.data_validations.append(each)
