"""The pages of places of origin: all of them, and each with its measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from registry.model.register import Collection
from registry.model.vocabulary import Place
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.rendering.page import Page, Recipe, Workshop


def places(workshop: Workshop) -> Iterator[Recipe]:
    """Give the recipe of the page of all places, then those of each."""
    yield Recipe("places/", partial(all_places, workshop))
    for each in workshop.collection.vocabulary.places.values():
        yield Recipe(each.address, partial(place, workshop, each), workshop.collection.of_place(each))


def all_places(workshop: Workshop) -> Page:
    """Return the page of all places."""
    every = workshop.collection.vocabulary.places.values()
    view = workshop.view("places/")
    tops = [each for each in every if each.part_of is None]
    rows = [row for each in tops for row in with_parts(workshop.collection, each)]
    html = workshop.macros.render("places", view, rows=rows)
    description = view.t("places.description", n=len(every))
    return Page(workshop.language, view.address, "places", view.t("places.title"), description, html)


def place(workshop: Workshop, each: Place) -> Iterator[Page]:
    """Give the pages of a place."""
    measures = workshop.collection.of_place(each)
    view = workshop.view(each.address)
    name = each.label[workshop.language]
    yield from listing_pages(
        workshop,
        "place",
        "places",
        name,
        str(view.t("places.one_description", name=name, n=len(measures))),
        parts_of(each.address, [(None, measures)]),
        place=each,
        columns=columns_of(measures, "title", "indicator", "source", "responsible"),
    )


def with_parts(collection: Collection, each: Place, depth: int = 0) -> Iterator[tuple[Place, int]]:
    """Give a place and, one deeper, all its parts with theirs."""
    yield each, depth
    for part in collection.parts_of(each):
        yield from with_parts(collection, part, depth + 1)
