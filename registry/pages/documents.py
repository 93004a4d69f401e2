"""The pages of documents: all of them, and each with its text and its annexes as printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from registry.core.languages import LANGUAGES, Bilingual
from registry.model.document import Annex, Block, Document, Group, MeasureList
from registry.model.measure import Measure
from registry.pages.measure import ending_words
from registry.rendering.context import View
from registry.rendering.page import Page, PageSpec, RenderContext

FEW = 10
"""Up to how many documents their page says of each what annexes and lists it has; of more it is a plain table."""

Run = tuple[str, Measure | None]
"""Words of a document's text, and the measure that they name."""


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of a document's text; ``runs``, by language, joined are its text."""

    id: str
    kind: str
    text: Bilingual
    runs: Mapping[str, tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list as printed: its groups with all their measures, and whether any of them bears a remark.

    ``endings`` says of those that are not current any more, by identifier, since when and why.
    """

    list: MeasureList
    groups: tuple[tuple[Group, tuple[Measure, ...]], ...]
    remarks: bool
    endings: Mapping[str, str]


def documents(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of the page of all documents, then that of each."""
    yield PageSpec("documents/", partial(all_documents, context), shows=tuple)
    lists: defaultdict[str, list[Measure]] = defaultdict(list)
    for measure in context.register.measures:
        lists[measure.source.list.id].append(measure)
    for each in context.register.documents:
        named = tuple(measure for one in each.lists for measure in lists[one.id])
        about = (*named, *linked(context, each))
        shows = partial(map, context.register.vocabulary.bodies.get, each.bodies)
        yield PageSpec(each.address, partial(document, context, each, lists), about, shows)


def linked(context: RenderContext, each: Document) -> Iterator[Measure]:
    """Give the measures that a document's own text names."""
    measures = context.register.by_id
    for block in each.blocks:
        yield from (measures[link.measure] for link in block.links if link.measure in measures)


def all_documents(context: RenderContext) -> Page:
    """Return the page of all documents."""
    view = context.view("documents/")
    html = context.macros.render("documents", view, compact=len(context.register.documents) > FEW)
    title, description = view.t("documents.title"), view.t("documents.description")
    return Page(context.language, view.address, "documents", title, description, html)


def document(context: RenderContext, each: Document, lists: Mapping[str, list[Measure]]) -> Page:
    """Return the page of a document; ``lists`` holds the measures of every list, withdrawn ones too."""
    view = context.view(each.address)
    annexes = [
        (annex, [printed_list(view, one, lists) for one in each.lists_of(annex)]) for annex in each.annexes
    ]
    html = context.macros.render(
        "document",
        view,
        document=each,
        blocks=[printed_block(block, context.register.by_id) for block in each.blocks],
        annexes=annexes,
        unsaid=list(unsaid(view, annexes)),
    )
    description = view.t(
        "documents.one_description",
        number=each.number[view.language],
        title=each.title[view.language],
        n=sum(one.measures for one in each.lists),
    )
    return Page(view.language, each.address, "documents", each.title[view.language], description, html)


def printed_list(view: View, each: MeasureList, lists: Mapping[str, list[Measure]]) -> PrintedList:
    """Return a list as printed, from the measures of every list."""
    measures = lists.get(each.id, [])
    return PrintedList(
        each,
        tuple(
            (group, tuple(m for m in measures if m.source.number in group.numbers)) for group in each.groups
        ),
        any(measure.remark for measure in measures),
        {measure.id: ending_words(view, measure) for measure in measures if measure.ending},
    )


def printed_block(block: Block, measures: Mapping[str, Measure]) -> PrintedBlock:
    """Return a block with the measures that its words name."""
    runs = {language: tuple(_runs(block, language, measures)) for language in LANGUAGES}
    return PrintedBlock(block.id, block.kind, block.text, runs)


def _runs(block: Block, language: str, measures: Mapping[str, Measure]) -> Iterator[Run]:
    text = block.text[language]
    end = 0
    for start, link in sorted(
        ((text.find(link.text[language]), link) for link in block.links), key=itemgetter(0)
    ):
        if start < end:
            continue  # It stands inside the words before it, or nowhere: the checker reports that.
        if start > end:
            yield text[end:start], None
        end = start + len(link.text[language])
        yield text[start:end], measures.get(link.measure)
    if end < len(text):
        yield text[end:], None


def unsaid(view: View, annexes: list[tuple[Annex, list[PrintedList]]]) -> Iterator[str]:
    """Give, in words, what a document leaves open; of places, those whose Chinese name lists several."""
    yield view.t("documents.unsaid_date")
    yield view.t("documents.unsaid_address")
    groups = (group for _, lists in annexes for printed in lists for group in printed.groups)
    places = {place.key: place for _, measures in groups for measure in measures for place in measure.origin}
    for place in places.values():
        if "、" in place.name.zh:
            yield view.t("documents.unsaid_origin", place=place.label[view.language])
    yield view.t("documents.unsaid_today")
