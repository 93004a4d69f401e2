"""The annexes of a document as a text document, set as they were printed; in Chinese, or with the English beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from registry.core.languages import Bilingual
from registry.exports.api.records import status
from registry.exports.context import NEVER, ExportContext, page_path
from registry.exports.office.word_documents import Links, Template, WordTable
from registry.exports.office.word_text import EMPTY, PAGE_BREAK, cell, link, paragraph, row, run
from registry.model import urls
from registry.model.document import Annex, Document, Group, MeasureList
from registry.model.measure import Measure

_COLUMNS = ("listing.number", "listing.measure", "listing.practice", "facts.remark")
_WIDTHS = {False: (13, 32, 111), True: (13, 32, 87, 24)}
"""Widths of the columns in millimetres, without remarks and with them. Together they fill the 156 of the page."""


class Annexes:
    """The annexes of a register's documents: what they share is made once, a file only from its document's measures."""

    def __init__(self, context: ExportContext) -> None:
        """Make what they share."""
        self._stock = context
        self._template = Template(*_WIDTHS.values())

    def write(self, document: Document, site: Path) -> list[str]:
        """Write the annexes of ``document`` below ``site``, in Chinese and in both languages; return their paths."""
        context, tables = self._stock, dict(zip(_WIDTHS, self._template.tables, strict=True))
        date = context.newest(context.of_document(document)) or NEVER
        names = []
        for bilingual in (False, True):
            links = Links()
            text = _Writer(context, document, ("zh", "en") if bilingual else ("zh",), tables, links).text()
            names.append(urls.annexes(document, bilingual))
            self._template.write(site / names[-1], document.title.zh, date, text, links)
        return names


class _Writer:
    """Sets the annexes of one document in ``languages``, the first being Chinese."""

    def __init__(
        self,
        context: ExportContext,
        document: Document,
        languages: Sequence[str],
        tables: dict[bool, WordTable],
        links: Links,
    ) -> None:
        self.context = context
        self.document = document
        self.languages = languages
        self.tables = tables
        self.links = links
        self.groups: dict[tuple[str, int], list[Measure]] = {}
        for measure in context.of_document(document):
            source = measure.source
            self.groups.setdefault((source.list.key, source.group.first), []).append(measure)

    def text(self) -> Iterator[str]:
        """Give what the body of the document holds."""
        for index, annex in enumerate(self.document.annexes):
            if index:
                yield PAGE_BREAK
            yield from self._annex(annex)
        for language in self.languages:
            yield paragraph("RegisterNote", run(self.context.status(language)))

    def _annex(self, annex: Annex) -> Iterator[str]:
        label = Bilingual(*(self.context.t("annex", language, n=annex.number) for language in ("zh", "en")))
        yield self._heading("RegisterAnnex", label)
        yield self._heading("RegisterTitle", annex.title, "RegisterSubtitle")
        lists = self.document.lists_of(annex)
        remarks = any(measure.remark for measure_list in lists for measure in self._measures(measure_list))
        for measure_list in lists:
            yield self._heading("RegisterList", measure_list.heading, "RegisterGroup")
            table = self.tables[remarks]
            yield from table.filled(self._rows(measure_list, table.widths))

    def _measures(self, each: MeasureList) -> Iterator[Measure]:
        return chain.from_iterable(self.groups.get((each.key, group.first), ()) for group in each.groups)

    def _heading(self, style: str, text: Bilingual, other_style: str = "") -> str:
        return "".join(
            paragraph(style if language == "zh" else other_style or style, run(text[language]))
            for language in self.languages
        )

    def _rows(self, each: MeasureList, widths: Sequence[int]) -> Iterator[str]:
        heads = (
            "".join(
                paragraph("RegisterColumn", run(self.context.t(name, language)))
                for language in self.languages
            )
            for name in _COLUMNS[: len(widths)]
        )
        yield row(map(cell, widths, heads), repeated=True)
        for group in each.groups:
            yield row([cell(sum(widths), self._group(group), span=len(widths))])
            for measure in self.groups.get((each.key, group.first), ()):
                yield row(map(cell, widths, self._measure(measure)))

    def _group(self, group: Group) -> str:
        bodies = [self.context.register.vocabulary.bodies[key] for key in group.responsible]
        paragraphs = []
        for language in self.languages:
            names = ("、" if language == "zh" else "; ").join(body.label[language] for body in bodies)
            if group.others_responsible:
                names = self.context.t("and_others", language, names=names)
            text = self.context.t("annex_group", language, heading=group.heading[language], bodies=names)
            paragraphs.append(paragraph("RegisterGroup", run(text)))
        return "".join(paragraphs)

    def _measure(self, measure: Measure) -> tuple[str, str, str, str]:
        titles, practices, remarks = [], [], []
        for language in self.languages:
            style = "RegisterCell" if language == "zh" else "RegisterEnglish"
            titles.append(self._title(measure, language, style))
            practices += [paragraph(style, run(text)) for text in measure.practice[language].split("\n\n")]
            if measure.remark:
                remarks.append(paragraph(style, run(measure.remark.text[language])))
        number = paragraph("RegisterNumber", run(str(measure.source.number)))
        return number, "".join(titles), "".join(practices), "".join(remarks) or EMPTY

    def _title(self, measure: Measure, language: str, style: str) -> str:
        title = measure.title[language]
        if self.context.settings.site_url:
            relation = self.links.to(self.context.url(page_path(language, measure.address)))
            linked = paragraph(style, link(title, relation))
        else:
            linked = paragraph(style, run(title))
        if not measure.ending:
            return linked
        words = self.context.t(f"status_{status(measure)}", language)
        ended = self.context.t("annex_ended", language, status=words, date=measure.ending.date)
        return linked + paragraph("RegisterNote", run(ended))
