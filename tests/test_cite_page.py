"""Citing in a real browser: what each button puts on the clipboard, the page without scripts, and the page on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from registry.core.languages import Bilingual
from registry.model.citation import citations, plain
from registry.model.register import Register
from tests.addresses import SITE
from tests.browsing import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MEASURES = ("ybh2019-376-1a-03", "ybh2019-376-1b-01", "ybh2019-376-2b-05")
NAME = Bilingual("营商环境改革举措库", "Register of Business Environment Reforms")
DAY = datetime(2027, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    context = browser.new_context(timezone_id="Asia/Shanghai")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.rstrip("/"))
    opened = context.new_page()
    opened.clock.set_fixed_time(DAY)
    yield opened
    context.close()


def clipboard(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => [type, await (await item.getType(type)).text()];
            return Object.fromEntries(await Promise.all(item.types.map(read)));
        }"""
    )
    return found


def links(html: str) -> list[tuple[str, str]]:
    from justhtml import JustHTML

    return [
        (each.attrs["href"], each.to_text(separator="", strip=False)) for each in JustHTML(html).query("a")
    ]


def text_of(html: str) -> str:
    from justhtml import JustHTML

    return re.sub(r"\s+", " ", JustHTML(html).to_text(separator="", strip=False)).strip()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("identifier", MEASURES)
def test_each_button_copies_its_form(
    page: Page, served: str, register: Register, identifier: str, language: str
) -> None:
    measure = register.by_id[identifier]
    addresses = Bilingual(f"{served}m/{identifier}/", f"{served}en/m/{identifier}/")
    page.goto(addresses[language])
    page.click(".cite summary")
    for citation in citations(measure, language, NAME):
        page.click(f"#cite-{citation.form} button")
        page.wait_for_selector(f"#cite-{citation.form} button[data-done]")
        assert page.inner_text(".cite [role=status]") == page.get_attribute(".cite", "data-copied")
        expected = plain(citation, addresses, DAY.date())
        found = clipboard(page)
        assert found["text/plain"] == expected
        rich = citations(measure, language, NAME)[0] if citation.code else citation
        assert text_of(found["text/html"]) == re.sub(r"\s+", " ", plain(rich, addresses, DAY.date()))
        assert {href for href, _ in links(found["text/html"])} == {addresses[rich.language]}


def test_leaving_the_fingerprint_away_holds_on_other_pages(page: Page, served: str) -> None:
    page.goto(f"{served}m/{MEASURES[0]}/")
    page.uncheck("[data-fingerprint-choice]")
    page.goto(f"{served}m/{MEASURES[1]}/")
    page.click("#cite-official button")
    page.wait_for_selector("#cite-official button[data-done]")
    assert clipboard(page)["text/plain"].endswith("附件1第二部分第1项“提供企业档案‘容e查’服务”")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("identifier", MEASURES)
def test_text_is_copied_with_its_source(
    page: Page, served: str, register: Register, identifier: str, language: str
) -> None:
    measure = register.by_id[identifier]
    page.goto(f"{served}{'en/' if language == 'en' else ''}m/{identifier}/")
    for button in ("zh", "en") if language == "en" else ("zh",):
        page.click(f"[data-copy-text={button}]")
        page.wait_for_selector(f"[data-copy-text={button}][data-done]")
        found = clipboard(page)
        quoted = measure.practice[button].strip().replace("“", "‘").replace("”", "’")
        assert found["text/plain"].startswith(f"“{quoted}”\n—")
        assert measure.fingerprint in found["text/plain"]
        assert text_of(found["text/html"]).startswith(re.sub(r"\s+", " ", f"“{quoted}”"))
        assert links(found["text/html"])


def test_copying_works_without_the_clipboard_interface(page: Page, served: str) -> None:
    """As where the site is not served over HTTPS."""
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined, configurable: true })"
    )
    page.goto(f"{served}m/{MEASURES[0]}/")
    page.click("#cite-official button")
    page.wait_for_selector("#cite-official button[data-done]")
    page.evaluate("delete Navigator.prototype.clipboard")
    other: Any = page.context.new_page()
    other.goto(served)
    other.evaluate(
        "document.body.append(Object.assign(document.createElement('div'), { id: 'paste', contentEditable: 'true' }))"
    )
    other.focus("#paste")
    other.keyboard.press("Control+V")
    assert other.inner_text("#paste").startswith("《广东省人民政府办公厅")
    assert other.get_attribute("#paste a", "href") == f"{served}m/{MEASURES[0]}/"


def test_the_words_are_selected_where_copying_is_not_allowed(page: Page, served: str) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    page.goto(f"{served}m/{MEASURES[0]}/")
    page.click("#cite-official button")
    page.wait_for_function("() => document.getSelection().toString().startsWith('《广东省')")
    assert page.inner_text(".cite [role=status]") == page.get_attribute(".cite", "data-failed")


def test_all_forms_are_there_without_scripts(browser: Browser, served: str, register: Register) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{served}m/{MEASURES[0]}/")
    forms = [citation.form for citation in citations(register.by_id[MEASURES[0]], "zh", NAME)]
    opened.click(".cite summary")
    assert opened.locator(".cite-form:visible").count() == len(forms)
    assert "［本页网址］" in opened.inner_text("#cite-gbt7714-2025")
    assert "[引用日期]" in opened.inner_text("#cite-gbt7714-2025")
    assert opened.locator(".cite button:visible").count() == 0
    context.close()


def test_the_sites_own_address_goes_before_where_it_is_open(browser: Browser, addressed: Path) -> None:
    opened = browser.new_page()
    with serving(addressed) as address:
        opened.goto(f"{address}m/{MEASURES[0]}/")
        shown = opened.text_content("#cite-law") or ""
        assert f"{SITE}/m/{MEASURES[0]}/" in shown
        assert "127.0.0.1" not in shown
    assert f"url = {{{SITE}/m/{MEASURES[0]}/}}" in (
        addressed / f"api/v1/measures/{MEASURES[0]}.bib"
    ).read_text(encoding="utf-8")
    opened.close()


def test_downloads_lead_to_files(page: Page, served: str) -> None:
    for folder in ("", "en/"):
        page.goto(f"{served}{folder}m/{MEASURES[0]}/")
        for link in page.locator(".cite-files a[download]").all():
            assert page.request.get(page.evaluate("(each) => each.href", link.element_handle())).ok


def test_page_on_citing_links_each_use_to_its_form(page: Page, served: str) -> None:
    for folder in ("", "en/"):
        page.goto(f"{served}{folder}cite/")
        anchors = page.eval_on_selector_all(".cite-uses a", "all => all.map((each) => each.hash)")
        assert len(anchors) == 7
        for anchor in anchors:
            assert page.locator(anchor).is_visible()


@pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="no pdfinfo: install Debian's package poppler-utils"
)
@pytest.mark.parametrize("identifier", MEASURES)
def test_a_measure_prints_on_one_page(
    browser: Browser, addressed: Path, tmp_path: Path, identifier: str
) -> None:
    """The longest text of all too; with identifier, address, date, and a code that holds the address."""
    target = tmp_path / "measure.pdf"
    opened = browser.new_page()
    with serving(addressed) as address:
        opened.goto(f"{address}m/{identifier}/")
        opened.wait_for_load_state("networkidle")
        opened.pdf(path=target, format="A4", prefer_css_page_size=True)
    opened.close()
    about = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", about, re.MULTILINE)
    text = subprocess.run(
        ["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True
    ).stdout
    flat = re.sub(r"\s", "", text)
    assert identifier in flat
    assert f"{SITE}/m/{identifier}/" in flat
    assert re.search(r"文本登记日期20\d\d-\d\d-\d\d", flat)
    for chrome in ("复制原文", "修改这项", "检索", "相邻举措", "其他引用格式"):
        assert chrome not in flat


def test_printed_code_is_there_only_with_an_address(site: Path, addressed: Path) -> None:
    name = f"m/{MEASURES[0]}/index.html"
    assert '<svg viewBox="-4 -4' in (addressed / name).read_text(encoding="utf-8")
    assert '<svg viewBox="-4 -4' not in (site / name).read_text(encoding="utf-8")
