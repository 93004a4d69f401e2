"""The addresses of the site as hand-written pages meet them: which are taken, which lead somewhere, which must exist."""

from __future__ import annotations

import re

REQUIRED = ("about/", "data/changes/", "editing/")
"""The pages to which menus and generated pages lead; each must be written."""

LISTINGS = frozenset(
    "indicators/ documents/ bodies/ places/ measures/ search/ glossary/ cite/ verify/ trust/ data/ editing/rules/".split()
)
"""The addresses of generated pages of which there is one, below the root of a language; the home page is another."""

_OF_MANY = re.compile(r"(m|indicators|documents|bodies|places)/[a-z0-9-]+/|m/[a-z0-9-]+/v/[0-9a-f]+/")
_FILES = re.compile(
    r"(api|downloads)/.+|m/[a-z0-9-]+/index\.md|(feed|opensearch|sitemap)\.xml|llms(-full)?\.txt|robots\.txt|404\.html"
)

SECTIONS = frozenset(
    "m indicators documents bodies places measures search glossary cite verify trust api downloads assets zh en feed opensearch "
    "sitemap llms llms-full robots version 404".split()
)
"""What addresses of generated pages and files begin with, up to `.` or `/`; no hand-written page stands there."""


def is_taken(address: str) -> bool:
    """Say whether an address below the root of a language belongs to generated pages or files."""
    return address in {"", *LISTINGS} or re.split("[/.]", address)[0] in SECTIONS


def leads_somewhere(address: str) -> bool:
    """Say whether an address, with or without the slash at its end, may be that of a generated page or file."""
    page = address.rstrip("/") + "/" if address else ""
    return page in {"", *LISTINGS} or bool(_OF_MANY.fullmatch(page) or _FILES.fullmatch(address))
