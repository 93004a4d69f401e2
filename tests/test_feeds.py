"""Feeds, sitemap, robots.txt, OpenSearch, and what the head of a page tells programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
import yaml
from lxml import etree
from rdflib import Graph, Literal, URIRef

from registry.core.languages import HTML_LANGUAGE, LANGUAGES
from registry.exports import sitemap
from registry.exports.feeds import events
from registry.model.register import Register
from registry.rendering.context import View
from registry.rendering.metadata import linked_data, tags
from tests.addresses import SITE
from tests.conftest import ROOT
from tests.exporting import export_context, exported, with_history

DATA = ROOT / "tests" / "data"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DATA / f"{name}.rng"))


@pytest.fixture(scope="module", params=["", SITE], ids=["without address", "with address"])
def later(
    request: pytest.FixtureRequest, register: Register, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The exports of a register that has seen some history, and the site's own address."""
    return exported(with_history(register), tmp_path_factory.mktemp("later"), request.param), request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_feeds_are_valid_and_tell_what_happened(
    later: tuple[Path, str], register: Register, language: str
) -> None:
    folder, site = later
    path = folder / ("en/feed.xml" if language == "en" else "feed.xml")
    schema("atom").assertValid(etree.parse(path))
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    first, withdrawn, superseded, successor = register.measures[:4]
    assert [(entry.tags[0].term, entry.updated[:10]) for entry in read.entries] == [
        ("superseded", "2027-04-01"),
        ("withdrawn", "2027-03-01"),
        ("corrected", "2027-02-01"),
        ("published", "2026-11-23"),
    ]
    assert superseded.title[language] in read.entries[0].title
    assert successor.id in read.entries[0].content[0].value
    assert withdrawn.title[language] in read.entries[1].title
    assert {"zh": "原文更正。", "en": "The source was corrected."}[language] in read.entries[2].content[
        0
    ].value
    assert all(measure.id in read.entries[3].content[0].value for measure in register.measures)
    own = urljoin(f"{site or 'http://h'}/" + ("en/" if language == "en" else ""), f"m/{first.id}/")
    open_at = f"http://h/{'en/' if language == 'en' else ''}feed.xml"
    for entry in read.entries:
        (link,) = entry.links
        assert (link.rel, link.hreflang) == ("alternate", HTML_LANGUAGE[language])
    assert urljoin(open_at, read.entries[2].links[0].href) == own
    assert read.feed.updated.startswith("2027-04-01")


def test_feed_identifiers_hold_wherever_the_site_lies(register: Register, tmp_path: Path) -> None:
    found = []
    for name, address in (("here", ""), ("there", SITE)):
        folder = exported(register, tmp_path / name, address)
        found.append(re.findall(r"<id>(.*?)</id>", (folder / "feed.xml").read_text(encoding="utf-8")))
    assert found[0] == found[1]
    # Readers that follow the feed know its entries by these; they must never change.
    assert found[0] == [
        "urn:uuid:9ac2821e-e616-503e-be8a-44f03fb4041c",
        "urn:uuid:bef7ff2d-806a-5d2f-985d-b31cf8add68a",
    ]


def test_every_later_entry_of_the_record_is_an_event(register: Register) -> None:
    happened = events(export_context(with_history(register)))
    assert sum(len(each.measures) for each in happened if each.kind == "published") == 58
    assert len({each.key + each.kind for each in happened}) == len(happened)


def test_the_error_page_of_a_mirror_stays_in_it(addressed: Path, site: Path) -> None:
    """It is served at any depth below the mirror's folder; all that it loads and links is there."""
    for folder, root in ((addressed, "/copies/register/"), (site, "/")):
        for name in ("404.html", "en/404.html"):
            html = (folder / name).read_text(encoding="utf-8")
            here = [
                way
                for way in re.findall(r'\s(?:href|src|action)="([^"]*)"', html)
                if not re.match(r"https?:|#", way)
            ]
            assert len(here) > 10
            for way in here:
                assert way.startswith(root), way
                file = folder / re.split("[?#]", way.removeprefix(root))[0]
                assert file.is_file() or (file / "index.html").is_file(), way


def test_without_an_address_nothing_claims_one(site: Path) -> None:
    """A sitemap and a description of search want whole addresses; there are none."""
    assert not list(etree.parse(site / "sitemap.xml").getroot())
    for prefix in ("", "en/"):
        assert b"<Url" not in (site / f"{prefix}opensearch.xml").read_bytes()
        page = (site / prefix / "index.html").read_text(encoding="utf-8")
        assert 'rel="search"' not in page


def test_the_sitemap_is_valid_complete_and_reciprocal(addressed: Path) -> None:
    folder, address = addressed, SITE
    tree = etree.parse(folder / "sitemap.xml")
    schema("sitemap").assertValid(tree)
    pages = {
        f"{address}/{path.relative_to(folder).as_posix().removesuffix('index.html')}"
        for path in folder.rglob("index.html")
    }
    listed: dict[str, dict[str, str]] = {}
    for url in tree.iterfind("s:url", SITEMAP):
        listed[url.findtext("s:loc", namespaces=SITEMAP)] = {
            link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", SITEMAP)
        }
    assert listed.keys() == pages
    for location, links in listed.items():
        assert links.keys() == {"zh-Hans", "en", "x-default"}
        assert links["x-default"] == links["zh-Hans"]
        own = "en" if location.removeprefix(address).startswith("/en/") else "zh-Hans"
        assert links[own] == location
        for other in links.values():
            assert listed[other] == links


def test_the_sitemap_bears_the_datas_dates(addressed: Path, register: Register) -> None:
    tree = etree.parse(addressed / "sitemap.xml")
    dates = {
        url.findtext("s:loc", namespaces=SITEMAP).removeprefix(SITE): url.findtext(
            "s:lastmod", namespaces=SITEMAP
        )
        for url in tree.iterfind("s:url", SITEMAP)
    }
    for measure in register.measures:
        assert dates[f"/en/m/{measure.id}/"] == register.published.newest[measure.id].date
    assert (
        dates["/"]
        == dates["/documents/ybh2019-376/"]
        == max(entry.date for entry in register.published.entries if "/" not in entry.id)
    )
    assert dates["/about/"] is None


def test_a_page_that_changed_bears_the_date_of_the_change(register: Register) -> None:
    changed = export_context(with_history(register))
    first, second, *_ = register.measures
    assert sitemap.changed_on(changed, f"m/{first.id}/") == "2027-02-01"
    assert sitemap.changed_on(changed, f"m/{second.id}/") == "2027-03-01"
    assert sitemap.changed_on(changed, first.source.document.address) == "2027-04-01"
    assert sitemap.changed_on(changed, "glossary/") == ""


@pytest.mark.parametrize("limit", ["addresses", "bytes"])
def test_a_long_sitemap_is_split_and_has_an_index(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """At 50,000 addresses or 50 MB, as sitemaps.org has it; here at three addresses, or where three just fit."""
    assert (sitemap.MOST_ADDRESSES, sitemap.MOST_BYTES) <= (50_000, 50 * 1024 * 1024)
    pages = [f"{prefix}{name}/index.html" for name in "abcd" for prefix in ("", "en/")]
    if limit == "addresses":
        monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 3)
    else:
        small = tmp_path / "small"
        sitemap.write_sitemap(export_context(register, SITE), small, ["a/index.html", "en/a/index.html"])
        around = (small / "sitemap.xml").read_bytes().partition(b"<url>\n")[0] + b"</urlset>\n"
        two = (small / "sitemap.xml").stat().st_size - len(around)
        monkeypatch.setattr(sitemap, "MOST_BYTES", two + two // 2 + 10)
    sitemap.write_sitemap(
        export_context(register, SITE), tmp_path, [*pages, "a/data.json", "only-chinese/index.html"]
    )
    index = etree.parse(tmp_path / "sitemap.xml")
    schema("sitemap").assertValid(index)
    parts = [element.text for element in index.iterfind("s:sitemap/s:loc", SITEMAP)]
    assert parts == [f"{SITE}/sitemap-{number}.xml" for number in (1, 2, 3)]
    found = []
    for number in (1, 2, 3):
        part = etree.parse(tmp_path / f"sitemap-{number}.xml")
        schema("sitemap").assertValid(part)
        found.append([element.text for element in part.iterfind("s:url/s:loc", SITEMAP)])
    assert [len(each) for each in found] == [3, 3, 2]
    expected = [f"{SITE}/{prefix}{name}/" for name in "abcd" for prefix in ("", "en/")]
    assert [address for part in found for address in part] == expected


def test_robots_and_opensearch_name_addresses_of_the_site(later: tuple[Path, str]) -> None:
    folder, site = later
    robots = (folder / "robots.txt").read_text(encoding="utf-8")
    assert robots.startswith("User-agent: *\nAllow: /\n")
    # A relative address is not allowed there.
    assert ("Sitemap:" in robots) == bool(site)
    for prefix in ("", "en/"):
        tree = etree.parse(folder / f"{prefix}opensearch.xml")
        spaces = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert len(tree.findtext("o:ShortName", namespaces=spaces)) <= 16
        templates = [url.get("template") for url in tree.iterfind("o:Url", spaces)]
        expected = [f"{site}/{prefix}search/?q={{searchTerms}}", f"{site}/{prefix}opensearch.xml"]
        assert templates == (expected if site else [])


def test_everything_ever_published_still_resolves(site: Path) -> None:
    """Every identifier of every version of the record, the oldest copy included, in page, English page and API."""
    identifiers = {
        identifier
        for record in versions_of_the_record()
        for identifier in re.findall(r"^- \{id: ([a-z0-9-]+),", record, re.MULTILINE)
    }
    assert len(identifiers) >= 58
    listed = {
        load["id"]
        for load in json.loads((site / "api/v1/measures.json").read_text(encoding="utf-8"))["measures"]
    }
    feeds = (site / "feed.xml").read_text(encoding="utf-8")
    for identifier in identifiers:
        assert (site / f"m/{identifier}/index.html").is_file()
        assert (site / f"en/m/{identifier}/index.html").is_file()
        assert (site / f"api/v1/measures/{identifier}.json").is_file()
        assert identifier in listed
        assert identifier in feeds


def versions_of_the_record() -> list[str]:
    """Return ``published.yml`` as it is, as it first was, and as each commit had it, where there is a history."""
    import subprocess

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False
        )
        return done.stdout if done.returncode == 0 else ""

    path = "measures/published.yml"
    commits = git("log", "--format=%H", "--", path).split()
    files = [ROOT / path, *sorted(DATA.glob("published-*.yml"))]
    return [file.read_text(encoding="utf-8") for file in files] + [
        git("show", f"{commit}:{path}") for commit in commits
    ]


def test_the_record_is_only_ever_added_to() -> None:
    # A fingerprint that looks like a number was once written without quotation marks; it is the same text.
    now, *older = (yaml.load(record, yaml.BaseLoader) for record in versions_of_the_record())
    for record in older:
        assert now[: len(record)] == record


class Head(HTMLParser):
    """Reads the meta elements and the JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.linked = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("name"):
            self.meta[str(found["name"])] = str(found["content"])
        self._inside = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.linked += data
            self._inside = False


# rdflib warns of what its own reader of JSON-LD uses.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_linked_data_of_every_measure_gives_the_triples_expected(
    addressed: Path, register: Register, language: str
) -> None:
    schema_org = "https://schema.org/"
    for measure in register.measures:
        prefix, other = ("en/", "") if language == "en" else ("", "en/")
        head = Head()
        head.feed((addressed / f"{prefix}m/{measure.id}/index.html").read_text(encoding="utf-8"))
        data = json.loads(head.linked)
        assert data.pop("@context") == "https://schema.org"
        # schema.org's own context, as far as it matters here, so that nothing is fetched.
        context = {"@vocab": schema_org, "url": {"@type": "@id"}, "contentUrl": {"@type": "@id"}}
        graph = Graph().parse(data=json.dumps({"@context": context, **data}), format="json-ld")
        page = URIRef(f"{SITE}/{prefix}m/{measure.id}/")
        translated = URIRef(f"{SITE}/{other}m/{measure.id}/")
        document = URIRef(f"{SITE}/{prefix}{measure.source.document.address}")

        def value(subject: URIRef, name: str, graph: Graph = graph) -> object:
            return graph.value(subject, URIRef(schema_org + name))

        kind = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        for subject in (page, translated, document):
            assert (subject, kind, URIRef(f"{schema_org}Legislation")) in graph
        assert value(page, "name") == Literal(measure.title[language])
        assert value(page, "inLanguage") == Literal(HTML_LANGUAGE[language])
        assert value(page, "legislationIdentifier") == Literal(measure.id)
        assert value(page, "isPartOf") == document
        assert value(document, "legislationIdentifier") == Literal(measure.source.document.number[language])
        assert value(page, "translationOfWork" if language == "en" else "workTranslation") == translated
        bodies = {
            value(node, "name") for node in graph.objects(page, URIRef(f"{schema_org}legislationResponsible"))
        }
        assert bodies == {Literal(body.name[language]) for body in measure.responsible}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reference_managers_and_dublin_core_find_what_they_need(
    site: Path, register: Register, language: str
) -> None:
    for measure in register.measures:
        head = Head()
        prefix = "en/" if language == "en" else ""
        head.feed((site / f"{prefix}m/{measure.id}/index.html").read_text(encoding="utf-8"))
        document = measure.source.document
        assert head.meta["DC.title"] == head.meta["citation_title"] == measure.title[language]
        assert head.meta["DC.identifier"] == measure.id
        assert head.meta["citation_technical_report_institution"] == document.issuer[language]
        assert head.meta["citation_technical_report_number"].startswith(document.number[language])
        assert head.meta["citation_publication_date"] == "2019"


def test_hostile_text_cannot_leave_the_head(register: Register) -> None:
    from registry.core.languages import Bilingual
    from registry.rendering.metadata import head

    words = '</script><script>alert(1)</script>"&<!--'
    hostile = replace(register.measures[0], title=Bilingual(words, words))
    made = export_context(register)
    view = View("zh", hostile.address, register, made.strings, made.settings)
    parsed = Head()
    html = str(head(made.macros, view, hostile))
    parsed.feed(html)
    assert html.count("</script>") == 1
    assert json.loads(parsed.linked)["name"] == words
    assert parsed.meta["DC.title"] == words
    assert {tag.name for tag in tags(view, hostile)} >= {"DC.title", "citation_title"}
    assert linked_data(view, hostile)["name"] == words
