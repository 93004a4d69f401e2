"""A measure: its declaration, from which come the check of its file, its value and its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from registry.core.diagnostics import Diagnostics
from registry.core.fingerprints import fingerprint
from registry.core.languages import Bilingual, BilingualWords
from registry.loader.fields import (
    Choice,
    Date,
    Fingerprint,
    Flag,
    Integer,
    Line,
    ListOf,
    Prose,
    Record,
    Reference,
    bilingual,
    declared,
    record_of,
    words,
)
from registry.loader.yaml import Mapping as MappingNode
from registry.loader.yaml import Node
from registry.model.document import ADOPTIONS, Document, Group, MeasureList
from registry.model.vocabulary import FOLDER, Body, Indicator, Place, Remark, Vocabulary

STATUSES = {"unofficial": Bilingual("非官方译文", "unofficial translation")}
"""What a translation may be."""

ENDINGS = {
    "withdrawn": Bilingual("撤回", "withdrawn"),
    "superseded": Bilingual("被替代", "superseded"),
}
"""What may become of a published measure."""

_IDENTIFIER = Line(
    r"[a-z0-9]+(-[a-z0-9]+)*-\d{2,}",
    Bilingual(
        "“文件-清单-两位序号”，用小写字母、数字和连字符，如 ybh2019-376-1a-03",
        "“document-list-number” in lower-case letters, digits and hyphens, such as ybh2019-376-1a-03",
    ),
)


def _choice(
    vocabulary: Vocabulary,
    name: str,
    meanings: Mapping[str, Bilingual],
    names: Mapping[str, tuple[str, ...]] | None = None,
) -> Reference:
    """Return the choice among the entries of a list; where the list could not be read, any value passes."""
    home, is_open = f"{FOLDER}/{name}.yml", name in vocabulary.unknown
    return Reference(meanings, home, is_open, names or {}, getattr(vocabulary, name))


def _indicator(vocabulary: Vocabulary) -> Reference:
    return _choice(
        vocabulary, "indicators", {key: indicator.name for key, indicator in vocabulary.indicators.items()}
    )


def _bodies(vocabulary: Vocabulary) -> ListOf:
    bodies = vocabulary.bodies.items()
    names = {key: (body.name.zh, body.short_en, *body.other_words.zh) for key, body in bodies}
    return ListOf(_choice(vocabulary, "bodies", {key: body.label for key, body in bodies}, names), least=1)


def _places(vocabulary: Vocabulary) -> ListOf:
    places = vocabulary.places.items()
    names = {key: (place.name.zh, *place.other_words.zh) for key, place in places}
    return ListOf(_choice(vocabulary, "places", {key: place.label for key, place in places}, names))


def _remark(vocabulary: Vocabulary) -> Reference:
    return _choice(vocabulary, "remarks", {key: remark.text for key, remark in vocabulary.remarks.items()})


def _document(vocabulary: Vocabulary) -> Reference:
    documents = vocabulary.documents.items()
    titles = {key: document.title for key, document in documents}
    return _choice(
        vocabulary, "documents", titles, {key: (document.number.zh,) for key, document in documents}
    )


def _list(vocabulary: Vocabulary) -> Choice:
    """Return the choice among the lists of all documents, which bear the same keys."""
    lists = [measure_list for document in vocabulary.documents.values() for measure_list in document.lists]
    names = {
        measure_list.key: (
            f"附件{measure_list.annex}第{'〇一二三四五六七八九'[measure_list.part] if measure_list.part < 10 else measure_list.part}部分",
        )
        for measure_list in lists
    }
    is_open = "documents" in vocabulary.unknown or bool(vocabulary.unsettled)
    return Choice(
        {measure_list.key: measure_list.heading for measure_list in lists},
        f"{FOLDER}/documents.yml",
        is_open,
        names,
    )


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a measure stands: the document, its list, the group in the list, and the number in the list."""

    document: Document = declared(_document, "所在文件", "the document that it is in")
    list: MeasureList = declared(_list, "所在清单", "the list of the document")
    number: int = declared(Integer(), "在清单中的序号", "its number in the list")
    group: Group


def _source(vocabulary: Vocabulary) -> Record:
    return replace(record_of(Source, vocabulary), make=_placed)


def _placed(document: Document, list: str, number: int) -> Source:  # noqa: A002  (the field's name)
    found = document.list(list)
    assert found is not None, "the outline is checked before"
    group = found.group_of(number)
    assert group is not None, "the outline is checked before"
    return Source(document=document, list=found, number=number, group=group)


@dataclass(frozen=True)
class Ending:
    """Why and when a measure stopped being current; ``date`` is ISO 8601, ``successors`` are identifiers."""

    kind: str = declared(Choice(ENDINGS), "撤回或被替代", "withdrawn or superseded")
    date: str = declared(Date(), "撤回或被替代的日期", "date of the withdrawal or replacement")
    reason: Bilingual = declared(bilingual(Line()), "原因", "reason")
    successors: tuple[str, ...] = declared(
        ListOf(_IDENTIFIER, least=1), "接替它的举措", "the measures that take its place", ()
    )


_ENDING_FIELDS = tuple(record_of(Ending).fields)
_ENDING = tuple(key for key, field in record_of(Ending).fields.items() if field.required)


@dataclass(frozen=True, kw_only=True)
class Translation:
    """What the English is, and which Chinese it was made from."""

    of: str = declared(
        Fingerprint(), "译文所据中文的指纹", "fingerprint of the Chinese that the English was made from"
    )
    status: str = declared(Choice(STATUSES), "译文性质", "status of the translation")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One reform measure, as its YAML file gives it, with its references resolved.

    ``stamp`` stands for the content of the file, so that what was made of the same content need not be made again.
    """

    id: str = declared(
        _IDENTIFIER, "标识，与文件名相同，永不改变", "identifier: the file's name; it never changes"
    )
    indicator: Indicator = declared(_indicator, "所属指标", "its indicator")
    source: Source = declared(_source, "出处", "where it is in the document")
    adoption: str = declared(Choice(ADOPTIONS), "类别", "category")
    title: Bilingual = declared(bilingual(Line()), "改革举措（标题）", "title")
    practice: Bilingual = declared(
        bilingual(Prose()), "主要做法：官方文本，逐字转录", "main practices: the official text, verbatim"
    )
    responsible: tuple[Body, ...] = declared(
        _bodies, "责任单位，按印发顺序", "responsible bodies in printed order"
    )
    others_responsible: bool = declared(Flag(), "是否印有“等相关部门”", "whether 等相关部门 is printed")
    remark: Remark | None = declared(_remark, "备注", "remark", None)
    origin: tuple[Place, ...] = declared(
        _places,
        "来源地，以文件所述为准；文件未载明的写 []",
        "place of origin, as the document describes it; [] where the document does not say",
    )
    keywords: BilingualWords = declared(
        words(),
        "读者会用而文中没有的词",
        "words that a reader may use and the text does not",
        BilingualWords(),
        shown=False,  # They only match, and are no words of the text.
    )
    translation: Translation = declared(record_of(Translation), "译文", "the translation", shown=False)
    ending: Ending | None = None
    aliases: tuple[str, ...] = declared(
        ListOf(Line(), least=1), "曾用地址", "addresses it had before", (), shown=False
    )
    file: str
    stamp: str = ""

    @property
    def address(self) -> str:
        """The path of its page below the language's root, with a slash at its end."""
        return f"m/{self.id}/"

    @property
    def current(self) -> bool:
        """Whether it is neither withdrawn nor superseded."""
        return self.ending is None

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its Chinese text."""
        return fingerprint(self.title.zh, self.practice.zh)


class MeasureRecord(Record):
    """The record of a measure: with ``kind``, also ``date`` and ``reason``, and a successor of one superseded; else none."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the values of the fields; report an ending told by halves."""
        values = super().take(node, name, diagnostics)
        if isinstance(node, MappingNode):
            told = [key for key in _ENDING_FIELDS if key in node.entries]
            needed = _ENDING_FIELDS if values.get("kind") == "superseded" else _ENDING
            missing = [key for key in needed if key not in node.entries]
            if told and missing:
                diagnostics.report(node.keys[told[0]].place, "ending", told=told, missing=missing)
        return values

    def build(self, value: Any, **more: Any) -> Any:
        """Return the measure, with its ending where it has one."""
        ending = {key: value[key] for key in _ENDING_FIELDS if key in value}
        if ending:
            more["ending"] = record_of(Ending).build(ending)
        return super().build({key: entry for key, entry in value.items() if key not in ending}, **more)

    def schema(self) -> dict[str, Any]:
        """Return the object, whose keys of an ending depend on each other."""
        dependencies = {key: [other for other in _ENDING if other != key] for key in _ENDING_FIELDS}
        superseded = {"required": ["kind"], "properties": {"kind": {"const": "superseded"}}}
        needed = {"if": superseded, "then": {"required": ["successors"]}}
        return super().schema() | {"dependencies": dependencies} | needed


def measure_shape(vocabulary: Vocabulary) -> MeasureRecord:
    """Return the shape of a measure file, with the vocabulary's keys as its choices; the fields of an ending stand in it."""
    fields = record_of(Measure, vocabulary).fields
    ending = {key: replace(field, required=False) for key, field in record_of(Ending).fields.items()}
    aliases = fields.pop("aliases")
    return MeasureRecord(fields | ending | {"aliases": aliases}, Measure)


def measure_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a measure file, for editors and other programs."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "改革举措 / Reform measure",
        **measure_shape(vocabulary).schema(),
    }


def schema_text(vocabulary: Vocabulary) -> str:
    """Return the JSON Schema as ``registry/schema/measure.json`` holds it."""
    return json.dumps(measure_schema(vocabulary), ensure_ascii=False, indent=2) + "\n"
