"""Damages of the data that nobody has listed: each is told in its file, within a line of it, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from registry.validation.cache import CheckCache
from registry.validation.checker import check
from tests.conftest import ROOT

Damage = Callable[[str, int], str]
"""Makes another line of a line, at a place in it."""

VALUE = re.compile(r"(\s*(?:- )?)([a-z_]+): (?!\||>)(\S.*)")
"""A key with a value on its line."""
FLOW = re.compile(r".*: [\[{].*, .*[\]}]$")
CHINESE = re.compile(r" {4}[一-鿿].*")
ENGLISH = re.compile(r" {4}[A-Z][a-z].* .*")


def at_word(line: str, place: int) -> int:
    """Return where in a line a word ends, by a number."""
    ends = [match.end() for match in re.finditer(r"(?<=[a-z])(?= [a-z])|(?<=[一-鿿])(?=[一-鿿])", line)]
    assume(ends)
    return ends[place % len(ends)]


def put(sign: str) -> Damage:
    return lambda line, place: line[: (at := at_word(line, place))] + sign + line[at:]


DAMAGES: tuple[tuple[str, re.Pattern[str], Damage], ...] = (
    ("no space after the colon", VALUE, lambda line, _: line.replace(": ", ":", 1)),
    ("full-width colon", VALUE, lambda line, _: line.replace(": ", "：", 1)),
    ("no colon", VALUE, lambda line, _: line.replace(": ", " ", 1)),
    ("tab", VALUE, lambda line, _: f"\t{line}"),
    ("key misspelt", VALUE, lambda line, _: re.sub(r"(\w)(: )", r"\1\1\2", line, count=1)),
    ("key in capitals", VALUE, lambda line, _: re.sub(r"[a-z_]+", lambda found: found.group().upper(), line, count=1)),
    ("bracket left out", FLOW, lambda line, _: line[:-1]),
    ("bracket of another kind", FLOW, lambda line, _: line[:-1] + ("}" if line[-1] == "]" else "]")),
    ("full-width brackets", FLOW, lambda line, _: line.translate(str.maketrans("[]{}", "【】｛｝"))),
    ("Chinese character left out", CHINESE, lambda line, place: line[: (at := at_word(line, place)) - 1] + line[at:]),
    ("Chinese character put in", CHINESE, put("的")),
    *((f"{sign} in Chinese", CHINESE, put(sign)) for sign in ("&nbsp;", "<br>", "**", "●", "{x}", ",", "а", "Ａ")),
    *((f"{sign} in English", ENGLISH, put(sign)) for sign in ("&nbsp;", "<b>", "__", "|", "中文", "，", "😀", "“", " ,", "т")),
)  # fmt: skip


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CheckCache]:
    folder = shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("data") / "measures")
    memory = CheckCache()
    assert check(folder, cache=memory).problems == ()
    return folder, memory


@given(data=st.data(), damage=st.sampled_from(DAMAGES), place=st.integers(0, 1000))
@settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)  # fmt: skip
def test_a_damage_is_told_at_its_line(
    measures: tuple[Path, CheckCache],
    data: st.DataObject,
    damage: tuple[str, re.Pattern[str], Damage],
    place: int,
) -> None:
    folder, memory = measures
    _, pattern, change = damage
    path = data.draw(st.sampled_from(sorted(folder.glob("*/ybh*.yml"))))
    before = path.read_text("utf-8")
    lines = before.split("\n")
    numbers = [number for number, line in enumerate(lines) if pattern.fullmatch(line)]
    assume(numbers)
    number = numbers[place % len(numbers)]
    lines[number] = change(lines[number], place)
    path.write_text("\n".join(lines), "utf-8")
    try:
        problems = check(folder, cache=memory).problems
    finally:
        path.write_text(before, "utf-8")
    name = f"measures/{path.relative_to(folder).as_posix()}"
    near = [problem for problem in problems if problem.file == name and abs(problem.line - number - 1) <= 1]
    assert [problem for problem in near if problem.severity == "error"], (
        name,
        number + 1,
        lines[number],
        problems,
    )
    assert all(
        re.search("[一-鿿]", problem.message.zh + problem.hint.zh) and problem.hint.en for problem in near
    )
