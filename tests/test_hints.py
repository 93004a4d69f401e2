"""Advice followed to the letter: the problem goes, and nothing wrong is published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.core.diagnostics import Diagnostic
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from tests.conftest import ROOT

MEASURE = "starting-a-business/ybh2019-376-1a-03.yml"
DOCUMENTS = "vocabulary/documents.yml"
MEMORY = CheckCache()

FOLLOWED = [
    # What stands there, the mistake, the rule, a part of the advice, and what stands there once it is followed.
    (MEASURE, "[digital licence,", "[it’s free: now,", "quotes-needed", "半角双引号", '["it’s free: now",'),
    (MEASURE, "en: Roll out the", "en: Search it’s: roll out the", "quotes-needed", "半角双引号", 'en: "Search it’s: roll out the'),
    (MEASURE, "in full\n", "in full:\n", "quotes-needed", "删去末尾的冒号", "in full\n"),
    (MEASURE, "[digital licence,", "[{n} licences, digital licence,", "quotes-needed", "两头各加一个半角双引号", '["{n} licences", digital licence,'),
    (MEASURE, "id: ybh2019-", "id: ybh2O19-", "form", "ybh2019-376-1a-03", "id: ybh2019-"),
    (MEASURE, "ybh2019-376, list", "ybh2019-376 list", "brackets", "半角逗号", "ybh2019-376, list"),
    (MEASURE, "id: ybh", "张三 2026/11/23 10:15:32\nid: ybh", "stray-line", "删去这一行", "id: ybh"),
    (MEASURE, "licence in full", "li&nbsp;cence in full", "plain-text", "删去它", "licence in full"),
    (MEASURE, "licence in full", "&quot;licence&quot; in full", "plain-text", "写成“\"”", '"licence" in full'),
    (MEASURE, "licence in full", "license in full", "british-spelling", "licence", "licence in full"),
    (MEASURE, "licence in full", "liсence in full", "ordinary-characters", "重新输入“c”", "licence in full"),
    (DOCUMENTS, "        - heading:\n            zh: （二）获得电力（1项）", "          heading:\n            zh: （二）获得电力（1项）", "duplicate-key", "`- heading:`", "        - heading:\n            zh: （二）获得电力（1项）"),
    (DOCUMENTS, "〔2019〕376号", "（2019）376号", "document-number", "粤办函〔2019〕376号", "〔2019〕376号"),
    ("vocabulary/bodies.yml", "gsda:", "gsdb:", "keys-kept", "改回“gsda”", "gsda:"),
]  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("hints") / "measures"))


def problems_with(copy: Path, file: str, old: str, new: str) -> tuple[Diagnostic, ...]:
    path = copy / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    try:
        return check(copy, cache=MEMORY).problems
    finally:
        path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize(("file", "right", "wrong", "rule", "advice", "followed"), FOLLOWED)
def test_advice_followed_to_the_letter(
    file: str, right: str, wrong: str, rule: str, advice: str, followed: str, copy: Path
) -> None:
    told = [each for each in problems_with(copy, file, right, wrong) if each.rule == rule]
    assert told
    assert any(advice in each.hint.zh for each in told)
    if followed == right:
        return
    # What is left of the mistake is told again, until nothing of it is.
    left = problems_with(copy, file, right, followed)
    assert not [
        each for each in left if each.rule == rule and each.message in {other.message for other in told}
    ]


def test_commands_in_advice_are_whole(copy: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"\xe9\x94\x9f\xe6\x96\xa4\xe6\x8b\xb7: 1\n"):
        path = copy / MEASURE
        before = path.read_bytes()
        path.write_bytes(content)
        hints = [
            problem.hint
            for problem in check(copy, cache=MEMORY).problems
            if "git checkout" in problem.hint.zh
        ]
        path.write_bytes(before)
        for hint in hints:
            assert f"git checkout HEAD -- measures/{MEASURE}" in hint.zh
            assert f"git checkout HEAD -- measures/{MEASURE}" in hint.en
