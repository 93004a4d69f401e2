"""The pages of responsible bodies: all of them, and each with its measures.

Imports ``addresses``, ``vocabulary`` and ``pages.page``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from registry import addresses
from registry.pages.page import Page, Recipe, Workshop
from registry.vocabulary import Body


def bodies(workshop: Workshop) -> Iterator[Recipe]:
    """Give the recipe of the page of all bodies, then that of each."""
    yield Recipe("bodies/", partial(all_bodies, workshop))
    for each in workshop.collection.vocabulary.bodies.values():
        yield Recipe(each.address, partial(body, workshop, each), workshop.collection.of_body(each))


def all_bodies(workshop: Workshop) -> Page:
    """Return the page of all bodies."""
    every = workshop.collection.vocabulary.bodies.values()
    view = workshop.view("bodies/")
    html = workshop.macros.render("bodies", view)
    description = view.t("bodies.description", n=len(every))
    return Page(workshop.language, view.address, "bodies", view.t("bodies.title"), description, html)


def body(workshop: Workshop, each: Body) -> Page:
    """Return the page of a body."""
    view = workshop.view(each.address)
    work_list = addresses.work_list(each) if workshop.collection.of_body(each) else ""
    html = workshop.macros.render("body", view, body=each, work_list=work_list)
    name = each.label[workshop.language]
    # The other of the two names that stand on the page: on the English page, as printed.
    other = each.name.zh if workshop.language == "zh" else each.printed
    count = len(workshop.collection.of_body(each))
    description = view.t("bodies.one_description", name=name, full=other, n=count)
    return Page(workshop.language, each.address, "bodies", name, description, html)
