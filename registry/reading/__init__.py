"""Strict reading of YAML: bytes in, nodes with positions out, and every fault as a problem.

A plain ``no``, ``012`` or ``1.10`` stays the text that was typed: what it means is for ``shape`` to say. Imports
``bilingual``, ``problem``, ``decoding``, ``scanning`` and ``explaining``; the only room that imports ``yaml``.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from registry import decoding, explaining, scanning
from registry.bilingual import Bilingual
from registry.decoding import decode, without_escaped
from registry.explaining import Complaint, explain
from registry.problem import Findings, Problem
from registry.scanning import scan

LARGEST_MEASURE = 100_000
"""Bytes of a measure file; the longest so far has 5,000."""

LARGEST_FILE = 10_000_000
"""Bytes of any other file; the record of 10,000 publications takes less than one million."""

DEEPEST = 20
"""Levels of nesting; a measure file has three."""

RULES = {
    "readable": Bilingual(
        "举措文件是可以读取的普通文件，不是文件夹或链接。",
        "A measure file is a plain file that can be read, no folder and no link.",
    ),
    "size": Bilingual(
        "一个举措文件不超过 100 KB，其他文件不超过 10 MB。",
        "A measure file is at most 100 KB, any other file 10 MB.",
    ),
    **decoding.RULES,
    **scanning.RULES,
    **explaining.RULES,
    "empty": Bilingual("文件不是空的。", "A file is not empty."),
    "depth": Bilingual(f"内容嵌套不超过 {DEEPEST} 层。", f"Content is nested at most {DEEPEST} levels deep."),
    "alias": Bilingual(
        "不用锚点（&）和别名（*），内容写全。",
        "There are no anchors (&) and aliases (*): content is written out.",
    ),
    "tag": Bilingual("不用标签（!）。", "There are no tags (!)."),
    "one-document": Bilingual(
        "一个文件只写一条举措，不用 --- 隔开写几条。",
        "A file holds one measure, not several one after another or parted by ---.",
    ),
    "key": Bilingual("键是一个词。", "A key is a single word."),
    "duplicate-key": Bilingual("同一层里一个键只写一次。", "A key stands once on its level."),
}
"""The rules that reading holds files to, by name."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A piece of YAML and where it stands; ``line`` and ``column`` count from 1."""

    line: int
    column: int

    @property
    def place(self) -> tuple[int, int]:
        """Line and column together."""
        return self.line, self.column


@dataclass(slots=True)
class Scalar(Node):
    """A single value as text. ``style`` is ``""`` (plain), ``"'"``, ``'"'``, ``"|"``, ``">"``, or ``"*"`` for an alias."""

    text: str
    style: str
    indent: int = 0

    @property
    def empty(self) -> bool:
        """Whether it says nothing: no text, or YAML's words for nothing."""
        return not self.text.strip() or (not self.style and self.text in {"~", "null", "Null", "NULL"})

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at ``offset`` of the text, as well as the style lets us know."""
        if self.style == "|":
            before = self.text[:offset]
            return self.line + 1 + before.count("\n"), self.indent + offset - (before.rfind("\n") + 1) + 1
        return self.line, self.column + offset + (1 if self.style in {"'", '"'} else 0)


@dataclass(slots=True)
class Sequence(Node):
    """A list of nodes."""

    items: list[Node]


@dataclass(slots=True)
class Mapping(Node):
    """Nodes by key, in the order written; ``keys`` holds where each key stands."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a file held: its root node, or ``None`` where it could not be read, and the problems met."""

    file: str
    root: Node | None
    problems: list[Problem]

    @property
    def damaged(self) -> bool:
        """Whether characters of it are lost or garbled, so that its texts are not what was meant."""
        return any(problem.rule in {"encoding", "damaged-character"} for problem in self.problems)

    def find(self, *path: str | int) -> Node | None:
        """Return the node at a path of keys and indices, or ``None`` where there is none."""
        node = self.root
        for step in path:
            if isinstance(node, Mapping) and isinstance(step, str):
                node = node.entries.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def place(self, *path: str | int) -> tuple[int, int]:
        """Return line and column of the node at a path, or of the nearest one above it that exists."""
        for length in range(len(path), -1, -1):
            node = self.find(*path[:length])
            if node is not None:
                return node.place
        return 1, 1


def read(path: Path, file: str, largest: int = LARGEST_FILE) -> Reading:
    """Read a YAML file; ``file`` is the name under which problems are reported. Never raises for bad content.

    ``largest`` is how many bytes it may have.
    """
    findings = Findings(file)
    content = content_of(path, largest, findings)
    return Reading(file, None, findings.problems) if content is None else _read(content, findings)


def read_bytes(content: bytes, file: str) -> Reading:
    """Read YAML from bytes, as ``read`` does from a file."""
    return _read(content, Findings(file))


def content_of(path: Path, largest: int, findings: Findings) -> bytes | None:
    """Return the bytes of a file, or ``None``, with the reason in ``findings``, where it cannot be read or has more than ``largest``."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            zh, en = (
                ("这是文件夹", "it is a folder") if path.is_dir() else ("不是普通文件", "it is no plain file")
            )
        else:
            with path.open("rb") as file:
                content = file.read(largest + 1)
            if len(content) > largest:
                _report_size(largest, findings)
                return None
            return content
    except FileNotFoundError:
        zh, en = "没有这个文件", "it is not there"
    except PermissionError:
        zh, en = "没有读取权限", "it may not be read"
    except (OSError, ValueError) as error:
        zh = en = getattr(error, "strerror", None) or "?"
    findings.add(
        (1, 1),
        "readable",
        zh=f"文件读不出来：{zh}。",
        en=f"The file cannot be read: {en}.",
        do_zh="检查文件是否还在、名称和权限是否正确；可用 `git checkout` 找回。",
        do_en="See that the file is there, under its name, and may be read; `git checkout` brings it back.",
    )
    return None


def _report_size(largest: int, findings: Findings) -> None:
    findings.add(
        (1, 1),
        "size",
        zh=f"文件超过 {largest // 1000:,} KB。",
        en=f"The file has more than {largest // 1000:,} KB.",
        do_zh="一个文件只写一条举措：看看是不是误贴了别的内容。",
        do_en="One file holds one measure: see what was pasted in by mistake.",
    )


def _read(content: bytes, findings: Findings) -> Reading:
    reading = Reading(findings.file, None, findings.problems)
    lines = decode(content, findings)
    if lines is None:
        return reading
    lines = scan(lines, findings)
    loader = _Loader("\n".join(lines))
    try:
        reading.root = _Builder(loader, findings, lines).document()
    except yaml.YAMLError as error:
        # What the scan reported explains why the parser stumbled; its own words would be noise.
        if not findings.lines_with(*scanning.RULES, "tab", "odd-space"):
            explain(_complaint(error), findings)
    finally:
        loader.dispose()
    return reading


def _complaint(error: yaml.YAMLError) -> Complaint:
    def place(mark: Any) -> tuple[int, int] | None:
        return (mark.line + 1, mark.column + 1) if mark is not None else None

    return Complaint(
        context=getattr(error, "context", None) or "",
        context_place=place(getattr(error, "context_mark", None)),
        problem=getattr(error, "problem", None) or getattr(error, "reason", None) or str(error),
        place=place(getattr(error, "problem_mark", None)),
    )


class _TooDeepError(Exception):
    """The content is nested deeper than anything in the register."""


class _Builder:
    """Makes nodes of the parser's events, reporting what YAML allows and the register does not."""

    def __init__(self, loader: Any, findings: Findings, lines: list[str]) -> None:
        self.loader = loader
        self.findings = findings
        self.lines = lines
        self.depth = 0

    def document(self) -> Node | None:
        """Return the root of the one document, or ``None`` where there is none to be used."""
        self.loader.get_event()
        event = self.loader.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            self.report(
                (1, 1),
                "empty",
                "文件里没有内容。",
                "The file holds nothing.",
                "写入内容，或用 `python3 build.py new` 新建；误删的用 `git checkout` 找回。",
                "Fill it in, or make one with `python3 build.py new`; `git checkout` brings back what was lost.",
            )
            return None
        try:
            root = self.node(self.loader.get_event())
        except _TooDeepError:
            return None
        self.loader.get_event()
        event = self.loader.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self.report_second((event.start_mark.line + 1, 1))
        return root

    def node(self, event: Any) -> Node:
        mark = event.start_mark
        place = mark.line + 1, mark.column + 1
        if event.anchor is not None:  # As every alias has one.
            alias = isinstance(event, yaml.AliasEvent)
            sign = f"{'*' if alias else '&'}{event.anchor}"
            if place[0] not in self.findings.lines_with("alias"):
                self.report(
                    place,
                    "alias",
                    f"这里用了{'别名' if alias else '锚点'}“{sign}”。",
                    f"The {'alias' if alias else 'anchor'} “{sign}” stands here.",
                    "把内容完整写出来；若它是文字，放进半角引号里。",
                    "Write the content out; where it is text, put it in straight quotation marks.",
                )
            if alias:
                return Scalar(*place, "", "*")
        if event.tag is not None:
            self.report(
                place,
                "tag",
                f"这里用了标签“{event.tag[:40]}”。",
                f"The tag “{event.tag[:40]}” stands here.",
                "删去它；若以 ! 开头的是文字，放进半角引号里。",
                "Delete it; where a text begins with !, put it in straight quotation marks.",
            )
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            text = without_escaped(event.value, place, self.findings) if style == '"' else event.value
            return Scalar(*place, text, style, self.indentation(event) if style == "|" else 0)
        self.depth += 1
        if self.depth > DEEPEST:
            self.report(
                place,
                "depth",
                f"内容嵌套超过 {DEEPEST} 层。",
                f"Content is nested more than {DEEPEST} levels deep.",
                "照其他举措文件的样子写；看看是不是多打了括号。",
                "Write it as the other measure files are written; look for brackets typed by mistake.",
            )
            raise _TooDeepError
        node = self.sequence(place) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(place)
        self.depth -= 1
        return node

    def sequence(self, place: tuple[int, int]) -> Sequence:
        items = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return Sequence(*place, items)

    def mapping(self, place: tuple[int, int]) -> Mapping:
        mapping = Mapping(*place)
        second = False  # Whether a second measure has begun, of which nothing more is told.
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            key = self.node(event)
            value = self.node(self.loader.get_event())
            if not isinstance(key, Scalar):
                self.report(
                    key.place,
                    "key",
                    "键不是一个词。",
                    "A key is not a single word.",
                    "键只写一个英文词，后面跟半角冒号和空格。",
                    "Write one English word, then a colon and a space.",
                )
            elif second or (key.text == "id" and "id" in mapping.entries and len(mapping.entries) > 4):
                if not second:
                    self.report_second(key.place)
                second = True
            elif key.text in mapping.entries:
                first = mapping.keys[key.text].line
                self.report(
                    key.place,
                    "duplicate-key",
                    f"“{key.text}”写了两次，第一次在第 {first} 行。",
                    f"“{key.text}” stands twice, first in line {first}.",
                    "只留一处。",
                    "Keep only one of them.",
                )
            else:
                mapping.keys[key.text] = key
                mapping.entries[key.text] = value
        return mapping

    def report_second(self, place: tuple[int, int]) -> None:
        self.report(
            place,
            "one-document",
            "从这里开始是第二条举措。",
            "A second measure begins here.",
            "一个文件只写一条举措：把第二条放进它自己的文件；误复制的行删去。",
            "A file holds one measure: put the second one in its own file; delete lines copied by mistake.",
        )

    def indentation(self, event: Any) -> int:
        """Return how far a literal text is indented; the parser does not say."""
        for line in self.lines[event.start_mark.line + 1 : event.end_mark.line + 1]:
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return 0

    def report(self, place: tuple[int, int], rule: str, zh: str, en: str, do_zh: str, do_en: str) -> None:
        self.findings.add(place, rule, zh=zh, en=en, do_zh=do_zh, do_en=do_en)
