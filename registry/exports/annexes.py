"""The annexes of a document as a text document, set as they were printed; in Chinese, or with the English beneath it.

Imports ``citation`` and the ``exports`` rooms below it.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm

from registry import addresses
from registry.bilingual import Bilingual
from registry.exports.packing import repack
from registry.exports.record import status
from registry.exports.stock import Stock, page_path, xml_text
from registry.exports.word_styles import blank_document, font_table, repeat_row, write, write_link
from registry.model import Measure
from registry.vocabulary import Annex, Document, Group, MeasureList

_WIDTHS = {"number": 13, "title": 32, "practice": 111, "remark": 24}
"""Widths of the columns in millimetres; the remark's is taken from the practice's. Together they fill the 156 of the page."""


def write_annexes(stock: Stock, site: Path) -> None:
    """Write the annexes of every document that has lists, in Chinese and in both languages."""
    for document in stock.collection.documents:
        if document.lists:
            for bilingual in (False, True):
                _Writer(stock, document, ("zh", "en") if bilingual else ("zh",)).write(
                    site / addresses.annexes(document, bilingual)
                )


class _Writer:
    """Sets the annexes of one document in ``languages``, the first being Chinese."""

    def __init__(self, stock: Stock, document: Document, languages: Sequence[str]) -> None:
        self.stock = stock
        self.document = document
        self.languages = languages
        self.made = blank_document()
        self.measures = [each for each in stock.collection.measures if each.source.document is document]

    def write(self, target: Path) -> None:
        """Set everything and write it to ``target``."""
        for index, annex in enumerate(self.document.annexes):
            if index:
                self.made.add_page_break()
            self._annex(annex)
        properties = self.made.core_properties
        properties.title = self.document.title.zh
        properties.author = ""
        properties.comments = ""
        properties.language = "zh-CN"
        properties.revision = 1
        date = self.stock.newest(self.measures) or self.stock.updated
        properties.created = properties.modified = datetime.datetime.fromisoformat(date)
        made = io.BytesIO()
        self.made.save(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        repack(made.getvalue(), target, {"word/fontTable.xml": font_table()})

    def _annex(self, annex: Annex) -> None:
        label = Bilingual(*(self.stock.t("annex", language, n=annex.number) for language in ("zh", "en")))
        self._paragraphs("Register Annex", label)
        self._paragraphs("Register Title", annex.title, "Register Subtitle")
        lists = self.document.lists_of(annex)
        remarks = any(each.remark for each in self.measures if each.source.list in lists)
        for each in lists:
            self._paragraphs("Register List", each.heading, "Register Group")
            self._table(each, remarks)

    def _paragraphs(self, style: str, text: Bilingual, other_style: str = "") -> None:
        for language in self.languages:
            paragraph = self.made.add_paragraph(style=style if language == "zh" else other_style or style)
            paragraph.add_run(xml_text(text[language]))

    def _table(self, each: MeasureList, remarks: bool) -> None:
        columns = ("number", "title", "practice", *(("remark",) if remarks else ()))
        table = self.made.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [
            _WIDTHS[name] - (_WIDTHS["remark"] if remarks and name == "practice" else 0) for name in columns
        ]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        head = table.add_row()
        repeat_row(head)
        for cell, name in zip(head.cells, columns, strict=True):
            for language in self.languages:
                write(
                    cell,
                    "Register Column",
                    self.stock.t(f"annex_{name}", language),
                    language,
                    first=language == "zh",
                )
        measures = [measure for measure in self.measures if measure.source.list is each]
        for group in each.groups:
            self._group(table.add_row().cells, group)
            for measure in measures:
                if measure.source.group is group:
                    self._measure(table.add_row().cells, measure)

    def _group(self, cells: Sequence[Any], group: Group) -> None:
        merged = cells[0].merge(cells[-1])
        bodies = [self.stock.collection.vocabulary.bodies[key] for key in group.responsible]
        for language in self.languages:
            names = ("、" if language == "zh" else "; ").join(each.label[language] for each in bodies)
            if group.others_responsible:
                names = self.stock.t("and_others", language, names=names)
            text = self.stock.t("annex_group", language, heading=group.heading[language], bodies=names)
            write(merged, "Register Group", text, language, first=language == "zh")

    def _measure(self, cells: Sequence[Any], measure: Measure) -> None:
        number, title, practice, *remark = cells
        write(number, "Register Number", str(measure.source.number), first=True)
        for language in self.languages:
            zh = language == "zh"
            style = "Register Cell" if zh else "Register English"
            if self.stock.settings.site_url:
                address = self.stock.url(page_path(language, measure.address))
                write_link(write(title, style, "", first=zh), measure.title[language], address, language)
            else:
                write(title, style, measure.title[language], language, first=zh)
            if measure.ending:
                words = self.stock.t(f"status_{status(measure)}", language)
                write(
                    title,
                    "Register Note",
                    self.stock.t("annex_ended", language, status=words, date=measure.ending.date),
                    language,
                )
            for index, text in enumerate(measure.practice[language].split("\n\n")):
                write(practice, style, text, language, first=zh and not index)
            if remark and measure.remark:
                write(remark[0], style, measure.remark.text[language], language, first=zh)
