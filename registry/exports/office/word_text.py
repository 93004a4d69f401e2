"""Text of our documents as WordprocessingML, in the form in which python-docx writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from registry.exports.splicing import element

PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
"""A paragraph with which a new page begins."""

EMPTY = "<w:p/>"
"""The paragraph that a cell without text must have."""

LANGUAGES = {"val": "en-GB", "eastAsia": "zh-CN"}
"""In what language Latin letters are, and Chinese characters: whatever runs of either stand in a text."""

_LANGUAGES = "<w:lang {}/>".format(" ".join(f'w:{name}="{code}"' for name, code in LANGUAGES.items()))
_LINK = '<w:rStyle w:val="RegisterLink"/>'
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}
_BROKEN = re.compile(r"([\t\n\r])")


def paragraph(style: str, content: str) -> str:
    """Return a paragraph of a style, named by its identifier, with runs or links."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def run(text: str, style: str = "") -> str:
    """Return ``text`` as a run, its languages named; nothing where there is no text."""
    if not text:
        return ""
    head = f"<w:rPr>{style}{_LANGUAGES}</w:rPr>"
    pieces = _BROKEN.split(text) if "\n" in text or "\t" in text or "\r" in text else [text]
    return f"<w:r>{head}{''.join(map(_piece, pieces))}</w:r>"


def _piece(text: str) -> str:
    if text in _BREAKS:
        return _BREAKS[text]
    return element("w:t", text) if text else ""


def link(text: str, relation: str) -> str:
    """Return ``text`` as a link, whose address the relation of an identifier holds."""
    return f'<w:hyperlink r:id="{relation}">{run(text, _LINK)}</w:hyperlink>'


def cell(width: int, content: str, span: int = 1) -> str:
    """Return a cell with paragraphs: its width in twentieths of a point, and how many columns it spans."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{spanned}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], repeated: bool = False) -> str:
    """Return a row; where it is ``repeated`` it is shown again at the head of each page that its table runs on to."""
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if repeated else ''}{''.join(cells)}</w:tr>"
