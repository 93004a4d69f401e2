"""Keys of the vocabulary that change: the former address leads to the present one, and ``check`` tells what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.model.register import Register
from registry.validation.checker import CheckResult, check
from tests.exporting import exported
from tests.repositories import Repository

RENAMED = [
    ("bodies", "psd", "public-security"),
    ("places", "beijing-shanghai", "two-cities"),
    ("indicators", "land-use", "use-of-land"),
]


def rename(repository: Repository, home: str, old: str, new: str, *, former: bool, users: bool) -> Path:
    """Rename a key in its list; enter the former one, and rename it where it is used, as wanted."""
    path = repository.measures / "vocabulary" / f"{home}.yml"
    added = f"\n  former_keys: [{old}]" if former else ""
    repository.edit(path, f"\n{old}:", f"\n{new}:{added}")
    if users:
        for file in repository.measures.rglob("*.yml"):
            if file.name not in {"published.yml", f"{home}.yml"}:
                text = file.read_text(encoding="utf-8")
                for before, after in (("[", "]"), ("[", ","), (" ", ","), (" ", "]"), (" ", "\n")):
                    text = text.replace(f"{before}{old}{after}", f"{before}{new}{after}")
                file.write_text(text, encoding="utf-8")
        if home == "indicators":
            (repository.measures / old).rename(repository.measures / new)
    return path


def checked(repository: Repository) -> CheckResult:
    return check(repository.measures)


@pytest.mark.parametrize(("home", "old", "new"), RENAMED)
def test_check_tells_who_renames_a_published_key_what_to_do(
    repository: Repository, home: str, old: str, new: str
) -> None:
    path = rename(repository, home, old, new, former=False, users=True)
    (problem,) = [problem for problem in checked(repository).problems if problem.severity == "error"]
    assert problem.rule == "keys-kept"
    assert problem.file == f"measures/vocabulary/{home}.yml"
    assert path.read_text(encoding="utf-8").splitlines()[problem.line - 1] == f"{new}:"
    line = f"former_keys: [{old}]"
    assert line in problem.hint.zh
    assert line in problem.hint.en
    repository.edit(path, f"\n{new}:", f"\n{new}:\n  {line}")
    assert checked(repository).sound, "the hint, followed to the letter, is the way"


@pytest.mark.parametrize(("home", "old", "new"), RENAMED[:2])
def test_files_that_still_name_the_former_key_are_told_once(
    repository: Repository, home: str, old: str, new: str
) -> None:
    rename(repository, home, old, new, former=True, users=False)
    (problem,) = [problem for problem in checked(repository).problems if problem.severity == "error"]
    assert (problem.file, problem.rule) == (f"measures/vocabulary/{home}.yml", "keys-kept")
    assert f"“{new}”" in problem.hint.en


@pytest.mark.parametrize(("home", "old", "new"), RENAMED)
def test_a_former_key_keeps_its_addresses(
    repository: Repository, tmp_path: Path, home: str, old: str, new: str
) -> None:
    rename(repository, home, old, new, former=True, users=True)
    found = checked(repository)
    assert found.sound
    assert found.vocabulary is not None
    folder = exported(Register(found.measures, found.vocabulary, found.published), tmp_path / "site")
    redirects = json.loads((folder / "api/v1/redirects.json").read_text(encoding="utf-8"))["redirects"]
    assert [(redirect["from"], redirect["to"], redirect["id"]) for redirect in redirects] == [
        (f"/{prefix}{home}/{old}/", f"/{prefix}{home}/{new}/", new) for prefix in ("", "en/")
    ]
    for prefix in ("", "en/"):
        page = (folder / prefix / home / old / "index.html").read_text(encoding="utf-8")
        assert f'url=../../{home}/{new}/"' in page
    if home == "bodies":
        lists = folder / "downloads" / "bodies"
        assert (lists / f"{old}.xlsx").read_bytes() == (lists / f"{new}.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("former", "rule"),
    [("[amr]", "former-keys"), ("[psd]", "former-keys"), ("[tax, old-psd]", "former-keys"), ("[Old]", "former-keys"), ("[a/b]", "former-keys"),
     ("[../x]", "former-keys"), ("[index.html]", "former-keys"), ("[old, old]", "repeated"), ("old", "type"), ("[]", "required")],
)  # fmt: skip
def test_a_former_key_takes_no_other_address(repository: Repository, former: str, rule: str) -> None:
    path = repository.measures / "vocabulary" / "bodies.yml"
    repository.edit(path, "\npsd:", f"\npsd:\n  former_keys: {former}")
    problems = checked(repository).problems
    assert rule in {problem.rule for problem in problems}
    number = path.read_text(encoding="utf-8").splitlines().index(f"  former_keys: {former}") + 1
    assert {problem.line for problem in problems if problem.rule == rule} == {number}


def test_two_entries_do_not_share_a_former_key(repository: Repository) -> None:
    path = repository.measures / "vocabulary" / "bodies.yml"
    for key in ("psd", "amr"):
        repository.edit(path, f"\n{key}:", f"\n{key}:\n  former_keys: [old]")
    assert [problem.rule for problem in checked(repository).problems] == ["former-keys"]


def test_a_new_key_does_not_free_the_printed_name(repository: Repository) -> None:
    path = rename(repository, "bodies", "psd", "public-security", former=True, users=True)
    repository.edit(
        path,
        "printed: 广东省公安厅"
        if "printed: 广东省公安厅" in path.read_text(encoding="utf-8")
        else "printed: 省公安厅",
        "printed: 公安部",
    )
    (problem,) = [problem for problem in checked(repository).problems if problem.severity == "error"]
    assert (problem.file, problem.rule) == ("measures/vocabulary/bodies.yml", "names-as-published")
