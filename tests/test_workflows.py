"""What the code host and the editor run: pinned, with few rights, and only commands that exist."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.cli.main import COMMANDS
from registry.model.discovery import measure_paths
from tests.commands import run_here
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
SAFE_TRIGGERS = {"pull_request", "push", "workflow_run"}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def commands_of(script: str) -> Iterator[list[str]]:
    """Give the arguments of each call of build.py in a shell script."""
    for call in re.findall(r"(?:python3|py) build\.py ([^\n|;>&]*)", script):
        yield shlex.split(call)


def every_script() -> Iterator[tuple[str, str]]:
    for path in WORKFLOWS:
        for step in steps(load(path)):
            if "run" in step:
                yield path.name, step["run"]
    for name, job in load(ROOT / ".gitlab-ci.yml").items():
        if isinstance(job, dict) and "script" in job:
            yield f".gitlab-ci.yml {name}", "\n".join(job["script"])
    for repository in load(ROOT / ".pre-commit-config.yaml")["repos"]:
        for hook in repository["hooks"]:
            yield ".pre-commit-config.yaml", hook["entry"]
    for task in json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]:
        yield "tasks.json", task["command"]
        yield "tasks.json", task["windows"]["command"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_least(path: Path) -> None:
    workflow = load(path)
    text = path.read_text(encoding="utf-8")
    for use in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use
    triggers = workflow[True]  # YAML 1.1 takes `on` for a truth value.
    assert set(triggers) <= SAFE_TRIGGERS, "pull_request_target would run a fork's code with our rights"
    assert "permissions" in workflow
    assert "write-all" not in text
    written = {name for name, right in workflow["permissions"].items() if right == "write"}
    if "pull_request" in triggers:
        assert not written
        assert "secrets." not in text
        assert not any("write" in str(job.get("permissions", "")) for job in workflow["jobs"].values())
    if "workflow_run" in triggers:
        assert written == {"pull-requests"}
        assert "checkout" not in text.split("jobs:")[1], (
            "nothing of the fork is fetched where comments may be written"
        )
        assert "build.py" not in text
    for step in steps(workflow):
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        # What others choose (branch names, titles) reaches a shell through variables only.
        assert "${{" not in step.get("run", "")


def test_publishing_waits_for_main_only() -> None:
    workflow = load(ROOT / ".github" / "workflows" / "publish.yml")
    assert workflow[True] == {"push": {"branches": ["main"]}}
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_gitlab_keeps_its_token_from_code() -> None:
    pipeline = load(ROOT / ".gitlab-ci.yml")
    (rule,) = pipeline["comment"]["rules"]
    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"]
    assert pipeline["comment"]["variables"] == {"GIT_STRATEGY": "none"}
    holders = [name for name, job in pipeline.items() if "REGISTER_TOKEN" in json.dumps(job)]
    assert holders == ["comment"]


@pytest.mark.parametrize(
    ("where", "script"), list(every_script()), ids=lambda value: value[:40].replace("\n", " ")
)
def test_every_command_exists(where: str, script: str) -> None:
    for arguments in commands_of(script):
        assert arguments[0] in COMMANDS, where
        help_text = run_here(arguments[0], "--help").stdout
        for option in arguments[1:]:
            if option.startswith("--"):
                assert f"{option}" in help_text, f"{where}: {arguments}"
    for word in re.findall(r"(?<!\S)(\.ci/\S+)", script):
        assert os.access(ROOT / word, os.X_OK)


def test_what_the_check_workflow_calls_works(repository) -> None:  # type: ignore[no-untyped-def]
    """The commands of check.yml on a pull request with a problem: annotations, a summary, a report for GitLab."""
    check = next(
        step["run"] for step in steps(load(WORKFLOWS[0])) if "check --format github" in step.get("run", "")
    )
    assert '${BASE:+--changed-since "$BASE"} ${BEFORE:+--published-since "$BEFORE"}' in check
    repository.edit("ybh2019-376-1a-04", "adoption: replicate", "adoption: copy")
    repository.commit("an old problem of main, which stops nobody else")
    repository.git("switch", "--quiet", "--create", "mine")
    assert repository.run("check").returncode == 1
    assert repository.run("check", "--changed-since", "main").returncode == 0
    repository.edit("ybh2019-376-1a-03", "origin: [beijing-shanghai]", "origin: [beijing]")
    repository.commit()
    base = repository.git("rev-parse", "main").strip()
    annotated = repository.run("check", "--format", "github", "--changed-since", base)
    assert annotated.returncode == 1
    assert annotated.stdout.startswith(
        "::error file=measures/starting-a-business/ybh2019-376-1a-03.yml,line=17,"
    )
    (reported,) = json.loads(repository.run("check", "--changed-since", base, "--format", "gitlab").stdout)
    assert reported["location"] == {
        "path": "measures/starting-a-business/ybh2019-376-1a-03.yml",
        "lines": {"begin": 17},
    }
    assert {"description", "check_name", "fingerprint", "severity"} <= set(reported)
    assert repository.run("format", "--check").returncode == 0
    summary = repository.run("diff", base)
    assert summary.returncode == 0
    assert "`beijing`" in summary.stdout


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_issue_forms_are_bilingual(path: Path) -> None:
    form = load(path)
    assert {"name", "description", "title", "body"} <= set(form)
    texts = [form["name"], form["description"], *(each["attributes"]["label"] for each in form["body"])]
    for text in texts:
        assert re.search("[\u4e00-\u9fff].* / .*[A-Za-z]", text), text


def test_each_wish_has_a_template_at_both_hosts() -> None:
    assert len(FORMS) == len(list((ROOT / ".gitlab" / "issue_templates").glob("*.md"))) == 3
    ours, theirs = (
        ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md",
        ROOT / ".gitlab" / "merge_request_templates" / "Default.md",
    )
    assert ours.read_bytes() == theirs.read_bytes()


def test_owners_are_of_paths_that_exist() -> None:
    lines = (ROOT / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    for path in (line.split()[0] for line in lines if line and not line.startswith("#")):
        assert path == "*" or (ROOT / path.strip("/")).exists(), path


def test_vs_code_knows_the_schema() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    ((schema, patterns),) = settings["yaml.schemas"].items()
    assert (ROOT / schema).is_file()
    wanted, unwanted = patterns[0], patterns[1].removeprefix("!")
    for path in (ROOT / "measures").rglob("*.yml"):
        name = f"/{path.relative_to(ROOT).as_posix()}"
        matched = fnmatch(name, wanted) and not fnmatch(name, unwanted) and name.count("/") == 3
        assert matched == (path in measure_paths(ROOT / "measures")), name
    extensions = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]
