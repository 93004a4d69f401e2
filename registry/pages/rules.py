"""The page of the rules that the check holds files to."""

from __future__ import annotations

from registry.rendering.page import Page, RenderContext
from registry.validation.rules.catalogue import GROUPS, catalogue


def rules(context: RenderContext) -> Page:
    """Return the page of all rules, group by group."""
    view = context.view("editing/rules/")
    entries = catalogue()
    groups = [(group, [rule for rule in entries if rule.group == group]) for group in GROUPS]
    html = context.macros.render("rules-page", view, groups=groups)
    title, description = view.t("rules.title"), view.t("rules.description", n=len(entries))
    return Page(context.language, view.address, "", title, description, html)
