"""The project's own files: what is wrong with one is told by the check, in its file and line, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.core.diagnostics import Diagnostic
from registry.core.writing import fits_windows
from registry.rendering.checks import check_program_files, check_project
from registry.rendering.checks.assets import unclosed
from registry.validation.checker import check
from registry.validation.site_configuration import check_configuration
from registry.validation.site_settings import AddressError, Settings, address_of, read_settings
from tests.commands import run_here
from tests.conftest import ROOT
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


def told(project: Path, name: str, damage: Damage) -> list[Diagnostic]:
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
        return (
            check_configuration(project)[0]
            if name.endswith(".yml") and "/" not in name
            else check_program_files(project)
        )
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
    assert name in {problem.file for problem in problems}, problems
    found = [problem for problem in problems if problem.file == name and abs(problem.line - line) <= 1]
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
    (ZH, put("name: material", "name: materail"), "materail", "theme.name must be material"),
    (ZH, put("macros/theme", "macros/them"), "custom_dir", "theme.custom_dir must be macros/theme"),
    (ZH, put("hooks: [registry/build/hook.py]", "hooks: []"), "hooks", "hooks: [registry/build/hook.py]"),
    (ZH, put("hooks: [registry/build/hook.py]\n", ""), "watch", "hooks: [registry/build/hook.py]"),
    (ZH, put("hook.py]", "hook.py, registry/hok.py]"), "hok.py", "registry/hok.py"),
    (ZH, put("docs/zh", "docs/zhh"), "zhh", "docs_dir must be docs/zh"),
    (ZH, put("docs_dir: docs/zh\n", ""), "site_dir", "docs_dir: docs/zh"),
    (ZH, put("plugins: []", "plugins: [serch]"), "serch", "Perhaps search?"),
    (ZH, put("plugins: []", "plugins:\n  - search:\n      langg: en"), "langg", "langg"),
    (ZH, put("tables, attr_list", "tabels, attr_list"), "tabels", "Perhaps tables?"),
    (ZH, put("attr_list, toc,", "attr_list, {toc: {permalinkk: true}},"), "permalinkk", "permalinkk"),
    (ZH, put("[tables, attr_list, toc, pymdownx.superfences, {pymdownx.highlight: {use_pygments: false}}]", "toc"), "toc", "does not accept “markdown_extensions”"),
    (ZH, put('site_url: ""', "site_url: register.example.org"), "site_url: reg", "https://"),
    (ZH, put('site_url: ""', "site_url: https://register.example.org/?x=1"), "site_url: h", "it contains ? or #"),
    (ZH, put('site_url: ""', "site_url: [https://register.example.org]"), "site_url: [", "site_url must be an address"),
    (ZH, put('repo_url: ""', "repo_url: git@github.com:owner/register.git"), "repo_url: g", "https://github.com/owner/register."),
    (ZH, put('repo_url: ""', "repo_url: ssh://git@gitlab.example.org/a/b.git"), "repo_url: s", "https://gitlab.example.org/a/b."),
    (ZH, put('repo_url: ""', "repo_url: https://me:secret@github.com/a/b"), "repo_url: h", "user name or password"),
    (ZH, put('repo_url: ""', 'repo_url: ""\nedit_uri_template: "{path}"'), "edit_uri_template", "Write edit_uri"),
    (ZH, put("site_name: ", "site_nmae: "), "site_nmae", "Perhaps site_name?"),
    (ZH, put("site_name: 营商环境改革举措库", "site_name: [营商环境]"), "[营商环境]", "does not accept “site_name”"),
    (ZH, put("extra:\n", "extra: yes\nx:\n"), "extra", "does not accept “extra”"),
    (ZH, add("use_directory_urls: false"), "use_directory", "permanent addresses"),
    (ZH, add("validation: {links: {not_found: wran}}"), "wran", "wran"),
    (ZH, add("nav: [about.md, nowhere.md]"), "nav:", "“nowhere.md” in nav does not exist"),
    (ZH, add("nav: {a: b}"), "nav:", "does not accept “nav”"),
    (ZH, add("watch: [nothere]"), "nothere", "written twice"),
    (ZH, put("  language: zh", "\tlanguage: zh"), "\tlanguage", "tab"),
    (ZH, put("site_dir: site", "<<<<<<< HEAD\nsite_dir: site\n=======\nsite_dir: sites\n>>>>>>> other"), "<<<<", "conflict"),
    (ZH, lambda _: "", "", "has no content"),
    (ZH, lambda _: "营商环境改革举措库\n", "", ""),
    (ZH, lambda _: None, "", "it is not there"),
    (ZH, lambda text: text.encode("gbk"), "", "GB"),
    (EN, put("INHERIT: mkdocs.yml\n", ""), "site_name", "INHERIT: mkdocs.yml"),
    (EN, put("INHERIT: mkdocs.yml", "INHERIT: mkdocs.yaml"), "INHERIT", "INHERIT must be mkdocs.yml"),
    (EN, put("docs/en", "docs/english"), "docs/english", "docs_dir must be docs/en"),
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
        put("attr_list, toc,", "attr_list, {toc: {permalink: true}},"),
        put("[tables, attr_list, toc, pymdownx.superfences, {pymdownx.highlight: {use_pygments: false}}]", "\n  tables: {}\n  attr_list: {}\n  toc:\n    permalink: true"),
        put("attr_list, toc,", "attr_list, {toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode }},"),
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


STRINGS = "macros/strings.yml"

WORDS: tuple[tuple[Damage, str, str], ...] = (
    (put("  skip: {zh: 跳到正文, en: Skip to main content}\n", ""), "site:", "“site.skip” is missing"),
    (put("  skip: {", "  skipp: {"), "skipp", "Rename site.skipp to skip."),
    (put("  about: {zh: 关于", "  abuot: {zh: 关于"), "abuot", "Nothing uses “nav.abuot”"),
    (put("nav:\n", "navi:\n"), "navi:", "Nothing uses “navi."),
    (put("  skip: {", "  jump: {zh: 跳过, en: Skip}\n  skip: {"), "jump", "Nothing uses “site.jump”"),
    (put("measures_many: {zh: '{n}项'", "measures_many: {zh: '{m}项'"), "measures_many", "Nothing fills {m}"),
    (put("measures_many: {zh: '{n}项'", "measures_many: {zh: '若干项'"), "measures_many", "The other language has {n}"),
    (put("en: '{n} measures'", "en: '{n measures'"), "{n measures", "a pair of half-width braces"),
    (put("en: '{n} measures'", "en: '｛n｝ measures'"), "｛n｝", "a pair of half-width braces"),
    (put("en: '{n} measures'", "en: '{ n } measures'"), "{ n }", "a pair of half-width braces"),
    (put("en: '{n} measures'", "en: '{n!r} measures'"), "{n!r}", "a pair of half-width braces"),
    (put("en: '{n} measures'", "en: '{} measures'"), "{} measures", "a pair of half-width braces"),
    (put("en: '{n} measures'", "en: '{n}} measures'"), "{n}} measures", "a pair of half-width braces"),
    (put("measures_many: {zh: '{n}项', en: '{n} measures'}", "measures_many: {zh: 若干项, en: measures}"), "measures_many", "Neither language shows {n}"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到正文, en: 跳到正文}"), "skip:", "is in the English"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: Skip to main content, en: Skip to main content}"), "skip:", "no Chinese characters"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: Skip to main content, en: 跳到正文}"), "skip:", "no Chinese characters"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到<b>正文</b>, en: Skip to main content}"), "skip:", "shows as it is typed"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到正文, en: Skip to&nbsp;main **content**}"), "skip:", "shows as it is typed"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到正文}"), "skip:", "en"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: 跳到正文"), "skip:", ""),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到正文, en: Skip to mаin content}"), "skip:", "not the Latin “a”"),
    (put("skip: {zh: 跳到正文, en: Skip to main content}", "skip: {zh: 跳到跳到，，正文, en: Skip to main content}"), "skip:", "next to each other"),
    (put("en: Skip to main content", "en: Skip to what's below"), "skip:", "Make it “’”"),
    (put("skip: {zh: 跳到正文", "skip: {zh: 璺冲埌姝ｆ枃"), "skip:", "is garbled"),
    (put("nav:\n", "extra: 1\nnav:\n"), "extra:", "contains nothing"),
    (put("nav:\n", "<<<<<<< HEAD\nnav:\n"), "<<<<", "conflict"),
    (put("  skip: {zh: 跳到正文", "\tskip: {zh: 跳到正文"), "\tskip", ""),
    (put("  skip:", "  skip: {zh: 跳, en: Skip}\n  skip:"), "skip: {zh: 跳到", "written twice"),
    (lambda text: text[: len(text) // 2], "", ""),
    (lambda _: "", "", "has no content"),
    (lambda _: None, "", "it is not there"),
    (lambda text: text.encode("gbk", "replace"), "", "GB"),
)  # fmt: skip


@pytest.mark.parametrize(("damage", "at", "words"), WORDS)
def test_what_is_wrong_with_the_words_is_told_at_their_line(
    project: Path, damage: Damage, at: str, words: str
) -> None:
    if at or words:
        assert_told(project, STRINGS, damage, at, words)
    else:  # Cut short, it lacks keys of many sections.
        assert {problem.file for problem in told(project, STRINGS, damage)} == {STRINGS}


CHIP, HEADER, ICON, SHELL = (
    "macros/chip.html",
    "macros/site-header.html",
    "macros/icon.html",
    "macros/theme/main.html",
)
TOKENS, THEME, ENGINE = (
    "docs/assets/styles/tokens.css",
    "docs/assets/scripts/theme.js",
    "docs/assets/scripts/filter-rows.js",
)

FILES: tuple[tuple[str, Damage, str, str], ...] = (
    (HEADER, put("{% endfor %}\n", ""), "{% for", "“{% for %}” is unmatched"),
    (HEADER, put("{%- endmacro %}", ""), "{% macro", "“{% macro %}” is unmatched"),
    (HEADER, put("{% endfor %}", "{% endif %}"), "{% endif %}\n", "is unmatched"),
    (HEADER, put("{% for each in _sections %}\n", ""), "{% endfor %}", "“{% endfor %}” is unmatched"),
    (HEADER, put("{% macro site_header(view, section, counterpart) -%}", ""), "{%- endmacro", "is unmatched"),
    (HEADER, put("{% macro site_header", "{% makro site_header"), "{% makro", "no tag “makro”. Perhaps macro?"),
    (HEADER, put("{% endfor %}", "{% endfr %}"), "{% endfr", "no tag “endfr”"),
    (HEADER, put('{{ view.t("nav.menu") }}', '{{ view.t("nav.menu" }}'), "nav.menu", "cannot be read"),
    (HEADER, put('{{ view.t("nav.menu") }}', '{{ view.t("nav.menu") }'), "nav.menu", "is not closed"),
    (HEADER, put('"icon.html"', '"icons.html"'), "icons.html", "Perhaps icon.html?"),
    (HEADER, put("import icon", "import icom"), "icom", "Perhaps icon?"),
    (HEADER, put('{% from "icon.html" import icon %}\n', ""), "{{ icon(", "no variable or macro “icon”"),
    (HEADER, put('icon(view, "mark")', 'icon(view, "marc")'), "marc", "Perhaps mark?"),
    (HEADER, put('icon(view, "mark")', 'icon("mark")'), 'icon("mark")', "is called without “name”"),
    (HEADER, put('icon(view, "mark")', 'icon(view, "mark", 3)'), "3)", "takes 2 parameters at most"),
    (HEADER, put('icon(view, "mark")', 'icon(view, nane="mark")'), "nane", "Perhaps name?"),
    (HEADER, put('icon(view, "mark")', 'icom(view, "mark")'), "icom", "no variable or macro “icom”"),
    (HEADER, put('view.t("nav.menu")', 'view.t("nav.mneu")'), "nav.mneu", "Perhaps nav.menu?"),
    (HEADER, put("view.home", "view.hoem"), "view.hoem", "Perhaps home?"),
    (HEADER, put("(view, section, counterpart)", "(view, section)"), "{{ counterpart }}", "no variable or macro “counterpart”"),
    (HEADER, put('view.t("nav.menu")', 'view.t("nav.menu") | uper'), "uper", "no filter “uper”"),
    (HEADER, put("each == section", "each is sections"), "is sections", "no test “sections”"),
    (HEADER, put("<header", "<<<<<<< HEAD\n<header"), "<<<<", "conflict"),
    (HEADER, lambda _: "", "", "no macro of its own name"),
    (HEADER, lambda text: text.encode("utf-16"), "", "UTF-16"),
    (HEADER, put("{% macro site_header", "{% macro header"), "", "no macro of its own name"),
    (CHIP, lambda text: text.replace("{#", "{# 说明：这个组件显示一个带链接的标签，用在举措页和列表页。", 1).encode("gbk"), "", "GB"),
    ("macros/data-page.html", lambda _: None, "", "git checkout HEAD -- macros/data-page.html"),
    ("macros/notes.txt", lambda _: "x", "", "holds components"),
    (SHELL, put('component("policy"', 'component("policies"'), "policies", "Perhaps policy.html?"),
    (SHELL, put('component("site-footer", view', 'component("site-footer", veiw'), "veiw", "Perhaps view?"),
    (SHELL, put("assets['theme.js']", "assets['thme.js']"), "thme", "Perhaps theme.js?"),
    (SHELL, put("images/favicon.svg", "images/favicon.png"), "favicon.png", "no “images/favicon.png”"),
    (SHELL, put("{{ shell.title }}", "{{ shel.title }}"), "shel.", "no variable or macro “shel”"),
    (SHELL, put("{{ shell.title }}", "{% if shell.title %}"), "{% if shell.title", "is unmatched"),
    (TOKENS, put("\n}\n", "\n\n/* Here. */\n"), "/* Here", "is unmatched"),
    (TOKENS, put(":root {", ":root"), ":root", "is unmatched"),
    (TOKENS, add("/* colours"), "/* colours", "is unmatched"),
    (TOKENS, add(".a { color: red； }"), "red", "a full-width mark"),
    (TOKENS, add(".a { color：red; }"), "red", "a full-width mark"),
    (THEME, add("f(a，b);"), "f(a", "a full-width mark"),
    (HEADER, put('<header class="site-header">', '<header class="site-header>'), "<header", "of the tag <header"),
    (TOKENS, add('.a { content: "x; }'), "content", "is unmatched"),
    (TOKENS, add(".a { color: var(--colour-textt); }"), "textt", "Nothing defines “--colour-textt”"),
    ("docs/assets/scripts/search-filter.js", put("import { SearchEngine", "import { SearchEnginx"), "Enginx", "exports no “SearchEnginx”"),
    ("docs/assets/scripts/search-engine.js", put("export class SearchEngine", "export class SearchMachine"), "SearchMachine", "exports no “SearchEngine”"),
    (ENGINE, put("const BASE", "cosnt BASE"), "cosnt", "cannot have “cosnt BASE”"),
    (ENGINE, put("} from \"./filter", "} form \"./filter"), "form", "cannot have “form"),
    (ENGINE, put(" && ", " &amp;&amp; "), "&amp;", "cannot have “&amp;”"),
    (ENGINE, put(" => ", " = > "), "= >", "cannot have “= >”"),
    (TOKENS, add(".a { colour: red; }"), "colour: red", "perhaps color"),
    (TOKENS, add(".a { color red; }"), "color red", "no colon after “color”"),
    (TOKENS, add(".a {\n  color: red\n  margin: 0;\n}"), "color: red", "semicolon at the end of this line"),
    (TOKENS, add(".a { margin: 1re; }"), "margin: 1re", "no unit “re”"),
    (TOKENS, put("are set. */", "are set."), "Design", "is unmatched"),
    (TOKENS, put("/* Design", "/ Design"), "Design", "“*/” is unmatched"),
    (TOKENS, put("--accent: #15577a", "--accent: ＃15577a"), "＃", "a full-width mark"),
    (TOKENS, add(".a { color: var(-ink); }"), "-ink)", "Nothing defines “-ink”"),
    (TOKENS, put("--accent: #15577a;", "--accent: 15577a;"), "15577a", "is not a colour"),
    (TOKENS, put("--accent: #15577a;", "--accent: #15577;"), "#15577;", "is not a colour"),
    (TOKENS, put("--accent: #15577a;", "--accent: #15577a"), "#15577a", "semicolon after it is missing"),
    (TOKENS, put("--accent: #15577a;", "--acent: #15577a;"), "--acent", "No style uses “--acent”"),
    (TOKENS, add(">>>>>>> other"), ">>>>", "conflict"),
    (TOKENS, lambda _: "", "", "empty"),
    (TOKENS, lambda text: f"/* 颜色、字号和间距都在这里定义，别处只用它们的名称。 */{text}".encode("gbk"), "", "GB"),
    (THEME, add("if (x) {"), "if (x) {", "is unmatched"),
    (THEME, add("const text = `a ${b`;"), "const text", "is unmatched"),
    (THEME, add('const text = "a;'), 'const text = "a', "is unmatched"),
    (THEME, add("f(/[)}]/.test(x) ? [1 : 2);"), "f(/[", "is unmatched"),
    (THEME, lambda _: " \n", "", "empty"),
    (ENGINE, put('from "./', 'from "./x'), 'from "./x', "cannot be joined"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "damage", "at", "words"), FILES)
def test_what_is_wrong_with_a_component_a_style_or_a_script_is_told_at_its_line(
    project: Path, name: str, damage: Damage, at: str, words: str
) -> None:
    assert_told(project, name, damage, at, words)


@pytest.mark.parametrize(
    "name",
    [
        "icon.html",
        "measure-count.html",
        "chip.html",
        "policy.html",
        "measure.html",
        "breadcrumbs.html",
        "theme/main.html",
    ],
)
def test_a_component_that_was_removed_is_told(project: Path, name: str) -> None:
    problems = told(project, f"macros/{name}", lambda _: None)
    assert f"macros/{name}" in {problem.file for problem in problems}


@pytest.mark.parametrize(
    "script",
    [
        "const a = b / c / d; const e = /[/}]{2}/g.exec(f);",
        'const a = `x ${b ? `y ${c}` : "}"} \\` $`; // don\'t',
        "const a = 'it\\'s {'; /* ( */ const b = (1 + 2) / 3; // }",
        "return /\\/\\*/.test(x);",
    ],
)
def test_brackets_within_strings_and_expressions_count_for_nothing(script: str) -> None:
    assert unclosed(script, script=True) is None


@pytest.mark.parametrize("name", [".venv", ".registry-cache", ".cache", "site"])
@pytest.mark.parametrize("kind", ["link", "link to nothing", "file"])
def test_a_folder_that_commands_make_is_no_link_and_no_file(project: Path, name: str, kind: str) -> None:
    path = project / name
    if kind == "file":
        path.touch()
    else:
        path.symlink_to(project / "docs" if kind == "link" else "nowhere")
    try:
        problems = check_project(project)
    finally:
        path.unlink()
    assert [(problem.file, problem.line) for problem in problems] == [(name, 1)]
    assert problems[0].severity == ("warning" if kind == "file" else "error")
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{name}" in ignored, "a slash at the end would let a link pass"


@pytest.mark.parametrize(
    "name",
    ["aux", "CON", "nul.md", "com1", "lpt9.txt", "a/prn/b", "a.", "a ", "a:b", "a?", "a|b", "a\\b", "x/<y>"],
)
def test_names_that_windows_cannot_have(name: str) -> None:
    assert not fits_windows(name)


@pytest.mark.parametrize(
    "name", ["auxiliary", "console", "null", "com10", "a.b", "m/con-1a-01/index.html", ".hidden"]
)
def test_names_that_windows_can_have(name: str) -> None:
    assert fits_windows(name)


def test_pages_bear_no_name_that_windows_keeps(project: Path) -> None:
    page = project / "docs" / "zh" / "aux.md"
    page.write_text("# 附录\n", encoding="utf-8")
    try:
        problems = check_project(project)
    finally:
        page.unlink()
    assert ("docs/zh/aux.md", 1) in [(problem.file, problem.line) for problem in problems]


def test_keys_and_addresses_bear_no_name_that_windows_keeps(
    measures: Path, edit: Callable[[str, str, str], Path]
) -> None:
    places = measures / "vocabulary" / "places.yml"
    text = places.read_text(encoding="utf-8")
    places.write_text(f"{text}con: {{name: {{zh: 甲市, en: First City}}}}\n", encoding="utf-8")
    edit("ybh2019-376-1a-03", "keywords:", "aliases: [old/aux]\nkeywords:")
    found = {(problem.rule, problem.file.rpartition("/")[2]) for problem in check(measures).problems}
    assert {("key-form", "places.yml"), ("alias-address", "ybh2019-376-1a-03.yml")} <= found


def test_a_bracket_that_is_missing_is_told_at_its_line() -> None:
    """As the indentation says: within a line for nearly all brackets of the project's own scripts and styles."""
    told, all_told = 0, 0
    for path in sorted((ROOT / "docs/assets").glob("s*/*.[cj]s*")):
        text = path.read_text(encoding="utf-8")
        is_script = path.suffix == ".js"
        assert unclosed(text, script=is_script) is None
        for bracket in list(re.finditer(r"[](){}[]$|^ *[})]", text, re.MULTILINE))[::7]:
            at = bracket.end() - 1
            found = unclosed(text[:at] + text[at + 1 :], script=is_script)
            told += found is not None and abs(found[0] - text.count("\n", 0, at) - 1) <= 1
            all_told += 1
    assert told > 0.94 * all_told > 200
