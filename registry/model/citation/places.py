"""Naming a place in a document, as officials cite it."""

from __future__ import annotations

from functools import cache

from registry.model.document import MeasureList
from registry.model.measure import Source

_CHINESE_DIGITS = "零一二三四五六七八九"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese characters (``12`` → ``十二``)."""
    tens, ones = divmod(number, 10)
    if not 1 <= number <= 99:
        raise ValueError(number)
    return (("" if tens == 1 else _CHINESE_DIGITS[tens]) + "十" if tens else "") + (
        _CHINESE_DIGITS[ones] if ones else ""
    )


def roman_number(number: int) -> str:
    """Return a number from 1 to 39 in Roman figures (``4`` → ``IV``)."""
    if not 1 <= number <= 39:
        raise ValueError(number)
    figures = ""
    for value, figure in _ROMAN:
        times, number = divmod(number, value)
        figures += figure * times
    return figures


def list_label(measure_list: MeasureList, language: str) -> str:
    """Return where a list stands in its document: ``附件1第一部分``, ``Annex 1, Part I``."""
    return _part_label(measure_list.annex, measure_list.part, language)


@cache
def _part_label(annex: int, part: int, language: str) -> str:
    if language == "zh":
        return f"附件{annex}第{chinese_number(part)}部分"
    return f"Annex {annex}, Part {roman_number(part)}"


def place_label(source: Source, language: str) -> str:
    """Return where a measure stands in its document: ``附件1第一部分第3项``, ``Annex 1, Part I, item 3``."""
    place = list_label(source.list, language)
    return f"{place}第{source.number}项" if language == "zh" else f"{place}, item {source.number}"
