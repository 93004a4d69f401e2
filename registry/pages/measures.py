"""The pages of all measures, with filters on the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.model.measure import Measure
from registry.pages.facets import facets, folded, values_of
from registry.pages.filter_data import filter_data
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.rendering.page import Page, RenderContext

_AT_WORDS_ENDS = " .,;:!?()[]“”‘’\"'"


@dataclass(frozen=True, slots=True)
class Filtering:
    """What the filters compare of a measure whose row is in the page: the keys of its choices by facet, and words."""

    choices: Mapping[str, list[str]]
    words: str


def all_measures(context: RenderContext) -> Iterator[Page]:
    """Give the pages of all current measures.

    Where one page holds them, the filters go through its rows; else through files beside it.
    """
    register = context.register
    parts = parts_of("measures/", [(None, register.current)])
    whole = len(parts) == 1
    filtering = {
        measure.id: Filtering(values_of(register, measure), measure_words(measure))
        for measure in register.current
        if whole
    }
    data = None if whole else filter_data(context)
    view = context.view(parts[0].address)
    yield from listing_pages(
        context,
        "measures",
        "measures",
        str(view.t("measures.title")),
        str(view.t("measures.description", n=len(register.current))),
        parts,
        columns=columns_of(register.current, "title", "indicator", "source", "responsible", "remark"),
        facets=list(facets(view)),
        filtering=filtering,
        way=view.link(data.folder) if data else "",
        scripts=("filter.js",),
        data=data.files if data else {},
    )


def measure_words(measure: Measure) -> str:
    """Return what the filter of words looks through, beside the names of what the measure is filed under.

    The Chinese in full, for it has no words to tell apart by program; of the English each word once.
    """
    chinese = (measure.title.zh, measure.practice.zh, *measure.keywords.zh)
    english = " ".join((measure.title.en, measure.practice.en, *measure.keywords.en))
    once = dict.fromkeys(word.strip(_AT_WORDS_ENDS) for word in folded(english).split())
    return " ".join((measure.id, folded(" ".join(chinese)), *(word for word in once if word)))
