"""The pages of places where measures began: all of them, and each with its measures.

Imports ``collection``, ``vocabulary`` and ``pages.page``.
"""

from __future__ import annotations

from collections.abc import Iterator

from registry.collection import Collection
from registry.pages.page import Page, Workshop
from registry.vocabulary import Place


def places(workshop: Workshop) -> Iterator[Page]:
    """Give the page of all places, then that of each."""
    every = workshop.collection.vocabulary.places.values()
    view = workshop.view("places/")
    tops = [each for each in every if each.part_of is None]
    rows = [row for each in tops for row in with_parts(workshop.collection, each)]
    html = workshop.macros.render("places", view, rows=rows)
    description = view.t("places.description", n=len(every))
    yield Page(workshop.language, view.address, "places", view.t("places.title"), description, html)
    for each in every:
        yield place(workshop, each)


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
