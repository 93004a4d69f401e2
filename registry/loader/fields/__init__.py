"""Shapes: what a piece of YAML may hold. One description checks a file, gives its values and makes its JSON Schema."""

from __future__ import annotations

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
