"""Every rule takes time in proportion to what it looks at, whatever stands there."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from registry.core.diagnostics import MOST_OF_A_KIND, Diagnostic
from registry.core.languages import Bilingual
from registry.loader.fields import UnknownError, Values
from registry.loader.yaml import read
from registry.model.ledger import read_published
from registry.model.vocabulary_loader import read_vocabulary
from registry.validation.reporters import report
from registry.validation.rules.rule import FileContext, MeasureFile, file_rule
from registry.validation.rules.text import TEXT_RULES, Text
from tests.conftest import ROOT

MEASURE = "starting-a-business/ybh2019-376-1a-03.yml"

ADVERSARIES = (
    "证", "，", "。", " ", "a", "A", "1", "1,", "1.", "一", "二〇", "（", "“", "《", "a ", "证 ", "a,", ". ", "-", "— ", "—1",
    "&", "&a", "<", "<a ", "[", "[a](", "*", "_", "`", "a.", "a.b", "@", "a@", "www.", "http://", "#", "万", "1万", "百分之",
    "RMB 1", "1 million ", "twenty ", "the ", "iz", "lice", "电子", "\n", "\n\n", "- ", "a\n", "证\n", "'", '"', "<证", "…",
)  # fmt: skip
"""Pieces of which a text is made that a careless pattern goes through again and again."""

SIZE = 1_500
GROWTH = 8
"""Eight times the text may take so much more than eight times as long: another power would take 64 times."""

MOST = 3.2 * GROWTH
SETTLED = 0.05
"""Seconds; what takes less is not compared, being of the clock's noise."""


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Return the least CPU time of some runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def grows_too_fast(make: Callable[[int], Callable[[], object]]) -> bool:
    """Say whether work on eight times as much takes much more than eight times as long."""
    large = make(GROWTH * SIZE)
    return seconds(large, 1) > SETTLED and seconds(large) > MOST * seconds(make(SIZE))


@pytest.mark.parametrize("name", TEXT_RULES)
def test_rule_on_texts(name: str) -> None:
    rule = TEXT_RULES[name]

    def make(piece: str, language: str, end: str) -> Callable[[int], Callable[[], object]]:
        def of_size(size: int) -> Callable[[], object]:
            text = Text(language, ("practice", language), (piece * size)[:size] + end)
            return lambda: list(islice(rule(text), MOST_OF_A_KIND))

        return of_size

    slow = [
        (piece, language)
        for piece in ADVERSARIES
        for language in ("zh", "en")
        if grows_too_fast(make(piece, language, "")) and grows_too_fast(make(piece, language, "证"))
    ]
    assert not slow


@pytest.fixture(scope="module")
def file_context() -> FileContext:
    folder = ROOT / "measures"
    vocabulary = read_vocabulary(folder / "vocabulary", "vocabulary")
    return FileContext(folder, vocabulary.known, vocabulary.readings, read_published(folder, "measures")[0])


@pytest.mark.parametrize("name", [name for name in file_rule if name != "as-published"])
def test_rule_on_files(name: str, file_context: FileContext) -> None:
    path = ROOT / "measures" / MEASURE
    file = MeasureFile(str(path), MEASURE, Values(), "", read(path, MEASURE))
    rule = file_rule[name]

    def make(piece: str) -> Callable[[int], Callable[[], object]]:
        def of_size(size: int) -> Callable[[], object]:
            text = (piece * size)[:size]
            values = Values(
                id="ybh2019-376-1a-03",
                indicator="starting-a-business",
                adoption="replicate",
                source=Values(document="ybh2019-376", list="1a", number=3),
                responsible=["tax"] * (size // 10),
                others_responsible=False,
                origin=["shenzhen"],
                aliases=[text[:20]] * (size // 20),
                title=Values(zh=text, en=text),
                practice=Values(zh=text, en=text),
                keywords=Values(zh=[text], en=[text]),
                translation=Values(of="0" * 12, status="unofficial"),
            )
            at = replace(file, data=values)
            return lambda: _all_of(rule, at, file_context)

        return of_size

    assert not [piece for piece in ADVERSARIES if grows_too_fast(make(piece)) and grows_too_fast(make(piece))]


def _all_of(rule: Callable[..., object], file: MeasureFile, file_context: FileContext) -> None:
    with suppress(UnknownError):
        list(rule(file, file_context))  # type: ignore[call-overload]


def test_report_reads_each_file_once(tmp_path: Path) -> None:
    path = tmp_path / "long.yml"
    path.write_text("a: 1\n" * 15_000, encoding="utf-8")
    words = Bilingual("甲", "a")

    def make(size: int) -> Callable[[], object]:
        problems = [Diagnostic("long.yml", line, 1, "r", words, words) for line in range(1, size)]
        return lambda: report(problems, "text", tmp_path)

    assert not grows_too_fast(make)
