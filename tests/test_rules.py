"""Every rule is documented, and its example is true: the wrong one breaks exactly that rule, the right one none."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.diagnostics import Diagnostic
from registry.loader.yaml import read
from registry.model.measure import schema_text
from registry.model.official_texts import measure_text, official_texts_in
from registry.model.vocabulary_loader import read_vocabulary
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from registry.validation.rules.catalogue import GROUPS, Rule, catalogue, read_examples, statements
from registry.validation.rules.english import SETTING, may_slip
from registry.validation.rules.upkeep import SCHEMA
from tests.conftest import ROOT

RULES = catalogue()
_GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
_HAN = re.compile("[\u4e00-\u9fff]")


def test_every_rule_has_an_example_and_every_example_a_rule() -> None:
    assert set(read_examples()) == set(statements())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_says_itself_in_both_languages(rule: Rule) -> None:
    assert rule.group in GROUPS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert _HAN.search(rule.statement.zh)
    assert rule.statement.zh.endswith("。")
    assert not _HAN.search(rule.statement.en)
    assert rule.statement.en.endswith(".")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the measures in which examples are put and taken out again."""
    return Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("examples") / "measures"))


MEMORY = CheckCache()
"""What was found sound in the shared copy, so that only the example is examined."""


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.example.kind == "text"], ids=lambda rule: rule.name
)
def test_wrong_words_break_exactly_their_rule(
    rule: Rule, shared: Path, request: pytest.FixtureRequest
) -> None:
    if rule.name in {"append-only", "schema-current"}:
        _breaks_exactly(rule, request.getfixturevalue("measures"), CheckCache())
        return
    changed = {path: path.read_bytes() for path in (shared / rule.example.file, shared / "published.yml")}
    try:
        _breaks_exactly(rule, shared, MEMORY)
    finally:
        for path, content in changed.items():
            path.write_bytes(content)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.example.kind != "text"], ids=lambda rule: rule.name
)
def test_wrong_file_breaks_exactly_its_rule(rule: Rule, measures: Path) -> None:
    _breaks_exactly(rule, measures, CheckCache())


def _breaks_exactly(rule: Rule, measures: Path, memory: CheckCache) -> None:
    if rule.name == "append-only":
        _commit(measures)
    if rule.name == "schema-current":
        _write_schema(measures)
    _put_in(rule, measures)
    problems = check(measures, cache=memory).problems
    assert {problem.rule for problem in problems} == {rule.name, *rule.example.also}
    for problem in problems:
        _speaks_both_languages(problem)


def test_signs_that_compare_may_stand_beside_chinese(measures: Path) -> None:
    path = measures / "starting-a-business" / "ybh2019-376-1a-03.yml"
    before = path.read_text(encoding="utf-8")

    def advice(text: str) -> list[str]:
        path.write_text(before.replace("不需领取", text, 1), encoding="utf-8")
        return [
            problem.hint.zh
            for problem in check(measures).problems
            if problem.rule == "full-width-punctuation"
        ]

    assert advice("面积<500平方米且高度>24米，<script>测试</script>，不需领取") == []
    assert advice("按<办法>和<实施细则>不需领取") == ["改为全角“《办法》”。", "改为全角“《实施细则》”。"]


@given(
    st.lists(st.sampled_from(["the", "The", "a", "é", "1", *" \n.,;:!?`´•·*-()“”"]), max_size=12).map("".join)
)
def test_a_quick_look_at_english_overlooks_no_slip(text: str) -> None:
    assert may_slip(text) or not SETTING.search(text)


def test_right_examples_stand_in_the_register(measures: Path) -> None:
    assert check(measures).problems == ()
    for rule in RULES:
        if rule.example.kind == "text":
            assert rule.example.right in (measures / rule.example.file).read_text(encoding="utf-8"), rule.name
        elif rule.example.kind == "path":
            assert (measures / rule.example.right).is_file()


def _put_in(rule: Rule, measures: Path) -> None:
    """Put the wrong example in the place of the right one."""
    example = rule.example
    path = measures / example.file
    if example.kind == "path":
        _move(measures, example.right, example.wrong)
    elif example.kind == "encoding":
        path.write_bytes(path.read_text(encoding="utf-8").encode(example.wrong))
    elif example.kind == "whole":
        path.write_text(example.wrong, encoding="utf-8")
    elif example.kind == "many":
        path.write_text(f"{path.read_text(encoding='utf-8')}{example.wrong}\n" * 2000, encoding="utf-8")
    else:
        before = _fingerprints(path)
        text = path.read_text(encoding="utf-8")
        assert example.right in text
        path.write_text(
            text.replace(example.right, example.wrong_as_typed, 1), encoding="utf-8", newline="\n"
        )
        if not rule.name.endswith("as-published"):
            # As if the official text were so: what is shown is the rule on its setting, not that it was changed.
            for identifier, after in _fingerprints(path).items():
                for each in (path, measures / "published.yml") if identifier in before else ():
                    content = each.read_text(encoding="utf-8").replace(before[identifier], after)
                    each.write_text(content, encoding="utf-8")


def _move(measures: Path, right: str, wrong: str) -> None:
    source = measures / right
    content = source.read_bytes()
    source.unlink()
    for name in filter(None, wrong.split(" + ")):
        if name.endswith("/"):
            (measures / name).mkdir()
        else:
            (measures / name).parent.mkdir(exist_ok=True)
            (measures / name).write_bytes(content)


def _fingerprints(path: Path) -> dict[str, str]:
    """Return the fingerprints of the official texts in a file, by identifier."""
    reading = read(path, path.name)
    name = f"notices/{path.stem}" if path.parent.name == "notices" else path.stem
    of_measure = measure_text(name, reading)
    texts = [of_measure] if of_measure else official_texts_in(name, reading)
    return {text.id: text.fingerprint for text in texts}


def _commit(measures: Path) -> None:
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*_GIT, *arguments], cwd=measures, check=True)


def _write_schema(measures: Path) -> None:
    vocabulary = read_vocabulary(measures / "vocabulary", "vocabulary").vocabulary
    assert vocabulary is not None
    path = measures.parent / SCHEMA
    path.parent.mkdir(parents=True)
    path.write_text(schema_text(vocabulary), encoding="utf-8", newline="\n")


def _speaks_both_languages(problem: Diagnostic) -> None:
    for words in (problem.message, problem.hint):
        assert _HAN.search(words.zh)
        assert words.en
        assert not re.search(r"(?i)\b(please|sorry|invalid|oops)\b", words.en)


def test_difference_from_the_published_text_is_shown(measures: Path) -> None:
    _commit(measures)
    path = measures / "starting-a-business" / "ybh2019-376-1a-03.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("社保、公积金", "社保、公基金"), encoding="utf-8")
    (problem,) = check(measures).problems
    assert problem.rule == "as-published"
    line, column = text.split("\n").index("  zh: |") + 2, text.split("\n")[10].index("公积金") + 2
    assert (problem.line, problem.column) == (line, column)
    assert "公【积】金" in problem.message.zh
    assert "公【基】金" in problem.message.zh
    assert "amend ybh2019-376-1a-03" in problem.hint.zh


def test_published_text_is_found_where_the_file_was_moved_and_changed_long_ago(measures: Path) -> None:
    _commit(measures)
    old = measures / "starting-a-business" / "ybh2019-376-1a-03.yml"
    new = measures / "paying-taxes" / old.name
    shutil.move(old, new)
    new.write_text(new.read_text(encoding="utf-8").replace("zh: 全面推广", "zh: 大力推广"), encoding="utf-8")
    for arguments in (["add", "-A", "."], ["commit", "--quiet", "-m", "second"]):
        subprocess.run([*_GIT, *arguments], cwd=measures, check=True)
    problem = next(problem for problem in check(measures).problems if problem.rule == "as-published")
    assert problem.line == 7
    assert "【全面】" in problem.message.zh
    assert "【大力】" in problem.message.zh


def test_withdrawn_measure_is_sound(measures: Path) -> None:
    path = measures / "starting-a-business" / "ybh2019-376-1a-03.yml"
    ending = "kind: superseded\ndate: 2026-11-23\nreason: {zh: 已有新规定, en: New rules have come}\nsuccessors: [ybh2019-376-1a-04]\n"
    path.write_text(path.read_text(encoding="utf-8") + ending, encoding="utf-8")
    checked = check(measures)
    assert checked.problems == ()
    assert [measure.id for measure in checked.measures if not measure.current] == ["ybh2019-376-1a-03"]


@pytest.mark.parametrize("name", ["indicators", "documents", "bodies", "places", "remarks", "glossary"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "conflict", "gbk", "folder", "list"])
def test_damaged_vocabulary_is_told_without_noise(name: str, damage: str, measures: Path) -> None:
    path = measures / "vocabulary" / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        damaged = {
            "empty": b"",
            "cut": text[: len(text) // 3].encode() + b'\n  name: {zh: "',
            "conflict": f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> x\n".encode(),
            "gbk": text.encode("gb18030"),
            "list": b"- one\n- two\n",
        }[damage]
        path.write_bytes(damaged)
    problems = check(measures).problems
    assert problems
    assert {problem.file for problem in problems} == {f"measures/vocabulary/{name}.yml"}


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "conflict", "reordered", "changed", "entry-missing", "gone"]
)
def test_damaged_record_of_publications_is_told(damage: str, measures: Path) -> None:
    _commit(measures)
    path = measures / "published.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = {
        "empty": "",
        "cut": "".join(lines[:10]) + lines[10][:30],
        "conflict": "".join(
            [*lines[:5], "<<<<<<< HEAD\n", lines[5], "=======\n", lines[6], ">>>>>>> x\n", *lines[7:]]
        ),
        "reordered": "".join([*lines[:4], lines[5], lines[4], *lines[6:]]),
        "changed": "".join(lines).replace("7e0314b13c47", "7e0314b13c48"),
        "entry-missing": "".join([*lines[:20], *lines[21:]]),
        "gone": "",
    }[damage]
    path.write_text(text, encoding="utf-8")
    if damage == "gone":
        path.unlink()
    checked = check(measures)
    assert not checked.sound
    assert any(
        problem.file == "measures/published.yml" and problem.severity == "error"
        for problem in checked.problems
    )
    assert len({problem.file for problem in checked.problems}) <= 2
