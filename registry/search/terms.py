"""In which records each term stands, and in what part of them; what a term is stands in ``postings``.

A list of numbers as Python makes it, one after the other, costs much the same for each number, and of the millions of
numbers most belong to a few hundred terms: those are told by a sample and not listed. The rest is left to loops in C, for
which characters that stand side by side are taken as one number.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cache
from itertools import chain, filterfalse, repeat
from typing import NamedTuple

from registry.search.characters import southern, syllables
from registry.search.records import SearchRecord
from registry.search.text import joined_words, stem

SHORT_TITLE = 12
"""Up to how many words or characters a title is short; a word in it says more."""

FREQUENT = 16
LONG = 500
"""A list is cut short that has more than LONG numbers and more than one of FREQUENT measures, titles' lists never."""

SAMPLE = 25
"""One of how many measures are looked at to tell how long a list will be: to make it only to cut it takes too long."""

KEPT = 18
"""How many numbers of a list remain that is cut short, beside those of records that are no measures."""

_BREAK = "|"
"""What ``joined_words`` puts between words."""

_UTF16 = f"utf-16-{sys.byteorder[0]}e"

Lists = list[list[int]]
"""Four lists of records' numbers: in a short title, in a title, in a keyword, in the text."""

Terms = defaultdict[str | int, list[int]]
"""Numbers by term; pairs and triples of them, as the number that their UTF-16 is."""

_NONE: list[int] = []


class _Frequent(NamedTuple):
    """The terms whose lists are cut short, of keywords, of texts, and triples; and all of which the whole list is wanted."""

    keywords: frozenset[str | int] = frozenset()
    texts: frozenset[str | int] = frozenset()
    triples: frozenset[str | int] = frozenset()
    listed: frozenset[str | int] = frozenset()


_NOTHING = _Frequent()


class Cut(list[int]):
    """Some numbers of a list of about ``length``."""

    def __init__(self, numbers: list[int], length: int) -> None:
        super().__init__(numbers)
        self.length = length


class InRecords(NamedTuple):
    """What stands in records: the lists of each term; of those that are cut short the measures that have the term anywhere.

    ``used`` are all Chinese characters (and some signs).
    """

    terms: dict[str, Lists]
    whole: dict[str, list[int]]
    used: frozenset[str]


def terms_in(records: list[SearchRecord]) -> InRecords:
    """Return what stands in records."""
    words, triples, whole = _words(records)
    terms = {term: lists for term, lists in words.items() if _BREAK not in term}
    return InRecords(
        terms | _singles(words) | _pinyin(terms, triples),
        {term: numbers for term, numbers in whole.items() if _BREAK not in term},
        frozenset("".join(words)),
    )


class _Found(NamedTuple):
    """The terms of a record, by where they stand first; ``triples`` are of titles and keywords, ``listed`` as of ``_Frequent``."""

    short: bool
    title: set[str | int]
    keywords: set[str | int]
    text: set[str | int]
    triples: set[str | int]
    listed: frozenset[str | int]


def _found(record: SearchRecord, frequent: _Frequent = _NOTHING) -> _Found:
    """Return the terms of a record but the frequent ones of keywords, of texts, and triples."""
    title, title_words = joined_words(record.title)
    named, named_words = joined_words("|".join(record.keywords))
    text, text_words = joined_words(record.text)
    # A break before, between and after, so that a character which stands alone has pairs as well.
    units = f"{_BREAK}{title}{_BREAK}{named}{_BREAK}".encode(_UTF16)
    between = 2 * len(title) + 2
    in_title: set[str | int] = {*map(stem, title_words), *_pairs(units[: between + 2])}
    in_named: set[str | int] = {*map(stem, {*named_words}), *_pairs(units[between:])}
    in_text: list[str | int] = [*map(stem, {*text_words}), *_pairs(f"{_BREAK}{text}{_BREAK}".encode(_UTF16))]
    return _Found(
        len(title) + len(title_words) <= SHORT_TITLE,
        in_title,
        in_named - frequent.keywords,
        set(filterfalse(frequent.texts.__contains__, in_text)),
        set(filterfalse(frequent.triples.__contains__, _triples(units))),
        frequent.listed.intersection(chain(in_title, in_named, in_text, title, named)),
    )


def _words(
    records: list[SearchRecord],
) -> tuple[dict[str, Lists], dict[str, list[int]], dict[str, list[int]]]:
    """Return the lists of words and of pairs of characters, some with a break; of triples in titles and keywords; the whole ones."""
    levels = [Terms(list) for _ in range(4)]
    triples, whole = Terms(list), Terms(list)
    cut = _cut(records)
    listed = frozenset({*cut[0], *cut[1], *"".join(_spelt(cut[0], "I"))} - {_BREAK})
    keywords, texts, initials = map(frozenset, cut)
    frequent = _Frequent(keywords, texts, initials, listed)
    for number, record in enumerate(records):
        # What else there is beside measures is little, and is found by whatever stands in it.
        found = _found(record, frequent if record.measure else _NOTHING)
        _enter(levels[0 if found.short else 1], found.title, number)
        _enter(levels[2], found.keywords - found.title, number)
        _enter(levels[2], _references(record), number)
        _enter(levels[3], found.text - found.keywords - found.title, number)
        _enter(triples, found.triples, number)
        _enter(whole, found.listed, number)
    for lists, shortened in zip((levels[2], levels[3], triples), cut, strict=True):
        for term, numbers in shortened.items():
            lists[term] = Cut(numbers[:KEPT] + lists[term], len(numbers) * SAMPLE)
    words: dict[str, Lists] = {}
    for level, lists in enumerate(levels):
        for term, numbers in _spelt(lists, "I").items():
            words.setdefault(term, [_NONE] * len(levels))[level] = numbers
    return words, _spelt(triples, "Q"), _spelt(whole, "I")


def _singles(words: dict[str, Lists]) -> dict[str, Lists]:
    """Return the lists of single characters, which stand where the pairs do that have them."""
    sources: defaultdict[str, list[Lists]] = defaultdict(list)
    for term, lists in words.items():
        if any(sign > "\u3000" for sign in term[:2]):
            for sign in {*term} - {_BREAK}:
                sources[sign].append(lists[:3])
    made: dict[str, Lists] = {}
    for sign, pairs in sources.items():
        known: set[int] = set()
        lists = []
        for level in zip(*pairs, strict=True):
            numbers = set().union(*level) - known
            known |= numbers
            longest = max((each.length for each in level if isinstance(each, Cut)), default=0)
            lists.append(Cut(sorted(numbers), longest) if longest else sorted(numbers))
        if known:
            made[sign] = [*lists, _NONE]
    return made


def _cut(records: list[SearchRecord]) -> list[Terms]:
    """Return the terms of keywords, of texts, and the triples whose lists are long, with the numbers of a sample of measures."""
    lists = [Terms(list) for _ in range(3)]
    measures = sum(record.measure is not None for record in records)
    long = max(LONG, measures // FREQUENT)
    if measures > long:
        for number in range(0, measures, SAMPLE):
            found = _found(records[number])
            for each, terms in zip(lists, (found.keywords, found.text, found.triples), strict=True):
                _enter(each, terms, number)
    # Triples only lead from initials to some titles and keywords in which they can be read.
    limits = (long, long, min(long, 5 * KEPT))
    return [
        Terms(list, {term: numbers for term, numbers in each.items() if len(numbers) * SAMPLE > limit})
        for each, limit in zip(lists, limits, strict=True)
    ]


def _enter(lists: Terms, terms: Iterable[str | int], number: int) -> None:
    """Add a number to the list of each of ``terms``, of which there are millions in all."""
    deque(map(list.append, map(lists.__getitem__, terms), repeat(number)), maxlen=0)


def _pairs(units: bytes) -> array[int]:
    """Return the pairs of characters that stand side by side, as numbers; first those that begin at even places."""
    size = len(units)
    return array("I", units[: size // 4 * 4] + units[2 : 2 + (size - 2) // 4 * 4])


def _triples(units: bytes) -> array[int]:
    signs = array("H", units)
    windows = array("H", bytes(8 * len(signs) - 16))
    windows[::4], windows[1::4], windows[2::4] = signs[:-2], signs[1:-1], signs[2:]
    return array("Q", windows.tobytes())


def _spelt(lists: Terms, kind: str) -> dict[str, list[int]]:
    """Return lists by their terms as strings; ``kind`` is that of the array in which the others stood."""
    numbered = {term: numbers for term, numbers in lists.items() if not isinstance(term, str)}
    signs = array(kind, numbered).tobytes().decode(_UTF16)
    size = {"I": 2, "Q": 4}[kind]
    terms = (signs[at : at + size].rstrip("\0") for at in range(0, len(signs), size))
    made = {term: numbers for term, numbers in lists.items() if isinstance(term, str)}
    return made | dict(zip(terms, numbered.values(), strict=True))


def _references(record: SearchRecord) -> list[str]:
    measure = record.measure
    if measure is None:
        return []
    source = measure.source
    return [
        _list_of(source.document.key, source.list.key),
        *_places(source.list.annex, source.list.key, source.number),
        _name("i", record.indicator),
        *map(_name, repeat("b"), record.bodies),
        *map(_name, repeat("p"), record.places),
    ]


@cache
def _places(annex: int, key: str, number: int) -> frozenset[str]:
    """Return the terms of a place in a document, as it may be cited: with list, annex or part, or by its number alone."""
    return frozenset(f"#{before}-{number:02d}" for before in (key, annex, key[-1], ""))


@cache
def _list_of(document: str, key: str) -> str:
    """Return the term of a list of a document, in which a whole identifier is looked for: ``#ybh20193761a``."""
    return "#" + re.sub("[^a-z0-9]", "", document + key)


@cache
def _name(kind: str, number: int) -> str:
    return f"@{kind}{number}"


def _pinyin(words: dict[str, Lists], triples: dict[str, list[int]]) -> dict[str, Lists]:
    """Return the lists of pinyin, as keywords: pairs of syllables, as ``southern`` has them, from the pairs of characters, initials from the triples."""
    sources: defaultdict[str, list[list[int]]] = defaultdict(list)
    for term, lists in words.items():
        if len(term) == 2 and term > "\u3000":
            sources["~" + "".join(map(southern, syllables(term)))] += lists[:3]
    initials = {sign: syllables(sign)[0][0] for sign in {*"".join(triples)} - {_BREAK}}
    for triple, numbers in triples.items():
        if _BREAK not in triple:
            sources["~" + "".join(map(initials.__getitem__, triple))].append(numbers)
    found = {term: _united(lists) for term, lists in sources.items()}
    return {term: [_NONE, _NONE, numbers, _NONE] for term, numbers in found.items() if numbers}


def _united(lists: list[list[int]]) -> list[int]:
    some = [numbers for numbers in lists if numbers]
    return some[0] if len(some) == 1 else sorted(set().union(*some))
