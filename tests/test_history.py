"""What git is asked, with real repositories: a git that fails is never an answer, and what was published stays."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.core import git
from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.ledger import LedgerEntry, entry_line, published_of
from registry.validation.checker import check
from tests.commands import run_here
from tests.conftest import ROOT
from tests.repositories import Repository

ONE, OTHER = "ybh2019-376-1a-03", "ybh2019-376-2a-02"
RECORD = "measures/published.yml"
REASONS = ("--reason-zh", "抄录时漏了一个字", "--reason-en", "A character was left out")


def errors(repository: Repository, *arguments: str) -> list[dict[str, object]]:
    result = repository.run("check", "--format", "json", *arguments)
    assert result.returncode in {0, 1}, result.stderr
    return [load for load in json.loads(result.stdout) if load["severity"] == "error"]


def of_the_record(repository: Repository) -> list[Diagnostic]:
    found = check(repository.measures).problems
    return [each for each in found if each.file == RECORD and each.severity == "error"]


def correct(
    repository: Repository, identifier: str = ONE, old: str = "凭电子营业执照", new: str = "凭数字营业执照"
) -> None:
    """Correct an official text as the guide says."""
    path = repository.edit(identifier, old, new)
    (problem,) = check(repository.measures).problems
    found = re.search(r'of: "([0-9a-f]{12})"', problem.hint.zh)
    assert found
    text = re.sub(r'of: "?[0-9a-f]{12}"?', f'of: "{found[1]}"', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert repository.run("amend", identifier, *REASONS).returncode == 0
    assert check(repository.measures).problems == ()


# A git that fails


def broken_submodule(repository: Repository) -> None:
    (repository.folder / ".gitmodules").write_text("[submodule\n", encoding="utf-8")
    head = repository.git("rev-parse", "HEAD").strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},library")
    repository.git("add", ".gitmodules")
    repository.git("commit", "--quiet", "--message", "a submodule")


def missing_objects(repository: Repository) -> None:
    for folder in (repository.folder / ".git" / "objects").glob("[0-9a-f][0-9a-f]"):
        shutil.rmtree(folder)


def missing_record(repository: Repository) -> None:
    name = repository.git("rev-parse", f"main:{RECORD}").strip()
    (repository.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()


def corrupt_pack(repository: Repository) -> None:
    repository.git("gc", "--quiet")
    for pack in (repository.folder / ".git" / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(pack.read_bytes()[:100])


def lost_alternates(repository: Repository) -> None:
    repository.git("gc", "--quiet")
    shutil.move(repository.folder / ".git" / "objects" / "pack", repository.folder / "elsewhere")
    (repository.folder / ".git" / "objects" / "info" / "alternates").write_text("/nowhere/objects\n")


def no_head(repository: Repository) -> None:
    (repository.folder / ".git" / "HEAD").write_bytes(b"\0")


@pytest.mark.parametrize(
    "damage", [broken_submodule, missing_objects, missing_record, corrupt_pack, lost_alternates, no_head]
)
def test_a_git_that_fails_is_no_answer(damage: Callable[[Repository], None], repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "mine")
    repository.path(ONE).unlink()
    repository.commit("a published measure is removed")
    damage(repository)
    commands = [
        ["check", "--changed-since", "main"],
        ["check", "--published-since", "main"],
        ["diff", "main"],
    ]
    for command in commands:
        result = repository.run(*command)
        if result.returncode != 2:  # What this command asks is there: then everything is told.
            assert ("Measures removed" if command[0] == "diff" else "never-vanished") in result.stdout
            continue
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1), command
        assert "git" in result.stderr
    assert repository.run("check").returncode == 1


def test_a_git_that_does_not_end(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 600\n")
    slow.chmod(0o700)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "_PATIENCE", 0.2)
    result = repository.run("check", "--changed-since", "main")
    assert (result.returncode, result.stdout) == (2, "")
    assert "no answer in" in result.stderr
    (problem,) = check(repository.measures).problems
    assert (problem.rule, problem.severity) == ("append-only", "warning")


def test_what_a_hook_of_git_says_leads_nowhere_else(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_DIR", ".git")
    repository.edit(ONE, "adoption: replicate", "adoption: copied")
    assert len(errors(repository, "--changed-since", "HEAD")) == 1


@pytest.mark.parametrize("line", ["* export-ignore", "* export-subst", "*.yml -diff", "* filter=none"])
def test_attributes_do_not_hide_what_was(line: str, repository: Repository) -> None:
    (repository.measures / ".gitattributes").write_text(f"{line}\n")
    repository.commit()
    repository.git("switch", "--quiet", "--create", "mine")
    repository.edit(ONE, "in full", "entirely")
    told = repository.run("diff", "main").stdout
    assert "Measures added" not in told
    assert "**entirely**" in told
    assert {error["file"]: error["rule"] for error in errors(repository)} == {
        "measures/.gitattributes": "misplaced"
    }


# What was published


def lines_of(repository: Repository) -> list[str]:
    return (repository.folder / RECORD).read_text(encoding="utf-8").splitlines(keepends=True)


def write(repository: Repository, lines: list[str]) -> None:
    (repository.folder / RECORD).write_text("".join(lines), encoding="utf-8")


def text_and_record(repository: Repository) -> None:
    correct(repository, OTHER, "，", "、")
    lines = lines_of(repository)
    old = next(line for line in lines if OTHER in line)
    new = lines.pop()
    fingerprint = re.search(r'text: "?([0-9a-f]{12})', new)
    assert fingerprint
    lines[lines.index(old)] = re.sub(r'text: "?[0-9a-f]{12}"?', f'text: "{fingerprint[1]}"', old)
    write(repository, lines)


def removed_line(repository: Repository) -> None:
    write(repository, [line for line in lines_of(repository) if OTHER not in line])


def other_fingerprint(repository: Repository) -> None:
    write(repository, [line.replace("7e0314b13c47", "7e0314b13c48") for line in lines_of(repository)])


def renamed_identifier(repository: Repository) -> None:
    path = repository.edit(OTHER, f"id: {OTHER}", "id: ybh2019-376-2a-12")
    path.rename(path.with_name("ybh2019-376-2a-12.yml"))
    write(repository, [line.replace(OTHER, "ybh2019-376-2a-12") for line in lines_of(repository)])


def swapped_identifiers(repository: Repository) -> None:
    write(
        repository,
        [line.replace(ONE, "x").replace(OTHER, ONE).replace("x", OTHER) for line in lines_of(repository)],
    )


def removed_measure(repository: Repository) -> None:
    repository.path(OTHER).unlink()


def removed_measure_and_line(repository: Repository) -> None:
    removed_measure(repository)
    removed_line(repository)


def former_date(repository: Repository) -> None:
    write(repository, [line.replace("2026-11-23", "2026-11-20") for line in lines_of(repository)])


def other_reason(repository: Repository) -> None:
    write(repository, [line.replace("漏了", "多了") for line in lines_of(repository)])


def taken_back(repository: Repository) -> None:
    write(repository, [line for line in lines_of(repository) if "reason:" not in line])
    repository.edit(ONE, "凭数字营业执照", "凭电子营业执照")


def another_order(repository: Repository) -> None:
    lines = lines_of(repository)
    write(repository, [*lines[:4], lines[5], lines[4], *lines[6:]])


def correction_put_before(repository: Repository) -> None:
    lines = lines_of(repository)
    write(repository, [*lines[:2], lines[-1], *lines[2:-1]])


def emptied(repository: Repository) -> None:
    write(repository, ["[]\n"])


def gone(repository: Repository) -> None:
    (repository.folder / RECORD).unlink()


TAMPERINGS = [
    text_and_record, removed_line, other_fingerprint, renamed_identifier, swapped_identifiers, removed_measure,
    removed_measure_and_line, former_date, other_reason, taken_back, another_order, correction_put_before, emptied, gone,
]  # fmt: skip


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a correction on its main branch."""
    from tests.repositories import make_repository

    repository = make_repository(tmp_path_factory.mktemp("corrected") / "clone")
    correct(repository)
    repository.commit("a correction")
    return repository


@pytest.fixture
def published(corrected: Repository, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(corrected.folder, tmp_path / "clone")))


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_published_cannot_be_tampered_with(
    tampering: Callable[[Repository], None], published: Repository
) -> None:
    """On a branch, however much is committed to it."""
    published.git("switch", "--quiet", "--create", "mine")
    tampering(published)
    published.commit("tampered with")
    published.commit("and on")
    told = of_the_record(published)
    assert told
    # Bringing back what was there, as the hint says, is enough.
    command = re.search(r"git checkout (\w+) -- (\S+?)`", told[0].hint.zh)
    if command and command[2] == RECORD:
        published.git("checkout", command[1], "--", RECORD)
        assert not [each for each in of_the_record(published) if each.rule == "append-only"]


@pytest.mark.parametrize("tampering", [text_and_record, removed_measure_and_line, other_reason])
def test_it_is_told_in_whatever_state_it_is(
    tampering: Callable[[Repository], None], published: Repository
) -> None:
    before = published.git("rev-parse", "HEAD").strip()
    tampering(published)
    assert of_the_record(published)  # Before it is committed.
    published.git("switch", "--quiet", "--create", "mine")
    published.commit("tampered with")
    assert errors(published, "--changed-since", "main")
    published.git("switch", "--quiet", "main")
    published.git("merge", "--quiet", "--squash", "mine")
    published.commit("pushed to main")
    assert of_the_record(published)  # On the main branch itself, against the commit before.
    published.commit("and another, in the same push")
    assert errors(published, "--published-since", before)


def test_a_push_without_a_state_before_it(published: Repository) -> None:
    assert errors(published, "--published-since", "0" * 40) == []
    result = published.run("check", "--published-since", "12ab" * 10)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "git fetch origin 12ab" in result.stderr
    # A push that forced another history upon the branch.
    before = published.git("rev-parse", "HEAD").strip()
    published.git("reset", "--quiet", "--hard", "HEAD^")
    assert errors(published) == []
    assert [error["rule"] for error in errors(published, "--published-since", before)] == ["append-only"]


def test_compared_with_the_main_branch_of_the_remote(published: Repository, tmp_path: Path) -> None:
    published.git("clone", "--quiet", published.folder.as_uri(), str(tmp_path / "mine"))
    mine = Repository(tmp_path / "mine")
    removed_line(mine)
    for _ in range(3):
        mine.commit("straight to main")
    assert [each.rule for each in of_the_record(mine)] == ["append-only"]


def test_before_the_first_commit_and_without_a_repository(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "measures", tmp_path / "measures")
    assert check(tmp_path / "measures").problems == ()
    Repository(tmp_path).git("init", "--quiet")
    assert check(tmp_path / "measures").problems == ()


def test_two_branches_that_both_record_a_correction(repository: Repository) -> None:
    shutil.copy(ROOT / ".gitattributes", repository.folder)
    repository.commit()
    repository.git("switch", "--quiet", "--create", "mine")
    correct(repository)
    repository.commit("mine")
    repository.git("switch", "--quiet", "main")
    correct(repository, OTHER, "，", "、")
    repository.commit("theirs, merged first")
    repository.git("switch", "--quiet", "mine")
    repository.git("merge", "--quiet", "--message", "merge", "main")
    assert [line.partition("id: ")[2][:17] for line in lines_of(repository)[-2:]] == [ONE, OTHER]
    assert check(repository.measures).problems == ()
    repository.git("switch", "--quiet", "main")
    before = repository.git("rev-parse", "HEAD").strip()
    repository.git("merge", "--quiet", "mine")
    assert errors(repository, "--published-since", before) == []


def test_two_corrections_of_one_measure(published: Repository) -> None:
    theirs = lines_of(published)
    mine = re.sub(r'text: "?[0-9a-f]{12}"?', 'text: "0123456789ab"', theirs[-1])
    write(published, [*theirs[:-1], mine, theirs[-1]])
    (problem,) = of_the_record(published)
    assert problem.line == len(theirs)
    assert "删去这一行" in problem.hint.zh
    assert f"amend {ONE}" in problem.hint.zh
    write(published, theirs)
    assert of_the_record(published) == []


def test_undoing_a_correction_as_the_guide_says(published: Repository) -> None:
    published.git("switch", "--quiet", "--create", "undo")
    published.git("revert", "--no-edit", "HEAD")
    (problem,) = of_the_record(published)
    assert "git revert" in problem.hint.zh and "git revert" in problem.hint.en
    published.git("checkout", "main", "--", RECORD)
    text = check(published.measures).problems[0]
    assert text.rule == "as-published"
    reasons = ("--reason-zh", "更正有误，恢复原文", "--reason-en", "The correction was wrong")
    assert published.run("amend", ONE, *reasons).returncode == 0
    assert check(published.measures).problems == ()
    assert len(lines_of(published)) == len(published.git("show", f"main:{RECORD}").splitlines()) + 1


@pytest.mark.parametrize("committed", [False, True])
def test_a_date_in_the_future_can_be_put_right(committed: bool, published: Repository) -> None:
    lines = lines_of(published)
    write(published, [line.replace("2026-11-23", "2036-11-23") if OTHER in line else line for line in lines])
    if committed:
        published.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    told = of_the_record(published)
    assert "in-order-of-dates" in {each.rule for each in told}
    assert published.run("amend", "all").returncode == 1
    write(
        published,
        [line.replace("2036-11-23", "2026-11-23") if OTHER in line else line for line in lines_of(published)],
    )
    if committed:
        assert of_the_record(published) == []


def test_a_fingerprint_that_looks_like_a_number_is_quoted(measures: Path) -> None:
    record = measures / "published.yml"
    before = record.read_bytes()
    assert check(measures).problems == ()
    path = next(measures.glob("*/ybh2019-376-1a-05.yml"))
    for changed in (record, path):
        changed.write_bytes(changed.read_bytes().replace(b'"963662372581"', b"963662372581"))
    told = {
        (problem.file.rpartition("/")[2], problem.rule, problem.severity)
        for problem in check(measures).problems
    }
    assert told == {(each.name, "quoted-fingerprint", "warning") for each in (record, path)}
    assert run_here("format", "--measures", str(measures)).returncode == 0
    assert record.read_bytes() == before
    assert check(measures).problems == ()


@pytest.mark.parametrize(
    "text", ["963662372581", "012345678901", "70e314513047", "0b0101010101", "7e0314b13c47"]
)
def test_an_entry_is_text_to_every_reader(text: str) -> None:
    entry = LedgerEntry("a-01", "2026-11-23", text, Bilingual('漏了“已”字: "甲" \\', "Left out"), 0)
    line = entry_line(entry)
    assert json.loads(line.partition("text: ")[2].partition(",")[0]) == text
    (read,) = published_of(line.encode()).entries
    assert (read.text, read.reason) == (text, entry.reason)
