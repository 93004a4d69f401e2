"""The vocabulary: every allowed value, and the documents with their outlines, read from ``measures/vocabulary``.

Imports ``bilingual``, ``problem``, ``reading`` and ``shape``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.bilingual import Bilingual, BilingualWords
from registry.problem import Findings, Problem
from registry.reading import Reading, read
from registry.shape import Shape
from registry.vocabulary_shapes import NOTICE, SHAPES

FOLDER = "vocabulary"
"""Its folder inside the measures' folder."""


@dataclass(frozen=True)
class Indicator:
    """A field of the business environment, with its counterparts in the World Bank's two surveys."""

    key: str
    name: Bilingual
    description: Bilingual
    doing_business: Bilingual | None
    b_ready: Bilingual | None
    other_words: BilingualWords

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
    """A place where measures began, perhaps part of another."""

    key: str
    printed: str
    name: Bilingual
    part_of: str | None
    other_words: BilingualWords

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
    """A term of the glossary; ``accepted_en`` are other renderings that the check of translations accepts."""

    key: str
    term: Bilingual
    definition: Bilingual
    accepted_en: tuple[str, ...]
    other_words: BilingualWords


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


@dataclass(frozen=True)
class VocabularyReading:
    """What is sound of the vocabulary, the readings of its files by name, and their problems."""

    known: Vocabulary
    readings: Mapping[str, Reading]
    problems: list[Problem]

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The whole vocabulary, or ``None`` where a list of it could not be read."""
        return None if self.known.unknown else self.known


def read_vocabulary(folder: Path, prefix: str) -> VocabularyReading:
    """Read the vocabulary in ``folder``; ``prefix`` begins the names under which problems are reported.

    A list whose file has problems is left empty and named in ``Vocabulary.unknown``.
    """
    readings: dict[str, Reading] = {}
    problems: list[Problem] = []
    data: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        data[name] = _take(shape, folder / f"{name}.yml", name, prefix, readings, problems)
    notices: dict[str, tuple[Block, ...]] = {}
    for path in sorted((folder / "notices").glob("*.yml")):
        notice = _take(NOTICE, path, f"notices/{path.stem}", prefix, readings, problems)
        if notice is not None:
            notices[notice["document"]] = tuple(_block(each) for each in notice["blocks"])
    unknown = frozenset(name for name, value in data.items() if value is None)
    known = {name: value or {} for name, value in data.items()}
    return VocabularyReading(replace(_vocabulary(known, notices), unknown=unknown), readings, problems)


def _take(
    shape: Shape, path: Path, name: str, prefix: str, readings: dict[str, Reading], problems: list[Problem]
) -> Any:
    """Return what a file of the vocabulary says, or ``None`` where it has problems; keep its reading and problems."""
    reading = readings[name] = read(path, f"{prefix}/{name}.yml")
    findings = Findings(reading.file, list(reading.problems))
    value = None if reading.root is None else shape.take(reading.root, name, findings)
    problems += findings.problems
    return None if findings.problems else value


def _vocabulary(data: dict[str, Any], notices: Mapping[str, tuple[Block, ...]]) -> Vocabulary:
    documents = {key: _document(key, entry) for key, entry in data["documents"].items()}
    return Vocabulary(
        indicators={
            key: Indicator(
                key, _both(entry["name"]), _both(entry["description"]), _both_or_none(entry.get("doing_business")),
                _both_or_none(entry.get("b_ready")), _words(entry),
            )
            for key, entry in data["indicators"].items()
        },
        documents={key: replace(each, blocks=notices.get(key, ())) for key, each in documents.items()},
        bodies={
            key: Body(key, entry["printed"], _both(entry["name"]), entry["short_en"], _words(entry))
            for key, entry in data["bodies"].items()
        },
        places={
            key: Place(key, entry["printed"], _both(entry["name"]), entry.get("part_of"), _words(entry))
            for key, entry in data["places"].items()
        },
        remarks={
            key: Remark(key, entry["printed"], _both(entry["text"]), _both(entry["short"]))
            for key, entry in data["remarks"].items()
        },
        glossary={
            key: Term(
                key, _both(entry["term"]), _both(entry["definition"]), tuple(entry.get("accepted_en", ())), _words(entry)
            )
            for key, entry in data["glossary"].items()
        },
    )  # fmt: skip


def _document(key: str, entry: dict[str, Any]) -> Document:
    return Document(
        key=key,
        number=_both(entry["number"]),
        issuer=_both(entry["issuer"]),
        title=_both(entry["title"]),
        short_title=_both(entry["short_title"]),
        year=entry["year"],
        annexes=tuple(Annex(each["number"], _both(each["title"])) for each in entry["annexes"]),
        lists=tuple(_list(key, list_key, each) for list_key, each in entry["lists"].items()),
        corrections=tuple(
            Correction(
                each["kind"], _both(each["where"]), each["printed"], each["shown"], _both(each["note"])
            )
            for each in entry.get("corrections", ())
        ),
    )


def _list(document: str, key: str, entry: dict[str, Any]) -> MeasureList:
    groups = []
    first = 1
    for each in entry["groups"]:
        group = Group(
            heading=_both(each["heading"]),
            indicator=each["indicator"],
            first=first,
            measures=each["measures"],
            printed_measures=each.get("printed_measures", each["measures"]),
            responsible=tuple(each["responsible"]),
            others_responsible=each.get("others_responsible", False),
        )
        groups.append(group)
        first += group.measures
    return MeasureList(
        key, document, entry["annex"], entry["part"], entry["adoption"], _both(entry["heading"]), _both(entry["name"]),
        tuple(groups),
    )  # fmt: skip


def _block(entry: dict[str, Any]) -> Block:
    links = tuple(Link(each["measure"], Bilingual(each["zh"], each["en"])) for each in entry.get("links", ()))
    return Block(entry["id"], entry["kind"], _both(entry["text"]), links)


def _both(entry: dict[str, str]) -> Bilingual:
    return Bilingual(entry["zh"], entry["en"])


def _both_or_none(entry: dict[str, str] | None) -> Bilingual | None:
    return _both(entry) if entry else None


def _words(entry: dict[str, Any]) -> BilingualWords:
    words = entry.get("other_words", {})
    return BilingualWords(tuple(words.get("zh", ())), tuple(words.get("en", ())))
