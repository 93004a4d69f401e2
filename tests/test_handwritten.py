"""Pages written by hand hold text and links, and whatever else they hold is told with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.collection import Collection
from registry.handwritten import PARTS, SECTIONS, check_handwritten, strange_html
from registry.pages import PARTS as MADE
from registry.pages import recipes
from registry.pages.page import Workshop
from registry.project import check_project
from registry.templating import Macros, Settings, read_strings
from tests.conftest import ROOT
from tests.payloads import ATTRIBUTES, ELEMENTS, MARKDOWN, SCRIPTS

HEAD = "---\ntitle: T\ndescription: D\n---\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one good page in each language."""
    for language in ("zh", "en"):
        folder = tmp_path / "docs" / language
        folder.mkdir(parents=True)
        (folder / "about.md").write_text(HEAD + "\nText.\n", encoding="utf-8")
    (tmp_path / "docs" / "assets" / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert check_handwritten(tmp_path) == []
    return tmp_path


def write(project: Path, text: str, name: str = "docs/zh/about.md") -> list[tuple[str, int, str]]:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(each.file, each.line, each.rule) for each in check_handwritten(project)]


def test_the_pages_of_this_register_are_good() -> None:
    assert check_handwritten(ROOT) == []
    assert check_project(ROOT) == ()


def test_what_pages_may_link_and_hold_is_what_there_is(register: Collection) -> None:
    strings, _ = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    workshop = Workshop("zh", register, Macros(ROOT / "macros"), strings, Settings())
    made = {recipe.address.split("/")[0] for recipe in recipes(workshop)} - {""}
    written = {path.stem for path in (ROOT / "docs" / "zh").glob("*.md")}
    assert made | written <= SECTIONS
    assert set(PARTS) == set(MADE)


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
        ("[a](#nowhere)", "page-link"),
        ("[[measure-feilds]]", "page-part"),
        ("[a]: javascript:alert()\n\n[a]", "page-link"),
        ("[a](../glossary/){onclick=alert()}", "page-html"),
        ("a\n{: style=color:red }", "page-html"),
        ("<!-- a -->", "page-html"),
        ("<?php ?>", "page-html"),
        ("![a](b.png)", "page-html"),
        ("<svg><a/></svg>", "page-html"),
        ("a \u202e b", "invisible-character"),
    ],
)
def test_what_a_page_may_not_hold_is_told_with_its_line(project: Path, line: str, rule: str) -> None:
    found = write(project, f"{HEAD}\nText.\n\n{line}\n")
    assert found
    assert {(file, told) for file, _, told in found} == {("docs/zh/about.md", rule)}
    assert found[0][1] in {7, 8, 9}


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
    found = check_handwritten(project)
    assert {each.file for each in found} == {
        "docs/zh/passwd.md", "docs/en/all", "docs/en/page.html", "docs/en/A b.md"
    }  # fmt: skip
    assert {each.rule for each in found} == {"page-file"}


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


def test_no_picture_is_a_link_or_very_large(project: Path) -> None:
    images = project / "docs" / "assets" / "images"
    images.mkdir()
    (images / "a.png").symlink_to("/etc/passwd")
    large = '<svg xmlns="http://www.w3.org/2000/svg">\n' + '<path d="M1 1"/>\n' * 5_000 + "</svg>\n"
    (images / "b.svg").write_text(large, encoding="utf-8")
    assert {(each.file.rpartition("/")[2], each.rule) for each in check_handwritten(project)} == {
        ("a.png", "page-file"),
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
