"""Text documents, made by python-docx without text, once for all of a kind, and written with text as often as needed."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from registry.exports.context import xml_text
from registry.exports.office.word_styles import blank_document, font_table
from registry.exports.office.zip_container import Part, pack, parts_of
from registry.exports.splicing import RELATION, escaped, split_once

_BODY, _LINKS, _CORE = "word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"
_TABLE = re.compile(r"<w:tbl>(.*?)</w:tbl>", re.DOTALL)
_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)"/>')


@dataclass(frozen=True)
class WordTable:
    """The set-up of a table: what stands before its rows, and the widths of its columns in twentieths of a point."""

    head: str
    widths: tuple[int, ...]

    def filled(self, rows: Iterable[str]) -> Iterator[str]:
        """Give the table with ``rows`` (see ``word_text``)."""
        yield f"<w:tbl>{self.head}"
        yield from rows
        yield "</w:tbl>"


@dataclass
class Links:
    """Where the links of a document lead, in the order in which they are asked for."""

    addresses: list[str] = field(default_factory=list)

    def to(self, address: str) -> str:
        """Return the identifier of a new link to ``address``."""
        self.addresses.append(address)
        return _identifier(len(self.addresses))


def _identifier(number: int) -> str:
    # Far above those of the skeleton, which has a handful.
    return f"rId{1000 + number}"


class Template:
    """A kind of text document: our styles, and tables whose columns have the widths given, in millimetres."""

    def __init__(self, *tables: Sequence[float]) -> None:
        """Let python-docx make it."""
        self._made = blank_document()
        for widths in tables:
            self._add_table(widths)
        properties = self._made.core_properties
        properties.author = properties.comments = ""
        properties.language = "zh-CN"
        properties.revision = 1
        made = io.BytesIO()
        self._made.save(made)
        self._parts = parts_of(made.getvalue())
        body = self._parts[_BODY].decode()
        found = _TABLE.findall(body)
        self.tables = [WordTable(each, tuple(map(int, _COLUMN.findall(each)))) for each in found]
        """The set-ups of the tables, in the order given."""
        self._before, self._after = split_once(_TABLE.sub("", body).encode(), b"<w:sectPr")

    def _add_table(self, widths: Sequence[float]) -> None:
        table = self._made.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)

    def write(self, target: Path, title: str, date: str, text: Iterable[str], links: Links) -> None:
        """Write a document to ``target``; it bears ``date`` (ISO 8601) and no time of its making.

        ``text`` is what its body holds, piece by piece; ``links`` are those that are in it.
        """
        pack(target, self._filled(title, date, text, links))

    def _filled(self, title: str, date: str, text: Iterable[str], links: Links) -> Iterator[Part]:
        for name, content in self._parts.items():
            if name not in {_BODY, _LINKS, _CORE}:
                yield name, font_table() if name == "word/fontTable.xml" else content
        yield _CORE, self._core(title, date)
        yield _BODY, self._body(text)
        before, after = split_once(self._parts[_LINKS], b"</Relationships>")
        relations = (
            RELATION % (escaped(address), _identifier(number))
            for number, address in enumerate(links.addresses, start=1)
        )
        yield _LINKS, before + "".join(relations).encode() + b"</Relationships>" + after

    def _body(self, text: Iterable[str]) -> Iterator[bytes]:
        yield self._before
        for piece in text:
            yield piece.encode()
        yield b"<w:sectPr" + self._after

    def _core(self, title: str, date: str) -> bytes:
        properties: Any = self._made.core_properties
        properties.title = xml_text(title)
        properties.created = properties.modified = datetime.datetime.fromisoformat(date)
        blob: bytes = self._made.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).blob
        return blob
