"""Setting a text for reading: paragraphs, enumerations (一是 … 二是 …) and explained terms, its characters untouched."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from registry.model.glossary import TermFinder
from registry.model.vocabulary import Term

_ITEM = {
    "zh": re.compile(r"(?<=[。；：])(?=[一二三四五六七八九十]是)"),
    "en": re.compile(r"(?<=[.;:] )(?=(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth),)"),
}
"""Where the items of an enumeration begin; no match takes a character of the text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text; ``term`` is what it names, at its first mention in the whole text."""

    text: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: what leads, then the items where it enumerates. All segments joined are the paragraph."""

    lead: tuple[Segment, ...]
    items: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class SetText:
    """A whole text set for reading, and the terms that it mentions, in the order of their first mention."""

    paragraphs: tuple[Paragraph, ...]
    terms: tuple[Term, ...]


def set_text(text: str, language: str, finder: TermFinder, only: Container[str] | None = None) -> SetText:
    """Set ``text`` of ``language`` for reading, with the terms that ``finder`` knows.

    ``only`` limits them to some keys: in a translation, to the terms of the original, since an English word may look
    like a term and mean something else.
    """
    met: dict[str, Term] = {}
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lead, *items = _ITEM[language].split(paragraph)
        if len(items) < 2:
            lead, items = paragraph, []
        paragraphs.append(
            Paragraph(
                _segments(lead, finder, met, only),
                tuple(_segments(item, finder, met, only) for item in items),
            )
        )
    return SetText(tuple(paragraphs), tuple(met.values()))


def _segments(
    text: str, finder: TermFinder, met: dict[str, Term], only: Container[str] | None
) -> tuple[Segment, ...]:
    segments = []
    end = 0
    for found in finder.find(text):
        if found.term.key in met or (only is not None and found.term.key not in only):
            continue
        met[found.term.key] = found.term
        if found.start > end:
            segments.append(Segment(text[end : found.start]))
        segments.append(Segment(text[found.start : found.end], found.term))
        end = found.end
    if end < len(text):
        segments.append(Segment(text[end:]))
    return tuple(segments)
