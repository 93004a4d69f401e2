"""The page of what there is for offices and programs."""

from __future__ import annotations

from dataclasses import dataclass

from registry.model import urls
from registry.model.document import Document
from registry.model.vocabulary import Body
from registry.rendering.context import View
from registry.rendering.page import Page, RenderContext


@dataclass(frozen=True, slots=True)
class File:
    """A file to be taken: where it lies below the site's root, what it is, its kind, and its name once it is saved."""

    path: str
    words: str
    kind: str
    name: str = ""


FEW_DOCUMENTS = 10
"""Up to how many documents their annexes stand among the files for offices; more have a table of their own."""


@dataclass(frozen=True, slots=True)
class AnnexFiles:
    """A document with its annexes as files, in Chinese and in both languages."""

    document: Document
    chinese: File
    bilingual: File


@dataclass(frozen=True, slots=True)
class WorkList:
    """A body with its work list and how many measures that holds."""

    body: Body
    file: File
    measures: int


def data(context: RenderContext) -> Page:
    """Return the page ``/data/``."""
    view = context.view("data/")
    annexes = annex_files(view)
    few = len(annexes) <= FEW_DOCUMENTS
    beside = [file for annex in annexes if few for file in (annex.chinese, annex.bilingual)]
    html = context.macros.render(
        "data-page",
        view,
        offices=[register_file(view), *beside],
        annexes=[] if few else annexes,
        programs=program_files(view),
        work_lists=work_lists(view),
        example=context.register.measures[0] if context.register.measures else None,
    )
    return Page(
        context.language, view.address, "about", view.t("data.title"), view.t("data.description"), html,
        scripts=("site-address.js",),
    )  # fmt: skip


def register_file(view: View) -> File:
    """Return the workbook of the whole register."""
    return File(urls.REGISTER_BOOK, view.t("data.register"), "XLSX", f"{view.t('site.name')}.xlsx")


def annex_files(view: View) -> list[AnnexFiles]:
    """Return the annexes of each document that has lists, the newest first."""

    def file(document: Document, bilingual: bool, key: str) -> File:
        words = str(view.t(key, number=document.number[view.language]))
        return File(urls.annexes(document, bilingual), words, "DOCX", f"{words}.docx")

    return [
        AnnexFiles(
            document, file(document, False, "data.annexes"), file(document, True, "data.annexes_bilingual")
        )
        for document in view.register.newest_documents
        if document.lists
    ]


def work_lists(view: View) -> list[WorkList]:
    """Return the work list of each body that is responsible for a measure."""
    found = []
    for body in view.register.vocabulary.bodies.values():
        measures = len(view.register.of_body(body))
        if measures:
            words = view.t("data.work_list", body=body.label[view.language])
            found.append(
                WorkList(body, File(urls.work_list(body.key), words, "XLSX", f"{words}.xlsx"), measures)
            )
    return found


def program_files(view: View) -> list[File]:
    """Return the files for programs."""
    feed = urls.below(view.language, urls.FEED)
    files = (
        ("measures.json", "api_measures", "JSON"), ("measures.csv", "api_csv", "CSV"),
        ("documents.json", "api_documents", "JSON"), ("vocabulary.json", "api_vocabulary", "JSON"),
        ("redirects.json", "api_redirects", "JSON"), ("openapi.json", "api_openapi", "OpenAPI 3.1"),
        ("schema/answers.json", "api_schema_answers", "JSON Schema"),
        ("schema/measure.json", "api_schema_measure", "JSON Schema"),
    )  # fmt: skip
    found = [File(urls.API + name, view.t(f"data.{key}"), kind) for name, key, kind in files]
    return [
        *found,
        *(
            File(f"llms{full}.txt", view.t(f"data.llms{full.replace('-', '_')}"), "Markdown")
            for full in ("", "-full")
        ),
        File(feed, view.t("data.feed"), "Atom"),
        File("sitemap.xml", view.t("data.sitemap"), "XML"),
    ]
