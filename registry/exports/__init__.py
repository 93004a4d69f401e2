"""Exports: what the site gives to programs and offices, beside its pages.

``exports`` names them, each with what it is made of, so that a build makes them side by side and only those that may have
changed; ``write_sitemap`` makes the sitemap from the finished pages. Files bear dates of the data only, so that the same
content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from registry.exports.api.files import write_api
from registry.exports.citations import write_citations
from registry.exports.context import ExportContext
from registry.exports.feeds import write_feeds
from registry.exports.markdown import write_llms, write_markdown
from registry.exports.office.annexes import write_annexes
from registry.exports.office.register_workbook import write_register_book
from registry.exports.office.work_lists import WorkLists
from registry.exports.redirects import write_redirects
from registry.exports.sitemap import write_crawlers, write_sitemap
from registry.model.measure import Measure
from registry.model.urls import QUOTATIONS
from registry.search.quotation_index import write_quotation_data

__all__ = ["Export", "ExportContext", "exports", "write_exports", "write_sitemap"]

Write = Callable[[Path], list[str]]
"""Writes files below the root of a site, whose folders need not exist, and returns their paths there."""


@dataclass(frozen=True)
class Export:
    """Files that are made together.

    ``about`` and ``shows`` say what they are made of, as those of ``PageSpec`` do. ``weight`` says how long making them
    takes, in pages of a measure; ``family`` is the same for exports that load or keep the same things.
    """

    name: str
    write: Write
    weight: float
    family: str
    about: tuple[Measure, ...] | None = None
    shows: Callable[[], Iterable[object]] | None = None


def exports(context: ExportContext) -> Iterator[Export]:
    """Give every export of a register. Each can be made in a process of its own."""
    register, count = context.register, len(context.register.measures)
    lists = WorkLists(context)
    for name, write, weight, family, shows in (
        ("changes", _write_changes, 20.0, "data", None),
        ("answers", write_api, 50 + 0.3 * count, "data", None),
        ("quotations", _write_quotations, 200 + 0.3 * count, "data", register.vocabulary.bodies.values),
        ("texts for language models", write_llms, 50 + 0.3 * count, "data", None),
        (
            "register book",
            write_register_book,
            100 + 0.3 * count,
            "workbooks",
            register.vocabulary.bodies.values,
        ),
    ):
        yield Export(name, partial(write, context), weight, family, shows=shows)
    for body in register.vocabulary.bodies.values():
        if about := register.of_body(body):
            name, weight = f"work list {body.key}", 3 + 0.15 * len(about)
            yield Export(
                name,
                partial(lists.write, body),
                weight,
                "workbooks",
                about,
                partial(register.bodies_of, about),
            )
    for document in register.documents:
        about = context.of_document(document)
        make, weight = partial(write_citations, context, about), 1 + 0.25 * len(about)
        yield Export(f"citations {document.key}", make, weight, "data", about)
        make, bodies = partial(write_markdown, context, document), register.vocabulary.bodies.values
        yield Export(f"markdown {document.key}", make, weight, "data", about, bodies)
        if document.lists:
            named = partial(map, register.vocabulary.bodies.get, document.bodies)
            make, weight = partial(write_annexes, context, document), 3 + 0.2 * len(about)
            yield Export(f"annexes {document.key}", make, weight, "documents", about, named)


def write_exports(context: ExportContext, site: Path) -> None:
    """Write every export below ``site``, a folder that need not exist."""
    for export in exports(context):
        export.write(site)


def _write_changes(context: ExportContext, site: Path) -> list[str]:
    """Write what tells others of the register: for crawlers and browsers, the feeds, pages at old addresses."""
    makers = (write_crawlers, write_feeds, write_redirects)
    return [name for write in makers for name in write(context, site)]


def _write_quotations(context: ExportContext, site: Path) -> list[str]:
    """Write what quotations are verified by."""
    names = write_quotation_data(context.register, site / QUOTATIONS)
    return [f"{QUOTATIONS}{name}" for name in names]
