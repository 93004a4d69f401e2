"""What exports are made from, and the few things that all of them ask: words, addresses, dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from registry.model.document import Document, MeasureList
from registry.model.ledger import LedgerEntry
from registry.model.measure import Measure
from registry.model.register import Register
from registry.model.strings import Strings
from registry.model.urls import below
from registry.model.vocabulary import Body
from registry.rendering.context import Macros
from registry.validation.site_settings import Settings

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula."""

NEVER = "1970-01-01"
"""The date of a register in which nothing has been published yet; files must bear some date."""

SEPARATOR = {"zh": "、", "en": "; "}
"""What parts the names in one cell."""


@dataclass(frozen=True)
class ExportContext:
    """What exports are made from. No time of the build is in it, so that the same content gives the same bytes."""

    register: Register
    strings: Strings
    settings: Settings
    macros: Macros

    def t(self, key: str, language: str, **values: object) -> str:
        """Return words of the section ``exports`` in ``language``, or of another that ``key`` names; see ``Strings.get``."""
        return str(self.strings.get(key if "." in key else f"exports.{key}", language, values))

    def both(self, key: str, **values: object) -> str:
        """Return words of the section ``exports`` in both languages, ``中文 / English``."""
        return f"{self.t(key, 'zh', **values)} / {self.t(key, 'en', **values)}"

    def status(self, language: str) -> str:
        """Return the sentence on the status of the Chinese and the English text."""
        return self.t("site.status", language)

    def url(self, path: str) -> str:
        """Return an address by its path below the site's root: absolute where the site's own address is set."""
        return f"{self.settings.site_url}{path}"

    def page_url(self, language: str, address: str) -> str:
        """Return the address of a page by its address below the root of its language; see ``url``."""
        return self.url(page_path(language, address))

    def names(self, bodies: Iterable[Body], others: bool, language: str) -> str:
        """Return the names of bodies in one cell, with 等相关部门 where ``others`` says that it is printed."""
        names = SEPARATOR[language].join([body.label[language] for body in bodies])
        return self.t("and_others", language, names=names) if others else names

    @cached_property
    def history(self) -> dict[str, tuple[LedgerEntry, ...]]:
        """The entries of ``published.yml`` by identifier, each in the order of the record."""
        found: dict[str, list[LedgerEntry]] = {}
        for entry in self.register.published.entries:
            found.setdefault(entry.id, []).append(entry)
        return {identifier: tuple(entries) for identifier, entries in found.items()}

    @cached_property
    def changed(self) -> dict[str, str]:
        """The ISO date on which a measure last changed for readers, by identifier; ``""`` where it is not published yet."""
        return {
            measure.id: max(
                *(entry.date for entry in self.history.get(measure.id, ())),
                measure.ending.date if measure.ending else "",
                "",
            )
            for measure in self.register.measures
        }

    def newest(self, measures: Iterable[Measure]) -> str:
        """Return the date of the newest change among ``measures``, or ``""``."""
        return max((self.changed[measure.id] for measure in measures), default="")

    def of_document(self, document: Document) -> tuple[Measure, ...]:
        """Return all measures of a document, those that ended among them, in document order."""
        return self._by_document.get(document.key, ())

    def of_list(self, measure_list: MeasureList) -> tuple[Measure, ...]:
        """Return all measures of a list, in document order."""
        measures = self._by_document.get(measure_list.document, ())
        return tuple(measure for measure in measures if measure.source.list is measure_list)

    @cached_property
    def _by_document(self) -> dict[str, tuple[Measure, ...]]:
        found: dict[str, list[Measure]] = {}
        for measure in self.register.measures:
            found.setdefault(measure.source.document.key, []).append(measure)
        return {key: tuple(measures) for key, measures in found.items()}

    @cached_property
    def updated(self) -> str:
        """The date of the newest change in the whole register."""
        return self.newest(self.register.measures) or NEVER


def page_path(language: str, address: str) -> str:
    """Return the path of a page below the site's root, from its address below the root of its language."""
    return f"/{below(language, address)}"
