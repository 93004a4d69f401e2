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
            self._findings.report((1, 1), "empty", file=self._findings.file)
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
                self._findings.report(place, "alias" if alias else "alias.anchor", sign=sign)
            if alias:
                return Scalar(*place, "", "*")
        if event.tag is not None:
            self._findings.report(place, "tag", tag=event.tag[:40])
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            text = without_escaped(event.value, place, self._findings) if style == '"' else event.value
            return Scalar(*place, text, style, self._indentation(event) if style == "|" else 0)
        self._depth += 1
        if self._depth > DEEPEST:
            self._findings.report(place, "depth", deepest=DEEPEST)
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
                self._findings.report(key.place, "key")
            elif second or (key.text == "id" and "id" in mapping.entries and len(mapping.entries) > 4):
                if not second:
                    self._report_second(key.place)
                second = True
            elif key.text in mapping.entries and another_item:
                continue
            elif key.text in mapping.entries:
                first = mapping.keys[key.text].line
                self._findings.report(
                    key.place,
                    "duplicate-key.in-list" if in_list else "duplicate-key",
                    text=key.text,
                    first=first,
                )
                another_item = in_list  # Its other keys are repeated, too; one problem is enough.
            else:
                mapping.keys[key.text] = key
                mapping.entries[key.text] = value
        return mapping

    def _report_second(self, place: tuple[int, int]) -> None:
        self._findings.report(place, "one-document")

    def _indentation(self, event: Any) -> int:
        """Return how far a literal text is indented; the parser does not say."""
        for line in self._lines[event.start_mark.line + 1 : event.end_mark.line + 1]:
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return 0
