"""Citations: the forms against files that a person can read, and the files for reference managers by real readers."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.languages import Bilingual
from registry.model.citation import chinese_number, citation_files, citations, plain, qr_code, roman_number
from registry.model.measure import Measure
from registry.model.register import Register
from tests.conftest import ROOT

GOLDEN = sorted((ROOT / "tests" / "citations").glob("*.txt"))
SITE = Bilingual("营商环境改革举措库", "Register of Business Environment Reforms")
ADDRESS = "https://register.example/"
DAY = date(2026, 11, 23)


def addresses(measure: Measure) -> Bilingual:
    return Bilingual(ADDRESS + measure.address, f"{ADDRESS}en/{measure.address}")


def written(measure: Measure, language: str) -> dict[str, str]:
    found = citations(measure, language, SITE)
    return {each.form: plain(each, addresses(measure), DAY) for each in found}


def golden(path: Path) -> dict[str, str]:
    """Return what a golden file expects, by the heading before it; lines that begin with ``#`` explain."""
    text = "\n".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    parts = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)[1:]
    return {name: body.strip("\n") for name, body in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_forms_are_as_written_down(path: Path, register: Register) -> None:
    measure = register.by_id[path.stem]
    expected = golden(path)
    found = {
        f"{form} {language}": words
        for language in ("zh", "en")
        for form, words in written(measure, language).items()
    }
    same = {"official", "gbt7714-2025", "gbt7714-2015", "law", "english"}
    actual = {name.split()[0] if name.split()[0] in same else name: words for name, words in found.items()}
    actual |= {
        ending: text.replace("\r\n", "\n").strip()
        for ending, text in citation_files(measure, addresses(measure).zh).items()
    }
    assert actual == expected


def test_golden_files_name_where_their_forms_come_from() -> None:
    assert len(GOLDEN) == 4
    for path in GOLDEN:
        head = path.read_text(encoding="utf-8").split("\n[", 1)[0]
        assert "GB/T 7714—2025" in head
        assert "法学引注手册" in head


def test_every_citation_names_the_fingerprint_and_leaves_it_away_as_a_whole(register: Register) -> None:
    for measure in register.measures:
        for language in ("zh", "en"):
            for citation in citations(measure, language, SITE):
                text = plain(citation, addresses(measure), DAY)
                assert measure.fingerprint in text
                without = "".join(part.text for part in citation.parts if part.kind != "fingerprint")
                assert "指纹" not in without
                assert "fingerprint" not in without
                assert without.count("（") == without.count("）")


def test_official_form_is_what_officials_write(register: Register) -> None:
    assert written(register.by_id["ybh2019-376-1a-03"], "zh")["official"].startswith(
        "《广东省人民政府办公厅关于做好优化营商环境改革举措复制推广借鉴工作的通知》（粤办函〔2019〕376号）"
        "附件1第一部分第3项“全面推广电子营业执照”"
    )


def test_own_language_stands_first(register: Register) -> None:
    measure = register.current[0]
    assert citations(measure, "zh", SITE)[0].form == "official"
    assert citations(measure, "en", SITE)[0].form == "english"


def test_2025_form_has_full_width_signs_but_stops_and_square_brackets(register: Register) -> None:
    """Rule 7 of GB/T 7714—2025."""
    for measure in register.measures:
        form = next(
            citation for citation in citations(measure, "zh", SITE) if citation.form == "gbt7714-2025"
        )
        words = "".join(part.text for part in form.parts).replace("〔", "").replace("〕", "")
        assert not re.search(r"[,:;()．［］]", words), words


def test_quotation_marks_are_nested(register: Register) -> None:
    for measure in register.measures:
        official = written(measure, "zh")["official"]
        assert re.fullmatch(r"[^“”]*“[^“”]*”[^“”]*", official), official
        assert official.count("‘") == official.count("’") == measure.title.zh.count("“")


def test_markdown_and_html_links_read_back_as_their_citation(register: Register) -> None:
    """By the Markdown parser that the site is built with; its output and the HTML form by an HTML parser."""
    import markdown
    from justhtml import JustHTML

    for measure in register.measures:
        for language in ("zh", "en"):
            forms = written(measure, language)
            words = forms["official"] if language == "zh" else re.sub(r" <.*", "", forms["english"])
            for source in (markdown.markdown(forms["markdown"]), forms["html"]):
                link = JustHTML(source).query("a")[0]
                assert link.attrs["href"] == addresses(measure)[language]
                assert words.startswith(link.to_text())


def bibtex_entry(text: str) -> Any:
    import bibtexparser

    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    (entry,) = library.entries
    return entry


def test_bibtex_is_read(register: Register) -> None:
    for measure in register.measures:
        entry = bibtex_entry(citation_files(measure, addresses(measure).zh)[".bib"])
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert (entry.entry_type, entry.key) == ("misc", measure.id)
        assert fields["author"] == "{广东省人民政府办公厅}"
        assert fields["year"] == "2019"
        assert fields["url"] == addresses(measure).zh
        assert fields["title"].replace("{", "").replace("}", "").endswith(measure.title.zh)
        assert measure.fingerprint in fields["note"]


def test_ris_is_read(register: Register) -> None:
    import rispy

    for measure in register.measures:
        text = citation_files(measure, addresses(measure).zh)[".ris"]
        assert text.replace("\r\n", "").count("\n") == 0
        (entry,) = rispy.loads(text)
        assert entry["type_of_reference"] == "ELEC"
        assert entry["authors"] == ["广东省人民政府办公厅"]
        assert entry["title"].endswith(measure.title.zh)
        assert entry["year"] == "2019"
        assert entry["urls"] == [addresses(measure).zh]
        assert measure.fingerprint in entry["notes"][0]


def test_csl_is_read_and_set(register: Register) -> None:
    """By citeproc-py, and against the fields that CSL-JSON knows (citation-style-language/schema, csl-data.json)."""
    from citeproc.source.json import CiteProcJSON

    known = {"id", "type", "author", "title", "number", "issued", "language", "note", "URL"}
    for measure in register.measures:
        items = json.loads(citation_files(measure, addresses(measure).zh)[".csl.json"])
        assert set(items[0]) == known
        source = CiteProcJSON(items)
        item = source[measure.id.lower()]
        assert str(item.title).endswith(measure.title.zh)
        assert item.issued.year == 2019


def test_files_name_no_address_where_the_site_has_none(register: Register) -> None:
    for text in citation_files(register.current[0], "").values():
        assert "url" not in text.lower()
        assert "UR  -" not in text


def test_hostile_titles_stay_data(register: Register) -> None:
    from dataclasses import replace

    title = 'A % & _ $ # { } ~ ^ \\ "x" <script>alert(1)</script> [b](c)'
    measure = replace(register.current[0], title=Bilingual(title, title))
    files = citation_files(measure, ADDRESS)
    assert bibtex_entry(files[".bib"]).key == measure.id
    assert json.loads(files[".csl.json"])[0]["title"].endswith(title)
    forms: dict[str, Any] = written(measure, "zh")
    assert "<script>" not in forms["html"]
    assert r"\[b\]" in forms["markdown"]


@given(st.integers(1, 99))
def test_chinese_numbers(number: int) -> None:
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
    text = chinese_number(number)
    tens, ten, ones = text.partition("十")
    value = (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0) if ten else digits[tens]
    assert value == number


def test_roman_numbers() -> None:
    assert [roman_number(n) for n in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]


SIGNS = st.text("abz019-/", min_size=1, max_size=12)


@settings(deadline=None)  # The first code loads segno.
@given(
    st.sampled_from(["https://register.example/", "https://例子.example/", "http://a/" + "x" * 150]),
    SIGNS,
    SIGNS,
)
def test_qr_code_is_that_of_its_address(host: str, first: str, second: str) -> None:
    import segno

    for address in (f"{host}m/{first}/", f"{host}m/{second}/", f"{host}en/m/{first}/"):
        code = qr_code(address)
        matrix = segno.make_qr(address, error="m", boost_error=False, mask=3).matrix
        assert code.side == len(matrix)
        assert drawn(code.path, code.side) == [list(row) for row in matrix]


def drawn(path: str, side: int) -> list[list[int]]:
    """Return the modules that the strokes of a path cover."""
    rows = []
    for row in path.removeprefix("M0 .5").split(f"m-{side} 1"):
        strokes = re.findall(r"h(\d+)|m(\d+) 0", row)
        rows.append([each for dark, light in strokes for each in [int(dark != "")] * int(dark or light)])
    return rows
