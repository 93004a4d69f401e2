"""The interface of search in a real browser: keyboard, roles, input methods, addresses, marks, what it loads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from registry.search import write_search
from tests.browsing import serving
from tests.conftest import ROOT
from tests.searching import FirstQueries, Query, all_results, open_search, queries, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SAMPLE = 8
"""One of so many queries is asked of the large index; test_search_quality.py asks all of the small one."""

FIRST_QUERY = 42 * 1024
"""Bytes, compressed, that the first query of a small register may load beyond the page."""

REPAIRS = 70 * 1024
"""And that it may load to look for what is meant, where words alone find little."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not [fault for fault in faults if "404" not in fault]


def type_query(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_selector("[role=option]")


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", ["free", "c", "co", "con", "开", "开办", "c"]),
        ("zh", ["免", "免费", "c", "co", "free", "电", "cc", "ccc"]),
    ],
)
def test_one_query_after_another_is_answered(
    page: Page, served: str, language: str, typed: list[str]
) -> None:
    """What earlier queries have loaded, also of the other language, takes part in the later ones."""
    open_search(page, served, language)
    for words in typed:
        results(page, words)


@pytest.mark.parametrize("key", ["/", "s", "Control+k"])
def test_a_key_leads_to_search(page: Page, served: str, key: str) -> None:
    page.goto(served)
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "search-words"
    assert page.input_value("#search-words") == ""


def test_single_keys_can_be_turned_off(page: Page, served: str) -> None:
    open_search(page, served, "zh")
    page.locator("[data-search-keys]").uncheck()
    page.goto(served)
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") != "search-words"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search-words"


def test_all_by_keyboard(page: Page, served: str) -> None:
    page.goto(served)
    type_query(page, "秒批")
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#search-words", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#search-words", "aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert not page.is_visible(".search-panel")
    assert page.input_value("#search-words") == "秒批"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/ybh2019-376-2a-09/*")


def test_enter_leads_to_the_page_of_results(page: Page, served: str) -> None:
    page.goto(served + "en/about/")
    type_query(page, "patents")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=patents")
    page.wait_for_selector("ol[data-search-results] a")
    assert page.input_value("#search-page-words") == "patents"


def test_a_screen_reader_is_told(page: Page, served: str) -> None:
    page.goto(served)
    type_query(page, "公积金")
    box = page.get_by_role("combobox", name="检索举措")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox", name="检索结果").get_attribute(
        "id"
    )
    assert page.get_by_role("group", name="举措").get_by_role("option").count() > 0
    assert "找到" in page.locator(".search-said[role=status]").inner_text()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).count() == 1


def test_composing_does_not_search(page: Page, served: str) -> None:
    page.goto(served)
    page.keyboard.press("/")
    page.wait_for_selector("[role=combobox]")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "gong'zhang", "selectionStart": 10, "selectionEnd": 10})
    page.wait_for_timeout(300)
    assert page.locator("[role=option]").count() == 0
    client.send("Input.insertText", {"text": "公章"})
    page.wait_for_selector("[role=option]")
    assert "1a-04" in str(page.locator("[role=option]").first.get_attribute("href"))


def test_nothing_is_loaded_before_the_reader_turns_to_search(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search-" in url or "/search/" in url]


def test_first_query_loads_little(browser: Browser, served: str, site: Path) -> None:
    """Script, tables and index: each file compressed as a server would.

    Queries of each kind that loads more than others, and some of all.
    """
    heavy = [
        ("en", "gongjijin"),
        ("en", "營業執照"),
        ("zh", "WeChat Pay"),
        ("zh", "gongjijin"),
        ("en", "1a-03"),
        ("zh", "微发院"),
        ("zh", "腾笼换鸟"),
    ]
    chosen = [*(Query(language, words, ()) for language, words in heavy), *queries()[::240]]
    measuring = FirstQueries(browser, served, site)
    loaded = {query.words: measuring.loaded(query) for query in chosen}
    assert not {
        words: sizes for words, sizes in loaded.items() if sizes[0] > FIRST_QUERY or sizes[1] > REPAIRS
    }
    assert loaded["微发院"][1]


def test_address_and_history(page: Page, served: str) -> None:
    open_search(page, served, "zh", "秒批")
    page.wait_for_selector("ol[data-search-results] a")
    field = page.locator("#search-page-words")
    field.fill("公积金")
    page.wait_for_url("**/search/?q=%E5%85%AC%E7%A7%AF%E9%87%91")
    field.fill("执行难")
    field.press("Enter")
    page.locator("ol[data-search-results] a").first.click()
    page.wait_for_url("**/m/**")
    page.go_back()
    page.wait_for_selector("ol[data-search-results] a")
    assert page.input_value("#search-page-words") == "执行难"


def test_words_found_are_marked_and_the_marks_can_go(page: Page, served: str) -> None:
    open_search(page, served, "zh", "老赖")
    page.wait_for_selector("ol[data-search-results] a")
    assert page.locator("ol[data-search-results] mark").first.inner_text() == "失信被执行人"
    page.locator("ol[data-search-results] a").first.click()
    page.wait_for_selector("main mark")
    before = page.locator("[data-field=practice][lang=zh-Hans]").text_content()
    page.get_by_role("button", name="取消标记").click()
    assert page.locator("main mark").count() == 0
    assert page.locator("[data-field=practice][lang=zh-Hans]").text_content() == before
    assert "mark=" not in page.url


def test_a_query_without_an_answer_is_helped_on(page: Page, served: str) -> None:
    open_search(page, served, "en", "xylophone quartet")
    page.wait_for_selector("[data-search-browse]:not([hidden]) a")
    assert "No measures found" in page.locator("[data-search-said]").inner_text()
    assert page.locator("[data-search-browse] a").count() == 13


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("zh", "网上利案", "按读音检索“网上立案”"),
        ("zh", "腾笼换鸟", "按相近说法检索"),
        ("en", "pavement", "means much the same"),
    ],
)
def test_it_says_what_else_was_looked_for_and_leads_back(
    page: Page, served: str, language: str, typed: str, said: str
) -> None:
    open_search(page, served, language, typed)
    page.wait_for_selector("ol[data-search-results][data-state=results]")
    assert said in page.locator("[data-search-said]").inner_text()
    page.locator("[data-search-said] a").click()
    page.wait_for_url("**exact=1")
    page.wait_for_selector(
        "ol[data-search-results]:is([data-state=results], [data-state=none])", state="attached"
    )
    assert page.input_value("#search-page-words") == typed
    assert said not in page.locator("[data-search-said]").inner_text()


@pytest.mark.parametrize(("language", "typed"), [("zh", "结婚登记"), ("en", "driving licence")])
def test_what_is_not_near_is_not_shown_unless_asked_for(
    page: Page, served: str, language: str, typed: str
) -> None:
    open_search(page, served, language, typed)
    page.wait_for_selector("ol[data-search-results][data-state=none]", state="attached")
    assert page.locator("ol[data-search-results] a").count() == 0
    page.locator("[data-search-said] a").click()
    page.wait_for_url("**exact=1")
    page.wait_for_selector("ol[data-search-results] a")


def test_what_is_not_seen_changes_nothing(page: Page, served: str) -> None:
    """Zero-width characters within a word; an Enter that only ends a composition, as WebKit sends it."""
    open_search(page, served, "zh")
    assert results(page, "营\u200b业\u2060执\u034f照") == results(page, "营业执照")
    page.goto(served)
    type_query(page, "秒批")
    page.keyboard.press("ArrowDown")
    prevented = page.evaluate(
        """() => !document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
    )
    assert prevented
    assert page.url == served


def test_a_slip_is_put_right_and_said(page: Page, served: str) -> None:
    open_search(page, served, "en", "provedent fund")
    page.wait_for_selector("ol[data-search-results] a")
    assert "provident fund" in page.locator("[data-search-said]").inner_text()


def test_the_other_language_shows_in_the_readers(page: Page, served: str) -> None:
    open_search(page, served, "en", "公积金")
    first = page.locator("ol[data-search-results] a").first
    first.wait_for()
    assert first.inner_text().startswith("Housing provident fund")
    assert page.locator("ol[data-search-results] .result-passage").first.get_attribute("lang") == "zh-Hans"


def test_the_filter_of_all_measures_finds_what_search_finds(page: Page, served: str) -> None:
    page.goto(f"{served}measures/?q=gongjijin")
    rows = "[data-filter-target] a[href*='{}']:visible"
    page.wait_for_selector(rows.format("ybh2019-376-1b-12"))
    assert page.locator(rows.format("ybh2019-376-2a-09")).count() == 0


LONG = {
    "one character": "的" * 300,
    "two characters": "电表" * 200,
    "one letter": "a" * 400,
    "one syllable": "an" * 60,
    "much of a notice": "提供企业档案容e查服务，" * 2000,
    "spaces": "电 " * 3000,
}


def test_long_queries_do_not_keep_a_page_busy(
    browser: Browser, site: Path, register: Register, tmp_path: Path
) -> None:
    """Not even where the register has long runs of the same character; a page kept busy would not answer in time."""
    import shutil
    from dataclasses import replace

    from registry.core.languages import Bilingual

    first, *others = register.measures
    runs = "的" * 20_000 + "电表" * 10_000 + " a" + "安" * 300
    odd = replace(
        first,
        title=Bilingual(first.title.zh + runs, first.title.en),
        practice=Bilingual(runs, first.practice.en),
        keywords=replace(first.keywords, zh=(runs, "阿" * 60)),
    )
    large = Path(shutil.copytree(site, tmp_path / "site"))
    for path in (large / "search").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    register = Register((odd, *others), register.vocabulary, register.published)
    write_search(register, "zh", large / "search", ROOT / "docs" / "zh")
    with serving(large) as address:
        page = browser.new_page()
        open_search(page, address, "zh")
        for words in LONG.values():
            # An address may hold more than the field lets a reader type.
            page.eval_on_selector(
                "[data-search-page] input[type=search]",
                "(field, words) => { field.value = words; field.dispatchEvent(new Event('input')); }",
                words,
            )
            page.wait_for_function(
                "words => document.querySelector('ol[data-search-results]').dataset.query === words",
                arg=words.strip(),
            )
        page.close()


def test_without_scripts_the_form_leads_to_all_measures(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    page.fill("#search-words", "电子")
    page.press("#search-words", "Enter")
    page.wait_for_url("**/measures/?q=*")
    context.close()


def test_postings_answer_as_reading_everything_does(
    browser: Browser, site: Path, register: Register, tmp_path: Path
) -> None:
    """The same site with the index of a large register: what is found must not depend on the size."""
    import shutil

    large = Path(shutil.copytree(site, tmp_path / "site"))
    for language, folder in (("zh", large / "search"), ("en", large / "en" / "search")):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
        write_search(register, language, folder, ROOT / "docs" / language, whole=0)
    with serving(large) as address:
        for language in ("zh", "en"):
            page = browser.new_page()
            open_search(page, address, language)
            asked = [query for query in queries() if query.language == language][::SAMPLE]
            answers = all_results(page, [query.words for query in asked])
            misses = [
                query.words
                for query, found in zip(asked, answers, strict=True)
                if not set(found[:1]) & set(query.expected)
            ]
            page.close()
            assert len(misses) <= 0.05 * len(asked), misses
