"""What our workbooks share: styles, the set-up of a sheet for screen and A4, cells that are never formulas.

Imports ``exports.stock`` and ``exports.packing``. Sheets are streamed row by row (openpyxl's write-only mode), so that
10,000 measures need little memory. openpyxl loads here only.
"""

from __future__ import annotations

import datetime
import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from registry.exports.packing import repack
from registry.exports.stock import FORMULA_STARTS, xml_text

_A4 = 9
_HIGHEST = 409
_DIGIT_WIDTH = 5.25
_CHARACTER_WIDTHS = {"zh": (10.2, 5.4), "en": (9.0, 4.6)}
_LINE_HEIGHT = {"zh": 13.5, "en": 11.5}
"""Points: a row's greatest height, the unit of columns' widths, a character (CJK, other) and a line of our fonts."""

_ACCENT = "FF15577A"
_EDGE = Side(style="thin", color="FFB8C2C8")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
# 宋体 and 黑体 are on every Windows and in WPS; other systems have their own under these names.
_FONTS = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, its width in the width of a digit, and the style of its cells.

    Where it is not ``printed`` it stands at the end and is for the screen only.
    """

    heading: str
    width: float
    style: str = "text"
    printed: bool = True


@dataclass(frozen=True)
class Linked:
    """A cell's text with the address it leads to."""

    text: str
    address: str


class EstimatedRow(RowDimension):
    """The height of a row as we expect it to be: shown at first, and fitted anew once somebody writes in the row.

    A row without any height is one line high in LibreOffice, whatever it holds.
    """

    customHeight = False  # noqa: N815  (openpyxl's name)


Value = str | int | Linked | None
"""What a cell may hold; ``None`` leaves it empty, to be filled in by hand."""


def new_book(title: str) -> Any:
    """Return an empty workbook that has our styles in the fonts of both languages, such as ``text-zh``."""
    book = Workbook(write_only=True)
    book.properties.title = xml_text(title)
    book.properties.creator = ""
    for language, (text, heading) in _FONTS.items():
        size = 10 if language == "zh" else 9
        top = Alignment(vertical="top", wrap_text=True)
        centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
        styles = {
            "text": (Font(name=text, size=size), top, "@"),
            "number": (Font(name=text, size=size), centre, "0"),
            "link": (Font(name=text, size=size, color=_ACCENT, underline="single"), top, "@"),
            "date": (
                Font(name=text, size=size),
                centre,
                'yyyy"年"m"月"d"日"' if language == "zh" else "d mmm yyyy",
            ),
        }
        for name, (font, alignment, form) in styles.items():
            book.add_named_style(
                NamedStyle(
                    f"{name}-{language}", font=font, alignment=alignment, border=_BOX, number_format=form
                )
            )
        middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        filled = PatternFill("solid", fgColor="FFE6F0F5")
        bold = Font(name=heading, size=size, bold=language == "en")
        book.add_named_style(
            NamedStyle(f"heading-{language}", font=bold, alignment=middle, border=_BOX, fill=filled)
        )
        book.add_named_style(
            NamedStyle(
                f"title-{language}",
                font=Font(name=heading, size=16, bold=language == "en"),
                alignment=Alignment(horizontal="center", vertical="center"),
            )
        )
        book.add_named_style(
            NamedStyle(
                f"note-{language}",
                font=Font(name=text, size=size),
                alignment=Alignment(vertical="center", wrap_text=True),
            )
        )
    return book


class Sheet:
    """A sheet that is written row by row: perhaps a title and a note, then the headings, then what there is."""

    def __init__(self, book: Any, name: str, language: str, columns: Sequence[Column], footer: str) -> None:
        """Make a sheet called ``name`` and set it up for the screen and for A4 landscape."""
        self.sheet = book.create_sheet(name)
        self.language = language
        self.columns = columns
        self.rows = 0
        sheet = self.sheet
        for index, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.6
        sheet.page_margins.header = sheet.page_margins.footer = 0.25
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = footer

    def head(self, measures: int, title: str = "", note: str = "", frozen: int = 0) -> None:
        """Write the head, with a title and a note above it where they are given.

        ``measures`` is how many rows will follow; the first ``frozen`` columns stay in view beside the headings.
        """
        last = get_column_letter(len(self.columns))
        above = [(title, "title", 30), (note, "note", 30)] if title else []
        first = len(above) + 1
        self.sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{first + 1}"
        self.sheet.auto_filter.ref = f"A{first}:{last}{first + measures}"
        self.sheet.print_title_rows = f"{first}:{first}"
        printed = get_column_letter(sum(column.printed for column in self.columns))
        self.sheet.print_area = f"A1:{printed}{first + measures}"
        for row, (text, style, height) in enumerate(above, start=1):
            self.sheet.row_dimensions[row].height = height
            self.sheet.merged_cells.add(f"A{row}:{last}{row}")
            self._append([self._cell(text, style)])
        self.sheet.row_dimensions[first].height = 30
        self._append([self._cell(column.heading, "heading") for column in self.columns])

    def row(self, values: Sequence[Value]) -> None:
        """Write a row, a value for each column."""
        cells = list(zip(values, self.columns, strict=True))
        lines = max(
            self._lines(value.text if isinstance(value, Linked) else str(value or ""), column)
            for value, column in cells
        )
        height = min(lines * _LINE_HEIGHT[self.language] + 4, _HIGHEST)
        self.sheet.row_dimensions[self.rows + 1] = EstimatedRow(self.sheet, index=self.rows + 1, ht=height)
        self._append([self._cell(value, column.style) for value, column in cells])

    def _lines(self, text: str, column: Column) -> int:
        """Return how many lines a text takes in a column, estimated from the width of its characters."""
        room = (column.width - 1) * _DIGIT_WIDTH
        return sum(math.ceil(_width(part, self.language) / room) or 1 for part in text.split("\n"))

    def _append(self, cells: list[Any]) -> None:
        self.sheet.append(cells)
        self.rows += 1

    def _cell(self, value: Value, style: str) -> Any:
        text = value.text if isinstance(value, Linked) else value
        cell = WriteOnlyCell(self.sheet, xml_text(text) if isinstance(text, str) else text)
        cell.style = f"{'link' if isinstance(value, Linked) else style}-{self.language}"
        if isinstance(text, str):
            cell.data_type = "s"
            if text.startswith(FORMULA_STARTS):
                cell.quotePrefix = True
        if isinstance(value, Linked):
            cell.hyperlink = value.address
        return cell


@lru_cache(maxsize=1024)
def _width(text: str, language: str) -> float:
    """Return about how wide a line of text is, in points."""
    wide, narrow = _CHARACTER_WIDTHS[language]
    ascii_characters = len(text.encode("ascii", "ignore"))
    return narrow * ascii_characters + wide * (len(text) - ascii_characters)


def save_book(book: Any, target: Path, date: str) -> None:
    """Write a workbook to ``target``; it bears ``date`` (ISO 8601) and no time of its making."""
    moment = datetime.datetime.fromisoformat(date)
    book.properties.created = book.properties.modified = moment
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        # What Workbook.save() does, but for the present time that it would put in.
        ExcelWriter(book, archive).save()
    repack(made.getvalue(), target)
