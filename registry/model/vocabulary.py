"""The vocabulary: every allowed value, and the documents with their outlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.core.languages import Bilingual, BilingualWords

FOLDER = "vocabulary"
"""The folder of its files, inside that of the measures."""


KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""How a key is written."""

FORMER = ("indicators", "bodies", "places")
"""The lists whose entries have pages, and may have had other keys before."""


@dataclass(frozen=True)
class Indicator:
    """A field of the business environment, with its counterparts in the World Bank's two surveys."""

    key: str
    name: Bilingual
    description: Bilingual
    doing_business: Bilingual | None
    b_ready: Bilingual | None
    other_words: BilingualWords
    former_keys: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"indicators/{self.key}/"


@dataclass(frozen=True)
class Body:
    """A body responsible for measures: as the source prints it, and its full name at that time."""

    key: str
    printed: str
    name: Bilingual
    short_en: str
    other_words: BilingualWords
    former_keys: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"bodies/{self.key}/"

    @property
    def label(self) -> Bilingual:
        """What it is called in running text and tables: as printed, and the full English name."""
        return Bilingual(self.printed, self.name.en)

    @property
    def short(self) -> Bilingual:
        """What it is called where there is little room."""
        return Bilingual(self.printed, self.short_en)


@dataclass(frozen=True)
class Place:
    """A place of origin of measures, perhaps part of another."""

    key: str
    printed: str
    name: Bilingual
    part_of: str | None
    other_words: BilingualWords
    former_keys: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"places/{self.key}/"

    @property
    def label(self) -> Bilingual:
        """What it is called: as printed, and the English name."""
        return Bilingual(self.printed, self.name.en)


@dataclass(frozen=True)
class Remark:
    """What a document's column of remarks says."""

    key: str
    printed: str
    text: Bilingual
    short: Bilingual


@dataclass(frozen=True)
class Term:
    """A term of the glossary.

    ``accepted_en`` are other renderings that the check of translations accepts, ``synonyms`` mean the same, ``search_words``
    only match. An ``ordinary`` word has a fixed rendering and is not explained where it stands.
    """

    key: str
    term: Bilingual
    definition: Bilingual
    accepted_en: tuple[str, ...] = ()
    synonyms: BilingualWords = field(default_factory=BilingualWords)
    search_words: BilingualWords = field(default_factory=BilingualWords)
    ordinary: bool = False

    def other_words(self, language: str) -> tuple[str, ...]:
        """Return all words in ``language`` by which search finds the term beside its own."""
        accepted = self.accepted_en if language == "en" else ()
        return (*accepted, *self.synonyms[language], *self.search_words[language])


@dataclass(frozen=True)
class Group:
    """A group of measures in a list, as printed: heading, how many there are, who is responsible.

    ``printed_measures`` is the number in the printed heading where it differs from that of the rows below it.
    """

    heading: Bilingual
    indicator: str
    first: int
    measures: int
    printed_measures: int
    responsible: tuple[str, ...]
    others_responsible: bool

    @property
    def numbers(self) -> range:
        """The numbers of its measures in the list."""
        return range(self.first, self.first + self.measures)


@dataclass(frozen=True)
class MeasureList:
    """One list of measures: a part of an annex of a document."""

    key: str
    document: str
    annex: int
    part: int
    adoption: str
    heading: Bilingual
    name: Bilingual
    groups: tuple[Group, ...]

    @property
    def id(self) -> str:
        """Its identifier, which begins those of its measures."""
        return f"{self.document}-{self.key}"

    @property
    def measures(self) -> int:
        """How many measures it has."""
        return sum(group.measures for group in self.groups)

    def group_of(self, number: int) -> Group | None:
        """Return the group in which the measure of a number stands, or ``None`` where there is no such number."""
        return next((group for group in self.groups if number in group.numbers), None)


@dataclass(frozen=True)
class Annex:
    """An annex of a document: its number and title."""

    number: int
    title: Bilingual


@dataclass(frozen=True)
class Correction:
    """Where the register departs from the scan, or keeps what looks like a slip of the source."""

    kind: str
    where: Bilingual
    printed: str
    shown: str
    note: Bilingual


@dataclass(frozen=True)
class Link:
    """Words of a notice's block that name a measure."""

    measure: str
    text: Bilingual


@dataclass(frozen=True)
class Block:
    """A paragraph or heading of a notice; ``id`` is its anchor."""

    id: str
    kind: str
    text: Bilingual
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Document:
    """A document with its outline, and its own text where the register holds it."""

    key: str
    number: Bilingual
    issuer: Bilingual
    title: Bilingual
    short_title: Bilingual
    year: int
    annexes: tuple[Annex, ...]
    lists: tuple[MeasureList, ...]
    corrections: tuple[Correction, ...]
    blocks: tuple[Block, ...] = ()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"documents/{self.key}/"

    def list(self, key: str) -> MeasureList | None:
        """Return its list of a key, or ``None``."""
        return next((each for each in self.lists if each.key == key), None)

    def lists_of(self, annex: Annex) -> tuple[MeasureList, ...]:
        """Return the lists of an annex, in printed order."""
        return tuple(each for each in self.lists if each.annex == annex.number)


@dataclass(frozen=True)
class Vocabulary:
    """All allowed values, each list in the order of its file."""

    indicators: Mapping[str, Indicator]
    documents: Mapping[str, Document]
    bodies: Mapping[str, Body]
    places: Mapping[str, Place]
    remarks: Mapping[str, Remark]
    glossary: Mapping[str, Term]
    unknown: frozenset[str] = frozenset()
    """The lists that are empty here because their files have problems; nothing can be held against them."""
    unsettled: frozenset[str] = frozenset()
    """The documents that are to be corrected before measures are held against them."""

    @property
    def former(self) -> dict[str, Indicator | Body | Place]:
        """The entries that had other keys before, by those as ``list/key``."""
        return {
            f"{home}/{key}": entry
            for home in FORMER
            for entry in getattr(self, home).values()
            for key in entry.former_keys
        }
