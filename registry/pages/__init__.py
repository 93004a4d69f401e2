"""The pages of a language as values, one module a kind.

Imports ``collection``, ``citation``, ``prose`` and ``templating``; knows nothing of MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.pages.bodies import bodies
from registry.pages.cite import cite
from registry.pages.data import data
from registry.pages.documents import documents
from registry.pages.editing import measure_fields
from registry.pages.glossary import glossary
from registry.pages.home import home
from registry.pages.indicators import indicators
from registry.pages.measure import measures
from registry.pages.measures import all_measures
from registry.pages.not_found import not_found
from registry.pages.page import Page, Workshop
from registry.pages.places import places
from registry.pages.rules import rules
from registry.pages.search import search
from registry.pages.trust import trust
from registry.pages.verify import verify

PARTS = {"measure-fields": measure_fields}
"""What hand-written pages may take from the program, by the name that they put in double square brackets."""


Kind = Callable[[Workshop], Page | Iterator[Page]]

KINDS: tuple[Kind, ...] = (
    home,
    all_measures,
    measures,
    indicators,
    documents,
    bodies,
    places,
    glossary,
    search,
    cite,
    verify,
    data,
    rules,
    trust,
    not_found,
)
"""What makes the pages of each kind: one page or several, in a stable order."""


def pages(workshop: Workshop) -> Iterator[Page]:
    """Give every page of a language that is made from data, in a stable order."""
    for kind in KINDS:
        yield from pages_of(kind, workshop)


def pages_of(kind: Kind, workshop: Workshop) -> Iterator[Page]:
    """Give the pages of a kind."""
    made = kind(workshop)
    yield from (made,) if isinstance(made, Page) else made
