"""The guide for editors says what is so: every command, key, file and link of it exists, in both languages alike."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from registry.bilingual import LANGUAGES
from registry.cli import COMMANDS
from registry.collection import Collection
from registry.measure_shape import measure_shape
from registry.shape import Field, Record
from registry.templating import Settings, Strings, View
from tests.commands import run_here
from tests.conftest import ROOT

GUIDES = {
    language: (ROOT / "docs" / language / "editing.md").read_text(encoding="utf-8") for language in LANGUAGES
}


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
    names = re.findall(r"`((?:measures|docs)/[\w./-]+)`", GUIDES[language])
    assert names
    for name in (name for name in names if not re.search("KEY|文件的键", name)):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`(\w+\.yml)`", GUIDES[language]):
        assert (ROOT / "measures" / "vocabulary" / name).exists(), name


def test_both_languages_have_the_same_parts() -> None:
    parts = [re.findall(r"^#+ .*(\{#[\w-]+\})", guide, re.MULTILINE) for guide in GUIDES.values()]
    assert parts[0] == parts[1]
    assert len(parts[0]) == len(re.findall(r"^#+ ", GUIDES["zh"], re.MULTILINE))
    steps = [re.findall(r"^\d+\. ", guide, re.MULTILINE) for guide in GUIDES.values()]
    assert steps[0] == steps[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typing_error_takes_five_steps(language: str) -> None:
    section = GUIDES[language].split("{#correct}")[1].split("\n##")[0]
    assert len(re.findall(r"^\d+\. ", section, re.MULTILINE)) == 5


def keys(fields: dict[str, Field], above: str = "") -> list[str]:
    found = []
    for key, field in fields.items():
        found.append(f"{above}{key}")
        if isinstance(field.shape, Record):
            found += keys(field.shape.fields, f"{above}{key}.")
    return found


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_it_lists_every_key(site: Path, register: Collection, prefix: str) -> None:
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
    assert 'editing/#report"' in html


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
            "https://github.com/owner/register/issues/new?title=%E7%94%B2%20%26%20b&body=c%0Ad",
        ),
        (
            "https://gitlab.example.org/group/register",
            "https://gitlab.example.org/group/register/-/edit/main/measures/a.yml",
            "https://gitlab.example.org/group/register/-/issues/new?issue%5Btitle%5D=%E7%94%B2%20%26%20b&issue%5Bdescription%5D=c%0Ad",
        ),
        ("", "../../editing/?file=measures/a.yml", "../../editing/#report"),
    ],
)
def test_where_links_to_the_code_host_lead(
    register: Collection, repository: str, edit: str, report: str
) -> None:
    view = View("zh", "m/a/", register, Strings({}), Settings(repo_url=repository))
    assert view.edit("measures/a.yml") == edit
    assert view.report("甲 & b", "c\nd") == report
