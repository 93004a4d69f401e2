"""A measure, a document and the vocabulary as the API gives them: plain values, each field of one type.

What there is not is left out, never null. ``answers`` describes the same shapes as JSON Schema.
"""

from __future__ import annotations

from typing import Any, Protocol

from registry.core.languages import LANGUAGES, Bilingual, BilingualWords
from registry.exports.context import Stock, page_path
from registry.model import urls
from registry.model.citation import place_label
from registry.model.document import ADOPTIONS, Document, MeasureList
from registry.model.measure import Measure
from registry.model.vocabulary import Vocabulary

Record = dict[str, Any]
"""An object of JSON."""

CURRENT = "current"
"""The status of a measure that is neither withdrawn nor superseded."""


class Named(Protocol):
    """What has a key and a name to show."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def label(self) -> Bilingual:
        """What it is called."""


def measure_record(stock: Stock, measure: Measure) -> Record:
    """Return a measure with all that the register says of it, its references spelt out."""
    record = {
        "id": measure.id,
        "status": status(measure),
        "title": both(measure.title),
        "practice": both(measure.practice),
        "indicator": _keyed(measure.indicator.key, measure.indicator.name),
        "adoption": _keyed(measure.adoption, ADOPTIONS[measure.adoption]),
        "source": _source(measure),
        "responsible": [_named(each) for each in measure.responsible],
        "others_responsible": measure.others_responsible,
        "origin": [_named(each) for each in measure.origin],
        "keywords": words(measure.keywords),
        "translation_status": measure.translation.status,
        "fingerprint": measure.fingerprint,
        "history": [
            _revision(each.date, each.text, each.reason) for each in stock.history.get(measure.id, ())
        ],
        **_addresses(stock, measure.address),
        "data": f"/{urls.answer(measure)}",
        "file": measure.file,
    }
    if measure.remark:
        record["remark"] = _keyed(measure.remark.key, measure.remark.text)
    if measure.ending:
        record["ending"] = {
            "date": measure.ending.date,
            "reason": both(measure.ending.reason),
            "successors": list(measure.ending.successors),
        }
    return record


def status(measure: Measure) -> str:
    """Return ``current``, ``withdrawn`` or ``superseded``."""
    return measure.ending.kind if measure.ending else CURRENT


def document_record(stock: Stock, document: Document) -> Record:
    """Return a document with its outline, what was corrected of it, and its own text."""
    return {
        "key": document.key,
        "number": both(document.number),
        "issuer": both(document.issuer),
        "title": both(document.title),
        "short_title": both(document.short_title),
        "year": document.year,
        "annexes": [{"number": each.number, "title": both(each.title)} for each in document.annexes],
        "lists": [_list(stock, document, each) for each in document.lists],
        "corrections": [
            {
                "kind": each.kind,
                "where": both(each.where),
                "printed": each.printed,
                "shown": each.shown,
                "note": both(each.note),
            }
            for each in document.corrections
        ],
        "text": [{"id": each.id, "kind": each.kind, **both(each.text)} for each in document.blocks],
        **_addresses(stock, document.address),
    }


def vocabulary_record(vocabulary: Vocabulary) -> Record:
    """Return the lists of allowed values, and the glossary."""
    return {
        "indicators": [
            {
                **_keyed(each.key, each.name),
                "description": both(each.description),
                "other_words": words(each.other_words),
            }
            for each in vocabulary.indicators.values()
        ],
        "bodies": [
            {**_named(each), "name": both(each.name), "other_words": words(each.other_words)}
            for each in vocabulary.bodies.values()
        ],
        "places": [
            {**_named(each), "name": both(each.name), "other_words": words(each.other_words)}
            | ({"part_of": each.part_of} if each.part_of else {})
            for each in vocabulary.places.values()
        ],
        "remarks": [_keyed(each.key, each.text) for each in vocabulary.remarks.values()],
        "glossary": [
            {
                **_keyed(each.key, each.term),
                "definition": both(each.definition),
                "accepted_en": list(each.accepted_en),
                "synonyms": words(each.synonyms),
                "search_words": words(each.search_words),
            }
            for each in vocabulary.glossary.values()
        ],
    }


def both(text: Bilingual) -> Record:
    """Return a text in both languages as an object."""
    return {"zh": text.zh, "en": text.en}


def words(each: BilingualWords) -> Record:
    """Return words in both languages as an object of lists."""
    return {"zh": list(each.zh), "en": list(each.en)}


def _keyed(key: str, label: Bilingual) -> Record:
    return {"key": key, **both(label)}


def _named(each: Named) -> Record:
    return _keyed(each.key, each.label)


def _source(measure: Measure) -> Record:
    source = measure.source
    return {
        "document": source.document.key,
        "document_number": both(source.document.number),
        "document_title": both(source.document.title),
        "list": source.list.key,
        "annex": source.list.annex,
        "part": source.list.part,
        "number": source.number,
        "group": both(source.group.heading),
        "label": {language: place_label(source, language) for language in LANGUAGES},
    }


def _list(stock: Stock, document: Document, each: MeasureList) -> Record:
    return {
        "key": each.key,
        "annex": each.annex,
        "part": each.part,
        "adoption": _keyed(each.adoption, ADOPTIONS[each.adoption]),
        "heading": both(each.heading),
        "name": both(each.name),
        "groups": [
            {
                "heading": both(group.heading),
                "indicator": group.indicator,
                "measures": group.measures,
                "printed_measures": group.printed_measures,
                "responsible": list(group.responsible),
                "others_responsible": group.others_responsible,
            }
            for group in each.groups
        ],
        "measures": [measure.id for measure in stock.of_document(document) if measure.source.list is each],
    }


def _revision(date: str, text: str, reason: Bilingual | None) -> Record:
    return {"date": date, "fingerprint": text} | ({"reason": both(reason)} if reason else {})


def _addresses(stock: Stock, address: str) -> Record:
    """Return the ways to a page: paths below the site's root, and addresses where the site's own is set."""
    paths = {language: page_path(language, address) for language in LANGUAGES}
    if not stock.settings.site_url:
        return {"path": paths}
    return {"path": paths, "url": {language: stock.url(path) for language, path in paths.items()}}
