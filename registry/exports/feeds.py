"""The feeds: what was published, corrected, withdrawn or superseded, as Atom (RFC 4287), one for each language.

Identifiers are UUIDs made from what an entry is about, so that they stay
the same when the site moves to another address.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.core.languages import HTML_LANGUAGE, LANGUAGES, Bilingual
from registry.core.writing import place
from registry.exports.context import ExportContext
from registry.exports.xml import pieces, xml
from registry.model import urls
from registry.model.measure import Measure
from registry.model.urls import below
from registry.rendering.context import View

ENTRIES = 100
"""How many entries, the newest, a feed holds; what is older is in the register itself."""

_NAMESPACE = uuid.UUID("6f1a3ab4-6a0c-5c39-9d5b-3f4a1f6f0c52")


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
    return [_write_feed(context, language, happened, site) for language in LANGUAGES]


def _write_feed(context: ExportContext, language: str, happened: list[Event], site: Path) -> str:
    view = View(language, "", context.register, context.strings, context.settings)

    def content(event: Event, href: Callable[[str], str]) -> str:
        """Return the HTML of an entry."""
        ending = event.measures[0].ending
        successors = ending.successors if ending and event.kind == ending.kind else ()
        following = filter(None, map(context.register.by_id.get, successors))
        reason = event.reason[language] if event.reason else ""
        links, others = (
            [(measure, href(measure.address)) for measure in measures]
            for measures in (event.measures, following)
        )
        return str(context.macros.render("feed-entry", view, reason=reason, links=links, following=others))

    feed = pieces(
        "feed.xml", context=context, language=language, tag=HTML_LANGUAGE[language], name=urls.FEED, events=happened,
        identifier=lambda key: f"urn:uuid:{uuid.uuid5(_NAMESPACE, key)}", content=content,
    )  # fmt: skip
    return place(site, below(language, urls.FEED), xml(feed))
