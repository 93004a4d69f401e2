"""Records declared as dataclasses: from the declaration of a field come its check, its schema, its value and its words."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

from registry.core.languages import Bilingual
from registry.loader.fields.base import Shape
from registry.loader.fields.composite import Field, Record


def declared(shape: Shape, zh: str, en: str, default: Any = dataclasses.MISSING) -> Any:
    """Declare a field of a record: what it may hold and what it means; it may be left out where it has a default."""
    field = Field(shape, Bilingual(zh, en), required=default is dataclasses.MISSING)
    return dataclasses.field(default=default, metadata={"field": field})


@cache
def record_of(cls: type) -> Record:
    """Return the shape of the record that a dataclass declares; its other fields are not in files."""
    fields = {
        each.name: each.metadata["field"] for each in dataclasses.fields(cls) if "field" in each.metadata
    }
    return Record(fields, cls)
