"""Shapes: what a piece of YAML may hold. One description checks a file, gives its values and makes its JSON Schema."""

from __future__ import annotations

from registry.core.languages import Bilingual
from registry.loader.fields.base import ABSENT, Shape, UnknownError, Values
from registry.loader.fields.composite import Field, ListOf, Record, Table, bilingual, words
from registry.loader.fields.declared import declared, record_of
from registry.loader.fields.single import (
    NUMBER,
    Choice,
    Date,
    Fingerprint,
    Flag,
    Integer,
    Line,
    Prose,
    Reference,
)

__all__ = [
    "ABSENT",
    "NUMBER",
    "RULES",
    "Choice",
    "Date",
    "Field",
    "Fingerprint",
    "Flag",
    "Integer",
    "Line",
    "ListOf",
    "Prose",
    "Record",
    "Reference",
    "Shape",
    "Table",
    "UnknownError",
    "Values",
    "bilingual",
    "declared",
    "record_of",
    "words",
]

RULES = {
    "required": Bilingual("必填的字段都有，并且有内容。", "Every required field is there and has content."),
    "type": Bilingual(
        "文字、列表、成组的字段各写在应写的地方。",
        "Text, lists and groups of fields are each where they belong.",
    ),
    "unknown-key": Bilingual("只用已有的字段。", "Only fields that exist are used."),
    "one-line": Bilingual(
        "标题、原因这样的短文字写在一行里。", "A short text such as a title or reason is on one line."
    ),
    "length": Bilingual(
        "标题、名称、原因最长 300 个字符，关键词和其他说法最长 60 个，主要做法最长 32767 个。",
        "A title, name or reason has at most 300 characters, a keyword or other word 60, a practice 32,767.",
    ),
    "form": Bilingual(
        "标识、指纹、锚点按规定的格式写。", "Identifiers, fingerprints and anchors have their fixed form."
    ),
    "look-alike": Bilingual(
        "标识、字段名和代码只用普通的半角字母、数字，不用形近的字母。",
        "Identifiers, field names and codes consist of plain ASCII letters and digits, not of letters that look like them.",
    ),
    "quoted-fingerprint": Bilingual(
        '看起来像数字的指纹加引号，如 "963662372581"。',
        'A fingerprint that looks like a number stands in quotation marks, such as "963662372581".',
    ),
    "choice": Bilingual("取值出自词表。", "A value is one of the vocabulary's."),
    "number": Bilingual(
        "数用半角数字，从 1 起，不加引号、不补 0。",
        "A number is in plain digits, from 1, without quotes or leading zero.",
    ),
    "flag": Bilingual("是写 true，否写 false。", "Yes is true, no is false."),
    "date": Bilingual(
        "日期写成 2026-11-23 这样的格式，并且确有这一天。", "A date is written as 2026-11-23 and exists."
    ),
    "repeated": Bilingual("一个列表里同一项只写一次。", "An item is listed once."),
    "too-many": Bilingual(
        "关键词和其他说法，每种语言最多 40 个。",
        "There are at most 40 keywords or other words in each language.",
    ),
    "key-form": Bilingual(
        "词表的代码用小写字母、数字和连字符。",
        "A code of the vocabulary consists of lower-case letters, digits and hyphens.",
    ),
}
"""The rules that shapes hold content to, by name."""
