"""The page of what there is for offices and programs.

Imports ``addresses``, ``collection`` and ``pages.page``.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry import addresses
from registry.pages.page import Page, Workshop
from registry.templating import View
from registry.vocabulary import Body


@dataclass(frozen=True, slots=True)
class File:
    """A file to be taken: where it lies below the site's root, what it is, its kind, and its name once it is saved."""

    path: str
    words: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """A body with its work list and how many measures that holds."""

    body: Body
    file: File
    measures: int


def data(workshop: Workshop) -> Page:
    """Return the page ``/data/``."""
    view = workshop.view("data/")
    html = workshop.macros.render(
        "data-page",
        view,
        offices=office_files(view),
        programs=program_files(view),
        work_lists=work_lists(view),
        example=workshop.collection.measures[0] if workshop.collection.measures else None,
    )
    return Page(
        workshop.language, view.address, "about", view.t("data.title"), view.t("data.description"), html,
        scripts=("site-address.js",),
    )  # fmt: skip


def office_files(view: View) -> list[File]:
    """Return the files for offices, but for the work lists."""
    found = [File(addresses.REGISTER_BOOK, view.t("data.register"), "XLSX", f"{view.t('site.name')}.xlsx")]
    for document in view.collection.documents:
        if document.lists:
            for bilingual, key in ((False, "data.annexes"), (True, "data.annexes_bilingual")):
                words = str(view.t(key, number=document.number[view.language]))
                found.append(File(addresses.annexes(document, bilingual), words, "DOCX", f"{words}.docx"))
    return found


def work_lists(view: View) -> list[WorkList]:
    """Return the work list of each body that is responsible for a measure."""
    found = []
    for body in view.collection.vocabulary.bodies.values():
        measures = len(view.collection.of_body(body))
        if measures:
            words = view.t("data.work_list", body=body.label[view.language])
            found.append(
                WorkList(body, File(addresses.work_list(body), words, "XLSX", f"{words}.xlsx"), measures)
            )
    return found


def program_files(view: View) -> list[File]:
    """Return the files for programs."""
    feed = f"{'en/' if view.language == 'en' else ''}{addresses.FEED}"
    files = (
        ("measures.json", "api_measures", "JSON"), ("measures.csv", "api_csv", "CSV"),
        ("documents.json", "api_documents", "JSON"), ("vocabulary.json", "api_vocabulary", "JSON"),
        ("redirects.json", "api_redirects", "JSON"), ("openapi.json", "api_openapi", "OpenAPI 3.1"),
        ("schema/answers.json", "api_schema_answers", "JSON Schema"),
        ("schema/measure.json", "api_schema_measure", "JSON Schema"),
    )  # fmt: skip
    found = [File(addresses.API + name, view.t(f"data.{key}"), kind) for name, key, kind in files]
    return [
        *found,
        File(feed, view.t("data.feed"), "Atom"),
        File("sitemap.xml", view.t("data.sitemap"), "XML"),
    ]
