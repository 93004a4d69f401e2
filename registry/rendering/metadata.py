"""What the head of a measure's page tells programs: Dublin Core, citation tags for reference managers, JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from registry.core.languages import HTML_LANGUAGE
from registry.model import urls
from registry.model.citation import place_label
from registry.model.measure import Measure
from registry.rendering.context import Macros, View

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Tag:
    """A ``meta`` element; ``language`` is set where it is not the page's own."""

    name: str
    content: str
    language: str = ""


def head(macros: Macros, view: View, measure: Measure) -> Markup:
    """Return what the page of a measure adds to its ``<head>``."""
    linked = script_safe(_to_json(linked_data(view, measure)))
    return macros.render(
        "metadata",
        view,
        tags=tags(view, measure),
        linked_data=Markup(linked),  # noqa: S704  (what could end the element is escaped above)
        answer=view.root + urls.answer(measure),
    )


def script_safe(written: str) -> str:
    """Return JSON so written that no text in it can end the script element that holds it."""
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def tags(view: View, measure: Measure) -> tuple[Tag, ...]:
    """Return the Dublin Core and citation tags; those that reference managers read make it a report of its issuer."""
    language = view.language
    source = measure.source
    document = source.document
    place = place_label(source, language)
    year = str(document.year)
    found = [
        Tag("DC.title", measure.title[language]),
        Tag("DC.identifier", measure.id),
        Tag("DC.creator", document.issuer[language]),
        Tag("DC.type", "Text"),
        Tag("DC.language", HTML_LANGUAGE[language]),
        Tag("DC.subject", measure.indicator.name[language]),
        Tag("DCTERMS.isPartOf", f"{document.title[language]} {document.number[language]}"),
        Tag("DCTERMS.created", year),
        Tag("DCTERMS.bibliographicCitation", f"{document.number[language]} {place}"),
        Tag("citation_title", measure.title[language]),
        Tag("citation_author", document.issuer[language]),
        Tag("citation_publication_date", year),
        Tag("citation_technical_report_institution", document.issuer[language]),
        Tag("citation_technical_report_number", f"{document.number[language]} {place}"),
        Tag("citation_language", HTML_LANGUAGE[language]),
    ]
    changed = view.register.text_dates.get(measure.id)
    if changed:
        found.append(Tag("DCTERMS.modified", changed))
    if view.settings.site_url:
        found.append(Tag("citation_public_url", view.canonical))
    if language == "en":
        found.append(Tag("DCTERMS.alternative", measure.title.zh, HTML_LANGUAGE["zh"]))
    return tuple(found)


def linked_data(view: View, measure: Measure) -> dict[str, Any]:
    """Return the measure as schema.org describes legislation: part of its document, the English a translation."""
    language, document = view.language, measure.source.document
    own = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": view.canonical,
        "url": view.canonical,
        "name": measure.title[language],
        "inLanguage": HTML_LANGUAGE[language],
        "legislationIdentifier": measure.id,
        "legislationResponsible": [
            {"@type": "Organization", "name": body.name[language]} for body in measure.responsible
        ],
        "isPartOf": {
            "@type": "Legislation",
            "@id": view.address_in(language, document.address),
            "name": document.title[language],
            "legislationIdentifier": document.number[language],
            "legislationPassedBy": {"@type": "Organization", "name": document.issuer[language]},
        },
        "encoding": {
            "@type": "LegislationObject",
            "encodingFormat": "application/json",
            "contentUrl": (view.settings.site_url + "/" if view.settings.site_url else view.root)
            + urls.answer(measure),
        },
    }
    translation = {
        "@type": "Legislation",
        "@id": view.address_in(view.other, measure.address),
        "name": measure.title[view.other],
        "inLanguage": HTML_LANGUAGE[view.other],
    }
    return own | {"workTranslation" if language == "zh" else "translationOfWork": translation}
