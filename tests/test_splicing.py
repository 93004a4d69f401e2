"""What office files hold is what openpyxl and python-docx read and would have written; exports need what they name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from registry.exports import exports
from registry.exports.office.workbooks import Column, Content, Linked, Sheet, write_workbook
from registry.exports.xml import runs, xml, xml_text
from registry.model.register import Register
from tests.addresses import SITE
from tests.exporting import digests, export_context, exported, with_history

TEXTS = st.lists(
    st.sampled_from(["&", "<", ">", '"', "\t", "\n", "\r", " ", "=", "_x0041_", "x", "；", "\u3000", "𠀀"])
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
).map("".join)
"""Texts with what XML, spreadsheets or our own code may take for something else."""


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, Path]:
    columns = [Column("头 & <b>", 10), Column("数", 6, "number"), Column("网址", 20), Column("空", 9, "date")]
    sheet = Sheet("表", "zh", columns, "第 &P 页", titled=True, frozen=1)
    return sheet, tmp_path_factory.mktemp("books") / "book.xlsx"


@given(rows=st.lists(st.tuples(TEXTS, st.integers(0, 10**9)), max_size=4), title=TEXTS)
def test_cells_read_back_as_what_was_put_in(
    kind: tuple[Sheet, Path], rows: list[tuple[str, int]], title: str
) -> None:
    sheet, target = kind
    addresses = [f"{SITE}/?a=1&b=\"'<{number}>" for _, number in rows]
    cells = (
        sheet.cells([text, number, Linked("到", address), None])
        for (text, number), address in zip(rows, addresses, strict=True)
    )
    write_workbook(target, title, "2020-02-03", [sheet], [Content(cells, title, "注")])
    read = openpyxl.load_workbook(target)
    made = read["表"]
    assert (read.properties.title or "") == xml_text(title)
    assert text_of(made["A1"]) == xml_text(title)
    assert [cell.value for cell in made[3]] == ["头 & <b>", "数", "网址", "空"]
    found = list(made.iter_rows(min_row=4, max_col=4)) if rows else []
    for (text, number), address, (first, second, third, fourth) in zip(rows, addresses, found, strict=True):
        assert text_of(first) == xml_text(text)
        assert first.data_type in {"s", "inlineStr", "n"}
        assert (second.value, third.value, fourth.value) == (number, "到", None)
        assert third.hyperlink.target == address
        assert [first.style, second.style, third.style, fourth.style] == [
            "text-zh",
            "number-zh",
            "link-zh",
            "date-zh",
        ]
    last = 3 + len(rows)
    assert (made.auto_filter.ref, made.max_row) == (f"A3:D{last}", last)
    assert made.print_area == f"'表'!$A$1:$D${last}"


def text_of(cell: openpyxl.cell.Cell) -> str:
    """Return a cell's text as spreadsheets read it: ``_x005F_`` is an underscore, which openpyxl leaves as it is."""
    return str(cell.value or "").replace("_x005F_", "_")


@given(text=TEXTS.filter(bool))
def test_runs_are_those_that_python_docx_writes(text: str) -> None:
    expected = EMPTY.add_run(xml_text(text)).element
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), "en-GB")
    mark.set(qn("w:eastAsia"), "zh-CN")
    expected.get_or_add_rPr().append(mark)
    language = '<w:rPr><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr>'
    (ours,) = parse_xml(f"<w:p {nsdecls('w')}><w:r>{language}{xml([runs(text)]).decode()}</w:r></w:p>")
    assert etree.tostring(ours, method="c14n", exclusive=True) == etree.tostring(
        expected, method="c14n", exclusive=True
    )


EMPTY = docx.Document().add_paragraph()


def test_exports_together_are_all_files_and_none_twice(register: Register, tmp_path: Path) -> None:
    made = export_context(with_history(register), SITE)
    names = [name for export in exports(made) for name in export.write(tmp_path / "one by one")]
    assert len(set(names)) == len(names)
    assert len({export.name for export in exports(made)}) == len(list(exports(made)))
    assert sorted(names) == sorted(digests(tmp_path / "one by one"))
    assert digests(exported(with_history(register), tmp_path / "whole", SITE)) == digests(
        tmp_path / "one by one"
    )


def test_an_export_is_made_of_the_measures_that_it_names(register: Register, tmp_path: Path) -> None:
    """A build makes it again only where one of these has changed: without all others it must be the same."""
    whole = export_context(with_history(register), SITE)
    for export in exports(whole):
        if export.about is not None:
            alone = replace(whole, register=replace(whole.register, measures=export.about))
            (same,) = (one for one in exports(alone) if one.name == export.name)
            assert same.about == export.about
            same.write(tmp_path / "alone")
            for name in export.write(tmp_path / "whole"):
                assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
