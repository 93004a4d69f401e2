"""XML of feeds, the sitemap and office files, from the templates in ``templates/``: text is escaped as XML needs it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

_FOLDER = Path(__file__).with_name("templates")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BROKEN = re.compile(r"([\t\n\r])")
_PIECES = 500
"""Pieces of XML that are written together, since each write costs as much as a thousand bytes."""

Part = tuple[str, Iterator[str]]
"""A part of an office file: its name, and its XML piece by piece."""


def xml_text(text: str) -> str:
    """Return ``text`` with the characters that XML cannot hold (most control characters) shown as U+FFFD."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def element(tag: str, text: str) -> str:
    """Return an element with ``text``; it keeps white space at its ends where there is any."""
    text = text if text.isprintable() else xml_text(text)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<{tag}{space}>{escape(text)}</{tag}>"


def runs(text: str) -> Markup:
    """Return ``text`` as WordprocessingML has it within a run, its tabs and line breaks as elements."""
    parts = _BROKEN.split(text) if "\n" in text or "\t" in text or "\r" in text else [text]
    breaks = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}
    return Markup("".join(breaks.get(part) or element("w:t", part) for part in parts if part))


@cache
def _environment() -> Environment:
    environment = Environment(
        keep_trailing_newline=True,
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"runs": runs, "zip": zip}
    return environment


def pieces(name: str, /, **values: object) -> Iterator[str]:
    """Give the XML that a template, named by its path below ``templates/``, makes of ``values``, piece by piece."""
    return _environment().get_template(name).generate(values)


def xml(made: Iterable[str]) -> bytes:
    """Return pieces of XML as bytes; what no reader would take as it stands is replaced."""
    return xml_text("".join(made)).replace("\r", "&#13;").encode()


def pack(target: Path, parts: Iterable[Part]) -> None:
    """Write ``parts``, in their order, as a zip file at ``target``, whose folder is made where there is none.

    The same parts give the same bytes: times are fixed, and nothing is compressed, for compressed bytes differ between
    versions of zlib; servers compress what they send. A part is asked for only when those before it are written, and is
    never whole in memory.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, made in parts:
            with archive.open(zip_entry(name), "w") as part:
                while piece := xml(islice(made, _PIECES)):
                    part.write(piece)


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a file in a zip file, which bears no time and no user."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # Unix, on whatever system.
    entry.external_attr = 0o644 << 16
    return entry
