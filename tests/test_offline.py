"""The copy that opens from a folder: pages, search, filters and verification, in Chromium, from file://."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from registry.build.classic_scripts import NotClassic, classic_script, piece_script
from registry.build.offline import offline_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDERS = ["", "en/"]


@pytest.fixture(scope="module")
def archive(site: Path) -> Path:
    return next(site.parent.glob("site-*.zip"))


@pytest.fixture(scope="module")
def copy(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extracted copy, in a folder such as people have."""
    folder = tmp_path_factory.mktemp("offline") / "我的 文件 #1 100%"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / archive.stem


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what goes wrong, and may reach no server."""
    context = browser.new_context(offline=True)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url))
    yield opened
    context.close()
    assert wrong == []


class Ways(HTMLParser):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def test_every_way_leads_to_a_file(copy: Path) -> None:
    broken = []
    pages = list(copy.rglob("*.html"))
    assert len(pages) > 200
    for path in pages:
        ways = Ways()
        ways.feed(path.read_text(encoding="utf-8"))
        for way in ways.found:
            parts = urlsplit(way)
            if not parts.scheme and parts.path and not (path.parent / unquote(parts.path)).is_file():
                broken.append(f"{path.relative_to(copy)}: {way}")
    assert broken == []


def test_archive_holds_one_folder_and_says_how_it_is_opened(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        assert {name.split("/")[0] for name in names} == {archive.stem}
        assert names[0] == f"{archive.stem}/README.txt"
        text = packed.read(names[0]).decode("utf-8-sig")
        assert "index.html" in text
        assert "\n" not in text.replace("\r\n", "")
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in packed.infolist())
    assert re.fullmatch(r"site-\d{4}-\d\d-\d\d", archive.stem)


@pytest.mark.parametrize("folder", FOLDERS)
def test_pages_open_and_lead_on(copy: Path, page: Page, folder: str) -> None:
    page.goto((copy / folder / "index.html").as_uri())
    page.click("header nav a >> nth=0")
    assert page.url.endswith("/index.html")
    page.goto((copy / folder / "m" / "ybh2019-376-1a-03" / "index.html").as_uri())
    page.click("header a[hreflang]")
    assert (
        page.url
        == (copy / FOLDERS[1 - FOLDERS.index(folder)] / "m" / "ybh2019-376-1a-03" / "index.html").as_uri()
    )


@pytest.mark.parametrize(("folder", "words"), [("", "电子营业执照"), ("en/", "business licence")])
def test_search(copy: Path, page: Page, folder: str, words: str) -> None:
    page.goto((copy / folder / "index.html").as_uri())
    page.fill("input[name=q] >> nth=0", words)
    page.press("input[name=q] >> nth=0", "Enter")
    page.wait_for_selector("[data-search-results] a[href]")
    assert "/search/index.html?q=" in page.url
    hrefs = page.eval_on_selector_all(
        "[data-search-results] a[href]", "links => links.map((link) => link.href)"
    )
    assert any("/m/ybh2019-376-1a-03/index.html" in href for href in hrefs)
    page.click("[data-search-results] a[href*='/m/'] >> nth=0")
    page.wait_for_selector("article[data-measure]")


@pytest.mark.parametrize(("folder", "words"), [("", "电子营业执照"), ("en/", "business licence")])
def test_search_as_one_types(copy: Path, page: Page, folder: str, words: str) -> None:
    page.goto((copy / folder / "m" / "ybh2019-376-2b-05" / "index.html").as_uri())
    page.click("input[name=q] >> nth=0")
    page.keyboard.type(words)
    page.wait_for_selector("a[href*='/m/ybh2019-376-1a-03/index.html']")


@pytest.mark.parametrize("folder", FOLDERS)
def test_filters(copy: Path, page: Page, folder: str) -> None:
    page.goto((copy / folder / "measures" / "index.html").as_uri() + "?indicator=getting-electricity")
    rows = "[data-filter-target] a[href*='ybh2019-376-']:visible"
    page.wait_for_function("() => document.querySelectorAll('[hidden]').length > 0")
    filtered = page.locator(rows).count()
    page.goto((copy / folder / "measures" / "index.html").as_uri())
    assert 0 < filtered < page.locator(rows).count()


@pytest.mark.parametrize("folder", FOLDERS)
def test_verification(copy: Path, page: Page, folder: str) -> None:
    page.goto((copy / folder / "verify" / "index.html").as_uri())
    page.fill("[data-verify] [name=text]", "不需领取法人一证通等CA证书，凭电子营业执照即可办理后续税务、社保")
    page.click("[data-verify] button[type=submit]")
    page.wait_for_selector("[data-verify-results] a[href*='ybh2019-376-1a-03']")
    page.fill("[data-verify-fingerprint] [name=citation]", "ybh2019-376-1a-03 000000000000")
    page.click("[data-verify-fingerprint] button[type=submit]")
    page.wait_for_function(
        "() => document.querySelectorAll('[data-verify-results]')[1].textContent.trim().length > 0"
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_colours_and_size_are_kept(copy: Path, page: Page, folder: str) -> None:
    page.goto((copy / folder / "index.html").as_uri())
    before = page.evaluate("document.documentElement.dataset.theme ?? ''")
    page.click("[data-theme-button]:visible")
    after = page.evaluate("document.documentElement.dataset.theme ?? ''")
    assert after != before
    page.goto((copy / folder / "about" / "index.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == after


@pytest.mark.parametrize("folder", FOLDERS)
def test_menu_on_a_phone(copy: Path, page: Page, folder: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto((copy / folder / "index.html").as_uri())
    assert not page.locator("#sections").is_visible()
    page.click("[data-menu-button]")
    page.click("#sections a[href$='glossary/index.html']")
    assert page.url == (copy / folder / "glossary" / "index.html").as_uri()


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_site_itself_opened_from_a_folder_reads_as_without_script(
    site: Path, browser: Browser, folder: str
) -> None:
    """Modules do not load there, so nothing may be shown or hidden that only they could answer for."""
    page = browser.new_page(viewport={"width": 375, "height": 800})
    for kind in ("", "m/ybh2019-376-1a-03/", "search/"):
        page.goto((site / folder / kind / "index.html").as_uri())
        assert page.locator("#sections a:visible").count() > 5, kind
        assert page.locator(".needs-script:visible").count() == 0, kind
    page.close()


# How scripts and pages are carried over


def test_module_becomes_a_classic_script() -> None:
    text = """import { a, b as c } from "./one.js";
import {
  d,
} from "./two.js";
import "./three.js";
export const e = a + c + d;
export async function f() {
  return (await import("./four.js")).default;
}
class G {}
export { G, e as h };
"""
    made = classic_script("me.js", text)
    assert made.startswith(
        'offline.define("me.js", ["one.js", "two.js", "three.js"], async (imports, load) => {\n"use strict";\n'
    )
    assert "const { a, b: c } = imports[0];" in made
    assert "const { d } = imports[1];" in made
    assert 'await load("./four.js")' in made
    assert made.endswith("return { G, h: e, e, f };\n});\n")


def test_a_module_keeps_names_that_the_loader_uses() -> None:
    text = 'import { a } from "./one.js";\nexport const load = 1;\nconst imports = import("./two.js"), load_ = 2;\n'
    assert classic_script("me.js", text) == (
        'offline.define("me.js", ["one.js"], async (imports_, load__) => {\n"use strict";\n'
        "const { a } = imports_[0];\nconst load = 1;\n"
        'const imports = load__("./two.js"), load_ = 2;\n\nreturn { load };\n});\n'
    )


@pytest.mark.parametrize(
    "head",
    ["const f = ", "const f=", "let f=", "class f ", "class f{", "function f(", "async function f(", "function* f(",
     "function*f(", "function *f(", "async function* f(", "async function*f("],
)  # fmt: skip
def test_every_form_of_export_is_carried_over_as_written_and_without_spaces(head: str) -> None:
    made = classic_script("me.js", f"export {head}")
    assert made.endswith(f'\n"use strict";\n{head}\nreturn {{ f }};\n}});\n')


@pytest.mark.parametrize(
    "line",
    ["export default 1;", 'import * as all from "./x.js";', 'import x from "./x.js";', "const here = import.meta.url;",
     'import { x } from "https://example.org/x.js";', 'export * from "./x.js";'],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_refused(line: str) -> None:
    with pytest.raises(NotClassic) as refused:
        classic_script("me.js", f"const a = 1;\n{line}\n")
    assert line in refused.value.message.en


def test_data_stay_data() -> None:
    assert piece_script('a"b', '</script>"\\\n') == 'offline.piece("a\\"b", "</script>\\"\\\\\\n");\n'


def test_only_ways_to_pages_are_changed() -> None:
    html = (
        '<meta charset="utf-8"><a href="../m/x/?a=b#c">href="../y/"</a><a href="#top"></a><a href="a.json"></a>'
        '<a href="https://example.org/"></a><a href="mailto:x/"></a><form action="./"></form>'
    )
    assert offline_page(html, "m/z/index.html") == (
        '<meta charset="utf-8">\n<script src="../../assets/offline.js"></script>'
        '<a href="../m/x/index.html?a=b#c">href="../y/"</a><a href="#top"></a><a href="a.json"></a>'
        '<a href="https://example.org/"></a><a href="mailto:x/"></a><form action="./index.html"></form>'
    )
