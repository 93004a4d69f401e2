"""Pages written by hand: what in ``docs/`` could run in a reader's browser, lead astray or break the build is a problem.

Judged is the HTML that Markdown makes of a page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from pathlib import Path, PurePath

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest
from registry.core.languages import LANGUAGES, Bilingual, other_language
from registry.core.project_files import is_passed_over
from registry.core.writing import fits_windows
from registry.loader.decode import decode
from registry.loader.yaml import content_of
from registry.model.urls import WRITTEN, is_reserved, leads_somewhere
from registry.validation.handwritten.markup import strange_html, strange_shapes
from registry.validation.handwritten.page import (
    LARGEST,
    PARTS,
    USUAL_MARKDOWN,
    Markdown,
    PageLink,
    Pages,
    address_of,
    check_page,
)
from registry.validation.handwritten.prose import check_sections

__all__ = [
    "PARTS",
    "RULES",
    "Markdown",
    "PageLink",
    "check_handwritten",
    "check_pages",
    "dead_link",
    "strange_html",
]

_PAGE_NAME = re.compile(r"(zh|en)(/[a-z0-9][a-z0-9-]*)+\.md")

RULES = {
    "page-file": Bilingual(
        "docs/zh、docs/en 里只放 .md 文件，文件名用小写字母、数字和连字符。",
        "docs/zh and docs/en contain `.md` files only, named with small letters, digits and hyphens.",
    ),
    "page-head": Bilingual(
        "手写页面开头有 title 和 description，此外只可有 section 和 scripts。",
        "A hand-written page begins with `title` and `description`; `section` and `scripts` may follow.",
    ),
    "page-html": Bilingual(
        "手写页面里只有文字用的 HTML，没有脚本、样式、图片和表单。",
        "A hand-written page contains HTML for text only: no script, style, picture or form.",
    ),
    "page-link": Bilingual(
        "链接只到本站已有的页面和小节、http(s) 网址或 mailto。",
        "A link leads to a page or section of this site that exists, an http(s) address or a mailto.",
    ),
    "page-part": Bilingual(
        "单独成段的 [[名称]] 是程序生成的部分，名称不能写错。",
        "A paragraph [[name]] is replaced by a generated part that has this name.",
    ),
    "page-tangle": Bilingual(
        "手写页面里的括号成对，列表和引用不层层嵌套。",
        "Brackets on a hand-written page come in pairs, and lists and quotations are not nested without end.",
    ),
    "picture": Bilingual(
        "图片是 SVG 或 PNG；SVG 里只有图形。", "A picture is SVG or PNG, and an SVG contains shapes only."
    ),
}
"""The rules of this module, by name."""


def check_handwritten(project: Path, markdown: Table[str, Markdown] | None = None) -> list[Diagnostic]:
    """Return all problems of the pages and pictures in ``docs`` of a project. Never raises for bad content.

    ``markdown`` is what the pages of each language are read with.
    """
    return check_pages(project, markdown)[0] + _check_others(project)


def check_pages(
    project: Path, markdown: Table[str, Markdown] | None = None
) -> tuple[list[Diagnostic], list[PageLink]]:
    """Return the problems of the hand-written pages, and their links that lead to generated pages and files."""
    docs = project / "docs"
    problems: list[Diagnostic] = []
    pages: Pages = {}
    for language in LANGUAGES:
        for path in _files(docs / language):
            name = path.relative_to(docs).as_posix()
            if path.suffix != ".md" or not _PAGE_NAME.fullmatch(name) or not fits_windows(name):
                _report_file(
                    _name(path, project), problems,
                    zh="这不是手写页面的文件名：只能有小写字母、数字和连字符，以 .md 结尾，且 Windows 允许。",
                    en="This is not the name of a hand-written page: it has lower-case letters, digits and hyphens, ends in .md, and Windows allows it.",
                    do_zh="移走它，或改名，例如 about.md。",
                    do_en="Move it away, or rename it, such as about.md.",
                )  # fmt: skip
            else:
                pages[name] = None
    links: list[PageLink] = []
    for name in list(pages):
        diagnostics = Diagnostics(f"docs/{name}")
        language = name.partition("/")[0]
        links += check_page(
            docs / name, project, (markdown or {}).get(language, USUAL_MARKDOWN), pages, diagnostics
        )
        problems += diagnostics.problems
    _check_set(pages, problems)
    problems += check_sections(docs, pages)
    written = {(name.partition("/")[0], address_of(PurePath(name))): ids for name, ids in pages.items()}
    for link in links:
        _check_link(link, written, problems)
    return problems, [link for link in links if (link.language, _as_page(link.address)) not in written]


def _as_page(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""


def _check_set(pages: Pages, problems: list[Diagnostic]) -> None:
    """Check that no page takes the place of another, that each stands in both languages, and that none is missing."""
    addresses = {language: {} for language in LANGUAGES}  # type: dict[str, dict[str, str]]
    for name in sorted(pages, key=lambda name: name.endswith("/index.md")):
        address, of_language = address_of(PurePath(name)), addresses[name.partition("/")[0]]
        if is_reserved(address) or address in of_language:
            whose = of_language.get(address, "")
            _report_file(
                f"docs/{name}", problems,
                zh=f"网址 /{address} 已归{f' docs/{whose} ' if whose else '程序生成的网页'}所有，这个文件会取代它。",
                en=f"The address /{address} belongs to {f'docs/{whose}' if whose else 'what the program makes'}, whose place this file would take.",
                do_zh="改用别的文件名，例如 notes.md；要改生成的网页，改 macros/ 里的组件。",
                do_en="Use another file name, such as notes.md; to change a generated page, change its component in macros/.",
            )  # fmt: skip
        of_language.setdefault(address, name)
    for language in LANGUAGES:
        for address in WRITTEN:
            if address not in addresses[language]:
                name = f"docs/{language}/{address.removesuffix('/')}.md"
                _report_file(
                    name, problems,
                    zh="缺少这个页面，其他网页有到它的链接。",
                    en="This page is missing, and other pages link to it.",
                    do_zh=f"找回它：git checkout HEAD -- {name}；或重新写一个。",
                    do_en=f"Restore it with git checkout HEAD -- {name}, or write it again.",
                )  # fmt: skip
        other = other_language(language)
        for address, name in addresses[language].items():
            if address not in addresses[other] and address not in WRITTEN and not is_reserved(address):
                wanted = f"docs/{other}/{name.partition('/')[2]}"
                _report_file(
                    f"docs/{name}", problems,
                    zh=f"没有另一种语言的同一页面，语言切换将失效：缺少 {wanted}。",
                    en=f"The same page is missing in the other language, where the language switch leads: {wanted}.",
                    do_zh=f"新建 {wanted}。", do_en=f"Write {wanted}.",
                )  # fmt: skip


def _check_link(
    link: PageLink, written: Table[tuple[str, str], frozenset[str] | None], problems: list[Diagnostic]
) -> None:
    here = (link.language, _as_page(link.address))
    if here in written:
        ids = written[here]
        if not link.fragment or ids is None or link.fragment in ids:
            return
        problems += [dead_link(link, ids)]
    elif not link.language or not leads_somewhere(link.address):
        problems += [dead_link(link)]


def dead_link(link: PageLink, ids: Iterable[str] | None = None) -> Diagnostic:
    """Return the problem of a link that leads to no page, or to none of the sections ``ids`` of a page."""
    diagnostics = Diagnostics(link.file)
    near = nearest(link.fragment, ids or ())
    of_section = ids is not None
    diagnostics.add(
        link.place,
        "page-link",
        zh=f"链接“{link.href[:60]}”指向的{'小节' if of_section else '页面'}不存在。",
        en=f"The link “{link.href[:60]}” leads to a {'section' if of_section else 'page'} that does not exist.",
        do_zh=f"是否应为 #{near}？"
        if near
        else "检查拼写：小节是标题后面 {#名称} 里的名称。"
        if of_section
        else "检查拼写，写从本页出发的相对路径，例如 ../glossary/。",
        do_en=f"Perhaps #{near}?"
        if near
        else "Check the spelling: a section has the name in {#name} after its heading."
        if of_section
        else "Check the spelling, and write the path from this page, such as ../glossary/.",
    )
    return diagnostics.problems[0]


_READ = {
    ".": {"zh", "en", "assets", "decisions", "images", "licences.md"},
    "assets": {"images", "offline", "scripts", "styles"},
}
"""What stands in ``docs`` and ``docs/assets``; all else is read by nothing."""

_KINDS = {"assets/styles": ".css", "assets/scripts": ".js", "assets/offline": ".js", "decisions": ".md"}
"""The kind of files that a folder holds."""


def _check_others(project: Path) -> list[Diagnostic]:
    """Check the pictures, and that every file is one that something reads."""
    docs = project / "docs"
    problems: list[Diagnostic] = []
    for folder, known in _READ.items():
        for path in sorted((docs / folder).glob("*")):
            if path.name not in known and not is_passed_over(path.name):
                _report_stray(_name(path, project), problems)
    for folder, suffix in _KINDS.items():
        for path in _files(docs / folder):
            if path.suffix != suffix or path.parent != docs / folder:
                _report_stray(_name(path, project), problems)
    for path in (*_files(docs / "decisions"), docs / "licences.md"):  # They are read, though not on the site.
        diagnostics = Diagnostics(_name(path, project))
        if path.is_file() and (content := content_of(path, LARGEST, diagnostics)) is not None:
            decode(content, diagnostics)
        problems += diagnostics.problems
    return problems + _check_pictures(project)


def _check_pictures(project: Path) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    for path in _files(project / "docs" / "assets" / "images"):
        if path.suffix == ".svg":
            problems += _check_picture(path, _name(path, project))
        elif path.suffix != ".png":
            diagnostics = Diagnostics(_name(path, project))
            diagnostics.add(
                (1, 1),
                "picture",
                zh="这个文件不是 SVG 或 PNG 图片。",
                en="This file is not an SVG or PNG picture.",
                do_zh="移走它；图片存成 .svg 或 .png。",
                do_en="Move it away; save a picture as .svg or .png.",
            )
            problems += diagnostics.problems
    return problems


def _report_stray(file: str, problems: list[Diagnostic]) -> None:
    _report_file(
        file, problems,
        zh="网站和程序都不读这个文件。",
        en="Neither the site nor the program reads this file.",
        do_zh="移走它；手写页面放在 docs/zh 和 docs/en，图片放在 docs/assets/images。",
        do_en="Move it away; pages belong in docs/zh and docs/en, pictures in docs/assets/images.",
    )  # fmt: skip


def _report_file(file: str, problems: list[Diagnostic], *, zh: str, en: str, do_zh: str, do_en: str) -> None:
    diagnostics = Diagnostics(file)
    diagnostics.add((1, 1), "page-file", zh=zh, en=en, do_zh=do_zh, do_en=do_en)
    problems += diagnostics.problems


def _files(folder: Path) -> Iterator[Path]:
    """Give the files below a folder in the order of their names; links, which are told elsewhere, are not followed."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if is_passed_over(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _files(path)
        else:
            yield path


def _name(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _check_picture(path: Path, file: str) -> list[Diagnostic]:
    """Check an SVG picture: opened by its own address it is a page, and could run scripts like one."""
    diagnostics = Diagnostics(file)
    content = content_of(path, LARGEST, diagnostics)
    lines = (decode(content, diagnostics) if content is not None else None) or []
    for number, line in enumerate(lines, 1):
        for at in strange_shapes(line):
            diagnostics.add(
                (number, at + 1),
                "picture",
                zh=f"图片里不能有“{line[at : at + 40]}”。",
                en=f"A picture cannot contain “{line[at : at + 40]}”.",
                do_zh="只留图形，一个标记写在一行内。",
                do_en="Keep shapes only, each tag within a line.",
            )
    return diagnostics.problems
