"""``new`` and ``amend``: a measure file with all that is known, and corrections on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.authoring.new import NOT_YET
from registry.loader.yaml import read
from tests.commands import run_here
from tests.repositories import Repository

LAST = "ybh2019-376-2b-11"
REASONS = ("--reason-zh", "抄录时漏了一个字", "--reason-en", "A character was left out")


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
    following = path.read_text(encoding="utf-8").split("\n").index("keywords:") + 1
    assert f"{path.name}:{following}:1" in result.stdout  # origin is missing
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
    translated_again(repository)
    result = repository.run(
        "amend", LAST, "--reason-zh", "漏了“已”字: 见原文 #3", "--reason-en", 'A word was "lost"'
    )
    assert result.returncode == 0, result.stderr
    assert record.read_bytes().startswith(before)
    assert repository.run("amend", LAST).returncode == 2
    assert json.loads(repository.run("check", "--format", "json").stdout) == []


def translated_again(repository: Repository) -> None:
    (problem,) = json.loads(repository.run("check", "--format", "json").stdout)
    new = problem["hint"]["en"].partition('of: "')[2][:12]
    repository.edit(LAST, "of: 13e888f08351", f'of: "{new}"')


def test_amend_in_a_record_that_notepad_saved(repository: Repository) -> None:
    record = repository.measures / "published.yml"
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes().replace(b"\n", b"\r\n").rstrip())
    repository.edit(LAST, "深圳市上线", "深圳市已上线")
    translated_again(repository)
    assert repository.run("amend", LAST, *REASONS).returncode == 0
    assert "as-published" not in repository.run("check", "--format", "json").stdout


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ("更正的理由", "A character was left out", "--reason-zh"),
        ("原因", "Reason", "--reason-zh"),
        ("抄录时漏了一个字", "The reason in English", "--reason-en"),
        ("抄录时漏了一个字", "Reason", "--reason-en"),
        ("A character was left out", "抄录时漏了一个字", "写反了"),
        ("抄录时漏了一个字", "抄录时漏了一个字", "--reason-en"),
        ("Left out", "Left out", "--reason-zh"),
        ("抄录时漏了一个字", "A character，left out", "--reason-en"),
        ("……", "...", "--reason-zh"),
        ("  ", "A character was left out", "--reason-zh"),
    ],
)
def test_a_reason_is_one(zh: str, en: str, told: str, repository: Repository) -> None:
    repository.edit(LAST, "深圳市上线", "深圳市已上线")
    result = repository.run("amend", LAST, "--reason-zh", zh, "--reason-en", en)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert told in result.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("深圳市上线免费服务的", "深圳市上线,免费服务的"),
        ("  zh: |\n", "  zh: |\n\n  zhh: |\n"),
        ("adoption: reference", "adoption: refer"),
        ("of: 13e888f08351", "of: 13e888f08352"),
    ],
)
def test_nothing_is_recorded_while_something_else_is_wrong(
    old: str, new: str, repository: Repository
) -> None:
    record = repository.measures / "published.yml"
    before = record.read_bytes()
    repository.edit(LAST, "深圳市上线", "深圳市已上线")
    repository.edit(
        LAST, old.replace("深圳市上线", "深圳市已上线"), new.replace("深圳市上线", "深圳市已上线")
    )
    result = repository.run("amend", LAST, *REASONS)
    assert result.returncode == 1
    assert f"{LAST}.yml:" in result.stderr
    record.write_bytes(before + b"- {id: ybh2019-376-2b-11, date: 2036-01-01}\n")
    assert repository.run("amend", LAST, *REASONS).returncode == 1
    assert record.read_bytes().startswith(before)


def test_a_new_file_is_not_told_to_record_itself_first(repository: Repository) -> None:
    documents = repository.measures / "vocabulary" / "documents.yml"
    head, _, tail = documents.read_text(encoding="utf-8").rpartition("measures: 1\n")
    documents.write_text(f"{head}measures: 2\n          printed_measures: 1\n{tail}", encoding="utf-8")
    assert repository.run("new", "ybh2019-376-2b").returncode == 0
    told = repository.run("check").stdout
    assert "amend" not in told
    assert repository.run("amend", "all").returncode == 1


def test_help_names_every_command() -> None:
    text = run_here("--help").stdout
    for command in ("new", "format", "diff", "amend", "serve", "check", "build"):
        assert f"    {command} " in text
