"""A page as a value, and what makes pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from registry.model.glossary import TermFinder
from registry.model.measure import Measure
from registry.model.register import Register
from registry.model.strings import Strings
from registry.rendering.context import Macros, View
from registry.validation.site_settings import Settings

Made = TypeVar("Made")


@dataclass(frozen=True)
class Page:
    """A page of one language, ready but for what all pages share.

    ``address`` is its path below the language's root; ``section`` the entry of the header's navigation it belongs to,
    or ``""``; ``html`` what stands inside ``<main>``; ``head`` what it adds to ``<head>``; ``scripts`` the modules of
    ``docs/assets/scripts`` it needs beside those of every page; ``data`` the files beside it that these read, by their path
    below the language's root.
    """

    language: str
    address: str
    section: str
    title: str
    description: str
    html: Markup
    head: Markup = field(default_factory=Markup)
    scripts: tuple[str, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PageSpec:
    """How the pages at an address are made: one, or the parts of a listing, whose addresses begin with it.

    ``about`` are the measures that they are made of; ``None`` where it is the register as a whole. ``shows`` gives the bodies
    and terms that they show besides, and what else no measure names; every page may show all else of the vocabulary. Only
    where one of these has changed are they made again. Without ``shows``, a page of measures shows none, another may show all.
    """

    address: str
    make: Callable[[], Page | Iterable[Page]]
    about: tuple[Measure, ...] | None = None
    shows: Callable[[], Iterable[object]] | None = None

    def pages(self) -> Iterator[Page]:
        """Make the pages."""
        made = self.make()
        yield from (made,) if isinstance(made, Page) else made


@dataclass(frozen=True)
class RenderContext:
    """What pages are made with: the collection, the macros, the words and the settings, for one language."""

    language: str
    register: Register
    macros: Macros
    strings: Strings
    settings: Settings
    _shared: dict[Callable[..., Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def shared(self, make: Callable[[RenderContext], Made]) -> Made:
        """Return what ``make`` makes of the context: pages of several kinds share it, and it is made once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        made: Made = self._shared[make]
        return made

    @cached_property
    def finder(self) -> TermFinder:
        """What finds the glossary's terms in texts of the language, but no ordinary words, which are not explained."""
        terms = self.register.vocabulary.glossary.values()
        return TermFinder((term for term in terms if not term.ordinary), self.language)

    def view(self, address: str) -> View:
        """Return what the page at ``address`` hands to its macros."""
        return View(self.language, address, self.register, self.strings, self.settings)


@dataclass(frozen=True)
class HandwrittenPage:
    """A page of ``docs/zh`` or ``docs/en`` as MkDocs gives it: ``content`` is its Markdown as HTML, ``source`` its file."""

    address: str
    section: str
    title: str
    description: str
    content: Markup
    source: str
    scripts: tuple[str, ...]
