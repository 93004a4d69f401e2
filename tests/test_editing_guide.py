"""The guide for editors says what is so: every command, key, file and link of it exists, in both languages alike."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from registry.cli.main import COMMANDS
from registry.core.languages import LANGUAGES
from registry.core.text.reasons import example_for_a_reason
from registry.loader.fields import Field, Record
from registry.model.measure import measure_shape
from registry.model.register import Register
from registry.model.strings import Strings
from registry.rendering.context import View
from registry.validation.site_settings import Settings
from tests.commands import run_here
from tests.conftest import ROOT
from tests.projects import build_in, copy_project
from tests.repositories import Repository

PAGES = ("editing.md", "editing/site.md")
GUIDES = {
    language: "\n".join((ROOT / "docs" / language / page).read_text(encoding="utf-8") for page in PAGES)
    for language in LANGUAGES
}


def section(language: str, name: str) -> str:
    """What the guide says below the heading of this name."""
    return re.split(r"^#+ .*\{#", GUIDES[language].split(f"{{#{name}}}")[1], maxsplit=1, flags=re.MULTILINE)[
        0
    ]


def block(language: str, name: str, kind: str) -> str:
    """The first block of code of a kind in a section, as an editor copies it."""
    found = re.search(rf"^( *)```{kind}\n(.*?)^ *```", section(language, name), re.MULTILINE | re.DOTALL)
    assert found, name
    return re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_in_it_exists(language: str) -> None:
    calls = re.findall(r"python3 build\.py ([^`\n]+)", GUIDES[language])
    assert len(calls) >= 10
    for call in calls:
        name, *arguments = shlex.split(call)
        assert name in COMMANDS
        help_text = run_here(name, "--help").stdout
        for option in arguments:
            if option.startswith("--"):
                assert option in help_text, call


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_in_it_exists(language: str) -> None:
    names = re.findall(r"`((?:measures|docs|macros|registry|deploy)/[\w./-]+)`", GUIDES[language])
    assert len(set(names)) > 15
    for name in names:
        assert (ROOT / name).exists(), name
    for name in set(re.findall(r"`(\w+\.yml)`", GUIDES[language])) - {"mkdocs.yml"}:
        assert any((ROOT / "measures" / folder / name).exists() for folder in ("", "vocabulary")), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["body", "indicator", "term", "colours", "addresses"])
def test_what_it_says_to_change_is_in_the_files_it_names(language: str, name: str) -> None:
    """Everything in backticks that is neither a file nor a command is a word of one of the section's files."""
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", section(language, name))
    paths = [ROOT / span for span in spans if (ROOT / span).is_file()]
    paths += [ROOT / "measures/vocabulary" / span for span in spans if re.fullmatch(r"\w+\.yml", span)]
    paths += [ROOT / "measures/starting-a-business/ybh2019-376-1a-03.yml"]
    content = "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
    # What no file has yet, the schemas of the files allow.
    for name in ("document", "vocabulary"):
        content += (ROOT / f"registry/model/{name}.py").read_text(encoding="utf-8")
    words = [
        span for span in spans if not re.search(r"/|build\.py|\.yml$|^(https?:|SITE_URL|REPO_URL)", span)
    ]
    assert words
    for word in words:
        assert word.partition(":")[0] in content or word in content, word


def test_both_languages_have_the_same_parts() -> None:
    parts = [re.findall(r"^#+ .*(\{#[\w-]+\})", guide, re.MULTILINE) for guide in GUIDES.values()]
    assert parts[0] == parts[1]
    assert len(parts[0]) == len(re.findall(r"^#+ ", GUIDES["zh"], re.MULTILINE))
    steps = [re.findall(r"^\d+\. ", guide, re.MULTILINE) for guide in GUIDES.values()]
    assert steps[0] == steps[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typing_error_takes_five_steps(language: str) -> None:
    assert len(re.findall(r"^\d+\. ", section(language, "correct"), re.MULTILINE)) == 5


def keys(fields: dict[str, Field], above: str = "") -> list[str]:
    found = []
    for key, field in fields.items():
        found.append(f"{above}{key}")
        if isinstance(field.shape, Record):
            found += keys(field.shape.fields, f"{above}{key}.")
    return found


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_it_lists_every_key(site: Path, register: Register, prefix: str) -> None:
    html = (site / prefix / "editing" / "index.html").read_text(encoding="utf-8")
    assert "[[" not in html
    table = html.split("<table")[1].split("</table>")[0]
    listed = re.findall(r"<th scope=\"row\"[^>]*><code>([\w.]+)</code>", table)
    assert listed == keys(measure_shape(register.vocabulary).fields)
    assert (site / prefix / "editing" / "rules" / "index.html").is_file()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_an_edit_link_without_a_code_host_leads_here(site: Path, prefix: str) -> None:
    html = (site / prefix / "m" / "ybh2019-376-1a-03" / "index.html").read_text(encoding="utf-8")
    assert 'editing/?file=measures/starting-a-business/ybh2019-376-1a-03.yml"' in html
    assert "report/?m=" in html


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("measures/paying-taxes/ybh2019-376-1a-09.yml", "measures/paying-taxes/ybh2019-376-1a-09.yml"),
        ("", "<img src=x onerror=alert(1)>"),
        ("", ""),
    ],
)
def test_the_guide_names_the_file(served: str, browser: Browser, shown: str, asked: str) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{served}editing/?file={asked}")
        page.wait_for_load_state()
        place = page.locator(".editing-file")
        if shown:
            place.wait_for(state="visible")
            assert place.locator("code").inner_text() == shown
        else:
            assert not place.is_visible()
    finally:
        page.close()


def test_contributing_points_here() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert f"docs/{language}/editing.md" in text


@pytest.mark.parametrize(
    ("repository", "edit", "report"),
    [
        (
            "https://github.com/owner/register",
            "https://github.com/owner/register/edit/main/measures/a.yml",
            "https://github.com/owner/register/issues/new?title=&body=",
        ),
        (
            "https://gitlab.example.org/group/register",
            "https://gitlab.example.org/group/register/-/edit/main/measures/a.yml",
            "https://gitlab.example.org/group/register/-/issues/new?issue[title]=&issue[description]=",
        ),
        ("", "../../editing/?file=measures/a.yml", ""),
    ],
)
def test_where_links_to_the_code_host_lead(
    register: Register, repository: str, edit: str, report: str
) -> None:
    view = View("zh", "m/a/", register, Strings({}), Settings(repo_url=repository))
    assert view.edit("measures/a.yml") == edit
    assert view.new_issue == report


def test_measures_are_edited_as_it_says(repository: Repository) -> None:
    """Correcting, keywords, withdrawing and replacing, with the blocks of the guide as they stand."""
    language = "zh"
    for name, kind in (("keywords", "yaml"), ("withdraw", "yaml")):
        assert block("zh", name, kind) == block("en", name, kind)
    repository.git("switch", "--quiet", "--create", "my-change")
    path = repository.path("ybh2019-376-1a-04")
    repository.edit(path, "刻制公章", "刻印公章")
    told = repository.run("check")
    assert told.returncode == 1
    (value,) = set(re.findall(r"of: \"?([0-9a-f]{12})", told.stdout))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?<=of: )\"?[0-9a-f]{12}\"?", f'"{value}"', text), encoding="utf-8")
    amend = shlex.split(block(language, "official", "sh"))
    assert amend[:2] == ["python3", "build.py"]
    assert amend[3] in {"举措标识", "IDENTIFIER"}
    reasons = ["--reason-zh", "漏抄一字。", "--reason-en", "A character was missing."]
    assert amend[4::2] == reasons[::2]
    amended = repository.run("amend", path.stem, *reasons)
    assert amended.returncode == 0, amended.stderr
    keywords = block(language, "keywords", "yaml")
    repository.edit(path, re.search(r"^keywords:\n(?:  .*\n)+", text, re.MULTILINE)[0], keywords)  # type: ignore[index]
    ended = repository.path("ybh2019-376-1a-02")
    ending = block(language, "withdraw", "yaml")
    for reason, given in zip(
        re.findall(r"  (?:zh|en): (.*)", ending), ("系统已经停用。", "It is no longer in use."), strict=True
    ):
        assert example_for_a_reason(reason), "the check takes the words of the guide for no reason"
        ending = ending.replace(reason, given)
    ended.write_text(ended.read_text(encoding="utf-8") + ending, encoding="utf-8")
    replaced = repository.path("ybh2019-376-1a-05")
    successors = re.search(r"^successors: .*\n", section(language, "withdraw"), re.MULTILINE)
    assert successors
    replaced.write_text(
        replaced.read_text(encoding="utf-8") + ending.replace("withdrawn", "superseded") + successors[0],
        encoding="utf-8",
    )
    repository.run("format")
    checked = repository.run("check")
    assert checked.returncode == 0, checked.stdout
    said = repository.run("diff", "main").stdout
    assert all(each in said for each in ("刻印", "公章", "ybh2019-376-1a-02", "ybh2019-376-1a-05"))


def test_the_site_is_changed_as_it_says(tmp_path: Path) -> None:
    """A body, an indicator, a term, a word, a new page, a colour and the addresses, in one build."""
    project = copy_project(tmp_path / "project")

    def change(file: str, old: str, new: str) -> None:
        path = project / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    change("measures/vocabulary/bodies.yml", "en: Guangdong Administration for", "en: Guangdong Bureau of")
    change("measures/vocabulary/indicators.yml", "zh: 企业从注册登记", "zh: 企业自注册登记")
    change("measures/vocabulary/glossary.yml", "zh: 企业从设立", "zh: 企业自设立")
    change("macros/strings.yml", "en: Skip to main content", "en: Go to the content")
    change("docs/assets/styles/tokens.css", "--accent: #15577a", "--accent: #14506f")
    change("docs/assets/images/favicon.svg", 'fill="#15577a"', 'fill="#14506f"')
    for language, below in (("zh", ""), ("en", "en/")):
        head = block(language, "page", "yaml")
        (project / f"docs/{language}/help.md").write_text(f"{head}\n{below}help\n", encoding="utf-8")
        link = re.search(r"`(\[[^]]+\]\(\.\./help/\))`", section(language, "page"))
        assert link
        change(f"docs/{language}/about.md", "\n## ", f"\n{link[1]}\n\n## ")
    for line in block("zh", "addresses", "yaml").splitlines():
        change("mkdocs.yml", f'{line.partition(":")[0]}: ""', line)
    built = build_in(project)
    assert built.returncode == 0, built.stderr
    assert "site_url" not in built.stderr

    def page(name: str) -> str:
        return (project / "site" / name).read_text(encoding="utf-8")

    assert "Guangdong Bureau of Market Regulation" in page("en/bodies/amr/index.html")
    assert "企业自注册登记" in page("indicators/starting-a-business/index.html")
    assert "企业自设立" in page("glossary/index.html")
    assert "Go to the content" in page("en/index.html")
    assert "help" in page("help/index.html")
    assert '../help/"' in page("en/about/index.html")
    assert any(
        "#14506f" in path.read_text(encoding="utf-8") for path in project.glob("site/assets/register.*.css")
    )
    assert "https://register.example.org/m/ybh2019-376-1a-03/" in page("m/ybh2019-376-1a-03/index.html")
    assert "https://github.com/owner/register/edit/" in page("m/ybh2019-376-1a-03/index.html")
