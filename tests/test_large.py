"""A register of some hundred measures: its pages stay light, come in parts, and are filtered without being loaded whole."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from justhtml import JustHTML

from registry.bench.synthetic import write_synthetic_measures
from registry.checking import check
from registry.collection import Collection
from tests.browsing import serving
from tests.conftest import ROOT, run
from tests.test_accessibility import axe_source
from tests.test_languages import strangers
from tests.test_pages import PageRead

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDED = 480
LISTING = 300_000
"""Bytes that a page of many measures may have, and in bytes too what any page may have that is no measure's."""

MEASURE = 60_000
FIRST_FILTER = 60 * 1024
FIRST_VIEW = 150 * 1024
FOLDERS = ("", "en/")
ROWS = "[data-filter-target] tbody tr"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection]:
    """The large site, with the copy of it that opens from a folder beside it, and what is in it."""
    folder = tmp_path_factory.mktemp("large")
    measures = Path(shutil.copytree(ROOT / "measures", folder / "measures"))
    write_synthetic_measures(measures, ADDED)
    result = run("build", "--measures", str(measures), "--site-dir", str(folder / "site"), "--offline")
    assert result.returncode == 0, result.stderr
    checked = check(measures)
    assert checked.vocabulary is not None
    return folder / "site", Collection(checked.measures, checked.vocabulary, checked.published)


@pytest.fixture(scope="session")
def address(large: tuple[Path, Collection]) -> Iterator[str]:
    with serving(large[0]) as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield opened
    context.close()
    assert wrong == []


def listings(collection: Collection) -> dict[str, list[str]]:
    """Return the addresses of all listings, each with the identifiers that it must show, in order."""
    found = {"measures/": collection.current}
    vocabulary = collection.vocabulary
    found |= {
        each.address: tuple(m for one in collection.lists for m in collection.of_cell(each, one))
        for each in vocabulary.indicators.values()
    }
    found |= {
        each.address: collection.led_by(each) + collection.shared_by(each)
        for each in vocabulary.bodies.values()
    }
    found |= {each.address: collection.of_place(each) for each in vocabulary.places.values()}
    return {each: [measure.id for measure in measures] for each, measures in found.items()}


def parts(site: Path, address: str) -> list[Path]:
    """Return the pages of a listing, in order."""
    first = site / address / "index.html"
    further = sorted(int(path.name) for path in first.parent.iterdir() if path.name.isdecimal())
    assert further == list(range(2, len(further) + 2))
    return [first, *(first.parent / str(number) / "index.html" for number in further)]


def shown(html: str) -> list[str]:
    return re.findall(r'<th scope="row" class="table-title"><a href="[./]*/m/([\w-]+)/">', html)


@pytest.mark.parametrize("folder", FOLDERS)
def test_parts_show_all_measures_and_lead_to_each_other(large: tuple[Path, Collection], folder: str) -> None:
    site, collection = large
    many = 0
    for address, expected in listings(collection).items():
        paths = parts(site, folder + address)
        texts = [path.read_text(encoding="utf-8") for path in paths]
        assert [each for text in texts for each in shown(text)] == expected, address
        assert parts(site, address) == [site / path.relative_to(site / folder) for path in paths]
        many += len(paths) > 1
        for number, text in enumerate(texts, start=1):
            assert ('rel="prev"' in text) == (number > 1)
            assert ('rel="next"' in text) == (number < len(paths))
            where = f"第{number}页，共{len(paths)}页" if not folder else f"part {number} of {len(paths)}"
            assert (where in re.findall("<title>(.*)</title>", text)[0]) == (number > 1)
            canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', text)[0]
            own = folder + address + (f"{number}/" if number > 1 else "")
            assert urlsplit(urljoin(f"https://host/{own}", canonical)).path == f"/{own}"
    assert many > 3


def test_no_page_is_heavy(large: tuple[Path, Collection]) -> None:
    site, _ = large
    heavy = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix()
        of_measure = address.removeprefix("en/").startswith("m/")
        if path.stat().st_size > (MEASURE if of_measure else LISTING):
            heavy[address] = path.stat().st_size
    assert heavy == {}


def test_some_pages_do_not_grow(large: tuple[Path, Collection], site: Path) -> None:
    same = [path for path in site.rglob("*.html") if path.parent.parent.name == "m"]
    same += [site / "index.html", site / "en" / "index.html"]
    assert len(same) > 100
    grown = {}
    for path in same:
        other = large[0] / path.relative_to(site)
        if other.stat().st_size > 1.1 * path.stat().st_size:
            grown[path.relative_to(site).as_posix()] = (path.stat().st_size, other.stat().st_size)
    assert grown == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_figure_of_many_documents_counts_the_whole_register(
    large: tuple[Path, Collection], folder: str
) -> None:
    site, collection = large
    html = (site / folder / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r'indicator=([\w-]+)&amp;adoption=(\w+)" aria-label="[^"]*">(\d+)<', html)
    counts = Counter((measure.indicator.key, measure.adoption) for measure in collection.current)
    assert {(indicator, adoption): int(count) for indicator, adoption, count in cells} == dict(counts)


def test_ways_and_anchors_of_listings_resolve(large: tuple[Path, Collection]) -> None:
    site, _ = large
    read: dict[str, PageRead] = {}

    def get(address: str) -> PageRead | None:
        path = site / address / "index.html"
        if address not in read and path.is_file():
            read[address] = PageRead()
            read[address].feed(path.read_text(encoding="utf-8"))
        return read.get(address)

    folders = ("measures", "indicators", "bodies", "places", "documents")
    looked = [
        path.parent.relative_to(site).as_posix() + "/"
        for folder in folders
        for path in (site / folder).rglob("index.html")
    ]
    broken = []
    for address in ["en/" + each for each in looked if "/" in each] + looked:
        page = get(address)
        assert page is not None, address
        assert not [each for each, times in page.ids.items() if times > 1], address
        assert page.tags["h1"] == 1, address
        for link in page.links:
            found = urlsplit(urljoin(f"https://host/{address}", link))
            target = unquote(found.path).removeprefix("/")
            if found.netloc != "host" or (not found.fragment and (site / target).exists()):
                continue
            there = get(target)
            if there is None or unquote(found.fragment) not in there.ids:
                broken.append(f"{address}: {link}")
    assert broken == []


def test_parts_are_in_the_sitemap_in_both_languages(large: tuple[Path, Collection]) -> None:
    site, _ = large
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        url.findtext("s:loc", namespaces=names): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)
        }
        for url in root.findall("s:url", names)
    }
    ways = {"zh-Hans": "/measures/2/", "en": "/en/measures/2/", "x-default": "/measures/2/"}
    assert found["/measures/2/"] == found["/en/measures/2/"] == ways


@pytest.mark.parametrize("folder", FOLDERS)
def test_parts_are_valid_and_say_their_languages(large: tuple[Path, Collection], folder: str) -> None:
    site, _ = large
    pages = [each.parent / "index.html" for each in (site / folder).glob("*/2/index.html")]
    pages += [*(site / folder).glob("*/*/2/index.html"), site / folder / "measures" / "index.html"]
    assert len(pages) > 3
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert strangers(html) == []
        assert JustHTML(html, sanitize=False, collect_errors=True).errors == []


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_in_parts(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.add_init_script(axe_source())
    page = context.new_page()
    run_axe = "async () => (await axe.run()).violations.map((each) => each.id + each.nodes[0].html)"
    for start in ("measures/2/", "en/measures/?adoption=reference"):
        page.goto(address + start)
        wait_for(page, 50 if "?" in start else 100)
        assert page.evaluate(run_axe) == []
    context.close()


def test_all_is_read_without_scripts(browser: Browser, large: tuple[Path, Collection], address: str) -> None:
    _, collection = large
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    body = max(collection.vocabulary.bodies.values(), key=lambda each: len(collection.of_body(each)))
    for start in ("measures/", body.address):
        page.goto(address + start)
        found: list[str] = []
        while True:
            found += shown(page.content())
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
            following = page.locator("nav.parts a[rel=next]")
            if not following.count():
                break
            following.click()
        assert found == listings(collection)[start]
    context.close()


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


def wait_for(page: Page, count: int) -> None:
    page.wait_for_function(
        "([rows, count]) => document.querySelectorAll(rows).length === count"
        " && !document.querySelector('[data-filter-target]').hasAttribute('aria-busy')",
        arg=[ROWS, count],
    )


def of_page(page: Page) -> list[str]:
    return [
        re.sub(r"^.*/m/|/(?:index\.html)?$", "", href)
        for href in page.eval_on_selector_all(f"{ROWS} th a", "all => all.map(a => a.getAttribute('href'))")
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_filters_go_through_all_parts(
    page: Page, large: tuple[Path, Collection], address: str, folder: str
) -> None:
    site, collection = large
    body = max(collection.vocabulary.bodies.values(), key=lambda each: len(collection.of_body(each)))
    expected = [measure.id for measure in collection.of_body(body)]
    assert len(expected) > 100
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{folder}measures/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/measures/data/" in url or "filter-rows" in url]
    asked.clear()

    page.select_option("[name=body]", body.key)
    wait_for(page, 50)
    loaded = sum(
        len(gzip.compress((site / url.removeprefix(address)).read_bytes(), 9))
        for url in asked
        if url.startswith(address)
    )
    assert 0 < loaded < FIRST_FILTER
    assert of_page(page) == expected[:50]
    assert not page.locator("nav.parts").is_visible()
    status = page.locator("[role=status][data-filter-status]")
    assert str(len(expected)) in status.inner_text()
    assert "50" in status.inner_text()

    # The rows are those that the macro makes.
    made = rows_as_made(site, folder)
    html = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.innerHTML)")
    assert [bare(each) for each in html] == [made[each] for each in expected[:50]]

    more = page.locator("[data-filter-more]")
    more.focus()
    page.keyboard.press("Enter")
    wait_for(page, 100)
    assert of_page(page) == expected[:100]
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 51

    # Each option says how many measures there would be with it.
    place = next(each for each in collection.vocabulary.places.values() if collection.of_place(each))
    both = [each for each in expected if each in {measure.id for measure in collection.of_place(place)}]
    option = page.locator(f"[name=place] option[value={place.key}]")
    assert re.findall(r"\d+", option.inner_text()) == [str(len(both))]
    page.select_option("[name=place]", place.key)
    wait_for(page, min(len(both), 50))
    assert of_page(page) == both[:50]
    assert f"body={body.key}" in page.url
    assert f"place={place.key}" in page.url

    page.go_back()
    wait_for(page, 100)
    page.go_back()
    wait_for(page, 100)
    assert of_page(page) == [measure.id for measure in collection.current[:100]]
    assert page.locator("nav.parts").is_visible()
    assert "body=" not in page.url
    page.go_forward()
    page.go_forward()
    wait_for(page, min(len(both), 50))
    page.reload()
    wait_for(page, min(len(both), 50))
    assert of_page(page) == both[:50]
    page.click("button[type=reset]")
    wait_for(page, 100)


def having(collection: Collection, *words: str) -> list[str]:
    """Return the measures whose Chinese has all the words."""
    return [
        measure.id
        for measure in collection.current
        if all(
            word in " ".join((measure.title.zh, measure.practice.zh, *measure.keywords.zh)) for word in words
        )
    ]


def having_in_english(collection: Collection, beginning: str) -> list[str]:
    """Return the measures of whose English words one begins so."""
    return [
        measure.id
        for measure in collection.current
        if re.search(
            rf"\b{beginning}",
            f"{measure.title.en} {measure.practice.en} {measure.keywords.en}",
            re.IGNORECASE,
        )
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_words_are_found_in_all_parts(
    page: Page, large: tuple[Path, Collection], address: str, folder: str
) -> None:
    _, collection = large
    for words in ("出租车", "电子营业执照", "电子营业执照 公积金", "出租车 窗口"):
        expected = having(collection, *words.split())
        assert expected, words
        page.goto(f"{address}{folder}measures/?q={words}")
        wait_for(page, min(len(expected), 50))
        assert of_page(page) == expected[:50], words
    for words, expected in {
        "ybh2019-376-1b-12": ["ybh2019-376-1b-12"],
        "附件1第二部分第12项" if not folder else "annex 1 part II item 12": None,
        "gongjijin": having(collection, "公积金"),
        "taxi": having_in_english(collection, "taxi"),
        "pawnsh": having_in_english(collection, "pawnsh"),
        "xylophone": [],
    }.items():
        page.goto(f"{address}{folder}measures/?q={words}")
        if expected is None:
            page.wait_for_selector(f"{ROWS} a[href*='ybh2019-376-1b-12']")
        else:
            wait_for(page, min(len(expected), 50))
            assert of_page(page) == expected[:50], words
    # So many have this that its list is not among the others; some are filed under what is called so.
    page.goto(f"{address}{folder}measures/?q=for")
    wait_for(page, 50)
    common = having_in_english(collection, r"for\b")
    assert len(common) > 500
    assert [each for each in of_page(page) if each in common] == common[:50][
        : 50 - len({*of_page(page)} - {*common})
    ]
    page.goto(f"{address}en/search/?q=for")
    page.wait_for_selector("ol[data-search-results] a")
    said = re.search(r"\d+", page.locator("[data-search-said]").inner_text())
    assert said
    assert 0.9 * len(common) < int(said[0]) <= len(collection.current), (
        "an approximate count is near the true one"
    )
    page.goto(f"{address}{folder}measures/?q=xylophone")
    wait_for(page, 0)
    assert page.locator("[data-filter-status]").inner_text() in {
        "没有符合条件的举措。请减少条件或换一个说法。",
        "No measure fits. Try fewer conditions or other words.",
    }


def test_what_cannot_be_loaded_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}measures/")
    page.route("**/measures/data/**", lambda route: route.fulfill(body="busy"))
    page.select_option("[name=adoption]", "reference")
    page.wait_for_function(
        "() => document.querySelector('[data-filter-status]').textContent.includes('没有载入')"
    )
    page.unroute("**/measures/data/**")
    page.select_option("[name=adoption]", "replicate")
    wait_for(page, 50)


@pytest.mark.parametrize("folder", FOLDERS)
def test_filters_in_the_copy_that_opens_from_a_folder(
    page: Page, large: tuple[Path, Collection], tmp_path: Path, folder: str
) -> None:
    site, collection = large
    archive = next(site.parent.glob("site-*.zip"))
    with zipfile.ZipFile(archive) as packed:
        root = archive.stem
        kept = (f"{root}/assets/", f"{root}/{folder}measures/", f"{root}/search/", f"{root}/en/search/")
        packed.extractall(tmp_path, [name for name in packed.namelist() if name.startswith(kept)])
    start = (tmp_path / root / folder / "measures" / "index.html").as_uri()
    page.goto(f"{start}?q=出租车")
    expected = having(collection, "出租车")
    wait_for(page, len(expected))
    assert of_page(page) == expected
    href = str(page.locator(f"{ROWS} th a").first.get_attribute("href"))
    assert href.endswith("/index.html")
    page.goto(start)
    page.locator("nav.parts a[rel=next]").click()
    assert page.url.endswith("/measures/2/index.html")


@pytest.mark.parametrize("folder", FOLDERS)
def test_first_view_of_a_measure_is_light(
    page: Page, large: tuple[Path, Collection], address: str, folder: str
) -> None:
    """All files that a first visit loads, each compressed as a server would."""
    site, _ = large
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{folder}m/ybh2019-376-1b-12/")
    page.wait_for_load_state("networkidle")
    sizes = {
        url: len(gzip.compress((site / file).read_bytes(), 9))
        for url in asked
        if (file := url.removeprefix(address) + ("index.html" if url.endswith("/") else ""))
    }
    assert len(sizes) > 5
    assert sum(sizes.values()) < FIRST_VIEW
