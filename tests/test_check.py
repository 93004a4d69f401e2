"""The command ``check``: what it prints, in which language, for which files, and with which status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.authoring.text_diff import code, escape
from registry.core.console import printable
from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.validation.checker import caused_by, check
from registry.validation.reporters import preferred_languages, report
from tests.commands import run_here
from tests.conftest import ROOT, run
from tests.repositories import Repository

CASES = Path(__file__).parent / "cases"
FIRST = "starting-a-business/ybh2019-376-1a-01.yml"
THIRD = "starting-a-business/ybh2019-376-1a-03.yml"
Edit = Callable[[str, str, str], Path]


def check_command(
    measures: Path, *arguments: str, locale: str = "zh_CN.UTF-8"
) -> subprocess.CompletedProcess[str]:
    return run_here("check", "--measures", str(measures), *arguments, environment={"LC_ALL": locale})


def test_sound_register(measures: Path) -> None:
    result = check_command(measures)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "58 项举措，没有问题。 / 58 measures, no problems.\n"
    in_a_process = run("check", "--measures", str(measures), environment={"LC_ALL": "zh_CN.UTF-8"})
    assert (in_a_process.returncode, in_a_process.stdout, in_a_process.stderr) == (0, result.stdout, "")
    assert json.loads(check_command(measures, "--format", "json").stdout) == []
    assert check_command(measures, "--format", "github").stdout == ""


def test_awful_file_gives_every_message_expected(measures: Path) -> None:
    (measures / THIRD).write_bytes((CASES / "awful.yml").read_bytes())
    result = check_command(measures)
    assert result.returncode == 1
    # What to do names the values of the vocabulary, which grows.
    said = [line for line in result.stdout.splitlines() if not line.startswith("  → ")]
    assert said == (CASES / "awful.expected").read_text(encoding="utf-8").splitlines()


def test_line_is_shown_with_a_caret_below_the_place(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-03", "CA证书，凭", "CA证书,凭")
    lines = check_command(measures).stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "[full-width-punctuation]" in line)
    assert lines[at].startswith(f"measures/{THIRD}:11:19: ")
    # Each Chinese character before the place takes two columns.
    assert lines[at + 1].index("证书,") == 4 + 4 + len("不需领取法人一证通等CA")
    assert len(lines[at + 2]) - 1 == 4 + 4 + 2 * len("不需领取法人一证通等证书") + len("CA")
    assert "汉字旁用了半角" in lines[at + 3]
    assert "half-width" in lines[at + 5]


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("zh_TW.UTF-8", "zh"),
        ("C", "zh"),
        ("POSIX", "zh"),
        ("C.UTF-8", "zh"),
        ("en_GB.UTF-8", "en"),
        ("cs_CZ.UTF-8", "en"),
        ("de_DE", "en"),
    ],
)
def test_language_that_comes_first(locale: str, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert preferred_languages()[0] == first
    assert len(preferred_languages()) == 2


def test_json_has_the_fields_promised(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-03", "adoption: replicate", "adoption: replicat")
    result = check_command(measures, "--format", "json")
    assert result.returncode == 1
    (problem,) = json.loads(result.stdout)
    assert {key: problem[key] for key in ("file", "line", "column", "rule", "severity")} == {
        "file": f"measures/{THIRD}",
        "line": 5,
        "column": 11,
        "rule": "choice",
        "severity": "error",
    }
    assert set(problem["message"]) == set(problem["hint"]) == {"zh", "en"}
    assert "replicate" in problem["hint"]["zh"]


def test_annotations_of_a_code_host(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-03", "number: 3", "number: 3%")
    (line,) = check_command(measures, "--format", "github").stdout.splitlines()
    assert line.startswith(f"::error file=measures/{THIRD},line=4,col=")
    assert "title=number::" in line
    assert "3%25" in line
    assert "%0A" in line


def test_only_what_the_files_named_cause(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-01", "adoption: replicate", "adoption: replicat")
    edit("ybh2019-376-1a-03", "adoption: replicate", "adoption: copied")
    assert check_command(measures, str(measures / FIRST)).stdout.count("错误 error") == 1
    assert check_command(measures, str(measures / "paying-taxes")).returncode == 0
    assert check_command(measures, str(measures)).stdout.count("错误 error") == 2
    assert check_command(measures, str(measures.parent)).stdout.count("错误 error") == 2


def test_references_are_held_against_the_whole(measures: Path) -> None:
    path = measures / "vocabulary" / "bodies.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\ngsda:", "\ngovernment-data:"), encoding="utf-8"
    )
    result = check_command(measures, str(path), "--format", "json")
    problems = json.loads(result.stdout)
    assert result.returncode == 1
    # One problem, where the key was renamed, in the place of one in each file that names it.
    errors = [problem for problem in problems if problem["severity"] == "error"]
    assert [(problem["rule"], problem["file"]) for problem in errors] == [
        ("keys-kept", "measures/vocabulary/bodies.yml")
    ]
    # Whoever changed a measure that names it is told of the same.
    other = check_command(measures, str(measures / THIRD), "--format", "json")
    assert json.loads(other.stdout) == errors


def test_problem_elsewhere_that_a_file_causes() -> None:
    words = Bilingual("甲", "a")
    inside = Diagnostic("measures/a/x.yml", 1, 1, "r", words, words)
    outside = Diagnostic("measures/vocabulary/documents.yml", 1, 1, "r", words, words, involves=("x.yml",))
    vocabulary = Diagnostic("measures/b/y.yml", 1, 1, "r", words, words, involves=("vocabulary/bodies.yml",))
    problems = [inside, outside, vocabulary]
    assert caused_by(problems, ["measures/a/x.yml"], "measures") == (inside, outside)
    assert caused_by(problems, ["measures/vocabulary"], "measures") == (outside, vocabulary)
    assert caused_by(problems, ["measures/vocabulary/bodies.yml"], "measures") == (vocabulary,)
    assert caused_by(problems, [""], "measures") == tuple(problems)
    assert caused_by(problems, [], "measures") == ()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check /nowhere/x.yml", "检查拼写"),
        (f"check {__file__}", "不是要检查的文件"),
        ("check --changed-since no-such-branch", "git 无法识别“no-such-branch”"),
        ("check --format xml", "可用的：text、json"),
        ("check --changed-since", "缺少它的值"),
        ("chek", "是否应为“check”？"),
        ("publish", "可用的：build、check"),
        ("amend", "缺少 ID"),
        ("amend ybh2019-376-1a-99", "是否应为 ybh2019-376-1a-09？"),
        ("diff", "缺少 REV"),
        ("diff no-such-branch", "git 无法识别“no-such-branch”"),
        ("new", "请写明清单"),
        ("new ybh2019-376", "清单有：ybh2019-376-1a 13/13"),
        ("new ybh2019-376-1a --number one", "应是从1起的整数"),
        ("format nowhere.yml", "没有“nowhere.yml”"),
        ("serve --port eight", "整数"),
        ("build --measures nowhere", "没有“nowhere”"),
        ("build --compress=all", "--compress 后面不带值"),
        ("amend ybh2019-376-1a-01 --reason x", "“--reason”可能是 --reason-zh, --reason-en"),
        ("build --jobs 0", "--jobs 应是从1起的整数"),
        ("--colour", "无法识别“--colour”"),
    ],
)
def test_wrong_usage_is_said_in_one_line(command: str, said: str) -> None:
    result = run_here(*command.split())
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert " / " in result.stderr


def test_options_after_test_are_for_pytest() -> None:
    ended = subprocess.CompletedProcess([], 5)
    with mock.patch("registry.cli.main.run_program", return_value=ended) as called:
        assert run_here("test", "--durations=5", "-k", "x", "tests/test_check.py").returncode == 5
        assert called.call_args.args[0][-4:] == ["--durations=5", "-k", "x", "tests/test_check.py"]
        assert "pytest" in run_here("test", "--help").stdout
        assert called.call_count == 1


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_changed_since_a_revision(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-01", "adoption: replicate", "adoption: replicat")
    root = measures.parent
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "somebody else's problem")
    git(root, "switch", "--quiet", "-c", "work")
    assert check_command(measures, "--changed-since", "main").returncode == 0

    edit("ybh2019-376-1a-03", "adoption: replicate", "adoption: copied")
    (measures / "starting-a-business" / "notes.txt").write_text("笔记", encoding="utf-8")
    (measures / "starting-a-business" / "ybh2019-376-1a-02.yml").unlink()
    result = check_command(measures, "--changed-since", "main", "--format", "json")
    problems = json.loads(result.stdout)
    assert result.returncode == 1
    assert {(problem["file"], problem["rule"]) for problem in problems} == {
        (f"measures/{THIRD}", "choice"),
        ("measures/starting-a-business/notes.txt", "misplaced"),
        ("measures/vocabulary/documents.yml", "complete-lists"),
        ("measures/vocabulary/notices/ybh2019-376.yml", "references"),
        ("measures/published.yml", "never-vanished"),
    }

    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "mine")
    assert (
        json.loads(check_command(measures, "--changed-since", "main", "--format", "json").stdout) == problems
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("starting-a-business/ybh2019-376-1a-03.yaml", "ybh2019-376-1a-03.yml"),
        ("starting-a-business/ybh2019-376-1a-03.YML", "ybh2019-376-1a-03.yml"),
        ("starting-a-business/ybh2019-376-1a-03.yml.txt", "ybh2019-376-1a-03.yml"),
        ("ybh2019-376-1a-03.yml", "指标"),
        ("starting-a-business/new/ybh2019-376-1a-03.yml", "指标"),
        ("vocabulary/ybh2019-376-1a-03.yaml", "ybh2019-376-1a-03.yml"),
    ],
)
def test_file_in_the_wrong_place_has_not_vanished(name: str, told: str, measures: Path) -> None:
    (measures / name).parent.mkdir(exist_ok=True)
    (measures / THIRD).rename(measures / name)
    (problem,) = check(measures).problems
    assert (problem.file, problem.rule) == (f"measures/{name}", "misplaced")
    assert told in problem.hint.zh


def test_links_are_not_followed(measures: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    (measures / THIRD).rename(outside)
    (measures / THIRD).symlink_to(outside)
    (measures / "elsewhere").symlink_to(tmp_path)
    assert {(problem.file, problem.rule) for problem in check(measures).problems} == {
        (f"measures/{THIRD}", "readable"),
        ("measures/elsewhere", "readable"),
    }


def test_folder_named_like_a_file_and_names_that_are_no_text(measures: Path) -> None:
    (measures / "starting-a-business" / "x.yml").mkdir()
    (measures / "starting-a-business" / os.fsdecode(b"\xff\n.yml")).write_bytes(b"id: x\n")
    result = check_command(measures)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "starting-a-business/x.yml:1:1" in result.stdout


def test_report_shows_no_character_that_a_terminal_obeys(measures: Path, edit: Edit) -> None:
    edit("ybh2019-376-1a-03", "zh: 全面", "zh: \x1b[31m全面\u202e")
    text = report(check(measures).problems, "text", measures.parent)
    assert "\x1b" not in text
    assert "\u202e" not in text


CONTROLS = "a\x00\x07\x1b]0;x\x07\r\x7f\x85\x9b\u200b\u202e\u2066\u2028\ufeff\udcffb"


@pytest.mark.parametrize("command", [["check", CONTROLS], ["check", f"--format={CONTROLS}"], [CONTROLS], ["diff", CONTROLS], ["amend", CONTROLS],
                                     ["new", CONTROLS], ["format", CONTROLS], ["serve", "--host", CONTROLS], ["build", "--measures", CONTROLS]])  # fmt: skip
def test_nothing_that_a_terminal_would_obey_is_printed(command: list[str]) -> None:
    result = run_here(*(argument.replace("\0", "") for argument in command))
    assert result.returncode in {1, 2}
    said = result.stdout + result.stderr
    assert re.search(r"a\N{REPLACEMENT CHARACTER}|\\x07", said)
    assert all(sign.isprintable() or sign == "\n" for sign in said), ascii(said)


@given(text=st.text())
def test_what_is_printed_or_put_into_a_comment_is_visible(text: str) -> None:
    for shown in (printable(text), code(text), escape(text)):
        assert all(sign.isprintable() for sign in shown)
    assert len(printable(text)) == len(text)


@pytest.mark.parametrize("form", ["json", "gitlab", "github", "text"])
def test_no_form_of_a_report_holds_what_a_terminal_would_obey(form: str, tmp_path: Path) -> None:
    both = Bilingual(CONTROLS, f"{CONTROLS}\N{MUSICAL SYMBOL BEGIN BEAM}")
    said = report([Diagnostic(f"{CONTROLS}.yml", 1, 1, "rule", both, both)], form, tmp_path)
    assert all(sign.isprintable() or sign == "\n" for sign in said)
    if form == "json":
        (problem,) = json.loads(said)
        assert (problem["file"], problem["message"]["en"]) == (f"{CONTROLS}.yml", both.en)


def test_the_status_is_right_where_nobody_reads_on(measures: Path) -> None:
    for path in measures.glob("*/ybh*.yml"):
        path.write_text("标题：\n", encoding="utf-8")
    command = [sys.executable, "-m", "registry", "check", "--measures", str(measures)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(command, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_damage_that_was_committed_is_taken_back_from_the_commit_before(repository: Repository) -> None:
    path = repository.path("ybh2019-376-1a-03")
    sound = path.read_bytes()
    path.write_bytes(sound.decode().encode("gb18030").decode("latin-1").encode())
    assert "git checkout HEAD -- " in repository.run("check").stdout
    repository.commit()
    (command,) = set(re.findall(r"`(git checkout (?!HEAD)\w+ -- [^`]+)`", repository.run("check").stdout))
    repository.git(*command.split()[1:])
    assert path.read_bytes() == sound
