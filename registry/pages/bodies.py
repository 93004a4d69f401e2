"""The pages of responsible bodies: all of them, and each with its measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from registry.model import urls
from registry.model.register import Register
from registry.model.vocabulary import Body
from registry.pages.listing import ListingPart, columns_of, listing_pages, part_with, parts_of
from registry.rendering.page import Page, PageSpec, RenderContext

FIRST, AFTER = "first", "after"
"""The groups of a body's measures: those for which it is printed first, and those for which it is printed after another."""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with how many measures it has of either group, and the addresses at which these begin."""

    body: Body
    first: int
    after: int
    first_address: str
    after_address: str


def bodies(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of the page of all bodies, then those of each."""
    yield PageSpec("bodies/", partial(all_bodies, context), shows=context.register.vocabulary.bodies.values)
    for each in context.register.vocabulary.bodies.values():
        yield PageSpec(
            each.address,
            partial(body, context, each),
            context.register.of_body(each),
            partial(_shown, context.register, each),
        )


def _shown(register: Register, each: Body) -> tuple[Body, ...]:
    """Return the bodies that the page of one shows: itself, and those printed first where it is not."""
    return each, *register.bodies_of(register.shared_by(each), 1)


def all_bodies(context: RenderContext) -> Page:
    """Return the page of all bodies."""
    register = context.register
    every = register.vocabulary.bodies.values()
    view = context.view("bodies/")
    html = context.macros.render("bodies", view, rows=[row(register, each) for each in every])
    description = view.t("bodies.description", n=len(every))
    return Page(context.language, view.address, "bodies", view.t("bodies.title"), description, html)


def row(register: Register, each: Body) -> BodyRow:
    """Return what the page of all bodies says of one."""
    parts = body_parts(register, each)
    ways = [f"{part_with(parts, head).address}#{head}" for head in (FIRST, AFTER)]
    return BodyRow(each, len(register.led_by(each)), len(register.shared_by(each)), *ways)


def body_parts(register: Register, each: Body) -> tuple[ListingPart[str], ...]:
    """Return the parts into which the measures of a body are cut."""
    groups = ((FIRST, register.led_by(each)), (AFTER, register.shared_by(each)))
    return parts_of(each.address, groups)


def body(context: RenderContext, each: Body) -> Iterator[Page]:
    """Give the pages of a body."""
    register = context.register
    view = context.view(each.address)
    name = each.label[context.language]
    # The other of the two names that stand on the page: on the English page, as printed.
    other = each.name.zh if context.language == "zh" else each.printed
    count = len(register.of_body(each))
    yield from listing_pages(
        context,
        "body",
        "bodies",
        name,
        str(view.t("bodies.one_description", name=name, full=other, n=count)),
        body_parts(register, each),
        body=each,
        columns={
            FIRST: columns_of(register.led_by(each), "title", "indicator", "source", "remark"),
            AFTER: columns_of(
                register.shared_by(each), "title", "indicator", "source", "responsible", "remark"
            ),
        },
        work_list=urls.work_list(each.key) if count else "",
    )
