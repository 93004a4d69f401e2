"""The vocabulary as it is read from ``measures/vocabulary``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.core.diagnostics import Findings, Problem
from registry.core.languages import Bilingual, BilingualWords
from registry.core.project_files import files_of
from registry.loader.fields import Shape
from registry.loader.yaml import Reading, read
from registry.model.vocabulary import (
    Annex,
    Block,
    Body,
    Correction,
    Document,
    Group,
    Indicator,
    Link,
    MeasureList,
    Place,
    Remark,
    Term,
    Vocabulary,
)
from registry.model.vocabulary_schema import NOTICE, SHAPES


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
    for path in files_of(folder / "notices", "*.yml"):
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
                _both_or_none(entry.get("b_ready")), _words(entry), _former(entry),
            )
            for key, entry in data["indicators"].items()
        },
        documents={key: replace(each, blocks=notices.get(key, ())) for key, each in documents.items()},
        bodies={
            key: Body(key, entry["printed"], _both(entry["name"]), entry["short_en"], _words(entry), _former(entry))
            for key, entry in data["bodies"].items()
        },
        places={
            key: Place(key, entry["printed"], _both(entry["name"]), entry.get("part_of"), _words(entry), _former(entry))
            for key, entry in data["places"].items()
        },
        remarks={
            key: Remark(key, entry["printed"], _both(entry["text"]), _both(entry["short"]))
            for key, entry in data["remarks"].items()
        },
        glossary={
            key: Term(
                key, _both(entry["term"]), _both(entry["definition"]), tuple(entry.get("accepted_en", ())),
                _words(entry, "synonyms"), _words(entry, "search_words"), entry.get("ordinary", False),
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


def _former(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(entry.get("former_keys", ()))


def _words(entry: dict[str, Any], name: str = "other_words") -> BilingualWords:
    words = entry.get(name, {})
    return BilingualWords(tuple(words.get("zh", ())), tuple(words.get("en", ())))
