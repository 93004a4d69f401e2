"""Rules on the official Chinese text: how it is set, character by character.

Imports ``rule``, ``han`` and ``marks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.han import traditional_to_simplified
from registry.marks import unpaired
from registry.problem import Problem
from registry.rules.rule import Basis, MeasureFile, file_rule

_SENTENCE = 10
"""Characters; shorter sentences may stand twice."""

TEXTS = (("title", "zh"), ("practice", "zh"))
"""Where the official text stands in a measure file."""

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
_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \t\u3000]+|[ \t\u3000]+(?=[{_WIDE}])|(?<=\S)\n(?=\S)")
_DOUBLED = re.compile(
    r"[，。、；：][，。、；：！？]+|[！？][，。、；：]+|…{3,}|“{2,}|”{2,}|《{2,}|》{2,}|（{2,}|）{2,}"
)
_FULL_WIDTH_SIGN = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_ENDED = re.compile(r"[。！？：；…][”’）》〕】\"']*$")


@file_rule
def full_width_punctuation(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """汉字旁的标点用全角。

    Punctuation beside Chinese characters is full-width.
    """
    for path, text in _texts(file):
        for match in _HALF_WIDTH.finditer(text):
            mark = match.group()
            wide = f"《{mark[1:-1]}》" if mark[0] == "<" else _FULL_WIDTH[mark]
            yield file.problem(
                path,
                offset=match.start(),
                zh=f"汉字旁用了半角“{mark}”。",
                en=f"A half-width “{mark}” stands beside a Chinese character.",
                do_zh=f"改为全角“{wide}”。",
                do_en=f"Make it the full-width “{wide.replace(' 或 ', ' or ')}”.",
            )


@file_rule
def half_width_letters(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """数字和拉丁字母用半角。

    Digits and Latin letters are half-width.
    """
    for path, text in _texts(file):
        for match in _FULL_WIDTH_SIGN.finditer(text):
            half = "".join(chr(ord(sign) - 0xFEE0) for sign in match.group())
            yield file.problem(
                path,
                offset=match.start(),
                zh=f"这里是全角的“{match.group()}”。",
                en=f"“{match.group()}” is full-width.",
                do_zh=f"改为半角“{half}”。",
                do_en=f"Make it the half-width “{half}”.",
            )


@file_rule
def no_space_in_chinese(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """汉字和全角标点旁不留空格，段内不换行。

    No space stands beside Chinese characters or full-width punctuation, no line break inside a paragraph.
    """
    for path, text in _texts(file):
        for match in _SPACE.finditer(text):
            broken = "\n" in match.group()
            yield file.problem(
                path,
                offset=match.start(),
                zh="段落中间换了行。" if broken else "中文里有空格。",
                en="A line break stands inside the paragraph."
                if broken
                else "A space stands inside the Chinese.",
                do_zh="把两行接成一行；另起一段要空一行。" if broken else "删去它。",
                do_en="Join the two lines; a new paragraph comes after an empty line."
                if broken
                else "Delete it.",
            )
    for index, word in enumerate(file.data.get("keywords", {}).get("zh", ())):
        if space := re.search(f"(?<=[{_HAN}]) +(?=[{_HAN}])", word):
            yield file.problem(
                ("keywords", "zh", index),
                offset=space.start(),
                zh=f"关键词“{word}”中间有空格。",
                en=f"A space stands inside the keyword “{word}”.",
                do_zh="是两个词，就用半角逗号隔开；是一个词，就删去空格。",
                do_en="Where it is two words, part them with a half-width comma; else delete the space.",
            )


@file_rule
def doubled_punctuation(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """标点不重叠。

    Punctuation is not doubled.
    """
    for path, text in _texts(file):
        for match in _DOUBLED.finditer(text):
            yield file.problem(
                path,
                offset=match.start(),
                zh=f"标点“{match.group()}”重叠。",
                en=f"The marks “{match.group()}” stand together.",
                do_zh="只留一个。",
                do_en="Keep only one.",
            )


@file_rule
def paired_marks(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """引号、书名号、括号成对。

    Quotation marks, title marks and brackets come in pairs.
    """
    for path, text in _texts(file):
        for offset in unpaired(text):
            yield file.problem(
                path,
                offset=offset,
                zh=f"标点 {text[offset]} 没有配对。",
                en=f"The mark {text[offset]} has no partner.",
                do_zh="照原文补上另一半，或删去它。",
                do_en="Add its other half from the source, or delete it.",
            )


@file_rule
def full_stop(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """主要做法每段以句号等标点结束；标题末尾没有标点。

    Each paragraph of the practice ends with a full stop or the like; a title ends without one.
    """
    texts = dict(_texts(file))
    end = 0
    for paragraph in re.split(r"(\n\s*\n)", texts.get(("practice", "zh"), "")):
        end += len(paragraph)
        if paragraph.strip() and not _ENDED.search(paragraph):
            yield file.problem(
                ("practice", "zh"),
                offset=end - 1,
                zh="这一段末尾没有句号。",
                en="This paragraph does not end with a full stop.",
                do_zh="照原文在末尾加上“。”；看看是不是漏抄了后半句。",
                do_en="Add “。” at its end as in the source; see whether the rest of the sentence was left out.",
            )
    title = texts.get(("title", "zh"), "")
    if title.endswith(tuple("。，、；：.,;:")):
        yield file.problem(
            ("title", "zh"),
            offset=len(title) - 1,
            zh=f"标题末尾有“{title[-1]}”。",
            en=f"The title ends with “{title[-1]}”.",
            do_zh="删去它。",
            do_en="Delete it.",
        )


@file_rule
def simplified(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """中文用规范的简体字。

    The Chinese is in simplified characters.
    """
    for path, text in _texts(file):
        if _in_daily_use(text):
            continue
        found = {
            offset: sign
            for offset, sign in enumerate(text)
            if "\u3400" <= sign <= "\ufaff"
            and not _in_daily_use(sign)
            and sign in traditional_to_simplified()
        }
        if found:
            signs = "".join(dict.fromkeys(found.values()))
            forms = "".join(traditional_to_simplified()[sign] for sign in signs)
            yield file.problem(
                path,
                offset=min(found),
                zh=f"“{signs}”是繁体字。",
                en=f"“{signs}” are traditional characters."
                if len(signs) > 1
                else f"“{signs}” is a traditional character.",
                do_zh=f"改为简体“{forms}”。",
                do_en=f"Make it “{forms}” in simplified characters.",
            )


def _in_daily_use(text: str) -> bool:
    """Say whether all characters are of the 6,763 of GB 2312, which are simplified or alike in both scripts."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@file_rule
def nothing_twice(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """主要做法里没有重复的句子，中英文都是。

    No sentence stands twice in a practice, in either language.
    """
    for language in ("zh", "en"):
        text = file.data.get("practice", {}).get(language, "")
        seen: set[str] = set()
        for sentence in re.finditer(r"[^。！？.!?\n]+[。！？.!?]", text):
            words = sentence.group().strip()
            if len(words) >= _SENTENCE and words in seen:
                yield file.problem(
                    ("practice", language),
                    offset=sentence.end() - len(words),
                    zh=f"“{words[:12]}…”这一句写了两遍。",
                    en=f"The sentence “{words[:24]}…” stands twice.",
                    do_zh="删去重复的一句。",
                    do_en="Delete one of them.",
                )
            seen.add(words)


@file_rule
def chinese_is_chinese(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """中文栏写中文。

    What stands under zh is Chinese.
    """
    for path, text in _texts(file):
        if not re.search(f"[{_HAN}]", text):
            yield file.problem(
                path,
                zh="中文栏里没有一个汉字。",
                en="There is no Chinese character under zh.",
                do_zh="zh 写中文，en 写英文；看看是不是写反了。",
                do_en="Write the Chinese under zh and the English under en; see whether they were swapped.",
            )


def _texts(file: MeasureFile) -> Iterator[tuple[tuple[str, str], str]]:
    """Give the official texts that could be read, each with its path."""
    for field, language in TEXTS:
        text = file.data.get(field, {}).get(language)
        if text is not None:
            yield (field, language), text
