"""A register of some hundred measures: its pages stay light, come in parts, and say the same without scripts."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from justhtml import JustHTML

from registry.exports.sitemap import page_addresses
from registry.model.register import Register
from tests.large import FOLDERS, parts, shown, wait_for
from tests.test_accessibility import axe_source
from tests.test_languages import strangers
from tests.test_pages import PageRead

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LISTING = 300_000
"""Bytes that a page of many measures may have, and in bytes too what any page may have that is no measure's."""

MEASURE = 60_000
FIRST_VIEW = 150 * 1024


def listings(register: Register) -> dict[str, list[str]]:
    """Return the addresses of all listings, each with the identifiers that it must show, in order."""
    found = {"measures/": register.current}
    vocabulary = register.vocabulary
    found |= {
        indicator.address: tuple(m for one in register.lists for m in register.of_cell(indicator, one))
        for indicator in vocabulary.indicators.values()
    }
    found |= {
        body.address: register.led_by(body) + register.shared_by(body) for body in vocabulary.bodies.values()
    }
    found |= {place.address: register.of_place(place) for place in vocabulary.places.values()}
    return {each: [measure.id for measure in measures] for each, measures in found.items()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_parts_show_all_measures_and_lead_to_each_other(large: tuple[Path, Register], folder: str) -> None:
    site, register = large
    many = 0
    for address, expected in listings(register).items():
        paths = parts(site, folder + address)
        texts = [path.read_text(encoding="utf-8") for path in paths]
        assert [each for text in texts for each in shown(text)] == expected, address
        assert parts(site, address) == [site / path.relative_to(site / folder) for path in paths]
        many += len(paths) > 1
        for number, text in enumerate(texts, start=1):
            assert ('rel="prev"' in text) == (number > 1)
            assert ('rel="next"' in text) == (number < len(paths))
            where = f"第{number}页，共{len(paths)}页" if not folder else f"page {number} of {len(paths)}"
            assert (where in re.findall("<title>(.*)</title>", text)[0]) == (number > 1)
            canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', text)[0]
            own = folder + address + (f"{number}/" if number > 1 else "")
            assert urlsplit(urljoin(f"https://host/{own}", canonical)).path == f"/{own}"
    assert many > 3


def test_no_page_is_heavy(large: tuple[Path, Register]) -> None:
    site, _ = large
    heavy = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix()
        of_measure = address.removeprefix("en/").startswith("m/")
        if path.stat().st_size > (MEASURE if of_measure else LISTING):
            heavy[address] = path.stat().st_size
    assert heavy == {}


def test_some_pages_do_not_grow(large: tuple[Path, Register], site: Path) -> None:
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
    large: tuple[Path, Register], folder: str
) -> None:
    site, register = large
    html = (site / folder / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r'indicator=([\w-]+)&amp;adoption=(\w+)" aria-label="[^"]*">(\d+)<', html)
    counts = Counter((measure.indicator.key, measure.adoption) for measure in register.current)
    assert {(indicator, adoption): int(count) for indicator, adoption, count in cells} == dict(counts)


def test_ways_and_anchors_of_listings_resolve(large: tuple[Path, Register]) -> None:
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


def test_parts_are_in_the_sitemap_in_both_languages(large: tuple[Path, Register]) -> None:
    site, _ = large
    names = [path.relative_to(site).as_posix() for path in site.rglob("index.html")]
    assert "measures/2/" in page_addresses(names)


@pytest.mark.parametrize("folder", FOLDERS)
def test_parts_are_valid_and_say_their_languages(large: tuple[Path, Register], folder: str) -> None:
    site, _ = large
    pages = [each.parent / "index.html" for each in (site / folder).glob("*/2/index.html")]
    pages += [*(site / folder).glob("*/*/2/index.html"), site / folder / "measures" / "index.html"]
    assert len(pages) > 3
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert strangers(html) == []
        assert JustHTML(html, sanitize=False, collect_errors=True).errors == []


@pytest.mark.parametrize(
    ("width", "start", "rows"), [(1280, "measures/2/", 100), (375, "en/measures/?adoption=reference", 50)]
)
def test_axe_finds_nothing_in_parts(
    browser: Browser, large_served: str, width: int, start: str, rows: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.add_init_script(axe_source())
    page = context.new_page()
    page.goto(large_served + start)
    wait_for(page, rows)
    run_axe = "async () => (await axe.run()).violations.map((each) => each.id + each.nodes[0].html)"
    assert page.evaluate(run_axe) == []
    context.close()


def test_all_is_read_without_scripts(
    browser: Browser, large: tuple[Path, Register], large_served: str
) -> None:
    _, register = large
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    body = max(register.vocabulary.bodies.values(), key=lambda body: len(register.of_body(body)))
    for start in ("measures/", body.address):
        page.goto(large_served + start)
        found: list[str] = []
        while True:
            found += shown(page.content())
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
            following = page.locator("nav.parts a[rel=next]")
            if not following.count():
                break
            following.click()
        assert found == listings(register)[start]
    context.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_first_view_of_a_measure_is_light(
    quiet_page: Page, large: tuple[Path, Register], large_served: str, folder: str
) -> None:
    """All files that a first visit loads, each compressed as a server would."""
    site, _ = large
    asked: list[str] = []
    quiet_page.on("request", lambda request: asked.append(request.url))
    quiet_page.goto(f"{large_served}{folder}m/ybh2019-376-1b-12/")
    quiet_page.wait_for_load_state("networkidle")
    sizes = {
        url: len(gzip.compress((site / file).read_bytes(), 9))
        for url in asked
        if (file := url.removeprefix(large_served) + ("index.html" if url.endswith("/") else ""))
    }
    assert len(sizes) > 5
    assert sum(sizes.values()) < FIRST_VIEW
