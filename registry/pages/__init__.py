"""The pages of a language as values, one module a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from registry.pages.bodies import bodies
from registry.pages.cite import cite
from registry.pages.data import data
from registry.pages.documents import documents
from registry.pages.glossary import glossary
from registry.pages.home import home
from registry.pages.indicators import indicators
from registry.pages.measure import measure_page_spec
from registry.pages.measure import measures as each_measure
from registry.pages.measures import all_measures
from registry.pages.not_found import not_found
from registry.pages.places import places
from registry.pages.report import report
from registry.pages.rules import rules
from registry.pages.search import search
from registry.pages.trust import read_results, trust
from registry.pages.verify import verify
from registry.rendering.page import Page, PageSpec, RenderContext

SINGLE: dict[str, Callable[[RenderContext], Page | Iterable[Page]]] = {
    "": home,
    "measures/": all_measures,
    "glossary/": glossary,
    "search/": search,
    "cite/": cite,
    "verify/": verify,
    "data/": data,
    "editing/rules/": rules,
    "trust/": trust,
    "report/": report,
    "404.html": not_found,
}
"""The pages of which there is one, or one listing, by their address, with what makes them."""

KINDS: tuple[Callable[[RenderContext], Iterator[PageSpec]], ...] = (
    each_measure,  # `measures` at home; here that is the module beside it.
    indicators,
    documents,
    bodies,
    places,
)
"""What gives the specs of the pages of each kind of which there are many."""


def page_specs(context: RenderContext) -> Iterator[PageSpec]:
    """Give the spec of every page of a language that is made from data, in a stable order."""
    for address in SINGLE:
        yield _single(context, address)
    for kind in KINDS:
        yield from kind(context)


def _single(context: RenderContext, address: str) -> PageSpec:
    """Return the spec of a page of which there is one. What is not said here may show all of the register."""
    vocabulary, make = context.register.vocabulary, partial(SINGLE[address], context)
    match address:
        case "" | "measures/" | "data/":
            return PageSpec(address, make, shows=vocabulary.bodies.values)
        case "glossary/":
            return PageSpec(address, make, shows=vocabulary.glossary.values)
        case "cite/" | "404.html":
            return PageSpec(address, make, context.register.current[:1])
        case "verify/" | "search/" | "report/" | "editing/rules/":
            return PageSpec(address, make, ())
        case "trust/":
            return PageSpec(address, make, (), lambda: [read_results()])
    return PageSpec(address, make)


def find_page_spec(context: RenderContext, address: str) -> PageSpec | None:
    """Return the spec of the pages at an address, which may be that of a part of a listing; ``None`` where there is none."""
    if measure := context.register.by_id.get(address.removeprefix("m/").removesuffix("/")):
        return measure_page_spec(context, measure) if measure.address == address else None
    if address in SINGLE:
        return _single(context, address)
    above = address.rstrip("/").rpartition("/")[0] + "/"
    others = {each.address: each for kind in KINDS if kind is not each_measure for each in kind(context)}
    return (
        others.get(address)
        or others.get(above)
        or (find_page_spec(context, above) if above in SINGLE else None)
    )
