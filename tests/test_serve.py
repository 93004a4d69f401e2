"""``serve``: what is saved is seen at once; a broken edit shows its problems over the last good page."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT, run
from tests.previews import MEASURE, ONE, PATIENCE, Preview, copy_project


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    started = Preview(copy_project(tmp_path_factory.mktemp("serve")))
    started.wait_for(f"m/{ONE}/", f'data-measure="{ONE}"')
    yield started
    if started.process.poll() is None:
        assert started.stop() == 0
    assert "Traceback" not in started.said(), started.said()


OF_A_MEASURE = [
    (MEASURE, "electronic business licence in full", "electronic business licence everywhere",
     ("en/m/" + ONE + "/", "en/measures/", "api/v1/measures.json"), "licence everywhere"),
]  # fmt: skip
OF_ALL_ELSE = [
    ("measures/vocabulary/bodies.yml", "广东省公安厅", "广东省公安总厅", ("bodies/psd/",), "广东省公安总厅"),
    ("macros/facts.html", '<section class="facts"', '<section class="facts changed"', (f"m/{ONE}/",), '"facts changed"'),
    ("macros/theme/main.html", "<body>", '<body class="changed">', ("bodies/",), '<body class="changed">'),
    ("macros/strings.yml", "zh: 责任单位, en: Responsible bodies", "zh: 负责单位, en: Responsible bodies", ("",), "负责单位"),
    ("docs/zh/about.md", "## 隐私", "## 隐私和安全", ("about/",), "隐私和安全"),
    ("docs/zh/about.md", "title: 关于本站", "title: 本站说明", ("about/",), "本站说明"),
]  # fmt: skip


@pytest.mark.parametrize("edits", [OF_A_MEASURE, OF_ALL_ELSE], ids=["a measure", "all else, at once"])
def test_what_is_saved_is_seen(
    preview: Preview, edits: list[tuple[str, str, str, tuple[str, ...], str]]
) -> None:
    """Which pages a change touches, test_incremental.py tells of each kind of file by itself."""
    seen = [(path, words) for *_, paths, words in edits for path in paths]
    assert not [path for path, words in seen if words in preview.get(path)]
    for file, old, new, *_ in edits:
        preview.edit(file, old, new)
    for path, words in seen:
        preview.wait_for(path, words)
    for file, old, new, *_ in edits:
        preview.edit(file, new, old)
    for path, words in seen:
        preview.wait_for(path, words, gone=True)


def test_a_style_takes_effect(preview: Preview) -> None:
    def style() -> str:
        href = re.search(r'href="([^"]*register[^"]*\.css)"', preview.get("measures/"))
        assert href
        return preview.get(href.group(1).removeprefix("../"))

    path = preview.folder / "docs/assets/styles/zz-new.css"
    path.write_text(".brand-new { color: red; }\n", encoding="utf-8")
    end = time.monotonic() + PATIENCE
    while "brand-new" not in style():
        assert time.monotonic() < end
        time.sleep(0.05)
    path.unlink()
    while "brand-new" in style():
        assert time.monotonic() < end + PATIENCE
        time.sleep(0.05)


def test_new_and_deleted_files(preview: Preview) -> None:
    documents = preview.folder / "measures/vocabulary/documents.yml"
    record = preview.folder / "measures/published.yml"
    outline, published = documents.read_text(encoding="utf-8"), record.read_text(encoding="utf-8")
    text = (preview.folder / "measures/rule-of-law/ybh2019-376-2b-11.yml").read_text(encoding="utf-8")
    added = preview.folder / "measures/rule-of-law/ybh2019-376-2b-12.yml"
    head, _, tail = outline.rpartition("measures: 1\n")
    documents.write_text(f"{head}measures: 2\n          printed_measures: 1\n{tail}", encoding="utf-8")
    added.write_text(text.replace("-2b-11", "-2b-12").replace("number: 11", "number: 12"), encoding="utf-8")
    preview.wait_for("measures/", "ybh2019-376-2b-12")
    assert "ybh2019-376-2b-12" in preview.get("m/ybh2019-376-2b-12/")
    added.unlink()
    documents.write_text(outline, encoding="utf-8")
    assert record.read_text(encoding="utf-8") == published
    preview.wait_for("measures/", "ybh2019-376-2b-12", gone=True)
    assert preview.ask("m/ybh2019-376-2b-12/")[0] == 404


def test_exports_and_search_are_served(preview: Preview) -> None:
    assert len(json.loads(preview.get("api/v1/measures.json"))["measures"]) == 58
    assert json.loads(preview.get("search/index.json"))
    assert "<urlset" in preview.get("sitemap.xml")


BREAKS = [
    (
        MEASURE,
        "origin: [beijing-shanghai]",
        "origin: [beijing-shanghei]",
        f"{MEASURE}:17",
        "beijing-shanghai",
    ),
    ("measures/vocabulary/bodies.yml", "\npsd:", "\npsd :x", "measures/vocabulary/bodies.yml:", "psd"),
    ("macros/facts.html", "{% endmacro %}", "{% endmacroo %}", "macros/facts.html:", "endmacroo"),
    (
        "macros/facts.html",
        'view.t("facts.heading")',
        'view.t("facts.no_such_words")',
        "macros/facts.html:",
        "no_such_words",
    ),
    ("macros/strings.yml", "skip: {zh: 跳到正文", "skip: {zh：跳到正文", "macros/strings.yml:", "："),
    ("docs/zh/about.md", "description:", "descriptoin:", "docs/zh/about.md:", "description"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "word"), BREAKS)
def test_a_broken_edit_shows_its_problems_over_the_last_good_page(
    preview: Preview, browser: Browser, file: str, old: str, new: str, place: str, word: str
) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    last = (preview.folder / file).read_text(encoding="utf-8")
    try:
        page.goto(f"{preview.address}en/m/{ONE}/")
        heading = page.locator("h1").inner_text()
        panel = page.locator(".live-panel")
        expect(panel).to_have_count(0)
        at = last.rfind(old) if "endmacro" in old else last.find(old)
        (preview.folder / file).write_text(last[:at] + new + last[at + len(old) :], encoding="utf-8")
        panel.wait_for(timeout=PATIENCE * 1000)
        said = panel.inner_text()
        assert place in said
        assert word in said
        assert "Traceback" not in said
        assert re.search("[\u4e00-\u9fff]", said)
        assert page.locator("h1").inner_text() == heading
        (preview.folder / file).write_text(last, encoding="utf-8")
        expect(panel).to_have_count(0, timeout=PATIENCE * 1000)
        assert page.locator("h1").inner_text() == heading
        assert refused == [], "the content policy holds for the preview's own script, too"
    finally:
        (preview.folder / file).write_text(last, encoding="utf-8")
        page.close()


def test_an_open_page_shows_the_change(preview: Preview, browser: Browser) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{preview.address}en/m/{ONE}/")
        preview.edit(MEASURE, "electronic business licence in full", "electronic business licence at once")
        expect(page.locator("h1")).to_contain_text("at once", timeout=PATIENCE * 1000)
        preview.edit(MEASURE, "electronic business licence at once", "electronic business licence in full")
        expect(page.locator("h1")).to_contain_text("in full", timeout=PATIENCE * 1000)
    finally:
        page.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("api/v1/measures.csv", "text/csv; charset=utf-8"),
        ("api/v1/measures.json", "application/json; charset=utf-8"),
        ("downloads/register.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("_live.js", "text/javascript; charset=utf-8"),
        ("_live.css", "text/css; charset=utf-8"),
    ],
)
def test_content_types(preview: Preview, path: str, kind: str) -> None:
    status, headers, _ = preview.ask(path)
    assert status == 200
    assert headers["Content-Type"] == kind
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "lang"), [("nothing/here/", "zh-Hans"), ("en/nothing/", "en"), ("../../etc/passwd", "zh-Hans")]
)
def test_an_address_that_is_not(preview: Preview, path: str, lang: str) -> None:
    status, _, text = preview.ask(path)
    assert status == 404
    assert f'<html lang="{lang}"' in text


def test_an_address_without_its_slash(preview: Preview) -> None:
    status, headers, _ = preview.ask(f"m/{ONE}")
    assert status == 301
    assert headers["Location"] == f"/m/{ONE}/"


def test_only_this_machine_is_served() -> None:
    result = run("serve", "--host", "0.0.0.0")
    assert result.returncode == 2
    assert "127.0.0.1" in result.stderr


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.returncode == 2
    assert str(port) in result.stderr
    assert "--port" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_it_ends_cleanly_even_when_it_began_with_a_broken_register(tmp_path: Path) -> None:
    """On the signal of a closed terminal here; the previews of other tests end on SIGINT and SIGTERM."""
    folder = copy_project(tmp_path)
    (folder / MEASURE).write_text("标题：\n", encoding="utf-8")
    preview = Preview(folder)
    status, _, text = preview.ask("")
    assert status == 404
    assert "/_live.js" in text
    shutil.copy(ROOT / MEASURE, folder / MEASURE)
    preview.wait_for(f"m/{ONE}/", f'data-measure="{ONE}"')
    assert preview.stop(signal.SIGHUP) == 0
    assert "Traceback" not in preview.said()
    assert f"{MEASURE}:1" in preview.said()


def test_nothing_of_it_is_in_the_published_site(site: Path) -> None:
    assert not list(site.rglob("*live*"))
    for path in site.rglob("*.html"):
        assert "_live" not in path.read_text(encoding="utf-8"), path
