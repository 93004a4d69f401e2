"""Rules on Chinese texts: how they are set, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
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
            f"汉字旁用了半角“{mark}”。",
            f"A half-width “{mark}” is next to a Chinese character.",
            f"改为全角“{wide}”。",
            f"Make it the full-width “{wide.replace(' 或 ', ' or ')}”.",
        )


@text_rule("zh")
def half_width_letters(text: Text) -> Iterator[Slip]:
    """数字和拉丁字母用半角。

    Digits and Latin letters are half-width.
    """
    for match in _FULL_WIDTH_SIGN.finditer(text.text):
        half = "".join(chr(ord(sign) - 0xFEE0) for sign in match.group())
        yield slip(
            match.start(),
            f"这里是全角的“{match.group()}”。",
            f"“{match.group()}” is full-width.",
            f"改为半角“{half}”。",
            f"Make it the half-width “{half}”.",
        )


@text_rule("zh")
def no_space_in_chinese(text: Text) -> Iterator[Slip]:
    """汉字和全角标点旁不留空格，段内不换行。

    There is no space next to Chinese characters or full-width punctuation, and no line break inside a paragraph.
    """
    for match in _SPACE.finditer(text.text):
        if "\n" in match.group():
            yield slip(
                match.start(),
                "段落中间换了行。",
                "There is a line break inside the paragraph.",
                "把两行接成一行；另起一段要空一行。",
                "Join the two lines; a new paragraph comes after an empty line.",
            )
        else:
            yield slip(
                match.start(),
                "中文里有空格。",
                "There is a space inside the Chinese.",
                "删去它。",
                "Delete it.",
            )


@text_rule("zh", for_search=True, for_reading=False)
def keywords_apart(text: Text) -> Iterator[Slip]:
    """中文关键词和检索词中间没有空格，各词用逗号隔开。

    No space stands inside a Chinese keyword or search word; they are separated by commas.
    """
    if space := re.search(f"(?<=[{_HAN}]) +(?=[{_HAN}])", text.text):
        yield slip(
            space.start(),
            f"“{text.text}”中间有空格。",
            f"There is a space inside “{text.text}”.",
            "是两个词，就用半角逗号隔开；是一个词，就删去空格。",
            "If it is two words, separate them with a half-width comma; otherwise delete the space.",
        )


@text_rule("zh")
def doubled_punctuation(text: Text) -> Iterator[Slip]:
    """标点不重叠。

    Punctuation is not doubled.
    """
    for match in _DOUBLED.finditer(text.text):
        yield slip(
            match.start(),
            f"标点“{match.group()}”重叠。",
            f"The marks “{match.group()}” are next to each other.",
            "只留一个。",
            "Keep only one.",
        )


@text_rule("zh", "en")
def paired_marks(text: Text) -> Iterator[Slip]:
    """引号、书名号、括号成对。

    Quotation marks, title marks and brackets come in pairs.
    """
    for offset in unpaired(text.text):
        yield slip(
            offset,
            f"标点 {text.text[offset]} 没有配对。",
            f"The mark {text.text[offset]} is unmatched.",
            "照原文补上另一半，或删去它。",
            "Add its other half from the source, or delete it.",
        )


@file_rule
def full_stop(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """主要做法每段以句号等标点结束；标题末尾没有标点。

    Each paragraph of the practice ends with a full stop or the like; a title ends without one.
    """
    end = 0
    for paragraph in re.split(r"(\n\s*\n)", file.data.get("practice", {}).get("zh", "")):
        end += len(paragraph)
        if paragraph.strip() and not _ENDED.search(paragraph):
            yield file.problem(
                ("practice", "zh"),
                offset=end - 1,
                zh="这一段末尾没有句号。",
                en="This paragraph does not end with a full stop.",
                do_zh="照原文在末尾加上“。”；检查是否漏录了后半句。",
                do_en="Add “。” at its end as in the source; see whether the rest of the sentence was left out.",
            )
    title = file.data.get("title", {}).get("zh", "")
    if title.endswith(tuple("。，、；：.,;:")):
        yield file.problem(
            ("title", "zh"),
            offset=len(title) - 1,
            zh=f"标题末尾有“{title[-1]}”。",
            en=f"The title ends with “{title[-1]}”.",
            do_zh="删去它。",
            do_en="Delete it.",
        )


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
            min(found),
            f"“{signs}”是繁体字。",
            f"“{signs}” are traditional characters."
            if len(signs) > 1
            else f"“{signs}” is a traditional character.",
            f"改为简体“{forms}”。",
            f"Make it “{forms}” in simplified characters.",
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
            yield slip(
                sentence.end() - len(words),
                f"“{words[:12]}…”这一句写了两遍。",
                f"The sentence “{words[:24]}…” is repeated.",
                "删去重复的一句。",
                "Delete one of them.",
            )
        seen.add(words)


@text_rule("zh")
def chinese_is_chinese(text: Text) -> Iterator[Slip]:
    """中文栏写中文。

    The content of zh is Chinese.
    """
    abbreviated = "term" in text.path and _ABBREVIATION.fullmatch(text.text)
    if not abbreviated and not re.search(f"[{_HAN}]", text.text):
        yield slip(
            0,
            "中文栏里没有一个汉字。",
            "There is no Chinese character under zh.",
            "zh 写中文，en 写英文；检查是否写反。",
            "Write the Chinese under zh and the English under en; see whether they were swapped.",
        )
