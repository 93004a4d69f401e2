"""The page on verifying quotations.

Imports ``pages.page``.
"""

from __future__ import annotations

from registry.pages.page import Page, Workshop

SAID = "verify.say_"
"""How the keys of the words begin that the page's script says."""


def verify(workshop: Workshop) -> Page:
    """Return the page on verifying quotations; all its work is done by ``verify.js``, in the reader's browser."""
    view = workshop.view("verify/")
    words = {
        key.removeprefix("verify."): each[view.language]
        for key, each in workshop.strings.words.items()
        if key.startswith(SAID)
    } | {"say_failed": view.t("site.load_failed")}
    return Page(
        language=view.language,
        address=view.address,
        section="",
        title=str(view.t("verify.title")),
        description=str(view.t("verify.description")),
        html=workshop.macros.render("verify", view, words=words),
        scripts=("verify.js",),
    )
