"""A pull request's life in a real git repository, by the commands alone."""

from __future__ import annotations

import json

from tests.repositories import Repository

ONE = "ybh2019-376-2b-11"


def rules(repository: Repository, *arguments: str) -> set[str]:
    return {
        load["rule"] for load in json.loads(repository.run("check", "--format", "json", *arguments).stdout)
    }


def test_a_correction_from_branch_to_merge(repository: Repository) -> None:
    assert repository.run("check").returncode == 0
    repository.git("switch", "--quiet", "--create", "correct-a-word")
    path = repository.edit(ONE, "深圳市上线免费服务的", "深圳市已上线免费服务的")
    repository.edit(ONE, "adoption: reference\n", "adoption:    reference\n\n")

    # The check stops it: an official text changed.
    result = repository.run("check", "--format", "github")
    assert result.returncode == 1
    assert f"::error file=measures/rule-of-law/{ONE}.yml" in result.stdout
    assert rules(repository) == {"as-published"}
    # Somebody else's file has no part in it.
    assert rules(repository, str(repository.path("ybh2019-376-1a-01"))) == set()

    # It is recorded when the English has been read again, as the check says.
    (problem,) = json.loads(repository.run("check", "--format", "json").stdout)
    reasons = ("--reason-zh", "补上漏抄的“已”字", "--reason-en", "A character was left out")
    assert repository.run("amend", ONE, *reasons).returncode == 1
    fingerprint = problem["hint"]["en"].partition('of: "')[2][:12]
    repository.edit(ONE, "of: 13e888f08351", f'of: "{fingerprint}"')
    assert repository.run("amend", ONE, *reasons).returncode == 0
    assert repository.run("check").returncode == 0

    assert repository.run("format", "--check").returncode == 1
    assert repository.run("format").returncode == 0
    assert repository.run("format", "--check").returncode == 0
    assert "adoption: reference\nt" in path.read_text(encoding="utf-8")

    said = repository.run("diff", "main").stdout
    assert "深圳市**已**上线免费服务的" in said
    assert "recorded as a correction" in said
    assert "build.py check" not in said

    repository.commit("Correct a word")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "correct-a-word")
    assert repository.run("check").returncode == 0
    assert "No measure" in repository.run("diff", "HEAD").stdout
    assert "recorded as a correction" in repository.run("diff", "HEAD^").stdout


def test_a_new_measure_from_outline_to_merge(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "add")
    documents = repository.measures / "vocabulary" / "documents.yml"
    assert repository.run("new", "ybh2019-376-2b").returncode == 2
    text = documents.read_text(encoding="utf-8")
    head, _, tail = text.rpartition("measures: 1\n")
    documents.write_text(f"{head}measures: 2\n          printed_measures: 1\n{tail}", encoding="utf-8")
    result = repository.run(
        "new", "ybh2019-376-2b", "--title-zh", "试行举措", "--title-en", "A measure on trial"
    )
    assert result.returncode == 0, result.stderr
    path = repository.path("ybh2019-376-2b-12")
    repository.edit(path, "每行前空四格，段间空一行\n", "每行前空四格，段间空一行\n    在深圳市试行。\n")
    repository.edit(
        path, "indented by four spaces\n", "indented by four spaces\n    It is on trial in Shenzhen.\n"
    )
    first = path.read_text(encoding="utf-8").split("# origin: [")[1].split("]")[0]
    repository.edit(path, f"# origin: [{first}]", "origin: [shenzhen]")
    (problem,) = (
        load
        for load in json.loads(repository.run("check", "--format", "json", str(path)).stdout)
        if load["rule"] == "translation-current"
    )
    repository.edit(path, "000000000000", problem["hint"]["en"].partition('of: "')[2][:12])
    assert repository.run("amend", "all").returncode == 0
    assert repository.run("format").returncode == 0
    result = repository.run("check")
    assert result.returncode == 0, result.stdout
    said = repository.run("diff", "main").stdout
    assert "`ybh2019-376-2b-12` 试行举措 / A measure on trial" in said
    assert "| 合计 / total | 58 | 59 |" in said
    repository.commit("Add a measure")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "add")
    assert repository.run("check").returncode == 0
