"""The hand-written pages, as far as search reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.core.project_files import files_of

_FRONT = re.compile(r"(?:---\n(.*?)\n---\n)?(.*)", re.DOTALL)
_TITLE = re.compile(r"^title: *[\"']?(.*?)[\"']?$", re.MULTILINE)
_MARKDOWN = (
    (re.compile(r"<[^>]+>|\{[#:][^}]*\}|^```.*?^```", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^[#>\-*\s|]+|[*_`|]+", re.MULTILINE), " "),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A page of ``docs/zh`` or ``docs/en``: its address below the language's root, and its words without Markdown."""

    address: str
    title: str
    text: str


def handwritten(folder: Path) -> Iterator[Handwritten]:
    """Give the pages below ``folder`` that have a title, in the order of their files' names."""
    for path in files_of(folder, "**/*.md"):
        front, body = _FRONT.fullmatch(path.read_text(encoding="utf-8")).groups()  # type: ignore[union-attr]
        title = _TITLE.search(front or "")
        if title is None:
            continue
        address = path.relative_to(folder).with_suffix("").as_posix().removesuffix("index").removesuffix("/")
        yield Handwritten(f"{address}/".lstrip("/"), title[1], _plain(body))


def _plain(markdown: str) -> str:
    for pattern, form in _MARKDOWN:
        markdown = pattern.sub(form, markdown)
    return markdown.strip()
