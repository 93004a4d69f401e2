"""Pages written by hand: what in ``docs/`` could run in a reader's browser, lead astray or break the build is a problem.

Judged is the HTML that Markdown makes of a page. Imports ``bilingual``, ``problem``, ``decoding`` and ``reading``; loads
Markdown when it runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from registry.bilingual import LANGUAGES, Bilingual
from registry.decoding import decode
from registry.handwritten.markup import strange_html, strange_shapes
from registry.handwritten.page import LARGEST, NAME, PARTS, SECTIONS, check_page
from registry.problem import Findings, Problem
from registry.reading import content_of

__all__ = ["PARTS", "RULES", "SECTIONS", "check_handwritten", "strange_html"]

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


def check_handwritten(project: Path) -> list[Problem]:
    """Return all problems of the pages and pictures in ``docs`` of a project. Never raises for bad content."""
    docs = project / "docs"
    problems: list[Problem] = []
    for language in LANGUAGES:
        for path in _files(docs / language, project, problems):
            findings = Findings(_name(path, project))
            if path.suffix != ".md" or not NAME.fullmatch(path.name):
                findings.add(
                    (1, 1),
                    "page-file",
                    zh="这个文件不是手写页面，或者文件名里有别的字符。",
                    en="This file is no hand-written page, or its name has other characters.",
                    do_zh="移走它，或改名，例如 about.md。",
                    do_en="Move it away, or rename it, such as about.md.",
                )
            else:
                check_page(path, project, findings)
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


def _check_picture(path: Path, file: str) -> list[Problem]:
    """Check an SVG picture: opened by its own address it is a page, and could run scripts like one."""
    findings = Findings(file)
    content = content_of(path, LARGEST, findings)
    lines = (decode(content, findings) if content is not None else None) or []
    for number, line in enumerate(lines, 1):
        for at in strange_shapes(line):
            findings.add(
                (number, at + 1),
                "picture",
                zh=f"图片里不能有“{line[at : at + 40]}”。",
                en=f"A picture cannot hold “{line[at : at + 40]}”.",
                do_zh="只留图形，一个标记写在一行内。",
                do_en="Keep shapes only, each tag within a line.",
            )
    return findings.problems
