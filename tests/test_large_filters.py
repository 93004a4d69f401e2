"""Filtering the list of all measures of a large register, none of whose pages loads it whole."""

from __future__ import annotations

import gzip
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from tests.large import FOLDERS, ROWS, parts, shown, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_FILTER = 60 * 1024


def rows_as_made(site: Path, folder: str) -> dict[str, str]:
    """Return the rows of the list of all measures by identifier, as they stand on its first page."""
    rows = {}
    for path in parts(site, f"{folder}measures/"):
        text = path.read_text(encoding="utf-8")
        for row in re.findall(r"<tr>\n(<th scope=\"row\".*?)\n</tr>", text, re.DOTALL):
            rows[shown(row)[0]] = bare(row).replace('"../../', '"../')
    return rows


def bare(html: str) -> str:
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html.strip()))


def of_page(page: Page) -> list[str]:
    return [
        re.sub(r"^.*/m/|/(?:index\.html)?$", "", href)
        for href in page.eval_on_selector_all(f"{ROWS} th a", "all => all.map(a => a.getAttribute('href'))")
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_filters_go_through_all_parts(
    quiet_page: Page, large: tuple[Path, Register], large_served: str, folder: str
) -> None:
    site, register = large
    body = max(register.vocabulary.bodies.values(), key=lambda body: len(register.of_body(body)))
    expected = [measure.id for measure in register.of_body(body)]
    assert len(expected) > 100
    asked: list[str] = []
    quiet_page.on("request", lambda request: asked.append(request.url))
    quiet_page.goto(f"{large_served}{folder}measures/")
    quiet_page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/measures/data/" in url or "filter-rows" in url]
    asked.clear()

    quiet_page.select_option("[name=body]", body.key)
    wait_for(quiet_page, 50)
    loaded = sum(
        len(gzip.compress((site / url.removeprefix(large_served)).read_bytes(), 9))
        for url in asked
        if url.startswith(large_served)
    )
    assert 0 < loaded < FIRST_FILTER
    assert of_page(quiet_page) == expected[:50]
    assert not quiet_page.locator("nav.parts").is_visible()
    status = quiet_page.locator("[role=status][data-filter-status]")
    assert str(len(expected)) in status.inner_text()
    assert "50" in status.inner_text()

    # The rows are those that the macro makes.
    made = rows_as_made(site, folder)
    html = quiet_page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.innerHTML)")
    assert [bare(each) for each in html] == [made[each] for each in expected[:50]]

    more = quiet_page.locator("[data-filter-more]")
    more.focus()
    quiet_page.keyboard.press("Enter")
    wait_for(quiet_page, 100)
    assert of_page(quiet_page) == expected[:100]
    assert quiet_page.evaluate("document.activeElement.closest('tr').rowIndex") == 51

    # Each option says how many measures there would be with it.
    place = next(place for place in register.vocabulary.places.values() if register.of_place(place))
    both = [each for each in expected if each in {measure.id for measure in register.of_place(place)}]
    option = quiet_page.locator(f"[name=place] option[value={place.key}]")
    assert re.findall(r"\d+", option.inner_text()) == [str(len(both))]
    quiet_page.select_option("[name=place]", place.key)
    wait_for(quiet_page, min(len(both), 50))
    assert of_page(quiet_page) == both[:50]
    assert f"body={body.key}" in quiet_page.url
    assert f"place={place.key}" in quiet_page.url

    quiet_page.go_back()
    wait_for(quiet_page, 100)
    quiet_page.go_back()
    wait_for(quiet_page, 100)
    assert of_page(quiet_page) == [measure.id for measure in register.current[:100]]
    assert quiet_page.locator("nav.parts").is_visible()
    assert "body=" not in quiet_page.url
    quiet_page.go_forward()
    quiet_page.go_forward()
    wait_for(quiet_page, min(len(both), 50))
    quiet_page.reload()
    wait_for(quiet_page, min(len(both), 50))
    assert of_page(quiet_page) == both[:50]
    quiet_page.click("button[type=reset]")
    wait_for(quiet_page, 100)


def having(register: Register, *words: str) -> list[str]:
    """Return the measures whose Chinese has all the words."""
    return [
        measure.id
        for measure in register.current
        if all(
            word in " ".join((measure.title.zh, measure.practice.zh, *measure.keywords.zh)) for word in words
        )
    ]


def having_in_english(register: Register, beginning: str) -> list[str]:
    """Return the measures of whose English words one begins so."""
    return [
        measure.id
        for measure in register.current
        if re.search(
            rf"\b{beginning}",
            f"{measure.title.en} {measure.practice.en} {measure.keywords.en}",
            re.IGNORECASE,
        )
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_words_are_found_in_all_parts(
    quiet_page: Page, large: tuple[Path, Register], large_served: str, folder: str
) -> None:
    _, register = large
    for words in ("出租车", "电子营业执照", "电子营业执照 公积金", "出租车 窗口"):
        expected = having(register, *words.split())
        assert expected, words
        quiet_page.goto(f"{large_served}{folder}measures/?q={words}")
        wait_for(quiet_page, min(len(expected), 50))
        assert of_page(quiet_page) == expected[:50], words
    for words, expected in {
        "ybh2019-376-1b-12": ["ybh2019-376-1b-12"],
        "附件1第二部分第12项" if not folder else "annex 1 part II item 12": None,
        "gongjijin": having(register, "公积金"),
        "taxi": having_in_english(register, "taxi"),
        "pawnsh": having_in_english(register, "pawnsh"),
        "xylophone": [],
    }.items():
        quiet_page.goto(f"{large_served}{folder}measures/?q={words}")
        if expected is None:
            quiet_page.wait_for_selector(f"{ROWS} a[href*='ybh2019-376-1b-12']")
        else:
            wait_for(quiet_page, min(len(expected), 50))
            assert of_page(quiet_page) == expected[:50], words
    # So many have this that its list is not among the others; some are filed under what is called so.
    quiet_page.goto(f"{large_served}{folder}measures/?q=for")
    wait_for(quiet_page, 50)
    common = having_in_english(register, r"for\b")
    assert len(common) > 500
    assert [each for each in of_page(quiet_page) if each in common] == common[:50][
        : 50 - len({*of_page(quiet_page)} - {*common})
    ]
    quiet_page.goto(f"{large_served}en/search/?q=for")
    quiet_page.wait_for_selector("ol[data-search-results] a")
    said = re.search(r"\d+", quiet_page.locator("[data-search-said]").inner_text())
    assert said
    assert 0.9 * len(common) < int(said[0]) <= len(register.current), (
        "an approximate count is near the true one"
    )
    quiet_page.goto(f"{large_served}{folder}measures/?q=xylophone")
    wait_for(quiet_page, 0)
    assert quiet_page.locator("[data-filter-status]").inner_text() in {
        "没有符合条件的举措。请减少条件或更换关键词。",
        "No matching measures. Try fewer filters or other words.",
    }


def test_what_cannot_be_loaded_is_said(quiet_page: Page, large_served: str) -> None:
    quiet_page.goto(f"{large_served}measures/")
    quiet_page.route("**/measures/data/**", lambda route: route.fulfill(body="busy"))
    quiet_page.select_option("[name=adoption]", "reference")
    quiet_page.wait_for_function(
        "() => document.querySelector('[data-filter-status]').textContent.includes('数据加载失败')"
    )
    quiet_page.unroute("**/measures/data/**")
    quiet_page.select_option("[name=adoption]", "replicate")
    wait_for(quiet_page, 50)


@pytest.mark.parametrize("folder", FOLDERS)
def test_filters_in_the_copy_that_opens_from_a_folder(
    quiet_page: Page, large: tuple[Path, Register], tmp_path: Path, folder: str
) -> None:
    site, register = large
    archive = next(site.parent.glob("site-*.zip"))
    with zipfile.ZipFile(archive) as packed:
        root = archive.stem
        kept = (f"{root}/assets/", f"{root}/{folder}measures/", f"{root}/search/", f"{root}/en/search/")
        packed.extractall(tmp_path, [name for name in packed.namelist() if name.startswith(kept)])
    start = (tmp_path / root / folder / "measures" / "index.html").as_uri()
    quiet_page.goto(f"{start}?q=出租车")
    expected = having(register, "出租车")
    wait_for(quiet_page, len(expected))
    assert of_page(quiet_page) == expected
    href = str(quiet_page.locator(f"{ROWS} th a").first.get_attribute("href"))
    assert href.endswith("/index.html")
    quiet_page.goto(start)
    quiet_page.locator("nav.parts a[rel=next]").click()
    assert quiet_page.url.endswith("/measures/2/index.html")
