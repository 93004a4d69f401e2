"""The pages of places where measures began: all of them, and each with its measures.

Imports ``collection``, ``vocabulary`` and ``pages.page``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from registry.collection import Collection
from registry.pages.page import Page, Recipe, Workshop
from registry.vocabulary import Place


def places(workshop: Workshop) -> Iterator[Recipe]:
    """Give the recipe of the page of all places, then that of each."""
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


def place(workshop: Workshop, each: Place) -> Page:
    """Return the page of a place."""
    view = workshop.view(each.address)
    html = workshop.macros.render("place", view, place=each)
    name = each.label[workshop.language]
    count = len(workshop.collection.of_place(each))
    description = view.t("places.one_description", name=name, n=count)
    return Page(workshop.language, each.address, "places", name, description, html)


def with_parts(collection: Collection, each: Place, depth: int = 0) -> Iterator[tuple[Place, int]]:
    """Give a place and, one deeper, all its parts with theirs."""
    yield each, depth
    for part in collection.parts_of(each):
        yield from with_parts(collection, part, depth + 1)
