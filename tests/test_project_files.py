"""The project's own files: what is wrong with one is told by the check, in its file and line, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.problem import Problem
from registry.project import check_project, read_settings
from registry.project.settings import AddressError, address_of
from registry.templating import Settings
from tests.commands import run_here
from tests.projects import copy_project

Damage = Callable[[str], str | bytes | None]
"""Makes another content of a file's; ``None`` removes it."""


def put(old: str, new: str) -> Damage:
    """Replace words that must stand in the file, once."""

    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return damage


def add(line: str) -> Damage:
    return lambda text: f"{text}{line}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, in which each test damages a file and restores it."""
    copy = copy_project(tmp_path_factory.mktemp("project"))
    assert check_project(copy) == ()
    return copy


def told(project: Path, name: str, damage: Damage) -> list[Problem]:
    """Return the problems of the project while a file of it is damaged."""
    path = project / name
    before = path.read_bytes() if path.exists() else None
    after = damage(before.decode() if before is not None else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    if after is None:
        path.unlink()
    else:
        path.write_bytes(after if isinstance(after, bytes) else after.encode())
    try:
        return list(check_project(project))
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def assert_told(project: Path, name: str, damage: Damage, at: str, words: str) -> None:
    """Assert that a damage is told in its file, within a line of where ``at`` stands in it, in words of both languages."""
    after = damage((project / name).read_text("utf-8") if (project / name).exists() else "")
    assert isinstance(after, bytes) or at in (after or "")
    line = after[: after.index(at)].count("\n") + 1 if isinstance(after, str) else 1
    problems = told(project, name, damage)
    assert {problem.file for problem in problems} == {name}, problems
    found = [problem for problem in problems if abs(problem.line - line) <= 1]
    assert found, [(problem.line, problem.message.en) for problem in problems]
    said = [f"{problem.message.en} {problem.hint.en}" for problem in found]
    assert any(words in each for each in said), said
    for problem in problems:
        assert re.search("[\u4e00-\u9fff]", problem.message.zh)
        assert re.search("[\u4e00-\u9fff]", problem.hint.zh)
        assert problem.message.en
        assert "Traceback" not in problem.message.en
        assert len(problem.message.en) < 400


ZH, EN = "mkdocs.yml", "mkdocs.en.yml"

CONFIGURATION: tuple[tuple[str, Damage, str, str], ...] = (
    (ZH, put("  name: material", "  nane: material"), "nane", "Perhaps name?"),
    (ZH, put("  custom_dir:", "  costum_dir:"), "costum", "Perhaps custom_dir?"),
    (ZH, put("  font: false", "  pallete: {scheme: slate}"), "pallete", "Perhaps palette?"),
    (ZH, put("name: material", "name: materail"), "materail", "theme.name is material"),
    (ZH, put("macros/theme", "macros/them"), "custom_dir", "theme.custom_dir is macros/theme"),
    (ZH, put("hooks: [registry/hook.py]", "hooks: []"), "hooks", "hooks: [registry/hook.py]"),
    (ZH, put("hooks: [registry/hook.py]\n", ""), "watch", "hooks: [registry/hook.py]"),
    (ZH, put("hook.py]", "hook.py, registry/hok.py]"), "hok.py", "registry/hok.py"),
    (ZH, put("docs/zh", "docs/zhh"), "zhh", "docs_dir is docs/zh"),
    (ZH, put("docs_dir: docs/zh\n", ""), "site_dir", "docs_dir: docs/zh"),
    (ZH, put("plugins: []", "plugins: [serch]"), "serch", "Perhaps search?"),
    (ZH, put("plugins: []", "plugins:\n  - search:\n      langg: en"), "langg", "langg"),
    (ZH, put("tables, attr_list", "tabels, attr_list"), "tabels", "Perhaps tables?"),
    (ZH, put("attr_list, toc]", "attr_list, {toc: {permalinkk: true}}]"), "permalinkk", "permalinkk"),
    (ZH, put("[tables, attr_list, toc]", "toc"), "toc", "does not accept “markdown_extensions”"),
    (ZH, put('site_url: ""', "site_url: register.example.org"), "site_url: reg", "https://"),
    (ZH, put('site_url: ""', "site_url: https://register.example.org/?x=1"), "site_url: h", "it holds ? or #"),
    (ZH, put('site_url: ""', "site_url: [https://register.example.org]"), "site_url: [", "site_url is an address"),
    (ZH, put('repo_url: ""', "repo_url: git@github.com:owner/register.git"), "repo_url: g", "https://github.com/owner/register."),
    (ZH, put('repo_url: ""', "repo_url: ssh://git@gitlab.example.org/a/b.git"), "repo_url: s", "https://gitlab.example.org/a/b."),
    (ZH, put('repo_url: ""', "repo_url: https://me:secret@github.com/a/b"), "repo_url: h", "user name or password"),
    (ZH, put('repo_url: ""', 'repo_url: ""\nedit_uri_template: "{path}"'), "edit_uri_template", "Write edit_uri"),
    (ZH, put("site_name: ", "site_nmae: "), "site_nmae", "Perhaps site_name?"),
    (ZH, put("site_name: 营商环境改革举措库", "site_name: [营商环境]"), "[营商环境]", "does not accept “site_name”"),
    (ZH, put("extra:\n  icp:", "extra: yes\nx:\n  icp:"), "extra", "does not accept “extra”"),
    (ZH, add("use_directory_urls: false"), "use_directory", "permanent addresses"),
    (ZH, add("validation: {links: {not_found: wran}}"), "wran", "wran"),
    (ZH, add("nav: {a: b}"), "nav:", "does not accept “nav”"),
    (ZH, add("watch: [nothere]"), "nothere", "stands twice"),
    (ZH, put("  language: zh", "\tlanguage: zh"), "\tlanguage", "tab"),
    (ZH, put("site_dir: site", "<<<<<<< HEAD\nsite_dir: site\n=======\nsite_dir: sites\n>>>>>>> other"), "<<<<", "conflict"),
    (ZH, lambda _: "", "", "holds nothing"),
    (ZH, lambda _: "营商环境改革举措库\n", "", ""),
    (ZH, lambda _: None, "", "it is not there"),
    (ZH, lambda text: text.encode("gbk"), "", "GB"),
    (EN, put("INHERIT: mkdocs.yml\n", ""), "site_name", "INHERIT: mkdocs.yml"),
    (EN, put("INHERIT: mkdocs.yml", "INHERIT: mkdocs.yaml"), "INHERIT", "INHERIT is mkdocs.yml"),
    (EN, put("docs/en", "docs/english"), "docs/english", "docs_dir is docs/en"),
    (EN, put("language: en", "langauge: en"), "langauge", "Perhaps language?"),
    (EN, add("site_url: https://register.example.org"), "site_url", "Move it to mkdocs.yml"),
    (EN, add("plugns: []"), "plugns", "Perhaps plugins?"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "damage", "at", "words"), CONFIGURATION)
def test_what_is_wrong_with_a_configuration_is_told_at_its_line(
    project: Path, name: str, damage: Damage, at: str, words: str
) -> None:
    assert_told(project, name, damage, at, words)


@pytest.mark.parametrize(
    "damage",
    [
        put("attr_list, toc]", "attr_list, {toc: {permalink: true}}]"),
        put("[tables, attr_list, toc]", "\n  tables: {}\n  attr_list: {}\n  toc:\n    permalink: true"),
        put("attr_list, toc]", "attr_list, {toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode }}]"),
        put('site_url: ""', "site_url: https://register.example.org/base/"),
        put('repo_url: ""', "repo_url: https://github.com/owner/register.git\nedit_uri: edit/master/docs/zh/"),
        put('site_url: ""', "site_url:"),
    ],
)  # fmt: skip
def test_what_mkdocs_accepts_is_accepted(project: Path, damage: Damage) -> None:
    problems = told(project, ZH, damage)
    assert problems == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("site_url", "", ""),
        ("site_url", " HTTPS://Register.Example.org//base// ", "https://register.example.org/base"),
        ("site_url", "http://localhost:8000/", "http://localhost:8000"),
        ("site_url", "http://[::1]:80/a", "http://[::1]:80/a"),
        ("site_url", "https://例子.中国/库", "https://xn--fsqu00a.xn--fiqs8s/%E5%BA%93"),
        ("repo_url", "https://github.com/a/b.git/", "https://github.com/a/b"),
        *(
            ("site_url", text, None)
            for text in (
                "register.example.org", "//register.example.org", "ftp://register.example.org", "https://", "https://a b.org",
                "https://a.org/b c", "https://a.org?x", "https://a.org/#", "https://u:p@a.org", "https://a.org:port",
                "https://a..org", "https://-a.org", "https://a.org/../b", "https://[::1", "https://a.org/\x00", "https:\\\\a.org",
                "javascript:alert()", "https://a.org\nhttps://b.org",
            )
        ),
    ],
)  # fmt: skip
def test_an_address_is_brought_into_its_usual_form_or_refused(
    name: str, text: str, expected: str | None
) -> None:
    if expected is None:
        with pytest.raises(AddressError):
            address_of(name, text)
    else:
        assert address_of(name, text) == expected


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("variable", ["SITE_URL", "REPO_URL"])
def test_a_variable_that_cannot_be_used_stops_a_command_in_one_line(command: str, variable: str) -> None:
    result = run_here(command, environment={variable: "ftp://user:secret@example.org"})
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert variable in result.stderr
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    ("repository", "edit_uri", "expected"),
    [
        ("https://github.com/a/b", None, "https://github.com/a/b/edit/main/"),
        ("https://gitlab.com/a/b", None, "https://gitlab.com/a/b/-/edit/main/"),
        ("https://codeberg.org/a/b", None, "https://codeberg.org/a/b/_edit/main/"),
        ("https://github.com/a/b", "edit/master/docs/zh/", "https://github.com/a/b/edit/master/"),
        ("https://github.com/a/b", "blob/develop/docs", "https://github.com/a/b/blob/develop/"),
        ("https://git.example.org/b", "?query=edit&file=", "https://git.example.org/b/?query=edit&file="),
        ("https://github.com/a/b", "https://edit.example.org/b/docs/zh/", "https://edit.example.org/b/"),
        ("https://github.com/a/b", "", ""),
        ("", "edit/main/", ""),
    ],
)
def test_edit_links_follow_edit_uri(repository: str, edit_uri: str | None, expected: str) -> None:
    assert Settings(repo_url=repository, edit_uri=edit_uri).edit_url == expected


def test_settings_come_from_the_configuration_and_variables_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        "repo_url: https://github.com/a/b.git\nedit_uri: edit/master/\nextra: {icp: 粤ICP备1号}\n", "utf-8"
    )
    for variable in ("SITE_URL", "REPO_URL", "ICP", "EDIT_URI"):
        monkeypatch.delenv(variable, raising=False)
    assert read_settings(path) == Settings("", "https://github.com/a/b", "edit/master/", "粤ICP备1号")
    monkeypatch.setenv("SITE_URL", "https://Register.example.org/")
    monkeypatch.setenv("EDIT_URI", "")
    assert read_settings(path) == Settings(
        "https://register.example.org", "https://github.com/a/b", "", "粤ICP备1号"
    )
