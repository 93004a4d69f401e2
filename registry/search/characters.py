"""Two tables for Chinese: traditional characters, and pinyin.

Traditional characters come from OpenCC's dictionaries (``han``), pinyin from pypinyin, read here only, at build time.
Imports ``han``, ``collection`` and ``search.records``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from operator import add

from registry.collection import Collection
from registry.han import traditional_forms
from registry.search.records import Record
from registry.search.text import is_han, words_of


def characters(collection: Collection, records: list[Record]) -> tuple[str, str]:
    """Return pairs of a traditional character and its simplified form, and each syllable of pinyin with its characters.

    Only characters that the register uses are in either; pinyin only those of titles, keywords, terms, bodies and places.
    """
    vocabulary = collection.vocabulary
    named = {each for record in records for each in (record.title, *record.keywords)}
    for indicator in vocabulary.indicators.values():
        named |= {indicator.name.zh, *indicator.other_words.zh}
    for body in vocabulary.bodies.values():
        named |= {body.printed, body.name.zh, *body.other_words.zh}
    for place in vocabulary.places.values():
        named |= {place.name.zh, *place.other_words.zh}
    for term in vocabulary.glossary.values():
        named |= {term.term.zh, *term.other_words.zh}
    used = set().union(*named, *(record.text for record in records))
    return traditional_forms(used), _pinyin(named)


def _pinyin(named: set[str]) -> str:
    signs: defaultdict[str, set[str]] = defaultdict(set)
    words = {word for text in named for word in words_of(text) if is_han(word)}
    for pair in {pair for word in words for pair in map(add, word, word[1:])}:
        for sign, syllable in zip(pair, syllables(pair), strict=True):
            signs[syllable].add(sign)
    return "".join(syllable + "".join(sorted(found)) for syllable, found in sorted(signs.items()))


@cache
def syllables(pair: str) -> tuple[str, ...]:
    """Return how each character of a pair, or of one, is read, without tones: 行 is hang in 银行 and xing in 行政."""
    phrases, single = _readings()
    read = (
        [each[0] for each in phrases[pair]]
        if pair in phrases
        else [single.get(ord(sign), sign) for sign in pair]
    )
    return tuple(each.split(",")[0].translate(_TONES) for each in map(_parted, read))


@cache
def _readings() -> tuple[dict[str, list[list[str]]], dict[int, str]]:
    """Return pypinyin's readings of phrases and of characters; read when first asked for, since they are large."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    return phrases_dict, pinyin_dict


def _parted(syllable: str) -> str:
    """Return a syllable with ü as v and each tone mark as a character of its own."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", syllable).replace("u\u0308", "v"))


_TONES = {0x300: None, 0x301: None, 0x304: None, 0x30C: None, 0x302: None, 0x307: None}
