"""Pages written by hand hold text and links, and whatever else they hold is told with its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from registry.core.languages import LANGUAGES
from registry.core.regular_files import strange_files
from registry.model.register import Register
from registry.model.strings import read_strings
from registry.model.urls import WRITTEN, is_reserved, leads_somewhere
from registry.pages import page_specs
from registry.pages.handwritten import PARTS as MADE
from registry.rendering.checks import check_project
from registry.rendering.context import Macros
from registry.rendering.page import RenderContext
from registry.validation.handwritten import PARTS, check_handwritten, strange_html
from registry.validation.handwritten.prose import check_sections
from registry.validation.site_settings import Settings
from tests.conftest import ROOT
from tests.payloads import ATTRIBUTES, ELEMENTS, MARKDOWN, SCRIPTS

HEAD = "---\ntitle: T\ndescription: D\n---\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the pages that must be, in each language."""
    for address in WRITTEN:
        for language in ("zh", "en"):
            path = tmp_path / "docs" / language / f"{address.removesuffix('/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEAD + "\nText.\n", encoding="utf-8")
    (tmp_path / "docs" / "assets" / "scripts").mkdir(parents=True)
    assert check_handwritten(tmp_path) == []
    return tmp_path


def write(project: Path, text: str, name: str = "docs/zh/about.md") -> list[tuple[str, int, str]]:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(problem.file, problem.line, problem.rule) for problem in check_handwritten(project)]


def test_the_pages_of_this_register_are_good() -> None:
    assert check_handwritten(ROOT) == []
    assert check_project(ROOT) == ()


def test_no_page_can_take_the_place_of_what_is_made_and_links_may_lead_to_it(
    register: Register, site: Path
) -> None:
    strings, _ = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    for spec in page_specs(RenderContext("zh", register, Macros(ROOT / "macros"), strings, Settings())):
        assert is_reserved(spec.address), spec.address
        assert leads_somewhere(spec.address), spec.address
    pages = ROOT / "docs" / "zh"
    written = {
        f"{page.relative_to(pages).with_suffix('').as_posix()}/index.html" for page in pages.rglob("*.md")
    }
    assert {f"{address}index.html" for address in WRITTEN} <= written
    made = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert written < made
    for name in made - written - {f"en/{name}" for name in written}:
        assert is_reserved(name.removeprefix("en/").removesuffix("index.html")), name
    assert set(PARTS) == set(MADE)


def test_menus_lead_to_pages_that_must_be_and_every_link_of_them_leads_somewhere(site: Path) -> None:
    for name, prefix in (("index.html", ""), ("en/index.html", "en/")):
        html = (site / name).read_text(encoding="utf-8")
        for href in re.findall(r'<a [^>]*href="\./([\w/-]*/)"', html):
            assert leads_somewhere(href.removeprefix("en/")) or href in WRITTEN, href
            assert (site / prefix / href / "index.html").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["index", "measures", "measures/index", "m/ybh2019-376-1a-03", "m/anything/v/x", "indicators/new", "documents/x/y",
             "editing/rules", "data/index", "search", "api/v1", "en", "zh/about", "404", "assets/x", "about/index"],
)  # fmt: skip
def test_no_page_replaces_another(project: Path, language: str, name: str) -> None:
    file = f"docs/{language}/{name}.md"
    found = write(project, HEAD, file)
    assert [told for told in found if told[0] == file] == [(file, 1, "page-file")]
    assert {told[0] for told in found} <= {file, f"docs/{language}/about.md"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_stands_in_both_languages_and_none_that_menus_lead_to_is_missing(
    project: Path, language: str
) -> None:
    page = f"docs/{language}/news/2031-a.md"
    other = f"docs/{'en' if language == 'zh' else 'zh'}/news/2031-a.md"
    assert write(project, HEAD, page) == [(page, 1, "page-file")]
    assert write(project, f"{HEAD}[a](../../about/) [b](../about.md) [c](2031-a.md)", other) == []
    missing = project / "docs" / language / "data" / "changes.md"
    missing.unlink()
    assert [(problem.file, problem.rule) for problem in check_handwritten(project)] == [
        (f"docs/{language}/data/changes.md", "page-file")
    ]


@pytest.mark.parametrize(
    "name", ["about.md", "zh.md", "zh/a.txt", "zh/a.md.bak", "zh/a.html", "assets/site.css", "assets/styles/a.scss", "assets/styles/a/b.css",
             "assets/scripts/a.ts", "asset/x.js", "assets/offline/x.py", "decisions/a.txt", "fonts/a.woff2", "zh/Über.md", "zh/a.b.md"],
)  # fmt: skip
def test_a_file_that_nothing_reads_is_told(project: Path, name: str) -> None:
    found = write(project, HEAD, f"docs/{name}")
    assert len(found) == 1
    assert f"docs/{name}".startswith(found[0][0])


@pytest.mark.parametrize(
    "name", ["zh/.about.md.swp", "zh/about.md~", "zh/.#about.md", ".DS_Store", "assets/.DS_Store"]
)
def test_what_editors_and_systems_leave_behind_is_passed_over(project: Path, name: str) -> None:
    assert write(project, "x", f"docs/{name}") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("mkdocs.yml", "site_name: ", "site_name：", "colon"),
        ("mkdocs.en.yml", "theme:", "theme: [", "brackets"),
        ("macros/strings.yml", "zh: ", "zh：", "colon"),
    ],
)
def test_settings_and_words_are_checked(tmp_path: Path, name: str, old: str, new: str, rule: str) -> None:
    for file in ("mkdocs.yml", "mkdocs.en.yml", "macros/strings.yml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    assert (name, line, rule) in {(each.file, each.line, each.rule) for each in check_project(tmp_path)}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("a <script>alert()</script>", "page-html"),
        ("a <img src=x onerror=alert()>", "page-html"),
        ('a <span onclick="alert()">b</span>', "page-html"),
        ('a <span style="color:red">b</span>', "page-html"),
        ("a <b onclick=alert()>b</b>", "page-html"),
        ("[a](javascript:alert())", "page-link"),
        ("[a](JaVaScRiPt:alert())", "page-link"),
        ("[a](data:text/html,b)", "page-link"),
        ("[a](//elsewhere.invalid/)", "page-link"),
        ("[a](../glosary/)", "page-link"),
        ("[a]()", "page-link"),
        ("## a {#{b}", "page-link"),
        ("## a {#b}\n## c {#b}", "page-link"),
        ("## a ｛#b｝", "page-link"),
        ("[a](../m/)", "page-link"),
        ("[a](/glossary/)", "page-link"),
        ("[a](../../glossary/)", "page-link"),
        ("[a](nowhere.md)", "page-link"),
        ("[a](../en/about.md)", "page-link"),
        ("[a](../zh/about/)", "page-link"),
        ("[a](../editing/#nowhere)", "page-link"),
        ("[a](editing.md#nowhere)", "page-link"),
        ("[a](../en/editing/#nowhere)", "page-link"),
        ("[a](picture.png)", "page-link"),
        ("[a](#nowhere)", "page-link"),
        ("[[measure-feilds]]", "page-part"),
        ("[a]: javascript:alert()\n\n[a]", "page-link"),
        ("[a](../glossary/){onclick=alert()}", "page-html"),
        ("a\n{: style=color:red }", "page-html"),
        ("<!-- a -->", "page-html"),
        ("<?php ?>", "page-html"),
        ("![a](b.png)", "page-html"),
        ("<svg><a/></svg>", "page-html"),
        ("<div>\n\na", "page-html"),
        ("<div>a</span></div>", "page-html"),
        ("a <kbd>b", "page-html"),
        ("a</small> b", "page-html"),
        ("<details><summary>a</details>", "page-html"),
        ("a \u202e b", "invisible-character"),
        ("a **b", "page-html"),
        ("a `b", "page-html"),
        ("```sh\nls", "page-html"),
        ("中文，，中文。", "doubled-punctuation"),
        ("引用“中文。", "paired-marks"),
        ("關於。", "simplified"),
        ("办理аpp。", "ordinary-characters"),
    ],
)
def test_what_a_page_may_not_hold_is_told_with_its_line(project: Path, line: str, rule: str) -> None:
    found = write(project, f"{HEAD}\nText.\n\n{line}\n")
    assert found
    assert {(file, told) for file, _, told in found} == {("docs/zh/about.md", rule)}
    assert found[0][1] in {7, 8, 9}


def test_an_anchor_that_only_one_language_has_is_told_at_its_heading(tmp_path: Path) -> None:
    pages = {f"{language}/a.md": "# A\n\n## B {#b}\n" for language in ("zh", "en")}
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check_sections(tmp_path, pages) == []
    (tmp_path / "en/a.md").write_text("# A\n\n## B\n", encoding="utf-8")
    (problem,) = check_sections(tmp_path, pages)
    assert (problem.file, problem.line) == ("docs/en/a.md", 3)
    assert "{#b}" in problem.hint.en


def test_chinese_on_an_english_page_is_code_or_marked_as_chinese(project: Path) -> None:
    file = "docs/en/about.md"
    assert write(project, f"{HEAD}\nText.\n\nText 字。\n", file) == [(file, 8, "no-chinese-in-english")]
    assert write(project, f'{HEAD}\n`字` <span class="a" lang="zh-Hans">字</span>\n', file) == []


@pytest.mark.parametrize(
    "line",
    [
        "`<script>alert()</script>`",
        "```html\n<img src=x onerror=alert()>\n```",
        "1 < 2 & 3 > 2",
        'a <span lang="zh-Hans">字</span><br>',
        "[a](https://example.org) [b](mailto:a@example.org) [c](../glossary/#term)",
        "## Heading {#here}\n\n[d](#here)",
        "| a | b |\n|---|---|\n| c | d |",
        "<https://example.org> <a@example.org>",
        "[[measure-fields]]",
        "[a](editing.md) [b](./editing.md#) [c](../en/) [d](../) [e](../en/about/) [f](../glossary)",
        "[a](../feed.xml) [b](../downloads/register.xlsx) [c](../m/ybh2019-376-1a-03/#practice) [d](../?q=1)",
        "<div>\n<details><summary>a</summary><p>b<br>c</p></details>\n</div>",
    ],
)
def test_what_a_page_needs_it_may_hold(project: Path, line: str) -> None:
    assert write(project, f"{HEAD}\n{line}\n") == []


@pytest.mark.parametrize("head", ["", "---\ntitle: T\n---\n", "---\ntitle: T\ndescription: D\ntemplate: ../x.html\n---\n",
                                  "---\ntitle: T\ndescription: D\nscripts: [../x.js]\n---\n"])  # fmt: skip
def test_the_head_of_a_page_has_what_it_needs_and_no_more(project: Path, head: str) -> None:
    assert {rule for _, _, rule in write(project, f"{head}\nText.\n")} == {"page-head"}


def test_links_and_other_files_are_refused(project: Path) -> None:
    (project / "docs" / "zh" / "passwd.md").symlink_to("/etc/passwd")
    (project / "docs" / "en" / "all").symlink_to("/etc")
    (project / "docs" / "en" / "page.html").write_text("<p>", encoding="utf-8")
    (project / "docs" / "en" / "A b.md").write_text(HEAD, encoding="utf-8")
    assert {(each.file, each.rule) for each in check_handwritten(project)} == {
        ("docs/en/page.html", "page-file"), ("docs/en/A b.md", "page-file")
    }  # fmt: skip
    assert [(file.file, file.rule) for file in strange_files(project)] == [
        ("docs/en/all", "readable"), ("docs/zh/passwd.md", "readable")
    ]  # fmt: skip


def test_a_picture_on_a_page_is_answered_with_what_to_do(project: Path) -> None:
    write(project, f"{HEAD}\n![图](a.png)\n")
    (problem,) = check_handwritten(project)
    assert problem.hint.en == "Remove “![…](…)”, and say in words what the picture shows."


def test_each_of_several_tags_is_told_at_its_own_line(project: Path) -> None:
    assert write(project, f"{HEAD}\n<div>a</div>\n\n<div>\n\n<div>b</div>\n") == [
        ("docs/zh/about.md", 8, "page-html")
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("word " * 20_000, "size"),
        ("[" * 20_000, "page-tangle"),
        ("[a](" * 5_000, "page-tangle"),
        ("![" * 10_000, "page-tangle"),
        ("<a " * 10_000, "page-tangle"),
        ("- " * 2_000 + "a", "page-tangle"),
        ("*a _b " * 2_000 + "_ c*" * 2_000, "page-tangle"),
    ],
)
def test_no_page_takes_for_ever(project: Path, text: str, rule: str) -> None:
    assert {told for _, _, told in write(project, f"{HEAD}\n{text}\n")} == {rule}


@pytest.mark.parametrize("name", ["page.html", "a.svgz", "a.xhtml", "a.js", "A.PNG", "a"])
def test_what_is_no_picture_is_no_asset(project: Path, name: str) -> None:
    assert write(project, "<script>alert()</script>", f"docs/assets/images/{name}") == [
        (f"docs/assets/images/{name}", 1, "picture")
    ]


def test_no_picture_is_very_large(project: Path) -> None:
    images = project / "docs" / "assets" / "images"
    images.mkdir()
    large = '<svg xmlns="http://www.w3.org/2000/svg">\n' + '<path d="M1 1"/>\n' * 5_000 + "</svg>\n"
    (images / "b.svg").write_text(large, encoding="utf-8")
    assert {(each.file.rpartition("/")[2], each.rule) for each in check_handwritten(project)} == {
        ("b.svg", "size"),
    }


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert()</script>",
        '<path onload="alert()"/>',
        "<foreignObject>",
        '<a href="javascript:alert()">',
        "<!DOCTYPE x>",
    ],
)
def test_a_picture_holds_shapes_only(project: Path, content: str) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg">\n{}\n</svg>\n'
    assert write(project, picture.format('<path d="M1 1"/>'), "docs/assets/images/a.svg") == []
    assert set(write(project, picture.format(content), "docs/assets/images/a.svg")) == {
        ("docs/assets/images/a.svg", 2, "picture")
    }


@pytest.mark.parametrize("payload", [*ELEMENTS, *ATTRIBUTES, *MARKDOWN, *SCRIPTS])
def test_no_payload_gets_through_markdown(payload: str) -> None:
    import markdown

    for text in (payload, f"- {payload}", f"| a |\n|---|\n| {payload} |", f"[x]({payload})"):
        rendered = markdown.Markdown(extensions=["tables", "attr_list", "toc", "fenced_code"]).convert(text)
        dangerous = "window.__ran" in rendered.replace("&quot;", "") and (
            "<script" in rendered or 'href="j' in rendered.lower()
        )
        if dangerous:
            assert list(strange_html(rendered)), rendered
