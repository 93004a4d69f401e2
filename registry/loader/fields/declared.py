"""Records declared as dataclasses: from the declaration of a field come its check, its schema, its value and its words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

from registry.core.languages import Bilingual
from registry.loader.fields.base import Shape
from registry.loader.fields.composite import Field, Record


def declared(
    shape: Shape | Callable[[Any], Shape],
    zh: str,
    en: str,
    default: Any = dataclasses.MISSING,
    *,
    shown: bool = True,
) -> Any:
    """Declare a field of a record: what it may hold and what it means; it may be left out where it has a default.

    A shape that depends on what is known only later, such as the allowed values, is given as a function of that. A field
    that is not ``shown`` is on no page; a test holds that every other is.
    """
    field = (shape, Bilingual(zh, en), default is dataclasses.MISSING)
    return dataclasses.field(default=default, metadata={"field": field, "shown": shown})


def record_of(cls: type, known: Any = None) -> Record:
    """Return the shape of the record that a dataclass declares; its other fields are not in files.

    ``known`` is handed to the shapes that are functions.
    """
    return _record(cls) if known is None else Record(_fields(cls, known), cls)


@cache
def _record(cls: type) -> Record:
    return Record(_fields(cls, None), cls)


def _fields(cls: type, known: Any) -> dict[str, Field]:
    return {
        field.name: Field(shape if isinstance(shape, Shape) else shape(known), meaning, required)
        for field in dataclasses.fields(cls)
        if "field" in field.metadata
        for shape, meaning, required in [field.metadata["field"]]
    }
