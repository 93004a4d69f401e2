"""Figures as tables: aligned text for people, Markdown for a page, JSON for programs.

Imports ``measuring``, ``command`` and ``bilingual``.
"""

from __future__ import annotations

import json
import os
import platform
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from registry.bench.command import PARTS
from registry.bench.measuring import Figure
from registry.bench.peers import KINDS
from registry.bilingual import Bilingual

_PAGES_OF = {
    "measure": Bilingual("一项举措", "a measure"),
    "measure-whole": Bilingual("一项举措，至全站更新完毕", "a measure, until the whole site is up to date"),
    "vocabulary": Bilingual("一个词表条目", "a vocabulary entry"),
    "vocabulary-whole": Bilingual("一个词表条目，至全站更新完毕", "a vocabulary entry, until the whole site"),
    "macro": Bilingual("一个宏", "a macro"),
    "macro-whole": Bilingual("一个宏，至全站更新完毕", "a macro, until the whole site is up to date"),
}
_OUTPUT = {
    "files": Bilingual("文件数", "files"),
    "bytes": Bilingual("合计，MB", "all together, MB"),
    "page": Bilingual("举措页平均，KB", "a measure's page on average, KB"),
    "largest-page": Bilingual("最大的举措页，KB", "the largest measure's page, KB"),
    "largest-listing": Bilingual("最大的其他页，KB", "the largest other page, KB"),
    "first-view": Bilingual(
        "首次打开最大的举措页，压缩后，KB", "first view of that measure’s page, compressed, KB"
    ),
}
_LANGUAGES = {
    "zh": Bilingual("中文", "Chinese"),
    "zh-first": Bilingual("中文，首次输入，含加载", "Chinese, typed for the first time, with loading"),
    "en": Bilingual("英文", "English"),
    "en-first": Bilingual("英文，首次输入，含加载", "English, typed for the first time, with loading"),
}
_PEERS = {key: kind.name for key, kind in KINDS.items()}
_RATIOS = {"ratio": "", "ratio-processor": "-processor"}
"""The tables of ratios, each computed from two others: of the time, or of what their names end in."""


@dataclass(frozen=True)
class _Table:
    """A table: its heading and its rows in order.

    ``worst`` says that the worst stands beside the median; ``growth`` that how many times the largest size is of the one
    before it stands at the end.
    """

    heading: Bilingual
    rows: Mapping[str, Bilingual]
    worst: bool = False
    growth: bool = False


_TABLES = {
    "time": _Table(Bilingual("用时，秒，中位数", "Time, seconds, medians"), PARTS, growth=True),
    "time-processor": _Table(
        Bilingual("处理器用时，秒，中位数", "Processor time, seconds, medians"), PARTS, growth=True
    ),
    "time-memory": _Table(
        Bilingual("内存峰值，MB（百万字节）", "Peak memory, MB (millions of bytes)"), PARTS
    ),
    "output": _Table(Bilingual("构建的产出", "What a build writes"), _OUTPUT),
    "saved": _Table(
        Bilingual("保存到可见，秒，中位数（最差）", "Save to served, seconds, median (worst)"),
        _PAGES_OF,
        True,
    ),
    "keys": _Table(
        Bilingual(
            "检索：按键到结果，毫秒，中位数（最差）",
            "Search: key press to results, milliseconds, median (worst)",
        ),
        _LANGUAGES,
        True,
    ),
    "peers": _Table(
        Bilingual("其他生成器，秒，中位数", "Other generators, seconds, medians"), _PEERS, growth=True
    ),
    "peers-processor": _Table(
        Bilingual("其他生成器，处理器用时，秒", "Other generators, processor time, seconds"),
        _PEERS,
        growth=True,
    ),
    "peers-memory": _Table(
        Bilingual("其他生成器，内存峰值，MB", "Other generators, peak memory, MB"), _PEERS
    ),
    "peers-bytes": _Table(Bilingual("其他生成器，写出，MB", "Other generators, written, MB"), _PEERS),
    "peers-page": _Table(
        Bilingual("其他生成器，平均一页，KB", "Other generators, a page on average, KB"), _PEERS
    ),
    "ratio": _Table(
        Bilingual(
            "本站整个构建（检查、页面、检索、导出）的用时，是其他生成器的几倍",
            "Our whole build (check, pages, search, exports), as a multiple of the other generator’s time",
        ),
        _PEERS,
    ),
    "ratio-processor": _Table(
        Bilingual("同上，处理器用时", "The same, of processor time"),
        _PEERS,
    ),
}


def written(figures: Sequence[Figure], form: str) -> str:
    """Return the figures as ``text``, ``markdown`` or ``json``."""
    if form == "json":
        return json.dumps(
            {**_circumstances(), "figures": [asdict(each) | {"median": each.median} for each in figures]},
            ensure_ascii=False, indent=1,
        )  # fmt: skip
    lines = _markdown if form == "markdown" else _text
    machine = " · ".join(str(each) for each in _circumstances().values())
    head = ["# 速度 / Speed", machine] if form == "markdown" else [machine]
    return "\n\n".join([*head, *(lines(*each) for each in _tables(figures))])


def _circumstances() -> dict[str, str]:
    """Return when and on what kind of machine this is."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processors": f"{os.cpu_count()} × {platform.machine()}",
        "system": platform.system(),
        "python": f"Python {platform.python_version()}",
    }


def _tables(figures: Sequence[Figure]) -> list[tuple[str, list[list[str]]]]:
    """Return heading and cells of each table that has any figure; the first row holds the sizes."""
    found = {(each.table, each.row, each.size): each for each in (*figures, *_ratios(figures))}
    tables = []
    for key, table in _TABLES.items():
        sizes = sorted({size for name, _, size in found if name == key})
        grown = table.growth and len(sizes) > 1
        cells = [["", *map(str, sizes), *([f"{sizes[-1]} : {sizes[-2]}"] if grown else [])]]
        for row, label in table.rows.items():
            line = [found.get((key, row, size)) for size in sizes]
            if any(line):
                cells.append(
                    [_joined(label), *_shown(line, table.worst), *([_growth(line)] if grown else [])]
                )
        if len(cells) > 1:
            tables.append((_joined(table.heading), cells))
    return tables


def _shown(line: Sequence[Figure | None], worst: bool) -> list[str]:
    return [
        "–" if each is None else _number(each.median) + (f" ({_number(each.worst)})" if worst else "")
        for each in line
    ]


def _growth(line: Sequence[Figure | None]) -> str:
    before, last = line[-2:]
    return "–" if before is None or last is None else _number(last.median / before.median)


def _ratios(figures: Sequence[Figure]) -> list[Figure]:
    """Return how our whole build compares with each other generator, where both were measured."""
    medians = {(each.table, each.row, each.size): each.median for each in figures}
    return [
        Figure(table, peer, size, (medians[ours] / theirs,))
        for table, kind in _RATIOS.items()
        for (name, peer, size), theirs in medians.items()
        if name == f"peers{kind}" and (ours := (f"time{kind}", "build", size)) in medians
    ]


def _joined(words: Bilingual) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"


def _number(value: float) -> str:
    """Return a number with about three digits that say something."""
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _markdown(heading: str, cells: list[list[str]]) -> str:
    head, *rows = cells
    rule = ["---", *("--:" for _ in head[1:])]
    return "\n".join([f"## {heading}", "", *(f"| {' | '.join(row)} |" for row in (head, rule, *rows))])


def _text(heading: str, cells: list[list[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = [heading]
    for label, *values in cells:
        padded = [
            " " * (width - _width(value)) + value for width, value in zip(widths[1:], values, strict=True)
        ]
        lines.append("  ".join([label + " " * (widths[0] - _width(label)), *padded]).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
