"""Exports: what the site gives to programs and offices, beside its pages.

``exports`` names them, each with what it is made of, so that a build makes them side by side and only those that may have
changed; ``write_sitemap`` makes the sitemap from the finished pages. Files bear dates of the data only, so that the same
content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from registry.exports.context import ExportContext
from registry.model.document import Document
from registry.model.measure import Measure
from registry.model.vocabulary import Body

if TYPE_CHECKING:
    from registry.exports.office.annexes import Annexes
    from registry.exports.office.work_lists import WorkLists

__all__ = ["Export", "ExportContext", "exports", "write_exports", "write_sitemap"]

Write = Callable[[Path], list[str]]
"""Writes files below the root of a site, whose folders need not exist, and returns their paths there."""


@dataclass(frozen=True)
class Export:
    """Files that are made together.

    ``about`` are the measures that are all they are made of beside the vocabulary; ``None`` where it is the register as a
    whole. ``weight`` says how long making them takes, in pages of a measure; ``family`` is the same for exports that load
    or keep the same things.
    """

    name: str
    write: Write
    weight: float
    family: str
    about: tuple[Measure, ...] | None = None


def exports(context: ExportContext) -> Iterator[Export]:
    """Give every export of a register. Each can be made in a process of its own, and loads no more than it needs."""
    makers = _Makers(context)
    register, count = context.register, len(context.register.measures)
    bodies = [body for body in register.vocabulary.bodies.values() if register.of_body(body)]
    yield Export("changes", makers.changes, 20, "data")
    yield Export("answers", makers.answers, 50 + 0.3 * count, "data")
    yield Export("quotations", makers.quotations, 200 + 0.3 * count, "data")
    yield Export("register book", makers.register_book, 100 + 0.3 * count, "workbooks")
    for body in bodies:
        about = register.of_body(body)
        make = partial(makers.work_list, body)
        yield Export(f"work list {body.key}", make, 3 + 0.15 * len(about), "workbooks", about)
    for document in register.documents:
        about = context.of_document(document)
        make = partial(makers.citations, document)
        yield Export(f"citations {document.key}", make, 1 + 0.25 * len(about), "data", about)
        if document.lists:
            make = partial(makers.annexes_of, document)
            yield Export(f"annexes {document.key}", make, 3 + 0.2 * len(about), "documents", about)


def write_exports(context: ExportContext, site: Path) -> None:
    """Write every export below ``site``, a folder that need not exist."""
    for export in exports(context):
        export.write(site)


def write_sitemap(context: ExportContext, site: Path, names: Iterable[str]) -> list[str]:
    """Write the sitemap of the pages among the files ``names``, paths below ``site``; return where it stands there."""
    from registry.exports.sitemap import write_sitemap as write

    return write(context, site, names)


@dataclass
class _Makers:
    """What makes the exports. openpyxl and python-docx take long to load: only those who use them do."""

    context: ExportContext

    def changes(self, site: Path) -> list[str]:
        """Write what tells others of the register: for crawlers and browsers, the feeds, pages at old addresses."""
        from registry.exports.feeds import write_feeds
        from registry.exports.redirects import write_redirects
        from registry.exports.sitemap import write_crawlers

        return [
            each
            for write in (write_crawlers, write_feeds, write_redirects)
            for each in write(self.context, site)
        ]

    def answers(self, site: Path) -> list[str]:
        """Write the answers of the API."""
        from registry.exports.api.files import write_api

        return write_api(self.context, site)

    def quotations(self, site: Path) -> list[str]:
        """Write what quotations are verified by."""
        from registry.model.urls import QUOTATIONS
        from registry.search.quotation_index import write_quotation_data

        names = write_quotation_data(self.context.register, site / QUOTATIONS)
        return [f"{QUOTATIONS}{name}" for name in names]

    def register_book(self, site: Path) -> list[str]:
        """Write the workbook of the whole register."""
        from registry.exports.office.register_workbook import write_register_book

        return write_register_book(self.context, site)

    @cached_property
    def work_lists(self) -> WorkLists:
        """What makes the work lists."""
        from registry.exports.office.work_lists import WorkLists

        return WorkLists(self.context)

    def work_list(self, body: Body, site: Path) -> list[str]:
        """Write the work list of a body."""
        return self.work_lists.write(body, site)

    def citations(self, document: Document, site: Path) -> list[str]:
        """Write the citations of a document's measures, for reference managers."""
        from registry.exports.citations import write_citations

        return write_citations(self.context, self.context.of_document(document), site)

    @cached_property
    def annexes(self) -> Annexes:
        """What makes the annexes."""
        from registry.exports.office.annexes import Annexes

        return Annexes(self.context)

    def annexes_of(self, document: Document, site: Path) -> list[str]:
        """Write the annexes of a document."""
        return self.annexes.write(document, site)
