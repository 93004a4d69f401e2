"""The pages of places of origin: all of them, and each with its measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from registry.model.register import Register
from registry.model.vocabulary import Place
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.rendering.page import Page, PageSpec, RenderContext


def places(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of the page of all places, then those of each."""
    yield PageSpec("places/", partial(all_places, context), shows=tuple)
    for each in context.register.vocabulary.places.values():
        about = context.register.of_place(each)
        shows = partial(context.register.bodies_of, about, 1)
        yield PageSpec(each.address, partial(place, context, each), about, shows)


def all_places(context: RenderContext) -> Page:
    """Return the page of all places."""
    every = context.register.vocabulary.places.values()
    view = context.view("places/")
    tops = [each for each in every if each.part_of is None]
    rows = [row for top in tops for row in with_parts(context.register, top)]
    html = context.macros.render("places", view, rows=rows)
    description = view.t("places.description", n=len(every))
    return Page(context.language, view.address, "places", view.t("places.title"), description, html)


def place(context: RenderContext, each: Place) -> Iterator[Page]:
    """Give the pages of a place."""
    measures = context.register.of_place(each)
    view = context.view(each.address)
    name = each.label[context.language]
    yield from listing_pages(
        context,
        "place",
        "places",
        name,
        str(view.t("places.one_description", name=name, n=len(measures))),
        parts_of(each.address, [(None, measures)]),
        place=each,
        columns=columns_of(measures, "title", "indicator", "source", "responsible"),
    )


def with_parts(register: Register, each: Place, depth: int = 0) -> Iterator[tuple[Place, int]]:
    """Give a place and, one deeper, all its parts with theirs."""
    yield each, depth
    for part in register.parts_of(each):
        yield from with_parts(register, part, depth + 1)
