"""The routes of the site: every address below its root, and below the root of a language. They are permanent."""

from __future__ import annotations

import re

from registry.core.languages import LANGUAGES
from registry.model.document import Document
from registry.model.measure import Measure

PAGES = (
    "", "indicators/", "documents/", "bodies/", "places/", "measures/", "search/", "glossary/", "cite/", "verify/", "data/",
    "editing/rules/", "trust/", "report/",
)  # fmt: skip
"""The addresses of generated pages of which there is one, below the root of a language."""

OF_MANY = ("m", "indicators", "documents", "bodies", "places")
"""What the addresses of generated pages begin with of which there are many; an identifier or key follows."""

WRITTEN = ("about/", "data/changes/", "editing/")
"""The hand-written pages to which menus and generated pages lead; each must be there."""

FOLDERS = ("api", "assets", "downloads")
"""The folders at the root of the site that hold no pages."""

FILES = frozenset(
    "404.html feed.xml index.html llms-full.txt llms.txt opensearch.xml robots.txt sitemap.xml version.json".split()
)
"""The files at the root of the site; they stand at the root of each language, and ``index.html`` in every folder."""


def _first(address: str) -> str:
    return re.split("[/.]", address)[0]


SECTIONS = frozenset(map(_first, filter(None, (*PAGES, *OF_MANY, *WRITTEN)))) | {*FOLDERS, *LANGUAGES[1:]}
"""The folders at the root of the site."""

_RESERVED = (
    SECTIONS - set(map(_first, WRITTEN))
    | set(LANGUAGES)
    | {name.rpartition(".")[0] for name in FILES - {"index.html"}}
)
"""What addresses of generated pages and files begin with, up to ``.`` or ``/``; no hand-written page stands there."""

_PAGE_OF_MANY = re.compile(rf"({'|'.join(OF_MANY)})/[a-z0-9-]+/|m/[a-z0-9-]+/v/[0-9a-f]+/")
_FILE = re.compile(
    rf"(api|downloads)/.+|(m|documents)/[a-z0-9-]+/index\.md|{'|'.join(map(re.escape, sorted(FILES - {'index.html', 'version.json'})))}"
)


def is_reserved(address: str) -> bool:
    """Say whether an address below the root of a language belongs to generated pages or files."""
    return address in PAGES or _first(address) in _RESERVED


def leads_somewhere(address: str) -> bool:
    """Say whether an address, with or without the slash at its end, may be that of a generated page or file."""
    page = address.rstrip("/") + "/" if address else ""
    return page in PAGES or bool(_PAGE_OF_MANY.fullmatch(page) or _FILE.fullmatch(address))


def below(language: str, address: str) -> str:
    """Return the path below the site's root of an address below the root of a language."""
    return address if language == LANGUAGES[0] else f"{language}/{address}"


def language_of(path: str) -> str:
    """Return the language of a page by its path below the site's root."""
    return next((language for language in LANGUAGES[1:] if path.startswith(f"{language}/")), LANGUAGES[0])


API = "api/v1/"
"""Where the answers of the API lie."""

QUOTATIONS = "verify/data/"
"""Where the page on verifying quotations finds the official texts; a part of that page, and no promise to programs."""

DOWNLOADS = "downloads/"
"""Where the files for offices lie."""

REGISTER_BOOK = f"{DOWNLOADS}register.xlsx"
"""The whole register as a workbook."""

OPENSEARCH = "opensearch.xml"
"""What tells a browser how to search the site, below the root of a language."""

FEED = "feed.xml"
"""The feed of changes, below the root of a language."""


def answer(measure: Measure) -> str:
    """Return where the API's answer for a measure lies."""
    return f"{API}measures/{measure.id}.json"


def markdown(about: Document | Measure) -> str:
    """Return where the text of a document or a measure lies as Markdown."""
    return f"{about.address}index.md"


def work_list(key: str) -> str:
    """Return where the work list of the body of a key lies."""
    return f"{DOWNLOADS}bodies/{key}.xlsx"


def annexes(document: Document, bilingual: bool = False) -> str:
    """Return where the annexes of a document lie as a text document, in Chinese or in both languages."""
    return f"{DOWNLOADS}documents/{document.key}-annexes{'-bilingual' if bilingual else ''}.docx"
