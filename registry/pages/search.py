"""The page of search results, and what search understands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from registry.rendering.page import Page, RenderContext

QUALITY = Path(__file__).resolve().parent.parent / "search" / "quality.json"
"""How well search answered the queries of ``tests/search/unseen.tsv`` the first time, when nobody had tuned it on them."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Of how many queries in one language how many had the right measure first, and among the first three; and when."""

    queries: int
    first: int
    three: int
    date: str


def search(context: RenderContext) -> Page:
    """Return the page at ``/search/``, which ``search-page.js`` fills."""
    view = context.view("search/")
    quality = Quality(**json.loads(QUALITY.read_text(encoding="utf-8"))[context.language])
    indicators = context.register.vocabulary.indicators.values()
    html = context.macros.render("search-page", view, indicators=indicators, quality=quality)
    return Page(
        context.language, view.address, "", view.t("search.title"), view.t("search.description"), html, scripts=("search-page.js",)
    )  # fmt: skip
