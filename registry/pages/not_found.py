"""The page for addresses that do not exist, one in each language."""

from __future__ import annotations

from registry.rendering.page import Page, RenderContext


def not_found(context: RenderContext) -> Page:
    """Return the page that the server shows for an address that does not exist."""
    view = context.view("404.html")
    example = next(iter(context.register.current), None)
    html = context.macros.render("not-found", view, example=example)
    return Page(context.language, "404.html", "", view.t("not_found.title"), view.t("not_found.text"), html)
