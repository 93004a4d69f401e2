"""Pages written by hand: what in ``docs/`` could run in a reader's browser, lead astray or break the build is a problem.

Judged is the HTML that Markdown makes of a page, by what may be in it and not by what may not: no trick of writing gets
past that. Imports ``bilingual``, ``problem``, ``decoding`` and ``reading``; loads Markdown when it runs.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from registry.bilingual import LANGUAGES, Bilingual
from registry.decoding import decode
from registry.problem import Findings, Problem
from registry.reading import Mapping, Node, Scalar, Sequence, content_of, read, read_bytes

RULES = {
    "page-file": Bilingual(
        "docs/zh、docs/en 里只放 .md 文件，文件名用小写字母、数字和连字符，不用链接。",
        "docs/zh and docs/en hold `.md` files only, named with small letters, digits and hyphens, and no links.",
    ),
    "page-head": Bilingual(
        "手写页面开头有 title 和 description，此外只可有 section 和 scripts。",
        "A hand-written page begins with `title` and `description`; `section` and `scripts` may follow.",
    ),
    "page-html": Bilingual(
        "手写页面里只有文字用的 HTML，没有脚本、样式、图片和表单。",
        "A hand-written page holds HTML for text only: no script, style, picture or form.",
    ),
    "page-link": Bilingual(
        "链接只到本站已有的页面和小节、http(s) 网址或 mailto。",
        "A link leads to a page or section of this site that exists, an http(s) address or a mailto.",
    ),
    "page-part": Bilingual(
        "单独成段的 [[名称]] 是程序生成的部分，名称不能写错。",
        "A paragraph [[name]] stands for a part made by program, which has this name.",
    ),
    "page-tangle": Bilingual(
        "手写页面里的括号成对，列表和引用不层层嵌套。",
        "Brackets on a hand-written page come in pairs, and lists and quotations are not nested without end.",
    ),
    "picture": Bilingual(
        "图片是 SVG 或 PNG；SVG 里只有图形。", "A picture is SVG or PNG, and an SVG holds shapes only."
    ),
}
"""The rules of this room, by name."""

PARTS = ("measure-fields",)
"""What a paragraph ``[[name]]`` of a page may stand for; ``pages`` makes it."""

SECTIONS = frozenset(
    "m indicators documents bodies places measures search glossary cite verify trust data editing about api downloads feed.xml "
    "opensearch.xml sitemap.xml 404.html".split()
)
"""What the addresses of the site begin with, below the root of a language."""

_TAGS = frozenset(
    "a abbr blockquote br code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr ins kbd li ol p pre s small span "
    "strong sub summary sup table tbody td th thead tr ul".split()
)
_ATTRIBUTES = frozenset("class hidden href id lang scope start title".split())
_SHAPES = frozenset("svg g path circle ellipse line polygon polyline rect title desc".split())
_SHAPE_ATTRIBUTES = re.compile(
    "xmlns|viewbox|width|height|role|aria-[a-z]+|id|class|d|[cr][xy]?|[xy][12]?|points|transform|fill(-[a-z]+)?|stroke(-[a-z]+)?"
)
_HEAD_KEYS = ("title", "description", "section", "scripts")
_SCHEMES = ("http", "https", "mailto")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)*")
_TAG = re.compile(r'</?([a-z][a-z0-9]*)((?:\s+[a-z][\w:-]*(?:="[^"<>]*")?)*)\s*/?>', re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s([a-z][\w:-]*)(?:="([^"]*)")?', re.IGNORECASE)
_SCHEME = re.compile(r"([^/?#]*):")

LARGEST = 50_000
"""Bytes of a page or an SVG picture."""

_MOST_OPEN = 100
"""Brackets of a kind that may be open at once in a block; Markdown tries each with all that follows, which never ends."""

_ALWAYS_ON = ("toc", "tables", "fenced_code")
"""The extensions of Markdown that MkDocs always uses."""


def check_handwritten(project: Path) -> list[Problem]:
    """Return all problems of the pages and pictures in ``docs`` of a project. Never raises for bad content."""
    docs = project / "docs"
    problems: list[Problem] = []
    for language in LANGUAGES:
        for path in _files(docs / language, project, problems):
            findings = Findings(_name(path, project))
            if path.suffix != ".md" or not _NAME.fullmatch(path.name):
                findings.add(
                    (1, 1),
                    "page-file",
                    zh="这个文件不是手写页面，或者文件名里有别的字符。",
                    en="This file is no hand-written page, or its name has other characters.",
                    do_zh="移走它，或改名，例如 about.md。",
                    do_en="Move it away, or rename it, such as about.md.",
                )
            else:
                _check_page(path, project, findings)
            problems += findings.problems
    for path in _files(docs / "assets", project, problems):
        if path.suffix.lower() == ".svg":
            problems += _check_picture(path, _name(path, project))
        elif path.is_relative_to(docs / "assets" / "images") and path.suffix != ".png":
            findings = Findings(_name(path, project))
            findings.add(
                (1, 1),
                "picture",
                zh="这个文件不是 SVG 或 PNG 图片。",
                en="This file is no SVG or PNG picture.",
                do_zh="移走它；图片存成 .svg 或 .png。",
                do_en="Move it away; save a picture as .svg or .png.",
            )
            problems += findings.problems
    return problems


def strange_html(content: str) -> Iterator[tuple[str, str]]:
    """Give what may not be in the HTML of a page: the rule it breaks and the words at fault, as they stand there."""
    for match in re.finditer("<", content):
        tag = _TAG.match(content, match.start())
        if tag is None or tag.group(1) not in _TAGS:
            yield "page-html", content[match.start() : tag.end() if tag else match.start() + 20]
            continue
        for name, value in _ATTRIBUTE.findall(tag.group(2)):
            if name not in _ATTRIBUTES:
                yield "page-html", name
            elif name == "href" and not _leads_somewhere_good(value):
                yield "page-link", html.unescape(value)


def _leads_somewhere_good(value: str) -> bool:
    address = "".join(each for each in html.unescape(value) if each > " ")
    scheme = _SCHEME.match(address)
    if scheme:
        return scheme.group(1).lower() in _SCHEMES
    return not re.match(r"[/\\]{2}", address)


def _files(folder: Path, project: Path, problems: list[Problem]) -> Iterator[Path]:
    """Give the files below a folder in the order of their names; links are reported and not followed."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        path = Path(entry.path)
        if entry.is_symlink():
            findings = Findings(_name(path, project))
            findings.add(
                (1, 1),
                "page-file",
                zh="这是一个链接，不是文件。",
                en="This is a link, not a file.",
                do_zh="删去链接，把文件本身放在这里。",
                do_en="Remove the link, and put the file itself here.",
            )
            problems += findings.problems
        elif entry.is_dir():
            yield from _files(path, project, problems)
        elif not entry.name.startswith("."):
            yield path


def _name(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _check_page(path: Path, project: Path, findings: Findings) -> None:
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
        if not _NAME.fullmatch(name) or not (project / "docs" / "assets" / "scripts" / name).is_file():
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


def _check_picture(path: Path, file: str) -> list[Problem]:
    """Check an SVG picture: opened by its own address it is a page, and could run scripts like one."""
    findings = Findings(file)
    content = content_of(path, LARGEST, findings)
    lines = (decode(content, findings) if content is not None else None) or []
    for number, line in enumerate(lines, 1):
        for match in re.finditer("<", line):
            tag = _TAG.match(line, match.start())
            names = [name.lower() for name, _ in _ATTRIBUTE.findall(tag.group(2))] if tag else []
            if tag and tag.group(1) in _SHAPES and all(_SHAPE_ATTRIBUTES.fullmatch(name) for name in names):
                continue
            findings.add(
                (number, match.start() + 1),
                "picture",
                zh=f"图片里不能有“{line[match.start() : match.start() + 40]}”。",
                en=f"A picture cannot hold “{line[match.start() : match.start() + 40]}”.",
                do_zh="只留图形，一个标记写在一行内。",
                do_en="Keep shapes only, each tag within a line.",
            )
    return findings.problems
