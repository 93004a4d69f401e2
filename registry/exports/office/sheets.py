"""Sheets of our workbooks: openpyxl sets them up, and their rows are XML of our own; texts are never formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from registry.exports.context import FORMULA_STARTS
from registry.exports.office.workbook_styles import set_up, style_number
from registry.exports.splicing import element

_HIGHEST = 409
_DIGIT_WIDTH = 5.25
_CHARACTER_WIDTHS = {"zh": (10.2, 5.4), "en": (9.0, 4.6)}
_LINE_HEIGHT = {"zh": 13.5, "en": 11.5}
"""Points: a row's greatest height, the unit of columns' widths, a character (CJK, other) and a line of our fonts."""

_HEAD_HEIGHT = b'" ht="30" customHeight="1">'

LAST_ROW = 1_048_576
"""The last row that a sheet can have: in the set-up of a sheet it stands for the last that the sheet will have."""

_LOOKS_LIKE_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


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


Value = str | int | Linked | None
"""What a cell may hold; ``None`` leaves it empty, to be filled in by hand."""


class Cell(NamedTuple):
    """A cell that is ready for any row: its XML from the row's number on, how many lines it takes, where it leads."""

    xml: bytes
    lines: int
    address: str = ""


class CellLink(NamedTuple):
    """Where a cell leads: the reference of the cell (``B5``) and the address."""

    cell: str
    address: str


@dataclass
class Content:
    """What a sheet of one workbook holds: rows, below a title and a note where the sheet has room for them."""

    rows: Iterable[Sequence[Cell]]
    title: str = ""
    note: str = ""


class Sheet:
    """The set-up of a sheet: perhaps a title and a note, then the headings, then rows."""

    def __init__(
        self, book: Any, name: str, language: str, columns: Sequence[Column], footer: str,
        *, titled: bool = False, frozen: int = 0,
    ) -> None:  # fmt: skip
        """Set up a sheet called ``name``; ``titled`` leaves room for a title and a note above the headings.

        The first ``frozen`` columns stay in view beside the headings.
        """
        self.language = language
        self.columns = columns
        self.first = 4 if titled else 2
        """The number of the first row below the headings."""
        self.made = book.create_sheet(name)
        """The sheet as openpyxl has it, for what only some sheets have."""
        self._letters = [get_column_letter(number + 1) for number in range(len(columns))]
        self._after = [*(f'<c r="{letter}' for letter in self._letters[1:]), "</row>"]
        self._styles: dict[tuple[str, bool], int] = {}
        set_up(self.made, [column.width for column in columns], footer)
        headings, last = self.first - 1, self._letters[-1]
        self.made.freeze_panes = f"{get_column_letter(frozen + 1)}{self.first}"
        self.made.auto_filter.ref = f"A{headings}:{last}{LAST_ROW}"
        self.made.print_title_rows = f"{headings}:{headings}"
        printed = self._letters[sum(column.printed for column in columns) - 1]
        self.made.print_area = f"A1:{printed}{LAST_ROW}"
        for row in range(1, headings):
            self.made.merged_cells.add(f"A{row}:{last}{row}")
        for style in dict.fromkeys(
            ("title", "note", "heading", "link", *(column.style for column in columns))
        ):
            for quoted in (False, True):
                self._styles[style, quoted] = style_number(self.made, f"{style}-{language}", quoted)
        self._empty = [
            Cell(f'" s="{self._styles[column.style, False]}"/>{after}'.encode(), 1)
            for column, after in zip(columns, self._after, strict=True)
        ]

    def rest_of(self, index: int) -> str:
        """Return the range of all cells below the heading of the column at ``index``."""
        return f"{self._letters[index]}{self.first}:{self._letters[index]}{LAST_ROW}"

    def cells(self, values: Sequence[Value]) -> list[Cell]:
        """Return ``values`` as cells, one for each column."""
        return [self.cell(value, index) for index, value in enumerate(values)]

    def cell(self, value: Value, index: int) -> Cell:
        """Return ``value`` as a cell of the column at ``index``."""
        if value is None or value == "":
            return self._empty[index]
        if isinstance(value, int):
            number = self._styles[self.columns[index].style, False]
            return Cell(f'" s="{number}"><v>{value}</v></c>{self._after[index]}'.encode(), 1)
        if isinstance(value, Linked):
            return Cell(self._xml(value.text, "link", index), self._lines(value.text, index), value.address)
        return Cell(self._xml(value, self.columns[index].style, index), self._lines(value, index))

    def _xml(self, text: str, style: str, index: int) -> bytes:
        """Return the XML of a cell with text, from the row's number on to where the number is needed again."""
        number = self._styles[style, text.startswith(FORMULA_STARTS)]
        if "_x" in text:
            text = _LOOKS_LIKE_CODE.sub("_x005F_", text)  # Spreadsheets read _x0041_ as A.
        return f'" s="{number}" t="inlineStr"><is>{element("t", text)}</is></c>{self._after[index]}'.encode()

    def _lines(self, text: str, index: int) -> int:
        """Return how many lines a text takes in a column, estimated from the width of its characters."""
        room = (self.columns[index].width - 1) * _DIGIT_WIDTH
        wide, narrow = _CHARACTER_WIDTHS[self.language]
        if len(text) * wide <= room and "\n" not in text:
            return 1
        lines = 0
        for part in text.split("\n"):
            ascii_characters = len(part.encode("ascii", "ignore"))
            width = narrow * ascii_characters + wide * (len(part) - ascii_characters)
            lines += math.ceil(width / room) or 1
        return lines

    def row(self, number: int, cells: Sequence[Cell]) -> tuple[bytes, list[CellLink]]:
        """Return the XML of row ``number``, and the links that are in it.

        Its height is what we expect it to be: shown at first, and fitted anew once somebody writes in the row. A row
        without any height is one line high in LibreOffice, whatever it holds.
        """
        xml, lines, addresses = zip(*cells, strict=True)
        height = min(max(lines) * _LINE_HEIGHT[self.language] + 4, _HIGHEST)
        links = [
            CellLink(f"{letter}{number}", address)
            for letter, address in zip(self._letters, addresses, strict=True)
            if address
        ]
        return self._joined(number, f'" ht="{height:g}">'.encode(), xml), links

    def head(self, content: Content) -> Iterator[bytes]:
        """Give the rows above the first: the title and the note where there is room for them, and the headings."""
        above = ((content.title, "title"), (content.note, "note")) if self.first > 2 else ()
        for number, (text, style) in enumerate(above, start=1):
            last = len(self.columns) - 1
            yield self._joined(number, _HEAD_HEIGHT, [self._xml(text, style, last)])
        headings = [self._xml(column.heading, "heading", index) for index, column in enumerate(self.columns)]
        yield self._joined(self.first - 1, _HEAD_HEIGHT, headings)

    def _joined(self, number: int, height: bytes, cells: Sequence[bytes]) -> bytes:
        return (b"%d" % number).join((b'<row r="', height + b'<c r="A', *cells))
