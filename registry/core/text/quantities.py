"""Figures in Chinese and English text, as values that can be compared: 3.01亿元 and RMB 301 million are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import NamedTuple

from registry.core.languages import ENGLISH_MONTHS


class Figure(NamedTuple):
    """A value and what it counts: ``"%"``, ``"元"``, ``"工作日"``, ``"日"``, ``"小时"`` …, or ``""`` where it is not known."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        """Return the figure as it is best read in both languages: ``30%``, ``301000000元``."""
        return f"{self.value:f}{self.unit}"


@dataclass(frozen=True)
class Figures:
    """The figures written in digits, each with where it first stands, and all values, those in words included."""

    written: Mapping[Figure, int]
    values: frozenset[Decimal]


_MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CHINESE_DIGITS = dict(zip("零一二三四五六七八九〇两", [*range(10), 0, 2], strict=True))

# 千 before these begins a unit of its own (千瓦, 千伏, 千克 …), and 百分点 is a unit of percentages.
_CHINESE_FIGURE = re.compile(
    r"(?<![A-Za-z.\d])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>(?:[十百千](?![瓦伏米克卡赫分]))?万?亿?)"
    r"(?P<unit>%|％|个?百分点|个?工作日|美元|元|(?:日|天)(?!然)|个?小时|分钟|个月)?"
)
_CHINESE_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_CHINESE_UNITS = {unit: unit for unit in "% 工作日 元 日 小时 分钟".split()} | {
    "％": "%",
    "百分点": "%",
    "天": "日",
}
_COMPARED_UNITS = frozenset({"%", "元", "工作日", "小时", "分钟"})
"""Units that the English must name beside the figure."""

_ENGLISH_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# What stands before a figure is looked at after its first digit: a pattern that begins with a digit is found at once.
_ENGLISH_FIGURE = re.compile(
    r"(?P<number>\d(?:(?P<money>(?<=(?:RMB|CNY)\d)|(?<=(?:RMB|CNY)\s\d)|(?<=¥\d)|(?<=¥\s\d))|(?<![\w.]\d))"
    r"(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d*(?:\.\d+)?))"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)\b)?"
    r"(?:[\s-]*(?P<unit>%|per\s?cent(?:age\s+points?)?\b|(?:working|business)[\s-]+days?\b|yuan\b|days?\b|hours?\b|minutes?\b|RMB\b))?",
    re.IGNORECASE,
)
_ENGLISH_RANGE = re.compile(r"\s*(?:-|–|to|and|or|,|/)\s*(?:(?:RMB|CNY|¥)\s?)?", re.IGNORECASE)
_NUMERALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ENGLISH_WORDS = {
    **{word: number for number, word in enumerate(_NUMERALS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{word: number for number, word in enumerate(_ORDINALS, 1)},
    **dict.fromkeys("single once".split(), 1),
    **dict.fromkeys("both twice double dual".split(), 2),
    "hundred": 100,
    "thousand": 1_000,
}
_MONTHS = {month: number for number, month in enumerate(ENGLISH_MONTHS, 1)}
_ENGLISH_PERCENT_WORDS = {"half": 50, "halve": 50, "halved": 50, "quarter": 25}
_ENGLISH_WORD = re.compile("[A-Za-z]+")


@lru_cache(maxsize=8)
def english_words(text: str) -> tuple[str, ...]:
    """Return the runs of letters of an English text; what asks for those of one text asks several times in a row."""
    return tuple(_ENGLISH_WORD.findall(text))


def figures_of_chinese(text: str) -> Figures:
    """Return the figures of a Chinese text; 万, 亿 and the like are multiplied out."""
    written: dict[Figure, int] = {}
    for match in _CHINESE_FIGURE.finditer(text):
        multiple = prod(map(_MULTIPLES.__getitem__, match["scale"]))
        unit = (match["unit"] or "").removeprefix("个")
        figure = Figure(_value(match["number"], multiple), _CHINESE_UNITS.get(unit, ""))
        written.setdefault(figure, match.start())
    values = {figure.value for figure in written}
    for number in _CHINESE_NUMBER.findall(text):
        values |= set(_readings(number))
    return Figures(written, frozenset(values))


def _readings(number: str) -> Iterator[Decimal]:
    """Give what a number in Chinese characters may mean: 二十三 as a whole, and each digit by itself."""
    total, section, digit = 0, 0, 0
    for sign in number:
        if sign in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[sign]
            yield Decimal(digit)
        elif sign in "十百千":
            section += (digit or 1) * _MULTIPLES[sign]
            digit = 0
        elif sign in "万亿":
            total = (total + section + digit) * _MULTIPLES[sign]
            section = digit = 0
    yield Decimal(total + section + digit)


def figures_of_english(text: str) -> Figures:
    """Return the figures of an English text; thousand, million and billion are multiplied out.

    In a range such as “30 to 40%” or “RMB 1 million to 5 million”, both figures have the unit.
    """
    found: list[tuple[Figure, int, int]] = []
    for match in _ENGLISH_FIGURE.finditer(text):
        value = _value(match["number"], _ENGLISH_SCALES.get((match["scale"] or "").lower(), 1))
        found.append((Figure(value, _english_unit(match)), match.start(), match.end()))
    for index in [*range(1, len(found)), *range(len(found) - 1, 0, -1)]:
        (before, start, end), (after, next_start, next_end) = found[index - 1 : index + 1]
        if _ENGLISH_RANGE.fullmatch(text[end:next_start]):
            unit = before.unit or after.unit
            found[index - 1] = Figure(before.value, before.unit or unit), start, end
            found[index] = Figure(after.value, after.unit or unit), next_start, next_end
    written = {figure: start for figure, start, _ in reversed(found)}
    return Figures(written, frozenset({figure.value for figure in written} | set(_values_in_words(text))))


def _english_unit(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").lower()
    if match["money"] is not None or unit in {"yuan", "rmb"}:
        return "元"
    if unit == "%" or unit.startswith("per"):
        return "%"
    if unit.startswith(("working", "business")):
        return "工作日"
    return {"day": "日", "hour": "小时", "minute": "分钟"}.get(unit.removesuffix("s"), "")


def _values_in_words(text: str) -> Iterator[Decimal]:
    """Give the values of an English text's words; those of a compound such as twenty-five also together."""
    words = english_words(text)
    for month in _MONTHS.keys() & words:
        yield Decimal(_MONTHS[month])
    lower = [*map(str.lower, words)]
    for word in _ENGLISH_PERCENT_WORDS.keys() & lower:
        yield Decimal(_ENGLISH_PERCENT_WORDS[word])
    values = [*map(_ENGLISH_WORDS.get, lower)]
    for before, value in zip([None, *values], values, strict=False):
        if value is not None:
            yield Decimal(value)
            if before and before % 10 == 0 and before >= 20 and value < 10:
                yield Decimal(before + value)


def units_missing(chinese: Figures, english: Figures) -> Iterator[Figure]:
    """Give the Chinese figures whose value the English has in digits, but not with its unit: 30% as 30."""
    for figure in sorted(chinese.written):
        if figure.unit in _COMPARED_UNITS and figure not in english.written:
            same_value = [other for other in english.written if other.value == figure.value]
            bare = Figure(figure.value) in chinese.written and not all(other.unit for other in same_value)
            if same_value and not bare:
                yield figure


@lru_cache(maxsize=4096)
def _value(number: str, multiple: int) -> Decimal:
    return (Decimal(number.replace(",", "")) * multiple).normalize() + 0
