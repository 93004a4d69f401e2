"""The source as scanned, read by a parser of its own that shares no code with the register.

The corrections applied here are those that the register declares: width of punctuation, white space, and the three
passages in ``CORRECTIONS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent / "data" / "notice-376.txt"

CORRECTIONS = {
    "税务部门 and 不动产登记部门": "税务部门和不动产登记部门",
    "由政府“对联合体”": "由政府对“联合体”",
    "- 附件：1.": "附件：1.",
}
"""What was corrected beside width and white space."""

_FULL_WIDTH = str.maketrans(",:;()", "，：；（）")


@dataclass(frozen=True)
class Row:
    """A row of an annex with the heading above it."""

    list: str
    number: int
    heading: str
    bodies: str
    title: str
    practice: str
    remark: str


def clean(text: str) -> str:
    """Apply the declared corrections to a passage of the scan."""
    for printed, shown in CORRECTIONS.items():
        text = text.replace(printed, shown)
    text = re.sub(r"</?p>", " ", text)
    return re.sub(r"\s+", "", text).translate(_FULL_WIDTH)


def annexes_begin(text: str) -> int:
    """Return where the annexes begin: after the notice's own list of annexes."""
    return text.index("国家要求复制推广借鉴的京沪两地优化 营商环境改革举措清单")


def rows() -> list[Row]:
    """Return all rows of the annexes in printed order."""
    text = SOURCE.read_text(encoding="utf-8")
    lists = iter(("1a", "1b", "2a", "2b"))
    current, heading, bodies = "", "", ""
    found: list[Row] = []
    for line in text[annexes_begin(text) :].splitlines():
        if re.match(r"[一二]、", line):
            current = next(lists)
            continue
        cells = line.split("\t")
        if cells[0].isdigit():
            remark = clean(cells[3]) if len(cells) > 3 else ""
            found.append(
                Row(current, int(cells[0]), heading, bodies, clean(cells[1]), clean(cells[2]), remark)
            )
            continue
        flat = clean(line)
        if group := re.match(r"（[一二三四五六七八]）.+?（\d+项）", flat):
            heading = group.group()
        if responsible := re.search(r"责任单位：(.+)$", flat):
            bodies = responsible.group(1)
    return found


def notice() -> str:
    """Return the notice's own text, from the issuer to the list of annexes, and the colophon, cleaned."""
    text = SOURCE.read_text(encoding="utf-8")
    return clean(text[: annexes_begin(text)]) + clean(text[text.index("公开方式") :])
