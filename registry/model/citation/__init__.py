"""Citing a measure: where it stands in its document, in words, in the forms that readers need, and as files.

What each form follows: ``docs/decisions/0006-citing-and-verifying.md``.
"""

from registry.model.citation.files import citation_files
from registry.model.citation.forms import Citation, CitationPart, citations, plain
from registry.model.citation.places import chinese_number, list_label, place_label, roman_number
from registry.model.citation.qr import QrCode, qr_code

__all__ = [
    "Citation",
    "CitationPart",
    "QrCode",
    "chinese_number",
    "citation_files",
    "citations",
    "list_label",
    "place_label",
    "plain",
    "qr_code",
    "roman_number",
]
