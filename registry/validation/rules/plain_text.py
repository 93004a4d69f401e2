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
    """What is left of another program: its pattern, in which languages, and the message on it."""

    pattern: str
    languages: tuple[str, ...]
    message: str


_BOTH = ("zh", "en")
_TRACES = (
    _Trace(
        r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});",
        _BOTH,
        "plain-text.entity",
    ),
    _Trace(
        r"</?[A-Za-z][\w:-]{0,40}(?:\s[^<>\n]{0,500})?/?>|<!--|-->",
        _BOTH,
        "plain-text.tag",
    ),
    _Trace(
        r"!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)",
        _BOTH,
        "plain-text.link",
    ),
    _Trace(
        r"(?i:\b(?:https?|ftp)://[^\s\u3000-\uffff]*|\bwww\.[^\s\u3000-\uffff]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,9})",
        _BOTH,
        "plain-text.address",
    ),
    _Trace(
        r"(?m:^(?:\#{1,6}|>|[-+]|\|)\s)",
        _BOTH,
        "plain-text.line-start",
    ),
    _Trace(
        r"[*`_\\{}|$^=@<>]+|~~+|(?<!\d)%|(?<=\S)\+(?=\s)|(?<=\s)\+(?=\S)",
        _BOTH,
        "plain-text.sign",
    ),
    _Trace(
        r"(?m:^[ ]{0,9}(?:第[ ]?\d{1,4}[ ]?页.{0,20}|[Pp]age[ ]\d{1,4}(?:[ ]of[ ]\d{1,4})?|(?:-[ ]{0,3})?\d{1,4}(?:[ ]{0,3}-)?|\d{1,4}[ ]?/[ ]?\d{1,4})[ ]{0,9}$)"
        r"|[—–－―][ ]{0,3}\d{1,4}[ ]{0,3}[—–－―]",
        _BOTH,
        "plain-text.page-number",
    ),
    _Trace(
        r"[一二三四五六七八九][一二三四五六七八九〇零○]{3}(?=[年〕）)\]])",
        ("zh",),
        "plain-text.year",
    ),
    _Trace(
        r"[\"']",
        ("en",),
        "plain-text.straight-quotation-mark",
    ),
    _Trace(
        r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z])|(?<=[a-z]{3})\.(?=[a-z]{3})",
        ("en",),
        "plain-text.no-space",
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
        instead, name = found.translate(_DIGITS), trace.message
        if found[0] == "&":
            instead = html.unescape(found)
            name = name if instead != found and not instead.isspace() else "plain-text.entity-of-space"
        yield slip(match.start(), name, found=shown, instead=instead)


@text_rule("zh", "en")
def ordinary_characters(text: Text) -> Iterator[Slip]:
    """文字里只有汉字、拉丁字母、数字和通常的标点，没有表情、项目符号和形近的外文字母。

    A text is of Chinese characters, Latin letters, digits and the usual marks: no emoji, no bullets, no letters that only
    look like Latin ones.
    """
    for match in _EXTRAORDINARY[text.language].finditer(text.text):
        sign = match.group()
        latin = plain(sign)
        code = f"U+{ord(sign):04X}"
        yield slip(
            match.start(),
            "ordinary-characters.alike" if latin.isascii() and latin.isalnum() else "ordinary-characters",
            sign=sign,
            latin=latin,
            code=code,
            named=f"{code} {unicodedata.name(sign, '').lower()}".strip(),
        )
