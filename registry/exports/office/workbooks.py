"""Workbooks: sheets of rows with headings, set up for screen and for A4; texts are never formulas.

The parts of the file are the templates in ``templates/xlsx``; rows are streamed into them, so that 10,000 measures need
little memory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

from markupsafe import Markup

from registry.core.languages import LANGUAGES
from registry.exports.context import FORMULA_STARTS
from registry.exports.xml import Part, element, pack, pieces

STYLES = ("text", "number", "link", "date", "heading", "title", "note")
"""The styles of cells, each in the fonts of both languages; ``styles.xml`` has their looks, in this order."""

_HIGHEST = 409
_DIGIT_WIDTH = 5.25
_CHARACTER_WIDTHS = {"zh": (10.2, 5.4), "en": (9.0, 4.6)}
_LINE_HEIGHT = {"zh": 13.5, "en": 11.5}
"""Points: a row's greatest height, the unit of columns' widths, a character (CJK, other) and a line of our fonts."""

_HEAD_HEIGHT = ' ht="30" customHeight="1"'
_LOOKS_LIKE_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, its width in the width of a digit, and the style of its cells.

    Where it is not ``printed`` it stands at the end and is for the screen only. ``choices`` are the words that may be
    entered, with commas between them; where the style is ``date``, dates only; ``error`` is what is said of others.
    """

    heading: str
    width: float
    style: str = "text"
    printed: bool = True
    choices: str = ""
    error: str = ""


@dataclass(frozen=True)
class Linked:
    """A cell's text with the address it leads to."""

    text: str
    address: str


Value = str | int | Linked | None
"""What a cell may hold; ``None`` leaves it empty, to be filled in by hand."""


class Cell(NamedTuple):
    """A cell that is ready for any row: its XML after the row's number, how many lines it takes, where it leads."""

    xml: str
    lines: int
    address: str = ""


@dataclass
class Content:
    """What a sheet of one workbook holds: rows, below a title and a note where the sheet has room for them."""

    rows: Iterable[Sequence[Cell]]
    title: str = ""
    note: str = ""


@dataclass
class Sheet:
    """The set-up of a sheet: perhaps a title and a note (``titled``), then the headings, then rows.

    The first ``frozen`` columns stay in view beside the headings; ``footer`` stands on each printed page.
    """

    name: str
    language: str
    columns: Sequence[Column]
    footer: str
    titled: bool = False
    frozen: int = 0

    def __post_init__(self) -> None:
        self.first = 4 if self.titled else 2
        """The number of the first row below the headings."""
        self.letters = ascii_uppercase[: len(self.columns)]
        self.printed = sum(column.printed for column in self.columns)
        self._after = [*(f'<c r="{letter}' for letter in self.letters[1:]), "</row>"]

    def cells(self, values: Sequence[Value]) -> list[Cell]:
        """Return ``values`` as cells, one for each column."""
        return [self.cell(value, index) for index, value in enumerate(values)]

    def cell(self, value: Value, index: int) -> Cell:
        """Return ``value`` as a cell of the column at ``index``."""
        style = self.columns[index].style
        if value is None or value == "":
            return Cell(f'" s="{_style(self.language, style)}"/>{self._after[index]}', 1)
        if isinstance(value, int):
            return Cell(f'" s="{_style(self.language, style)}"><v>{value}</v></c>{self._after[index]}', 1)
        if isinstance(value, Linked):
            return Cell(self._xml(value.text, "link", index), self._lines(value.text, index), value.address)
        return Cell(self._xml(value, style, index), self._lines(value, index))

    def _xml(self, text: str, style: str, index: int) -> str:
        """Return the XML of a cell with text, after the row's number and on to where the number is needed again."""
        number = _style(self.language, style, text.startswith(FORMULA_STARTS))
        if "_x" in text:
            text = _LOOKS_LIKE_CODE.sub("_x005F_", text)  # Spreadsheets read _x0041_ as A.
        return f'" s="{number}" t="inlineStr"><is>{element("t", text)}</is></c>{self._after[index]}'

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

    def head(self, content: Content) -> Iterator[Markup]:
        """Give the rows above the first: the title and the note where there is room for them, and the headings."""
        above = ((content.title, "title"), (content.note, "note")) if self.titled else ()
        for number, (text, style) in enumerate(above, start=1):
            yield _row(number, _HEAD_HEIGHT, [self._xml(text, style, -1)])
        headings = [self._xml(column.heading, "heading", index) for index, column in enumerate(self.columns)]
        yield _row(self.first - 1, _HEAD_HEIGHT, headings)


@cache
def _style(language: str, name: str, quoted: bool = False) -> int:
    """Return the number of a style; ``quoted`` marks text that looks like a formula."""
    return 1 + 2 * (LANGUAGES.index(language) * len(STYLES) + STYLES.index(name)) + quoted


def _row(number: int, height: str, cells: Iterable[str]) -> Markup:
    """Return a row: its number stands between the pieces of XML, in its own place and in each cell's."""
    return Markup(str(number).join(('<row r="', f'"{height}><c r="A', *cells)))


@dataclass
class FilledSheet:
    """A sheet of one workbook on its way into the file: the last row and the links are known once rows are written."""

    sheet: Sheet
    content: Content
    last: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)

    def rows(self) -> Iterator[Markup]:
        """Give the rows.

        The height of each is what we expect it to be: shown at first, and fitted anew once somebody writes in the row.
        A row without any height is one line high in LibreOffice, whatever it holds.
        """
        sheet = self.sheet
        self.last = sheet.first - 1
        yield from sheet.head(self.content)
        for number, cells in enumerate(self.content.rows, start=sheet.first):
            self.last = number
            xml, lines, addresses = zip(*cells, strict=True)
            height = min(max(lines) * _LINE_HEIGHT[sheet.language] + 4, _HIGHEST)
            if any(addresses):
                pairs = zip(sheet.letters, addresses, strict=True)
                self.links += [(f"{letter}{number}", address) for letter, address in pairs if address]
            yield _row(number, f' ht="{height:g}"', xml)


def write_workbook(
    target: Path, title: str, date: str, sheets: Sequence[Sheet], contents: Sequence[Content]
) -> None:
    """Write a workbook to ``target`` with what each sheet holds; it bears ``date`` (ISO 8601) and no time of its making."""
    pack(target, _parts(title, date, list(map(FilledSheet, sheets, contents))))


def _parts(title: str, date: str, filled: list[FilledSheet]) -> Iterator[Part]:
    values = {"title": title, "date": date, "styles": STYLES, "languages": LANGUAGES, "filled": filled}
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        yield name, pieces(f"xlsx/{name}", **values)
    yield "docProps/core.xml", pieces("core.xml", **values)
    for number, one in enumerate(filled, start=1):
        folder, name = "xl/worksheets", f"sheet{number}.xml"
        yield f"{folder}/{name}", pieces(f"xlsx/{folder}/sheet.xml", filled=one, sheet=one.sheet)
        if one.links:
            links = pieces(f"xlsx/{folder}/_rels/sheet.xml.rels", links=one.links)
            yield f"{folder}/_rels/{name}.rels", links
    yield "xl/workbook.xml", pieces("xlsx/xl/workbook.xml", **values)
