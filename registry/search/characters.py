"""Three tables for Chinese: traditional characters, pinyin of the register's names, and how all common characters sound.

Traditional characters come from OpenCC's dictionaries, pinyin from pypinyin, read at build time only.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Set
from functools import cache
from operator import add
from pathlib import Path

from registry.core.text.hanzi_variants import traditional_forms, traditional_to_simplified
from registry.model.register import Register
from registry.search.records import SearchRecord
from registry.search.text import is_han, words_of


def characters(
    register: Register, records: list[SearchRecord], used: Set[str], related: str
) -> tuple[str, str]:
    """Return pairs of a traditional character and its simplified form, and each syllable of pinyin with its characters.

    Only characters that the register uses, or that stand in ``related``, are in either; pinyin only those of titles,
    keywords, terms, bodies and places. ``used`` are those of the records, where they are known.
    """
    vocabulary = register.vocabulary
    named = {each for record in records for each in (record.title, *record.keywords)}
    for indicator in vocabulary.indicators.values():
        named |= {indicator.name.zh, *indicator.other_words.zh}
    for body in vocabulary.bodies.values():
        named |= {body.printed, body.name.zh, *body.other_words.zh}
    for place in vocabulary.places.values():
        named |= {place.name.zh, *place.other_words.zh}
    for term in vocabulary.glossary.values():
        named |= {term.term.zh, *term.other_words("zh")}
    signs = set(related).union(*named, used or set().union(*(record.text for record in records)))
    return traditional_forms(signs), _pinyin(named)


@cache
def southern(syllable: str) -> str:
    """Return what a syllable and those that the south of China does not tell from it have in common.

    That is z/zh, c/ch, s/sh, l/n/r, f/h, n/ng; ``search-syllables.js`` does the same.
    """
    for pattern, form in _MERGERS:
        syllable = pattern.sub(form, syllable)
    return syllable


_MERGERS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        ("^([zcs])h", r"\1"),
        ("^[nr]", "l"),
        ("r$", "l"),
        ("^f", "h"),
        ("^hu(?=[ao])", "h"),
        ("^hui$", "hei"),
        ("^h[uo]ng?$", "hen"),
        ("ng$", "n"),
        ("v", "u"),
    )
)


@cache
def sounds() -> str:
    """Return each syllable of pinyin with the common characters that are read so: those of GB 2312 and their traditional forms."""
    traditional = {sign for sign, form in traditional_to_simplified().items() if _is_common(form)}
    signs: defaultdict[str, list[str]] = defaultdict(list)
    for number in range(0x4E00, 0xA000):
        sign = chr(number)
        if _is_common(sign) or (sign in traditional and is_han(sign)):
            signs[_alone(sign)].append(sign)
    return "".join(
        syllable + "".join(found) for syllable, found in sorted(signs.items()) if syllable.isascii()
    )


def _is_common(sign: str) -> bool:
    try:
        return len(sign.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _pinyin(named: set[str]) -> str:
    signs: defaultdict[str, set[str]] = defaultdict(set)
    words = {word for text in named for word in words_of(text) if is_han(word)}
    for pair in {pair for word in words for pair in map(add, word, word[1:])}:
        for sign, syllable in zip(pair, syllables(pair), strict=True):
            signs[syllable].add(sign)
    return "".join(syllable + "".join(sorted(found)) for syllable, found in sorted(signs.items()))


def syllables(pair: str) -> tuple[str, ...]:
    """Return how each character of a pair, or of one, is read, without tones: 行 is hang in 银行 and xing in 行政."""
    pairs, _ = _readings()
    return tuple(map(_toneless, pairs[pair])) if pair in pairs else tuple(map(_alone, pair))


@cache
def _alone(sign: str) -> str:
    return _toneless(_readings()[1].get(str(ord(sign)), sign))


@cache
def _toneless(read: str) -> str:
    """Return the first of some readings, with ü as v."""
    parted = unicodedata.normalize("NFD", read.partition(",")[0]).replace("u\u0308", "v")
    return unicodedata.normalize("NFD", parted).translate(_TONES)


@cache
def _readings() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return pypinyin's readings of pairs of characters, and of characters by code point.

    Its files are read without it: to load all of its phrases takes six times as long as to look for pairs.
    """
    found = importlib.util.find_spec("pypinyin")
    assert found is not None
    assert found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0])
    phrases = (folder / "phrases_dict.json").read_text(encoding="utf-8")
    pairs = {pair: (first, second) for pair, first, second in _PAIR.findall(phrases)}
    return pairs, json.loads((folder / "pinyin_dict.json").read_text(encoding="utf-8"))


_PAIR = re.compile(r'"(..)":\s*\[\s*\[\s*"([^"]+)"[^\]]*\],\s*\[\s*"([^"]+)"[^\]]*\]\s*\]')
"""Two characters and the usual reading of each."""


_TONES = {0x300: None, 0x301: None, 0x304: None, 0x30C: None, 0x302: None, 0x307: None}
