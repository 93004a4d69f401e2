"""Damages of documents, notices and printed names: each is told at its own line, and the measures are not blamed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.model.ledger import read_published
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from tests.commands import run_here
from tests.conftest import ROOT

DOCUMENTS = "vocabulary/documents.yml"
NOTICE = "vocabulary/notices/ybh2019-376.yml"
_GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]

DAMAGES = [
    (DOCUMENTS, "〔2019〕376", "〔2019〕367", "document-number"),
    (DOCUMENTS, "〔2019〕", "（2019）", "document-number"),
    (DOCUMENTS, "〔2019〕", "〔二〇一九〕", "document-number"),
    (DOCUMENTS, "〔2019〕376号", "〔2019〕第0376号", "document-number"),
    (DOCUMENTS, "No. 376", "No. 367", "document-number"),
    (DOCUMENTS, "year: 2019", "year: 2020", "document-number"),
    (DOCUMENTS, "zh: 广东省人民政府办公厅关于做好", "zh: 广东省人民政府办公厅关于作好", "as-its-notice"),
    (DOCUMENTS, "issuer: {zh: 广东省人民政府", "issuer: {zh: 广东省委", "as-its-notice"),
    (DOCUMENTS, "京沪两地优化", "京沪二地优化", "as-its-notice"),
    (DOCUMENTS, "（一）开办企业（5项）", "（一）开办企业（6项）", "counted-headings"),
    (
        DOCUMENTS,
        "(1) Starting a business (5 measures)",
        "(1) Starting a business (6 measures)",
        "counted-headings",
    ),
    (DOCUMENTS, "(1) Starting a business (5 measures)", "(1) Starting a business", "counted-headings"),
    (DOCUMENTS, "（13项）", "（14项）", "counted-headings"),
    (DOCUMENTS, "out (13)", "out (14)", "counted-headings"),
    (DOCUMENTS, "measures: 5", "measures: 6", "counted-headings"),
    (DOCUMENTS, "zh: （二）获得电力", "zh: （三）获得电力", "counted-headings"),
    (DOCUMENTS, "printed_measures: 1", "printed_measures: 3", "counted-headings"),
    (DOCUMENTS, "annex: 1", "annex: 3", "annexes-and-parts"),
    (DOCUMENTS, "part: 2", "part: 1", "annexes-and-parts"),
    (DOCUMENTS, "- number: 2", "- number: 3", "annexes-and-parts"),
    (DOCUMENTS, "    1b:", "    1c:", "annexes-and-parts"),
    (DOCUMENTS, "ybh2019-376:", "ybh2019-367:", "keys-kept"),
    (NOTICE, "广东省人民政府办公厅关于做好", "广东省人民政府办公厅关于作好", "as-its-notice"),
    (NOTICE, "376号", "367号", "as-its-notice"),
    (NOTICE, "en: Notice of", "en: Notise of", "as-its-notice"),
    (NOTICE, "id: part-2-2", "id: part-2-1", "as-its-notice"),
    ("vocabulary/bodies.yml", "printed: 省公安厅", "printed: 省公安局", "names-as-published"),
    ("vocabulary/places.yml", "printed: 佛山市顺德区", "printed: 佛山顺德区", "names-as-published"),
    ("vocabulary/remarks.yml", "printed: 我省", "printed: 本省", "names-as-published"),
    ("vocabulary/bodies.yml", "gsda:", "gsdb:", "keys-kept"),
    ("vocabulary/indicators.yml", "getting-credit:", "credit:", "keys-kept"),
    ("vocabulary/places.yml", "dongguan:", "dg:", "keys-kept"),
    (
        "vocabulary/bodies.yml",
        "en: Department of Public Security",
        "en: 公安 Department of Public Security",
        "no-chinese-in-english",
    ),
    ("vocabulary/bodies.yml", "zh: 广东省公安厅", "zh: Public Security", "chinese-is-chinese"),
    ("vocabulary/places.yml", "en: Zhuhai}", "en: 珠海}", "no-chinese-in-english"),
    ("vocabulary/places.yml", "name: {zh: 珠海市", "name: {zh: Zhuhai", "chinese-is-chinese"),
    ("vocabulary/remarks.yml", "en: Already under way", "en: 已部署", "no-chinese-in-english"),
    ("vocabulary/remarks.yml", "short: {zh: 省内已部署", "short: {zh: Under way", "chinese-is-chinese"),
    ("vocabulary/indicators.yml", "en: The procedures", "en: 程序 The procedures", "no-chinese-in-english"),
    (
        "vocabulary/indicators.yml",
        "name: {zh: 获得电力",
        "name: {zh: Getting electricity",
        "chinese-is-chinese",
    ),
    ("vocabulary/glossary.yml", "en: replicate and roll out", "en: 复制推广", "no-chinese-in-english"),
    (
        "vocabulary/glossary.yml",
        "zh: 将一地行之有效的做法推行到其他地方。",
        "zh: To introduce in other places a practice.",
        "chinese-is-chinese",
    ),
    ("vocabulary/glossary.yml", "term: {zh: 借鉴", "term: {zh: 复制推广", "told-apart"),
    (
        "vocabulary/glossary.yml",
        "en: To introduce in other",
        f"en: {'To introduce in other ' * 1500}",
        "length",
    ),
    (DOCUMENTS, 'en: "National: for', 'en: "国家 National: for', "no-chinese-in-english"),
    (DOCUMENTS, "name: {zh: 国家·复制推广", "name: {zh: National", "chinese-is-chinese"),
    (
        DOCUMENTS,
        "responsible: [natural-resources, housing, tax]",
        "responsible: [housing, tax]",
        "as-its-group",
    ),
    (
        DOCUMENTS,
        "responsible: [natural-resources, housing, tax]",
        "responsible: [housing, tax]",
        "as-its-group",
    ),
    ("vocabulary/bodies.yml", "环保局, 环境保护厅", "环保局 环境保护厅", "keywords-apart"),
    ("vocabulary/bodies.yml", "环保局, 环境保护厅", "环保局, 環境保护厅", "simplified"),
    ("vocabulary/bodies.yml", "name: {zh: 广东省公安厅", "name: {zh: 广东省公%安厅", "plain-text"),
    ("vocabulary/glossary.yml", "en: The sum of", "en: The sum+ of", "plain-text"),
    ("vocabulary/glossary.yml", "term: {zh: 借鉴", "term: {zh: 鍊熼壌", "damaged-character"),
    ("vocabulary/glossary.yml", "term: {zh: 借鉴", "term: {zh: ½è¼ø", "damaged-character"),
    (NOTICE, 'en: "1. There are 13', 'en: "1. There are 31', "figures-of-vocabulary"),
    (NOTICE, 'en: "To implement', 'en: "贯彻 To implement', "no-chinese-in-english"),
]
"""What is told without any help from git: file, what stands there, what is put in its place, and the rule."""

REMEMBERED = [
    (NOTICE, "深刻认识", "深该认识"),
    (NOTICE, "（国办函〔2019〕89号）", "（国办函〔2019〕98号）"),
    (NOTICE, 'zh: "抄送：省委', 'zh: "抄送：市委'),
    (NOTICE, "id: part-2-2", "id: part-2-9"),
    (DOCUMENTS, "zh: （五）跨境贸易（3项）", "zh: （五）跨境贸意（3项）"),
    (DOCUMENTS, "printed: 税务部门 and", "printed: 税务部 and"),
    (DOCUMENTS, "（正文）；推行", "（正文）；推%行"),
]
"""What is told at its line where git knows the text that was published."""


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the measures, to be damaged and restored."""
    measures = Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("documents") / "measures"))
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*_GIT, *arguments], cwd=measures, check=True)
    return measures


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the measures without a repository."""
    return Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("documents") / "measures"))


MEMORY = CheckCache()


def told(measures: Path, file: str, old: str, new: str) -> Iterator[tuple[str, int, str]]:
    """Give file, line and rule of each error where a text is put in the place of another; line 0 is that of the change."""
    path = measures / file
    content = path.read_bytes()
    text = content.decode().replace("\r\n", "\n")
    if old not in text:
        old, new = (f'{each[:4]}"{each[4:]}' if each.startswith("en: ") else each for each in (old, new))
    assert old in text
    line = text[: text.index(old)].count("\n") + 1 + old.partition("zh: ")[0].count("\n")
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    try:
        problems = check(measures, cache=MEMORY).problems
    finally:
        path.write_bytes(content)
    for problem in problems:
        if problem.severity == "error":
            yield problem.file, problem.line - line, problem.rule


def test_a_group_of_one_measure_and_the_measure_are_both_told(forgotten: Path) -> None:
    """Either may be the one that is wrong."""
    rows = ("vocabulary/documents.yml", "responsible: [energy, csg]", "responsible: [csg]")
    files = [file for file, _, rule in told(forgotten, *rows) if rule == "as-its-group"]
    assert len(files) == 2
    assert "measures/vocabulary/documents.yml" in files


@pytest.mark.parametrize(("file", "old", "new", "rule"), DAMAGES)
def test_document_is_held_against_itself_first(
    file: str, old: str, new: str, rule: str, forgotten: Path
) -> None:
    found = list(told(forgotten, file, old, new))
    assert (f"measures/{file}", 0, rule) in found
    assert not any("/ybh2019-376-" in each for each, _, _ in found)
    assert len(found) <= 4


@pytest.mark.parametrize("name", ["bodies2.yml", "bodies.yaml", "old/bodies.yml", "districts.yml"])
def test_a_file_of_the_vocabulary_that_nothing_reads_is_told(name: str, forgotten: Path) -> None:
    path = forgotten / "vocabulary" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("a: b\n", encoding="utf-8")
    found = [(problem.file, problem.rule) for problem in check(forgotten, cache=MEMORY).problems]
    path.unlink()
    assert found == [(f"measures/vocabulary/{name}", "misplaced")]


@pytest.mark.parametrize(("file", "old", "new"), REMEMBERED)
def test_official_text_of_the_vocabulary_is_held_to_what_was_published(
    file: str, old: str, new: str, remembered: Path
) -> None:
    # Where a number differs, its English, a line below, is told to be of another.
    found = {each[:2] for each in told(remembered, file, old, new)} - {(f"measures/{file}", 1)}
    assert found == {(f"measures/{file}", 0)}


@pytest.mark.parametrize(
    ("file", "start", "end", "at"),
    [
        (NOTICE, "  - id: part-2-2", "  - id: part-2-3", -2),
        (NOTICE, "  - id: copies", "", -2),
        ("vocabulary/bodies.yml", "gsda:", "psd:", 0),
        ("vocabulary/remarks.yml", "deployed:", "", None),
        (NOTICE, "", "", None),
    ],
)
def test_what_was_published_is_not_removed(
    file: str, start: str, end: str, at: int | None, remembered: Path
) -> None:
    path = remembered / file
    content = path.read_text(encoding="utf-8")
    first, last = content.index(start), content.index(end) if end else len(content)
    line = content[:first].count("\n") + 1
    path.write_text(content[:first] + content[last:], encoding="utf-8")
    if not start:
        path.unlink()
    try:
        errors = [
            problem for problem in check(remembered, cache=MEMORY).problems if problem.severity == "error"
        ]
    finally:
        path.write_text(content, encoding="utf-8")
    assert {error.file for error in errors} == {f"measures/{file}"}
    assert at is None or errors[0].line == line + at


def test_correction_of_a_document_is_recorded_with_its_reason(measures: Path) -> None:
    for file, old, new in ((DOCUMENTS, "zh: （五）跨境", "zh: （五）跨国"), (NOTICE, "深刻认识", "深入认识")):
        path = measures / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert {problem.rule for problem in check(measures).problems} == {"document-as-published"}
    amend = ["amend", "ybh2019-376", "--measures", str(measures)]
    assert run_here(*amend).returncode != 0
    assert (
        run_here(
            *amend, "--reason-zh", "与印发件核对后更正。", "--reason-en", "Corrected from the print."
        ).returncode
        == 0
    )
    assert check(measures).problems == ()
    published, _ = read_published(measures, "measures")
    assert [entry.id for entry in published.entries[-2:]] == ["documents/ybh2019-376", "notices/ybh2019-376"]
    assert all(entry.reason for entry in published.entries[-2:])
