"""The built site: every address, the official text on it, a second document, and an old site that outlives a failure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from registry.model.register import Register
from registry.validation.checker import check
from tests.conftest import ROOT, run
from tests.small import INDICATOR, small_register
from tests.unruled import unrule

SECOND = ROOT / "tests" / "data" / "second-document"


class FieldReader(HTMLParser):
    """Collects the text of each element that bears ``data-field``, by name and language."""

    VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[tuple[str, str], list[str]] = {}
        self.open: list[tuple[str, str] | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        named = dict(attrs)
        key = (named["data-field"] or "", named.get("lang") or "") if "data-field" in named else None
        self.open.append(key)
        if key:
            self.fields.setdefault(key, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing holds no text."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for key in self.open:
            if key:
                self.fields[key][-1] += data


def fields(path: Path) -> dict[tuple[str, str], list[str]]:
    reader = FieldReader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.fields


def without_space(text: str) -> str:
    return "".join(text.split())


def addresses(register: Register) -> Iterator[str]:
    """Give every address of a language that the design names and that is made so far."""
    yield from ("", "indicators/", "bodies/", "places/", "measures/", "documents/", "glossary/", "about/")
    for measure in register.measures:
        yield f"m/{measure.id}/"
    vocabulary = register.vocabulary
    yield from (f"indicators/{key}/" for key in vocabulary.indicators)
    yield from (f"documents/{key}/" for key in vocabulary.documents)
    yield from (f"bodies/{key}/" for key in vocabulary.bodies)
    yield from (f"places/{key}/" for key in vocabulary.places)


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_address_is_there(folder: str, site: Path, register: Register) -> None:
    missing = [
        address for address in addresses(register) if not (site / folder / address / "index.html").is_file()
    ]
    assert missing == []
    assert (site / folder / "404.html").is_file()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_official_text_is_on_the_page(folder: str, site: Path, register: Register) -> None:
    for measure in register.measures:
        found = fields(site / folder / "m" / measure.id / "index.html")
        assert [without_space(each) for each in found["practice", "zh-Hans"]] == [
            without_space(measure.practice.zh)
        ]
        assert [without_space(each) for each in found["practice", "en"]] == [
            without_space(measure.practice.en)
        ]
        for name in ("title", "indicator", "adoption", "responsible", "source", "origin"):
            assert any(field == name for field, _ in found), f"{measure.id}: {name}"
        assert any(field == "remark" for field, _ in found) == (measure.remark is not None)


def test_chinese_page_bears_printed_names(site: Path, register: Register) -> None:
    for measure in register.measures:
        found = fields(site / "m" / measure.id / "index.html")
        responsible = without_space("".join(found["responsible", ""]))
        assert all(body.printed in responsible for body in measure.responsible)
        assert ("等相关部门" in responsible) == measure.others_responsible


@pytest.fixture(scope="session")
def second_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site made from the register and a second document, whose last measure holds what the rules on words refuse."""
    folder = tmp_path_factory.mktemp("second")
    measures = add_second_document(Path(shutil.copytree(ROOT / "measures", folder / "measures")))
    result = run(
        "build", "--measures", str(measures), "--site-dir", str(folder / "site"), module="tests.unruled"
    )
    assert result.returncode == 0, result.stderr
    return folder / "site"


def add_second_document(measures: Path) -> Path:
    """Add the tests' second document to a copy of the measures."""
    with (measures / "vocabulary" / "documents.yml").open("a", encoding="utf-8") as documents:
        documents.write((SECOND / "documents.yml").read_text(encoding="utf-8"))
    for path in SECOND.glob("*/*.yml"):
        shutil.copy(path, measures / path.parent.name)
    return measures


def test_second_document_needs_no_code(second_site: Path) -> None:
    for folder in ("", "en/"):
        document = (second_site / folder / "documents" / "trial-2031-1" / "index.html").read_text(
            encoding="utf-8"
        )
        home = (second_site / folder / "index.html").read_text(encoding="utf-8")
        for identifier in ("trial-2031-1-a-01", "trial-2031-1-a-02", "trial-2031-1-b-01"):
            assert (second_site / folder / "m" / identifier / "index.html").is_file()
            assert f'id="{identifier}"' in document
        assert "documents/trial-2031-1/" in home
        assert "list=trial-2031-1-b" in home


def test_text_shows_as_typed(second_site: Path) -> None:
    for folder in ("", "en/"):
        path = second_site / folder / "m" / "trial-2031-1-b-01" / "index.html"
        found = fields(path)
        assert (
            found["practice", "zh-Hans"][0].strip()
            == "原样显示：<script>alert(1)</script>{{ 7*7 }}**x**[a](b)<b>&amp;。"
        )
        assert "<script>alert(1)" not in path.read_text(encoding="utf-8")
        titles = [text for (name, _), texts in found.items() if name == "title" for text in texts]
        assert titles and all("<script>alert(1)</script>{{7*7}}**x**[a](b)" in text for text in titles)


def test_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    site, measures = tmp_path / "site", small_register(tmp_path)
    assert run("build", "--measures", str(measures), "--site-dir", str(site)).returncode == 0
    before = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    path = measures / INDICATOR / "trial-2031-1-a-01.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("adoption: replicate", "adoption: replicat"),
        encoding="utf-8",
    )
    result = run("build", "--measures", str(measures), "--site-dir", str(site))
    assert result.returncode == 1
    assert "“replicate”" in result.stderr
    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")] == []


def test_plain_mkdocs_gives_the_chinese_site(tmp_path: Path, site: Path) -> None:
    import subprocess
    import sys

    plain = tmp_path / "plain"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(plain)], cwd=ROOT, check=True
    )
    pages = {path.relative_to(plain) for path in plain.rglob("*.html")}
    assert pages == {path.relative_to(site) for path in site.rglob("*.html")} - {
        path.relative_to(site) for path in (site / "en").rglob("*.html")
    }
    assert all((plain / path).read_bytes() == (site / path).read_bytes() for path in pages)
    assert (plain / "assets").is_dir()


def test_second_document_is_sound(measures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unrule(monkeypatch)
    assert [problem.rule for problem in check(add_second_document(measures)).problems] == ["recorded"]
