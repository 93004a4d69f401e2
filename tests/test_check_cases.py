"""The corpus of damaged measure files: each gives the problem expected, in its place, in both languages, and little else."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.core.diagnostics import Diagnostic
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from registry.validation.rules.catalogue import statements
from tests.conftest import ROOT

CASES = Path(__file__).parent / "cases"
_EXPECTATION = re.compile(r"# expect: (?P<rule>[a-z-]+), line (?P<line>\d+); at: (?P<at>\S+)")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEW = 3
"""Further problems that a single mistake may bring with it, each on a line of its own."""


@dataclass(frozen=True)
class Case:
    """A damaged file, the rule and line of the problem expected, and where the file is put."""

    path: Path
    rule: str
    line: int
    at: str


def read_case(path: Path) -> Case:
    beside = path.with_suffix(".expected")
    stated = (
        beside.read_text(encoding="utf-8")
        if beside.exists()
        else path.read_bytes().decode("utf-8-sig", "replace")
    )
    expectation = _EXPECTATION.match(stated)
    assert expectation, f"{path.name} does not say what is expected"
    return Case(path, expectation["rule"], int(expectation["line"]), expectation["at"])


BAD = [read_case(path) for path in sorted((CASES / "bad").glob("*.yml"))]
GOOD = sorted((CASES / "good").glob("*.yml"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the register that the cases are put into, one after another."""
    return Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("cases") / "measures"))


MEMORY = CheckCache()
"""What was found sound before, so that only the case is examined."""


def problems_with(content: bytes, at: str, copy: Path) -> tuple[Diagnostic, ...]:
    """Return the problems of the register with a file put in at a place, which is restored."""
    target = copy / at
    before = target.read_bytes() if target.exists() else None
    target.write_bytes(content)
    try:
        return check(copy, cache=MEMORY).problems
    finally:
        if before is None:
            target.unlink()
        else:
            target.write_bytes(before)


def test_corpus_is_large_and_covers_the_rules() -> None:
    assert len(BAD) >= 120
    of_one_file = {
        name
        for name, (group, _) in statements().items()
        if group not in {"publication", "documents", "references", "upkeep", "ledger"}
    }
    not_in_a_measure = {
        "readable", "size", "misplaced", "key-form", "complete-lists", "one-line", "terms-of-vocabulary", "titles-in-notice",
        "quoted-fingerprint", "figures-of-vocabulary",
    }  # fmt: skip
    assert of_one_file - not_in_a_measure <= {case.rule for case in BAD}


def test_cases_are_kept_byte_by_byte() -> None:
    assert b"\r\n" in (CASES / "good" / "windows-line-ends.yml").read_bytes()
    assert (CASES / "bad" / "encoding-utf-16-le-with-mark.yml").read_bytes().startswith(b"\xff\xfe")


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.path.stem)
def test_bad_case(case: Case, copy: Path) -> None:
    problems = problems_with(case.path.read_bytes(), case.at, copy)
    file = f"measures/{case.at}"
    expected = [
        problem
        for problem in problems
        if (problem.file, problem.line, problem.rule) == (file, case.line, case.rule)
    ]
    assert expected, [(problem.file, problem.line, problem.rule) for problem in problems]
    assert expected[0].severity == "error"
    assert {problem.file for problem in problems if problem.severity == "error"} == {file}
    further = {problem.line for problem in problems} - {case.line}
    if case.rule not in {"encoding", "alias"}:
        assert len(further) <= _FEW, [(problem.line, problem.rule) for problem in problems]
    for problem in problems:
        assert problem.rule in statements()
        for words in (problem.message, problem.hint):
            assert _HAN.search(words.zh)
            assert words.en
            assert len(words.zh) < 400
            assert len(words.en) < 800


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_case(path: Path, copy: Path) -> None:
    content = path.read_bytes()
    stated = re.search(rb"# at: (\S+)", content)
    assert stated
    assert problems_with(content, stated[1].decode(), copy) == ()


def test_every_measure_damaged_at_once(measures: Path) -> None:
    bad = [case for case in BAD if case.at.endswith("ybh2019-376-1a-03.yml")]
    paths = sorted(path for path in measures.glob("*/ybh*.yml"))
    for index, path in enumerate(paths):
        path.write_bytes(bad[index * 5 % len(bad)].path.read_bytes())
    problems = check(measures).problems
    assert {problem.file for problem in problems if problem.severity == "error"} >= {
        f"measures/{path.parent.name}/{path.name}" for path in paths
    }
    for index, path in enumerate(paths):
        case = bad[index * 5 % len(bad)]
        if case.rule not in {
            "as-published",
            "unique-identifier",
            "translation-current",
            "glossary-terms",
            "as-its-group",
            "successor-exists",
        }:
            told = {(problem.line, problem.rule) for problem in problems if problem.file.endswith(path.name)}
            assert (case.line, case.rule) in told, (path.name, case.path.name)
