"""Addresses below the site's root: where a language stands, answers of the API, downloads, feeds. They are permanent."""

from __future__ import annotations

from registry.core.languages import LANGUAGES
from registry.model.document import Document
from registry.model.measure import Measure


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


def work_list(key: str) -> str:
    """Return where the work list of the body of a key lies."""
    return f"{DOWNLOADS}bodies/{key}.xlsx"


def annexes(document: Document, bilingual: bool = False) -> str:
    """Return where the annexes of a document lie as a text document, in Chinese or in both languages."""
    return f"{DOWNLOADS}documents/{document.key}-annexes{'-bilingual' if bilingual else ''}.docx"
