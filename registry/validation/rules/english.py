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
def translation_current(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """译文注明所据中文的指纹，中文如有改动，须重新核对译文。

    The translation names the fingerprint of the Chinese it was made from; when the Chinese changes, it is read again.
    """
    made_of = file.data["translation"]["of"]
    published = file_context.published.newest.get(file.id)
    if published is not None and published.text == made_of:
        return  # Where the Chinese differs, it differs from what was published, and that is to be settled first.
    if made_of != file.fingerprint:
        new = not made_of.strip("0")
        yield file.problem(
            ("translation", "of"),
            zh="译文所据中文的指纹还没有填。" if new else "中文在翻译之后改过。",
            en="The fingerprint of the Chinese that was translated is not filled in yet."
            if new
            else "The Chinese has changed since it was translated.",
            do_zh=f'对照中文核对译文，然后写 of: "{file.fingerprint}"。',
            do_en=f'Read the translation against the Chinese, then write of: "{file.fingerprint}".',
        )


@text_rule("en", for_search=True)
def no_chinese_in_english(text: Text) -> Iterator[Slip]:
    """英文里没有汉字，也没有全角标点。

    No Chinese character or full-width punctuation is left in the English.
    """
    for match in _CHINESE.finditer(text.text):
        shown = match.group() if len(match.group()) <= 20 else f"{match.group()[:20]}…"
        yield slip(
            match.start(),
            f"英文里有“{shown}”。",
            f"“{shown}” is in the English.",
            "译成英文，标点用半角；检查中英文是否写反。",
            "Translate it, and use half-width punctuation; see whether Chinese and English were swapped.",
        )


@text_rule("en")
def english_setting(text: Text) -> Iterator[Slip]:
    """英文的标点和空格合乎规范：标点前无空格、后有空格，不重叠，词不重复，行首不加短横，行末不断词。

    English is set as usual: no space before a mark and one after it, nothing doubled, no dash before a line and no word
    broken at its end.
    """
    for match in SETTING.finditer(text.text) if may_slip(text.text) else ():
        if not match["word"] or match["word"].lower() not in _TWICE:
            yield slip(match.start(), *_setting_words(match))


@file_rule
def english_ending(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """英文主要做法以句点结束，标题不用。

    The English practice ends with a full stop, the title without.
    """
    for field, text in english_texts(file):
        ends = bool(re.search(r"[.!?:][”’)]*$", text))
        if ends != (field == "practice"):
            yield file.problem(
                (field, "en"),
                offset=len(text) - 1,
                zh="英文主要做法末尾没有句点。" if field == "practice" else "英文标题末尾有标点。",
                en="The English practice does not end with a full stop."
                if field == "practice"
                else "The English title ends with a mark.",
                do_zh="加上“.”；检查译文是否完整。" if field == "practice" else "删去它。",
                do_en="Add it; see whether the translation is complete."
                if field == "practice"
                else "Delete it.",
            )


def may_slip(text: str) -> bool:
    """Say whether a text may have a slip of setting; most have none, and to see that takes a third of the time of looking."""
    words = english_words(text)
    return bool("  " in text or _SUSPECTED.search(text) or any(map(eq, words, words[1:])))


def _setting_words(match: re.Match[str]) -> tuple[str, str, str, str]:
    """Return what is wrong and what to do about a slip of setting, each in Chinese and English."""
    if match["apostrophe"]:
        mark = match.group()
        return f"“{mark}”不是撇号。", f"“{mark}” is not an apostrophe.", "改为“’”。", "Make it “’”."
    if match["broken"]:
        return (
            "单词在行末断开了，多半是从 PDF 复制来的。",
            "A word is broken at the end of the line; it was probably copied from a PDF.",
            "删去连字符，把两行接成一行。",
            "Delete the hyphen and join the two lines.",
        )
    return (
        f"“{match.group()}”的标点、空格或重复的词有误。",
        f"“{match.group()}”: a mark, a space or a word is doubled, missing or too many.",
        "标点前不留空格，后面留一个；重复的删去。",
        "Put no space before a mark and one after it; delete what is doubled.",
    )


@file_rule
def paragraphs_equal(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """中英文段数相同。

    Chinese and English have the same number of paragraphs.
    """
    practice = file.data["practice"]
    counts = {language: len(_paragraphs(practice[language])) for language in ("zh", "en")}
    if counts["zh"] != counts["en"]:
        yield file.problem(
            ("practice", "en"),
            offset=_paragraphs(practice["en"])[min(counts.values()) - 1 + (counts["en"] > counts["zh"])],
            zh=f"中文有 {counts['zh']} 段，英文有 {counts['en']} 段。",
            en=f"The Chinese has {counts['zh']} paragraphs, the English {counts['en']}.",
            do_zh="按中文分段，段间空一行。",
            do_en="Divide it as the Chinese is, with an empty line between paragraphs.",
        )


@file_rule
def figures_equal(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """换算后（万、亿、%、工作日），中英文的数字相同。

    After conversion (ten thousands, hundred millions, per cent, working days), the figures of Chinese and English agree.
    """
    for field in _FIELDS:
        texts = file.data.get(field, {})
        if "zh" in texts and "en" in texts:
            for offset, zh, en in unequal_figures(texts["zh"], texts["en"]):
                yield file.problem(
                    (field, "en"), offset=offset, zh=zh, en=en, do_zh=DO_FIGURES.zh, do_en=DO_FIGURES.en
                )


def unequal_figures(chinese_text: str, english_text: str) -> Iterator[tuple[int, str, str]]:
    """Give where in the English a figure is another than in the Chinese, and that in both languages."""
    chinese, english = figures_of_chinese(chinese_text), figures_of_english(english_text)
    missing = sorted(figure for figure in chinese.written if figure.value not in english.values)
    added = sorted(figure for figure in english.written if figure.value not in chinese.values)
    for left_out, put_in in zip_longest(missing, added):
        zh = f"中文是 {left_out}，英文是 {put_in}。"
        en = f"The Chinese has {_named(left_out)}, the English {_named(put_in)}."
        if put_in is None:
            zh = f"中文的 {left_out} 在英文里没有。"
            en = f"{_named(left_out)} of the Chinese is not in the English."
        elif left_out is None:
            zh = f"英文的 {put_in} 在中文里没有。"
            en = f"{_named(put_in)} of the English is not in the Chinese."
        yield (
            english.written[put_in]
            if put_in is not None
            else beside(chinese_text, chinese.written[left_out], english_text),
            zh,
            en,
        )
    for figure in units_missing(chinese, english):
        zh = f"中文是 {figure}，英文的 {figure.value:f} 单位不同。"
        en = f"The Chinese has {_named(figure)}; {figure.value:,f} in the English has another unit."
        yield next(at for other, at in english.written.items() if other.value == figure.value), zh, en


DO_FIGURES = Bilingual(
    "对照中文核对数字、换算和单位：153万 → 1.53 million，3.01亿元 → RMB 301 million，5个工作日 → 5 working days。",
    "Check figure, conversion and unit against the Chinese: 153万 → 1.53 million, 3.01亿元 → RMB 301 million, "
    "5个工作日 → 5 working days.",
)


def _named(figure: Figure | None) -> str:
    return f"{figure.value:,f} {_UNITS.get(figure.unit, '')}".strip() if figure else ""


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
