"""The shape of a measure file, its choices filled from the vocabulary, and the JSON Schema made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry.core.diagnostics import Findings
from registry.core.languages import Bilingual
from registry.loader.fields import (
    Choice,
    Date,
    Field,
    Fingerprint,
    Flag,
    Integer,
    Line,
    ListOf,
    Prose,
    Record,
    Shape,
    bilingual,
    words,
)
from registry.loader.yaml import Mapping as MappingNode
from registry.loader.yaml import Node
from registry.model.document import ADOPTIONS
from registry.model.vocabulary import FOLDER, Vocabulary

STATUSES = {"unofficial": Bilingual("非官方译文", "unofficial translation")}
"""What a translation may be."""

ENDINGS = {
    "withdrawn": Bilingual("撤回", "withdrawn"),
    "superseded": Bilingual("被替代", "superseded"),
}
"""What may become of a published measure."""


def _field(shape: Shape, zh: str, en: str, required: bool = True) -> Field:
    return Field(shape, Bilingual(zh, en), required)


_IDENTIFIER = Line(
    r"[a-z0-9]+(-[a-z0-9]+)*-\d{2,}",
    Bilingual(
        "“文件-清单-两位序号”，用小写字母、数字和连字符，如 ybh2019-376-1a-03",
        "“document-list-number” in lower-case letters, digits and hyphens, such as ybh2019-376-1a-03",
    ),
)

_TRANSLATION = Record(
    {
        "of": _field(
            Fingerprint(),
            "译文所据中文的指纹",
            "fingerprint of the Chinese that the English was made from",
        ),
        "status": _field(Choice(STATUSES), "译文性质", "status of the translation"),
    }
)

RULES = {
    "ending": Bilingual(
        "撤回或被替代的举措，kind、date、reason 三项都写，被替代的还写 successors；有效的举措没有这些字段。",
        "A measure that is withdrawn or superseded has all of kind, date and reason, and one that is superseded also has "
        "successors; one in force has none of these fields.",
    )
}
"""The rules of this room, by name."""

_ENDING = ("kind", "date", "reason")


class MeasureRecord(Record):
    """The record of a measure: with ``kind``, also ``date`` and ``reason``, and a successor of one superseded; else none."""

    def take(self, node: Node, name: str, findings: Findings) -> Any:
        """Return the values of the fields; report an ending told by halves."""
        values = super().take(node, name, findings)
        if isinstance(node, MappingNode):
            told = [key for key in (*_ENDING, "successors") if key in node.entries]
            needed = (*_ENDING, "successors") if values.get("kind") == "superseded" else _ENDING
            missing = [key for key in needed if key not in node.entries]
            if told and missing:
                findings.add(
                    node.keys[told[0]].place,
                    "ending",
                    zh=f"写了 {'、'.join(told)}，却缺 {'、'.join(missing)}。",
                    en=f"There is {', '.join(told)}, but no {', '.join(missing)}.",
                    do_zh="补上缺的；没有举措接替的，kind 写 withdrawn；仍然有效的，删去这些字段。",
                    do_en="Add what is missing; if no measure takes its place, write kind: withdrawn; if it is in force, delete these "
                    "fields.",
                )
        return values

    def schema(self) -> dict[str, Any]:
        """Return the object, whose keys of an ending depend on each other."""
        dependencies = {key: [each for each in _ENDING if each != key] for key in (*_ENDING, "successors")}
        superseded = {"required": ["kind"], "properties": {"kind": {"const": "superseded"}}}
        needed = {"if": superseded, "then": {"required": ["successors"]}}
        return super().schema() | {"dependencies": dependencies} | needed


def measure_shape(vocabulary: Vocabulary) -> MeasureRecord:
    """Return the shape of a measure file, with the vocabulary's keys as its choices.

    Where a list of the vocabulary is unknown, any value passes for one of its keys.
    """

    def choice(
        name: str, values: Mapping[str, Bilingual], names: Mapping[str, tuple[str, ...]] | None = None
    ) -> Choice:
        return Choice(values, f"{FOLDER}/{name}.yml", name in vocabulary.unknown, names or {})

    documents = vocabulary.documents.values()
    lists = {each.key: each.heading for document in documents for each in document.lists}
    parts = {
        each.key: (
            f"附件{each.annex}第{'〇一二三四五六七八九'[each.part] if each.part < 10 else each.part}部分",
        )
        for document in documents
        for each in document.lists
    }
    bodies = choice(
        "bodies",
        {key: each.label for key, each in vocabulary.bodies.items()},
        {key: (each.name.zh, each.short_en, *each.other_words.zh) for key, each in vocabulary.bodies.items()},
    )
    places = choice(
        "places",
        {key: each.label for key, each in vocabulary.places.items()},
        {key: (each.name.zh, *each.other_words.zh) for key, each in vocabulary.places.items()},
    )
    lists_choice = choice("documents", lists, parts)
    return MeasureRecord(
        {
            "id": _field(
                _IDENTIFIER, "标识，与文件名相同，永不改变", "identifier: the file's name; it never changes"
            ),
            "indicator": _field(
                choice("indicators", {key: each.name for key, each in vocabulary.indicators.items()}),
                "所属指标",
                "its indicator",
            ),
            "source": _field(
                _source(
                    choice(
                        "documents",
                        {each.key: each.title for each in documents},
                        {each.key: (each.number.zh,) for each in documents},
                    ),
                    replace(lists_choice, open=lists_choice.open or bool(vocabulary.unsettled)),
                ),
                "出处",
                "where it is in the document",
            ),
            "adoption": _field(Choice(ADOPTIONS), "类别", "category"),
            "title": _field(bilingual(Line()), "改革举措（标题）", "title"),
            "practice": _field(
                bilingual(Prose()),
                "主要做法：官方文本，逐字转录",
                "main practices: the official text, verbatim",
            ),
            "responsible": _field(
                ListOf(bodies, least=1), "责任单位，按印发顺序", "responsible bodies in printed order"
            ),
            "others_responsible": _field(Flag(), "是否印有“等相关部门”", "whether 等相关部门 is printed"),
            "remark": _field(
                choice("remarks", {key: each.text for key, each in vocabulary.remarks.items()}),
                "备注",
                "remark",
                False,
            ),
            "origin": _field(
                ListOf(places),
                "来源地，以文件所述为准；文件未载明的写 []",
                "place of origin, as the document describes it; [] where the document does not say",
            ),
            "keywords": _field(
                words(), "读者会用而文中没有的词", "words that a reader may use and the text does not", False
            ),
            "translation": _field(_TRANSLATION, "译文", "the translation"),
            "kind": _field(Choice(ENDINGS), "撤回或被替代", "withdrawn or superseded", False),
            "date": _field(Date(), "撤回或被替代的日期", "date of the withdrawal or replacement", False),
            "reason": _field(bilingual(Line()), "原因", "reason", False),
            "successors": _field(
                ListOf(_IDENTIFIER, least=1), "接替它的举措", "the measures that take its place", False
            ),
            "aliases": _field(ListOf(Line(), least=1), "曾用地址", "addresses it had before", False),
        }
    )


def _source(document: Choice, lists: Choice) -> Record:
    return Record(
        {
            "document": _field(document, "所在文件", "the document that it is in"),
            "list": _field(lists, "所在清单", "the list of the document"),
            "number": _field(Integer(), "在清单中的序号", "its number in the list"),
        }
    )


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
