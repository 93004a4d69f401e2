"""Rules on what a text may hold in either language: words and marks, and nothing of the program it was copied from."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from registry.core.text.confusables import plain
from registry.validation.rules.text import Slip, Text, slip, text_rule

_LATIN = "\n -~À-ÖØ-öø-ž‘’“”–—…£¥€§°²³¼½¾±×÷‰≤≥µ"
_CHINESE = (
    "\u3001-\u301f\u3220-\u3229\u3380-\u33df\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e\uffe5\U00020000-\U0003ffff"
    "·′″℃№ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ①-⒛≠≈∶Α-Ωα-ω"
)
_TOLD_ELSEWHERE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
"""What is Chinese, of which another rule lets none stand in English."""

_EXTRAORDINARY = {
    "zh": re.compile(f"[^{_LATIN}{_CHINESE}]|(?<=[A-Za-z])[Α-Ωα-ω]|[Α-Ωα-ω](?=[A-Za-z])"),
    "en": re.compile(f"[^{_LATIN}{_TOLD_ELSEWHERE}]"),
}

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


class _Trace(NamedTuple):
    """What is left of another program: its pattern, in which languages, what it is, and what to do."""

    pattern: str
    languages: tuple[str, ...]
    zh: str
    en: str
    do_zh: str
    do_en: str


_BOTH = ("zh", "en")
_TRACES = (
    _Trace(
        r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});",
        _BOTH,
        "“{0}”是网页里字符的代号。",
        "“{0}” is a web page’s code for a character.",
        "删去它，{1}。",
        "Delete it and {1}.",
    ),
    _Trace(
        r"</?[A-Za-z][\w:-]{0,40}(?:\s[^<>\n]{0,500})?/?>|<!--|-->",
        _BOTH,
        "“{0}”是网页的标记。",
        "“{0}” is a mark of web pages.",
        "删去它；文字不分字体和颜色。",
        "Delete it; texts have no fonts or colours.",
    ),
    _Trace(
        r"!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)",
        _BOTH,
        "“{0}”是 Markdown 的链接。",
        "“{0}” is a link of Markdown.",
        "只留下方括号里的文字，删去方括号和圆括号。",
        "Keep the words between the square brackets alone.",
    ),
    _Trace(
        r"(?i:\b(?:https?|ftp)://[^\s\u3000-\uffff]*|\bwww\.[^\s\u3000-\uffff]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,9})",
        _BOTH,
        "文字里有网址或邮箱“{0}”。",
        "There is an address, “{0}”, in the text.",
        "删去它；需要说明的，写出网站或单位的名称。",
        "Delete it; if it matters, name the site or body.",
    ),
    _Trace(
        r"(?m:^(?:\#{1,6}|>|[-+]|\|)\s)",
        _BOTH,
        "行首的“{0}”是 Markdown 的符号。",
        "The “{0}” that begins the line is a sign of Markdown.",
        "删去它，只留文字；另起一段要空一行。",
        "Delete it and keep the words; a new paragraph comes after an empty line.",
    ),
    _Trace(
        r"[*`_\\{}|$^=@<>]+|~~+|(?<!\d)%|(?<=\S)\+(?=\s)|(?<=\s)\+(?=\S)",
        _BOTH,
        "“{0}”是 Markdown 或程序的符号。",
        "“{0}” is a sign of Markdown or of programs.",
        "删去它；文字不加粗、不加下划线，“大于”“等于”写成文字。",
        "Delete it; texts are neither bold nor underlined, and say “more than” and “equal to” in words.",
    ),
    _Trace(
        r"(?m:^[ ]{0,9}(?:第[ ]?\d{1,4}[ ]?页.{0,20}|[Pp]age[ ]\d{1,4}(?:[ ]of[ ]\d{1,4})?|(?:-[ ]{0,3})?\d{1,4}(?:[ ]{0,3}-)?|\d{1,4}[ ]?/[ ]?\d{1,4})[ ]{0,9}$)"
        r"|[—–－―][ ]{0,3}\d{1,4}[ ]{0,3}[—–－―]",
        _BOTH,
        "“{0}”是页码。",
        "“{0}” is a page number.",
        "删去它；它断开的上下两行接成一行。",
        "Delete it, and join the lines that it separated.",
    ),
    _Trace(
        r"[一二三四五六七八九][一二三四五六七八九〇零○]{3}(?=[年〕）)\]])",
        ("zh",),
        "年份“{0}”写成了汉字。",
        "The year “{0}” is written in Chinese numerals.",
        "写成 {1}。",
        "Write {1}.",
    ),
    _Trace(
        r"[\"']",
        ("en",),
        "英文里有直引号“{0}”。",
        "A straight “{0}” is in the English.",
        "撇号改为“’”，引号改为“ ”或‘ ’。",
        "Make an apostrophe “’”, and quotation marks “ ” or ‘ ’.",
    ),
    _Trace(
        r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z])|(?<=[a-z]{3})\.(?=[a-z]{3})",
        ("en",),
        "“{0}”后面少了空格。",
        "There is no space after “{0}”.",
        "在它后面加一个空格；不是句末的，删去它。",
        "Add a space after it; if no sentence ends here, delete it.",
    ),
)
MARKUP = re.compile("|".join([*(trace.pattern for trace in _TRACES[:3]), r"\*\*|__"]))
"""What no text of the site has: the words of the interface may have the signs of the others."""

_BY_LANGUAGE = {
    language: re.compile(
        "|".join(
            f"(?P<t{index}>{trace.pattern})"
            for index, trace in enumerate(_TRACES)
            if language in trace.languages
        )
    )
    for language in _BOTH
}
_SUSPECTED = {
    "zh": re.compile(r"[&<>\[@*`_~\\#|+%{}$^=\d-]|://|www|WWW|[〇零○一二三四五六七八九]{4}"),
    "en": re.compile(r"[&<>\[@*`_~\\#|+%{}$^=\"'\d–—-]|://|www|WWW|[a-z][.!?][A-Za-z]"),
}
"""Without a sign of these a text holds no trace; nearly all are searched no further."""

_SHOWN = 24


@text_rule("zh", "en")
def plain_text(text: Text) -> Iterator[Slip]:
    """文字里只有文字：没有网页和 Markdown 的标记、网址、页码，英文里没有直引号，句点后面有空格。

    A text contains words only: no marks of web pages or Markdown, no address, no page number; in English no straight
    quotation mark, and a space after each full stop.
    """
    if not _SUSPECTED[text.language].search(text.text):
        return
    for match in _BY_LANGUAGE[text.language].finditer(text.text):
        trace = _TRACES[int(str(match.lastgroup)[1:])]
        found = match.group()
        shown = found.strip() if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
        instead = found.translate(_DIGITS), found.translate(_DIGITS)
        if found[0] == "&":
            sign = html.unescape(found)
            known = sign != found and not sign.isspace()
            instead = (
                (f"写成“{sign}”", f"write “{sign}”")
                if known
                else ("需要空格的留一个空格", "leave a space where one is needed")
            )
        yield slip(
            match.start(),
            trace.zh.format(shown),
            trace.en.format(shown),
            trace.do_zh.format(shown, instead[0]),
            trace.do_en.format(shown, instead[1]),
        )


@text_rule("zh", "en")
def ordinary_characters(text: Text) -> Iterator[Slip]:
    """文字里只有汉字、拉丁字母、数字和通常的标点，没有表情、项目符号和形近的外文字母。

    A text is of Chinese characters, Latin letters, digits and the usual marks: no emoji, no bullets, no letters that only
    look like Latin ones.
    """
    for match in _EXTRAORDINARY[text.language].finditer(text.text):
        sign = match.group()
        latin = plain(sign)
        named = f"U+{ord(sign):04X}", f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}".strip()
        alike = latin.isascii() and latin.isalnum()
        yield slip(
            match.start(),
            f"这里的“{sign}”（{named[0]}）{f'不是拉丁字母“{latin}”' if alike else '不是文字和通常的标点'}。",
            f"The “{sign}” here ({named[1]}) is {f'not the Latin “{latin}”' if alike else 'neither a letter nor a usual mark'}.",
            f"切换到英文输入法，重新输入“{latin}”。" if alike else "删去它；要分条的，另起一段。",
            f"Type “{latin}” again with an English keyboard."
            if alike
            else "Delete it; items are paragraphs of their own.",
        )
