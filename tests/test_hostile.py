"""Hostile content: whatever stands in the data, or is asked in an address, shows as typed or is refused, and nothing runs."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.browsing import serving
from tests.conftest import ROOT, run
from tests.kinds import kinds
from tests.payloads import DECEIVING, SHOWN
from tests.planting import Plant, plant
from tests.unruled import unrule
from tests.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDERS = ("", "en/")

ASKING = ("measures/?q=", "search/?q=", "editing/?file=", "measures/?indicator=", "glossary/?q=")
"""Addresses that go on with words of whoever made the link."""

TOGETHER = 6
"""So many payloads are asked at once."""


@dataclass(frozen=True)
class Hostile:
    """A site of hostile content: what was planted in it, and where it lies."""

    plants: list[Plant]
    site: Path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    folder = tmp_path_factory.mktemp("hostile")
    measures = Path(shutil.copytree(ROOT / "measures", folder / "measures"))
    with pytest.MonkeyPatch.context() as patch:
        unrule(patch)
        plants, _ = plant(measures, SHOWN)
    result = run(
        "build", "--measures", str(measures), "--site-dir", str(folder / "site"), module="tests.unruled"
    )
    assert result.returncode == 0, result.stderr
    return Hostile(plants, folder / "site")


@pytest.fixture(scope="module")
def address(hostile: Hostile) -> Iterator[str]:
    with serving(hostile.site) as address:
        yield address


def test_there_are_enough_payloads_and_each_gets_in_somewhere(
    hostile: Hostile, record_property: Callable[[str, object], None]
) -> None:
    record_property("payloads", len(set(SHOWN)))
    assert len(set(SHOWN)) >= 60
    assert {each.words for each in hostile.plants} == set(SHOWN)


def test_what_deceives_is_refused_in_every_field(tmp_path: Path) -> None:
    measures = Path(shutil.copytree(ROOT / "measures", tmp_path / "measures"))
    with pytest.MonkeyPatch.context() as patch:
        unrule(patch)
        plants, refused = plant(measures, DECEIVING)
    assert plants == []
    reasons = {"invisible-character", "control-character", "odd-space", "yaml", "one-line"}
    assert {each.words for each, problem in refused if problem.rule in reasons} == set(DECEIVING)


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes; and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.links: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, name) for name, _ in attrs} | {(tag,)}
        self.links |= {value or "" for name, value in attrs if name in {"href", "src", "action"}}

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.add(("comment", data))


def elements(site: Path) -> Elements:
    parser = Elements()
    for path in sorted(site.rglob("*.html")):
        parser.feed(path.read_text(encoding="utf-8"))
        parser.close()
        parser.reset()
    return parser


def test_no_payload_becomes_an_element_or_an_attribute(hostile: Hostile, site: Path) -> None:
    found = elements(hostile.site)
    assert found.found <= elements(site).found
    assert not [
        link for link in found.links if re.match(r"\s*(javascript|data|vbscript):|//", link, re.IGNORECASE)
    ]
    assert not [link for link in found.links if "elsewhere.invalid" in link and not link.partition("?")[1]]


def test_every_payload_shows_as_typed(hostile: Hostile) -> None:
    shown = "".join(squeezed("".join(words(path))) for path in sorted(hostile.site.rglob("*.html")))
    assert [each for each in SHOWN if squeezed(each) not in shown] == []


def words(path: Path) -> list[str]:
    parser = Elements()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser.words


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_runs_on_any_page(browser: Browser, address: str, hostile: Hostile, folder: str) -> None:
    measures = sorted(path.parent.name for path in hostile.site.glob("m/*/index.html"))
    mine = [f"m/{measure}/" for measure in measures[2 * bool(folder) :: 4]]
    with watched(browser, address, viewport={"width": 375, "height": 800}) as (page, wrong):
        for kind in [*kinds(hostile.site), *mine]:
            page.goto(address + folder + kind)
            if page.evaluate("window.__ran"):
                wrong.append(f"ran: {kind}")
            if page.evaluate("document.documentElement.scrollWidth") > 375:
                wrong.append(f"wider than the screen: {kind}")
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_asked_is_only_text(browser: Browser, address: str, folder: str) -> None:
    """Several payloads are asked in one address, then once more in the other order: what swallows the rest comes last, too."""
    with watched(browser, address) as (page, wrong):
        for number, words in enumerate(together(folder)):
            way = ASKING[number % len(ASKING)]
            text = words.replace("\x00", "")
            page.goto(f"{address}{folder}{way}{quote(text, safe='')}#{quote(text[:50], safe='')}")
            if page.evaluate("window.__ran"):
                wrong.append(f"ran: {way}{text}")
    assert wrong == []


def together(folder: str) -> list[str]:
    """Return the half of all payloads that pages of a language are asked, several in one text, forwards and backwards."""
    asked = [payload[:300] for payload in (*SHOWN, *DECEIVING)[bool(folder) :: 2]]
    some = [asked[at : at + TOGETHER] for at in range(0, len(asked), TOGETHER)]
    return [" ".join(each) for few in some for each in (few, few[::-1])]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_typed_is_only_text(browser: Browser, address: str, folder: str) -> None:
    with watched(browser, address) as (page, wrong):
        for kind, field in (("verify/", "main textarea"), ("search/", "header input[type=search]")):
            page.goto(address + folder + kind)
            for words in together(folder):
                page.locator(field).first.fill(words)
                if kind == "verify/":
                    page.evaluate("document.querySelector('main form').requestSubmit()")
                page.wait_for_timeout(20)
                if page.evaluate("window.__ran"):
                    wrong.append(f"ran: {kind}{words}")
    assert wrong == []


def test_data_in_pages_is_whole_and_says_what_was_typed(hostile: Hostile) -> None:
    titles = {
        each.file.rpartition("/")[2].removesuffix(".yml"): each.words
        for each in hostile.plants
        if each.way == ("title", "en")
    }
    assert titles
    for identifier, payload in titles.items():
        html = (hostile.site / "en" / "m" / identifier / "index.html").read_text(encoding="utf-8")
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert squeezed(json.loads(data)["name"]).startswith(squeezed(payload))
        answer = json.loads(
            (hostile.site / "api" / "v1" / "measures" / f"{identifier}.json").read_text(encoding="utf-8")
        )
        assert squeezed(answer["title"]["en"]).startswith(squeezed(payload))


def test_no_cell_is_a_formula(hostile: Hostile) -> None:
    with (hostile.site / "api" / "v1" / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if re.match(r"'[=+\-@]", cell)]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]
    for path in sorted(hostile.site.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        formulas = [
            cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]
        assert not [
            formula for formula in formulas if re.search("cmd|HYPERLINK|DDE|IMPORTXML|SUM", str(formula))
        ], path.name


def test_feeds_and_other_xml_are_whole(hostile: Hostile) -> None:
    found = [*hostile.site.rglob("*.xml")]
    assert found
    for path in found:
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert not [each for each in root.iter() if str(each.tag).rpartition("}")[2] == "script"]
        assert "<!DOCTYPE" not in path.read_text(encoding="utf-8")[:400]
