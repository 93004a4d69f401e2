"""A page written by hand: its head, the HTML that Markdown makes of it, and where its links lead.

Imports ``bilingual``, ``problem``, ``decoding``, ``reading`` and ``handwritten.markup``; loads Markdown when it runs.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from registry.bilingual import LANGUAGES
from registry.decoding import decode
from registry.handwritten.markup import strange_html
from registry.problem import Findings
from registry.reading import Mapping, Node, Scalar, Sequence, content_of, read, read_bytes

LARGEST = 50_000
"""Bytes of a page or an SVG picture."""

PARTS = ("measure-fields",)
"""What a paragraph ``[[name]]`` of a page may stand for; ``pages`` makes it."""

SECTIONS = frozenset(
    "m indicators documents bodies places measures search glossary cite verify trust data editing about api downloads feed.xml "
    "opensearch.xml sitemap.xml 404.html".split()
)
"""What the addresses of the site begin with, below the root of a language."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)*")
"""What files of pages and scripts are called."""

_HEAD_KEYS = ("title", "description", "section", "scripts")

_MOST_OPEN = 100
"""Brackets of a kind that may be open at once in a block; Markdown tries each with all that follows, which never ends."""

_ALWAYS_ON = ("toc", "tables", "fenced_code")
"""The extensions of Markdown that MkDocs always uses."""


def check_page(path: Path, project: Path, findings: Findings) -> None:
    """Check a page of ``project``; what is wrong with it goes to ``findings``."""
    content = content_of(path, LARGEST, findings)
    lines = None if content is None else decode(content, findings)
    if lines is None:
        return
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    _check_head(lines[1:end], project, findings)
    import markdown

    extensions = [*_ALWAYS_ON, *_extensions(project / "mkdocs.yml")]
    try:
        if line := _tangled(lines):
            raise RecursionError
        content = markdown.Markdown(extensions=extensions).convert("\n".join(lines[end + 1 if end else 0 :]))
    except RecursionError:
        findings.add(
            (line or 1, 1),
            "page-tangle",
            zh="括号没有关上，或者一层套一层，太多了。",
            en="Too many brackets are not closed, or too much is nested.",
            do_zh="补上右括号，列表最多套两三层。要显示一串括号，就分成几段。",
            do_en="Close the brackets, and nest lists two or three deep. To show a row of brackets, part it into paragraphs.",
        )
        return
    _check_ways(path.relative_to(project / "docs").with_suffix("").parts, content, lines, findings)
    for rule, words in dict.fromkeys(strange_html(content)):
        place = _place(lines, words)
        shown = words[:60]
        if rule == "page-link":
            findings.add(
                place,
                rule,
                zh=f"链接“{shown}”不是 http(s) 网址，也不是本站的页面。",
                en=f"The link “{shown}” is neither an http(s) address nor a page of this site.",
                do_zh="写 https:// 开头的网址，或到本站页面的相对路径，例如 ../glossary/。",
                do_en="Write an address that begins with https://, or the relative way to a page here, such as ../glossary/.",
            )
        else:
            findings.add(
                place,
                rule,
                zh=f"页面里不能有“{shown}”。",
                en=f"A page cannot hold “{shown}”.",
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


def _check_ways(way: tuple[str, ...], content: str, lines: list[str], findings: Findings) -> None:
    """Check that links within the site lead somewhere and that parts are known, of the page at ``way`` below ``docs``."""
    language, *names = way
    address = "/".join(names[:-1] if names[-1] == "index" else names)
    root = "/" if language == LANGUAGES[0] else f"/{language}/"
    ids = set(re.findall(r'\sid="([^"]*)"', content))
    for href in dict.fromkeys(html.unescape(each) for each in re.findall(r'\shref="([^"]*)"', content)):
        leads = urlsplit(href)
        if leads.scheme or leads.netloc:
            continue
        steps = urljoin(f"{root}{address}/", leads.path).strip("/").split("/")
        section = steps[1:2] if steps[0] in LANGUAGES else steps[:1]
        here = not leads.path
        if (
            (leads.fragment not in ids | {""})
            if here
            else (section[:1] not in ([], [""]) and section[0] not in SECTIONS)
        ):
            findings.add(
                _place(lines, href),
                "page-link",
                zh=f"链接“{href[:60]}”指向的{'小节' if here else '页面'}不存在。",
                en=f"The link “{href[:60]}” leads to a {'section' if here else 'page'} that does not exist.",
                do_zh="检查拼写：小节是标题后面 {#名称} 里的名称。"
                if here
                else "检查拼写，例如 ../glossary/。",
                do_en="Check the spelling: a section is called what stands in {#name} after its heading."
                if here
                else "Check the spelling, such as ../glossary/.",
            )
    for name in re.findall(r"<p>\[\[([\w-]+)\]\]</p>", content):
        if name not in PARTS:
            findings.add(
                _place(lines, f"[[{name}]]"),
                "page-part",
                zh=f"没有叫“{name}”的部分。",
                en=f"There is no part called “{name}”.",
                do_zh=f"可用的：{'、'.join(PARTS)}。",
                do_en=f"There is: {', '.join(PARTS)}.",
            )


def _check_head(lines: list[str], project: Path, findings: Findings) -> None:
    """Check what stands between the two lines of hyphens at the head of a page."""
    entries: dict[str, Node] = {}
    if lines:
        reading = read_bytes("\n".join(["", *lines, ""]).encode(), findings.file)
        findings.problems += reading.problems
        entries = reading.root.entries if isinstance(reading.root, Mapping) else {}
    for key in ("title", "description"):
        node = entries.get(key)
        if not isinstance(node, Scalar) or not node.text.strip():
            findings.add(
                node.place if node else (1, 1),
                "page-head",
                zh=f"页面开头缺 {key}。",
                en=f"The head of the page lacks {key}.",
                do_zh=f"文件以一行 --- 开始，接着写 {key}: …，再以一行 --- 结束。",
                do_en=f"Begin the file with a line ---, then write {key}: …, and end the head with a line ---.",
            )
    for key, node in entries.items():
        if key not in _HEAD_KEYS:
            findings.add(
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
            findings.add(
                item.place,
                "page-head",
                zh=f"没有脚本“{name}”。",
                en=f"There is no script “{name}”.",
                do_zh="写 docs/assets/scripts/ 里的文件名。",
                do_en="Write the name of a file in docs/assets/scripts/.",
            )


def _extensions(configuration: Path) -> list[str]:
    found = read(configuration, configuration.name).find("markdown_extensions")
    items = found.items if isinstance(found, Sequence) else ()
    return [each.text for each in items if isinstance(each, Scalar) and each.text not in _ALWAYS_ON]


def _place(lines: list[str], words: str) -> tuple[int, int]:
    """Return where words stand in a page; they may be written another way than they come out, so by their beginning."""
    tag = re.match(r"</?[\w!?-]*", words)
    for wanted in (
        words,
        words[:20],
        tag.group() if tag else words[:8],
        "![" if words.startswith("<img") else words[:8],
    ):
        for number, line in enumerate(lines, 1):
            column = line.lower().find(wanted.lower())
            if column >= 0:
                return number, column + 1
    return 1, 1
