"""The built pages: each is there in both languages, is one whole, and leads only to what exists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from registry.model.register import Register

REQUESTING = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("form", "action"),
}
"""Attributes that make a browser ask for something by itself, or hand it what a reader typed."""


@dataclass
class PageRead(HTMLParser):
    """What the tests need to know of a page."""

    ids: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    canonical: str = ""
    counterpart: str = ""
    lang: str = ""
    headings: list[int] = field(default_factory=list)
    unscoped: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.attributes |= found.keys()
        if "id" in found:
            self.ids[found["id"]] += 1
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            self.referred |= set(found.get(name, "").split())
        if tag == "html":
            self.lang = found["lang"]
        if tag == "a" and "href" in found:
            self.links.add(found["href"])
        if tag == "a" and "language-switch" in found.get("class", "").split():
            self.counterpart = found["href"]
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical = found["href"]
        else:
            self.requests |= {found[name] for of, name in REQUESTING if of == tag and name in found}
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and "scope" not in found:
            self.unscoped += 1


@pytest.fixture(scope="session")
def read(site: Path) -> dict[str, PageRead]:
    """Every page of the built site by its address below the site's root."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        page = PageRead()
        page.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix().removesuffix("index.html")] = page
    return found


def addresses(register: Register) -> set[str]:
    """The pages that there must be, below the root of each language."""
    vocabulary = register.vocabulary
    kinds = ("indicators", "documents", "bodies", "places")
    return (
        {"", "about/", "glossary/", "measures/", "404.html"}
        | {f"{kind}/" for kind in kinds}
        | {each.address for kind in kinds for each in getattr(vocabulary, kind).values()}
        | {measure.address for measure in register.measures}
    )


def test_every_page_is_there_in_both_languages(read: dict[str, PageRead], register: Register) -> None:
    expected = addresses(register)
    assert expected <= read.keys()
    assert {f"en/{each}" for each in expected} <= read.keys()
    chinese = {each for each in read if not each.startswith("en/")}
    assert {each.removeprefix("en/") for each in read if each.startswith("en/")} == chinese


def test_the_language_is_said_and_the_switch_leads_to_the_same_page(read: dict[str, PageRead]) -> None:
    for address, page in read.items():
        english = address.startswith("en/")
        assert page.lang == ("en" if english else "zh-Hans"), address
        if address.endswith("404.html"):
            continue  # Served at any depth, its links begin at the host.
        other = address.removeprefix("en/") if english else f"en/{address}"
        assert urlsplit(urljoin(f"https://host/{address}", page.counterpart)).path == f"/{other}", address


def test_one_first_heading_and_none_skipped(read: dict[str, PageRead]) -> None:
    for address, page in read.items():
        assert page.tags["h1"] == 1, address
        assert page.headings[0] == 1, address
        assert all(
            after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)
        ), address
        assert page.tags["main"] == 1, address


def test_ids_are_given_once_and_what_refers_to_them_finds_them(read: dict[str, PageRead]) -> None:
    for address, page in read.items():
        assert not [each for each, times in page.ids.items() if times > 1], address
        assert page.referred <= page.ids.keys(), address


def test_headers_of_tables_say_what_they_head(read: dict[str, PageRead]) -> None:
    assert not {address: page.unscoped for address, page in read.items() if page.unscoped}


def test_internal_links_and_anchors_resolve(read: dict[str, PageRead], site: Path) -> None:
    broken = []
    for address, page in read.items():
        for link in page.links:
            found = urlsplit(urljoin(f"https://host/{address}", link))
            if found.netloc != "host":
                continue
            target = unquote(found.path).removeprefix("/")
            if target not in read:
                if not (site / target).is_file():
                    broken.append(f"{address}: {link}")
            elif found.fragment and unquote(found.fragment) not in read[target].ids | {"compare": 1}:
                broken.append(f"{address}: {link}")
    assert not broken, "\n".join(broken[:50])


def test_filters_in_links_are_values_that_the_page_knows(read: dict[str, PageRead], site: Path) -> None:
    options = set(
        re.findall(r'<option value="([^"]+)"', (site / "measures/index.html").read_text(encoding="utf-8"))
    )
    asked = {
        value
        for page in read.values()
        for link in page.links
        for name, _, value in (pair.partition("=") for pair in urlsplit(link).query.split("&"))
        if name in {"indicator", "adoption", "list", "body", "place", "remark"}
    }
    assert asked
    assert asked <= options


def test_nothing_is_asked_of_another_host(read: dict[str, PageRead], site: Path) -> None:
    for address, page in read.items():
        assert not [request for request in page.requests if urlsplit(request).netloc], address
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        assert not re.findall(
            r"""(?:url\(|from |import\()\s*["']?(?:https?:)?//""", path.read_text(encoding="utf-8")
        ), path


def test_a_strict_policy_would_hold(read: dict[str, PageRead], site: Path) -> None:
    for address, page in read.items():
        assert not {
            attribute for attribute in page.attributes if attribute == "style" or attribute.startswith("on")
        }, address
        assert page.tags["style"] == 0, address
    for path in site.rglob("*.html"):
        assert not re.search(
            r"<script(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))", path.read_text(encoding="utf-8")
        ), path


def test_nothing_is_left_of_templates(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not re.search(r"\[\[register:|\{\{|\{%|\bUndefined\b", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_document_stands_with_all_its_measures_and_its_text(
    register: Register, site: Path, language: str
) -> None:
    for document in register.documents:
        html = site / ("en" if language == "en" else "") / document.address / "index.html"
        text = text_of(html.read_text(encoding="utf-8"))
        for block in document.blocks:
            assert squeezed(block.text[language]) in text
            assert squeezed(block.text.zh) in text
        for measure in register.measures:
            if measure.source.document.key == document.key:
                assert squeezed(measure.practice[language]) in text
                assert squeezed(measure.practice.zh) in text
        for correction in document.corrections:
            assert squeezed(correction.printed) in text


def test_each_clause_that_names_a_measure_links_to_it(register: Register, site: Path) -> None:
    for document in register.documents:
        html = (site / document.address / "index.html").read_text(encoding="utf-8")
        for link in (link for block in document.blocks for link in block.links):
            assert re.search(rf'<a href="\.\./\.\./m/{link.measure}/">{re.escape(link.text.zh)}</a>', html), (
                link
            )


def test_a_body_page_parts_what_it_is_printed_first_for(register: Register, site: Path) -> None:
    for body in register.vocabulary.bodies.values():
        html = (site / body.address / "index.html").read_text(encoding="utf-8")
        before, after = html.split('<h2 id="after">')
        assert re.findall(r'/m/([\w-]+)/"', before.split('<h2 id="first">')[1]) == [
            m.id for m in register.led_by(body)
        ]
        assert re.findall(r'/m/([\w-]+)/"', after) == [m.id for m in register.shared_by(body)]


def test_the_list_of_all_measures_says_what_the_filters_compare(register: Register, site: Path) -> None:
    html = (site / "measures/index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr data-indicator="([^"]*)".*?data-body="([^"]*)".*?data-remark="([^"]*)"', html)
    assert rows == [
        (m.indicator.key, " ".join(body.key for body in m.responsible), m.remark.key if m.remark else "none")
        for m in register.current
    ]


def text_of(html: str) -> str:
    """The text of a page without tags and white space."""
    parser = _Text()
    parser.feed(html)
    return squeezed("".join(parser.pieces))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
