"""Postings: in which records a term stands, for a register too large to be read from end to end.

A term is a pair of Chinese characters, a single one (of titles and keywords only), a Latin stem, a citation (``#1a-03``),
a name by kind and number (``@b4``), or pinyin (``~gongji``: two syllables; ``~gjj``: three initials; titles and keywords).
For each there are four lists, by where it stands: in a short title, in a title, in a keyword, in the text. A list holds
the distances between the records' numbers, each one character, so that frequent terms take one byte a record.
Imports ``search.records``, ``search.text`` and ``search.characters``.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from dataclasses import dataclass
from itertools import repeat
from operator import add, sub

from registry.search.characters import syllables
from registry.search.records import Record
from registry.search.text import joined_words, stem

SHORT_TITLE = 12
"""Up to how many words or characters a title is short; a word in it says more."""

PIECE = 3000
"""About how many characters a piece has."""

BASE = 48
"""The character that stands for a distance of 0; those before it separate lists and terms."""

_HIGHEST = 0xD7FF

Lists = list[list[int]]

_NONE: list[int] = []


@dataclass(frozen=True, slots=True)
class Postings:
    """The files: ``terms-N.txt`` by number, and ``words.txt``, the Latin stems with how many records have each."""

    pieces: tuple[str, ...]
    words: str


def postings(records: list[Record]) -> Postings:
    """Return the postings of ``records``. Raises ``ValueError`` where there are more records than a distance can span."""
    if len(records) > _HIGHEST - BASE:
        raise ValueError(len(records))
    # Hundreds of thousands of lists, none in a cycle: the collector would walk them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        terms = _terms(records)
        lines = {term: _line(term, lists) for term, lists in terms.items()}
    finally:
        if collecting:
            gc.enable()
    count = 1
    size = sum(map(len, lines.values()))
    while count * PIECE < size:
        count *= 2
    pieces: list[list[str]] = [[] for _ in range(count)]
    for term in sorted(lines):
        pieces[piece_of(term, count)].append(lines[term])
    words = "\n".join(
        f"{term} {sum(map(len, lists))}" for term, lists in sorted(terms.items()) if "a" <= term[0] <= "z"
    )
    return Postings(tuple("\n".join(piece) for piece in pieces), words)


def piece_of(term: str, count: int) -> int:
    """Return in which of ``count`` pieces, a power of two, a term is."""
    number = 0
    for sign in term:
        number = number * 31 + ord(sign)
    return (number ^ (number >> 7)) & (count - 1)


def _line(term: str, lists: Lists) -> str:
    return "\t".join((term, *(_distances(each) for each in lists)))


def _distances(numbers: list[int]) -> str:
    if not numbers:
        return ""
    return "".join(map(chr, map(add, repeat(BASE), (numbers[0], *map(sub, numbers[1:], numbers)))))


def _terms(records: list[Record]) -> dict[str, Lists]:
    levels: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in range(4)]
    triples: defaultdict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        title, named = joined_words(record.title), joined_words("|".join(record.keywords))
        in_title = _of(*title) | set(title[0])
        in_keywords = (_of(*named) | set(named[0])) - in_title
        in_text = _of(*joined_words(record.text)) - in_title - in_keywords
        short = 0 if len(title[0]) + len(title[1]) <= SHORT_TITLE else 1
        for level, found in ((short, in_title), (2, in_keywords | _references(record)), (3, in_text)):
            lists = levels[level]
            for term in found:
                lists[term].append(number)
        for han in (title[0], named[0]):
            for triple in {*map(add, map(add, han, han[1:]), han[2:])}:
                triples[triple].append(number)
    for lists in levels:
        for term in [term for term in lists if " " in term]:
            del lists[term]
    _add_pinyin(levels, triples)
    every: dict[str, Lists] = {term: [_NONE] * len(levels) for term in set().union(*levels)}
    for level, lists in enumerate(levels):
        for term, numbers in lists.items():
            every[term][level] = numbers
    return every


def _of(han: str, latin: list[str]) -> set[str]:
    """Return the terms of a text: pairs of Chinese characters (some with a space, to be left out later), and stems."""
    return {*map(add, han, han[1:]), *map(stem, latin)}


def _references(record: Record) -> set[str]:
    measure = record.measure
    if measure is None:
        return set()
    source = measure.source
    item = f"{source.number:02d}"
    cited = {
        measure.id,
        f"{source.list.key}-{item}",
        f"{source.list.annex}-{item}",
        f"{source.list.key[-1]}-{item}",
        f"-{item}",
    }
    names = {
        f"@i{record.indicator}",
        *(f"@b{each}" for each in record.bodies),
        *(f"@p{each}" for each in record.places),
    }
    return {f"#{each}" for each in cited} | names


def _add_pinyin(levels: list[defaultdict[str, list[int]]], triples: dict[str, list[int]]) -> None:
    """Add pinyin as keywords: pairs of syllables from the pairs of characters, initials from the triples."""
    pairs: defaultdict[str, set[int]] = defaultdict(set)
    for lists in levels[:3]:
        for term, numbers in lists.items():
            if len(term) == 2 and term > "\u3000":
                pairs["~" + "".join(syllables(term))].update(numbers)
    for triple, numbers in triples.items():
        if " " in triple:
            continue
        pairs["~" + "".join(syllables(sign)[0][0] for sign in triple)].update(numbers)
    for term, found in pairs.items():
        levels[2][term] = sorted(found)
