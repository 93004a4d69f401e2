"""A page of ours as Markdown, for generators that make pages of it: what it says to a reader, with its links.

Imports the standard library alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

_BEGINNINGS = {
    **dict.fromkeys(("p", "div", "section", "nav", "article", "header", "ul", "ol", "dl", "dt", "dd"), ""),
    **dict.fromkeys(("details", "summary"), ""),
    **{f"h{level}": f"{'#' * level} " for level in range(1, 7)},
    "li": "- ",
}
"""What Markdown begins a block with, by its tag."""

_LEFT_OUT = frozenset(("svg", "button", "label", "script"))
"""What is no text."""

_SPECIAL = {
    **{ord(mark): f"\\{mark}" for mark in "\\`*_[]#"},
    **{ord(mark): escape(mark) for mark in "&<>"},
}
"""What is written for a character that Markdown would take for a mark."""


def markdown_of(page: str, address_of: Callable[[str], str | None]) -> str:
    """Return the main part of a page of HTML as Markdown.

    ``address_of`` gives what to write for the address of a link, or nothing where it is to be text. Raises ``ValueError``
    where the page has no main part.
    """
    main = re.search(r"<main\b[^>]*>(.*)</main>", page, re.DOTALL)
    if main is None:
        raise ValueError("<main>")
    writer = _Writer(address_of)
    writer.feed(main.group(1))
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Writes the tags of our pages as Markdown: headings, paragraphs, lists, links, code."""

    def __init__(self, address_of: Callable[[str], str | None]) -> None:
        super().__init__()
        self._address_of = address_of
        self._blocks = [""]
        self._left_out = 0
        self._links: list[str | None] = []

    def text(self) -> str:
        """Return what was written: blocks with an empty line between them, entries of a list without."""
        blocks = [" ".join(block.split()) for block in self._blocks]
        lines = ""
        for block in filter(lambda each: each.strip("- #"), blocks):
            tight = block.startswith("- ") and lines.rpartition("\n")[2].startswith("- ")
            lines += ("\n" if tight else "\n\n") + block
        return lines.strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or what stands within one."""
        self._left_out += tag in _LEFT_OUT
        if self._left_out:
            return
        if tag in _BEGINNINGS:
            self._blocks.append(_BEGINNINGS[tag])
        elif tag == "a":
            self._links.append(self._address_of(dict(attrs)["href"] or ""))
            self._write("[" if self._links[-1] else "")
        elif tag == "code":
            self._write("`")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if self._left_out:
            self._left_out -= tag in _LEFT_OUT
        elif tag in _BEGINNINGS:
            self._blocks.append("")
        elif tag == "a":
            address = self._links.pop()
            self._write(f"]({address})" if address else "")
        elif tag == "code":
            self._write("`")

    def handle_data(self, data: str) -> None:
        """Write text, of which nothing may be taken for a mark."""
        if not self._left_out:
            self._write(data.translate(_SPECIAL))

    def _write(self, words: str) -> None:
        self._blocks[-1] += words
