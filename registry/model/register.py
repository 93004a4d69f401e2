"""What is computed across measures: a frozen ``Register`` that pages, search and exports read."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

from registry.core.languages import LANGUAGES
from registry.model.document import Document, MeasureList
from registry.model.glossary import folded_term
from registry.model.ledger import Ledger
from registry.model.measure import Measure
from registry.model.vocabulary import Body, Indicator, Place, Term, Vocabulary, with_above


@dataclass(frozen=True)
class Neighbours:
    """The measures before and after one in an ordering, where there are any."""

    previous: Measure | None
    next: Measure | None


@dataclass(frozen=True)
class Register:
    """All measures in document order, with the vocabulary, and what follows from them together.

    Withdrawn and superseded measures are in ``measures`` (their pages stay) and in no list, count or table.
    """

    measures: tuple[Measure, ...]
    vocabulary: Vocabulary
    published: Ledger = field(default_factory=lambda: Ledger("", ()))

    @cached_property
    def text_dates(self) -> dict[str, str]:
        """The ISO date on which the official text of a measure, as it stands now, was entered in ``published.yml``.

        By identifier; a measure that is not published yet has none.
        """
        newest = self.published.newest
        return {
            measure.id: newest[measure.id].date
            for measure in self.measures
            if measure.id in newest and newest[measure.id].text == measure.fingerprint
        }

    @cached_property
    def marks(self) -> dict[str, str]:
        """What stands for all that the register says of a measure itself: its file, and its record of publication.

        By identifier.
        """
        entries: defaultdict[str, str] = defaultdict(str)
        for entry in self.published.entries:
            entries[entry.id] += f" {entry.date} {entry.text} {entry.reason or ''}"
        return {
            measure.id: f"{measure.file} {measure.stamp}{entries[measure.id]}" for measure in self.measures
        }

    @cached_property
    def current(self) -> tuple[Measure, ...]:
        """The measures that are in force in the register, in document order."""
        return tuple(measure for measure in self.measures if measure.current)

    @cached_property
    def by_id(self) -> dict[str, Measure]:
        """Every measure by its identifier."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in the order of ``documents.yml``."""
        return tuple(self.vocabulary.documents.values())

    @cached_property
    def newest_documents(self) -> tuple[Document, ...]:
        """The documents by year, the newest first; of one year, the one entered last first."""
        return tuple(sorted(self.documents, key=lambda document: document.year)[::-1])

    @cached_property
    def lists(self) -> tuple[MeasureList, ...]:
        """The lists of all documents, in printed order."""
        return tuple(measure_list for document in self.documents for measure_list in document.lists)

    def of_indicator(self, indicator: Indicator) -> tuple[Measure, ...]:
        """Return the current measures of an indicator, in document order."""
        return self._groups.get(("indicator", indicator.key), ())

    def of_list(self, measure_list: MeasureList) -> tuple[Measure, ...]:
        """Return the current measures of a list, in printed order."""
        return self._groups.get(("list", measure_list.id), ())

    def of_cell(self, indicator: Indicator, measure_list: MeasureList) -> tuple[Measure, ...]:
        """Return the current measures of one indicator in one list."""
        return self._groups.get(("cell", indicator.key, measure_list.id), ())

    def led_by(self, body: Body) -> tuple[Measure, ...]:
        """Return the current measures for which the body is printed first among the responsible ones."""
        return self._groups.get(("led", body.key), ())

    def shared_by(self, body: Body) -> tuple[Measure, ...]:
        """Return the current measures for which the body is responsible beside one printed before it."""
        return self._groups.get(("shared", body.key), ())

    def of_body(self, body: Body) -> tuple[Measure, ...]:
        """Return all current measures for which the body is responsible, in document order."""
        return self._groups.get(("body", body.key), ())

    def bodies_of(self, measures: Iterable[Measure], first: int | None = None) -> tuple[Body, ...]:
        """Return the bodies that are among the ``first`` responsible for any of ``measures``, in the vocabulary's order."""
        keys = {body.key for measure in measures for body in measure.responsible[:first]}
        return tuple(body for key, body in self.vocabulary.bodies.items() if key in keys)

    def of_place(self, place: Place) -> tuple[Measure, ...]:
        """Return the current measures that began in a place or in a part of it."""
        return self._groups.get(("place", place.key), ())

    def parts_of(self, place: Place) -> tuple[Place, ...]:
        """Return the places that are part of a place."""
        return tuple(part for part in self.vocabulary.places.values() if part.part_of == place.key)

    def reached(self, places: Iterable[Place]) -> list[str]:
        """Return the keys of places and of all that they are part of."""
        every = self.vocabulary.places
        reached = (with_above(place.key, lambda key: every[key].part_of) for place in places)
        return list(dict.fromkeys(chain.from_iterable(reached)))

    def in_list(self, measure: Measure) -> Neighbours:
        """Return the neighbours of a measure in its list."""
        return self._neighbours["list"].get(measure.id, _ALONE)

    def in_indicator(self, measure: Measure) -> Neighbours:
        """Return the neighbours of a measure among those of its indicator."""
        return self._neighbours["indicator"].get(measure.id, _ALONE)

    def using(self, term: Term) -> tuple[Measure, ...]:
        """Return the current measures in whose Chinese text a term stands."""
        text, ends = self._whole_text
        found = []
        at = text.find(term.term.zh)
        while at >= 0:
            number = bisect_right(ends, at)
            found.append(self.current[number])
            at = text.find(term.term.zh, ends[number])
        return tuple(found)

    @cached_property
    def terms(self) -> dict[str, tuple[Term, ...]]:
        """The terms that a measure's page may explain, by identifier: whatever term its text has, in either language.

        Those inside longer terms, and parts of words, are among them.
        """
        found: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        for language in LANGUAGES:
            texts = [folded_term(f"{measure.practice[language]}\n") for measure in self.measures]
            text, ends = "".join(texts), list(accumulate(map(len, texts)))
            for term in self.vocabulary.glossary.values():
                at = text.find(word := folded_term(term.term[language]))
                while at >= 0:
                    number = bisect_right(ends, at)
                    found[self.measures[number].id][term.key] = term
                    at = text.find(word, ends[number])
        return {identifier: tuple(terms.values()) for identifier, terms in found.items()}

    @cached_property
    def _whole_text(self) -> tuple[str, list[int]]:
        """The Chinese of all current measures in one, which is looked through at once, and where that of each ends."""
        texts = [f"{measure.title.zh}\n{measure.practice.zh}\n" for measure in self.current]
        return "".join(texts), list(accumulate(map(len, texts)))

    @cached_property
    def _groups(self) -> dict[tuple[str, ...], tuple[Measure, ...]]:
        """The current measures by all that they belong to, such as ``("indicator", key)``, in document order."""
        groups: defaultdict[tuple[str, ...], list[Measure]] = defaultdict(list)
        for measure in self.current:
            for key in self._belongs_to(measure):
                groups[key].append(measure)
        return {key: tuple(group) for key, group in groups.items()}

    def _belongs_to(self, measure: Measure) -> Iterator[tuple[str, ...]]:
        yield "indicator", measure.indicator.key
        yield "list", measure.source.list.id
        yield "cell", measure.indicator.key, measure.source.list.id
        for number, body in enumerate(measure.responsible):
            yield "body", body.key
            yield "shared" if number else "led", body.key
        for key in self.reached(measure.origin):
            yield "place", key

    @cached_property
    def _neighbours(self) -> dict[str, dict[str, Neighbours]]:
        """The neighbours of each measure by its identifier, in its list and among those of its indicator."""
        found: dict[str, dict[str, Neighbours]] = {"list": {}, "indicator": {}}
        for (kind, *_), group in self._groups.items():
            for before, measure, after in zip((None, *group), group, (*group[1:], None), strict=False):
                if kind in found:
                    found[kind][measure.id] = Neighbours(before, after)
        return found


_ALONE = Neighbours(None, None)
