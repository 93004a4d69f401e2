"""The feeds: what was published, corrected, withdrawn or superseded, as Atom (RFC 4287), one for each language.

Identifiers are UUIDs made from what an entry is about, so that they stay
the same when the site moves to another address.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from registry.core.languages import HTML_LANGUAGE, LANGUAGES, Bilingual
from registry.core.writing import place
from registry.exports.context import ExportContext, page_path, xml_bytes, xml_text
from registry.model import urls
from registry.model.measure import Measure
from registry.rendering.context import View

ENTRIES = 100
"""How many entries, the newest, a feed holds; what is older is in the register itself."""

_NAMESPACE = uuid.UUID("6f1a3ab4-6a0c-5c39-9d5b-3f4a1f6f0c52")
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Event:
    """Something that happened to the register on a day (ISO 8601).

    ``kind`` is ``published``, ``corrected``, ``withdrawn`` or ``superseded``; only the first has several measures, all
    of one document. ``key`` names the event for ever.
    """

    kind: str
    key: str
    date: str
    measures: tuple[Measure, ...]
    reason: Bilingual | None = None


def events(context: ExportContext) -> list[Event]:
    """Return all events, the newest first; those of one day in the order of the register."""
    return sorted((*_publications(context), *_later(context)), key=lambda event: event.date, reverse=True)


def _publications(context: ExportContext) -> Iterator[Event]:
    days: dict[tuple[str, str], list[Measure]] = {}
    for measure in context.register.measures:
        if measure.id in context.history:
            days.setdefault((measure.source.document.key, context.history[measure.id][0].date), []).append(
                measure
            )
    for (document, date), measures in days.items():
        yield Event("published", f"{document} {date}", date, tuple(measures))


def _later(context: ExportContext) -> Iterator[Event]:
    for measure in context.register.measures:
        for number, entry in enumerate(context.history.get(measure.id, ())[1:], start=2):
            yield Event("corrected", f"{measure.id} {number}", entry.date, (measure,), entry.reason)
        if measure.ending:
            ending = measure.ending
            yield Event(ending.kind, f"{measure.id} {ending.date}", ending.date, (measure,), ending.reason)


def write_feeds(context: ExportContext, site: Path) -> list[str]:
    """Write the feed of each language below ``site``; return their paths."""
    happened = events(context)[:ENTRIES]
    return [
        place(site, page_path(language, urls.FEED).lstrip("/"), feed(context, language, happened))
        for language in LANGUAGES
    ]


def feed(context: ExportContext, language: str, happened: list[Event]) -> bytes:
    """Return the feed of a language with the events of ``happened``."""
    root = ElementTree.Element(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", f"{{{_XML}}}lang": HTML_LANGUAGE[language]}
    )
    name = str(context.strings.get("site.name", language, {}))
    _add(root, "id", _identifier(f"feed {language}"))
    _add(root, "title", name)
    _add(root, "subtitle", context.t("feed_subtitle", language))
    _add(root, "rights", context.status(language))
    _add(root, "updated", _moment(happened[0].date if happened else context.updated))
    _add(ElementTree.SubElement(root, "author"), "name", name)
    _link(root, "self", _way(context, language, urls.FEED), "application/atom+xml")
    _link(root, "alternate", _way(context, language, ""), "text/html")
    for event in happened:
        _entry(root, context, language, event)
    return xml_bytes(root)


def _entry(root: ElementTree.Element, context: ExportContext, language: str, event: Event) -> None:
    first = event.measures[0]
    document = first.source.document
    page = document.address if event.kind == "published" else first.address
    title = context.t(
        f"feed_{event.kind}", language,
        title=first.title[language], document=document.title[language], number=document.number[language], n=len(event.measures),
    )  # fmt: skip
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", _identifier(f"{event.kind} {event.key} {language}"))
    _add(entry, "title", title)
    _add(entry, "published", _moment(event.date))
    _add(entry, "updated", _moment(event.date))
    # The only one: of two, many readers open the last, which was in the other language.
    _link(entry, "alternate", _way(context, language, page), "text/html", HTML_LANGUAGE[language])
    ElementTree.SubElement(entry, "category", {"term": event.kind})
    view = View(language, "", context.register, context.strings, context.settings)
    links = [(measure, _way(context, language, measure.address)) for measure in event.measures]
    successors = first.ending.successors if first.ending and event.kind == first.ending.kind else ()
    following = [
        (each, _way(context, language, each.address))
        for each in map(context.register.by_id.get, successors)
        if each
    ]
    reason = event.reason[language] if event.reason else ""
    html = context.macros.render("feed-entry", view, reason=reason, links=links, following=following)
    _add(entry, "content", str(html)).set("type", "html")


def _way(context: ExportContext, language: str, address: str) -> str:
    """Return the way to a page or file of a language: absolute where it can be, else from the feed beside it."""
    return context.url(page_path(language, address)) if context.settings.site_url else address or "./"


def _identifier(key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, key)}"


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = xml_text(text)
    return element


def _link(parent: ElementTree.Element, relation: str, href: str, media: str, language: str = "") -> None:
    attributes = {"rel": relation, "type": media, "href": href} | ({"hreflang": language} if language else {})
    ElementTree.SubElement(parent, "link", attributes)
