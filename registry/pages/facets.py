"""The filters by choice of the list of all measures, and what measures have of each."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from registry.core.languages import Bilingual, BilingualWords
from registry.model.measure import Measure
from registry.model.register import Register
from registry.rendering.context import View

NO_REMARK = "none"
"""The choice of measures without a remark."""


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value that a filter can take: its label, how many measures have it, and other words for it."""

    key: str
    label: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter by choice; ``name`` is that of its parameter in the address."""

    name: str
    choices: tuple[FacetChoice, ...]


def facets(view: View) -> Iterator[Facet]:
    """Give the filters by choice, each with the values that some measure has."""
    register, language = view.register, view.language
    vocabulary = register.vocabulary
    yield _facet(
        "indicator",
        (
            (
                indicator.key,
                indicator.name[language],
                len(register.of_indicator(indicator)),
                choice_words(indicator.name, indicator.other_words),
            )
            for indicator in vocabulary.indicators.values()
        ),
    )
    adoptions = Counter(measure.adoption for measure in register.current)
    yield _facet(
        "adoption",
        ((key, view.adoption(key), adoptions[key], "") for key in sorted(adoptions, reverse=True)),
    )
    several = len(register.documents) > 1
    yield _facet(
        "list",
        (
            (
                measure_list.id,
                view.t(
                    "filters.list_option",
                    document=document.number[language],
                    name=measure_list.name[language],
                )
                if several
                else measure_list.name[language],
                len(register.of_list(measure_list)),
                "",
            )
            for document in register.documents
            for measure_list in document.lists
        ),
    )
    yield _facet(
        "body",
        (
            (
                body.key,
                body.label[language],
                len(register.of_body(body)),
                choice_words(body.name, body.other_words, body.printed),
            )
            for body in vocabulary.bodies.values()
        ),
    )
    yield _facet(
        "place",
        (
            (
                place.key,
                place.label[language],
                len(register.of_place(place)),
                choice_words(place.name, place.other_words, place.printed),
            )
            for place in vocabulary.places.values()
        ),
    )
    remarks = Counter(measure.remark.key if measure.remark else "" for measure in register.current)
    yield _facet(
        "remark",
        (
            *(
                (key, each.short[language], remarks[key], each.printed)
                for key, each in vocabulary.remarks.items()
            ),
            (NO_REMARK, view.t("filters.no_remark"), remarks[""], ""),
        ),
    )


def _facet(name: str, choices: Iterable[tuple[str, str, int, str]]) -> Facet:
    return Facet(name, tuple(FacetChoice(*choice) for choice in choices if choice[2]))


def values_of(register: Register, measure: Measure) -> Mapping[str, list[str]]:
    """Return the keys of the choices that fit a measure, by facet; bodies as they are printed."""
    return {
        "indicator": [measure.indicator.key],
        "adoption": [measure.adoption],
        "list": [measure.source.list.id],
        "body": [body.key for body in measure.responsible],
        "place": register.reached(measure.origin),
        "remark": [measure.remark.key if measure.remark else NO_REMARK],
    }


def folded(text: str) -> str:
    """Return a text as the filter of words compares it: NFKC, without case, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def choice_words(name: Bilingual, other: BilingualWords, printed: str = "") -> str:
    """Return other words for a choice, in both languages."""
    return folded(" ".join(dict.fromkeys((printed, name.zh, name.en, *other.zh, *other.en))))
