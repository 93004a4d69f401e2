"""Nodes made of the events of the YAML parser, and what YAML allows and the register does not, reported."""

from __future__ import annotations

from typing import Any

import yaml

from registry.core.diagnostics import Diagnostics
from registry.loader.decode import without_escaped
from registry.loader.yaml.nodes import Mapping, Node, Scalar, Sequence

DEEPEST = 20
"""Levels of nesting; a measure file has three."""


class _TooDeepError(Exception):
    """The content is nested deeper than anything in the register."""


class Composer:
    """Makes nodes of the parser's events, reporting what YAML allows and the register does not."""

    def __init__(self, loader: Any, diagnostics: Diagnostics, lines: list[str]) -> None:
        """Take events from ``loader``, which parses ``lines``, and report into ``diagnostics``."""
        self._loader = loader
        self._findings = diagnostics
        self._lines = lines
        self._depth = 0

    def document(self) -> Node | None:
        """Return the root of the one document, or ``None`` where there is none to be used."""
        self._loader.get_event()
        event = self._loader.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            self._report(
                (1, 1),
                "empty",
                "文件里没有内容。",
                "The file has no content.",
                f"写入内容，或用 `python3 build.py new` 新建；误删的用 `git checkout HEAD -- {self._findings.file}` 找回。",
                f"Fill it in, or make one with `python3 build.py new`; `git checkout HEAD -- {self._findings.file}` restores what was lost.",
            )
            return None
        try:
            root = self._node(self._loader.get_event())
        except _TooDeepError:
            return None
        self._loader.get_event()
        event = self._loader.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._report_second((event.start_mark.line + 1, 1))
        return root

    def _node(self, event: Any, in_list: bool = False) -> Node:
        mark = event.start_mark
        place = mark.line + 1, mark.column + 1
        if event.anchor is not None:  # As every alias has one.
            alias = isinstance(event, yaml.AliasEvent)
            sign = f"{'*' if alias else '&'}{event.anchor}"
            if place[0] not in self._findings.lines_with("alias"):
                self._report(
                    place,
                    "alias",
                    f"这里用了{'别名' if alias else '锚点'}“{sign}”。",
                    f"The {'alias' if alias else 'anchor'} “{sign}” is here.",
                    "把内容完整写出来；若它是文字，放进半角引号里。",
                    "Write the content out; if it is text, put it in straight quotation marks.",
                )
            if alias:
                return Scalar(*place, "", "*")
        if event.tag is not None:
            self._report(
                place,
                "tag",
                f"这里用了标签“{event.tag[:40]}”。",
                f"The tag “{event.tag[:40]}” is here.",
                "删去它；若以 ! 开头的是文字，放进半角引号里。",
                "Delete it; if a text begins with !, put it in straight quotation marks.",
            )
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            text = without_escaped(event.value, place, self._findings) if style == '"' else event.value
            return Scalar(*place, text, style, self._indentation(event) if style == "|" else 0)
        self._depth += 1
        if self._depth > DEEPEST:
            self._report(
                place,
                "depth",
                f"内容嵌套超过 {DEEPEST} 层。",
                f"Content is nested more than {DEEPEST} levels deep.",
                "仿照其他举措文件填写；检查是否误加了括号。",
                "Write it as the other measure files are written; look for brackets typed by mistake.",
            )
            raise _TooDeepError
        node = (
            self._sequence(place)
            if isinstance(event, yaml.SequenceStartEvent)
            else self._mapping(place, in_list)
        )
        self._depth -= 1
        return node

    def _sequence(self, place: tuple[int, int]) -> Sequence:
        items = []
        while not isinstance(event := self._loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(event, in_list=True))
        return Sequence(*place, items)

    def _mapping(self, place: tuple[int, int], in_list: bool) -> Mapping:
        mapping = Mapping(*place)
        another_item = False
        second = False  # Whether a second measure has begun, of which nothing more is told.
        while not isinstance(event := self._loader.get_event(), yaml.MappingEndEvent):
            key = self._node(event)
            value = self._node(self._loader.get_event())
            if not isinstance(key, Scalar):
                self._report(
                    key.place,
                    "key",
                    "字段名不是一个词。",
                    "A field name is not a single word.",
                    "字段名只写一个英文词，后面跟半角冒号和空格。",
                    "Write one English word, then a colon and a space.",
                )
            elif second or (key.text == "id" and "id" in mapping.entries and len(mapping.entries) > 4):
                if not second:
                    self._report_second(key.place)
                second = True
            elif key.text in mapping.entries and another_item:
                continue
            elif key.text in mapping.entries:
                first = mapping.keys[key.text].line
                self._report(
                    key.place,
                    "duplicate-key",
                    f"“{key.text}”写了两次，第一次在第 {first} 行。",
                    f"“{key.text}” is written twice, first in line {first}.",
                    f"若这里开始的是列表的下一项，在前面加短横和空格：`- {key.text}:`；否则只留一处。"
                    if in_list
                    else "只留一处。",
                    f"Where the next item of the list begins here, put a dash and a space before it: `- {key.text}:`; else keep only one of them."
                    if in_list
                    else "Keep only one of them.",
                )
                another_item = in_list  # Its other keys are repeated, too; one problem is enough.
            else:
                mapping.keys[key.text] = key
                mapping.entries[key.text] = value
        return mapping

    def _report_second(self, place: tuple[int, int]) -> None:
        self._report(
            place,
            "one-document",
            "从这里开始是第二条举措。",
            "A second measure begins here.",
            "一个文件只写一条举措：把第二条放进它自己的文件；误复制的行删去。",
            "A file contains one measure: put the second one in its own file; delete lines copied by mistake.",
        )

    def _indentation(self, event: Any) -> int:
        """Return how far a literal text is indented; the parser does not say."""
        for line in self._lines[event.start_mark.line + 1 : event.end_mark.line + 1]:
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return 0

    def _report(self, place: tuple[int, int], rule: str, zh: str, en: str, do_zh: str, do_en: str) -> None:
        self._findings.add(place, rule, zh=zh, en=en, do_zh=do_zh, do_en=do_en)
