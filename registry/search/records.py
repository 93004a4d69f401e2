"""What search reads from end to end: measures, the notices' paragraphs, hand-written pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.model.measure import Measure
from registry.model.register import Register
from registry.search.handwritten import handwritten

_SHORTEST = 20
"""Paragraphs of a notice with fewer characters (addressees, date) are not worth finding."""


@dataclass(slots=True)
class SearchRecord:
    """A measure with what refers to names by number; or, where ``measure`` is ``None``, a text at ``address``."""

    address: str
    title: str
    text: str
    keywords: tuple[str, ...] = ()
    indicator: int = 0
    bodies: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    measure: Measure | None = None

    def row(self) -> list[object]:
        """Return what the script reads; see ``search-index.js``."""
        row: list[object] = [self.address, self.title, self.text]
        if self.measure:
            adoption = int(self.measure.adoption == "reference")
            row += ["|".join(self.keywords), self.indicator, adoption, self.bodies, self.places]
        return row

    def texts(self) -> tuple[str, ...]:
        """Return all in which words can be found."""
        return (self.title, *self.keywords, self.text)


def records(register: Register, language: str, documents: Path) -> list[SearchRecord]:
    """Return the records: measures first, in document order, the same in both languages; then the other texts."""
    return [*_measures(register, language), *_notices(register, language), *_pages(documents)]


def _measures(register: Register, language: str) -> Iterator[SearchRecord]:
    vocabulary = register.vocabulary
    indicators, bodies, places = (
        {key: number for number, key in enumerate(kind)}
        for kind in (vocabulary.indicators, vocabulary.bodies, vocabulary.places)
    )
    for measure in register.current:
        yield SearchRecord(
            address=measure.id,
            title=measure.title[language],
            text=measure.practice[language].strip(),
            keywords=measure.keywords[language],
            indicator=indicators[measure.indicator.key],
            bodies=tuple(bodies[body.key] for body in measure.responsible),
            places=tuple(places[place.key] for place in measure.origin),
            measure=measure,
        )


def _notices(register: Register, language: str) -> Iterator[SearchRecord]:
    for document in register.documents:
        for block in document.blocks:
            if len(block.text.zh) >= _SHORTEST and block.kind != "title":
                yield SearchRecord(
                    f"{document.address}#{block.id}", document.short_title[language], block.text[language]
                )


def _pages(documents: Path) -> Iterator[SearchRecord]:
    for page in handwritten(documents):
        yield SearchRecord(page.address, page.title, page.text)
