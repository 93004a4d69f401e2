"""The page of the glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from registry.model.measure import Measure
from registry.model.vocabulary import Term
from registry.pages.facets import folded
from registry.rendering.context import View
from registry.rendering.page import Page, RenderContext


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, what the filter of words looks through, and the measures in which the term stands."""

    term: Term
    words: str
    measures: tuple[Measure, ...]


Groups = list[tuple[str, str, list[GlossaryEntry]]]
"""Of each group of terms: the id of its heading, the heading, the entries."""


def glossary(context: RenderContext) -> Page:
    """Return the page of all terms."""
    view = context.view("glossary/")
    terms = context.register.vocabulary.glossary.values()
    entries = [GlossaryEntry(term, term_words(term), context.register.using(term)) for term in terms]
    groups = by_letter(entries) if context.language == "en" else by_indicator(view, entries)
    html = context.macros.render("glossary", view, groups=groups)
    title, description = view.t("glossary.title"), view.t("glossary.description", n=len(entries))
    return Page(context.language, view.address, "glossary", title, description, html, scripts=("filter.js",))


def by_letter(entries: Iterable[GlossaryEntry]) -> Groups:
    """Return entries in alphabetical order of the English, grouped by letter; figures and signs before A."""
    groups: defaultdict[str, list[GlossaryEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.term.term.en.casefold()):
        initial = entry.term.term.en[0].upper()
        groups[initial if initial.isascii() and initial.isalpha() else "#"].append(entry)
    return [
        (f"letter-{letter.lower()}" if letter != "#" else "signs", letter, groups[letter])
        for letter in sorted(groups)
    ]


def by_indicator(view: View, entries: Iterable[GlossaryEntry]) -> Groups:
    """Return entries by the indicator of the first measure that uses them; Chinese has no letters to go by."""
    groups: defaultdict[str, list[GlossaryEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.measures[0].indicator.key if entry.measures else ""].append(entry)
    indicators = view.register.vocabulary.indicators.values()
    found: Groups = [
        (f"group-{indicator.key}", indicator.name[view.language], groups[indicator.key])
        for indicator in indicators
        if indicator.key in groups
    ]
    if "" in groups:
        found.append(("group-other", view.t("glossary.elsewhere"), groups[""]))
    return found


def term_words(term: Term) -> str:
    """Return what the filter of words looks through, beside what the page shows of a term."""
    return folded(" ".join((term.term.zh, term.term.en, *term.other_words("zh"), *term.other_words("en"))))
