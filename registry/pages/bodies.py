"""The pages of responsible bodies: all of them, and each with its measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from registry.model import urls
from registry.model.register import Collection
from registry.model.vocabulary import Body
from registry.pages.listing import Part, columns_of, listing_pages, part_with, parts_of
from registry.rendering.page import Page, Recipe, Workshop

FIRST, AFTER = "first", "after"
"""The groups of a body's measures: those for which it is printed first, and those for which it is printed after another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A body with how many measures it has of either group, and the addresses at which these begin."""

    body: Body
    first: int
    after: int
    first_address: str
    after_address: str


def bodies(workshop: Workshop) -> Iterator[Recipe]:
    """Give the recipe of the page of all bodies, then those of each."""
    yield Recipe("bodies/", partial(all_bodies, workshop))
    for each in workshop.collection.vocabulary.bodies.values():
        yield Recipe(each.address, partial(body, workshop, each), workshop.collection.of_body(each))


def all_bodies(workshop: Workshop) -> Page:
    """Return the page of all bodies."""
    collection = workshop.collection
    every = collection.vocabulary.bodies.values()
    view = workshop.view("bodies/")
    html = workshop.macros.render("bodies", view, rows=[row(collection, each) for each in every])
    description = view.t("bodies.description", n=len(every))
    return Page(workshop.language, view.address, "bodies", view.t("bodies.title"), description, html)


def row(collection: Collection, each: Body) -> Row:
    """Return what the page of all bodies says of one."""
    parts = body_parts(collection, each)
    ways = [f"{part_with(parts, head).address}#{head}" for head in (FIRST, AFTER)]
    return Row(each, len(collection.led_by(each)), len(collection.shared_by(each)), *ways)


def body_parts(collection: Collection, each: Body) -> tuple[Part[str], ...]:
    """Return the parts into which the measures of a body are cut."""
    groups = ((FIRST, collection.led_by(each)), (AFTER, collection.shared_by(each)))
    return parts_of(each.address, groups)


def body(workshop: Workshop, each: Body) -> Iterator[Page]:
    """Give the pages of a body."""
    collection = workshop.collection
    view = workshop.view(each.address)
    name = each.label[workshop.language]
    # The other of the two names that stand on the page: on the English page, as printed.
    other = each.name.zh if workshop.language == "zh" else each.printed
    count = len(collection.of_body(each))
    yield from listing_pages(
        workshop,
        "body",
        "bodies",
        name,
        str(view.t("bodies.one_description", name=name, full=other, n=count)),
        body_parts(collection, each),
        body=each,
        columns={
            FIRST: columns_of(collection.led_by(each), "title", "indicator", "source", "remark"),
            AFTER: columns_of(
                collection.shared_by(each), "title", "indicator", "source", "responsible", "remark"
            ),
        },
        work_list=urls.work_list(each.key) if count else "",
    )
