"""Strict reading of YAML: bytes in, nodes with positions out, and every fault as a problem.

A plain ``no``, ``012`` or ``1.10`` stays the text that was typed: what it means is for ``shape`` to say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.loader import lint, yaml_errors
from registry.loader.decode import RULES as DECODING_RULES
from registry.loader.decode import decode
from registry.loader.lint import scan
from registry.loader.yaml.composer import DEEPEST, Composer
from registry.loader.yaml.file_content import content_of
from registry.loader.yaml.nodes import Mapping, Node, Reading, Scalar, Sequence
from registry.loader.yaml_errors import Complaint, explain

__all__ = [
    "DEEPEST",
    "LARGEST_FILE",
    "LARGEST_MEASURE",
    "RULES",
    "Mapping",
    "Node",
    "Reading",
    "Scalar",
    "Sequence",
    "content_of",
    "read",
    "read_bytes",
]

LARGEST_MEASURE = 100_000
"""Bytes of a measure file; the longest so far has 5,000."""

LARGEST_FILE = 10_000_000
"""Bytes of any other file; the record of 10,000 publications takes less than one million."""

RULES = {
    "readable": Bilingual(
        "举措文件是可以读取的普通文件，不是文件夹或链接。",
        "A measure file is a plain file that can be read, not a folder or a link.",
    ),
    "size": Bilingual(
        "一个举措文件不超过 100 KB，其他文件不超过 10 MB。",
        "A measure file is at most 100 KB, any other file 10 MB.",
    ),
    **DECODING_RULES,
    **lint.RULES,
    **yaml_errors.RULES,
    "empty": Bilingual("文件不是空的。", "A file is not empty."),
    "depth": Bilingual(f"内容嵌套不超过 {DEEPEST} 层。", f"Content is nested at most {DEEPEST} levels deep."),
    "alias": Bilingual(
        "不用锚点（&）和别名（*），内容写全。",
        "There are no anchors (&) and aliases (*): content is written out.",
    ),
    "tag": Bilingual("不用标签（!）。", "There are no tags (!)."),
    "one-document": Bilingual(
        "一个文件只写一条举措，不用 --- 隔开写几条。",
        "A file contains one measure, not several one after another or separated by ---.",
    ),
    "key": Bilingual("字段名是一个词。", "A field name is a single word."),
    "duplicate-key": Bilingual("同一层里一个字段只写一次。", "A field is written once on its level."),
}
"""The rules that reading holds files to, by name."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, file: str, largest: int = LARGEST_FILE) -> Reading:
    """Read a YAML file; ``file`` is the name under which problems are reported. Never raises for bad content.

    ``largest`` is how many bytes it may have.
    """
    diagnostics = Diagnostics(file)
    content = content_of(path, largest, diagnostics)
    return Reading(file, None, diagnostics.problems) if content is None else _read(content, diagnostics)


def read_bytes(content: bytes, file: str) -> Reading:
    """Read YAML from bytes, as ``read`` does from a file."""
    return _read(content, Diagnostics(file))


def _read(content: bytes, diagnostics: Diagnostics) -> Reading:
    reading = Reading(diagnostics.file, None, diagnostics.problems)
    lines = decode(content, diagnostics)
    if lines is None:
        return reading
    lines = scan(lines, diagnostics)
    loader = _Loader("\n".join(lines))
    try:
        reading.root = Composer(loader, diagnostics, lines).document()
    except yaml.YAMLError as error:
        # What the scan reported explains why the parser stumbled; its own words would be noise.
        if not diagnostics.lines_with(*lint.RULES, "tab", "odd-space"):
            explain(_complaint(error), diagnostics)
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
