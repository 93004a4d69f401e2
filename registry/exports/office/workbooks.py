"""Workbooks, made by openpyxl without rows, once for all of a kind, and written with rows as often as needed.

Rows are streamed, so that 10,000 measures need little memory.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from openpyxl.xml.functions import tostring

from registry.exports.context import xml_text
from registry.exports.office.sheets import LAST_ROW, CellLink, Column, Content, Sheet
from registry.exports.office.workbook_styles import new_book
from registry.exports.office.zip_container import Part, pack, parts_of
from registry.exports.splicing import RELATION, RELATIONS, escaped, split_once

_CORE, _WORKBOOK = "docProps/core.xml", "xl/workbook.xml"
_LINKS = b'<hyperlinks xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
_BY_NUMBER = re.compile(rb"&#(\d{3,});")
_LAST_OF_SHEET = re.compile(rb'(localSheetId="(\d+)"[^<]*\$)%d(?=<)' % LAST_ROW)


class Book:
    """A kind of workbook: its styles and the set-up of its sheets, without rows."""

    def __init__(self) -> None:
        """Begin with our styles and no sheet."""
        self._made = new_book()
        self._sheets: list[Sheet] = []

    def add_sheet(
        self, name: str, language: str, columns: Sequence[Column], footer: str,
        *, titled: bool = False, frozen: int = 0,
    ) -> Sheet:  # fmt: skip
        """Add a sheet; see ``Sheet``. All are there before the first workbook is written."""
        sheet = Sheet(self._made, name, language, columns, footer, titled=titled, frozen=frozen)
        self._sheets.append(sheet)
        return sheet

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        """The parts of the workbook without rows."""
        made = io.BytesIO()
        self._made.save(made)
        return parts_of(made.getvalue())

    def write(self, target: Path, title: str, date: str, contents: Sequence[Content]) -> None:
        """Write a workbook to ``target`` with what each sheet holds; it bears ``date`` (ISO 8601) and no time of its making."""
        pack(target, self._filled(title, date, contents))

    def _filled(self, title: str, date: str, contents: Sequence[Content]) -> Iterator[Part]:
        names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(self._sheets) + 1)]
        yield from (
            (name, part) for name, part in self._parts.items() if name not in {_CORE, _WORKBOOK, *names}
        )
        yield _CORE, self._core(title, date)
        lasts = []
        for name, sheet, content in zip(names, self._sheets, contents, strict=True):
            spliced = _Spliced(sheet, self._parts[name])
            yield name, spliced.write(content)
            lasts.append(b"%d" % spliced.last)
            if spliced.links:
                yield name.replace("worksheets/", "worksheets/_rels/") + ".rels", spliced.relations()
        workbook = self._parts[_WORKBOOK]
        yield _WORKBOOK, _LAST_OF_SHEET.sub(lambda found: found[1] + lasts[int(found[2])], workbook)

    def _core(self, title: str, date: str) -> bytes:
        properties = self._made.properties
        properties.title = xml_text(title)
        properties.created = properties.modified = datetime.datetime.fromisoformat(date)
        made: bytes = tostring(properties.to_tree())
        return made


@dataclass
class _Spliced:
    """A sheet on its way into a workbook: what openpyxl made of it, and what is known once its rows are written."""

    sheet: Sheet
    made: bytes
    last: int = 0
    links: list[CellLink] = field(default_factory=list)

    def write(self, content: Content) -> Iterator[bytes]:
        """Give the XML of the sheet with what it holds."""
        sheet = self.sheet
        # openpyxl writes other characters than ASCII by their numbers, at more than twice the length.
        made = _BY_NUMBER.sub(lambda found: chr(int(found[1])).encode(), self.made)
        before, after = split_once(made, b"<sheetData/>", b"<sheetData></sheetData>")
        yield before + b"<sheetData>"
        yield from sheet.head(content)
        self.last = sheet.first - 1
        for number, cells in enumerate(content.rows, start=sheet.first):
            self.last = number
            row, of_row = sheet.row(number, cells)
            self.links += of_row
            yield row
        yield b"</sheetData>"
        before, after = split_once(after.replace(b"%d" % LAST_ROW, b"%d" % self.last), b"<printOptions")
        yield before
        if self.links:
            links = (
                f'<hyperlink ref="{each.cell}" r:id="rId{number}"/>' for number, each in self._numbered()
            )
            yield _LINKS + "".join(links).encode() + b"</hyperlinks>"
        yield b"<printOptions" + after

    def relations(self) -> bytes:
        """Return the XML that says where the links of the sheet lead."""
        before, after = RELATIONS
        relations = (RELATION % (escaped(each.address), f"rId{number}") for number, each in self._numbered())
        return before + "".join(relations).encode() + after

    def _numbered(self) -> Iterator[tuple[int, CellLink]]:
        return enumerate(self.links, start=1)
