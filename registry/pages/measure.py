"""The page of a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from registry.model.citation import citations, place_label, qr_code
from registry.model.glossary import TermFinder
from registry.model.measure import Measure
from registry.model.text_layout import set_text
from registry.rendering.context import View
from registry.rendering.metadata import head
from registry.rendering.page import Page, PageSpec, RenderContext

DESCRIPTION_LENGTH = {"zh": 90, "en": 180}
"""How many characters of a measure's text describe its page to search engines."""

_NO_TERMS = {language: TermFinder((), language) for language in DESCRIPTION_LENGTH}


def measures(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of every measure's page, those withdrawn and superseded too."""
    for each in context.register.measures:
        yield measure_page_spec(context, each)


def measure_page_spec(context: RenderContext, each: Measure) -> PageSpec:
    """Return the spec of a measure's page, which also names its neighbours and what took its place."""
    register = context.register
    around = [register.in_list(each), register.in_indicator(each)]
    beside = [one for both in around for one in (both.previous, both.next) if one]
    after = [register.by_id[successor] for successor in each.ending.successors] if each.ending else []
    return PageSpec(
        each.address,
        partial(measure, context, each),
        (each, *beside, *after),
        lambda: (*each.responsible, *register.terms.get(each.id, ())),
    )


def measure(context: RenderContext, each: Measure) -> Page:
    """Return the page of a measure."""
    finder = context.finder
    view = context.view(each.address)
    language = view.language
    html = context.macros.render(
        "measure",
        view,
        measure=each,
        texts={
            language: set_text(each.practice[language], language, finder),
            view.other: set_text(each.practice[view.other], view.other, _NO_TERMS[view.other]),
        },
        place=place_label(each.source, language),
        ending=ending_words(view, each),
        citations=citations(each, language, context.strings.words["site.name"]),
        code=qr_code(view.canonical) if view.settings.site_url else None,
    )
    return Page(
        language=language,
        address=each.address,
        section="indicators",
        title=each.title[language],
        description=shortened(each.practice[language], DESCRIPTION_LENGTH[language]),
        html=html,
        head=head(context.macros, view, each),
        scripts=("cite.js", "compare.js"),
    )


def ending_words(view: View, each: Measure) -> str:
    """Return when and why a measure stopped being current, in a sentence; ``""`` where it is current."""
    if each.ending is None:
        return ""
    year, month, day = each.ending.date.split("-")
    date = view.t("measure.date", year=year, month=view.t(f"measure.month_{int(month)}"), day=int(day))
    return view.t("measure.ended", date=date, reason=each.ending.reason[view.language])


def shortened(text: str, length: int) -> str:
    """Return the beginning of ``text`` on one line, ended with an ellipsis where something was left out."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
