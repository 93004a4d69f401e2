"""Links, pipes and devices in the project's folders: told by the check, never read, never waited for, never shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.core.diagnostics import Diagnostic
from registry.core.regular_files import NotPlainError, read_plain, strange_files
from registry.rendering.checks import check_project
from registry.validation.reporters import report
from tests.commands import run_here
from tests.conftest import ROOT
from tests.projects import copy_project

SECRET = "zhe-shi-mi-mi: do not show"
THIRD = "measures/starting-a-business/ybh2019-376-1a-03.yml"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "secret.yml").write_text(f"{SECRET}\n", encoding="utf-8")
    return folder


def put(project: Path, name: str, make: Callable[[Path], None]) -> None:
    """Put something else in a file's or a folder's place."""
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(path.with_name(f"{path.name}-before"))
    path.unlink(missing_ok=True)
    make(path)


@pytest.mark.parametrize(
    "name",
    [
        THIRD, "measures/starting-a-business/t.yml", "measures/t.yml", "measures/published.yml", "measures/vocabulary/bodies.yml",
        "measures/vocabulary/notices/t.yml", "measures/starting-a-business", "measures/vocabulary", "measures/vocabulary/notices",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["secret", "endless", "pipe", "nowhere"])
def test_no_command_on_measures_follows_a_link(name: str, kind: str, measures: Path, secret: Path) -> None:
    target = {"secret": secret, "endless": Path("/dev/zero"), "nowhere": Path("/nowhere")}
    whole = not name.endswith(".yml")
    if kind == "secret" and not whole:
        target["secret"] = secret / "secret.yml"
    make = os.mkfifo if kind == "pipe" else lambda path: path.symlink_to(target[kind])
    put(measures.parent, name, make)
    given = ("--measures", str(measures))
    checked = run_here("check", *given)
    assert checked.returncode == 1
    assert f"{name}:1:1: " in checked.stdout
    own = str(measures.parent / name)
    commands = [
        ["format", *given],
        ["format", *given, own],
        ["amend", *given, "all"],
        ["new", *given, "ybh2019-376-2b"],
    ]
    said = [run_here(*command) for command in commands]
    assert {each.returncode for each in said} <= {0, 1, 2}
    assert f"{name}:1:1: " in said[1].stderr or whole
    for each in (checked, *said):
        assert SECRET[:10] not in each.stdout + each.stderr
        assert "fault of the program" not in each.stderr and "程序出错" not in each.stderr
    assert (measures.parent / name).is_symlink() or kind == "pipe"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = copy_project(tmp_path_factory.mktemp("project") / "register")
    (copied / "requirements").mkdir()
    return copied


@pytest.mark.parametrize(
    "name",
    [
        "docs", "docs/zh", "docs/zh/about.md", "docs/assets/images/logo.svg", "docs/assets/images/t.png", "docs/assets/styles/t.css",
        "macros", "macros/t.html", "macros/facts.html", "macros/strings.yml", "macros/theme/t.html", "mkdocs.yml", "mkdocs.en.yml",
        "requirements/run.txt", "measures",
    ],
)  # fmt: skip
def test_links_in_the_project_are_told_and_not_read(name: str, project: Path, secret: Path) -> None:
    path = project / name
    kept = path.with_name(f"{path.name}.kept")
    if path.exists():
        path.rename(kept)
    try:
        path.symlink_to(secret if path.suffix == "" else secret / "secret.yml")
        problems = check_project(project)
        assert [(problem.file, problem.rule) for problem in problems] == [(name, "readable")]
        assert SECRET[:10] not in report(problems, "text", project)
        if path.suffix and name != "measures":
            path.unlink()
            os.mkfifo(path)
            assert [problem.file for problem in check_project(project)] == [name]
    finally:
        path.unlink()
        if kept.exists():
            kept.rename(path)


def test_neither_build_nor_preview_reads_behind_a_link(project: Path, secret: Path) -> None:
    (project / "macros" / "t.html").symlink_to(secret / "secret.yml")
    os.mkfifo(project / "macros" / "u.html")
    try:
        result = subprocess.run(
            [sys.executable, "-m", "registry", "build"],
            cwd=project, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert result.returncode == 1
        assert "macros/t.html:1:1" in result.stderr
        assert "macros/u.html:1:1" in result.stderr
        assert SECRET not in result.stdout + result.stderr
        assert not (project / "site").exists()
    finally:
        (project / "macros" / "t.html").unlink()
        (project / "macros" / "u.html").unlink()


def test_a_file_is_read_as_far_as_it_may_be_long(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b.yml"
    file.parent.mkdir()
    file.write_bytes(b"x" * 100)
    assert len(read_plain(file, "a/b.yml", 10)) == 10
    (tmp_path / "link").symlink_to(tmp_path / "a")
    for path, name in ((tmp_path / "link" / "b.yml", "link/b.yml"), (Path("/dev/zero"), "/dev/zero")):
        with pytest.raises(NotPlainError):
            read_plain(path, name, 10)
    # What a person names may lie behind a link of the machine's own.
    assert read_plain(tmp_path / "link" / "b.yml", "b.yml", 10) == b"x" * 10


def test_an_excerpt_shows_no_file_behind_a_link(tmp_path: Path, secret: Path) -> None:
    from registry.core.languages import Bilingual

    (tmp_path / "measures").symlink_to(secret)
    words = Bilingual("甲", "a")
    text = report([Diagnostic("measures/secret.yml", 1, 1, "yaml", words, words)], "text", tmp_path)
    assert SECRET[:10] not in text


def test_the_project_itself_has_none() -> None:
    assert strange_files(ROOT) == ()
