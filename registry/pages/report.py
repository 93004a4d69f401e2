"""The page for reporting an error."""

from __future__ import annotations

from registry.rendering.page import Page, RenderContext

ADDRESS = "report/"


def report(context: RenderContext) -> Page:
    """Return the page; ``report.js`` fills in what the link to it names, and puts the report together."""
    view = context.view(ADDRESS)
    return Page(
        context.language, view.address, "about", view.t("report.title"), view.t("report.description"),
        context.macros.render("report", view), scripts=("report.js",),
    )  # fmt: skip
