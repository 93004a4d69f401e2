"""The pages of indicators: all of them, and each with its measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from registry.model.register import Register
from registry.model.vocabulary import Body, Indicator
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.rendering.page import Page, PageSpec, RenderContext


def indicators(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of the page of all indicators, then those of each."""
    yield PageSpec("indicators/", partial(all_indicators, context), shows=tuple)
    for each in context.register.vocabulary.indicators.values():
        about = context.register.of_indicator(each)
        shows = partial(context.register.bodies_of, about)
        yield PageSpec(each.address, partial(indicator, context, each), about, shows)


def all_indicators(context: RenderContext) -> Page:
    """Return the page of all indicators."""
    language, register = context.language, context.register
    every = register.vocabulary.indicators.values()
    view = context.view("indicators/")
    html = context.macros.render(
        "indicators",
        view,
        rows=[(each, Counter(measure.adoption for measure in register.of_indicator(each))) for each in every],
        totals=Counter(measure.adoption for measure in register.current),
    )
    description = view.t("indicators.description", n=len(every))
    return Page(language, view.address, "indicators", view.t("indicators.title"), description, html)


def indicator(context: RenderContext, each: Indicator) -> Iterator[Page]:
    """Give the pages of an indicator."""
    register = context.register
    measures = register.of_indicator(each)
    by_list = [(one, register.of_cell(each, one)) for one in register.lists]
    view = context.view(each.address)
    name = each.name[context.language]
    description = view.t(
        "indicators.one_description",
        name=name,
        n=len(measures),
        description=each.description[context.language],
    )
    yield from listing_pages(
        context,
        "indicator",
        "indicators",
        name,
        str(description),
        parts_of(each.address, [(one, found) for one, found in by_list if found]),
        indicator=each,
        columns=columns_of(measures, "number", "title", "responsible", "remark"),
        bodies=involved_bodies(register, each),
    )


def involved_bodies(register: Register, each: Indicator) -> list[tuple[Body, int, int]]:
    """Return the bodies responsible for measures of an indicator, those printed first most often before the others.

    With each, for how many of the measures it is printed first, and for how many after another.
    """
    first: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for measure in register.of_indicator(each):
        leading, *others = (body.key for body in measure.responsible)
        first[leading] += 1
        after.update(others)
    bodies = [body for body in register.vocabulary.bodies.values() if body.key in first or body.key in after]
    bodies.sort(key=lambda body: (-first[body.key], -after[body.key]))
    return [(body, first[body.key], after[body.key]) for body in bodies]
