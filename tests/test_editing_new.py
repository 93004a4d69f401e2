"""``new`` and ``amend``: a measure file with all that is known, and corrections on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.editing.new import NOT_YET
from registry.reading import read
from tests.commands import run_here
from tests.repositories import Repository

LAST = "ybh2019-376-2b-11"


def remade(repository: Repository, identifier: str = LAST) -> Path:
    """Forget a measure as if it had never been, so that its list lacks it."""
    path = repository.path(identifier)
    path.unlink()
    record = repository.measures / "published.yml"
    lines = [
        line for line in record.read_text(encoding="utf-8").splitlines() if f"id: {identifier}," not in line
    ]
    record.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["ybh2019-376-2b"],
        ["--document", "ybh2019-376", "--list", "2b"],
        [],
        ["ybh2019-376-2b", "--number", "11"],
    ],
)
def test_the_next_of_a_list(repository: Repository, arguments: list[str]) -> None:
    path = remade(repository)
    result = repository.run("new", *arguments)
    assert result.returncode == 0, result.stderr
    assert LAST in result.stdout
    reading = read(path, path.name)
    assert not reading.problems
    text = path.read_text(encoding="utf-8")
    for known in (
        f"id: {LAST}",
        "indicator: rule-of-law",
        "source: {document: ybh2019-376, list: 2b, number: 11}",
        "adoption: reference",
        "responsible: [justice]",
        "others_responsible: false",
        NOT_YET,
    ):
        assert known in text


def test_check_says_what_is_still_to_do(repository: Repository) -> None:
    path = remade(repository)
    repository.run("new", "ybh2019-376-2b")
    result = repository.run("check", str(path))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert f"{path.name}:2:1" in result.stdout  # origin is missing
    for line in (7, 8, 10, 12):  # title and practice, in both languages
        assert f"{path.name}:{line}:" in result.stdout


def test_dry_run_writes_nothing(repository: Repository) -> None:
    path = remade(repository)
    result = repository.run(
        "new", "ybh2019-376-2b", "--dry-run", "--title-zh", "新举措：甲", "--title-en", "New: it"
    )
    assert result.returncode == 0
    assert not path.exists()
    assert "  zh: 新举措：甲\n" in result.stdout
    assert '  en: "New: it"\n' in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ybh2019-376-2b"], "documents.yml"),
        (["ybh2019-376-9z"], "ybh2019-376-2b"),
        ([], "ybh2019-376-1a"),
        (["ybh2019-376-2b", "--number", "3"], "ybh2019-376-2b-03"),
        (["ybh2019-376-2b", "--number", "99"], "printed_measures"),
        (["--list", "2b"], "--document"),
    ],
)
def test_nothing_to_make(repository: Repository, arguments: list[str], said: str) -> None:
    result = repository.run("new", *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert repository.git("status", "--short") == ""


def test_an_identifier_is_never_used_again(repository: Repository) -> None:
    repository.path(LAST).unlink()
    assert repository.run("new", "ybh2019-376-2b").returncode == 2


def test_broken_vocabulary_is_told(repository: Repository) -> None:
    (repository.measures / "vocabulary" / "documents.yml").write_text("a：b\n", encoding="utf-8")
    result = repository.run("new", "ybh2019-376-2b")
    assert result.returncode == 1
    assert "documents.yml:1" in result.stderr


def test_amend_records_only_what_differs(repository: Repository) -> None:
    record = repository.measures / "published.yml"
    before = record.read_bytes()
    assert repository.run("amend", LAST).returncode == 2
    assert repository.run("amend", "all").returncode == 2
    assert repository.run("amend", "nothing-01", "--reason-zh", "甲", "--reason-en", "A").returncode == 2
    assert record.read_bytes() == before
    repository.edit(LAST, "深圳市上线", "深圳市已上线")
    assert repository.run("amend", LAST).returncode == 2, "a correction needs its reason"
    result = repository.run(
        "amend", LAST, "--reason-zh", "漏了“已”字: 见原文 #3", "--reason-en", 'A word was "lost"'
    )
    assert result.returncode == 0, result.stderr
    assert record.read_bytes().startswith(before)
    assert repository.run("amend", LAST).returncode == 2
    problems = repository.run("check", "--format", "json").stdout
    assert "translation-current" in problems
    assert "as-published" not in problems


def test_amend_in_a_record_that_notepad_saved(repository: Repository) -> None:
    record = repository.measures / "published.yml"
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes().replace(b"\n", b"\r\n").rstrip())
    repository.edit(LAST, "深圳市上线", "深圳市已上线")
    assert repository.run("amend", LAST, "--reason-zh", "甲", "--reason-en", "A").returncode == 0
    assert "as-published" not in repository.run("check", "--format", "json").stdout


def test_help_names_every_command() -> None:
    text = run_here("--help").stdout
    for command in ("new", "format", "diff", "amend", "serve", "check", "build"):
        assert f"    {command} " in text
