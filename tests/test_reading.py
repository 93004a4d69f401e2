"""Reading: what the nodes hold and where they stand, and that nothing whatever makes it raise."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from registry.core.diagnostics import MOST_OF_A_KIND, Diagnostic, Diagnostics
from registry.loader.decode import lines_of
from registry.loader.lint import scan
from registry.loader.lint.lines import Scanner
from registry.loader.lint.normal_form import is_normal
from registry.loader.lint.source_lines import SourceLines
from registry.loader.yaml import DEEPEST, LARGEST_FILE, Mapping, Scalar, Sequence, read, read_bytes
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from registry.validation.rules.catalogue import statements
from tests.conftest import ROOT

MEASURE = ROOT / "measures" / "starting-a-business" / "ybh2019-376-1a-03.yml"
_RULES = frozenset(statements())


def test_nodes_have_places_and_keep_what_was_typed() -> None:
    reading = read_bytes(b"a: no\nb: [012, '1.10']\nc:\n  d: |\n    one\n    two\n", "x.yml")
    assert reading.problems == []
    assert isinstance(reading.root, Mapping)
    no, list_, text = reading.find("a"), reading.find("b"), reading.find("c", "d")
    assert isinstance(no, Scalar)
    assert (no.text, no.place) == ("no", (1, 4))
    assert isinstance(list_, Sequence)
    assert [item.text for item in list_.items if isinstance(item, Scalar)] == ["012", "1.10"]
    assert reading.place("b", 1) == (2, 10)
    assert isinstance(text, Scalar)
    assert text.at(4) == (6, 5)
    assert reading.place("c", "missing") == (4, 3)
    assert reading.find("b", 7) is None


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_nothing(ends: str) -> None:
    content = MEASURE.read_text(encoding="utf-8")
    expected = read_bytes(content.encode(), "x.yml")
    found = read_bytes(b"\xef\xbb\xbf" + content.replace("\n", ends).encode(), "x.yml")
    assert found == expected
    assert len(lines_of(content.replace("\n", ends))) == len(content.split("\n"))


def test_all_files_of_the_project_are_read_without_problems() -> None:
    paths = [*(ROOT / "measures").rglob("*.yml"), *(ROOT / "macros").glob("*.yml"), *ROOT.glob("mkdocs*.yml")]
    assert len(paths) > 60
    assert [problem for path in paths for problem in read(path, path.name).problems] == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "nothing", "loop", "forbidden", "too-large"])
def test_files_that_are_none(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "too-large":
        path.write_bytes(b"a: b\n" * (LARGEST_FILE // 5 + 1))
    elif kind == "forbidden":
        path.write_bytes(b"a: b\n")

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    reading = read(path, "x.yml")
    assert reading.root is None
    assert [problem.rule for problem in reading.problems] == ["size" if kind == "too-large" else "readable"]


def test_nesting_stops_at_its_limit() -> None:
    assert read_bytes(b"a: " + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1), "x.yml").problems == []
    for content in (
        b"a: " + b"[" * 100_000,
        b"{a: " * 50_000,
        b"".join(b" " * n + b"a:\n" for n in range(900)),
    ):
        problems = read_bytes(content, "x.yml").problems
        assert problems
        assert len(problems) < 5


def test_one_mistake_made_everywhere_is_not_told_without_end() -> None:
    problems = read_bytes(b"a:\tb\n" * 5_000, "x.yml").problems
    assert len([problem for problem in problems if problem.rule == "tab"]) == MOST_OF_A_KIND


_PIECES = st.sampled_from(
    [
        *"\n\t\r :：,，[]【】{}｛｝\"'“”‘’|>-－#&*!@`%?=;；~\\/。、（）《》",
        *(
            "\u3000",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\0",
            "\x85",
            "\u2028",
            "\ufffd",
            "\ue000",
            "\U0001f600",
        ),
        *(
            "  ",
            "\n  ",
            "\n- ",
            ": ",
            " #",
            "---\n",
            "...",
            "%YAML 1.1\n",
            "<<: ",
            "&a ",
            "*a",
            "!!python/name:os.system ",
        ),
        *(
            "id",
            "title",
            "zh",
            "en",
            "practice",
            "source",
            "number: 3",
            "amr",
            "false",
            "null",
            "文字",
            "Word",
            "1a",
            "２",
        ),
        *(
            "<<<<<<< HEAD\n",
            "=======\n",
            ">>>>>>> x\n",
            "zh: |\n",
            "en: >-\n",
            "\\x",
            "\\ud800",
            "{a: [b",
            "''",
            '""',
        ),
    ]
)
_YAML_LIKE = st.lists(_PIECES, max_size=60).map("".join)


def _is_sound(problem: Diagnostic, lines: int) -> bool:
    return (
        problem.rule in _RULES
        and 1 <= problem.line <= lines + 1
        and problem.column >= 1
        and bool(problem.message.zh)
    )


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_give_only_problems(content: bytes) -> None:
    reading = read_bytes(content, "x.yml")
    assert reading.root is not None or reading.problems
    assert all(_is_sound(problem, len(content) + 1) for problem in reading.problems)


@given(_YAML_LIKE)
@settings(max_examples=500)
def test_any_text_like_yaml_gives_only_problems(text: str) -> None:
    reading = read_bytes(text.encode(), "x.yml")
    assert reading.root is not None or reading.problems
    assert all(_is_sound(problem, len(lines_of(text))) for problem in reading.problems)


_LINES = MEASURE.read_text(encoding="utf-8").split("\n")
_WORDS = (ROOT / "measures/vocabulary/bodies.yml").read_text(encoding="utf-8").split("\n")[:24]


@st.composite
def _edited(draw: st.DrawFn, beginning: list[str] = _LINES) -> str:
    """A file, of a measure if no other, in which pieces were put in, taken out or repeated at random."""
    lines = list(beginning)
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[index])))
        end = draw(st.integers(column, min(len(lines[index]), column + 6)))
        lines[index] = (
            lines[index][:column] + draw(st.one_of(st.just(""), _PIECES, _YAML_LIKE)) + lines[index][end:]
        )
    return "\n".join(lines)


# Most edits leave the normal form, by chance nearly all of those that come first.
@given(st.one_of(_edited(), _edited(_WORDS)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_scan_finds_nothing_in_what_is_in_normal_form(text: str) -> None:
    assume(is_normal(text))
    diagnostics, sheet = Diagnostics("x.yml"), SourceLines(text.split("\n"), Diagnostics("x.yml"))
    Scanner(sheet).scan()
    assert sheet.diagnostics.problems == []
    assert sheet.lines == scan(text.split("\n"), diagnostics) == text.split("\n")


def test_most_files_are_in_normal_form() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "measures").glob("*/*-*-*.yml")]
    assert sum(map(is_normal, texts)) > 0.8 * len(texts)
    for name in ("measures/published.yml", "measures/vocabulary/glossary.yml", "macros/strings.yml"):
        assert is_normal((ROOT / name).read_text(encoding="utf-8")), name


MEMORY = CheckCache()
"""What was found sound before, so that only what was edited is examined."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("edited") / "measures"))


@given(content=st.one_of(_edited().map(str.encode), st.binary(max_size=200)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whole_check_of_any_edit_gives_only_problems(content: bytes, copy: Path) -> None:
    target = copy / MEASURE.parent.name / MEASURE.name
    target.write_bytes(content)
    checked = check(copy, cache=MEMORY)
    assert all(
        _is_sound(problem, len(content) + 1)
        for problem in checked.problems
        if problem.file.endswith(MEASURE.name)
    )
    assert checked.sound == (len(checked.measures) == 58)
