"""Postings: in which records a term stands, for a register too large to be read from end to end.

A term is a pair of Chinese characters, a single one (of titles and keywords only), a Latin stem, a citation (``#1a-03``; the
list of a document: ``#ybh20193761a``), a name by kind and number (``@b4``), or pinyin (``~gonji``: two syllables, as ``southern`` has them; ``~gjj``:
three initials; titles and keywords).
For each there are four lists, by where it stands: in a short title, in a title, in a keyword, in the text. A list holds
the distances between the records' numbers, each one character, so that frequent terms take one byte a record. What stands in
a great share of the records tells none of them from another: of such a list there are the length, between ``*``, and the
first few numbers. Which measures have such a term anywhere stands in files of its own, for the filter, which must be exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import sub

from registry.search.records import SearchRecord
from registry.search.terms import Cut, terms_in

PIECE = 1500
"""About how many characters a piece has."""

BASE = 48
"""The character that stands for a distance of 0; those before it separate lists and terms."""

_HIGHEST = 0xD7FF


@dataclass(frozen=True, slots=True)
class Postings:
    """The files: ``terms-N.txt`` and ``whole-N.txt`` by number, and ``words.txt``, the Latin stems with how many records have each.

    ``used`` are the characters of all records that stand in Chinese.
    """

    pieces: tuple[str, ...]
    whole: tuple[str, ...]
    words: str
    used: frozenset[str]


def postings(records: list[SearchRecord]) -> Postings:
    """Return the postings of ``records``. Raises ``ValueError`` where there are more records than a distance can span."""
    if len(records) > _HIGHEST - BASE:
        raise ValueError(len(records))
    found = terms_in(records)
    terms = sorted(found.terms.items())
    signs = [chr(BASE + distance) for distance in range(len(records))]
    lines = [
        "\t".join((term, *[_listed(numbers, signs) if numbers else "" for numbers in lists]))
        for term, lists in terms
    ]
    whole = sorted(found.whole.items())
    return Postings(
        _pieces([term for term, _ in terms], lines),
        _pieces(
            [term for term, _ in whole], [f"{term}\t{_listed(numbers, signs)}" for term, numbers in whole]
        ),
        "\n".join(f"{term} {sum(map(_length, lists))}" for term, lists in terms if "a" <= term[0] <= "z"),
        found.used,
    )


def _pieces(terms: list[str], lines: list[str]) -> tuple[str, ...]:
    """Return the lines of terms in pieces; as many as make pieces of the right length, and at least one."""
    count = 1
    size = sum(map(len, lines))
    while count * PIECE < size:
        count *= 2
    pieces: list[list[str]] = [[] for _ in range(count)]
    for term, line in zip(terms, lines, strict=True):
        pieces[piece_of(term, count)].append(line)
    return tuple(map("\n".join, pieces))


def piece_of(term: str, count: int) -> int:
    """Return in which of ``count`` pieces, a power of two, a term is."""
    number = 0
    for sign in term:
        number = number * 31 + ord(sign)
    return (number ^ (number >> 7)) & (count - 1)


def _length(numbers: list[int]) -> int:
    return numbers.length if isinstance(numbers, Cut) else len(numbers)


def _listed(numbers: list[int], signs: list[str]) -> str:
    distances = "".join(map(signs.__getitem__, map(sub, numbers, chain((0,), numbers))))
    return f"*{numbers.length}*{distances}" if isinstance(numbers, Cut) else distances
