"""The same content gives the same bytes: in another folder, language, time zone, umask, order of files, number of processes."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

from tests.projects import build_in, copy_project
from tests.small import small_register

HERE = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}
THERE = {
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "de_DE.UTF-8",
    "TZ": "America/Los_Angeles",
    "PYTHONHASHSEED": "2",
    "COLUMNS": "40",
}


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of what lies in ``folder``, by path; folders have no bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.S_IMODE(path.stat().st_mode), path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }  # fmt: skip


def made(
    project: Path, jobs: int, mask: int, *options: str, **variables: str
) -> dict[str, tuple[int, bytes]]:
    before = os.umask(mask)
    try:
        result = build_in(
            project, "--site-dir", "out/site", "--offline", "--jobs", str(jobs), *options, **variables
        )
    finally:
        os.umask(before)
    assert result.returncode == 0, result.stderr
    return contents(project / "out")


def test_same_content_gives_the_same_bytes(tmp_path: Path, record_property: Any) -> None:
    one = made(copy_project(tmp_path / "a"), 1, 0o022, **HERE)
    two = made(copy_project(tmp_path / "某处 else" / "deeper", backwards=True), 3, 0o077, **THERE)
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
    endings = {Path(path).suffix for path in one}
    assert {".html", ".zip", ".xlsx", ".docx", ".csv", ".json", ".xml", ".js", ".css"} <= endings
    record_property("files", sum(path.count(".") > 0 for path in one))


def test_no_date_but_the_commits_is_in_what_is_made(tmp_path: Path) -> None:
    """With another SOURCE_DATE_EPOCH only what is said to bear that date differs; compressed files are among those compared."""
    project = copy_project(tmp_path / "project")
    shutil.rmtree(project / "measures")
    small_register(project)
    plain = made(project, 2, 0o022, "--compress")
    assert {".gz", ".zip"} <= {Path(path).suffix for path in plain}
    (project / "out").rename(project / "before")
    dated = made(project, 1, 0o022, "--compress", SOURCE_DATE_EPOCH="4102444800")
    zips = {path for path in plain.keys() | dated.keys() if path.endswith(".zip")}
    assert "site-2100-01-01.zip" in zips
    differing = {path for path in (plain.keys() | dated.keys()) - zips if plain.get(path) != dated.get(path)}
    assert differing == {"site/version.json"}
