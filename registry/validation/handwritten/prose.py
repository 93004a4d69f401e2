"""The text of a page written by hand: the rules on texts hold for it, too; its anchors and blocks of code."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.languages import LANGUAGES
from registry.loader.decode import lines_of
from registry.loader.yaml import Scalar
from registry.validation.rules import all_rules  # noqa: F401  (entering the rules)
from registry.validation.rules.text import Text, apply_text_rules

_ODD_ANCHOR = re.compile(r'<h\d[^>]*>[^<]*([{｛]\s*[#:：][^<]*)|\sid="([^"]*[^\w.:"-][^"]*)"')
_ANCHOR = re.compile(r"#+ .*\{:? *#([\w-]+)")
_FENCE = re.compile(r"\s*(?P<marks>`{3,}|~{3,})\s*(?P<language>\S*)")
_PREFORMATTED = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_SET_APART = re.compile(r'<code\b.*?</code>|<(\w+)[^>]* lang="zh[^>]*>.*?</\1>|[→✓]', re.DOTALL)
"""Code, what is marked as Chinese, and signs of typing."""

_INLINE = frozenset("a abbr code del dfn em ins kbd small span strong sub sup".split())
_TAG = re.compile(r"</?(\w+)[^<>]*>")
_BREAK = "\0"
_MAY_HOLD = {"no-space-in-chinese", "chinese-is-chinese", "plain-text"}
"""The rules on texts that a page need not keep: it names programs, files and addresses."""

_LEFT = re.compile(r"!?\[[^\[\]\n]*\]\(|\*\*|__|`+|~~")
"""Signs of Markdown that are still there when it has been read."""


@dataclass(frozen=True)
class _Block:
    """A text of a page; where it stands in the lines is looked for by the words around a character."""

    lines: list[str]
    text: str

    def at(self, offset: int) -> tuple[int, int]:
        sizes = (24, 12, 6)
        starts = (place_of(self.lines, self.text[:size], whole=True)[0] for size in sizes)
        first = next((line for line in starts if line > 1), 1) - 1
        rest = self.lines[first:]
        for size in sizes:
            words = self.text[max(0, offset - size) : offset + size], self.text[offset : offset + size]
            for each in words:
                if (place := place_of(rest, each, whole=True)) != (1, 1):
                    return first + place[0], place[1]
        sign = self.text[offset]
        line, column = place_of(rest, sign, self.text.count(sign, 0, offset) + 1, whole=True)
        return first + line, column


def check_prose(
    content: str, head: Iterable[Scalar], language: str, lines: list[str], diagnostics: Diagnostics
) -> None:
    """Check the texts of a page, those of its ``head`` and those in the HTML ``content`` of its ``lines``."""
    _check_anchors(content, lines, diagnostics)
    _check_fences(lines, diagnostics)
    prose = _SET_APART.sub("0", _PREFORMATTED.sub(_BREAK, content))
    prose = _TAG.sub(lambda tag: "" if tag[1] in _INLINE else _BREAK, prose)
    blocks = [_Block(lines, text) for part in prose.split(_BREAK) if (text := html.unescape(part).strip())]
    for block in blocks:
        if left := _LEFT.search(block.text):
            _report_unmatched(block.at(left.start()), left.group(), diagnostics)
    nodes: list[Scalar | _Block] = [*head, *blocks]
    texts = [(Text(language, (), node.text), node) for node in nodes]
    diagnostics.problems += apply_text_rules(diagnostics.file, texts, _MAY_HOLD)


def _check_fences(lines: list[str], diagnostics: Diagnostics) -> None:
    """Check that each block of code is closed; where one that names its language begins, none is open."""
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        fence = _FENCE.fullmatch(line)
        if fence is None or (opened and fence["marks"][0] != opened[1][0]):
            continue
        if opened and not fence["language"]:
            opened = None
            continue
        if opened:
            _report_unmatched((opened[0], 1), opened[1], diagnostics)
        opened = number, fence["marks"]
    if opened:
        _report_unmatched((opened[0], 1), opened[1], diagnostics)


def headings_of(lines: Iterable[str]) -> list[tuple[int, str]]:
    """Return the line of each heading outside blocks of code, and its anchor or ``""``."""
    found: list[tuple[int, str]] = []
    opened = ""
    for number, line in enumerate(lines, 1):
        if fence := _FENCE.fullmatch(line):
            opened = "" if fence["marks"] == opened else opened or fence["marks"]
        elif line.startswith("#") and not opened:
            anchor = _ANCHOR.match(line)
            found.append((number, anchor[1] if anchor else ""))
    return found


def check_sections(docs: Path, pages: Collection[str]) -> list[Diagnostic]:
    """Check that headings of the same place have the same anchor in both languages: the language switch keeps it."""
    problems: list[Diagnostic] = []
    for name in sorted(pages):
        language, _, below = name.partition("/")
        names = {each: f"{each}/{below}" for each in LANGUAGES}
        if language != LANGUAGES[0] or not set(names.values()) <= set(pages):
            continue
        headings = {
            each: headings_of(lines_of((docs / page).read_text("utf-8", errors="replace")))
            for each, page in names.items()
        }
        here, there = headings.values()
        for (line, anchor), (other_line, other) in (
            zip(here, there, strict=True) if len(here) == len(there) else ()
        ):
            for file, at, own, wanted in (
                (names["zh"], line, anchor, other),
                (names["en"], other_line, other, anchor),
            ):
                if wanted and wanted not in {each for _, each in headings[file.partition("/")[0]]}:
                    diagnostics = Diagnostics(f"docs/{file}")
                    diagnostics.add(
                        (at, 1),
                        "page-link",
                        zh=f"另一种语言的这个标题有锚点“{wanted}”，这里{f'是“{own}”' if own else '没有'}。",
                        en=f"This heading has the anchor “{wanted}” in the other language, and {f'“{own}”' if own else 'none'} here.",
                        do_zh=f"两种语言用同一个锚点，切换语言才到同一处：在标题末尾写 {{#{wanted}}}。",
                        do_en=f"Use one anchor in both languages, so that the language switch stays in its place: end the heading with {{#{wanted}}}.",
                    )
                    problems += diagnostics.problems
    return problems


def _report_unmatched(place: tuple[int, int], marks: str, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        place,
        "page-html",
        zh=f"这里的“{marks}”没有配对，会照样显示。",
        en=f"“{marks}” is unmatched here and shows as it is typed.",
        do_zh="补上它的另一半，或删去它；代码块的前后各写一行 ```，开始的一行可以接着写语言，如 ```sh。",
        do_en="Add its other half, or delete it. Write a line ``` before and after a block of code; the first may name its "
        "language, such as ```sh.",
    )


def _check_anchors(content: str, lines: list[str], diagnostics: Diagnostics) -> None:
    """Check that no attribute is left of a heading that Markdown did not take, and that no anchor stands twice."""
    for left in _ODD_ANCHOR.findall(content):
        diagnostics.add(
            place_of(lines, html.unescape(left := left[0] or left[1])),
            "page-link",
            zh=f"标题的锚点“{left}”写法有误。",
            en=f"The anchor of the heading, “{left}”, is not written as it should be.",
            do_zh="写成 {#名称}：半角花括号和 #，名称用小写字母、数字和连字符。",
            do_en="Write {#name}: half-width braces and #, and a name of small letters, digits and hyphens.",
        )
    anchors = [(found[1], number) for number, line in enumerate(lines, 1) if (found := _ANCHOR.match(line))]
    for anchor, number in anchors:
        if (first := dict(reversed(anchors))[anchor]) != number:
            diagnostics.add(
                (number, 1),
                "page-link",
                zh=f"锚点“{anchor}”写了两次，第 {first} 行已有。",
                en=f"The anchor “{anchor}” is written twice: line {first} has it.",
                do_zh="换一个名称，链接才有确定的去处。",
                do_en="Use another name, so that links lead to one place.",
            )


def place_of(lines: list[str], words: str, nth: int = 1, *, whole: bool = False) -> tuple[int, int]:
    """Return where words stand in a page for the ``nth`` time.

    They may be written another way than they come out, so they are also looked for by their beginning, unless ``whole``.
    """
    tag = re.match(r"</?[\w!?-]*", words)
    beginnings = (
        words[:20],
        tag.group() if tag else words[:8],
        "![" if words.startswith("<img") else words[:8],
    )
    for wanted in (words, *(() if whole else beginnings)):
        found = [
            (number, match.start() + 1)
            for number, line in enumerate(lines, 1)
            for match in re.finditer(re.escape(wanted.lower()), line.lower())
            if wanted
        ]
        if found:
            return found[min(nth, len(found)) - 1]
    return 1, 1
