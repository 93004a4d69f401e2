"""The register says what the source says, character by character."""

from __future__ import annotations

import pytest

from registry.model.register import Register
from registry.validation.checker import check
from tests.source import CORRECTIONS, Row, notice, rows

ROWS = rows()


def test_source_has_the_58_rows() -> None:
    counts = [sum(row.list == key for row in ROWS) for key in ("1a", "1b", "2a", "2b")]
    assert counts == [13, 23, 11, 11]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.list}-{row.number:02d}")
def test_measure_is_as_printed(row: Row, register: Register) -> None:
    measure = register.by_id[f"ybh2019-376-{row.list}-{row.number:02d}"]
    assert measure.title.zh == row.title
    assert measure.practice.zh == row.practice
    assert (measure.remark.printed if measure.remark else "") == row.remark
    printed = "、".join(body.printed for body in measure.responsible) + (
        "等相关部门" if measure.others_responsible else ""
    )
    assert printed == row.bodies
    assert measure.source.group.heading.zh == row.heading
    indicator = (
        "获得电力"
        if measure.source.group.heading.zh.startswith("（三）获得电力和用水用气")
        else measure.indicator.name.zh
    )
    assert indicator in row.heading
    assert measure.adoption == ("replicate" if row.list.endswith("a") else "reference")


def test_notice_is_as_printed(register: Register) -> None:
    document = register.vocabulary.documents["ybh2019-376"]
    assert "".join("".join(block.text.zh.split()) for block in document.blocks) == notice()


def test_every_correction_is_declared(register: Register) -> None:
    declared = [
        correction
        for correction in register.vocabulary.documents["ybh2019-376"].corrections
        if correction.kind == "corrected"
    ]
    assert len(declared) == len(CORRECTIONS)
    for printed, shown in CORRECTIONS.items():
        assert any(printed in each.printed or each.printed in printed for each in declared), printed
        assert any(shown in each.shown or each.shown in shown for each in declared), shown


def test_printed_counts_are_kept(register: Register) -> None:
    for measure_list in register.lists:
        for group in measure_list.groups:
            assert f"（{group.printed_measures}项）" in group.heading.zh
    assert [len(measure_list.groups) for measure_list in register.lists] == [6, 7, 8, 7]


def test_one_changed_character_is_noticed(measures, register: Register) -> None:  # type: ignore[no-untyped-def]
    changed = {}
    for index, measure in enumerate(register.measures):
        path = next(measures.glob(f"*/{measure.id}.yml"))
        text = path.read_text(encoding="utf-8")
        at = text.index(measure.practice.zh) + (index * 7) % (len(measure.practice.zh) - 1)
        path.write_text(text[:at] + ("甲" if text[at] != "甲" else "乙") + text[at + 1 :], encoding="utf-8")
        changed[f"measures/{path.parent.name}/{path.name}"] = measure.id
    told = {problem.file for problem in check(measures).problems if problem.rule == "as-published"}
    assert told == set(changed)
