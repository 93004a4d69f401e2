"""The names that search knows beside measures: indicators, bodies, places, terms, documents and their lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from registry.model.citation import list_label
from registry.model.document import Document
from registry.model.register import Register
from registry.model.vocabulary import Body, Place
from registry.search.handwritten import handwritten
from registry.search.text import comparable, is_han, words_of

ALIKE = Path(__file__).with_name("alike.txt")
"""Words that mean much the same, in groups; of both languages."""

RELATIONS = Path(__file__).with_name("relations.txt")
"""What readers say in other words than the register, with the register's words; of both languages."""

Name = list[str]
"""What ``names.json`` has of one: key (or address), name, further words. Terms: name, words."""


def names(register: Register, language: str, documents: Path) -> dict[str, list[Name]]:
    """Return the names by kind, each kind in the order of its file, to which records refer by number."""
    vocabulary = register.vocabulary
    made = {
        "indicator": [
            [indicator.key, indicator.name[language], *indicator.other_words[language]]
            for indicator in vocabulary.indicators.values()
        ],
        "body": [
            [
                body.key,
                body.label[language],
                _other_form(body, language),
                *body.other_words[language],
            ]
            for body in vocabulary.bodies.values()
        ],
        "place": [
            [
                place.key,
                place.label[language],
                *place.other_words[language],
                *_above(place, register, language),
            ]
            for place in vocabulary.places.values()
        ],
        "term": [
            [term.term[language], *term.other_words(language)]
            for term in vocabulary.glossary.values()
            if not term.ordinary
        ],
        "document": [row for document in register.documents for row in _document(document, language)],
        "page": [[page.address, page.title] for page in handwritten(documents)],
    }
    alike = [
        line.split() for line in ALIKE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    made["alike"] = [group for group in alike if is_han(group[0]) == (language == "zh")]
    return {
        kind: rows if kind == "alike" else [_without_repeats(row, 1 if kind == "term" else 2) for row in rows]
        for kind, rows in made.items()
    }


def _without_repeats(row: Name, first: int) -> Name:
    """Leave out words that search takes for the name itself (licence, license) and longer ones of terms, which hold it."""
    kept = row[:first]
    own = comparable(row[0 if first == 1 else 1])
    known = {own}
    for word in row[first:]:
        form = comparable(word)
        if form not in known and not (first == 1 and (own.strip() if is_han(own.strip()) else own) in form):
            kept.append(word)
            known.add(form)
    return kept


def _other_form(body: Body, language: str) -> str:
    return body.name.zh if language == "zh" else body.short_en


def _above(place: Place, register: Register, language: str) -> list[str]:
    """Return the name of the place of which a place is part: who asks for Foshan means Shunde too."""
    return [register.vocabulary.places[place.part_of].label[language]] if place.part_of else []


def _document(document: Document, language: str) -> Iterator[Name]:
    yield [
        document.address,
        document.short_title[language],
        document.number[language],
        document.title[language],
    ]
    for part in document.lists:
        address = f"{document.address}#{part.id}"
        yield [
            address,
            part.heading[language],
            list_label(part, language),
            part.name[language],
        ]


def relations(language: str, texts: Iterable[str]) -> str:
    """Return what readers say, longest first, each in a line with the register's words for it.

    What the register is said to have nothing of is left out where it stands in ``texts``.
    """
    lines = [line for line in RELATIONS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    known = {word for text in texts for word in words_of(text)}
    chinese = "|".join(filter(is_han, known))
    found: dict[str, list[str]] = {}
    for line in lines:
        said, _, meant = line.partition(" = ")
        targets = [word.replace("_", " ") for word in meant.split()]
        for word in said.split():
            if is_han(word) == (language == "zh") and (
                targets or not (word in chinese if is_han(word) else word in known)
            ):
                found.setdefault(word.replace("_", " "), targets)
    return "\n".join(
        f"{word}\t{'|'.join(found[word])}" for word in sorted(found, key=lambda word: (-len(word), word))
    )
