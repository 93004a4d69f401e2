"""Rules on the English translation: what a program can hold against the Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from operator import eq

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.core.text.quantities import (
    Figure,
    english_words,
    figures_of_chinese,
    figures_of_english,
    units_missing,
)
from registry.validation.rules.rule import FileContext, MeasureFile, file_rule
from registry.validation.rules.text import Slip, Text, slip, text_rule

_CHINESE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_FIELDS = ("title", "practice")
_UNITS = {"%": "%", "元": "RMB", "工作日": "working days", "小时": "hours", "分钟": "minutes"}
SETTING = re.compile(
    r"(?P<spaces>(?<=\S)  +)|(?P<before> (?:[,;:!?]|\.(?=\s|$)))|(?P<doubled>([,;:!?])\4+|(?<!\.)\.\.(?!\.)|,\.|(?<!\bCo)(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\betc)\.,)"
    r"|(?P<joined>[a-z][,;][A-Za-z])|(?P<apostrophe>(?<=[A-Za-z])[`´′ʹ](?=[a-z]))|(?P<broken>[a-z]-\n(?=[a-z]))"
    r"|(?m:^)[-•·*] |(?<=\w)--(?=\w)"
    r"|\b(?P<word>[A-Za-z]+) (?P=word)\b"
)
"""Slips of setting."""

_MARKS = ",;:!?."
_SUSPECTED = re.compile(
    rf"[{_MARKS}`´′ʹ•·*-](?:(?<=[`´′ʹ•·*])|(?<=[ {_MARKS}][{_MARKS}])|(?<=[,;])(?=[A-Za-z])|(?<=-)(?=[\n-])|(?<=\n-)|(?<=^-))"
)
_TWICE = frozenset({"that", "had"})
"""Words that may stand twice in a row in good English."""


@file_rule
def translation_current(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """译文注明所据中文的指纹，中文如有改动，须重新核对译文。

    The translation names the fingerprint of the Chinese it was made from; when the Chinese changes, it is read again.
    """
    made_of = file.data["translation"]["of"]
    published = context.published.newest.get(file.id)
    if published is not None and published.text == made_of:
        return  # Where the Chinese differs, it differs from what was published, and that is to be settled first.
    if made_of != file.fingerprint:
        new = not made_of.strip("0")
        yield file.problem(
            ("translation", "of"),
            "translation-current.empty" if new else "translation-current",
            fingerprint=file.fingerprint,
        )


@text_rule("en", for_search=True)
def no_chinese_in_english(text: Text) -> Iterator[Slip]:
    """英文里没有汉字，也没有全角标点。

    No Chinese character or full-width punctuation is left in the English.
    """
    for match in _CHINESE.finditer(text.text):
        shown = match.group() if len(match.group()) <= 20 else f"{match.group()[:20]}…"
        yield slip(match.start(), "no-chinese-in-english", shown=shown)


@text_rule("en")
def english_setting(text: Text) -> Iterator[Slip]:
    """英文的标点和空格合乎规范：标点前无空格、后有空格，不重叠，词不重复，行首不加短横，行末不断词。

    English is set as usual: no space before a mark and one after it, nothing doubled, no dash before a line and no word
    broken at its end.
    """
    for match in SETTING.finditer(text.text) if may_slip(text.text) else ():
        if not match["word"] or match["word"].lower() not in _TWICE:
            case = "apostrophe" if match["apostrophe"] else "broken-word" if match["broken"] else ""
            message = f"english-setting.{case}" if case else "english-setting"
            yield slip(match.start(), message, found=match.group())


@file_rule
def english_ending(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """英文主要做法以句点结束，标题不用。

    The English practice ends with a full stop, the title without.
    """
    for field, text in english_texts(file):
        ends = bool(re.search(r"[.!?:][”’)]*$" if field == "practice" else r"[.!?:,;][”’)]*$", text))
        if ends != (field == "practice"):
            yield file.problem(
                (field, "en"),
                "english-ending.practice" if field == "practice" else "english-ending.title",
                offset=len(text) - 1,
            )


def may_slip(text: str) -> bool:
    """Say whether a text may have a slip of setting; most have none, and to see that takes a third of the time of looking."""
    words = english_words(text)
    return bool("  " in text or _SUSPECTED.search(text) or any(map(eq, words, words[1:])))


@file_rule
def paragraphs_equal(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """中英文段数相同。

    Chinese and English have the same number of paragraphs.
    """
    practice = file.data["practice"]
    counts = {language: len(_paragraphs(practice[language])) for language in ("zh", "en")}
    if counts["zh"] != counts["en"]:
        yield file.problem(
            ("practice", "en"),
            "paragraphs-equal",
            offset=_paragraphs(practice["en"])[min(counts.values()) - 1 + (counts["en"] > counts["zh"])],
            chinese=counts["zh"],
            english=counts["en"],
        )


@file_rule
def figures_equal(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """换算后（万、亿、%、工作日），中英文的数字相同。

    After conversion (ten thousands, hundred millions, per cent, working days), the figures of Chinese and English agree.
    """
    for field in _FIELDS:
        texts = file.data.get(field, {})
        if "zh" in texts and "en" in texts:
            for offset, message, values in unequal_figures(texts["zh"], texts["en"]):
                yield file.problem((field, "en"), message, offset=offset, **values)


def unequal_figures(chinese_text: str, english_text: str) -> Iterator[tuple[int, str, dict[str, Bilingual]]]:
    """Give where in the English a figure is another than in the Chinese, the name of the message and its values."""
    chinese, english = figures_of_chinese(chinese_text), figures_of_english(english_text)
    missing = sorted(figure for figure in chinese.written if figure.value not in english.values)
    added = sorted(figure for figure in english.written if figure.value not in chinese.values)
    for left_out, put_in in zip_longest(missing, added):
        case = "left-out" if put_in is None else "added" if left_out is None else "other"
        at = english.written.get(put_in)
        at = beside(chinese_text, chinese.written[left_out], english_text) if at is None else at
        yield at, f"figures-equal.{case}", {"chinese": _named(left_out), "english": _named(put_in)}
    for figure in units_missing(chinese, english):
        at = next(at for other, at in english.written.items() if other.value == figure.value)
        value = Bilingual(f"{figure.value:f}", f"{figure.value:,f}")
        yield at, "figures-equal.unit", {"chinese": _named(figure), "english": value}


def _named(figure: Figure | None) -> Bilingual:
    english = f"{figure.value:,f} {_UNITS.get(figure.unit, '')}".strip() if figure else ""
    return Bilingual(str(figure), english)


def _paragraphs(text: str) -> list[int]:
    """Return where each paragraph of a text begins."""
    return [0, *(match.end() for match in re.finditer(r"\n\s*\n", text))]


def beside(chinese: str, offset: int, english: str) -> int:
    """Return where the paragraph of the English begins that renders what stands at an offset of the Chinese."""
    starts = _paragraphs(english)
    index = sum(start <= offset for start in _paragraphs(chinese)) - 1
    return starts[min(index, len(starts) - 1)]


def english_texts(file: MeasureFile) -> Iterator[tuple[str, str]]:
    """Give the English texts that could be read, each with its field."""
    for field in _FIELDS:
        text = file.data.get(field, {}).get("en")
        if text is not None:
            yield field, text
