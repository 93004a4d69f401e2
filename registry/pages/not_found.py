"""The page for addresses that do not exist, one in each language."""

from __future__ import annotations

from registry.rendering.page import Page, Workshop


def not_found(workshop: Workshop) -> Page:
    """Return the page that the server shows for an address that does not exist."""
    view = workshop.view("404.html")
    example = next(iter(workshop.collection.current), None)
    html = workshop.macros.render("not-found", view, example=example)
    return Page(workshop.language, "404.html", "", view.t("not_found.title"), view.t("not_found.text"), html)
