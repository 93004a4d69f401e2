"""The files for offices: read back by the libraries that made them, opened by LibreOffice, the same bytes each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from registry.core.languages import LANGUAGES, Bilingual
from registry.model.citation import place_label
from registry.model.register import Register
from tests.addresses import SITE
from tests.exporting import digests, exported, with_history


@pytest.fixture(scope="module")
def downloads(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(register, tmp_path_factory.mktemp("files"), SITE) / "downloads"


SHEETS = {"zh": "举措", "en": "Measures"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_book_holds_every_field(downloads: Path, register: Register, language: str) -> None:
    sheet = openpyxl.load_workbook(downloads / "register.xlsx")[SHEETS[language]]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == 58
    for measure, row in zip(register.measures, rows, strict=True):
        identifier, indicator, title, practice, adoption, source, responsible, remark, origin, *more = row
        assert identifier.value == measure.id
        assert indicator.value == measure.indicator.name[language]
        assert title.value == measure.title[language]
        assert practice.value == measure.practice[language]
        assert adoption.value
        assert source.value.endswith(place_label(measure.source, language))
        assert all(body.label[language] in responsible.value for body in measure.responsible)
        assert (remark.value or "") == (measure.remark.text[language] if measure.remark else "")
        assert all(place.label[language] in origin.value for place in measure.origin)
        assert more[1].value == measure.fingerprint
        address = f"{SITE}/{'en/' if language == 'en' else ''}m/{measure.id}/"
        assert more[3].value == address
        assert more[3].hyperlink.target == address


def test_sheets_are_set_up_for_screen_and_paper(downloads: Path) -> None:
    books = [downloads / "register.xlsx", *sorted((downloads / "bodies").glob("*.xlsx"))]
    assert len(books) == 22
    for path in books:
        for sheet in openpyxl.load_workbook(path):
            assert sheet.freeze_panes
            assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
            assert sheet.page_setup.paperSize == 9
            assert sheet.page_setup.orientation == "landscape"
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows
            assert all(cell.alignment.wrap_text for cell in sheet[sheet.max_row] if cell.value)


def test_a_work_list_holds_the_bodys_measures_and_room_to_plan(downloads: Path, register: Register) -> None:
    for body in register.vocabulary.bodies.values():
        book = openpyxl.load_workbook(downloads / "bodies" / f"{body.key}.xlsx")
        assert book.sheetnames == ["工作清单", "Work list"]
        for sheet, language in zip(book, LANGUAGES, strict=True):
            measures = register.of_body(body)
            assert body.label[language] in sheet["A1"].value
            rows = list(sheet.iter_rows(min_row=4))
            assert len(rows) == len(measures)
            for number, (measure, row) in enumerate(zip(measures, rows, strict=True), start=1):
                assert [cell.value for cell in row[:4]] == [
                    number,
                    measure.id,
                    measure.title[language],
                    measure.practice[language],
                ]
                others = [each.label[language] for each in measure.responsible if each is not body]
                assert all(name in (row[5].value or "") for name in others)
                assert body.label[language] not in (row[5].value or "").split("、")
                assert [cell.value for cell in row[7:]] == [None] * 4
            kinds = {each.type: str(each.sqref) for each in sheet.data_validations.dataValidation}
            last = 3 + len(measures)
            assert kinds == {
                "list": f"K4:K{last}" if last > 4 else "K4",
                "date": f"J4:J{last}" if last > 4 else "J4",
            }
        headings = "、".join(cell.value for cell in book["工作清单"][3])
        assert (
            headings
            == "序号、标识、改革举措、主要做法、清单、共同责任单位、备注、牵头部门及责任人、工作安排、时间节点、进展情况"
        )
        choices = next(
            each for each in book["工作清单"].data_validations.dataValidation if each.type == "list"
        )
        assert choices.formula1 == '"未启动,进行中,已完成,需协调"'


def test_no_cell_of_a_workbook_is_a_formula(register: Register, tmp_path: Path) -> None:
    words = Bilingual("=1+1", "@SUM(A1)")
    hostile = replace(register.measures[0], title=words, practice=Bilingual("-2+3", '=HYPERLINK("x")'))
    folder = exported(Register((hostile,), register.vocabulary, register.published), tmp_path) / "downloads"
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                assert b"<f>" not in archive.read(name), name
        for sheet in openpyxl.load_workbook(path):
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    sheet = openpyxl.load_workbook(folder / "register.xlsx")["举措"]
    assert (sheet["C2"].value, sheet["C2"].quotePrefix) == ("=1+1", True)


def test_characters_that_xml_cannot_hold_harm_nothing(register: Register, tmp_path: Path) -> None:
    strange = replace(register.measures[0], title=Bilingual("铃\x07\ufffe", "bell\x07\x00"))
    folder = exported(Register((strange,), register.vocabulary, register.published), tmp_path)
    assert openpyxl.load_workbook(folder / "downloads/register.xlsx")["举措"]["C2"].value == "铃\ufffd\ufffd"
    docx.Document(str(next((folder / "downloads/documents").glob("*annexes.docx"))))


def test_every_text_document_names_the_languages_of_all_its_text(downloads: Path) -> None:
    """Without them a word processor checks Chinese as English and sets it in Japanese fonts."""
    paths = sorted(downloads.rglob("*.docx"))
    assert paths
    expected = {qn("w:val"): "en-GB", qn("w:eastAsia"): "zh-CN"}
    for path in paths:
        made = docx.Document(str(path))
        footers = [section.footer._element for section in made.sections]
        parts = [made.element, made.styles.element, made.settings.element, *footers]
        named = [each for part in parts for each in part.iter(qn("w:lang"), qn("w:themeFontLang"))]
        assert all(expected.items() <= dict(each.attrib).items() for each in named)
        assert made.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is not None
        for style in made.styles:
            if (
                style.name.startswith(("Normal", "Register"))
                and style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None
            ):
                assert style.element.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None, style.name
        for run in made.element.iter(qn("w:r")):
            if run.find(qn("w:t")) is not None:
                assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None


@pytest.mark.parametrize("bilingual", [False, True], ids=["Chinese", "bilingual"])
def test_the_annexes_stand_as_they_were_printed(downloads: Path, register: Register, bilingual: bool) -> None:
    document = register.documents[0]
    name = f"{document.key}-annexes{'-bilingual' if bilingual else ''}.docx"
    made = docx.Document(str(downloads / "documents" / name))
    words = [paragraph.text for paragraph in made.paragraphs]
    for annex in document.annexes:
        assert annex.title.zh in words
    for each, table in zip(document.lists, made.tables, strict=True):
        assert each.heading.zh in words
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        rows = [list(row.cells) for row in table.rows]
        assert [cell.text.split("\n")[0] for cell in rows[0]][:3] == ["序号", "改革举措", "主要做法"]
        assert len(rows[0]) == (4 if each.annex == 1 else 3)
        headings = [row[0].text for row in rows[1:] if row[0]._tc is row[1]._tc]
        for group, heading in zip(each.groups, headings, strict=True):
            assert heading.startswith(f"{group.heading.zh}\u3000责任单位：")
            names = "、".join(register.vocabulary.bodies[key].printed for key in group.responsible)
            assert names in heading
            assert ("等相关部门" in heading) == group.others_responsible
        measures = [row for row in rows[1:] if row[0]._tc is not row[1]._tc]
        for measure, row in zip(register.of_list(each), measures, strict=True):
            assert row[0].text == str(measure.source.number)
            practice = [text for text in row[2].text.split("\n") if text]
            expected = measure.practice.zh.split("\n\n") + (
                measure.practice.en.split("\n\n") if bilingual else []
            )
            assert practice == expected
            links = row[1]._tc.findall(f".//{qn('w:hyperlink')}")
            targets = [made.part.rels[link.get(qn("r:id"))].target_ref for link in links]
            assert targets == [f"{SITE}/{prefix}m/{measure.id}/" for prefix in ("", "en/")[: 1 + bilingual]]
            assert measure.title.zh in "".join(text.text or "" for text in row[1]._tc.iter(qn("w:t")))
            if len(row) == 4:
                assert row[3].text.split("\n")[0] == (measure.remark.text.zh if measure.remark else "")


def test_the_page_and_fonts_are_those_of_official_documents(downloads: Path) -> None:
    path = next((downloads / "documents").glob("*annexes.docx"))
    made = docx.Document(str(path))
    section = made.sections[0]
    millimetres = [
        round(each.mm)
        for each in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 35, 28, 26]
    fonts = {
        name: made.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Register Title", "Register Cell", "Register List")
    }
    assert fonts == {
        "Register Title": "方正小标宋简体",
        "Register Cell": "仿宋_GB2312",
        "Register List": "黑体",
    }
    with zipfile.ZipFile(path) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert re.search(r'w:name="仿宋_GB2312"><w:altName w:val="仿宋,', table)


def test_what_ended_stays_in_the_annexes_and_leaves_the_work_lists(
    register: Register, tmp_path: Path
) -> None:
    folder = exported(with_history(register), tmp_path) / "downloads"
    made = docx.Document(str(next((folder / "documents").glob("*annexes.docx"))))
    titles = [row.cells[1].text for row in made.tables[0].rows]
    assert any("2027-03-01已撤回" in title for title in titles)
    listed = [
        row[1].value for row in openpyxl.load_workbook(folder / "bodies/amr.xlsx").active.iter_rows(min_row=4)
    ]
    assert register.measures[1].id not in listed
    assert register.measures[3].id in listed


def test_the_same_content_gives_the_same_bytes(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    first = digests(exported(register, tmp_path / "a", SITE))
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert digests(exported(register, tmp_path / "elsewhere" / "b", SITE)) == first


LIBRARIES = {"calc": "libsclo", "writer": "libswlo"}
"""What LibreOffice's parts for tables and texts are in, by the names of Debian's packages."""


def test_libreoffice_opens_every_file(downloads: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    program = Path(office).resolve().parent if office else Path()
    lacking = [part for part, library in LIBRARIES.items() if not list(program.glob(f"{library}.*"))]
    if office is None or lacking:
        packages = " and ".join(f"libreoffice-{part}-nogui" for part in lacking)
        reason = f"LibreOffice is not complete: install Debian's packages {packages}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    files = [
        downloads / "register.xlsx",
        downloads / "bodies" / "amr.xlsx",
        *(downloads / "documents").glob("*.docx"),
    ]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
    )
    for file in files:
        made = (tmp_path / "pdf" / f"{file.stem}.pdf").read_bytes()
        assert made.startswith(b"%PDF-"), file.name
        assert len(made) > 20_000, file.name
