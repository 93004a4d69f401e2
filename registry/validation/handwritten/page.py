"""A page written by hand: its head, the HTML that Markdown makes of it, and where its links lead."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping as Table
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from registry.core.diagnostics import Diagnostics
from registry.core.languages import LANGUAGES
from registry.loader.decode import decode
from registry.loader.yaml import Mapping, Node, Scalar, Sequence, content_of, read_bytes
from registry.validation.handwritten.markup import strange_html
from registry.validation.handwritten.prose import check_prose, place_of

Markdown = tuple[tuple[str, ...], Table[str, Any]]
"""The extensions of Markdown, and the options of each."""

Pages = dict[str, frozenset[str] | None]
"""The pages there are, by their path below ``docs``, and the identifiers of the elements in each, where it can be read."""


class PageLink(NamedTuple):
    """A link within the site: where it stands, as written, and where it leads; ``language`` is ``""`` for nowhere."""

    file: str
    place: tuple[int, int]
    href: str
    language: str
    address: str
    fragment: str


LARGEST = 50_000
"""Bytes of a page or an SVG picture."""

PARTS = ("measure-fields",)
"""What a paragraph ``[[name]]`` of a page may stand for; ``pages`` makes it."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)*")
"""What files of scripts are called."""

_HEAD_KEYS = ("title", "description", "section", "scripts")

_MOST_OPEN = 100
"""Brackets of a kind that may be open at once in a block; Markdown tries each with all that follows, which never ends."""

USUAL_MARKDOWN: Markdown = (("toc", "tables", "pymdownx.superfences", "attr_list"), {})
"""What pages are read with where MkDocs' configuration cannot be read."""


def address_of(path: PurePath) -> str:
    """Return the address of a page below the root of its language, by its path below ``docs``."""
    names = path.with_suffix("").parts[1:]
    return "".join(f"{name}/" for name in (names[:-1] if names[-1:] == ("index",) else names))


def check_page(
    path: Path, project: Path, markdown: Markdown, pages: Pages, diagnostics: Diagnostics
) -> list[PageLink]:
    """Check a page of ``project``, what is wrong with it goes to ``diagnostics``; return its links to generated pages."""
    content = content_of(path, LARGEST, diagnostics)
    lines = None if content is None else decode(content, diagnostics)
    if lines is None:
        return []
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    if lines[0] == "---" and not _is_head(lines[1:end]):
        _report_open_head(lines, diagnostics)
        return []
    head = _check_head(lines[1:end], project, diagnostics)
    made = _html_of(lines, end + 1 if end else 0, markdown, diagnostics)
    if made is None:
        return []
    links = _check_links(path.relative_to(project / "docs"), made, lines, pages, diagnostics)
    _check_parts(made, lines, diagnostics)
    _check_html(made, lines, diagnostics)
    check_prose(made, head, path.relative_to(project / "docs").parts[0], lines, diagnostics)
    return links


def _is_head(lines: list[str]) -> bool:
    """Say whether lines, of which there must be some, are all fields, their continuations or comments."""
    return bool(lines) and all(re.match(r"[\w-]+[:：]|[\s#-]|$", line) for line in lines)


def _report_open_head(lines: list[str], diagnostics: Diagnostics) -> None:
    """Report that the head of a page does not end: at the first line that is no field of it."""
    at = next((at for at, line in enumerate(lines[1:], 2) if not re.match(r"[\w-]+[:：]|[ #]", line)), 1)
    diagnostics.add(
        (at, 1),
        "page-head",
        zh="页面的开头没有结束。",
        en="The head of the page does not end.",
        do_zh="在最后一个字段后面写一行 ---。",
        do_en="Write a line --- after its last field.",
    )


def _html_of(lines: list[str], start: int, markdown: Markdown, diagnostics: Diagnostics) -> str | None:
    """Return the HTML that Markdown makes of the lines from ``start`` on, ``None`` where that has no end."""
    from markdown import Markdown as Converter

    try:
        if line := _tangled(lines):
            raise RecursionError
        names, options = markdown
        made: str = Converter(extensions=list(names), extension_configs=options).convert(
            "\n".join(lines[start:])
        )
        return made
    except RecursionError:
        diagnostics.add(
            (line or 1, 1),
            "page-tangle",
            zh="括号没有关上，或者一层套一层，太多了。",
            en="Too many brackets are not closed, or too much is nested.",
            do_zh="补上右括号，列表最多套两三层。要显示一串括号，就分成几段。",
            do_en="Close the brackets, and nest lists two or three deep. To show a row of brackets, divide it into paragraphs.",
        )
        return None


def _check_html(content: str, lines: list[str], diagnostics: Diagnostics) -> None:
    for rule, words, nth in dict.fromkeys(strange_html(content)):
        place = place_of(lines, words or "]()", nth)
        shown = words[:60]
        if rule == "page-link":
            diagnostics.add(
                place,
                rule,
                zh=f"链接“{shown}”不是 http(s) 网址，也不是本站的页面。",
                en=f"The link “{shown}” is neither an http(s) address nor a page of this site.",
                do_zh="写 https:// 开头的网址，或到本站页面的相对路径，例如 ../glossary/。",
                do_en="Write an address that begins with https://, or the relative path to a page here, such as ../glossary/.",
            )
        elif rule == "page-open":
            diagnostics.add(
                place,
                "page-html",
                zh=f"“{shown}”没有配对。",
                en=f"“{shown}” is unmatched.",
                do_zh="每个开始标记都要有结束标记，后开始的先结束；多余的删去。",
                do_en="Close each tag that is opened, the last one first, and remove any extra one.",
            )
        elif words.startswith("<img"):
            diagnostics.add(
                place,
                rule,
                zh="手写页面不放图片。",
                en="Hand-written pages cannot contain pictures.",
                do_zh="删去“![…](…)”，把图里的内容写成文字。",
                do_en="Remove “![…](…)”, and say in words what the picture shows.",
            )
        else:
            diagnostics.add(
                place,
                rule,
                zh=f"页面里不能有“{shown}”。",
                en=f"A page cannot contain “{shown}”.",
                do_zh="用 Markdown 写。要显示尖括号，就放在反引号里：`<…>`。",
                do_en="Write it in Markdown. To show angle brackets, put them in backticks: `<…>`.",
            )


def _tangled(lines: list[str]) -> int:
    """Return the line at which more brackets than can be meant are open, or 0."""
    opened = dict.fromkeys("[(<", 0)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            opened = dict.fromkeys(opened, 0)
        for sign in line:
            if sign in opened:
                opened[sign] += 1
                if opened[sign] > _MOST_OPEN:
                    return number
            elif sign in "])>":
                pair = {"]": "[", ")": "(", ">": "<"}[sign]
                opened[pair] = max(0, opened[pair] - 1)
    return 0


def _check_parts(content: str, lines: list[str], diagnostics: Diagnostics) -> None:
    for name in re.findall(r"<p>\[\[([\w-]+)\]\]</p>", content):
        if name not in PARTS:
            diagnostics.add(
                place_of(lines, f"[[{name}]]"),
                "page-part",
                zh=f"没有名为“{name}”的部分。",
                en=f"There is no part called “{name}”.",
                do_zh=f"可用的：{'、'.join(PARTS)}。",
                do_en=f"There is: {', '.join(PARTS)}.",
            )


def _check_links(
    path: PurePath, content: str, lines: list[str], pages: Pages, diagnostics: Diagnostics
) -> list[PageLink]:
    """Check the links within the site of the page at ``path`` below ``docs``; return those that lead to generated pages."""
    links: list[PageLink] = []
    pages[path.as_posix()] = frozenset(
        html.unescape(found) for found in re.findall(r'\sid="([^"]*)"', content)
    )
    for href in dict.fromkeys(html.unescape(found) for found in re.findall(r'\shref="([^"]*)"', content)):
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc:
            links.append(
                PageLink(
                    diagnostics.file,
                    place_of(lines, href),
                    href,
                    *_target(path, parts.path, pages),
                    parts.fragment,
                )
            )
    return links


def _target(path: PurePath, leads: str, pages: Pages) -> tuple[str, str]:
    """Return what a path in a link of a page leads to: a language, or ``""`` for outside, and the address below its root."""
    leads = unquote(leads)
    if leads.endswith(".md"):  # MkDocs takes it for a file, from the folder of this one.
        file = posixpath.normpath(posixpath.join(path.parent.as_posix(), leads))
        is_here = file in pages and file.startswith(f"{path.parts[0]}/")
        return (path.parts[0], address_of(PurePath(file))) if is_here else ("", leads)
    language = path.parts[0]
    here = address_of(path)
    base = ("" if language == LANGUAGES[0] else f"{language}/") + here
    address = posixpath.normpath(posixpath.join(base or ".", leads)) if leads else base.rstrip("/")
    if leads.startswith("/") or address.startswith(".."):
        return "", leads
    address = "" if address == "." else address
    other, _, below = address.partition("/")
    if other in LANGUAGES[1:]:
        return other, below
    return LANGUAGES[0], address


def _check_head(lines: list[str], project: Path, diagnostics: Diagnostics) -> list[Scalar]:
    """Check what stands between the two lines of hyphens at the head of a page; return the texts in it."""
    entries: dict[str, Node] = {}
    if lines:
        reading = read_bytes("\n".join(["", *lines, ""]).encode(), diagnostics.file)
        diagnostics.problems += reading.problems
        entries = reading.root.entries if isinstance(reading.root, Mapping) else {}
    for key in ("title", "description"):
        node = entries.get(key)
        if not isinstance(node, Scalar) or not node.text.strip():
            diagnostics.add(
                node.place if node else (1, 1),
                "page-head",
                zh=f"页面开头缺 {key}。",
                en=f"The head of the page lacks {key}.",
                do_zh=f"文件以一行 --- 开始，接着写 {key}: …，再以一行 --- 结束。",
                do_en=f"Begin the file with a line ---, then write {key}: …, and end the head with a line ---.",
            )
    for key, node in entries.items():
        if key not in _HEAD_KEYS:
            diagnostics.add(
                node.place,
                "page-head",
                zh=f"页面开头不能有 {key}。",
                en=f"The head of the page cannot have {key}.",
                do_zh=f"删去它。可用的有：{'、'.join(_HEAD_KEYS)}。",
                do_en=f"Remove it. There are {', '.join(_HEAD_KEYS)}.",
            )
    scripts = entries.get("scripts")
    for item in scripts.items if isinstance(scripts, Sequence) else ():
        name = item.text if isinstance(item, Scalar) else ""
        if not NAME.fullmatch(name) or not (project / "docs" / "assets" / "scripts" / name).is_file():
            diagnostics.add(
                item.place,
                "page-head",
                zh=f"没有脚本“{name}”。",
                en=f"There is no script “{name}”.",
                do_zh="写 docs/assets/scripts/ 里的文件名。",
                do_en="Write the name of a file in docs/assets/scripts/.",
            )
    return [node for node in map(entries.get, ("title", "description")) if isinstance(node, Scalar)]
