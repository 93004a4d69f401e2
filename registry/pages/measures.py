"""The page of all measures, with filters.

Imports ``collection``, ``model``, ``vocabulary``, ``templating``, ``pages.page`` and ``pages.listing``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.bilingual import Bilingual, BilingualWords
from registry.collection import Collection
from registry.model import Measure
from registry.pages.listing import columns_of, listing_pages, parts_of
from registry.pages.page import Page, Workshop
from registry.templating import View
from registry.vocabulary import Place

_AT_WORDS_ENDS = " .,;:!?()[]“”‘’\"'"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take: its label, how many measures have it, and other words for it."""

    key: str
    label: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter by choice; ``name`` is that of its parameter in the address."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filtering:
    """What the filters compare of a measure beside its own keys: places with those they are part of, and words."""

    places: str
    words: str


def all_measures(workshop: Workshop) -> Iterator[Page]:
    """Give the pages of all current measures: one, as long as that holds them, with what the filters compare."""
    view = workshop.view("measures/")
    collection = workshop.collection
    parts = parts_of(view.address, [(None, collection.current)])
    whole = len(parts) == 1
    filtering = {
        measure.id: Filtering(" ".join(reached(collection, measure.origin)), measure_words(measure))
        for measure in collection.current
        if whole
    }
    yield from listing_pages(
        workshop,
        "measures",
        "measures",
        str(view.t("measures.title")),
        str(view.t("measures.description", n=len(collection.current))),
        parts,
        columns=columns_of(collection.current, "title", "indicator", "source", "responsible", "remark"),
        facets=list(facets(view)),
        filtering=filtering,
        data="",
        scripts=("filter.js",),
    )


def facets(view: View) -> Iterator[Facet]:
    """Give the filters by choice, each with the values that some measure has."""
    collection, language = view.collection, view.language
    vocabulary = collection.vocabulary
    yield _facet(
        "indicator",
        (
            (
                each.key,
                each.name[language],
                len(collection.of_indicator(each)),
                choice_words(each.name, each.other_words),
            )
            for each in vocabulary.indicators.values()
        ),
    )
    adoptions = Counter(measure.adoption for measure in collection.current)
    yield _facet(
        "adoption",
        ((key, view.t(f"adoption.{key}"), adoptions[key], "") for key in sorted(adoptions, reverse=True)),
    )
    several = len(collection.documents) > 1
    yield _facet(
        "list",
        (
            (
                each.id,
                view.t("filters.list_option", document=document.number[language], name=each.name[language])
                if several
                else each.name[language],
                len(collection.of_list(each)),
                "",
            )
            for document in collection.documents
            for each in document.lists
        ),
    )
    yield _facet(
        "body",
        (
            (
                each.key,
                each.label[language],
                len(collection.of_body(each)),
                choice_words(each.name, each.other_words, each.printed),
            )
            for each in vocabulary.bodies.values()
        ),
    )
    yield _facet(
        "place",
        (
            (
                each.key,
                each.label[language],
                len(collection.of_place(each)),
                choice_words(each.name, each.other_words, each.printed),
            )
            for each in vocabulary.places.values()
        ),
    )
    remarks = Counter(measure.remark.key if measure.remark else "" for measure in collection.current)
    yield _facet(
        "remark",
        (
            *(
                (key, each.short[language], remarks[key], each.printed)
                for key, each in vocabulary.remarks.items()
            ),
            ("none", view.t("filters.no_remark"), remarks[""], ""),
        ),
    )


def _facet(name: str, choices: Iterable[tuple[str, str, int, str]]) -> Facet:
    return Facet(name, tuple(Choice(*choice) for choice in choices if choice[2]))


def reached(collection: Collection, places: Iterable[Place]) -> list[str]:
    """Return the keys of places and of all that they are part of."""
    keys: dict[str, None] = {}
    for place in places:
        key: str | None = place.key
        while key is not None and key not in keys:
            keys[key] = None
            key = collection.vocabulary.places[key].part_of
    return list(keys)


def folded(text: str) -> str:
    """Return a text as the filter of words compares it: NFKC, without case, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def measure_words(measure: Measure) -> str:
    """Return what the filter of words looks through, beside the names of what the measure is filed under.

    The Chinese in full, for it has no words to tell apart by program; of the English each word once.
    """
    chinese = (measure.title.zh, measure.practice.zh, *measure.keywords.zh)
    english = " ".join((measure.title.en, measure.practice.en, *measure.keywords.en))
    once = dict.fromkeys(word.strip(_AT_WORDS_ENDS) for word in folded(english).split())
    return " ".join((measure.id, folded(" ".join(chinese)), *(word for word in once if word)))


def choice_words(name: Bilingual, other: BilingualWords, printed: str = "") -> str:
    """Return other words for a choice, in both languages."""
    return folded(" ".join(dict.fromkeys((printed, name.zh, name.en, *other.zh, *other.en))))
