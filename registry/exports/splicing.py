"""Words of ours put into the XML of office files whose skeletons openpyxl and python-docx made.

What is the same in every file of a kind is made once by the library, and what there is much of, rows and paragraphs, is
put in as strings (decision 5).
"""

from __future__ import annotations

from registry.exports.context import xml_text

RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
    b"</Relationships>",
)
"""What stands around the relations of a part."""

RELATION = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
    ' Target="%s" TargetMode="External" Id="%s"/>'
)
"""The relation of a link: its address, escaped, and its identifier."""


def escaped(text: str) -> str:
    """Return ``text`` as it stands in an element or attribute; what XML cannot hold (see ``xml_text``) is replaced."""
    return _escaped(_held(text))


def element(tag: str, text: str) -> str:
    """Return an element with ``text``; it keeps white space at its ends where there is any."""
    text = _held(text)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<{tag}{space}>{_escaped(text)}</{tag}>"


def _held(text: str) -> str:
    # Most texts have only characters that print, and none of those that XML cannot hold does.
    return text if text.isprintable() else xml_text(text)


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;")


def split_once(xml: bytes, *marks: bytes) -> tuple[bytes, bytes]:
    """Return what is before and after the one of ``marks`` that stands in ``xml``; ``ValueError`` unless it is one, once."""
    for mark in marks:
        if xml.count(mark) == 1:
            before, _, after = xml.partition(mark)
            return before, after
    raise ValueError(f"none of {marks} stands once in {xml[:200]!r}")
