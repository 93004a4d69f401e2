"""The vocabulary: every allowed value, each list in a file of ``measures/vocabulary``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.core.languages import Bilingual, BilingualWords
from registry.loader.fields import Flag, Line, ListOf, Table, bilingual, declared, record_of, words
from registry.model.document import Document

FOLDER = "vocabulary"
"""The folder of its files, inside that of the measures."""

KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""How a key is written."""

FORMER = ("indicators", "bodies", "places")
"""The lists whose entries have pages, and may have had other keys before."""

_NAME = bilingual(Line())
_NO_WORDS = BilingualWords()


def _other_words() -> BilingualWords:
    return declared(words(), "读者可能使用的其他说法", "other words that readers may use", _NO_WORDS)  # type: ignore[no-any-return]


def _former_keys() -> tuple[str, ...]:
    return declared(  # type: ignore[no-any-return]
        ListOf(Line(), least=1),
        "曾用的代码；旧网址由此转到现在的网址",
        "codes it had before; their addresses lead to the present one",
        (),
    )


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A field of the business environment, with its counterparts in the World Bank's two surveys."""

    key: str
    name: Bilingual = declared(_NAME, "名称", "name")
    description: Bilingual = declared(_NAME, "说明", "description")
    doing_business: Bilingual | None = declared(
        _NAME, "《营商环境报告》（DB，历史）中的指标", "Doing Business indicator (historical)", None
    )
    b_ready: Bilingual | None = declared(
        _NAME, "B-READY 主题（本站对照）", "B-READY topic (this site's mapping)", None
    )
    other_words: BilingualWords = _other_words()
    former_keys: tuple[str, ...] = _former_keys()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"indicators/{self.key}/"

    @property
    def label(self) -> Bilingual:
        """What it is called."""
        return self.name


@dataclass(frozen=True, kw_only=True)
class Body:
    """A body responsible for measures: as the source prints it, and its full name at that time."""

    key: str
    printed: str = declared(Line(), "印发时的名称", "name as printed")
    name: Bilingual = declared(_NAME, "当时的全称", "full name at that time")
    short_en: str = declared(Line(), "英文简称", "short English name")
    other_words: BilingualWords = _other_words()
    former_keys: tuple[str, ...] = _former_keys()

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
        """What it is called where there is little space."""
        return Bilingual(self.printed, self.short_en)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of origin of measures, perhaps part of another."""

    key: str
    printed: str = declared(Line(), "印发时的名称", "name as printed")
    name: Bilingual = declared(_NAME, "名称", "name")
    part_of: str | None = declared(Line(), "所属地区", "the place it is part of", None)
    other_words: BilingualWords = _other_words()
    former_keys: tuple[str, ...] = _former_keys()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"places/{self.key}/"

    @property
    def label(self) -> Bilingual:
        """What it is called: as printed, and the English name."""
        return Bilingual(self.printed, self.name.en)


def with_above(key: str, above: Callable[[str], str | None]) -> list[str]:
    """Return the key of a place and those of the places that it is part of, up to one that is met again."""
    keys: list[str] = []
    place: str | None = key
    while place is not None and place not in keys:
        keys.append(place)
        place = above(place)
    return keys


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a document's column of remarks says."""

    key: str
    printed: str = declared(Line(), "印发时的备注", "remark as printed")
    text: Bilingual = declared(_NAME, "全文", "text")
    short: Bilingual = declared(_NAME, "简称", "short form")

    @property
    def label(self) -> Bilingual:
        """What it is called."""
        return self.text


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of the glossary.

    ``accepted_en`` are other renderings that the check of translations accepts, ``synonyms`` mean the same, ``search_words``
    only match. An ``ordinary`` word has a fixed rendering and is not explained where it stands.
    """

    key: str
    term: Bilingual = declared(_NAME, "术语", "term")
    accepted_en: tuple[str, ...] = declared(
        ListOf(Line()), "可接受的其他英译", "other accepted renderings", ()
    )
    ordinary: bool = declared(
        Flag(),
        "是否普通词语：只统一译法，正文中不作解释",
        "whether it is an ordinary word, whose rendering is fixed and which texts do not explain",
        False,
    )
    definition: Bilingual = declared(_NAME, "释义", "definition")
    synonyms: BilingualWords = declared(
        words(),
        "同义词，公文中可以替换术语，页面上显示",
        "synonyms, which may replace the term in an official text and are shown",
        _NO_WORDS,
    )
    search_words: BilingualWords = declared(
        words(), "只供检索的说法，不显示", "words for search only, which no page shows", _NO_WORDS
    )

    def other_words(self, language: str) -> tuple[str, ...]:
        """Return all words in ``language`` by which search finds the term beside its own."""
        accepted = self.accepted_en if language == "en" else ()
        return (*accepted, *self.synonyms[language], *self.search_words[language])

    @property
    def label(self) -> Bilingual:
        """What it is called."""
        return self.term


SHAPES = {
    "indicators": Table(record_of(Indicator)),
    "documents": Table(record_of(Document)),
    "bodies": Table(record_of(Body)),
    "places": Table(record_of(Place)),
    "remarks": Table(record_of(Remark)),
    "glossary": Table(record_of(Term)),
}
"""The shape of each file of the vocabulary, by its name without the ending."""


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
