"""What is wrong with a component or a page is said with its line and a way out, and the old site stays."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import jinja2
import pytest

from registry.cli import main
from registry.core.errors import problems_of
from registry.core.workers import WorkerDied, places_of, run_jobs
from tests.conftest import ROOT
from tests.projects import build_in, copy_project

BREAKS = [
    ("macros/facts.html", '<section class="facts"', "<section {{ measure.titel }}", "titel"),
    ("macros/facts.html", "endmacro", "endmakro", "endmakro"),
    ("macros/cite-panel.html", "{% macro", "{% makro", "makro"),
    ("macros/theme/main.html", "{{", "{{ nowhere.at_all }}{{", "nowhere"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize(
    ("file", "old", "new", "word", "jobs"),
    [(*BREAKS[0], "1"), (*BREAKS[0], "2"), (*BREAKS[1], "1"), (*BREAKS[2], "2"), (*BREAKS[3], "1")],
)
def test_a_broken_component_is_said_with_its_line(
    project: Path, file: str, old: str, new: str, word: str, jobs: str
) -> None:
    last = (project / file).read_text(encoding="utf-8")
    at = last.index(old)
    (project / file).write_text(last[:at] + new + last[at + len(old) :], encoding="utf-8")
    try:
        result = build_in(project, "--jobs", jobs)
    finally:
        (project / file).write_text(last, encoding="utf-8")
    assert result.returncode == 1
    line = last[:at].count("\n") + 1
    assert f"{file}:{line}:" in result.stderr, result.stderr
    assert word in result.stderr
    assert "Traceback" not in result.stderr
    zh, _, en = result.stderr.splitlines()[-1].partition(" / ")
    assert zh.endswith("site 未改动。")
    assert en.endswith("is left as it was.")
    assert not (project / "site").exists()


class Odd(Exception):
    """Cannot be made of what it was made of, so that it cannot go to another process."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def fail(error: type[Exception], *given: int) -> None:
    raise error(*given)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize(("error", "given"), [(ValueError, (1,)), (Odd, (1, 2))])
def test_an_error_of_another_process_tells_where_it_arose(
    error: type[Exception], given: tuple[int, ...]
) -> None:
    with pytest.raises((error, RuntimeError)) as raised:
        run_jobs(fail, [(error, *given), (error, *given)], 2)
    assert "1" in str(raised.value)
    here = fail.__code__
    assert (here.co_filename, here.co_firstlineno + 1) in places_of(raised.value)
    (problem,) = problems_of(raised.value)
    assert (problem.file, problem.line) == ("tests/test_faults.py", here.co_firstlineno + 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (
            OSError(errno.ENOSPC, "No space left on device", "site/a"),
            "free some disk space and run again (site/a: ",
        ),
        (OSError(errno.EROFS, "Read-only file system", "site/a"), "no permission"),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
        (OSError(errno.EIO, "Input/output error", "disk"), "disk: Input/output error: check this place"),
        (ModuleNotFoundError("No module named 'jinja2'"), "delete .venv and run again"),
        (WorkerDied(), "The system ended a process"),
        (jinja2.TemplateNotFound("chips.html"), "TemplateNotFound: chips.html"),
    ],
)
def test_what_the_machine_lacks_is_said_in_a_line(
    error: Exception, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with mock.patch("registry.validation.checker.check", side_effect=error):
        assert main.main(["check"]) == main.main(["build"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == second
    assert words in first.partition(" / ")[2]
    assert "None" not in first


def test_running_out_of_memory_is_no_fault_of_the_content(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mock.patch("registry.build.pipeline.publish", side_effect=MemoryError):
        assert main.main(["build", "--site-dir", str(project / "site")]) == 2
    assert "not enough memory" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["mkdocs", "jinja2"])
def test_a_broken_package_is_said_though_it_cannot_be_loaded(package: str) -> None:
    program = f"import sys; sys.modules[{package!r}] = None; from registry.cli.main import main; sys.exit(main(['build', '--fresh']))"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "delete .venv and run again" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "latin-1", "gbk"])
def test_a_console_without_chinese_or_emoji_shows_escapes(encoding: str) -> None:
    name = "测试-é-😀.yml"
    result = subprocess.run(
        [sys.executable, "-m", "registry", "check", name],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    said = result.stderr.decode(encoding.partition(":")[0])
    assert r"\ud83d\ude00" in said
    assert json.loads(f'"{said.strip()}"').startswith(f"没有“{name}”")


def test_a_fault_of_the_program_is_said_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch("registry.validation.checker.check", side_effect=ZeroDivisionError("by zero")):
        assert main.main(["check"]) == 2
    said = capsys.readouterr().err
    assert re.search(r"registry/cli/main\.py:\d+: ZeroDivisionError: by zero", said)
    assert "请把这一行告诉维护者。 / The program failed" in said
    assert said.count("\n") == 1
