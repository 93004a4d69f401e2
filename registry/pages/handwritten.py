"""Hand-written pages: the HTML of their Markdown, with the parts of it that the program makes."""

from __future__ import annotations

import re

from markupsafe import Markup

from registry.pages.editing import measure_fields
from registry.rendering.page import HandwrittenPage, Page, RenderContext

PARTS = {"measure-fields": measure_fields}
"""What hand-written pages may take from the program, by the name that they put in double square brackets."""

_PART = re.compile(r"<p>\[\[([\w-]+)\]\]</p>")


def handwritten_page(context: RenderContext, written: HandwrittenPage) -> Page:
    """Return a hand-written page; a paragraph ``[[name]]`` of it stands for one of ``PARTS``."""
    view = context.view(written.address)
    pieces = _PART.split(written.content)
    body = Markup("").join(
        PARTS[piece](context, view) if odd % 2 else Markup(piece) for odd, piece in enumerate(pieces)
    )
    html = context.macros.render(
        "prose-page", view, title=written.title, body=body, edit=view.edit(written.source)
    )
    return Page(
        context.language, written.address, written.section, written.title, written.description, html,
        scripts=written.scripts,
    )  # fmt: skip
