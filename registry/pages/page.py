"""A page as a value, and what makes pages.

Imports ``collection`` and ``templating``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from registry.collection import Collection
from registry.templating import Macros, Settings, Strings, View


@dataclass(frozen=True)
class Page:
    """A page of one language, ready but for what all pages share.

    ``address`` is its path below the language's root; ``section`` the entry of the header's navigation it belongs to,
    or ``""``; ``html`` what stands inside ``<main>``; ``head`` what it adds to ``<head>``; ``scripts`` the modules of
    ``docs/assets/scripts`` it needs beside those of every page.
    """

    language: str
    address: str
    section: str
    title: str
    description: str
    html: Markup
    head: Markup = field(default_factory=Markup)
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """What pages are made with: the collection, the macros, the words and the settings, for one language."""

    language: str
    collection: Collection
    macros: Macros
    strings: Strings
    settings: Settings

    def view(self, address: str) -> View:
        """Return what the page at ``address`` hands to its macros."""
        return View(self.language, address, self.collection, self.strings, self.settings)
