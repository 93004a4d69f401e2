"""The pages of indicators: all of them, and each with its measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from registry.model.register import Collection
from registry.model.vocabulary import Body, Indicator
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.rendering.page import Page, Recipe, Workshop


def indicators(workshop: Workshop) -> Iterator[Recipe]:
    """Give the recipe of the page of all indicators, then those of each."""
    yield Recipe("indicators/", partial(all_indicators, workshop))
    for each in workshop.collection.vocabulary.indicators.values():
        yield Recipe(each.address, partial(indicator, workshop, each), workshop.collection.of_indicator(each))


def all_indicators(workshop: Workshop) -> Page:
    """Return the page of all indicators."""
    language, collection = workshop.language, workshop.collection
    every = collection.vocabulary.indicators.values()
    view = workshop.view("indicators/")
    html = workshop.macros.render(
        "indicators",
        view,
        rows=[
            (each, Counter(measure.adoption for measure in collection.of_indicator(each))) for each in every
        ],
        totals=Counter(measure.adoption for measure in collection.current),
    )
    description = view.t("indicators.description", n=len(every))
    return Page(language, view.address, "indicators", view.t("indicators.title"), description, html)


def indicator(workshop: Workshop, each: Indicator) -> Iterator[Page]:
    """Give the pages of an indicator."""
    collection = workshop.collection
    measures = collection.of_indicator(each)
    by_list = [(one, collection.of_cell(each, one)) for one in collection.lists]
    view = workshop.view(each.address)
    name = each.name[workshop.language]
    description = view.t(
        "indicators.one_description",
        name=name,
        n=len(measures),
        description=each.description[workshop.language],
    )
    yield from listing_pages(
        workshop,
        "indicator",
        "indicators",
        name,
        str(description),
        parts_of(each.address, [(one, found) for one, found in by_list if found]),
        indicator=each,
        columns=columns_of(measures, "number", "title", "responsible", "remark"),
        bodies=involved_bodies(collection, each),
    )


def involved_bodies(collection: Collection, each: Indicator) -> list[tuple[Body, int, int]]:
    """Return the bodies responsible for measures of an indicator, those printed first most often before the others.

    With each, for how many of the measures it is printed first, and for how many after another.
    """
    first: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for measure in collection.of_indicator(each):
        leading, *others = (body.key for body in measure.responsible)
        first[leading] += 1
        after.update(others)
    bodies = [
        body for body in collection.vocabulary.bodies.values() if body.key in first or body.key in after
    ]
    bodies.sort(key=lambda body: (-first[body.key], -after[body.key]))
    return [(body, first[body.key], after[body.key]) for body in bodies]
