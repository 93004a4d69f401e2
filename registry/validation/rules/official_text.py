"""Rules on Chinese texts: how they are set, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.core.text.brackets import unpaired
from registry.core.text.hanzi_variants import traditional_to_simplified
from registry.core.text.mojibake import in_daily_use
from registry.validation.rules.rule import FileContext, MeasureFile, file_rule
from registry.validation.rules.text import Slip, Text, slip, text_rule

_SENTENCE = 10
"""Characters; shorter sentences may stand twice."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = f"{_HAN}，。：；、？！“”‘’《》（）〔〕【】"
_FULL_WIDTH = {
    ",": "，",
    ".": "。",
    ":": "：",
    ";": "；",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    "﹕": "：",
    "︰": "：",
    "[": "〔",
    "]": "〕",
    '"': "“ 或 ”",
    "'": "‘ 或 ’",
    "...": "……",
    "--": "——",
    "~": "～",
}
# A single < or > is left alone: it compares (面积<500平方米). Around Chinese they stand for title marks.
_HALF_WIDTH = re.compile(
    rf"(?<=[{_HAN}])(?:\.\.\.|--|[,.:;?!()\[\]\"'~﹕︰])|(?:\.\.\.|--|[,:;?!()\[\]\"'])(?=[{_HAN}])"
    rf"|<[{_HAN}][^<>]*>"
)
_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \t\u3000]+|(?<![ \t\u3000])[ \t\u3000]+(?=[{_WIDE}])|(?<=\S)\n(?=\S)")
_DOUBLED = re.compile(
    r"[，。、；：][，。、；：！？]+|[！？][，。、；：]+|…{3,}|“{2,}|”{2,}|《{2,}|》{2,}|（{2,}|）{2,}"
)
_FULL_WIDTH_SIGN = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_SENTENCES = re.compile(r"[^。！？.!?\n]+")
_ABBREVIATION = re.compile(r"[a-z]?[A-Z0-9][A-Z0-9+/&.-]{1,7}")
_ENDED = re.compile(r"[。！？：；…][”’）》〕】\"']*$")


@text_rule("zh")
def full_width_punctuation(text: Text) -> Iterator[Slip]:
    """汉字旁的标点用全角。

    Punctuation next to Chinese characters is full-width.
    """
    for match in _HALF_WIDTH.finditer(text.text):
        mark = match.group()
        wide = f"《{mark[1:-1]}》" if mark[0] == "<" else _FULL_WIDTH[mark]
        yield slip(
            match.start(),
            "full-width-punctuation",
            mark=mark,
            wide=Bilingual(wide, wide.replace(" 或 ", " or ")),
        )


@text_rule("zh")
def half_width_letters(text: Text) -> Iterator[Slip]:
    """数字和拉丁字母用半角。

    Digits and Latin letters are half-width.
    """
    for match in _FULL_WIDTH_SIGN.finditer(text.text):
        half = "".join(chr(ord(sign) - 0xFEE0) for sign in match.group())
        yield slip(match.start(), "half-width-letters", found=match.group(), half=half)


@text_rule("zh")
def no_space_in_chinese(text: Text) -> Iterator[Slip]:
    """汉字和全角标点旁不留空格，段内不换行。

    There is no space next to Chinese characters or full-width punctuation, and no line break inside a paragraph.
    """
    for match in _SPACE.finditer(text.text):
        if "\n" in match.group():
            yield slip(match.start(), "no-space-in-chinese.line-break")
        else:
            yield slip(match.start(), "no-space-in-chinese")


@text_rule("zh", for_search=True, for_reading=False)
def keywords_apart(text: Text) -> Iterator[Slip]:
    """中文关键词和检索词中间没有空格，各词用逗号隔开。

    No space stands inside a Chinese keyword or search word; they are separated by commas.
    """
    if space := re.search(f"(?<=[{_HAN}]) +(?=[{_HAN}])", text.text):
        yield slip(space.start(), "keywords-apart", word=text.text)


@text_rule("zh")
def doubled_punctuation(text: Text) -> Iterator[Slip]:
    """标点不重叠。

    Punctuation is not doubled.
    """
    for match in _DOUBLED.finditer(text.text):
        yield slip(match.start(), "doubled-punctuation", found=match.group())


@text_rule("zh", "en")
def paired_marks(text: Text) -> Iterator[Slip]:
    """引号、书名号、括号成对。

    Quotation marks, title marks and brackets come in pairs.
    """
    for offset in unpaired(text.text):
        yield slip(offset, "paired-marks", mark=text.text[offset])


@file_rule
def full_stop(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """主要做法每段以句号等标点结束；标题末尾没有标点。

    Each paragraph of the practice ends with a full stop or the like; a title ends without one.
    """
    end = 0
    for paragraph in re.split(r"(\n\s*\n)", file.data.get("practice", {}).get("zh", "")):
        end += len(paragraph)
        if paragraph.strip() and not _ENDED.search(paragraph):
            yield file.problem(("practice", "zh"), "full-stop.practice", offset=end - 1)
    title = file.data.get("title", {}).get("zh", "")
    if title.endswith(tuple("。，、；：.,;:")):
        yield file.problem(("title", "zh"), "full-stop.title", offset=len(title) - 1, mark=title[-1])


@text_rule("zh", for_search=True)
def simplified(text: Text) -> Iterator[Slip]:
    """中文用规范的简体字。

    The Chinese is in simplified characters.
    """
    if in_daily_use(text.text):
        return
    found = {
        offset: sign
        for offset, sign in enumerate(text.text)
        if "\u3400" <= sign <= "\ufaff" and not in_daily_use(sign) and sign in traditional_to_simplified()
    }
    if found:
        signs = "".join(dict.fromkeys(found.values()))
        forms = "".join(traditional_to_simplified()[sign] for sign in signs)
        yield slip(
            min(found), "simplified.several" if len(signs) > 1 else "simplified", signs=signs, forms=forms
        )


@text_rule("zh", "en")
def nothing_twice(text: Text) -> Iterator[Slip]:
    """一段文字里没有重复的句子，中英文都是。

    No sentence stands twice in a text, in either language.
    """
    seen: set[str] = set()
    for sentence in _SENTENCES.finditer(text.text):
        words = sentence.group().strip()
        if (
            len(words) >= _SENTENCE
            and words in seen
            and text.text[sentence.end() : sentence.end() + 1] not in {"", "\n"}
        ):
            yield slip(sentence.end() - len(words), "nothing-twice", words=Bilingual(words[:12], words[:24]))
        seen.add(words)


@text_rule("zh", for_search=True)
def chinese_is_chinese(text: Text) -> Iterator[Slip]:
    """中文栏写中文。

    The content of zh is Chinese.
    """
    # A reader of Chinese may type AI, but no English phrase.
    abbreviated = (
        not re.search(r"[a-z]{3,} [a-z]{3,}", text.text)
        if text.for_search
        else "term" in text.path and _ABBREVIATION.fullmatch(text.text)
    )
    if not abbreviated and not re.search(f"[{_HAN}]", text.text):
        yield slip(0, "chinese-is-chinese")
