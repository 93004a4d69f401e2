"""The page on citing."""

from __future__ import annotations

from registry.model.citation import citations
from registry.rendering.page import Page, RenderContext

USES = (
    ("report", ("official",)),
    ("thesis", ("gbt7714-2025",)),
    ("older", ("gbt7714-2015",)),
    ("law", ("law",)),
    ("english", ("english",)),
    ("web", ("markdown", "html")),
    ("manager", ()),
)
"""What a citation is for, and the forms that serve it; none where it is the files for reference managers."""


def cite(context: RenderContext) -> Page:
    """Return the page on citing, with the first current measure as its example."""
    view = context.view("cite/")
    example = next(iter(context.register.current), None)
    return Page(
        language=view.language,
        address=view.address,
        section="",
        title=str(view.t("cite.title")),
        description=str(view.t("cite.description")),
        html=context.macros.render(
            "cite",
            view,
            measure=example,
            citations=citations(example, view.language, context.strings.words["site.name"])
            if example
            else (),
            uses=USES,
        ),
        scripts=("cite.js",),
    )
