"""Reporting an error: the page, what it takes along, and the settings that say where a report goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from registry.core.languages import Bilingual
from registry.model.register import Register
from registry.rendering.context import View
from registry.validation.site_configuration import check_configuration
from registry.validation.site_settings import Contact, Settings, read_settings
from tests.exporting import export_context
from tests.projects import copy_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXTRA = """extra:
  operator: {zh: 某某中心, en: Example Centre}
  contact: {mail: help@example.org, telephone: +86 (20) 1234-5678, page: "https://example.org/contact?a=b"}
"""
CONTACT = Contact(
    mail="help@example.org", telephone="+86 (20) 1234-5678", page="https://example.org/contact?a=b"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def configured(folder: Path, extra: str) -> Path:
    path = folder / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("extra:\n", extra), encoding="utf-8")
    return path


def test_settings_name_the_operator_and_the_contact(project: Path) -> None:
    settings = read_settings(configured(project, EXTRA))
    assert settings.operator == Bilingual("某某中心", "Example Centre")
    assert settings.contact == CONTACT
    assert check_configuration(project)[0] == []


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        ("  operator: 某某中心\n", 2, "extra.operator"),
        ("  operator: {zh: 某某中心}\n", 2, "extra.operator"),
        ("  contact: {mail: help at example.org}\n", 2, "mail"),
        ("  contact:\n    mail: help@example.org\n    telephone: 请咨询\n", 4, "telephone"),
        ("  contact: {page: www.example.org}\n", 2, "page"),
        ("  contact: {email: help@example.org}\n", 2, "email"),
    ],
)
def test_wrong_settings_are_told_at_their_line(project: Path, wrong: str, line: int, said: str) -> None:
    path = configured(project, f"extra:\n{wrong}")
    offset = path.read_text(encoding="utf-8").split("extra:\n")[0].count("\n")
    (problem,) = check_configuration(project)[0]
    assert (problem.file, problem.line) == ("mkdocs.yml", offset + line)
    assert said in problem.message.zh
    assert said in problem.message.en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_says_where_a_report_goes(register: Register, language: str) -> None:
    context = export_context(register)
    settings = Settings(
        repo_url="https://github.com/a/b", operator=Bilingual("某某中心", "Example Centre"), contact=CONTACT
    )
    html = str(
        context.macros.render("report", View(language, "report/", register, context.strings, settings))
    )
    for part in (
        'href="mailto:help@example.org"',
        'href="tel:+86201234-5678"',
        'href="https://example.org/contact?a=b"',
        'href="https://github.com/a/b/issues/new?title=&amp;body="',
        settings.operator[language] if settings.operator else "",
    ):
        assert part in html


@pytest.mark.parametrize("folder", ["", "en/"])
def test_report_is_filled_in_and_copied(
    browser: Browser, served: str, register: Register, folder: str
) -> None:
    measure = register.by_id["ybh2019-376-1a-03"]
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    opened.goto(f"{served}{folder}m/{measure.id}/")
    opened.click(f"a[href$='report/?m={measure.id}']")
    title = measure.title["en" if folder else "zh"]
    opened.wait_for_function(
        "title => document.querySelector('#report-page').value.startsWith(title)", arg=title
    )
    assert opened.input_value("#report-page") == f"{title}\n{served}{folder}m/{measure.id}/"
    opened.fill("#report-right", "改为“甲”")
    opened.click("[data-report] button")
    opened.wait_for_function("document.querySelector('[data-report] [role=status]').textContent")
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert measure.id in copied
    assert "改为“甲”" in copied
    opened.context.close()


def test_report_goes_along_with_the_links(browser: Browser, served: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{served}report/?page=glossary/&text=甲%26乙")
    opened.evaluate(
        """() => {
            for (const [name, href] of [["mail", "mailto:a@example.org"], ["issue", "https://example.org/issues/new?title=&body="]]) {
                const link = document.createElement("a");
                link.setAttribute(`data-report-${name}`, "");
                link.href = href;
                document.body.append(link);
            }
        }"""
    )
    opened.fill("#report-source", "《通知》")
    for name, title in (("mail", "subject"), ("issue", "title")):
        href = opened.get_attribute(f"[data-report-{name}]", "href") or ""
        asked = parse_qs(urlsplit(href).query)
        assert asked[title] == [opened.get_attribute("[data-report]", "data-subject")]
        for part in (f"{served}glossary/", "甲&乙", "《通知》"):
            assert part in asked["body"][0]
    opened.close()
