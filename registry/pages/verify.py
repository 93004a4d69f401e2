"""The page on verifying quotations."""

from __future__ import annotations

from registry.rendering.page import Page, RenderContext

SAID = "verify.say_"
"""How the keys of the words begin that the page's script says."""

LONGEST = {"text": 50_000, "citation": 5_000}
"""How many characters of a pasted text and of a citation the script reads: three whole notices, a page of citations."""


def verify(context: RenderContext) -> Page:
    """Return the page on verifying quotations; all its work is done by ``verify.js``, in the reader's browser."""
    view = context.view("verify/")
    words = {
        key.removeprefix("verify."): each[view.language]
        for key, each in context.strings.words.items()
        if key.startswith(SAID)
    }
    return Page(
        language=view.language,
        address=view.address,
        section="",
        title=str(view.t("verify.title")),
        description=str(view.t("verify.description")),
        html=context.macros.render("verify", view, words=words, longest=LONGEST),
        scripts=("verify.js",),
    )
